"""Keys, receipts and the audit log, also in the eyes of securesystemslib."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # it has no __all__

from jtai_submit.custody import receipt
from jtai_submit.custody.audit import AuditLog, Head
from jtai_submit.custody.keys import KeyFolder, Signer, key_id, read_public
from jtai_submit.custody.receipt import Subject
from jtai_submit.custody.secrets import Secrets, stored
from jtai_submit.custody.statement import Predicate
from jtai_submit.errors import Refused, Unusable

NOW = datetime(2017, 5, 15, 9, tzinfo=UTC)
SIGNER = Signer.throw_away()
PREDICATE = Predicate.model_validate({"area": "Exampleshire", "audit": {"number": 0, "hash": "0" * 64}, "made": "2017-05-15T09:00:00+01:00", "portal": "folder x",
             "status": "complete", "packs": [], "not_sent": [], "clock_set_by_hand": False})  # fmt: skip


def made(tmp_path: Path) -> Path:
    path = tmp_path / "0001_day-five.json"
    path.write_bytes(receipt.make([Subject("pack.zip.age", "ab" * 32)], PREDICATE, SIGNER))
    return path


def test_a_receipt_is_a_dsse_envelope_that_others_verify(tmp_path: Path) -> None:
    envelope = Envelope.from_dict(json.loads(made(tmp_path).read_text()))
    key = SSlibKey(key_id(SIGNER.public), "ed25519", "ed25519", {"public": SIGNER.public.hex()})
    assert envelope.verify([key], 1)
    statement = json.loads(envelope.payload)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"] == [{"name": "pack.zip.age", "digest": {"sha256": "ab" * 32}}]


def test_known_unknown_and_changed(tmp_path: Path) -> None:
    path, trusted = made(tmp_path), {key_id(SIGNER.public): SIGNER.public}
    assert receipt.read(path, trusted).known and not receipt.read(path, {}).known
    envelope = json.loads(path.read_text())
    other = receipt.make([Subject("pack.zip.age", "cd" * 32)], PREDICATE, SIGNER)
    envelope["payload"] = json.loads(other)["payload"]
    path.write_text(json.dumps(envelope))
    with pytest.raises(Unusable) as stopped:
        receipt.read(path, trusted)
    assert stopped.value.problems[0].code == "K006"
    for junk in ("", "{}", '{"payload": "!"}', "[]"):
        path.write_text(junk)
        with pytest.raises(Unusable) as stopped:
            receipt.read(path, trusted)
        assert stopped.value.problems[0].code == "K008"


def test_keys_are_made_once_and_open_with_their_passphrase(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    assert folder.public() is None
    public = folder.create("age1x", b"sealed", b"secret")
    assert folder.signer(b"secret").public == public.signer and folder.trusted() == {public.key_id: public.signer}
    with pytest.raises(Refused):
        folder.signer(b"another")
    with pytest.raises(Unusable) as stopped:
        folder.create("age1y", b"", b"")
    assert stopped.value.problems[0].code == "K005"
    assert b"secret" not in b"".join(p.read_bytes() for p in folder.folder.iterdir())


def test_public_keys_in_three_spellings(tmp_path: Path) -> None:
    file = tmp_path / "k.pub"
    for text in (
        SIGNER.public.hex(),
        f"ed25519:{SIGNER.public.hex()}\n",
        json.dumps({"data": {"signer": SIGNER.public.hex()}}),
    ):
        file.write_text(text)
        assert read_public(file) == SIGNER.public
    file.write_text("nothing")
    with pytest.raises(Unusable):
        read_public(file)


def test_the_audit_log_shows_every_change(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    heads = [log.append(NOW, "sent", pack=f"p{n}") for n in range(4)]
    assert log.head() == heads[-1] and all(log.holds(h) for h in heads)
    whole = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join(whole[:2]))  # the tail is cut: the chain holds, but a receipt knows
    assert log.holds(heads[1]) and not log.holds(heads[3])
    log.path.write_bytes(b"".join(whole).replace(b"p1", b"p9"))
    with pytest.raises(Unusable):
        list(log.lines())
    assert not log.holds(heads[3])
    rewritten = AuditLog(tmp_path / "b.jsonl")
    for n in range(4):
        rewritten.append(NOW, "sent", pack=f"q{n}")
    assert not rewritten.holds(heads[3])


def test_a_half_written_last_line_is_passed_over(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.append(NOW, "sent")
    with log.path.open("ab") as file:
        file.write(b'{"number": 2, "ev')
    assert log.append(NOW, "sent").number == 2
    assert len(list(log.lines())) == 2 and log.head() != Head(0, "0" * 64)


def test_secrets_come_from_the_environment_then_the_keyring_then_a_question() -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "3"

    secrets = Secrets({"JTAI_SUBMIT_A": "1"}, {"b": "2"}.get, answer)
    assert [secrets.get("A", "?"), secrets.get("B", "?"), secrets.get("C", "?"), secrets.get("C")] == [
        "1",
        "2",
        "3",
        "3",
    ]
    assert asked == ["?"]  # once a run
    with pytest.raises(Refused) as stopped:
        Secrets({}).passphrase("?")
    assert stopped.value.problems[0].code == "K004"


def test_a_keyring_in_plain_text_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Plain(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str:
            return "readable"

        def set_password(self, service: str, username: str, password: str) -> None: ...
        def delete_password(self, service: str, username: str) -> None: ...

    monkeypatch.setattr(keyring, "get_keyring", Plain)
    monkeypatch.setattr(keyring, "get_password", lambda service, name: "readable")
    assert stored("passphrase") == "readable"
    Plain.__module__ = "keyrings.alt.file"
    assert stored("passphrase") is None


def test_a_signers_line_is_taken_as_it_is(tmp_path: Path) -> None:
    line = f"ed25519:{SIGNER.public.hex()}"
    (tmp_path / "signer.txt").write_text(line, "utf-8")
    assert read_public(Path(line)) == read_public(tmp_path / "signer.txt") == SIGNER.public
    with pytest.raises(Unusable):
        read_public(Path("ed25519:nothing"))
