"""The age format against its official vectors, pyrage, and mutations."""

import hashlib
import io
import os
import random
import zlib
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.packing import age, armor, bech32, recipients, stanzas

SIZES = [
    0,
    1,
    100,
    age.CHUNK - 1,
    age.CHUNK,
    age.CHUNK + 1,
    2 * age.CHUNK,
    2 * age.CHUNK + 1,
    16 * age.CHUNK,
    17 * age.CHUNK + 5,
]
OUTCOMES = {
    "header failure": stanzas.HeaderError,
    "no match": stanzas.NoMatch,
    "HMAC failure": stanzas.MacError,
    "payload failure": stanzas.PayloadError,
    "armor failure": armor.ArmorError,
}
KEY = recipients.generate()


def encrypt(data: bytes, *to: stanzas.Recipient, piece: int = 1 << 20) -> bytes:
    out: list[bytes] = []

    def exchange(buffer: bytearray, length: int) -> bytearray:
        out.append(bytes(buffer[:length]))
        return bytearray(age.Writer.BUFFER)

    writer = age.Writer(exchange, to or [KEY.recipient()])
    for at in range(0, len(data), piece):
        writer.write(data[at : at + piece])
    writer.close()
    return b"".join(out)


def decrypt(data: bytes, *identities: stanzas.Identity) -> bytes:
    return age.Reader(io.BytesIO(data), identities or [KEY]).read()


def vector(path: Path) -> tuple[list[tuple[str, str]], bytes]:
    head, _, body = path.read_bytes().partition(b"\n\n")
    facts = [tuple(line.split(": ", 1)) for line in head.decode().splitlines()]
    return facts, zlib.decompress(body) if ("compressed", "zlib") in facts else body  # type: ignore[return-value]


def test_vectors(vectors: Path) -> None:
    """Failure class and released plaintext of all 143."""
    tried = 0
    for path in sorted(vectors.iterdir()):
        facts, body = vector(path)
        known = dict(facts)
        tried += 1
        identities: list[stanzas.Identity] = [
            recipients.identity(v) for k, v in facts if k == "identity"
        ]
        identities += [recipients.Passphrase(v.encode()) for k, v in facts if k == "passphrase"]
        released, outcome = b"", "success"
        try:
            body = armor.decode(body) if "armored" in known else body
            reader = age.Reader(io.BytesIO(body), identities)
            while piece := reader.read(age.CHUNK):
                released += piece
        except stanzas.AgeError as e:
            outcome = next(name for name, kind in OUTCOMES.items() if isinstance(e, kind))
        assert outcome == known["expect"], path.name
        if "payload" in known:
            assert hashlib.sha256(released).hexdigest() == known["payload"], path.name
    assert tried == 143


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_ours_and_we_open_pyrages(size: int) -> None:
    data = os.urandom(size)
    theirs = pyrage.x25519.Identity.from_str(str(KEY))
    assert pyrage.decrypt(encrypt(data, piece=70_001), [theirs]) == data
    assert (
        decrypt(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(str(KEY.recipient()))]))
        == data
    )
    assert (
        pyrage.passphrase.decrypt(encrypt(data, recipients.Passphrase(b"pw", work=8)), "pw") == data
    )


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=300_000), st.integers(1, 200_000))
def test_what_goes_in_comes_out_however_it_is_cut(data: bytes, piece: int) -> None:
    assert decrypt(encrypt(data, piece=piece)) == data


@pytest.mark.parametrize("size", [0, age.CHUNK, age.CHUNK + 1])
def test_post_quantum_keys(size: int) -> None:
    mine, other, data = recipients.generate_hybrid(), recipients.generate_hybrid(), os.urandom(size)
    sealed = encrypt(data, mine.recipient(), other.recipient())
    assert decrypt(sealed, mine) == decrypt(sealed, other) == data
    assert (
        recipients.recipient(str(mine.recipient())) == mine.recipient()
        and recipients.identity(str(mine)) == mine
    )
    assert recipients.mixed([mine.recipient(), KEY.recipient()]) and not recipients.mixed(
        [mine.recipient()] * 2
    )
    with pytest.raises(stanzas.NoMatch):
        decrypt(sealed, recipients.generate_hybrid())
    with pytest.raises(stanzas.AgeError):
        decrypt(sealed[:-1] + bytes([sealed[-1] ^ 1]), mine)


def test_reading_from_anywhere() -> None:
    data = random.Random(1).randbytes(5 * age.CHUNK + 77)
    reader = age.Reader(io.BytesIO(encrypt(data)), [KEY])
    assert reader.size() == len(data)
    for at in (0, 1, age.CHUNK - 1, age.CHUNK, 3 * age.CHUNK + 9, len(data) - 3, len(data)):
        reader.seek(at)
        assert reader.read(10) == data[at : at + 10]
    assert reader.seek(-5, io.SEEK_END) == len(data) - 5
    assert reader.read() == data[-5:]


@pytest.mark.parametrize("seed", range(6))
def test_a_thousand_ways_to_break_a_pack_are_refused(seed: int) -> None:
    """A flipped bit, a cut, a piece twice, a piece left out, two pieces changed about, bytes after
    the end.
    """
    rng, data = random.Random(seed), os.urandom(2 * age.CHUNK + 500)
    key = recipients.generate_hybrid() if seed % 3 == 2 else KEY
    whole = encrypt(data, key.recipient())
    head = whole.index(b"\n--- ")
    for turn in range(1000):
        # Every other one in the header.
        broken, end = bytearray(whole), head + 70 if turn % 2 else len(whole)
        at = rng.randrange(end)
        match rng.randrange(6):
            case 0 | 1:
                broken[at] ^= 1 << rng.randrange(8)
            case 2:
                del broken[at:]
            case 3:
                broken[at:at] = broken[at : at + rng.randrange(1, 2000)] or b"x"
            case 4:
                del broken[at : at + rng.randrange(1, 2000)]
            case 5:
                broken += os.urandom(rng.randrange(1, 2000))
        if broken == whole:  # a piece of nothing
            continue
        with pytest.raises(stanzas.AgeError):
            reader = age.Reader(io.BytesIO(bytes(broken)), [key])
            reader.size()
            reader.seek(0)
            reader.read()


def test_another_key_does_not_open() -> None:
    with pytest.raises(stanzas.NoMatch):
        decrypt(encrypt(b"x"), recipients.generate())


@pytest.mark.parametrize("at", range(4, 62, 7))
def test_a_key_with_one_wrong_letter_is_refused(at: int) -> None:
    text = str(KEY.recipient())
    wrong = text[:at] + ("q" if text[at] != "q" else "p") + text[at + 1 :]
    with pytest.raises(ValueError, match="letter"):
        recipients.recipient(wrong)


@given(st.binary(min_size=1, max_size=1200), st.sampled_from(["age", "age-secret-key-", "age1pq"]))
def test_bech32_round_trip(data: bytes, prefix: str) -> None:
    assert bech32.decode(bech32.encode(prefix, data)) == (prefix, data)


def test_passphrases_are_costly() -> None:
    """scrypt with N = 2 to the 18th, as the age program takes: about a second for each guess."""
    assert recipients.sealed_text("x", b"pw").split(b"\n")[1].endswith(b" 18")


@pytest.mark.usefixtures("light")
def test_identity_files() -> None:
    plain = f"# made by hand\n{KEY}\n".encode()
    assert recipients.identities(plain, lambda: b"") == [KEY]
    sealed = recipients.sealed_text(f"{KEY}\n", b"pw")
    assert recipients.identities(sealed, lambda: b"pw") == [KEY]
    with pytest.raises(stanzas.NoMatch):
        recipients.identities(sealed, lambda: b"another")
    with pytest.raises(ValueError, match="holds nothing but notes"):
        recipients.identities(b"# nothing\n", lambda: b"")
