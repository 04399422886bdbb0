"""What a command writes goes to a place of its own: never over a document, the submission, a
device or a folder.
"""

import os
from pathlib import Path

import pytest

from tests.make import Result, extend, fill, inspection, jtai
from tests.systems import WINDOWS, needs_links

Capsys = pytest.CaptureFixture[str]
# Every command that writes a file where a person says, but those that write nothing over anything.
WRITERS = (
    ("report", "x", "--html"),
    ("report", "x", "--governance"),
    ("report", "x", "--eml"),
    ("timetable", "x", "--ics"),
    ("index", "x", "--pdf"),
    ("index", "x", "--xlsx"),
    ("check", "x", "--quick", "--sheet"),
    ("redact", "text.txt", "--to", "cleaned", "--sheet"),
    ("answers", "brief", "--in", "x", "--to"),
    ("answers", "sheet", "police", "--in", "x", "--to"),
    ("lists", "corrections", "--in", "x", "--to"),
    ("request", "print", "1.1", "--in", "x", "--to"),
)


@pytest.fixture(autouse=True)
def area(tmp_path: Path) -> Path:
    here = inspection(tmp_path / "x", children=("C1",), selected='["104500"]')
    extend(here.root, report="{to: [dcs@example.org], smtp: {host: mail.example}}")
    (tmp_path / "text.txt").write_text("words", "utf-8")
    (here.root / "people.csv").write_text("child,name", "utf-8")
    fill(here, ("1.1",))
    return here.root


def written(capsys: Capsys, writer: tuple[str, ...], to: Path) -> Result:
    return jtai(capsys, *writer, to)


@pytest.mark.parametrize("writer", WRITERS, ids=" ".join)
@pytest.mark.parametrize(
    "place", ["document", "submission", "folder", "in a file", "own", "people"]
)
def test_what_is_there_stays(
    area: Path, capsys: Capsys, writer: tuple[str, ...], place: str
) -> None:
    document = next(p for p in area.rglob("documents/**/*") if p.is_file())
    to = {
        "document": document,
        "submission": area / "submission.yaml",
        "folder": area.parent,
        "in a file": area.parent / "text.txt" / "new",
        "own": area / ".jtai" / "page.html",
        "people": area / "people.csv",
    }[place]
    before = to.read_bytes() if to.is_file() else None
    done = written(capsys, writer, to)
    assert done.code == 2 and str(to) in done.err, done.err
    assert (to.read_bytes() if to.is_file() else None) == before


@pytest.mark.parametrize("writer", WRITERS[:4], ids=" ".join)
def test_a_name_that_no_disk_takes(tmp_path: Path, capsys: Capsys, writer: tuple[str, ...]) -> None:
    assert written(capsys, writer, tmp_path / ("x" * 300)).code in (2, 5)


@needs_links
@pytest.mark.parametrize("writer", WRITERS, ids=" ".join)
def test_a_pipe_is_no_place(tmp_path: Path, capsys: Capsys, writer: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert written(capsys, writer, tmp_path / "pipe").code == 2
    assert (tmp_path / "pipe").is_fifo()


def test_the_letters_of_chase_need_a_folder(tmp_path: Path, capsys: Capsys) -> None:
    told = jtai(capsys, "chase", "x", "--eml", "text.txt")
    assert told.code == 2 and "text.txt is a file, not a folder" in told.err
    assert jtai(capsys, "chase", "x", "--eml", "x/documents/letters").code == 2
    assert jtai(capsys, "chase", "x", "--eml", "letters").code == 0


# What people point to is a file that ends.
READERS = (
    ("chronology", "check"),
    ("keys", "recover"),
    ("answers", "take", "--in", "x"),
    ("lists", "corrections", "--in", "x", "--to", "out", "--take"),
    ("verify", "--in", "x", "--key"),
    ("answers", "sheet", "police", "--in", "x", "--to", "p.age", "--people"),
)


@pytest.mark.skipif(WINDOWS, reason="devices and pipes are of Unix")
@pytest.mark.parametrize("reader", READERS, ids=" ".join)
@pytest.mark.parametrize("what", ["pipe", "device", "folder", "nothing"])
def test_what_has_no_end_is_not_read(
    tmp_path: Path, capsys: Capsys, reader: tuple[str, ...], what: str
) -> None:
    place = {"device": Path("/dev/zero"), "folder": tmp_path / "x"}.get(what, tmp_path / "it")
    if what == "pipe":
        os.mkfifo(place)
    assert jtai(capsys, *reader, place).code in (2, 3)


@pytest.mark.skipif(WINDOWS, reason="pipes are of Unix")
@pytest.mark.parametrize(
    "name", ["journal.json", "decisions.json", "cache/findings.json", "letters.json"]
)
def test_a_pipe_in_the_place_of_our_own_file_does_not_hang(
    area: Path, capsys: Capsys, name: str
) -> None:
    jtai(capsys, "check", area, "--quick")
    (area / ".jtai" / name).unlink(missing_ok=True)
    os.mkfifo(area / ".jtai" / name)
    assert jtai(capsys, "check", area, "--quick").code in (1, 3)
    assert jtai(capsys, "report", area, "--html", "r.html").code in (0, 1, 3)
