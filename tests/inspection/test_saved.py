"""The submission after a power cut: as a command last saved it, put back by the command that the
message names.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.make import inspection, jtai
from tests.systems import taken_apart

Capsys = pytest.CaptureFixture[str]
CUTS: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "half": lambda data: data[: len(data) // 3],
    "half and zeros": lambda data: data[: len(data) // 3] + bytes(len(data) - len(data) // 3),
}


@pytest.mark.parametrize("cut", [*CUTS, "gone"])
def test_one_command_puts_it_back(tmp_path: Path, capsys: Capsys, cut: str) -> None:
    inspection(tmp_path / "x", children=("C1",))
    assert jtai(capsys, "exempt", "3.7", "--because", "none", "--by", "Pat", "--in", "x").code == 0
    path = tmp_path / "x/submission.yaml"
    saved = path.read_bytes()
    if cut == "gone":
        path.unlink()
    else:
        path.write_bytes(CUTS[cut](saved))
    told = jtai(capsys, "check", "x", "--quick", "--json")
    assert told.code == 3
    (problem,) = told.json["errors"]
    command = taken_apart(problem["fix"].partition(": ")[2])
    assert command[:2] == ["jtai-submit", "history"]
    back = jtai(capsys, *command[1:])
    assert back.code == 0 and path.read_bytes() == saved
    assert jtai(capsys, "check", "x", "--quick").code == 1


def test_what_somebody_wrote_is_never_put_back(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1",))
    assert jtai(capsys, "exempt", "3.7", "--because", "none", "--by", "Pat", "--in", "x").code == 0
    path = tmp_path / "x/submission.yaml"
    path.write_text("area: Mistyped: here\n")
    assert jtai(capsys, "check", "x", "--quick").code == 3
    assert jtai(capsys, "history", "x", "--restore").code == 3
    assert path.read_text() == "area: Mistyped: here\n"
