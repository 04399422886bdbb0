"""What the readers of documents are not kept from on a computer is said in check and stated in the
receipt.
"""

import json
from pathlib import Path

import pytest

from jtai_submit.redaction.examining import Workers
from jtai_submit.workers.confinement import Confined, Promise
from tests.make import jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


def stated(folder: Path) -> str:
    from base64 import b64decode

    (receipt,) = (folder / ".jtai" / "receipts").glob("0*.json")
    return b64decode(json.loads(receipt.read_text("utf-8"))["payload"]).decode()


@pytest.mark.parametrize("lacking", [{Promise.NETWORK: "this system cannot"}, {}])
def test_it_is_said(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, lacking: dict[Promise, str]
) -> None:
    monkeypatch.setattr(Workers, "confinement", lambda self: Confined(lacking))
    area = ready(tmp_path, only=("1.1",))
    checked = jtai(capsys, "check", area.folder)
    assert ("reach the network (this system cannot)" in " ".join(checked.out.split())) == bool(
        lacking
    )
    # What was let through before is not read again.
    area.files["1.1"].write_bytes(pdf("other words"))
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    assert ("reach the network (this system cannot)" in stated(area.folder)) == bool(lacking)
