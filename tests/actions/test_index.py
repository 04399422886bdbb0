"""The index over all packs and versions: the guidance's order, new, replaced, withdrawn."""

import io
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jtai_submit.inspection.inspection import open_inspection
from jtai_submit.inspection.journal import Journal, Pack, PackedFile, PackState
from jtai_submit.inspection.slots.registry import slots
from jtai_submit.pipeline.indexing import workbook
from jtai_submit.pipeline.judge import titled
from jtai_submit.reporting.index_book import Row, rows
from jtai_submit.reporting.index_pdf import pdf as index_pdf
from tests.make import inspection, jtai, pdf, ready
from tests.systems import private

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


def test_what_was_sent_over_all_versions(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4", "1.1", "C1/chronology"), children=("C1",))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    area.files["3.4"].write_bytes(pdf("Another version"))
    area.files["3.4"].with_name("Second.pdf").write_bytes(pdf("A second"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    area.files["1.1"].unlink()
    gone = ("--because", "another area's", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, "withdraw", "1.1", *gone).code == 0
    result = jtai(capsys, "index", area.folder, "--json")
    assert result.code == 0, result.err
    told = [(d["number"], d["version"], d["note"]) for d in result.data["documents"]]
    assert told == [
        ("1.1", 1, "withdrawn"),
        ("3.4", 1, "replaced"),
        ("3.4", 2, ""),
        ("3.4", 2, "new"),
        ("", 1, ""),
    ]
    sheet = load_workbook("index-of-documents.xlsx").active
    assert sheet is not None
    first, *more = sheet.iter_rows(values_only=True)
    assert first[:4] == ("Number", "Title", "Child unique ID", "File") and len(more) == 5
    assert more[0][0] == "1.1" and more[0][8] == "withdrawn" and more[4][9] == "Child C1"
    assert [row[4] for row in more] == ["1", "1", "1", "1", "1"]
    assert all(isinstance(cell, str | None) for row in more for cell in row)
    read = PdfReader("index-of-documents.pdf")
    text = " ".join(page.extract_text() for page in read.pages)
    assert "Child protection referral document" in text and "withdrawn" in text
    links = [a for page in read.pages for a in page.get("/Annots", [])]
    assert len(links) == 3, "one to each agency and child"
    assert private(Path("index-of-documents.pdf"))


def test_nothing_was_sent(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    result = jtai(capsys, "index", "x", "--pdf", "only.pdf")
    assert result.code == 0 and "0 documents" in result.out
    assert Path("only.pdf").exists() and not Path("index-of-documents.xlsx").exists()


@pytest.mark.parametrize("words", ["<b>bold<b> & more", "=1+1", "שלום", "x" * 2000])
def test_words_are_shown_as_text(tmp_path: Path, words: str) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    every = made(here.root, 1, name=words)
    cells = load_workbook(io.BytesIO(workbook(every))).active
    assert cells is not None and cells["D2"].value == f"{words}.pdf"
    assert cells["D2"].data_type == "s"
    text = PdfReader(io.BytesIO(index_pdf("<i>Area</i>", "Theme", every))).pages[0].extract_text()
    assert "<i>Area</i>" in text and (not words.startswith("<b>") or "<b>bold" in text)


def made(folder: Path, count: int, *, name: str = "Document") -> list[Row]:
    """The rows of a journal with so many documents in each of an area's slots."""
    here = open_inspection(folder)
    journal = Journal(None)
    for slot in slots(here.manifest, here.submission):
        files = tuple(
            PackedFile(f"d/{slot.id}/{n}.pdf", slot.id, f"{slot.folder}/{name}.pdf", f"{n}", "", 9)
            for n in range(count)
        )
        at = datetime(2017, 5, 16, 14, tzinfo=UTC).isoformat()
        pack = Pack(f"p_{slot.group}_v1", slot.group, slot.deadline, 1, "age", 9, "", files)
        pack.state, pack.sent_at = PackState.SENT, at
        journal.packs.append(pack)
    return rows(here.manifest, here.submission, journal, partial(titled, manifest=here.manifest))


@pytest.mark.bench
def test_three_thousand_documents(tmp_path: Path) -> None:
    inspection(tmp_path / "x", children=tuple(f"C{n}" for n in range(1, 41)))
    began = time.process_time()
    every = made(tmp_path / "x", 6)
    assert len(every) > 2500
    listed = time.process_time()
    workbook(every)
    booked = time.process_time()
    data = index_pdf("Exampleshire", "A theme", every)
    print(len(every), listed - began, booked - listed, time.process_time() - booked, len(data))
    assert len(PdfReader(io.BytesIO(data)).pages) > 20
