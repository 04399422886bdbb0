"""The folder for Windows: what goes in, and that the same inputs make the same bytes."""

import io
import zipfile
from pathlib import Path

import pytest

from jtai_submit.release.archive import zipped
from jtai_submit.release.parts import missing, part
from jtai_submit.release.pins import pins, windows
from jtai_submit.release.texts import licences, read_me, read_me_for_it
from jtai_submit.release.wheels import members
from jtai_submit.release.windows import read_python

HASH = "sha256:" + "0" * 64
LOCK = f"""# Made by hand.
here==1.0 \\
    --hash={HASH}
elsewhere==2.0 ; sys_platform == 'linux' \\
    --hash={HASH}
newer==3.0 ; python_full_version >= '3.12' \\
    --hash={HASH}
older==2.0 ; python_full_version < '3.12' \\
    --hash={HASH}
"""


def lock(folder: Path, text: str) -> Path:
    path = folder / "requirements.txt"
    path.write_text(text, "utf-8")
    return path


def test_pins_are_those_of_windows_whatever_this_computer_is(tmp_path: Path) -> None:
    found = pins(lock(tmp_path, LOCK), windows("3.13"))
    assert [(pin.name, pin.version) for pin in found] == [("here", "1.0"), ("newer", "3.0")]
    assert found[0].line() == f"here==1.0 --hash={HASH}"
    on_older = pins(tmp_path / "requirements.txt", windows("3.11"), ["Here"])
    assert [pin.name for pin in on_older] == ["older"]


@pytest.mark.parametrize("line", ["here>=1.0 \\\n    --hash=" + HASH, "here==1.0"])
def test_what_is_not_pinned_by_a_hash_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"run \.ci/lock"):
        pins(lock(tmp_path, line), windows("3.13"))


def wheel_of(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "a-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


METADATA = b"""Metadata-Version: 2.4
Name: A.B
Version: 1.0
License-Expression: MIT
Requires-Dist: c>=1
Requires-Dist: d; extra == "more"
Requires-Dist: e; sys_platform == "linux"

words
"""


def test_a_wheel_is_unpacked_as_installers_do(tmp_path: Path) -> None:
    made = wheel_of(
        tmp_path,
        {
            "a/b.py": b"1",
            "a-1.0.data/platlib/c.pyd": b"2",
            "a-1.0.data/scripts/d": b"3",
            "a-1.0.dist-info/METADATA": METADATA,
            "a-1.0.dist-info/licenses/LICENSE": b"MIT",
        },
    )
    files = dict(members(made))
    assert set(files) == {
        "a/b.py",
        "c.pyd",
        "a-1.0.dist-info/METADATA",
        "a-1.0.dist-info/licenses/LICENSE",
    }
    told = part(files)
    assert (told.name, told.version, told.licence) == ("a-b", "1.0", "MIT")
    assert told.texts == ("a-1.0.dist-info/licenses/LICENSE",)
    listed = licences([told], "site", "3.13.2")
    assert "a-b 1.0: MIT\n    site/a-1.0.dist-info/licenses/LICENSE\n" in listed


@pytest.mark.parametrize("name", ["../a.py", "/a.py", "a/../../b.py", "a\\b.py"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    made = wheel_of(tmp_path, {name: b"1"})
    with pytest.raises(ValueError, match="leads out"):
        list(members(made))


def test_what_is_lacking_and_what_nobody_asks_for_is_seen() -> None:
    from packaging.requirements import Requirement

    told = part({"a.dist-info/METADATA": METADATA})
    environment = windows("3.13")
    assert missing([told], [Requirement("a-b")], environment) == ({"c"}, set())
    assert missing([told], [Requirement("A.B[more]")], environment) == ({"c", "d"}, set())
    assert missing([told], [], environment) == (set(), {"a-b"})


def test_the_same_members_make_the_same_bytes() -> None:
    one = zipped({"b.txt": b"2", "a.txt": b"1" * 1000})
    assert one == zipped({"a.txt": b"1" * 1000, "b.txt": b"2"})
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def program(machine: int) -> bytes:
    header = b"MZ".ljust(0x3C, b"\0") + (0x40).to_bytes(4, "little")
    return header + b"PE\0\0" + machine.to_bytes(2, "little")


def test_the_embeddable_python_is_known_by_what_is_in_it() -> None:
    version = "ProductVersion\0".encode("utf-16-le") + b"\0\0" + "3.13.2\0".encode("utf-16-le")
    files = {"python.exe": program(0x8664), "python313.dll": version, "python313._pth": b"."}
    told = read_python(zipped(files))
    assert (told.minor, told.version) == ("3.13", "3.13.2")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"words", "not a zip"),
        (zipped({"python.exe": b""}), "embeddable"),
        (
            zipped({"python.exe": program(0x14C), "python313.dll": b"", "python313._pth": b""}),
            "64-bit",
        ),
    ],
)
def test_another_python_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_python(data)


def test_each_read_me_is_a_page() -> None:
    for text in (read_me("0.1.0"), read_me_for_it("0.1.0", "3.13.2", "0" * 64, 60)):
        lines = text.splitlines()
        assert len(lines) <= 56 and max(map(len, lines)) <= 100
        assert "{" not in text
