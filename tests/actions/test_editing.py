"""What people say about a submission: nothing that was called saved is lost, and everything can be
taken back.
"""

import subprocess
import sys
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
from jtai_submit.packing.recipients import generate
from jtai_submit.pipeline.environment import Environment
from tests.conftest import program
from tests.make import CHILDREN, fill, inspection, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
REASON = ("--because", "none held", "--by", "Pat Example")


def env() -> Environment:
    return environment(Screen("test", quiet=True))


def test_a_hundred_edits_at_once_leave_a_hundred_lines(tmp_path: Path) -> None:
    inspection(tmp_path / "x", children=())
    folder = tmp_path / "x"
    slots = [s for s in opened(folder).manifest.items if s != "2.4"]

    def one(n: int) -> None:
        if n < 32:
            exempt(folder, slots[n], f"reason {n}", "Pat", env())
        elif n < 64:
            add_children(folder, [f"K{n}"])
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
        list(crew.map(lambda n: add_children(tmp_path / "x", [f"K{n}"]), range(12)))
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
    import io

    import docx

    here = inspection(tmp_path / "my area", children=("C1",))
    folder = here.documents / "3-police/3.4-child-protection-referral-document"
    word, out = docx.Document(), io.BytesIO()
    word.add_paragraph("Words")
    word.add_comment(word.paragraphs[0].runs, text="a remark", author="Orla Quenby")
    word.save(out)
    (folder / "final FINAL v3 (2).docx").write_bytes(out.getvalue())
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


def test_a_wrong_portal_setting_is_told_and_not_written(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    before = (here.root / "submission.yaml").read_bytes()
    result = jtai(capsys, "portal", "set", "tus", "ulr=https://x.example", "--in", "x", "--json")
    assert result.code == 3 and {e["code"] for e in result.json["errors"]} == {"M009", "M010"}
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


def test_what_is_asked_is_explained(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    told = jtai(capsys, "explain", "3.7", "--in", "x")
    assert told.code == 0 and "documents/3-police/3.7-" in told.out and "Tuesday 16 May" in told.out
    assert (
        jtai(capsys, "explain", "c1/chronology", "--in", "x", "--json").data["slot"]
        == "C1/chronology"
    )
    assert jtai(capsys, "explain", "9.9", "--in", "x").code == 2
