"""Keys, receipts and the audit log, also in the eyes of securesystemslib."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # it has no __all__

from jtai_submit.custody import receipt, recovery
from jtai_submit.custody.audit import AuditLog, Head
from jtai_submit.custody.keys import KeyFolder, Signer, key_id, read_public
from jtai_submit.custody.receipt import Subject
from jtai_submit.custody.secrets import Secrets, forget, keep, stored, variable
from jtai_submit.custody.statement import Predicate
from jtai_submit.errors import Refused, Unusable

NOW = datetime(2017, 5, 15, 9, tzinfo=UTC)
SIGNER = Signer.throw_away()
PREDICATE = Predicate.model_validate(
    {
        "area": "Exampleshire",
        "audit": {"number": 0, "hash": "0" * 64},
        "made": "2017-05-15T09:00:00+01:00",
        "portal": "folder x",
        "status": "complete",
        "packs": [],
        "not_sent": [],
        "clock_set_by_hand": False,
    }
)


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
    assert folder.signer(b"secret").public == public.signer and folder.trusted() == {
        public.key_id: public.signer
    }
    with pytest.raises(Refused):
        folder.signer(b"another")
    with pytest.raises(Unusable) as stopped:
        folder.create("age1y", b"", b"")
    assert stopped.value.problems[0].code == "K005"
    assert b"secret" not in b"".join(p.read_bytes() for p in folder.folder.iterdir())


@pytest.mark.parametrize(
    "left", [b"", b"null", b"[1]", b'"x"', b"7", b"[" * 100_000, b'{"recipient": 1}', b"\0" * 90]
)
def test_what_is_public_can_be_put_right_from_the_keys(tmp_path: Path, left: bytes) -> None:
    folder = KeyFolder(tmp_path / "keys")
    public = folder.create("age1x", b"sealed", b"secret")
    (folder.folder / "public.json").write_bytes(left)
    assert folder.public() is None and folder.some
    assert folder.absent().problems[0].code == "K017"
    assert folder.put_right("age1x", b"secret") == folder.public() == public


@pytest.mark.parametrize("kind", ["bare", "another", "empty", "folder"])
def test_a_signing_key_that_is_not_ours_is_said(tmp_path: Path, kind: str) -> None:
    folder = KeyFolder(tmp_path / "keys")
    folder.create("age1x", b"sealed", b"secret")
    key, locked = Ed25519PrivateKey.generate(), BestAvailableEncryption(b"secret")
    data = {
        "bare": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "another": generate_private_key(SECP256R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, locked
        ),
        "empty": b"",
    }
    place = folder.folder / "signing.pem"
    place.unlink()
    if kind == "folder":
        place.mkdir()
    else:
        place.write_bytes(data[kind])
    with pytest.raises(Unusable) as stopped:
        folder.signer(b"secret")
    assert stopped.value.problems[0].code == "K017"


def test_a_key_file_that_is_nested_without_end(tmp_path: Path) -> None:
    file = tmp_path / "deep.pub"
    file.write_text('{"data":' + "[" * 200_000)
    with pytest.raises(Unusable) as stopped:
        read_public(file)
    assert stopped.value.problems[0].code == "K007"


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
    # The tail is cut: the chain holds, but a receipt knows.
    log.path.write_bytes(b"".join(whole[:2]))
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
    assert [
        secrets.get("A", "?"),
        secrets.get("B", "?"),
        secrets.get("C", "?"),
        secrets.get("C"),
    ] == [
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


class Ring(KeyringBackend):
    """A keyring of this test: it encrypts, or says that it is locked."""

    priority = 1
    locked = False
    held: ClassVar[dict[str, str]] = {}

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.held.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.held[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.held[username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(Ring, "held", {})
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_keyring_keeps_gives_and_forgets(ring: Ring) -> None:
    assert stored("portal_token") is None and not forget("portal_token")
    keep("portal_token", "t0ken")
    assert stored("portal_token") == "t0ken" and Secrets({}, stored).get("PORTAL_TOKEN") == "t0ken"
    assert forget("portal_token") and stored("portal_token") is None


def test_a_locked_keyring_holds_nothing_and_says_so_where_it_should_keep(ring: Ring) -> None:
    ring.locked = True
    assert stored("portal_token") is None and not forget("portal_token")
    with pytest.raises(Refused) as stopped:
        keep("portal_token", "t0ken")
    [problem] = stopped.value.problems
    assert (
        problem.code == "K011"
        and "JTAI_SUBMIT_PORTAL_TOKEN" in problem.fix
        and "t0ken" not in str(problem)
    )


@pytest.mark.parametrize("chained", [False, True])
def test_nothing_is_put_into_a_keyring_in_plain_text(
    ring: Ring, monkeypatch: pytest.MonkeyPatch, chained: bool
) -> None:
    """Also where it is one of several that are asked in turn."""
    monkeypatch.setattr(Ring, "__module__", "keyrings.alt.file")
    if chained:
        monkeypatch.setattr(
            keyring, "get_keyring", lambda: SimpleNamespace(backends=[object(), ring])
        )
    with pytest.raises(Refused) as stopped:
        keep("portal_token", "t0ken")
    assert stopped.value.problems[0].code == "K011" and not Ring.held and not forget("portal_token")


def test_the_environments_name_of_a_secret() -> None:
    assert variable("portal_token") == "JTAI_SUBMIT_PORTAL_TOKEN"


def test_no_keys_yet(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path)
    assert folder.sealed_identity() is None and folder.trusted() == {}
    with pytest.raises(Unusable) as stopped:
        folder.signer(b"secret")
    assert stopped.value.problems[0].code == "K002"


def test_keys_that_are_there(tmp_path: Path) -> None:
    """One's own, and those of people whose files were put beside them."""
    folder, other = KeyFolder(tmp_path), Signer.throw_away()
    own = folder.create("age1x", b"sealed", b"secret")
    (tmp_path / "signers").mkdir()
    (tmp_path / "signers" / "deputy.pub").write_text(f"ed25519:{other.public.hex()}\n")
    assert folder.sealed_identity() == b"sealed"
    assert folder.trusted() == {own.key_id: own.signer, key_id(other.public): other.public}


def test_a_public_key_as_pem(tmp_path: Path) -> None:
    file, key = tmp_path / "k.pem", Ed25519PublicKey.from_public_bytes(SIGNER.public)
    file.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert read_public(file) == SIGNER.public
    other = X25519PrivateKey.generate().public_key()  # a key, and none that signs
    file.write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(Unusable) as stopped:
        read_public(file)
    assert stopped.value.problems[0].code == "K007"


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}"])
def test_a_line_of_the_log_that_is_no_event(tmp_path: Path, line: bytes) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.append(NOW, "sent")
    log.path.write_bytes(log.path.read_bytes() + line + b"\n")
    with pytest.raises(Unusable, match="2") as stopped:
        log.head()
    assert len(stopped.value.problems) == 1


def unlike(tmp_path: Path, **changed: object) -> Path:
    """A receipt that was signed by its maker, and lacks or holds other things than a
    receipt does.
    """
    path = tmp_path / "odd.json"
    envelope = json.loads(receipt.make([Subject("pack.zip.age", "ab" * 32)], PREDICATE, SIGNER))
    statement = json.loads(b64decode(envelope["payload"]))
    stated = statement["predicate"] | changed
    statement["predicate"] = {name: value for name, value in stated.items() if value is not None}
    payload = json.dumps(statement).encode()
    envelope["payload"] = b64encode(payload).decode()
    # DSSE's pre-authentication encoding, written out once more
    kind = envelope["payloadType"].encode()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    envelope["signatures"][0]["sig"] = b64encode(SIGNER.sign(message)).decode()
    path.write_text(json.dumps(envelope))
    return path


def test_what_is_signed_and_no_receipt(tmp_path: Path) -> None:
    other_type = json.loads(made(tmp_path).read_text()) | {"payloadType": "text/plain"}
    (tmp_path / "other.json").write_text(json.dumps(other_type))
    for path in (tmp_path / "other.json", unlike(tmp_path, packs=None), tmp_path / "none.json"):
        with pytest.raises(Unusable) as stopped:
            receipt.read(path, {key_id(SIGNER.public): SIGNER.public})
        assert stopped.value.problems[0].code == "K008"


# --- recovery: a page and a code

CODE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567"


def mixed(text: str, code: bytes) -> bytes:
    return bytes(letter ^ code[at % len(code)] for at, letter in enumerate(text.encode()))


def unmixed(data: bytes, code: bytes) -> str:
    return bytes(letter ^ code[at % len(code)] for at, letter in enumerate(data)).decode()


def printed() -> tuple[str, Ed25519PrivateKey]:
    key = Ed25519PrivateKey.generate()
    text = recovery.page(
        "AGE-SECRET-KEY-1X", key, CODE, mixed, name="Pat", on="15 May 2017", key_id="ab" * 32
    )
    return text, key


def test_a_new_code_has_six_groups_of_five() -> None:
    code = recovery.new_code()
    assert (
        re.fullmatch(r"(?:[A-HJ-NP-Z2-9]{5}-){5}[A-HJ-NP-Z2-9]{5}", code)
        and code != recovery.new_code()
    )


@pytest.mark.parametrize("code", [CODE, CODE.lower().replace("-", " ")])
def test_page_and_code_give_the_keys_back(code: str) -> None:
    text, key = printed()
    assert "Pat" in text and "AGE-SECRET-KEY" not in text and max(map(len, text.splitlines())) <= 80
    identity, again = recovery.read(
        text.upper().replace("BEGIN", "BEGIN"), code, unmixed, "page.txt"
    )
    assert identity == "AGE-SECRET-KEY-1X" and again.private_bytes_raw() == key.private_bytes_raw()


def test_a_mistyped_line_is_named() -> None:
    text, _ = printed()
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("-----BEGIN")) + 2
    lines[at] = lines[at].translate(str.maketrans("0123456789", "1234567890"))
    with pytest.raises(Unusable, match="line 2") as stopped:
        recovery.read("\n".join(lines), CODE, unmixed, "page.txt")
    assert stopped.value.problems[0].code == "K012"


@pytest.mark.parametrize(
    "text",
    ["", "words", "-----BEGIN JTAI-SUBMIT RECOVERY-----\n-----END JTAI-SUBMIT RECOVERY-----"],
)
def test_a_text_that_is_no_page(text: str) -> None:
    with pytest.raises(Unusable) as stopped:
        recovery.read(text, CODE, unmixed, "page.txt")
    assert stopped.value.problems[0].code == "K012"


def test_another_code() -> None:
    text, _ = printed()
    with pytest.raises(Refused) as stopped:
        recovery.read(text, CODE.replace("A", "B"), unmixed, "page.txt")
    assert stopped.value.problems[0].code == "K012"


class Own(Exception):
    """A keyring's own error, of no class that anybody knows."""


@pytest.mark.parametrize("letters", [10, 1500])
def test_a_keyring_that_fails_in_its_own_way(
    ring: Ring, monkeypatch: pytest.MonkeyPatch, letters: int
) -> None:
    def fails(*_: object) -> None:
        raise Own(1783, "CredWrite")

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(Ring, name, fails)
    assert stored("portal_token") is None and not forget("portal_token")
    with pytest.raises(Refused) as stopped:
        keep("portal_token", "x" * letters)
    [problem] = stopped.value.problems
    assert problem.code == "K011" and "JTAI_SUBMIT_PORTAL_TOKEN" in problem.fix
    assert ("1,500 letters" in problem.message) == (letters == 1500)


@pytest.mark.parametrize(
    "end", [b"\0" * 40, b'{"at":"2017\0\0', b"words", b"\n\n", b'{"number": 9, "hash": "x"}']
)
def test_what_is_no_line_of_ours_is_never_written_over(tmp_path: Path, end: bytes) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.append(NOW, "sent")
    log.path.write_bytes(log.path.read_bytes() + end)
    before = log.path.read_bytes()
    with pytest.raises(Unusable) as stopped:
        log.append(NOW, "sent")
    assert stopped.value.problems[0].code == "K009" and log.path.read_bytes() == before


def test_a_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.append(NOW, "sent")
    log.path.write_bytes(log.path.read_bytes()[:-1])
    assert log.append(NOW, "sent").number == 2 and len(list(log.lines())) == 2
