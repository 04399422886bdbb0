"""Between a push that was stopped and the next one the world changes: what goes is always what the
folder says now.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jtai_submit.delivery.interface import Parcel, Tier
from jtai_submit.delivery.portals.folder import Folder
from jtai_submit.packing.opening import open_archive
from jtai_submit.packing.recipients import X25519Identity, generate
from tests.make import Ready, extend, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
Stopped = Callable[..., None]
SMALL = ("--incomplete", "--because", "a test", "--parallel", "1")


@pytest.fixture
def stopped(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> Stopped:
    """A push that is stopped when it is about to do `what` of a portal for the `nth` time; by
    default before a byte.
    """

    def run(area: Ready, what: str = "start", nth: int = 1, code: int = 130) -> None:
        original, calls = getattr(Folder, what), [0]

        def hit(*arguments: object) -> object:
            calls[0] += 1
            if calls[0] == nth:
                raise KeyboardInterrupt
            return original(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(Folder, what, hit)
            assert jtai(capsys, "push", area.folder, *SMALL).code == code

    return run


def contents(area: Ready, identity: X25519Identity | None = None) -> dict[str, list[str]]:
    """What lies on the site: the documents of each pack."""
    out = {}
    for pack in sorted(area.site.glob("*.age")):
        with (
            pack.open("rb") as file,
            open_archive(file, [identity or area.identity], "") as archive,
        ):
            out[pack.name] = [
                n.rpartition("/")[2] for n in archive.namelist() if n.startswith("data/")
            ]
    return out


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    return ready(tmp_path, only=("1.1", "3.4"), children=("C1",))


def again(area: Ready, capsys: Capsys) -> None:
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 0, result.err
    assert {p["state"] for p in result.data["packs"]} == {"sent"}


def test_a_deleted_document_does_not_go(area: Ready, stopped: Stopped, capsys: Capsys) -> None:
    stopped(area)
    area.files["3.4"].unlink()
    again(area, capsys)
    assert list(contents(area)) == ["exampleshire_day-five_1-local-authority_v1.zip.age"]


def test_a_document_that_is_left_out_by_decision_does_not_go(
    area: Ready, stopped: Stopped, capsys: Capsys
) -> None:
    stopped(area, "send", 2)
    path = area.files["3.4"].relative_to(area.folder).as_posix()
    extend(
        area.folder,
        decisions=f'[{{file: "{path}", choice: leave-out, because: wrong child, by: Pat}}]',
    )
    again(area, capsys)
    assert not [n for n in contents(area) if "3-police" in n]


@pytest.mark.parametrize(("what", "nth"), [("start", 1), ("start", 3), ("send", 3), ("finish", 3)])
def test_a_corrected_recipient_is_who_can_open_it(
    area: Ready, stopped: Stopped, capsys: Capsys, what: str, nth: int
) -> None:
    stopped(area, what, nth)
    right = generate()
    file = area.folder / "submission.yaml"
    file.write_text(
        file.read_text("utf-8").replace(str(area.identity.recipient()), str(right.recipient())),
        "utf-8",
    )
    again(area, capsys)
    police = list(area.site.glob("*3-police*.age"))
    assert len(police) == 1
    with police[0].open("rb") as sealed, open_archive(sealed, [right], "") as archive:
        assert archive.testzip() is None


def test_a_watched_name_that_is_added_does_not_go(
    tmp_path: Path, stopped: Stopped, capsys: Capsys
) -> None:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    area.files["3.4"].rename(area.files["3.4"].with_name("Report about Jack Smith.pdf"))
    stopped(area)
    (area.folder / "watch.txt").write_text("Jack Smith\n", "utf-8")
    extend(area.folder, watch="watch.txt")
    again(area, capsys)
    assert list(contents(area).values()) == [["01 Report about.pdf"]]


@pytest.mark.parametrize("change", ["changed", "added", "outbox gone", "outbox cut"])
@pytest.mark.parametrize(("what", "nth"), [("start", 2), ("send", 2), ("finish", 2), ("finish", 3)])
def test_the_same_command_always_comes_to_an_end(
    area: Ready, stopped: Stopped, capsys: Capsys, change: str, what: str, nth: int
) -> None:
    stopped(area, what, nth)
    if change == "changed":
        area.files["1.1"].write_bytes(pdf("Corrected"))
    elif change == "added":
        area.files["1.1"].with_name("more.pdf").write_bytes(pdf("More"))
    else:
        for pack in (area.folder / ".jtai/outbox").iterdir():
            pack.unlink() if change.endswith("gone") else pack.write_bytes(pack.read_bytes()[:100])
    again(area, capsys)
    assert not list(area.site.glob("*.part"))
    arrived = [document for documents in contents(area).values() for document in documents]
    assert (
        "01 Organisational structures.pdf" in arrived
        and "01 Child protection referral document.pdf" in arrived
    )
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0


def test_what_arrived_without_the_journal_knowing_is_not_sent_again(
    area: Ready, stopped: Stopped, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.pipeline.dispatch import Dispatch

    arrived = Dispatch.arrived
    monkeypatch.setattr(Dispatch, "arrived", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 130
    monkeypatch.setattr(Dispatch, "arrived", arrived)
    first = {p.name: p.read_bytes() for p in area.site.glob("*.age")}
    assert len(first) == 1
    area.files["1.1"].write_bytes(pdf("Corrected"))
    again(area, capsys)
    now = {p.name: p.read_bytes() for p in area.site.glob("*.age")}
    assert (
        first.items() <= now.items() and "exampleshire_day-five_1-local-authority_v2.zip.age" in now
    )


@pytest.mark.parametrize(("what", "nth"), [("start", 3), ("send", 5), ("finish", 7)])
@pytest.mark.parametrize("change", ["changed", "deleted", "titles"])
def test_seal_none_comes_to_an_end_too(
    tmp_path: Path, stopped: Stopped, capsys: Capsys, change: str, what: str, nth: int
) -> None:
    area = ready(tmp_path, only=("1.1", "1.2"), children=("C1",), seal="none")
    stopped(area, what, nth)
    if change == "changed":
        area.files["1.1"].write_bytes(pdf("Corrected"))
    elif change == "deleted":
        area.files["1.2"].unlink()
    else:
        extend(
            area.folder,
            titles=f'{{"{area.files["1.1"].relative_to(area.folder).as_posix()}": A better title}}',
        )
    again(area, capsys)
    import bagit

    packs = [p for p in area.site.iterdir() if p.is_dir() and any(p.rglob("*.pdf"))]
    assert len(packs) == 1
    bagit.Bag(str(packs[0])).validate()
    assert not list(area.site.rglob("*.part"))
    assert len(list(packs[0].rglob("*.pdf"))) == (1 if change == "deleted" else 2)


def test_without_sealing_what_waits_is_gone_on_with(
    tmp_path: Path, stopped: Stopped, capsys: Capsys
) -> None:
    area = ready(tmp_path, only=("1.1", "1.2"), children=("C1",), seal="none")
    stopped(area, "send", 3)
    again(area, capsys)
    assert {p.name for p in area.site.iterdir() if p.is_dir()} == {
        "exampleshire_day-five_1-local-authority_v1"
    }


def test_another_portal_begins_anew(area: Ready, stopped: Stopped, capsys: Capsys) -> None:
    stopped(area, "send", 2)
    file = area.folder / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("../site", "../elsewhere"), "utf-8")
    area.site = area.site.with_name("elsewhere")
    again(area, capsys)
    assert len(contents(area)) == 2


def test_another_portal_gets_what_went_to_the_one_before(area: Ready, capsys: Capsys) -> None:
    again(area, capsys)
    before = contents(area)
    file = area.folder / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("../site", "../elsewhere"), "utf-8")
    area.site = area.site.with_name("elsewhere")
    checked = jtai(capsys, "check", area.folder)
    assert "another secure site" in checked.out
    result = jtai(capsys, "push", area.folder, *SMALL)
    assert result.code == 0 and "are sent again" in result.err
    there = contents(area)
    assert sorted(n for names in there.values() for n in names) == sorted(
        n for ns in before.values() for n in ns
    )
    assert "another secure site" not in jtai(capsys, "check", area.folder).out
    again(area, capsys)
    assert contents(area) == there  # once only
    assert jtai(capsys, "history", area.folder).code == 0


def test_a_broken_audit_log_and_a_lost_journal_are_seen_before_the_first_byte(
    area: Ready, stopped: Stopped, capsys: Capsys
) -> None:
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    (area.folder / ".jtai/journal.json").rename(area.folder / "journal.json")
    lost = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert lost.code == 3 and lost.json["errors"][0]["code"] == "P013"
    (area.folder / "journal.json").rename(area.folder / ".jtai/journal.json")
    log = area.folder / ".jtai/audit.jsonl"
    log.write_bytes(log.read_bytes().replace(b"sent", b"went"))
    area.files["3.4"].write_bytes(pdf("Corrected"))
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert (
        result.code == 3 and result.json["errors"][0]["code"] == "K009" and len(contents(area)) == 2
    )


@pytest.mark.parametrize("name", ["journal.json", "sessions.json", "cache/findings.json"])
@pytest.mark.parametrize(
    "junk",
    [
        "[]",
        "null",
        "3",
        '{"x": 5}',
        '{"layout": 1, "version": "1/0.1.0", "files": [], "numbers": [], "packs": ["x"]}',
        "{",
    ],
)
def test_junk_in_our_own_files(
    area: Ready, stopped: Stopped, capsys: Capsys, name: str, junk: str
) -> None:
    stopped(area, "send", 2)
    (area.folder / ".jtai" / name).write_text(junk)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == (0 if name == "cache/findings.json" else 3), result.err


@pytest.mark.parametrize("then", ["2017-05-15T03:00", "2017-05-01T09:00", "2031-01-01T00:00"])
def test_a_changed_clock_changes_nothing(
    area: Ready, stopped: Stopped, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    """Stopped in the middle, the clock is set, and on it goes: the same packs, once, in a record
    that agrees.
    """
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T09:00")
    stopped(area, "send", 3)
    there = {path.name: path.read_bytes() for path in area.site.glob("*.age")}
    monkeypatch.setenv("JTAI_SUBMIT_NOW", then)
    again(area, capsys)
    assert (
        there
        and len(contents(area)) == 2
        and all((area.site / n).read_bytes() == d for n, d in there.items())
    )
    assert jtai(capsys, "history", area.folder).code == 0
    (receipt,) = (area.folder / ".jtai/receipts").glob("*.json")
    assert jtai(capsys, "verify", receipt).code == 0


def test_nothing_that_may_be_sent_is_no_success(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    area.files["3.4"].write_bytes(b"%PDF- broken")
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 1 and not area.site.exists()


def test_a_renamed_document_is_what_was_sent(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    area.files["3.4"].rename(area.files["3.4"].with_name("Another name.pdf"))
    assert jtai(capsys, "check", area.folder, "--json").data["counts"]["sent"] == 2
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0 and len(contents(area)) == 2


def test_a_receipt_says_when_each_pack_arrived(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    journal = json.loads((area.folder / ".jtai/journal.json").read_text("utf-8"))
    assert all(pack["sent_at"].startswith("2017-05-15T09:30") for pack in journal["packs"])


def test_a_folder_that_may_not_be_written_to(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.inspection import journal

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "journal.json")

    monkeypatch.setattr(journal, "write_twice", full)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 5 and result.json["errors"][0]["code"] == "S008"


def test_a_folder_that_is_named_from_elsewhere_is_the_same_folder(
    area: Ready, stopped: Stopped, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wrong document does not stay where a push that was cut had put it, wherever the next is
    started from.
    """
    extend(area.folder, seal="none")
    monkeypatch.chdir(area.folder.parent)
    here = replace(area, folder=Path(area.folder.name))
    stopped(here, "send", 5)
    wrong = {p.parts[len(area.site.parts)] for p in area.site.rglob("*.pdf*")}
    assert wrong
    area.files["1.1"].write_bytes(pdf("The right one"))
    area.files["3.4"].write_bytes(pdf("The right one, too"))
    monkeypatch.chdir(area.folder)
    assert jtai(capsys, "push", ".", *SMALL).code == 0
    assert not [p for name in wrong for p in (area.site / name).rglob("*") if p.is_file()]


def test_after_clean_a_newer_checklist_takes_the_place_of_the_old(
    area: Ready, capsys: Capsys
) -> None:
    extend(area.folder, seal="none")
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    assert jtai(capsys, "clean", area.folder).code == 0
    area.files["3.4"].with_name("more.pdf").write_bytes(pdf("More"))
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 0, result.err
    assert "_v2" in next(area.site.glob("*checklist*")).read_text("utf-8")


def test_what_was_sent_in_part_is_said_in_json(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, calls = Folder.finish, list[str]()

    def second(self: Folder, session: str, parcel: Parcel) -> Tier:
        calls.append(session)
        if len(calls) == 3:  # the guide, one pack, and now
            raise OSError(28, "No space left on device")
        return finish(self, session, parcel)

    monkeypatch.setattr(Folder, "finish", second)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 4 and result.json["status"] == "partly-sent"
    assert sorted(p["state"] for p in result.data["packs"]) == ["pending", "sent"]


def test_a_dry_run_says_what_the_push_would_go_on_with(
    area: Ready, stopped: Stopped, capsys: Capsys
) -> None:
    stopped(area, "send", 2)
    result = jtai(capsys, "push", area.folder, *SMALL, "--dry-run", "--json")
    assert result.code == 0 and {p["version"] for p in result.data["packs"]} == {1}
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    again = jtai(capsys, "push", area.folder, *SMALL, "--dry-run")
    assert "Would send" not in again.out and "Sent before, and not again: 2 packs" in again.out


def test_a_dry_run_sees_that_a_name_is_taken(area: Ready, capsys: Capsys) -> None:
    area.site.mkdir(exist_ok=True)
    (area.site / "exampleshire_day-five_3-police_v1.zip.age").write_bytes(b"somebody else's")
    result = jtai(capsys, "push", area.folder, *SMALL, "--dry-run", "--json")
    assert result.code == 5 and result.json["errors"][0]["code"] == "P008"


def test_a_portal_among_the_documents_is_refused(area: Ready, capsys: Capsys) -> None:
    file = area.folder / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("../site", "documents/to-upload"), "utf-8")
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 3 and result.json["errors"][0]["code"] == "P003"
