"""A key's end: receipts from before stay good, later ones do not, packs still open."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jtai_submit.custody import receipt
from jtai_submit.custody.keys import KeyFolder, Signer, key_id
from jtai_submit.custody.retirement import read_retirement, retirement
from jtai_submit.custody.statement import Predicate, StatedGap
from jtai_submit.custody.vouching import beside
from jtai_submit.errors import Unusable
from tests.make import jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
AT = datetime(2017, 5, 15, 12, tzinfo=UTC)


def signed(tmp_path: Path, signer: Signer, made: datetime) -> Path:
    facts = {
        "area": "Exampleshire",
        "made": made,
        "portal": "folder x",
        "status": "complete",
        "packs": [],
        "not_sent": [],
        "clock_set_by_hand": False,
        "audit": {"number": 0, "hash": "0" * 64},
        "name": "0001_day-five.json",
        "number": 1,
        "deadline": "day-five",
    }
    path = tmp_path / "0001_day-five.json"
    path.write_bytes(receipt.make([], Predicate.model_validate(facts), signer))
    return path


def test_before_and_after(tmp_path: Path) -> None:
    signer = Signer.throw_away()
    trusted = {key_id(signer.public): signer.public}
    (tmp_path / "r.json").write_bytes(retirement(signer, AT, "left"))
    since = dict([read_retirement(tmp_path / "r.json", trusted)])
    before = signed(tmp_path, signer, AT - timedelta(seconds=1))
    assert receipt.read(before, trusted, since).known
    after = signed(tmp_path, signer, AT + timedelta(seconds=1))
    with pytest.raises(Unusable) as stopped:
        receipt.read(after, trusted, since)
    assert stopped.value.problems[0].code == "K014"


@pytest.mark.parametrize("how", ["another's", "edited", "junk", "unknown"])
def test_only_the_key_itself_retires(tmp_path: Path, how: str) -> None:
    signer, other = Signer.throw_away(), Signer.throw_away()
    trusted = {key_id(each.public): each.public for each in (signer, other)}
    stored = json.loads(retirement(signer, AT, ""))
    if how == "another's":
        stored["sig"] = json.loads(retirement(other, AT, ""))["sig"]
    elif how == "edited":
        stored["payload"] = json.loads(retirement(signer, AT, "x"))["payload"]
    elif how == "unknown":
        trusted = {}
    path = tmp_path / "r.json"
    path.write_text("[]" if how == "junk" else json.dumps(stored))
    with pytest.raises(Unusable) as stopped:
        read_retirement(path, trusted)
    assert stopped.value.problems[0].code == "K014"


def test_keys_are_retired_and_made_anew(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jtai(capsys, "keys", "retire").code == 3  # there are none
    old = jtai(capsys, "keys", "new", "--json").data
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    file = area.folder / "submission.yaml"
    text = file.read_text("utf-8").replace(str(area.identity.recipient()), old["recipient"])
    file.write_text(text, "utf-8")
    small = ("--incomplete", "--because", "a test")
    assert jtai(capsys, "push", area.folder, *small).code == 0
    retired = jtai(capsys, "keys", "retire", "--reason", "a lost laptop", "--json")
    assert retired.code == 0 and retired.data["key_id"] == old["key_id"]
    assert jtai(capsys, "push", area.folder, *small).code == 3  # K002: there are no keys
    assert jtai(capsys, "verify", "--in", area.folder).code == 0
    new = jtai(capsys, "keys", "new", "--json").data
    assert new["key_id"] != old["key_id"]
    area.files["3.4"].write_bytes(pdf("Newer"))
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-15T11:00")
    assert jtai(capsys, "push", area.folder, *small).code == 0
    assert jtai(capsys, "history", area.folder).code == 0
    opened = jtai(capsys, "open", area.site, "--to", "out", "--json")  # with the retired identity
    assert opened.code == 0 and len(opened.data["packs"]) == 2


def test_the_retirement_of_somebody_else(tmp_path: Path) -> None:
    folder, other = KeyFolder(tmp_path), Signer.throw_away()
    (tmp_path / "signers").mkdir()
    (tmp_path / "signers/Deputy.pub").write_text(other.public.hex())
    assert folder.retirements() == {}
    (tmp_path / "signers/Deputy.retirement.json").write_bytes(retirement(other, AT, ""))
    assert folder.retirements() == {key_id(other.public): AT}
    assert folder.names() == {key_id(other.public): "Deputy"}


def test_a_key_without_its_public_half_is_not_retired(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.create("age1x", b"sealed", b"a long passphrase")
    (keys.folder / "public.json").unlink()
    with pytest.raises(Unusable) as stopped:
        keys.retire(b"a long passphrase", AT, "lost")
    assert stopped.value.problems[0].code == "K017"


def test_a_retired_place_without_a_key_knows_nobody(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    (keys.folder / "retired" / "0123456789abcdef").mkdir(parents=True)
    assert keys.trusted() == {} and keys.retirements() == {}


def test_a_receipt_under_another_name(tmp_path: Path) -> None:
    signer = Signer.throw_away()
    path = signed(tmp_path, signer, AT)
    other = path.with_name("0002_day-five.json")
    path.rename(other)
    with pytest.raises(Unusable) as stopped:
        receipt.read(other, {key_id(signer.public): signer.public})
    assert stopped.value.problems[0].code == "K013"


def test_only_receipts_vouch(tmp_path: Path) -> None:
    signer = Signer.throw_away()
    trusted = {key_id(signer.public): signer.public}
    signed(tmp_path, signer, AT).rename(
        tmp_path / receipt.public_name("exampleshire", "day-five", 1)
    )
    (tmp_path / "exampleshire_day-five_receipt-0002.json").write_text("{}")
    assert [each.known for each in beside(tmp_path, trusted, {})] == [True]


@pytest.mark.parametrize(
    ("files", "left", "shown"),
    [
        (2, 1, "6.4 Policies: 1 of 2 files left out"),
        (2, 2, "6.4 Policies: left out"),
        (0, 0, "6.4 Policies: not sent"),
    ],
)
def test_a_gap_as_people_read_it(files: int, left: int, shown: str) -> None:
    gap = StatedGap(
        slot="6.4",
        title="6.4 Policies",
        state="left-out" if files else "missing",
        why="",
        left_out=left,
        files=files,
    )
    assert gap.shown == shown
