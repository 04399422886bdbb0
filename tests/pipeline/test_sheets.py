"""The owner's sheet: old values and changed pages, on this computer alone."""

import io
from pathlib import Path

import pytest
from PIL import Image

from jtai_submit.redaction import sheet
from jtai_submit.redaction.inside import Question
from tests.make import jtai, pdf, ready
from tests.systems import private

Capsys = pytest.CaptureFixture[str]
AUTHOR = "Nesta Thornquist"


def test_redact_says_what_stood_there(tmp_path: Path, capsys: Capsys) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("Words", Author=AUTHOR))
    (tmp_path / "b.txt").write_text("nothing hidden", "utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    page = tmp_path / "sheet.html"
    files = [tmp_path / name for name in ("a.pdf", "b.txt", "c.pdf")]
    result = jtai(capsys, "redact", *files, "--to", tmp_path / "out", "--sheet", page)
    assert result.code == 1 and "for the owner's eyes alone" in result.out
    text = page.read_text("utf-8")
    assert AUTHOR in text and "Nothing was taken out" in text and "Not sent as it is" in text
    assert "script" not in text.partition("<main>")[2] and "img-src data:" in text
    assert private(page)


def test_check_writes_one_that_clean_wipes(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4", "3.7"), children=("C1",))
    area.files["3.4"].write_bytes(pdf("Words", Author=AUTHOR))
    page = tmp_path / "sheet.html"
    assert jtai(capsys, "check", area.folder, "--agency", "police", "--sheet", page).code == 1
    assert AUTHOR in page.read_text("utf-8")
    kept = [p for p in (area.folder / ".jtai").rglob("*") if p.is_file()]
    assert not any(AUTHOR.encode() in path.read_bytes() for path in kept)
    assert jtai(capsys, "clean", area.folder).code == 0
    assert not page.exists()


def test_pages_that_look_different_are_shown_before_and_after() -> None:
    before, after = pdf("One line"), pdf("Another line")
    [different] = sheet._different(before, after)
    assert different["page"] == "1" and different["before"] != different["after"]
    import base64

    assert Image.open(io.BytesIO(base64.b64decode(different["before"]))).format == "PNG"
    assert not list(sheet._different(before, before))


def test_a_document_that_cannot_be_cleaned_gives_nothing() -> None:
    question = Question("pdf", "ab", True, False).to_facts()
    assert sheet.described(question, b"%PDF-1.7 broken") == ({"values": [], "pages": []}, b"")
    assert sheet.described(question, b"") == ({"values": [], "pages": []}, b"")
