"""Age files, armor, keys and bags that are wrong in one place each: refused, in the class that the
format asks for.

The official vectors say more; these are made here, so that they are there wherever the tests are.
"""

import base64
import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from jtai_submit.errors import Unusable
from jtai_submit.packing import age, armor, bag, bech32, recipients, stanzas
from jtai_submit.packing.recipients import Passphrase
from tests.packing.test_age import KEY, decrypt, encrypt

HYBRID = recipients.generate_hybrid()
SAME = recipients.X25519Identity(bytes(range(32)))  # one key in every run: tests are named after it
SHARE = stanzas.b64(bytes(range(32)))  # a point of X25519 like any other
LOW_ORDER = stanzas.b64(bytes(32))  # RFC 7748, 6.1: the shared secret would be all zero
LOCK = Passphrase(b"pw", work=1)


@dataclass(frozen=True)
class Wrote:
    """Another program's recipient, which wrote this entry into the header."""

    stanza: stanzas.Stanza

    def wrap(self, file_key: bytes, random: stanzas.Random) -> stanzas.Stanza:
        return self.stanza


@dataclass(frozen=True)
class Knows:
    """An identity that believes it found this file key."""

    key: bytes

    def unwrap(self, stanzas: Sequence[stanzas.Stanza]) -> bytes | None:
        return self.key


def entry(*arguments: str, body: bytes = bytes(32)) -> bytes:
    return encrypt(b"words", Wrote(stanzas.Stanza(arguments, body)))


# --- the header


@pytest.mark.parametrize(
    "sealed",
    [
        entry("X25519"),
        entry("X25519", SHARE, SHARE),
        entry("X25519", "????"),
        entry("X25519", stanzas.b64(bytes(31))),
        entry("X25519", LOW_ORDER),
        entry("X25519", SHARE, body=bytes(31)),
    ],
)
def test_entries_of_x25519_that_are_wrong(sealed: bytes) -> None:
    with pytest.raises(stanzas.HeaderError):
        decrypt(sealed, KEY)


@pytest.mark.parametrize(
    "sealed",
    [
        entry("mlkem768x25519"),
        entry("mlkem768x25519", "????"),
        entry("mlkem768x25519", stanzas.b64(bytes(1119))),
        entry("mlkem768x25519", stanzas.b64(bytes(1120)), body=bytes(31)),
        entry("mlkem768x25519", stanzas.b64(bytes(1120))),  # its second part is of low order
    ],
)
def test_post_quantum_entries_that_are_wrong(sealed: bytes) -> None:
    with pytest.raises(stanzas.HeaderError):
        decrypt(sealed, HYBRID)


@pytest.mark.parametrize(
    "sealed",
    [
        entry("scrypt", stanzas.b64(bytes(16))),
        entry("scrypt", stanzas.b64(bytes(16)), "0"),
        entry("scrypt", stanzas.b64(bytes(16)), "01"),
        entry("scrypt", stanzas.b64(bytes(16)), "+1"),
        entry("scrypt", stanzas.b64(bytes(16)), "21"),  # an attacker's work, not ours
        entry("scrypt", "????", "1"),
        entry("scrypt", stanzas.b64(bytes(15)), "1"),
        entry("scrypt", stanzas.b64(bytes(16)), "1", body=bytes(33)),
    ],
)
def test_entries_of_a_passphrase_that_are_wrong(sealed: bytes) -> None:
    with pytest.raises(stanzas.HeaderError):
        decrypt(sealed, LOCK)


def test_a_passphrase_is_never_one_of_several() -> None:
    with pytest.raises(stanzas.HeaderError, match="several"):
        decrypt(encrypt(b"words", LOCK, KEY.recipient()), LOCK)


def test_entries_of_others_are_passed_over() -> None:
    """A key looks past entries that it does not know, and past those of its own kind that are for
    somebody else.
    """
    grease = Wrote(stanzas.Stanza(("of-tomorrow", "x"), b""))
    for key in (KEY, HYBRID):
        stranger = recipients.generate() if key is KEY else recipients.generate_hybrid()
        assert (
            decrypt(encrypt(b"words", grease, stranger.recipient(), key.recipient()), key)
            == b"words"
        )
    with pytest.raises(stanzas.NoMatch):
        decrypt(entry("of-tomorrow", "x"), KEY, HYBRID, LOCK)


def test_what_an_identity_found_must_be_a_file_key() -> None:
    with pytest.raises(stanzas.HeaderError, match="16 bytes"):
        decrypt(encrypt(b"words"), Knows(b"short"))
    with pytest.raises(stanzas.MacError):
        decrypt(encrypt(b"words"), Knows(bytes(16)))


def header(*lines: str) -> bytes:
    return "\n".join((stanzas.VERSION.decode(), *lines, "")).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"age-encryption.org/v2\n",
        b"age-encryption.org/v1",
        "age-encryption.org/v1\n-> X25519 é\n".encode(),
        header("--- " + stanzas.b64(bytes(32))),
        header("-> x", "", "---"),
        header("-> x", "", "--- ????"),
        header("-> x", "", "--- " + stanzas.b64(bytes(31))),
        header("->", ""),
        header("-> x  y", ""),
        header("=> x", ""),
        header("-> x", "????"),
        header("-> x", "AAB"),  # bits that mean nothing must be zero
        header("-> x", "A" * 65),
        header("-> x", *["A" * 64] * 20_000),  # longer than any header
    ],
)
def test_headers_that_are_wrong(data: bytes) -> None:
    with pytest.raises(stanzas.HeaderError):
        decrypt(data, KEY)


# --- the payload

FIXED = random.Random(1)


def in_chunks(*chunks: tuple[bytes, bool]) -> bytes:
    """An age file whose payload is these chunks, each with its last-chunk flag, sealed after the
    format's own words.
    """
    drawn: list[bytes] = []

    def draw(count: int) -> bytes:
        drawn.append(FIXED.randbytes(count))
        return drawn[-1]

    out: list[bytes] = []

    def exchange(buffer: bytearray, length: int) -> bytearray:
        out.append(bytes(buffer[:length]))
        return bytearray(age.Writer.BUFFER)

    age.Writer(exchange, [KEY.recipient()], draw)  # the header alone: it is not closed
    file_key, nonce = drawn[0], drawn[1]
    cipher = ChaCha20Poly1305(stanzas.kdf(file_key, nonce, b"payload"))
    sealed = [
        cipher.encrypt(number.to_bytes(11, "big") + bytes([last]), chunk, None)
        for number, (chunk, last) in enumerate(chunks)
    ]
    return b"".join(out + sealed)


FULL = b"x" * age.CHUNK


def test_chunks_as_they_should_be() -> None:
    assert decrypt(in_chunks((FULL, False), (b"end", True))) == FULL + b"end"
    assert decrypt(in_chunks((b"", True))) == b""


@pytest.mark.parametrize(
    "data",
    [
        in_chunks(),
        in_chunks((FULL, False)),  # cut between two chunks
        in_chunks((FULL, False), (b"", True)),  # an empty last chunk is only for an empty file
        in_chunks((FULL, True)) + b"more",  # something was added
        in_chunks((b"short", False)),
    ],
)
def test_a_file_that_is_not_whole_says_so_before_its_size(data: bytes) -> None:
    with pytest.raises(stanzas.PayloadError):
        age.Reader(io.BytesIO(data), [KEY]).size()
    with pytest.raises(stanzas.PayloadError):
        decrypt(data)


def test_a_last_chunk_that_is_followed_by_another() -> None:
    with pytest.raises(stanzas.PayloadError):
        decrypt(in_chunks((FULL, True), (b"more", True)))


def test_what_is_authentic_is_handed_out_once_and_then_it_fails() -> None:
    reader = age.Reader(io.BytesIO(in_chunks((FULL, False))), [KEY])
    assert reader.readable() and reader.seekable()
    buffer = bytearray(2 * age.CHUNK)
    assert reader.readinto(buffer) == age.CHUNK and buffer[: age.CHUNK] == FULL
    with pytest.raises(stanzas.PayloadError):
        reader.readinto(buffer)


def test_a_payload_without_its_nonce() -> None:
    whole = encrypt(b"words")
    with pytest.raises(stanzas.HeaderError, match="nonce"):
        decrypt(whole[: whole.index(b"\n--- ") + 4 + 44 + 8])


# --- armor and keys as text


def armored(data: bytes, ending: str = "\n") -> str:
    text = base64.b64encode(data).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return ending.join(
        ["-----BEGIN AGE ENCRYPTED FILE-----", *lines, "-----END AGE ENCRYPTED FILE-----", ""]
    )


@pytest.mark.parametrize("size", [46, 47, 48, 49, 96])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_armor_is_taken_off(size: int, ending: str) -> None:
    text = armored(bytes(range(size)), ending).encode()
    assert armor.armored(b" \n" + text) and armor.decode(b" \n" + text + b" ") == bytes(range(size))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-----BEGIN AGE ENCRYPTED FILE-----",
        armored(b"words").replace("END AGE", "END OF AGE"),
        "words\n" + armored(b"words"),
        armored(b"words" * 30).replace("\n", " \n"),
        armored(b"words" * 30).replace("\n", "\n\n"),
        armored(bytes(48)).replace("-----END", "=\n-----END"),
        armored(b"words").replace("=", ""),
        armored(b"words").replace("=", "==="),
        armored(b"words").replace("d", "?"),
        armored(b"words") + "é",
    ],
)
def test_armor_that_is_not_strict(text: str) -> None:
    with pytest.raises(armor.ArmorError):
        armor.decode(text.encode())


@pytest.mark.usefixtures("light")
def test_an_identity_file_in_armor() -> None:
    sealed = recipients.sealed_text(f"{KEY}\n", b"pw")
    assert recipients.opened_text(sealed, b"pw") == f"{KEY}\n"
    assert recipients.identities(armored(sealed).encode(), lambda: b"pw") == [KEY]


def test_keys_are_read_as_they_are_written() -> None:
    for identity in (KEY, HYBRID):
        assert recipients.identity(str(identity)) == identity
        assert recipients.recipient(str(identity.recipient())) == identity.recipient()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        "1qqqqqq",
        "age1qqqqqb",  # b is in no key
        "age1qqqqqqq",
        str(SAME.recipient()).upper(),
        str(SAME.recipient()).replace("age1", "Age1"),
        str(SAME),
        bech32.encode("age", bytes(31)),
        bech32.encode("age1pq", bytes(32)),
    ],
)
def test_texts_that_are_no_recipient(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        recipients.recipient(text)


@pytest.mark.parametrize(
    "text",
    [
        str(SAME).lower(),
        str(SAME.recipient()),
        bech32.encode("age-secret-key-", bytes(31)).upper(),
        bech32.encode("age-secret-key-pq-", bytes(31)).upper(),
    ],
)
def test_texts_that_are_no_identity(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        recipients.identity(text)


def test_letters_whose_last_bits_mean_something() -> None:
    """BIP 173: data is filled up with zero bits to a whole letter, and never by a whole letter."""
    words = [
        bech32._ALPHABET.index(letter)
        for letter in bech32.encode("age", b"\xff").split("1")[1][:-6]
    ]
    for changed in ([words[0], words[1] | 1], [*words, 0]):
        check = bech32._polymod(bech32._expand("age") + changed + [0] * 6) ^ 1
        letters = changed + [(check >> 5 * (5 - place)) & 31 for place in range(6)]
        with pytest.raises(ValueError, match="wrong or missing"):
            bech32.decode("age1" + "".join(bech32._ALPHABET[value] for value in letters))


# --- bags


def zipped(members: dict[str, bytes], twice: str = "") -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("data")
        for name, data in members.items():
            archive.writestr(name, data)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(twice, b"another")
    return zipfile.ZipFile(out)


def a_bag() -> dict[str, bytes]:
    payload = {"data/a%.txt": b"words", "data/b\n.txt": b"more words"}
    entries = [
        bag.Entry(name, len(data), bag.digest(io.BytesIO(data))[1])
        for name, data in payload.items()
    ]
    return payload | bag.tag_files(
        entries, {"Bagging-Date": "2017-05-15"}, {"index.html": b"<p>index"}
    )


def told(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    with pytest.raises(Unusable) as stopped:
        bag.check(archive)
    return [(problem.code, problem.message) for problem in stopped.value.problems]


def test_a_whole_bag() -> None:
    assert {entry.name: entry.bytes for entry in bag.check(zipped(a_bag()))} == {
        "data/a%.txt": 5,
        "data/b\n.txt": 10,
    }
    without = a_bag()
    del without["tagmanifest-sha256.txt"], without["index.html"]
    changed = [message for _, message in told(zipped(without))]
    assert changed == [
        f"{name} is not in the list of files" for name in without if not name.startswith("data/")
    ]


def test_a_bag_says_all_that_is_wrong_with_it() -> None:
    members = a_bag()
    del members["data/a%.txt"]
    members["index.html"] = b"<p>another"
    members["data/c.txt"] = b"nobody listed it"
    assert sorted(told(zipped(members))) == [
        ("S001", "data/a%.txt is missing"),
        ("S001", "data/c.txt is not in the list of files"),
        ("S001", "index.html is not what was packed"),
    ]


@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha256.txt"])
def test_what_is_no_bag(name: str) -> None:
    members = a_bag()
    del members[name]
    assert [code for code, _ in told(zipped(members))] == ["S003"]


def test_two_files_of_one_name() -> None:
    assert ("S001", "two files have the same name") in told(zipped(a_bag(), twice="data/a%.txt"))
