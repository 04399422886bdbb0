"""Sign-off and release: of exact bytes, by whom, void as soon as anything changes."""

import json
from pathlib import Path

import pytest

from tests.make import Ready, commented, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")
ASKED = "{sign_off: true, released_by: [Dee Director, Dan Deputy]}"


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    return ready(tmp_path, approval=ASKED)


def states(area: Ready, capsys: Capsys, *more: str) -> dict[str, str]:
    said = jtai(capsys, "check", area.folder, *more, "--json").json["data"]["approvals"]
    return {
        each["who"] if each["what"] == "sign-off" else "release": each["state"] for each in said
    }


def approve(area: Ready, capsys: Capsys) -> None:
    """Everybody's, for day five, as it is now."""
    for agency in states(area, capsys, "--for", "day-five"):
        if agency != "release":
            signed = ("sign-off", agency, "--for", "day-five", "--by", "Pat", "--in", area.folder)
            assert jtai(capsys, *signed).code == 0
    release = ("release", "--for", "day-five", "--by", "dan deputy", "--in", area.folder)
    assert jtai(capsys, *release).code == 0


def test_nobody_is_asked_unless_the_submission_says_so(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    assert states(area, capsys) == {}
    assert jtai(capsys, "check", area.folder, "--for", "day-five").code == 0


def test_nothing_is_sent_before_everybody_approved(area: Ready, capsys: Capsys) -> None:
    checked = jtai(capsys, "check", area.folder, "--for", "day-five")
    assert checked.code == 1 and "approvals to come" in checked.out
    assert "Next: jtai-submit sign-off local-authority --for day-five" in checked.out
    refused = jtai(capsys, "push", area.folder, "--for", "day-five", "--json")
    assert refused.code == 1 and {e["code"] for e in refused.json["errors"]} == {"K016"}
    assert not list(area.site.glob("*"))
    approve(area, capsys)
    assert set(states(area, capsys, "--for", "day-five").values()) == {"given"}
    assert jtai(capsys, "push", area.folder, "--for", "day-five").code == 0


def test_an_agency_sees_its_own_alone(area: Ready, capsys: Capsys) -> None:
    assert states(area, capsys, "--agency", "police", "--for", "day-five") == {"police": "not-yet"}
    signed = ("sign-off", "police", "--for", "day-five", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, *signed).code == 0
    assert jtai(capsys, "check", area.folder, "--agency", "police", "--for", "day-five").code == 0


def test_no_part_of_a_deadline_goes_before_its_release(area: Ready, capsys: Capsys) -> None:
    signed = ("sign-off", "police", "--for", "day-five", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, *signed).code == 0
    part = ("push", area.folder, "--for", "day-five", "--agency", "police")
    refused = jtai(capsys, *part, "--json")
    assert refused.code == 1 and [e["code"] for e in refused.json["errors"]] == ["K016"]
    assert "day-five is not released yet" in refused.json["errors"][0]["message"]
    assert not list(area.site.glob("*"))
    approve(area, capsys)
    assert jtai(capsys, *part).code == 0 and list(area.site.glob("*police*"))


@pytest.mark.parametrize("change", ["another document", "one more", "one less", "left out"])
def test_any_change_voids_it(area: Ready, capsys: Capsys, change: str) -> None:
    approve(area, capsys)
    file = area.files["3.4"]
    if change == "another document":
        file.write_bytes(pdf("Another"))
    elif change == "one more":
        file.with_name("more.pdf").write_bytes(pdf("One more"))
    elif change == "one less":
        file.unlink()
    else:
        name = file.relative_to(area.folder).as_posix()
        reason = ("--because", "not theirs", "--by", "Pat", "--in", area.folder)
        assert jtai(capsys, "decide", name, "D010", "leave-out", *reason).code == 0
    now = states(area, capsys, "--for", "day-five")
    assert now.pop("police") == now.pop("release") == "void"
    assert set(now.values()) == {"given"}
    said = jtai(capsys, "check", area.folder, "--for", "day-five").out
    assert "was signed off by Pat, and was changed after that" in said


def test_another_decision_about_the_same_bytes_voids_it(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].unlink()
    file = area.files["3.4"].with_suffix(".docx")
    file.write_bytes(commented("a remark"))
    name = file.relative_to(area.folder).as_posix()
    decide = ("decide", name, "H101", "--because", "agreed", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, *decide, "remove").code == 0
    approve(area, capsys)
    assert jtai(capsys, *decide, "keep").code == 0
    now = states(area, capsys, "--for", "day-five")
    assert now.pop("police") == now.pop("release") == "void"
    assert set(now.values()) == {"given"}
    assert jtai(capsys, *decide, "remove").code == 0
    assert set(states(area, capsys, "--for", "day-five").values()) == {"given"}


def test_a_document_that_was_only_renamed_is_what_was_approved(area: Ready, capsys: Capsys) -> None:
    approve(area, capsys)
    area.files["3.4"].rename(area.files["3.4"].with_name("another name.pdf"))
    assert set(states(area, capsys, "--for", "day-five").values()) == {"given"}


def test_only_who_was_named_may_release(area: Ready, capsys: Capsys) -> None:
    refused = jtai(capsys, "release", "--by", "Zed", "--in", area.folder)
    assert refused.code == 2 and "Dee Director, Dan Deputy" in refused.err
    assert jtai(capsys, "release", "--in", area.folder).code == 2
    assert jtai(capsys, "sign-off", "police", "--in", area.folder).code == 2
    assert jtai(capsys, "sign-off", "martians", "--by", "Zed", "--in", area.folder).code == 2
    strange = ("sign-off", "police", "--for", "day-nine", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, *strange).code == 2


def test_the_receipt_states_it(area: Ready, capsys: Capsys) -> None:
    approve(area, capsys)
    area.files["3.4"].write_bytes(pdf("Another"))
    assert jtai(capsys, "push", area.folder, "--for", "day-five", *SMALL).code == 0
    [path] = (area.folder / ".jtai/receipts").glob("0001_*.json")
    page = path.with_suffix(".html").read_text("utf-8")
    assert "not approved as it was sent" in page and "signed off by Pat" in page
    import base64

    stated = json.loads(base64.b64decode(json.loads(path.read_bytes())["payload"]))["predicate"]
    found = {e["who"]: e["state"] for e in stated["approvals"] if e["what"] == "sign-off"}
    assert found.pop("police") == "void" and set(found.values()) == {"given"}


def test_it_is_asked_for_and_taken_back_by_commands(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path)
    there = ("--in", area.folder)
    assert jtai(capsys, "sign-off", "--require", *there).code == 0
    assert jtai(capsys, "release", "--require", "Dee Director", *there).code == 0
    text = (area.folder / "submission.yaml").read_text("utf-8")
    assert "approval: {sign_off: true, released_by: [Dee Director]}" in text
    assert jtai(capsys, "sign-off", "police", "--by", "Pat", *there).code == 0
    assert jtai(capsys, "sign-off", "police", "--undo", *there).code == 0
    assert jtai(capsys, "sign-off", "police", "--undo", *there).code == 2
    assert jtai(capsys, "release", "--by", "Dee Director", *there).code == 0
    assert jtai(capsys, "release", "--undo", *there).code == 0
    assert jtai(capsys, "sign-off", "--require", "--undo", *there).code == 0
    assert jtai(capsys, "release", "--require", "Dee Director", "--undo", *there).code == 0
    assert states(area, capsys) == {}
