"""A print set: clean copies of what is wanted on paper, joined to one PDF; nothing is sent."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.make import Ready, jtai, pdf, ready
from tests.systems import private

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    return ready(tmp_path, only=("3.4", "C1/chronology", "C2/chronology"), children=("C1", "C2"))


def test_a_child_and_an_item(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].with_name("Table.csv").write_bytes(b"a,b\n1,2\n")
    result = jtai(capsys, "request", "print", "c1", "3.4", "--to", "set.pdf", "--in", area.folder)
    assert result.code == 0, result.err
    assert "2 documents, 2 pages" in result.out and "Table.csv" in result.out
    read = PdfReader("set.pdf")
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) == 3 and "C1/chronology" in texts[2] and "C2" not in "".join(texts)
    assert not read.metadata or "Orla" not in str(read.metadata)
    assert not area.site.exists(), "nothing is sent"
    assert private(Path("set.pdf"))


def test_what_may_not_be_sent_is_not_printed(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].write_bytes(b"%PDF-1.7 broken")
    command = ("request", "print", "3.4", "C2", "--to", "set.pdf", "--in", area.folder, "--json")
    result = jtai(capsys, *command)
    assert result.code == 1 and [e["code"] for e in result.json["errors"]] == ["D003"]
    assert len(result.data["documents"]) == 1 and result.data["pages"] == 1


@pytest.mark.parametrize(("what", "said"), [("C9", "not an item"), ("3.7", "no document")])
def test_what_is_not_there(area: Ready, capsys: Capsys, what: str, said: str) -> None:
    result = jtai(capsys, "request", "print", what, "--to", "set.pdf", "--in", area.folder)
    assert result.code == 2 and said in result.err and not Path("set.pdf").exists()


def test_the_same_bytes_every_time(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].write_bytes(pdf("Many", pages=5))
    made = []
    for name in ("a.pdf", "b.pdf"):
        print_ = ("request", "print", "3.4", "--to", name, "--in", area.folder)
        assert jtai(capsys, *print_).code == 0
        made.append(Path(name).read_bytes())
    assert made[0] == made[1]


def test_no_document_is_written_over(area: Ready, capsys: Capsys) -> None:
    there = area.files["3.4"]
    before = there.read_bytes()
    result = jtai(capsys, "request", "print", "C1", "--to", there, "--in", area.folder)
    assert result.code == 2 and "outside of documents" in result.err
    assert there.read_bytes() == before


def test_too_much_is_said_before_it_is_held(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.actions import print_set

    monkeypatch.setattr(print_set, "MOST", 100)
    result = jtai(capsys, "request", "print", "C1", "--to", "x.pdf", "--in", area.folder)
    assert result.code == 2 and "name fewer items" in result.err


def test_what_cannot_be_joined_is_named(area: Ready, capsys: Capsys) -> None:
    from tests.pipeline.test_reading_copy import undrawn

    area.files["3.4"].write_bytes(undrawn())
    result = jtai(capsys, "request", "print", "3.4", "--to", "x.pdf", "--in", area.folder, "--json")
    assert result.code == 0 and not Path("x.pdf").exists()
    assert result.data["file"] is None and len(result.data["others"]) == 1
