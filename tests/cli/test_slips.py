"""Slips of people who are tired: each is told where, what and what to do, and nothing changes."""

import io
from pathlib import Path

import pytest
from docx import Document

from jtai_submit.cli.text import folds
from jtai_submit.errors import nearest
from tests.make import Ready, inspection, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    return ready(tmp_path, only=("1.1", "3.4"), children=("C1",))


def commented() -> bytes:
    document = Document()
    run = document.add_paragraph("Minutes").runs[0]
    document.add_comment(run, text="Is this right?", author="Pat")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "command",
    [
        ("exempt", "3.7", "--because", "…", "--by", "Pat"),
        ("exempt", "3.7", "--because", "none held", "--by", "…"),
        ("agency", "set", "police", "--lead", "…"),
        ("withdraw", "3.4", "--because", "…", "--by", "…"),
    ],
)
def test_what_is_to_be_filled_in_is_no_word(
    area: Ready, capsys: Capsys, command: tuple[str, ...]
) -> None:
    before = (area.folder / "submission.yaml").read_bytes()
    refused = jtai(capsys, *command, "--in", area.folder)
    assert refused.code == 2 and "fill in" in refused.err
    assert (area.folder / "submission.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("day 5", ("day-one", "day-two", "day-five", "day-seven"), "day-five"),
        ("day 7", ("day-one", "day-two", "day-five", "day-seven"), "day-seven"),
        ("day five", ("day-one", "day-five"), "day-five"),
        ("3,4", ("3.4", "5.1"), "3.4"),
        ("polcie", ("police", "probation"), "police"),
    ],
)
def test_what_was_meant(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(word, known) == f" (did you mean {meant}?)"


def test_a_folder_that_is_none(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted = jtai(capsys, "check", f'{area.folder}"')
    assert quoted.code == 3 and "leave out the quotes and the backslash" in said(quoted.err)
    file = jtai(capsys, "check", area.folder / "submission.yaml")
    assert file.code == 3 and "name the folder that it lies in" in said(file.err)
    monkeypatch.chdir(area.folder)
    agency = jtai(capsys, "check", "Police")
    assert agency.code == 3 and "check --agency police" in said(agency.err)
    nothing = jtai(capsys, "check", "nowhere")
    assert nothing.code == 3 and 'there is no folder "nowhere"' in said(nothing.err)


def test_a_folder_inside_is_the_inspection(area: Ready, capsys: Capsys) -> None:
    inside = jtai(capsys, "check", area.folder / "documents" / "3-police", "--quick")
    assert inside.code == 1 and "Exampleshire" in inside.out


@pytest.mark.parametrize(
    "command",
    [
        ("portal", "set", "tus", "url=portal.example"),
        ("portal", "set", "webdav", "url=ftp://x.example/"),
        ("portal", "set", "folder", "path="),
        ("report", "set", "--to", "director at council", "--smtp", "host=mail.example"),
        ("report", "set", "--to", "d@c.example", "--smtp", "host=mail.example,port=587"),
        ("report", "set", "--to", "d@c.example", "--smtp", "host=mail server"),
        ("agency", "set", "police", "--email", "pat.police"),
        ("agency", "set", "police"),
    ],
)
def test_a_setting_that_cannot_be_is_not_kept(
    area: Ready, capsys: Capsys, command: tuple[str, ...]
) -> None:
    before = (area.folder / "submission.yaml").read_bytes()
    refused = jtai(capsys, *command, "--in", area.folder)
    assert refused.code == 2 and "To fix" in refused.err and "pattern" not in refused.err
    assert (area.folder / "submission.yaml").read_bytes() == before


def test_an_address_that_was_typed_into_the_file_only_warns(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", portal="{kind: tus, url: portal.example}")
    checked = jtai(capsys, "check", here.root, "--agency", "police", "--quick")
    assert checked.code == 1
    assert jtai(capsys, "push", here.root, *SMALL).code == 3


def test_a_folder_that_may_not_be_written_to(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path.with_name(f".{path.name}.77")))

    monkeypatch.setattr("jtai_submit.inspection.edits.write_atomically", denied)
    command = ("exempt", "3.7", "--because", "x", "--by", "y", "--in", area.folder)
    refused = jtai(capsys, *command)
    assert refused.code == 6 and f"{area.folder / 'submission.yaml'}" in said(refused.err)


def test_next_commands_name_the_folder(area: Ready, capsys: Capsys) -> None:
    twice = ("exempt", "3.7", "--because", "none held", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, *twice).code == 0
    again = jtai(capsys, *twice)
    assert again.code == 2 and f"exempt 3.7 --undo --in {area.folder}" in said(again.err)


def test_a_push_names_the_deadlines_that_wait(area: Ready, capsys: Capsys) -> None:
    pushed = jtai(capsys, "push", area.folder, *SMALL)
    lines = pushed.out.strip().splitlines()
    assert pushed.code == 0 and lines[-1].startswith("Sent, but")
    assert "Nothing was sent so far for: " in said(pushed.out) and "Day five" not in lines[-3]


def test_a_receipt_that_lies_elsewhere_is_asked_about_here(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    (public,) = area.site.glob("*receipt-0001.json")
    asked = jtai(capsys, "verify", public, "--against", "portal", "--in", area.folder, "--json")
    assert asked.code == 0 and asked.data["against"]


def test_a_folder_is_not_called_missing(area: Ready, capsys: Capsys) -> None:
    refused = jtai(capsys, "redact", area.folder / "documents", "--to", "out")
    assert refused.code == 2 and "this is a folder" in refused.err


def test_a_tracking_aid_is_a_docx(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "tracking", "C1", "--to", "x.pdf", "--in", area.folder).code == 2


def test_a_command_is_never_folded() -> None:
    command = 'jtai-submit part 1.7 needs-analysis strategies action-plans --by "…"'
    lines = folds(f"Warning: 1.7 Something that is long: if that is right: {command} (D022)", 9)
    assert command in [line.strip() for line in lines] and len(lines) == 3


def test_a_decision_made_twice_is_taken_back_by_a_command(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=())
    file = area.files["3.4"].with_name("minutes.docx")
    file.write_bytes(commented())
    decision = ("decide", file, "H101", "keep", "--because", "x", "--by", "y", "--in", area.folder)
    assert jtai(capsys, *decision).code == 0
    again = jtai(capsys, *decision)
    assert again.code == 2 and "--undo --in" in said(again.err)


def test_what_stays_is_offered_once(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=())
    for name in ("a.docx", "b.docx"):
        area.files["3.4"].with_name(name).write_bytes(commented())
    checked = jtai(capsys, "check", area.folder, "--agency", "police")
    assert checked.code == 1 and checked.out.count("jtai-submit decide FILE CODE keep") == 1
    assert "Or decide" not in checked.out


def test_a_dry_run_leaves_nothing_out_that_it_would_send(area: Ready, capsys: Capsys) -> None:
    part = ("push", area.folder, "--agency", "police", *SMALL)
    assert jtai(capsys, *part).code == 0
    area.files["3.4"].write_bytes(pdf("Another"))
    dry = jtai(capsys, *part, "--dry-run")
    assert dry.code == 0 and "Would send" in dry.out and "Left out: 3.4" not in dry.out


def test_quiet_is_the_verdict_and_what_to_do(area: Ready, capsys: Capsys) -> None:
    checked = jtai(capsys, "check", area.folder, "--quiet")
    lines = checked.out.strip().splitlines()
    assert checked.code == 1 and lines[0].startswith("Not complete") and len(lines) == 2
