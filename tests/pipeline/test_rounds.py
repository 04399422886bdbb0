"""Every round from notification to week two, pushed on its day, with a receipt of its own."""

import random
from pathlib import Path

import pytest

from jtai_submit.inspection.inspection import Inspection, open_inspection
from jtai_submit.packing.recipients import X25519Identity
from jtai_submit.rehearsal import lists
from tests.make import Ready, fill, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
DAYS = {
    "notification-day": "2017-05-09T16:00",
    "day-one": "2017-05-10T14:00",
    "day-two-answers": "2017-05-11T15:00",
    "day-two": "2017-05-11T16:30",
    "day-five": "2017-05-16T12:00",
    "day-seven": "2017-05-18T12:00",
    "on-request": "2017-05-19T16:00",
    "week-two": "2017-05-19T16:30",
}
SELECTED = [f'"{each}"' for each in lists.ids(20)]


def begun(tmp_path: Path) -> Ready:
    selected = f"[{', '.join(SELECTED)}]"
    return ready(tmp_path, only=("3.4",), children=("C1", "C2"), selected=selected)


def prepare(here: Inspection, deadline: str, capsys: Capsys) -> None:
    """What the area does for one round."""
    manifest, day, chance = here.manifest, here.submission.notified, random.Random(1)
    where = ("--in", str(here.root))
    for asked in manifest.every_list:
        if asked.deadline == deadline:
            file = here.documents / "lists" / f"{asked.slug}.csv"
            file.write_bytes(lists.child_list(asked, day, chance).data)
    if deadline == "day-one":
        fill(here, ("context-note",))
    elif deadline == "day-two-answers" and manifest.questions:
        answers = lists.answers(manifest.questions, chance)
        (here.documents / "answers/answers.xlsx").write_bytes(answers.data)
    elif deadline == "day-five":
        fill(here)
    elif deadline == "day-seven":
        fill(here, ("C1/evaluation", "C2/evaluation"))
    elif deadline == "on-request":
        asked_for = ("--owner", "health", "--due", "2017-05-24", "--from", "CQC")
        assert jtai(capsys, "request", "add", "Records", *asked_for, *where).code == 0
        (here.documents / "requests/R1/records.pdf").write_bytes(pdf("Records"))
    elif deadline == "week-two":
        for child in ("C1", "C2"):
            for who in ("child", "carer"):
                assert jtai(capsys, "consent", child, who, "--by", "Sam", *where).code == 0


def opened(pack: Path, identity: X25519Identity, to: Path, capsys: Capsys) -> set[str]:
    """What an inspector finds in a pack: the folders below `data`."""
    key = to.with_suffix(".txt")
    key.write_text(str(identity), "utf-8")
    result = jtai(capsys, "open", pack, "--to", to, "--identity", key)
    assert result.code == 0, result.err
    files = (path for path in to.rglob("data/**/*") if path.is_file())
    return {f"data/{path.parent.as_posix().rpartition('/data/')[2]}" for path in files}


@pytest.mark.real
def test_each_round_has_its_receipt(tmp_path: Path, capsys: Capsys, monkeypatch: Patch) -> None:
    area = begun(tmp_path)
    folder, seen = area.folder, set[str]()
    for number, (deadline, moment) in enumerate(DAYS.items(), 1):
        monkeypatch.setenv("JTAI_SUBMIT_NOW", moment)
        prepare(open_inspection(folder), deadline, capsys)
        checked = jtai(capsys, "check", folder, "--for", deadline, "--json")
        assert checked.code == 0, (deadline, checked.out)
        pushed = jtai(capsys, "push", folder, "--for", deadline, "--json")
        assert pushed.code == 0 and pushed.json["status"] == "complete", (deadline, pushed.err)
        assert pushed.data["receipt"] == f".jtai/receipts/{number:04}_{deadline}.json"
        assert {p["deadline"] for p in pushed.data["packs"]} == {deadline}
        fresh = {p.name for p in area.site.glob("*.age")} - seen
        assert fresh == {p["name"] for p in pushed.data["packs"]}
        seen |= fresh
        again = jtai(capsys, "push", folder, "--for", deadline, "--json")
        assert again.code == 0 and {p.name for p in area.site.glob("*.age")} == seen
        assert jtai(capsys, "verify", folder / pushed.data["receipt"]).code == 0
    states = jtai(capsys, "check", folder, "--json").data["counts"]
    assert states["missing"] == states["problem"] == states["changed"] == 0
    assert states["provided"] == 0 and states["sent"] > 50
    found = {}
    for name in seen:
        found[name] = opened(area.site / name, area.identity, tmp_path / name, capsys)
    assert found["exampleshire_notification-day_lists_v1.zip.age"] == {"data/lists"}
    note = found["exampleshire_day-one_1-local-authority_v1.zip.age"]
    assert note == {"data/1-local-authority/context-note"}
    assert found["exampleshire_day-seven_C2_v1.zip.age"] == {"data/children/C2/evaluation"}
    assert found["exampleshire_on-request_6-health_v1.zip.age"] == {"data/requests/R1"}
    assert found["exampleshire_week-two_C1_v1.zip.age"] == {"data/children/C1/consent"}


def test_without_for_the_next_round_with_something_to_send_goes(
    tmp_path: Path, capsys: Capsys, monkeypatch: Patch
) -> None:
    area = begun(tmp_path)
    area.files["3.4"].unlink()
    for deadline in ("notification-day", "day-one"):
        monkeypatch.setenv("JTAI_SUBMIT_NOW", DAYS[deadline])
        prepare(open_inspection(area.folder), deadline, capsys)
        pushed = jtai(capsys, "push", area.folder, "--json")
        assert pushed.code == 0, pushed.err
        assert {p["deadline"] for p in pushed.data["packs"]} == {deadline}
