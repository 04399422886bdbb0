"""What people say about a submission: nothing that was called saved is lost, and everything can be
taken back.
"""

import io
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jtai_submit.actions.child import add_children
from jtai_submit.actions.exempt import exempt
from jtai_submit.actions.opening import opened
from jtai_submit.actions.settings import add_recipient, set_agency
from jtai_submit.cli.computer import environment
from jtai_submit.cli.screen import Screen
from jtai_submit.inspection import edits, lock
from jtai_submit.inspection.splices import appended
from jtai_submit.packing.opening import open_archive
from jtai_submit.packing.recipients import generate
from jtai_submit.pipeline.environment import Environment
from jtai_submit.words import typed
from tests.conftest import program
from tests.make import CHILDREN, commented, fill, inspection, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
REASON = ("--because", "none held", "--by", "Pat Example")


def env() -> Environment:
    return environment(Screen("test", quiet=True))


def test_a_hundred_edits_at_once_leave_a_hundred_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 200)  # a slow computer may let one of twelve wait long
    inspection(tmp_path / "x", children=())
    folder = tmp_path / "x"
    slots = [s for s in opened(folder).manifest.items if s != "2.4"]

    def one(n: int) -> None:
        if n < 32:
            exempt(folder, slots[n], f"reason {n}", "Pat", env())
        elif n < 64:
            add_children(folder, [f"K{n}"], env())
        else:
            add_recipient(folder, f"Somebody {n}", str(generate().recipient()))

    with ThreadPoolExecutor(12) as crew:
        list(crew.map(one, range(100)))
    now = opened(folder).submission
    assert len(now.not_applicable) == 32 and len(now.children) == 32
    assert len(now.recipients) == 36


def test_edits_of_several_programs_at_once(tmp_path: Path) -> None:
    inspection(tmp_path / "x", children=("C1",))
    slots = ("3.1", "3.2", "3.3", "3.4", "3.5", "3.6")
    running = [
        subprocess.Popen([*program(), "exempt", slot, *REASON, "--in", "x"], cwd=tmp_path)
        for slot in slots
    ]
    assert [each.wait(timeout=120) for each in running] == [0] * len(slots)
    assert {e.slot for e in opened(tmp_path / "x").submission.not_applicable} == set(slots)


def test_a_drive_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    import filelock

    inspection(tmp_path / "x", children=())

    def no_locks(*_: object, **__: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(filelock.FileLock, "acquire", no_locks)
    with ThreadPoolExecutor(6) as crew:
        list(crew.map(lambda n: add_children(tmp_path / "x", [f"K{n}"], env()), range(12)))
    assert len(opened(tmp_path / "x").submission.children) == 12


def test_somebody_without_our_lock_writes_in_between(tmp_path: Path) -> None:
    """An editor, or a drive whose locks do not hold: the edit is made again on what stands there
    then.
    """
    here = inspection(tmp_path / "x", children=())
    file = here.root / "submission.yaml"
    seen = []

    def change(now: object) -> str:
        seen.append(now)
        if len(seen) == 1:
            file.write_text(file.read_text("utf-8") + "requested: ['2.4']\n", "utf-8")
        return opened(here.root).source.text + "convert: true\n"

    edits.edit(opened(here.root), change)
    now = opened(here.root).submission
    assert now.convert and now.requested == ("2.4",)


def test_who_waits_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    inspection(tmp_path / "x", children=())
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    with lock.locked(tmp_path / "x/.jtai/submission.lock", "held by a test"):
        result = jtai(capsys, "exempt", "3.1", *REASON, "--in", "x", "--json")
    assert result.code == 5 and result.json["errors"][0]["code"] == "P011"


def test_exempt_is_taken_back_and_says_what_contradicts_it(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    before = (here.root / "submission.yaml").read_bytes()
    assert jtai(capsys, "exempt", "3-7", *REASON, "--in", "x").code == 0
    assert jtai(capsys, "exempt", "c1/Chronology", *REASON, "--in", "x").code == 0
    assert {e.slot for e in opened(here.root).submission.not_applicable} == {"3.7", "C1/chronology"}
    assert jtai(capsys, "exempt", "C1/CHRONOLOGY", "--undo", "--in", "x").code == 0
    assert jtai(capsys, "exempt", "3.7", "--undo", "--in", "x").code == 0
    assert jtai(capsys, "exempt", "3.7", "--undo", "--in", "x").code == 2
    assert (here.root / "submission.yaml").read_bytes() == before
    fill(here, ("3.4",))
    told = jtai(capsys, "exempt", "3.4", *REASON, "--in", "x")
    assert told.code == 0 and "the file counts" in told.out
    assert "(D021)" in jtai(capsys, "check", "x", "--quick").out


def test_decisions_are_replaced_and_taken_back(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "my area", children=("C1",))
    folder = here.documents / "3-police/3.4-child-protection-referral-document"
    (folder / "final FINAL v3 (2).docx").write_bytes(commented("a remark"))
    text = jtai(capsys, "check", here.root, "--agency", "police").out
    quote = '"' if sys.platform == "win32" else "'"
    assert (
        f"jtai-submit decide {quote}documents/3-police" in text
        and f"(2).docx{quote} H101 keep" in text
    )
    where = ("--because", "part of it", "--by", "Pat", "--in", here.root)
    assert jtai(capsys, "decide", "final FINAL v3 (2).docx", "H101", "keep", *where).code == 0
    again = jtai(capsys, "decide", "3.4", "h101", "remove", *where, "--json")
    assert again.code == 0 and again.data["instead"].startswith("keep")
    assert [d.choice for d in opened(here.root).submission.decisions] == ["remove"]
    assert jtai(capsys, "decide", "3.4", "H101", "--undo", "--in", here.root).code == 0
    assert not opened(here.root).submission.decisions
    assert jtai(capsys, "decide", "3.4", "H101", "--undo", "--in", here.root).code == 2


def test_of_two_decisions_typed_by_hand_neither_counts_any_more(
    tmp_path: Path, capsys: Capsys
) -> None:
    area = ready(tmp_path, only=("3.7",), children=("C1",))
    area.files["3.7"].unlink()
    path = area.files["3.7"].with_suffix(".docx")
    path.write_bytes(commented("SECRET"))
    name = path.relative_to(area.folder).as_posix()
    typed = [
        f'{{file: "{name}", finding: H101, choice: {c}, because: x, by: P}}'
        for c in ("anonymise", "keep")
    ]
    with (area.folder / "submission.yaml").open("a", encoding="utf-8") as file:
        file.write(f"decisions: [{', '.join(typed)}]\n")
    before = jtai(capsys, "check", area.folder, "--agency", "police").out
    assert "decided twice: anonymise, then keep" in before
    why = ("--because", "a name", "--by", "R", "--in", area.folder)
    assert jtai(capsys, "decide", path.name, "H101", "remove", *why).code == 0
    assert [d.choice for d in opened(area.folder).submission.decisions] == ["remove"]
    pushed = jtai(capsys, "push", area.folder, "--incomplete", "--because", "x")
    assert pushed.code == 0, pushed.err
    with (
        next(area.site.glob("*3-police*.age")).open("rb") as sealed,
        open_archive(sealed, [area.identity], "") as archive,
    ):
        (member,) = [n for n in archive.namelist() if n.endswith(".docx")]
        with zipfile.ZipFile(io.BytesIO(archive.read(member))) as document:
            assert not any(b"SECRET" in document.read(part) for part in document.namelist())


def test_a_typed_decision_against_a_recorded_one_is_said(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.7",), children=("C1",))
    path = area.files["3.7"].with_suffix(".docx")
    path.write_bytes(commented("words"))
    why = ("--because", "x", "--by", "R", "--in", area.folder)
    assert jtai(capsys, "decide", path.name, "H101", "keep", *why).code == 0
    name = path.relative_to(area.folder).as_posix()
    line = f'{{file: "{name}", finding: H101, choice: remove, because: x, by: P}}'
    file = area.folder / "submission.yaml"
    file.write_text(appended(opened(area.folder).source, "decisions", line), "utf-8")
    for _ in range(2):  # also once the second is kept with the file's hash
        told = jtai(capsys, "check", area.folder, "--agency", "police").out
        assert "decided twice: keep, then remove" in told


def test_a_child_that_comes_back_is_not_withdrawn(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    assert jtai(capsys, "push", area.folder).code == 0
    inside = ("--by", "Sam", "--in", area.folder)
    for arguments in (("swap", "C3", "C6"), ("remove", "C3")):
        assert jtai(capsys, "child", *arguments, *inside).code == 0
        assert len(opened(area.folder).submission.withdrawn) == 9
        assert jtai(capsys, "child", *arguments, "--undo", *inside).code == 0
        now = opened(area.folder).submission
        assert {c.id for c in now.children} == set(CHILDREN) and not now.withdrawn
        assert jtai(capsys, "check", area.folder, "--child", "C3").code == 0


def test_a_child_that_is_chosen_again_after_a_receipt_told_of_it(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = ready(tmp_path)
    assert jtai(capsys, "push", area.folder).code == 0
    inside = ("--by", "Sam", "--in", area.folder)
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T11:00")
    assert jtai(capsys, "child", "swap", "C3", "C6", *inside).code == 0
    now = opened(area.folder)
    fill(now, tuple(f"C6/{each.slug}" for each in now.manifest.key_documents))
    told = jtai(capsys, "push", area.folder, "--incomplete", "--because", "x")
    assert told.code == 0, told.err
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T12:00")
    assert jtai(capsys, "child", "swap", "C3", "C6", "--undo", *inside).code == 0
    withdrawn = opened(area.folder).submission.withdrawn
    assert {w.slot[:2] for w in withdrawn if w.returned is None} == {"C6"}
    seen = jtai(capsys, "check", area.folder, "--child", "C3", "--json").data["slots"]
    assert {slot["state"] for slot in seen if slot["files"]} == {"provided"}
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T13:00")
    again = jtai(capsys, "push", area.folder)
    assert again.code == 0 and "Arrived: exampleshire_day-five_C3_v2.zip.age (9 files" in again.err
    once = jtai(capsys, "push", area.folder)
    assert once.code == 0 and "Arrived" not in once.err
    assert jtai(capsys, "history", area.folder).code == 0
    # By mistake once more: then it is barred again.
    next((area.folder / "documents/children/C3/chronology").iterdir()).unlink()
    gone = ("--because", "wrong", *inside)
    assert jtai(capsys, "withdraw", "C3/chronology", *gone).code == 0


def test_what_was_withdrawn_for_a_reason_of_its_own_stays_withdrawn(
    tmp_path: Path, capsys: Capsys
) -> None:
    area = ready(tmp_path)
    assert jtai(capsys, "push", area.folder).code == 0
    inside = ("--by", "Sam", "--in", area.folder)
    area.files["C3/chronology"].unlink()
    assert jtai(capsys, "withdraw", "C3/chronology", "--because", "wrong", *inside).code == 0
    assert jtai(capsys, "child", "remove", "C3", *inside).code == 0
    assert jtai(capsys, "child", "remove", "C3", "--undo", *inside).code == 0
    assert [w.because for w in opened(area.folder).submission.withdrawn] == ["wrong"]
    assert jtai(capsys, "child", "remove", "C99", "--undo", *inside).code == 2


@pytest.mark.parametrize("new", ["C2", "c2", "C3", "c3"])
def test_a_child_is_not_swapped_for_one_that_is_there(
    tmp_path: Path, capsys: Capsys, new: str
) -> None:
    here = inspection(tmp_path / "x")
    before = (here.root / "submission.yaml").read_bytes()
    told = jtai(capsys, "child", "swap", "C3", new, "--by", "Sam", "--in", "x", "--json")
    assert told.code == 2 and told.json["errors"][0]["code"] == "M021"
    assert (here.root / "submission.yaml").read_bytes() == before


def test_a_request_goes_with_all_that_was_said_about_it(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    due = ("--due", "2017-05-24", "--from", "CQC", "--in", "x")
    assert jtai(capsys, "request", "add", "A thing", "--owner", "police", *due).code == 0
    why = ("--because", "x", "--by", "y", "--in", "x")
    assert jtai(capsys, "exempt", "request/R1", *why).code == 0
    assert jtai(capsys, "request", "add", "R1", "--undo", "--in", "x").code == 0
    now = opened(tmp_path / "x").submission
    assert not now.requests and not now.not_applicable


def test_a_file_of_several_items_that_was_renamed_stops_nobody(
    tmp_path: Path, capsys: Capsys
) -> None:
    file = "documents/1-local-authority/1.4-practice-audits/Practice audits.pdf"
    area = ready(tmp_path, children=("C1",), also=f'[{{slot: "3.7", files: ["{file}"]}}]')
    path = area.folder / file
    path.rename(path.with_name("Audits.pdf"))
    told = jtai(capsys, "check", area.folder, "--agency", "health")
    assert told.code == 0 and 'there is no file "documents/1-local' in told.out
    why = ("--because", "none held", "--by", "H", "--in", area.folder)
    area.files["6.4"].unlink()
    assert jtai(capsys, "exempt", "6.4", *why).code == 0
    assert jtai(capsys, "push", area.folder, "--agency", "health", "--dry-run").code == 0


def test_a_lead_whose_document_changed_is_told_whom_to_tell(tmp_path: Path, capsys: Capsys) -> None:
    lead = "{local-authority: {lead: Sam Example, phone: '01632 960002'}}"
    area = ready(tmp_path, only=("3.7",), children=("C1",), agencies=lead)
    push = ("push", area.folder, "--incomplete", "--because", "x", "--agency", "police")
    assert jtai(capsys, *push).code == 0
    area.files["3.7"].write_bytes(pdf("Newer"))
    for number in (1, 2, 3, 4, 5, 6, 8):
        why = ("--because", "none", "--by", "P", "--in", area.folder)
        assert jtai(capsys, "exempt", f"3.{number}", *why).code == 0
    last = jtai(capsys, "check", area.folder, "--agency", "police").out.strip().splitlines()[-1]
    assert "tell Sam Example (01632 960002), who sends it again" in last


def test_a_child_is_swapped_after_its_pack_went(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(
        tmp_path, owners="{C3/chronology: police}", expected='{"C3/chronology": 2017-05-15}'
    )
    assert jtai(capsys, "push", area.folder).code == 0
    swapped = jtai(
        capsys, "child", "swap", "c3", "C6", "--by", "Sam", "--in", area.folder, "--json"
    )
    assert swapped.code == 0 and len(swapped.data["withdrawn"]) == 9
    now = opened(area.folder)
    assert [c.id for c in now.submission.children] == ["C1", "C2", "C6", "C4", "C5"]
    assert not now.warnings and "C3" not in now.source.data["owners"]
    assert jtai(capsys, "check", area.folder, "--agency", "police").code == 0
    fill(now, tuple(s for s in (f"C6/{d.slug}" for d in now.manifest.key_documents)))
    pushed = jtai(capsys, "push", area.folder, "--json")
    assert pushed.code == 0, pushed.err
    shown = jtai(capsys, "receipts", "show", "2", "--in", area.folder, "--json").data["receipts"][0]
    assert len(shown["withdrawn"]) == 9 and {w["slot"][:2] for w in shown["withdrawn"]} == {"C3"}


def test_a_child_that_was_dropped_by_hand_can_be_withdrawn(tmp_path: Path, capsys: Capsys) -> None:
    import shutil

    area = ready(tmp_path)
    assert jtai(capsys, "push", area.folder).code == 0
    file = area.folder / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("C3, ", ""), "utf-8")
    shutil.rmtree(area.folder / "documents/children/C3")
    done = jtai(
        capsys,
        "withdraw",
        "C3/chronology",
        "--because",
        "swapped",
        "--by",
        "S",
        "--in",
        area.folder,
    )
    assert done.code == 0, done.err
    assert jtai(capsys, "withdraw", "C3/chronology", "--undo", "--in", area.folder).code == 0


def test_from_init_to_a_receipt_by_commands_alone(tmp_path: Path, capsys: Capsys) -> None:
    inspector = generate()
    key = str(inspector.recipient())
    x = ("--in", "x")
    assert jtai(capsys, "init", "x", "--area", "Exampleshire", "--notified", "2017-05-09").code == 0
    assert "To do" in jtai(capsys, "setup", "x").out
    for command in (
        ("keys", "new"),
        ("recipient", "add", "Lead inspector", key, *x),
        ("portal", "set", "folder", "path=../site", *x),
        ("agency", "set", "Police", "--lead", "Pat Example", "--phone", "01632 960001", *x),
        ("agency", "set", "police", "--email", "pat@example.org", *x),
        ("report", "set", "--to", "dcs@example.org", "--smtp", "host=mail.example", *x),
        ("child", "add", "C1", *x),
    ):
        assert jtai(capsys, *command).code == 0, command
    now = opened(tmp_path / "x").submission
    assert now.agencies["police"][0].phone == "01632 960001"
    assert now.agencies["police"][0].email == "pat@example.org"
    assert now.report and now.report.to == ("dcs@example.org",)
    fill(opened(tmp_path / "x"), ("3.4",))
    reason = ("--incomplete", "--because", "a test")
    pushed = jtai(capsys, "push", "x", *reason)
    assert pushed.code == 0 and pushed.out.strip().splitlines()[-1].startswith("Sent, but ")
    assert jtai(capsys, "verify", "x/.jtai/receipts/0001_day-five.json").code == 0


@pytest.mark.parametrize(
    "command",
    [
        ("recipient", "add", "A", "age1qqqq"),
        ("portal", "set", "tuss", "url=https://x.example"),
        ("portal", "set", "tus", "https://x.example"),
        ("agency", "set", "polise", "--lead", "x"),
        ("child", "swap", "C9", "C2"),
        ("child", "add", "3-police"),
        ("exempt", "3.77", "--because", "x", "--by", "y"),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    tmp_path: Path, capsys: Capsys, command: tuple[str, ...]
) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    before = (here.root / "submission.yaml").read_bytes()
    assert jtai(capsys, *command, "--in", "x").code == 2
    assert (here.root / "submission.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ("portal", "set", "tus", "url=https://u:s3cret@portal.example/f/"),
        ("portal", "set", "webdav", "url=https://s3cret@portal.example/f/"),
        ("portal", "set", "s3", "endpoint=https://u:s3cret@s3.example", "bucket=b"),
        ("portal", "set", "tus", "url=https://portal.example/f/?token=s3cret"),
        ("portal", "set", "s3", "endpoint=https://s3.example/?X-Amz-Signature=s3cret", "bucket=b"),
        ("portal", "set", "tus", "url=https://portal.example/f/#s3cret"),
        ("report", "set", "--to", "a@example.org", "--smtp", "host=u:s3cret@mail.example"),
        ("portal", "set", "folder", "path=~nosuchuser/up"),
        ("portal", "set", "folder", "path=documents"),
        ("portal", "set", "folder", "path=.jtai/outbox"),
        ("portal", "set", "folder", "path=submission.yaml"),
    ],
)
def test_no_secret_is_written_and_no_folder_of_ours(
    tmp_path: Path, capsys: Capsys, command: tuple[str, ...]
) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    before = (here.root / "submission.yaml").read_bytes()
    told = jtai(capsys, *command, "--in", "x")
    assert told.code in (2, 3) and "s3cret" not in told.out + told.err
    assert (here.root / "submission.yaml").read_bytes() == before


def test_a_password_typed_into_the_file_is_said_by_check(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", portal="{kind: tus, url: 'https://u:s3cret@portal.example/'}")
    told = jtai(capsys, "check", "x", "--quick")
    assert "(P024)" in told.out and "s3cret" not in told.out + told.err


def test_a_wrong_portal_setting_is_told_and_not_written(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    before = (here.root / "submission.yaml").read_bytes()
    result = jtai(capsys, "portal", "set", "tus", "ulr=https://x.example", "--in", "x", "--json")
    assert result.code == 2 and {e["code"] for e in result.json["errors"]} == {"M009", "M010"}
    assert (here.root / "submission.yaml").read_bytes() == before


def test_agencies_in_every_style(tmp_path: Path) -> None:
    for n, text in enumerate(
        (
            "",
            "agencies: {}\n",
            "agencies: {health: {lead: A}}\n",
            "agencies:\n  health:\n    lead: A\n  # a note\n",
        )
    ):
        here = inspection(tmp_path / f"x{n}", children=())
        file = here.root / "submission.yaml"
        file.write_text(file.read_text("utf-8") + text, "utf-8")
        set_agency(here.root, "police", {"lead": "Pat: Example"})
        now = opened(here.root).submission
        assert now.agencies["police"][0].lead == "Pat: Example"
        assert "health" not in text or now.agencies["health"][0].lead == "A"


def test_a_lead_who_is_done_is_told_so_from_inside_the_folder(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = inspection(
        tmp_path / "x",
        children=CHILDREN,
        agencies="{local-authority: {lead: Sam Example, phone: '01632 960002'}}",
    )
    fill(here, tuple(f"3.{n}" for n in range(1, 9)))
    monkeypatch.chdir(here.documents / "3-police/3.4-child-protection-referral-document")
    result = jtai(capsys, "check", "--agency", "Police")
    assert result.code == 0
    assert "Your part is in: tell Sam Example (01632 960002)" in result.out.strip().splitlines()[-1]
    (
        here.documents
        / "3-police/3.4-child-protection-referral-document/Child protection referral document.pdf"
    ).write_bytes(pdf("x"))


def test_one_of_two_sent_documents_taken_out_is_no_loop(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, children=("C1",))
    second = area.files["3.4"].with_name("second.pdf")
    second.write_bytes(pdf("a second one"))
    assert jtai(capsys, "push", area.folder).code == 0
    second.unlink()
    told = jtai(capsys, "check", area.folder, "--agency", "police")
    assert told.code == 1 and "Next: jtai-submit withdraw 3.4" in told.out
    wrong = ("--because", "wrong child", "--by", "Sam", "--in", area.folder)
    assert jtai(capsys, "withdraw", "3.4", *wrong).code == 0
    after = jtai(capsys, "check", area.folder, "--for", "day-five")
    assert after.code == 0 and "told by the next receipt" in after.out
    assert after.out.strip().splitlines()[-1].startswith("Next: jtai-submit push")
    assert jtai(capsys, "push", area.folder).code == 0
    assert (
        "everything that is due was sent"
        in jtai(capsys, "check", area.folder, "--for", "day-five").out
    )


def test_only_ones_own_key_is_said(tmp_path: Path, capsys: Capsys) -> None:
    made = jtai(capsys, "keys", "new", "--json").data["recipient"]
    inspection(tmp_path / "x", recipients=f"[{{name: Me, key: {made}}}]")
    assert "(S011)" in jtai(capsys, "check", "x", "--quick").out
    # Retired, it is still hers alone, and now somebody else may have it.
    assert jtai(capsys, "keys", "retire").code == 0
    for _ in range(2):
        told = jtai(capsys, "check", "x", "--quick").out
        assert "(S011)" in told and "(S014)" in told
        steps = jtai(capsys, "setup", "x", "--json").data["steps"]
        assert not next(s for s in steps if s["title"] == "The recipients")["done"]
        jtai(capsys, "keys", "new")
    assert "jtai-submit recipient add Me own" in told
    text = (tmp_path / "x/submission.yaml").read_text("utf-8")
    (tmp_path / "x/submission.yaml").write_text(
        text.replace("name: Me", "name: Pat Example"), "utf-8"
    )
    assert typed(("recipient", "add", "Pat Example", "own")) in jtai(capsys, "check", "x").out
    (tmp_path / "x/submission.yaml").write_text(text, "utf-8")
    assert jtai(capsys, "recipient", "add", "Me", "own", "--in", "x").code == 0
    assert "(S014)" not in jtai(capsys, "check", "x", "--quick").out


def test_what_is_asked_is_explained(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    told = jtai(capsys, "explain", "3.7", "--in", "x")
    assert told.code == 0 and "documents/3-police/3.7-" in told.out and "Tuesday 16 May" in told.out
    assert (
        jtai(capsys, "explain", "c1/chronology", "--in", "x", "--json").data["slot"]
        == "C1/chronology"
    )
    assert jtai(capsys, "explain", "9.9", "--in", "x").code == 2
