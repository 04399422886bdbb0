"""Meetings, consent and late requests: recorded by commands, owed, sent, and taken back."""

from pathlib import Path

import pytest

from jtai_submit.actions.opening import opened
from tests.make import extend, fill, inspection, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
CONFERENCE = "review child protection conference"


def slots(capsys: Capsys, *arguments: str) -> dict[str, dict[str, object]]:
    told = jtai(capsys, "check", "x", "--quick", "--json", *arguments).data["slots"]
    return {each["id"]: each for each in told}


def said(capsys: Capsys, *arguments: str) -> str:
    return jtai(capsys, "check", "x", "--quick", *arguments).out


def test_meetings_warn_before_day_five_and_hold_back_nothing(
    tmp_path: Path, capsys: Capsys, monkeypatch: Patch
) -> None:
    area = ready(tmp_path, children=("C1",))
    assert (area.folder / "documents/1-local-authority/meetings").is_dir()
    area.files["meetings"].unlink()
    five = (area.folder, "--for", "day-five")
    told = jtai(capsys, "check", *five)
    assert told.code == 0 and "no meeting in the fieldwork week is said" in told.out
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-16T17:01")
    late = jtai(capsys, "check", *five, "--json")
    missing = [s["id"] for s in late.data["slots"] if s["state"] == "missing"]
    assert late.code == 1 and missing == ["meetings"]
    pushed = jtai(capsys, "push", *five, "--json")
    assert pushed.code == 0 and pushed.json["status"] == "incomplete"
    assert {p["group"] for p in pushed.data["packs"]} >= {"1-local-authority", "3-police", "C1"}


def test_meetings_are_not_asked_about_before_the_children_are_chosen(
    tmp_path: Path, capsys: Capsys, monkeypatch: Patch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-11T09:00")
    inspection(tmp_path / "x")
    five = ("--for", "day-five")
    assert slots(capsys, *five)["meetings"]["state"] == "not-due-yet"
    assert "D023" not in said(capsys, *five)


def test_a_meeting_is_recorded_and_taken_back(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    before = (here.root / "submission.yaml").read_text("utf-8")
    add = ("meeting", "add", "c1", CONFERENCE, "--at", "2017-05-23T10:00", "--in", "x")
    done = jtai(capsys, *add, "--place", "Town hall", "--by", "Sam", "--json")
    assert done.code == 0, done.err
    file = Path(done.data["file"])
    line = f"Tuesday 23 May, 10:00  C1  {CONFERENCE}, Town hall"
    assert file.read_text("utf-8").splitlines()[2] == line
    assert jtai(capsys, *add).code == 2  # the same twice
    assert slots(capsys, "--for", "day-five")["meetings"]["state"] == "provided"
    assert "D023" not in said(capsys, "--for", "day-five")
    second = ("meeting", "add", "C2", "--at", "2017-06-23T10:00", "--in", "x")
    assert jtai(capsys, *second).code == 0
    assert "is not in the week of Monday 22 May" in said(capsys, "--for", "day-five")
    assert jtai(capsys, *second, "--undo").code == 0 and jtai(capsys, *second, "--undo").code == 2
    assert jtai(capsys, *add, "--undo").code == 0 and not file.exists()
    after = (here.root / "submission.yaml").read_text("utf-8")
    assert after.replace("meetings: []\n", "") == before
    for wrong in (("C9", "x", "--at", "2017-05-23T10:00"), ("C1", "x", "--at", "Tuesday")):
        assert jtai(capsys, "meeting", "add", *wrong, "--in", "x").code == 2


def test_a_file_in_the_folder_makes_meetings_provided(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    folder = here.documents / "1-local-authority/meetings and conferences"
    folder.mkdir()
    (folder / "Week three.pdf").write_bytes(pdf("Monday"))
    assert slots(capsys, "--for", "day-five")["meetings"]["state"] == "provided"


def test_a_file_that_people_changed_is_never_written_over(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    where = ("--at", "2017-05-23T10:00", "--in", "x")
    file = Path(jtai(capsys, "meeting", "add", "C1", *where, "--json").data["file"])
    file.write_text("Mine", "utf-8")
    told = jtai(capsys, "meeting", "add", "C2", *where)
    assert told.code == 0 and "was changed by hand" in told.out
    assert file.read_text("utf-8") == "Mine"


def test_there_are_no_meetings(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    reason = ("--because", "none in that week", "--by", "Sam", "--in", "x")
    assert jtai(capsys, "exempt", "meetings", *reason).code == 0
    assert slots(capsys, "--for", "day-five")["meetings"]["state"] == "not-applicable"
    assert "D023" not in said(capsys, "--for", "day-five")


def test_consent_is_recorded_for_the_child_and_a_parent(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    week = ("--for", "week-two")
    owed = slots(capsys, *week)
    assert set(owed) == {f"C{n}/consent" for n in range(1, 6)}
    assert owed["C2/consent"]["state"] == "missing"
    assert "Next: jtai-submit consent C1" in said(capsys, *week)
    where = ("--by", "Sam", "--in", "x")
    asked = jtai(capsys, "consent", "c2", "child", "given", "--agency", "Health", *where, "--json")
    assert asked.code == 0, asked.err
    assert asked.data["consents"][0]["agency"] == "health"
    assert "nothing is recorded of a parent or carer" in said(capsys, *week)
    assert jtai(capsys, "consent", "C2", "parent", "refused", *where).code == 2  # no reasons
    why = ("--because", "does not wish to", "--arrangements", "by telephone")
    assert jtai(capsys, "consent", "C2", "parent", "refused", *why, *where).code == 0
    file = tmp_path / asked.data["file"]
    words = file.read_text("utf-8")
    assert "The child: consent is given, asked by health on Monday 15 May." in words
    assert "A parent: consent is not given" in words and "Reasons: does not wish to" in words
    assert slots(capsys, *week)["C2/consent"]["state"] == "provided"
    assert "nothing is recorded" not in said(capsys, *week)
    assert jtai(capsys, "consent", "C2", "parent", "given", *where).code == 0  # after all
    assert [c.answer for c in opened(tmp_path / "x").submission.consents] == ["given", "given"]
    for who in ("parent", "child"):
        assert jtai(capsys, "consent", "C2", who, "--undo", "--in", "x").code == 0
    assert not file.exists() and slots(capsys, *week)["C2/consent"]["state"] == "missing"
    assert jtai(capsys, "consent", "C2", "child", "--undo", "--in", "x").code == 2
    assert jtai(capsys, "consent", "C2", "uncle", *where).code == 2


def test_one_childs_reasons_go_at_once(tmp_path: Path, capsys: Capsys) -> None:
    """ "as soon as possible": what is not recorded of other children keeps nothing back."""
    area = ready(tmp_path, only=("3.4",), children=("C1", "C2"))
    why = ("not-possible", "--because", "is in hospital", "--by", "Sam", "--in", area.folder)
    assert jtai(capsys, "consent", "C1", "child", *why).code == 0
    pushed = jtai(capsys, "push", area.folder, "--for", "week-two", "--json")
    assert pushed.code == 0 and pushed.json["status"] == "incomplete"
    assert [p["group"] for p in pushed.data["packs"]] == ["C1"]
    assert "hospital" not in (area.folder / pushed.data["receipt"]).read_text("utf-8")


def test_evaluations_are_owed_on_day_seven(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", owners="{C2/evaluation: health}")
    owed = slots(capsys, "--for", "day-seven")
    assert set(owed) == {f"C{n}/evaluation" for n in range(1, 6)}
    assert {s["state"] for s in owed.values()} == {"missing"}
    assert owed["C2/evaluation"]["owner"] == "health"
    assert owed["C1/evaluation"]["due"] == "2017-05-18T17:00:00+01:00"
    fill(here, ("C2/evaluation",))
    assert slots(capsys, "--for", "day-seven")["C2/evaluation"]["state"] == "provided"
    assert jtai(capsys, "explain", "C1/evaluation", "--in", "x").code == 0


def test_the_context_note_is_never_owed(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x")
    note = slots(capsys, "--for", "day-one")["context-note"]
    assert note["state"] == "not-due-yet" and note["group"] == "1-local-authority"
    assert "Optional" in said(capsys, "--for", "day-one")
    fill(here, ("context-note",))
    assert slots(capsys, "--for", "day-one")["context-note"]["state"] == "provided"


def test_a_late_request(tmp_path: Path, capsys: Capsys, monkeypatch: Patch) -> None:
    area = ready(tmp_path, only=("3.4",))
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-19T15:00")
    where = ("--in", area.folder)
    asked = ("--owner", "Health", "--due", "2017-05-24", "--from", "CQC", "--print")
    made = jtai(capsys, "request", "add", "School nursing records", *asked, *where, "--json")
    assert made.code == 0 and made.data["slot"] == "request/R1", made.err
    folder = Path(made.data["folder"])
    assert folder.is_dir() and folder.as_posix().endswith("documents/requests/R1")
    late = (area.folder, "--for", "on-request")
    told = jtai(capsys, "check", *late, "--json").data
    (slot,) = told["slots"]
    assert (slot["state"], slot["owner"], slot["group"]) == ("missing", "health", "6-health")
    assert slot["due"] == "2017-05-24T17:00:00+01:00"
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-20T09:00")
    assert jtai(capsys, "check", *late, "--json").data["next_deadline"]["id"] == "request/R1"
    explained = jtai(capsys, "explain", "request/r1", *where, "--json").data
    assert "printed copies too, for when they arrive on site on Monday 22 May" in explained["text"]
    assert explained["due"] == slot["due"]
    (folder / "records.pdf").write_bytes(pdf("Records"))
    assert jtai(capsys, "request", "add", "Another", *asked, *where).code == 0
    pushed = jtai(capsys, "push", *late, "--json")
    assert pushed.code == 0 and pushed.json["status"] == "incomplete", pushed.err
    assert [p["group"] for p in pushed.data["packs"]] == ["6-health"]
    assert pushed.data["receipt"].endswith("0001_on-request.json")
    listed = jtai(capsys, "timetable", area.folder, "--json").data["requests"]
    assert [r["id"] for r in listed] == ["request/R1", "request/R2"]
    assert jtai(capsys, "request", "add", "r2", "--undo", *where).code == 0
    assert jtai(capsys, "request", "add", "R9", "--undo", *where).code == 2
    assert jtai(capsys, "check", *late).code == 0


def test_an_item_that_is_owed_only_when_asked_for(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    assert jtai(capsys, "request", "add", "2.4", "--in", "x").code == 0
    assert slots(capsys, "--for", "day-five")["2.4"]["state"] == "missing"
    assert jtai(capsys, "request", "add", "2.4", "--in", "x").code == 2
    assert jtai(capsys, "request", "add", "2.4", "--undo", "--in", "x").code == 0
    assert slots(capsys, "--for", "day-five")["2.4"]["state"] == "not-due-yet"
    assert jtai(capsys, "request", "add", "3.4", "--in", "x").code == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--owner", "helth", "--due", "2017-05-24"),
        ("--owner", "health", "--due", "soon"),
        ("--owner", "health"),
        ("--due", "2017-05-24"),
    ],
)
def test_no_request(tmp_path: Path, capsys: Capsys, options: tuple[str, ...]) -> None:
    here = inspection(tmp_path / "x")
    before = (here.root / "submission.yaml").read_bytes()
    assert jtai(capsys, "request", "add", "Records", *options, "--in", "x").code == 2
    assert (here.root / "submission.yaml").read_bytes() == before


def test_what_was_recorded_of_a_child_goes_with_it(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    assert jtai(capsys, "meeting", "add", "C3", "--at", "2017-05-23T10:00", "--in", "x").code == 0
    assert jtai(capsys, "consent", "C3", "child", "--by", "Sam", "--in", "x").code == 0
    assert jtai(capsys, "child", "swap", "C3", "C6", "--in", "x").code == 0
    now = opened(tmp_path / "x")
    assert not now.submission.meetings and not now.submission.consents and not now.warnings


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("requests: [{id: R1, title: x, owner: helth, due: 2017-05-24}]", "M015"),
        ("requests: [{id: R1, title: x, owner: health, due: 9999-12-31}]", "M016"),
        ("consents: [{child: C1, who: uncle, answer: given, by: x}]", "M011"),
        ("consents: [{child: C1, who: child, answer: given, by: x, agency: helth}]", "M015"),
        ("meetings: [{child: C1, kind: x, at: soon}]", "M016"),
        ("not_applicable: [{slot: request/R1, because: x, by: y}]", "M012"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, capsys: Capsys, line: str, code: str) -> None:
    inspection(tmp_path / "x")
    key, _, value = line.partition(": ")
    with pytest.raises(Exception, match="."):
        extend(tmp_path / "x", **{key: value})
    told = jtai(capsys, "check", "x", "--json")
    assert told.code == 3 and [e["code"] for e in told.json["errors"]] == [code]


def test_a_meeting_whose_time_has_an_offset(tmp_path: Path, capsys: Capsys) -> None:
    line = "{child: C1, kind: review, at: '2017-05-23T10:00+01:00'}"
    inspection(tmp_path / "x", children=("C1",), meetings=f"[{line}]")
    add = ("meeting", "add", "C1", "review", "--in", "x", "--at")
    assert jtai(capsys, *add, "2017-05-23T09:00Z").code == 2  # it is there
    for wrong in ("2017-05-23", "0001-01-01T00:00+05:00", "soon"):
        assert jtai(capsys, *add, wrong).code == 2
    assert jtai(capsys, *add, "2017-05-23T10:00", "--undo").code == 0
    assert not opened(Path("x")).submission.meetings
