"""The index as a pack of its own: made when something new arrived, stated by the receipt, made
anew after a stop.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bagit
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from jtai_submit.delivery.interface import Parcel
from jtai_submit.delivery.portals.folder import Folder
from jtai_submit.errors import Temporary
from jtai_submit.inspection.journal import Journal
from jtai_submit.packing.opening import open_archive
from tests.make import Ready, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test", "--parallel", "1")
PACK = "exampleshire_day-five_index_v1.zip.age"


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    return ready(tmp_path, only=("1.1", "3.4"), children=("C1",), index="true")


def push(area: Ready, capsys: Capsys) -> list[tuple[str, int, str]]:
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 0, result.err
    return [(p["group"], p["version"], p["state"]) for p in result.data["packs"]]


@contextmanager
def at_start(patches: pytest.MonkeyPatch, part: str, error: BaseException) -> Iterator[None]:
    """A site where nothing begins whose name has this part."""
    start = Folder.start

    def begun(self: Folder, parcel: Parcel) -> str:
        if part in parcel.name:
            raise error
        return start(self, parcel)

    with patches.context() as patch:
        patch.setattr(Folder, "start", begun)
        yield


def told(area: Ready, pack: str = PACK) -> list[tuple[str, str]]:
    """Each document that an index pack tells of, and its note."""
    with (
        (area.site / pack).open("rb") as file,
        open_archive(file, [area.identity], "") as archive,
    ):
        book = archive.read("data/index/index-of-documents.xlsx")
        read = PdfReader(io.BytesIO(archive.read("data/index/index-of-documents.pdf")))
        assert b"index-of-documents.pdf" in archive.read("index.html")
    assert read.pages[0].extract_text()
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return [(str(row[3]), str(row[8] or "")) for row in rows]


def test_it_goes_last_and_the_receipt_states_it(area: Ready, capsys: Capsys) -> None:
    packs = push(area, capsys)
    assert packs[-1] == ("index", 1, "sent") and len(packs) == 3
    assert [name for name, _ in told(area)] == [
        "01 Organisational structures.pdf",
        "01 Child protection referral document.pdf",
    ]
    assert jtai(capsys, "verify", "1", "--in", area.folder, "--against", "portal").code == 0
    shown = jtai(capsys, "receipts", "show", "1", "--in", area.folder).out
    assert PACK in shown and "the index of all documents" in shown
    assert push(area, capsys) == packs and len(list(area.site.glob("*index*"))) == 1


def test_a_later_one_tells_what_is_new_and_what_is_replaced(area: Ready, capsys: Capsys) -> None:
    push(area, capsys)
    area.files["3.4"].write_bytes(pdf("Another version"))
    area.files["3.4"].with_name("Second.pdf").write_bytes(pdf("A second"))
    assert push(area, capsys)[-1] == ("index", 2, "sent")
    assert [note for _, note in told(area, PACK.replace("v1", "v2"))] == ["", "replaced", "", "new"]


def test_a_withdrawal_is_told_by_index_and_notice(area: Ready, capsys: Capsys) -> None:
    push(area, capsys)
    area.files["1.1"].unlink()
    gone = ("--because", "Lee's file", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, "withdraw", "1.1", *gone).code == 0
    push(area, capsys)
    assert told(area, PACK.replace("v1", "v2"))[0][1] == "withdrawn"
    (path,) = area.site.glob("*withdrawn*")
    notice = path.read_text("utf-8")
    assert "01 Organisational structures.pdf" in notice and "Delete this document" in notice
    assert "exampleshire_day-five_1-local-authority_v1.zip.age" in notice
    assert "Lee" not in notice, "the reason stands in the receipt"
    push(area, capsys)
    assert len(list(area.site.glob("*withdrawn*"))) == 1


def test_a_site_that_was_away_gets_the_notice_with_the_next_push(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(area, capsys)
    area.files["1.1"].unlink()
    gone = ("--because", "wrong", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, "withdraw", "1.1", *gone).code == 0
    with at_start(monkeypatch, "withdrawn", Temporary()):
        result = jtai(capsys, "push", area.folder, *SMALL)
    assert result.code == 0 and "does not lie beside the packs yet" in result.err
    push(area, capsys)
    assert len(list(area.site.glob("*withdrawn*"))) == 1


@pytest.mark.parametrize("seal", ["none", "zip"])
def test_with_other_seals(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, seal: str
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_ZIP_PASSPHRASE", "a long enough passphrase")
    area = ready(tmp_path, only=("1.1",), children=("C1",), index="true", seal=seal)
    assert push(area, capsys)[-1] == ("index", 1, "sent")
    if seal == "none":
        checklist = (area.site / "exampleshire_upload-checklist.txt").read_text("utf-8")
        assert "[ ] exampleshire_day-five_index_v1    the index" in checklist
        bag = bagit.Bag(str(area.site / "exampleshire_day-five_index_v1"))
        bag.validate()
        assert str(Path("data/index/index-of-documents.pdf")) in bag.payload_files()
    asked = ("verify", "1", "--in", area.folder, "--against", "portal")
    assert jtai(capsys, *asked).code == 0
    assert jtai(capsys, "history", area.folder).code == 0
    if seal == "none":
        next(area.site.rglob("index-of-documents.pdf")).unlink()
        assert jtai(capsys, *asked).code != 0


@pytest.mark.parametrize("seal", ["age", "none"])
@pytest.mark.parametrize("what", ["start", "send", "finish"])
def test_after_a_stop_the_same_command_goes_on(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, what: str, seal: str
) -> None:
    area = ready(tmp_path, only=("1.1",), children=("C1",), index="true", seal=seal)
    original = getattr(Folder, what)

    def hit(self: Folder, *arguments: object) -> object:
        if "_index_" in str(arguments):
            original(self, *arguments)
            raise KeyboardInterrupt
        return original(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Folder, what, hit)
        assert jtai(capsys, "push", area.folder, *SMALL).code == 130
    packs = push(area, capsys)
    assert [p for p in packs if p[0] == "index"][-1][2] == "sent"
    there = {p.name for p in area.site.iterdir() if "_index_" in p.name and any_file(p)}
    own = Journal.load(area.folder / ".jtai").sent("index")
    assert there == {pack.parcel for pack in own}, "nothing begun is left behind"
    assert jtai(capsys, "verify", "--in", area.folder, "--against", "portal").code == 0
    assert jtai(capsys, "history", area.folder).code == 0


def any_file(path: Path) -> bool:
    return path.is_file() or any(p.is_file() for p in path.rglob("*"))


def test_a_site_that_refuses_it_has_the_packs(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_start(monkeypatch, "_index_", Temporary()):
        result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 4
    assert [p["state"] for p in result.data["packs"]] == ["sent", "sent", "pending"]
    assert push(area, capsys)[-1][2] == "sent"
    for receipt in ("1", "2"):
        assert jtai(capsys, "verify", receipt, "--in", area.folder).code == 0


def test_the_report_and_the_inspectors_side_know_it(area: Ready, capsys: Capsys) -> None:
    push(area, capsys)
    page = area.folder / "report.html"
    assert jtai(capsys, "report", area.folder, "--html", page).code == 1
    assert "3 packs with 2 documents arrived" in page.read_text("utf-8")
    assert ">Index of documents, for day five<" in page.read_text("utf-8")
    identity = area.folder.parent / "identity.txt"
    identity.write_text(str(area.identity), "utf-8")
    to = area.folder.parent / "opened"
    opened = jtai(capsys, "open", area.site, "--to", to, "--identity", identity, "--json")
    assert opened.code in (0, 1), opened.err
    assert list(to.rglob("index-of-documents.pdf"))


@pytest.mark.parametrize("seal", ["age", "none"])
def test_each_document_of_a_swapped_child_has_its_notice(
    tmp_path: Path, capsys: Capsys, seal: str
) -> None:
    only = ("C1/initial-referral", "C1/strategy-discussion")
    area = ready(tmp_path, only=only, children=("C1",), index="true", seal=seal)
    push(area, capsys)
    swap = ("--because", "wrong", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, "child", "swap", "C1", "C9", *swap).code == 0
    for _ in range(3):
        result = jtai(capsys, "push", area.folder, *SMALL)
        assert result.code == 0 and "Warning: exampleshire_withdrawn" not in result.err
    texts = [path.read_text("utf-8") for path in area.site.glob("*withdrawn*")]
    assert len(texts) == 2
    assert all(sum(name in text for text in texts) == 1 for name in ("referral", "strategy"))
    if seal == "none":
        checklist = (area.site / "exampleshire_upload-checklist.txt").read_text("utf-8")
        assert checklist.count("_withdrawn-") == 2 and "index_v2" in checklist


def test_a_second_withdrawal_at_the_same_moment_is_stated_too(area: Ready, capsys: Capsys) -> None:
    push(area, capsys)
    for number, slot in enumerate(("1.1", "3.4"), 2):
        area.files[slot].unlink()
        gone = ("--because", "wrong", "--by", "Pat", "--in", area.folder)
        assert jtai(capsys, "withdraw", slot, *gone).code == 0
        push(area, capsys)
        shown = jtai(capsys, "receipts", "show", str(number), "--in", area.folder).out
        assert area.files[slot].stem in shown


def test_a_new_portal_has_an_index_of_what_lies_there(area: Ready, capsys: Capsys) -> None:
    push(area, capsys)
    file = area.folder / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("../site", "../elsewhere"), "utf-8")
    area.site = area.site.with_name("elsewhere")
    push(area, capsys)
    (pack,) = area.site.glob("*index*")
    assert len(told(area, pack.name)) == 2


def test_an_index_that_waits_for_another_round_stops_nobody(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = area.folder / "documents/1-local-authority/context-note/Note.pdf"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_bytes(pdf("A note"))
    with at_start(monkeypatch, "_index_", KeyboardInterrupt()):
        assert jtai(capsys, "push", area.folder, "--for", "day-one", *SMALL).code == 130
    result = jtai(capsys, "push", area.folder, "--agency", "police", *SMALL, "--json")
    assert result.code == 0, result.err
    assert ("3-police", "sent") in [(p["group"], p["state"]) for p in result.data["packs"]]
