"""seal: zip: what 7-Zip opens with the passphrase, and nobody without it."""

import hashlib
import io
from pathlib import Path

import pytest
import pyzipper

from jtai_submit.packing import zipped
from tests.make import jtai, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")
SECRET = "told by telephone"


@pytest.fixture
def pack(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> Path:
    area = ready(tmp_path, only=("3.4",), children=("C1",), seal="zip")
    assert jtai(capsys, "push", area.folder, *SMALL).code == 6  # no passphrase
    monkeypatch.setenv("JTAI_SUBMIT_ZIP_PASSPHRASE", "short")
    assert jtai(capsys, "push", area.folder, *SMALL, "--json").json["errors"][0]["code"] == "S010"
    monkeypatch.setenv("JTAI_SUBMIT_ZIP_PASSPHRASE", SECRET)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 0, result.err
    assert (
        jtai(
            capsys,
            "verify",
            area.folder / ".jtai/receipts/0001_day-five.json",
            "--against",
            "portal",
        ).code
        == 0
    )
    (pack,) = area.site.glob("*.zip")
    assert pack.name == "exampleshire_day-five_3-police_v1.zip"
    (guide,) = area.site.glob("*how-to-open*")
    assert "7z x PACK.zip" in guide.read_text("utf-8") and "age -d" not in guide.read_text("utf-8")
    return pack


def test_sealed_and_opened(
    pack: Path, tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuntimeError):
        pyzipper.AESZipFile(io.BytesIO(pack.read_bytes())).read("index.html")
    with pyzipper.AESZipFile(io.BytesIO(pack.read_bytes())) as archive:
        archive.setpassword(SECRET.encode())
        # AES-256.
        assert archive.testzip() is None and {i.wz_aes_strength for i in archive.infolist()} == {3}
    assert jtai(capsys, "open", pack, "--to", "opened").code == 0
    assert list(Path("opened").rglob("*.pdf"))
    monkeypatch.setenv("JTAI_SUBMIT_ZIP_PASSPHRASE", "another passphrase")
    wrong = jtai(capsys, "open", pack, "--to", "again", "--json")
    assert (
        wrong.code == 6
        and wrong.json["errors"][0]["code"] == "S010"
        and not list(Path("again").rglob("*.pdf"))
    )


def test_what_goes_out_is_counted_and_hashed() -> None:
    """zipfile sees a stream that can be written and not sought, so nothing that went is ever
    changed.
    """
    sink = io.BytesIO()
    counted = zipped._Counted(sink)
    assert counted.writable() and not counted.seekable()
    assert counted.write(b"words") == 5 and (sink.getvalue(), counted.bytes) == (b"words", 5)
    assert counted.sha.hexdigest() == hashlib.sha256(b"words").hexdigest()
