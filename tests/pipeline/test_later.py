"""After a push: asked for again, withdrawn, looked up, wiped."""

import json
from pathlib import Path

import pytest

from jtai_submit.inspection.journal import Journal, only_one
from jtai_submit.rehearsal.portal import embedded
from tests.make import Ready, jtai, pdf, ready
from tests.systems import at_home

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


@pytest.fixture
def area(tmp_path: Path, capsys: Capsys) -> Ready:
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    return area


def receipt(area: Ready, number: int = 1) -> Path:
    return area.folder / f".jtai/receipts/{number:04}_day-five.json"


def test_asked_again(area: Ready, capsys: Capsys) -> None:
    asked = jtai(capsys, "verify", receipt(area), "--against", "portal", "--json")
    assert asked.code == 0 and {p["there"] for p in asked.data["against"]} == {"read-back"}
    first, second = sorted(area.site.glob("*.age"))
    first.unlink()
    second.write_bytes(b"another")
    asked = jtai(capsys, "verify", receipt(area), "--against", "portal", "--json")
    assert asked.code == 1 and sorted(p["there"] for p in asked.data["against"]) == [
        "",
        "different",
    ]
    assert sorted(e["code"] for e in asked.json["errors"]) == ["P009", "P019"]
    assert jtai(capsys, "verify", receipt(area), "--against", "mars").code == 2


def test_a_wrong_document_is_withdrawn(area: Ready, capsys: Capsys) -> None:
    wrong = area.files["3.4"]
    words = (
        "3.4",
        "--because",
        "another child's report",
        "--by",
        "Pat Example",
        "--in",
        area.folder,
    )
    assert jtai(capsys, "withdraw", *words).code == 2  # it still lies in its folder
    assert jtai(capsys, "withdraw", "3.1", *words[1:]).code == 2  # nothing was sent for it
    mistake = wrong.read_bytes()
    wrong.write_bytes(pdf("The right one"))
    done = jtai(capsys, "withdraw", *words, "--json")
    assert done.code == 0 and len(done.data["documents"]) == 1
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 0 and any("3-police_v2" in p["name"] for p in result.data["packs"])
    said = json.loads(jtai(capsys, "receipts", "show", "2", "--in", area.folder, "--json").out)[
        "data"
    ]["receipts"][0]
    (withdrawn,) = said["withdrawn"]
    assert withdrawn["slot"] == "3.4" and withdrawn["documents"][0]["pack"].startswith(
        "exampleshire_day-five_3-police_v1"
    )
    assert "Delete" in withdrawn["to_do"]
    page = receipt(area, 2).with_suffix(".html").read_text("utf-8")
    assert "something must be done" in page and "another child&#39;s report" in page
    wrong.with_name("again.pdf").write_bytes(mistake)  # it comes back, and does not go again
    check = jtai(capsys, "check", area.folder, "--json")
    findings = [
        f["code"]
        for s in check.data["slots"]
        if s["id"] == "3.4"
        for d in s["files"]
        for f in d["findings"]
    ]
    assert "D016" in findings


def test_a_withdrawal_alone_makes_a_receipt(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].unlink()
    assert (
        jtai(capsys, "withdraw", "3.4", "--because", "x", "--by", "Pat", "--in", area.folder).code
        == 0
    )
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    assert receipt(area, 2).exists() and jtai(capsys, "verify", receipt(area, 2)).code == 0
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0 and not receipt(area, 3).exists()


def test_a_stop_behind_the_receipt_states_a_withdrawal_once(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    area.files["3.4"].unlink()
    gone = ("--because", "x", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, "withdraw", "3.4", *gone).code == 0

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("jtai_submit.pipeline.proof.stated", stop)
        assert jtai(capsys, "push", area.folder, *SMALL).code == 130
    assert receipt(area, 2).exists()
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0 and not receipt(area, 3).exists()
    assert jtai(capsys, "verify", receipt(area, 2)).code == 0


def test_nothing_is_withdrawn_while_a_push_is_on_its_way(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].unlink()
    file = area.folder / "submission.yaml"
    before = file.read_bytes()
    with only_one(area.folder / ".jtai"):
        refused = jtai(
            capsys,
            "withdraw",
            "3.4",
            "--because",
            "x",
            "--by",
            "Pat",
            "--in",
            area.folder,
            "--json",
        )
    assert (
        refused.code == 5
        and refused.json["errors"][0]["code"] == "P011"
        and file.read_bytes() == before
    )
    assert (
        jtai(capsys, "withdraw", "3.4", "--because", "x", "--by", "Pat", "--in", area.folder).code
        == 0
    )


@pytest.mark.parametrize("how", ["cut", "edited", "rewritten", "gone", "receipt gone"])
def test_history_shows_every_change_of_the_log(area: Ready, capsys: Capsys, how: str) -> None:
    from jtai_submit.custody.audit import AuditLog

    log = area.folder / ".jtai/audit.jsonl"
    before = jtai(capsys, "history", area.folder, "--json")
    assert before.code == 0 and [e["event"] for e in before.data["events"]] == [
        "sent",
        "sent",
        "receipt",
    ]
    lines = log.read_bytes().splitlines(keepends=True)
    if how == "cut":
        log.write_bytes(b"".join(lines[:-1]))
    elif how == "edited":
        log.write_bytes(log.read_bytes().replace(b"read-back", b"server-sha", 1))
    elif how == "rewritten":  # a whole new chain, right in itself
        events = [json.loads(line) for line in lines]
        log.unlink()
        for event in events:
            facts = {
                k: v
                for k, v in event.items()
                if k not in ("number", "at", "event", "previous", "hash")
            }
            from datetime import datetime

            AuditLog(log).append(
                datetime.fromisoformat(event["at"]), event["event"], **facts, more="x"
            )
    elif how == "gone":
        log.unlink()
    else:
        receipt(area).unlink()
    after = jtai(capsys, "history", area.folder, "--json")
    assert after.code == 3 and after.json["errors"][0]["code"] == "K009"
    if how != "receipt gone":
        assert jtai(capsys, "verify", receipt(area)).code == 3


def test_clean(area: Ready, capsys: Capsys) -> None:
    own = area.folder / ".jtai"
    assert list((own / "outbox").iterdir()) and (own / "cache").exists()
    documents = {p: p.read_bytes() for p in (area.folder / "documents").rglob("*") if p.is_file()}
    result = jtai(capsys, "clean", area.folder, "--json")
    assert result.code == 0 and result.data["files"] >= 3
    assert (
        not list((own / "outbox").iterdir())
        and not (own / "cache").exists()
        and receipt(area).exists()
    )
    assert documents == {
        p: p.read_bytes() for p in (area.folder / "documents").rglob("*") if p.is_file()
    }
    # Which a newer one may replace.
    assert list(Journal.load(own).sessions) == ["exampleshire_how-to-open.txt"]
    assert jtai(capsys, "history", area.folder).code == 0
    assert (
        jtai(capsys, "push", area.folder, *SMALL).code == 0
        and len(list(area.site.glob("*.age"))) == 2
    )


def test_a_person_confirms_an_upload_by_browser(area: Ready, capsys: Capsys) -> None:
    # Nobody is named.
    assert jtai(capsys, "receipts", "confirm", "1", "--in", area.folder).code == 2
    done = jtai(
        capsys, "receipts", "confirm", "1", "--by", "Pat Example", "--in", area.folder, "--json"
    )
    assert done.code == 0 and len(done.data["packs"]) == 2
    events = jtai(capsys, "history", area.folder, "--json").data["events"]
    assert [e["by"] for e in events if e["event"] == "confirmed"] == ["Pat Example"] * 2


@pytest.mark.usefixtures("light")
def test_keys_are_lost_and_recovered(
    area: Ready, capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(tmp_path / "one computer", monkeypatch)
    before = jtai(capsys, "keys", "new", "--json").data
    area.files["3.4"].write_bytes(pdf("A newer one"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    made = jtai(capsys, "keys", "backup", "recovery.txt", "--json")
    page, code = Path("recovery.txt").read_text("utf-8"), made.err.strip().rpartition(" ")[2]
    assert "recovery_code" not in made.data and code not in made.out
    assert (
        made.code == 0
        and "AGE-SECRET" not in page
        and code not in page
        and max(map(len, page.splitlines())) < 80
    )
    assert jtai(capsys, "keys", "backup", "recovery.txt").code == 2  # never overwritten
    at_home(tmp_path / "another computer", monkeypatch)
    monkeypatch.setenv("JTAI_SUBMIT_PASSPHRASE", "a new passphrase")
    assert jtai(capsys, "keys", "recover", "recovery.txt").code == 6  # nobody types the code
    monkeypatch.setenv("JTAI_SUBMIT_RECOVERY_CODE", "AAAAA-" * 5 + "AAAAA")
    wrong = jtai(capsys, "keys", "recover", "recovery.txt", "--json")
    assert wrong.code == 6 and wrong.json["errors"][0]["code"] == "K012"
    monkeypatch.setenv("JTAI_SUBMIT_RECOVERY_CODE", code.lower())
    assert jtai(capsys, "keys", "recover", area.folder / "submission.yaml").code == 3
    lines = page.splitlines()
    at = lines.index("-----BEGIN JTAI-SUBMIT RECOVERY-----") + 3
    lines[at] = lines[at][:10] + ("0" if lines[at][10] != "0" else "1") + lines[at][11:]
    Path("typed.txt").write_text("\n".join(lines), "utf-8")
    typed = jtai(capsys, "keys", "recover", "typed.txt", "--json")
    assert typed.code == 3 and "line 3 " in typed.json["errors"][0]["message"]
    assert jtai(capsys, "keys", "recover", "recovery.txt").code == 0
    assert jtai(capsys, "keys", "show", "--json").data == before
    assert jtai(capsys, "verify", receipt(area, 2)).code == 0


@pytest.mark.usefixtures("light")
def test_a_deputy_with_keys_of_her_own_sends_and_opens(
    area: Ready, capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area.files["3.4"].write_bytes(pdf("A newer one"))
    at_home(tmp_path / "deputy", monkeypatch)
    monkeypatch.setenv("JTAI_SUBMIT_PASSPHRASE", "the deputy's passphrase")
    hers = jtai(capsys, "keys", "new", "--json").data
    file = area.folder / "submission.yaml"
    file.write_text(
        file.read_text("utf-8").replace(
            "recipients: [", f"recipients: [{{name: Deputy, key: {hers['recipient']}}}, "
        ),
        "utf-8",
    )
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    assert jtai(capsys, "verify", receipt(area, 2)).code == 0
    # Signed by somebody she does not know yet.
    assert jtai(capsys, "verify", receipt(area, 1)).code == 1
    (pack,) = area.site.glob("*3-police_v2*.age")
    assert jtai(capsys, "open", pack, "--to", tmp_path / "opened").code == 0


def test_a_copied_inspection_folder_goes_on(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.delivery.portals.folder import Folder

    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "finish", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        assert jtai(capsys, "push", area.folder, *SMALL, "--parallel", "1").code == 130
    import shutil

    copy = shutil.copytree(area.folder, tmp_path / "a copy")
    shutil.rmtree(area.folder)
    assert jtai(capsys, "push", copy, *SMALL).code == 0
    assert sorted(p.suffix for p in area.site.iterdir()) == [".age", ".age", ".json", ".txt"]


def test_a_confirmation_is_kept_once(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "receipts", "confirm", "1", "--by", "Pat", "--in", area.folder).code == 0
    assert jtai(capsys, "receipts", "confirm", "1", "--by", "Kim", "--in", area.folder).code == 2
    events = jtai(capsys, "history", area.folder, "--json").data["events"]
    assert [e["by"] for e in events if e["event"] == "confirmed"] == ["Pat", "Pat"]


def test_a_receipt_of_another_portal_is_not_asked_of_this_one(area: Ready, capsys: Capsys) -> None:
    file = area.folder / "submission.yaml"
    file.write_text(file.read_text("utf-8").replace("../site", "../site2"), "utf-8")
    result = jtai(capsys, "verify", receipt(area), "--against", "portal", "--json")
    assert result.code == 3 and result.json["errors"][0]["code"] == "P021"


def test_a_tus_site_cannot_be_asked_after_clean(tmp_path: Path, capsys: Capsys) -> None:
    with embedded(tmp_path / "portal") as server:
        area = ready(
            tmp_path, only=("3.4",), children=("C1",), portal=f"{{kind: tus, url: '{server.url}'}}"
        )
        assert jtai(capsys, "push", area.folder, *SMALL).code == 0
        assert jtai(capsys, "verify", receipt(area), "--against", "portal").code == 0
        assert jtai(capsys, "clean", area.folder).code == 0
        result = jtai(capsys, "verify", receipt(area), "--against", "portal", "--json")
    assert result.code == 1 and {e["code"] for e in result.json["errors"]} == {"P021"}
    down = jtai(capsys, "login", "--check", "--in", area.folder, "--json")
    assert down.code == 5 and down.json["errors"][0]["code"] == "P001"


def test_a_second_withdrawal_says_that_it_is_one(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].unlink()
    assert (
        jtai(capsys, "withdraw", "3.4", "--because", "x", "--by", "Pat", "--in", area.folder).code
        == 0
    )
    again = jtai(capsys, "withdraw", "3.4", "--because", "x", "--by", "Pat", "--in", area.folder)
    assert again.code == 2 and "withdrawn already" in again.err
    assert "Pat withdrew 3.4: x" in jtai(capsys, "history", area.folder).out


def test_a_sent_document_that_is_gone_is_said_to_be_gone(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, children=("C1",))
    assert jtai(capsys, "push", area.folder).code == 0
    area.files["3.4"].unlink()
    out = jtai(capsys, "check", area.folder, "--for", "day-five").out
    assert "Sent, now gone" in out and "Changed since sent" not in out
    assert "Next: jtai-submit withdraw 3.4" in out
