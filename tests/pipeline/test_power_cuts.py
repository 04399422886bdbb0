"""A power cut at any moment, with whatever was written last spoiled: the same command goes on, or
the one that its message names; every pack arrives once, and the history is whole.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jtai_submit import storage
from jtai_submit.cli.computer import configuration
from jtai_submit.custody import audit
from jtai_submit.rehearsal.portal import embedded
from tests.conftest import REAL
from tests.make import Ready, Result, jtai, ready
from tests.systems import taken_apart

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test", "--parallel", "1")
SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "zeroed": lambda data: b"",
    "halved": lambda data: data[: len(data) // 2],
    "NULs": lambda data: bytes(len(data)),
    "NULs at its end": lambda data: data[: -max(1, len(data) // 5)] + bytes(max(1, len(data) // 5)),
}
KEPT = ("journal.json", "sessions.json", "audit.jsonl", ".zip.age", "day-five.json")


@dataclass
class Moment:
    """Everything on this computer and on the site, when a file had just been written."""

    written: Path  # below the inspection folder
    snapshot: Path


def places(area: Ready) -> dict[str, Path]:
    """What a power cut happens to: the inspection, the site, and what the computer remembers."""
    return {"area": area.folder, "site": area.site, "keys": configuration()}


def moments(area: Ready, tmp_path: Path, capsys: Capsys) -> list[Moment]:
    """One push, kept as it is after each write that is flushed to the disk."""
    kept = list[Moment]()

    def keep(path: Path) -> None:
        snapshot = tmp_path / "moments" / f"{len(kept):03}"
        for name, folder in places(area).items():
            if folder.exists():
                photographed(folder, snapshot / name)
        kept.append(Moment(path.resolve().relative_to(area.folder.resolve()), snapshot))

    with watched(keep):
        assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    return kept


def photographed(folder: Path, to: Path) -> None:
    """A copy of a folder in which other threads go on working: taken again where a file was renamed
    meanwhile.
    """
    for _ in range(20):
        try:
            shutil.copytree(folder, to)
            return
        except (shutil.Error, FileNotFoundError):
            shutil.rmtree(to, ignore_errors=True)
    raise AssertionError(f"{folder} never held still")


@contextmanager
def watched(written: Callable[[Path], None]) -> Iterator[None]:
    """Tell of every file of ours that was just written and flushed to the disk."""
    write, extend = storage.write_atomically, audit._extend

    def tell(path: Path) -> None:
        if ".jtai" in path.parts and path.name.endswith(KEPT):
            written(path)

    def wrote(path: Path, data: bytes, mode: int = storage.PRIVATE) -> None:
        write(path, data, mode)
        tell(path)

    def extended(path: Path, whole: bytes, line: bytes) -> None:
        extend(path, whole, line)
        tell(path)

    with pytest.MonkeyPatch.context() as patch:
        for module in (storage, audit):
            patch.setattr(module, "write_atomically", wrote)
        patch.setattr(audit, "_extend", extended)
        yield


def after(area: Ready, moment: Moment, how: str) -> None:
    """Put that moment back, with what was written last spoiled."""
    for name, folder in places(area).items():
        shutil.rmtree(folder, ignore_errors=True)
        if (moment.snapshot / name).exists():
            shutil.copytree(moment.snapshot / name, folder)
    path = area.folder / moment.written
    path.write_bytes(SPOILED[how](path.read_bytes()))


def go_on(area: Ready, capsys: Capsys) -> Result:
    """The same command; where it stops, the command that it names, and then the same again."""
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    if result.code == 3:
        fixes = [e["fix"] for e in result.json["errors"] if "jtai-submit " in e["fix"]]
        assert fixes, result.err
        _, *command = taken_apart(fixes[0][fixes[0].index("jtai-submit ") :])
        assert command[0] == "history", fixes
        healed = jtai(capsys, *command)
        assert healed.code == 0, healed.err
        result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    return result


@pytest.mark.parametrize("how", SPOILED)
def test_each_moment_of_a_push(tmp_path: Path, capsys: Capsys, how: str) -> None:
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",), index="true")
    every = moments(area, tmp_path, capsys)
    assert {m.written.name for m in every} >= {"journal.json", "audit.jsonl", "0001_day-five.json"}
    [*_, receipt] = [moment for moment in every if moment.written.name == "0001_day-five.json"]
    for moment in every if REAL else [*random.Random(how).sample(every, 2), receipt]:
        after(area, moment, how)
        where = f"{moment.written} {how}"
        result = go_on(area, capsys)
        assert result.code == 0, (where, result.err)
        packs = {p["name"] for p in result.data["packs"]}
        assert packs == {p.name for p in area.site.glob("*.age")}, where
        assert len([p for p in packs if "_index_" not in p]) == 2 < len(packs), where
        history = jtai(capsys, "history", area.folder)
        assert history.code == 0, (where, history.err)
        assert jtai(capsys, "verify", "--in", area.folder, "--against", "portal").code == 0, where


@pytest.mark.parametrize("nth", range(1, 24) if REAL else (4, 8, 11, 14))
@pytest.mark.parametrize("how", SPOILED if REAL else ["halved"])
def test_a_site_that_cannot_be_asked_by_name(
    tmp_path: Path, capsys: Capsys, nth: int, how: str
) -> None:
    """tus: what arrived is known by the address of its upload alone, and is never sent again."""
    written = list[Path]()

    def cut(path: Path) -> None:
        written.append(path)
        if len(written) == nth:
            raise KeyboardInterrupt

    with embedded(tmp_path / "portal") as server:
        portal = f"{{kind: tus, url: '{server.url}'}}"
        small = ("1.1", "3.4")
        area = ready(tmp_path, only=small, children=("C1",), portal=portal, index="true")
        with watched(cut):
            assert jtai(capsys, "push", area.folder, *SMALL).code in (0, 130)
        spoiled = written[min(nth, len(written)) - 1]
        spoiled.write_bytes(SPOILED[how](spoiled.read_bytes()))
        result = go_on(area, capsys)
        assert result.code == 0, (spoiled, result.err)
        uploads = [p for p in (tmp_path / "portal" / "files").iterdir() if _is_pack(p)]
        assert len(uploads) == len(result.data["packs"]) > 2, spoiled
        assert len([p for p in result.data["packs"] if p["group"] != "index"]) == 2, spoiled
        assert jtai(capsys, "history", area.folder).code == 0, spoiled


def _is_pack(path: Path) -> bool:
    return path.is_file() and path.read_bytes()[:21] == b"age-encryption.org/v1"
