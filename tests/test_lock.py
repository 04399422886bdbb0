"""The locks fit pyproject.toml, name every release by its hash, and no place to get it from."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
INSTALL, TEST = ROOT / ".ci/requirements.txt", ROOT / ".ci/requirements-test.txt"
SYSTEMS = ("linux", "darwin", "win32")


def pins(lock: Path, system: str) -> dict[str, str]:
    """name → version that pip takes on that system."""
    taken: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", lock.read_text("utf-8")):
        if entry.startswith("#"):
            continue
        first = entry.splitlines()[0].removesuffix("\\").strip()
        wanted = Requirement(first)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), first
        if wanted.marker is None or wanted.marker.evaluate(environment(system)):
            [pin] = wanted.specifier
            assert pin.operator == "=="
            taken[canonicalize_name(wanted.name)] = pin.version
    return taken


def environment(system: str) -> dict[str, str]:
    here = {name: str(value) for name, value in default_environment().items()}
    return here | {"sys_platform": system}


def wanted(lines: list[str], system: str) -> Iterator[Requirement]:
    for requirement in map(Requirement, lines):
        if requirement.marker is None or requirement.marker.evaluate(environment(system)):
            yield requirement


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_pyproject_asks_for_is_locked(system: str) -> None:
    """`.ci/lock` makes them fit again."""
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    for lock, lines in (
        (INSTALL, [*PROJECT["dependencies"], "hatchling"]),
        (TEST, [*PROJECT["dependencies"], *extras]),
    ):
        locked = pins(lock, system)
        for requirement in wanted(lines, system):
            version = locked.get(canonicalize_name(requirement.name))
            assert version, f"{requirement.name} is not in {lock.name}: run .ci/lock"
            assert requirement.specifier.contains(version, prereleases=True), requirement


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_people_install_is_what_was_tested(system: str) -> None:
    install, tested = pins(INSTALL, system), pins(TEST, system)
    assert install.items() <= tested.items()


def test_the_locks_name_no_place() -> None:
    place = re.compile(r"https?://|--index|--find-links|\"resolved\"")
    for lock in (INSTALL, TEST, ROOT / ".ci/npm/package-lock.json"):
        assert not place.search(lock.read_text("utf-8"))


def test_the_readme_installs_from_the_locks() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for command in (
        ".venv/bin/pip install -r .ci/requirements.txt && "
        ".venv/bin/pip install --no-deps --no-build-isolation . && .venv/bin/jtai-submit rehearse",
        ".venv/bin/pip install -r .ci/requirements-test.txt && "
        ".venv/bin/pip install --no-deps --no-build-isolation -e . && .venv/bin/pytest",
    ):
        windows = command.replace(".venv/bin/", ".venv\\Scripts\\").replace(".ci/", ".ci\\")
        assert f"`python3 -m venv .venv && {command}`" in text
        assert f"`py -m venv .venv && {windows}`" in text
