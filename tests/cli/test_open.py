"""`open` as an inspector uses it: many packs, who sealed them, identity files of any system."""

import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jtai_submit.custody import receipt as receipts
from jtai_submit.custody.keys import Signer
from jtai_submit.packing.recipients import sealed_text
from tests.make import Ready, jtai, keys, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")
V1 = "exampleshire_day-five_3-police_v1.zip.age"


@pytest.fixture
def area(tmp_path: Path, capsys: Capsys) -> Ready:
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    (tmp_path / "id.txt").write_text(f"{area.identity}\n")
    return area


WITH = ("--to", "out", "--identity", "id.txt", "--json")


def test_a_folder_of_packs_and_what_is_open_already(area: Ready, capsys: Capsys) -> None:
    first = jtai(capsys, "open", area.site, *WITH)
    assert first.code == 0 and [p["state"] for p in first.data["packs"]] == ["opened"] * 2
    area.files["3.4"].write_bytes(pdf("Newer"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    again = jtai(capsys, "open", area.site, *WITH)
    states = {Path(p["pack"]).name: p["state"] for p in again.data["packs"]}
    assert again.code == 0 and sorted(states.values()) == ["already-open", "already-open", "opened"]
    index = next(Path("out").glob("*3-police_v2/index.html")).read_text("utf-8")
    assert "replaces 01 Child protection referral document (v1)" in index


def test_a_bad_pack_does_not_keep_the_others_shut(area: Ready, capsys: Capsys) -> None:
    pack = area.site / V1
    pack.write_bytes(pack.read_bytes()[:3000])
    shutil.copy(
        area.site / "exampleshire_day-five_1-local-authority_v1.zip.age",
        area.site / "other.zip.age",
    )
    (area.site / "exampleshire_day-five_receipt-0001.json").unlink()
    result = jtai(capsys, "open", area.site, *WITH)
    assert result.code == 3 and len(result.data["packs"]) == 1
    assert sorted(e["code"] for e in result.json["errors"]) == ["S001", "S012"]


def test_who_sealed_it(area: Ready, capsys: Capsys, tmp_path: Path) -> None:
    def sealed_by(to: str) -> object:
        options = ("--to", to, "--identity", "id.txt", "--json")
        return jtai(capsys, "open", area.site / V1, *options).data["packs"][0]["sealed_by"]

    known = sealed_by("a")
    assert isinstance(known, dict) and (known["known"], known["name"]) == (True, "you")
    assert known["receipt"] == 1
    text = jtai(capsys, "open", area.site / V1, *WITH[:-1]).out
    assert "sealed by you, as receipt 1 says" in text
    for file in keys(tmp_path).folder.glob("*.*"):
        file.unlink()
    unknown = sealed_by("b")
    assert isinstance(unknown, dict) and unknown["known"] is False
    (area.site / "exampleshire_day-five_receipt-0001.json").unlink()
    assert sealed_by("c") is None
    assert "nobody vouches" in jtai(capsys, "open", area.site / V1, *WITH[:-1]).out


def test_a_pack_that_its_receipt_does_not_name(area: Ready, capsys: Capsys, tmp_path: Path) -> None:
    signer = Signer.throw_away()
    path = area.site / "exampleshire_day-five_receipt-0001.json"
    read = receipts.read(path, {})
    others = [receipts.Subject(each.name, "ab" * 32) for each in read.subjects]
    path.write_bytes(receipts.make(others, read.predicate, signer))
    assert jtai(capsys, "open", area.site / V1, *WITH).code == 0  # a stranger's word is nothing
    folder = keys(tmp_path).folder / "signers"
    folder.mkdir()
    (folder / "Coordinator.pub").write_text(signer.public.hex())
    told = jtai(capsys, "open", area.site / V1, "--to", "b", "--identity", "id.txt", "--json")
    assert told.code == 3 and told.json["errors"][0]["code"] == "S013"


def armored(text: str) -> bytes:
    body = base64.encodebytes(sealed_text(text, b"correct horse battery staple")).replace(
        b"\n", b""
    )
    lines = [body[at : at + 64] for at in range(0, len(body), 64)]
    begin, end = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
    return b"\r\n".join([begin, *lines, end, b""])


WINDOWS: dict[str, Callable[[str], bytes]] = {
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16 of PowerShell": lambda text: text.encode("utf-16"),
    "UTF-16 big-endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "CRLF and notes": lambda text: f"# created\r\n\r\n  {text} \r\n".encode(),
    "armor": armored,
    "armor in UTF-16": lambda text: armored(text).decode().encode("utf-16"),
}


@pytest.mark.parametrize("how", WINDOWS)
def test_identity_files_as_windows_writes_them(area: Ready, capsys: Capsys, how: str) -> None:
    Path("id.txt").write_bytes(WINDOWS[how](f"{area.identity}\r\n"))
    result = jtai(capsys, "open", area.site / V1, *WITH)
    assert result.code == 0, result.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"age1qqqq", "recipient"),
        (b"ssh-ed25519 AAAA", "SSH"),
        (b"", "empty"),
        (b"\xff\xfe\x00\xd8", "not text"),
        (b"\x80\x81", "not text"),
        (b"AGE-SECRET-KEY-1QQ", "letter"),
        (b"hello", "no age identity"),
        (b"AGE-PLUGIN-X-1QQ", "plug-in"),
    ],
)
def test_what_is_no_identity_is_said_in_words(
    area: Ready, capsys: Capsys, data: bytes, words: str
) -> None:
    Path("id.txt").write_bytes(data)
    result = jtai(capsys, "open", area.site / V1, *WITH)
    (error,) = result.json["errors"]
    assert (result.code, error["code"]) == (3, "K010") and words in error["message"]
    assert "codec" not in error["message"]
