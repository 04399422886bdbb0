"""The house stands: the contracts of pyproject.toml hold, and nothing below `cli` prints or asks
the machine.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import jtai_submit

ROOT = Path(jtai_submit.__file__).parent
BELOW = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] != "cli"]
ENTRANCES = {"__main__.py"}
# Output, questions, ends, the clock, the environment: the entrances hand them in.
NEVER = {
    "print",
    "input",
    "exit",
    "sys.exit",
    "sys.stdout",
    "sys.stderr",
    "datetime.now",
    "date.today",
    "os.getenv",
    "os.environ",
}


def dotted(node: ast.AST) -> str:
    """`os.environ` of an attribute, `print` of a name, nothing of all else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def used(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            yield dotted(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def test_each_room_stands_on_what_is_below() -> None:
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    contracts = Path(__file__).parents[1] / "pyproject.toml"
    assert lint_imports(str(contracts), no_cache=True) == EXIT_STATUS_SUCCESS


def test_every_format_and_every_portal_is_a_stranger() -> None:
    """The contracts name each of them: one that is not named could import another."""
    settings = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))
    kept = {c["name"]: c for c in settings["tool"]["importlinter"]["contracts"]}
    formats = {
        f"jtai_submit.redaction.{p.parent.name}" for p in ROOT.glob("redaction/*/__init__.py")
    }
    formats.discard("jtai_submit.redaction.shared")
    portals = {f"jtai_submit.delivery.portals.{p.stem}" for p in ROOT.glob("delivery/portals/*.py")}
    portals -= {f"jtai_submit.delivery.portals.{each}" for each in ("__init__", "registry")}
    named = {name.partition(":")[0]: set(c.get("modules", ())) for name, c in kept.items()}
    assert named["Formats never meet"] == formats
    assert named["Portals never meet"] == portals


def test_nothing_below_the_entrances_prints_or_asks_the_machine() -> None:
    found = {
        str(path.relative_to(ROOT)): NEVER & set(used(path))
        for path in BELOW
        if path.name not in ENTRANCES
    }
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line", ["print(1)", "x = os.environ['A']", "datetime.now(UTC)", "run(stdout=sys.stdout)"]
)
def test_the_check_sees_what_it_looks_for(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.py"
    path.write_text(line)
    assert NEVER & set(used(path))


def test_a_command_is_short() -> None:
    """Its entrance only shows: what it decides is an action."""
    long = {}
    for path in (ROOT / "cli").glob("*.py"):
        text = path.read_text("utf-8")
        commands = len(re.findall(r"^@app\.command|^def command", text, re.M))
        if commands and len(text.splitlines()) > 60 * commands:
            long[path.name] = commands
    assert long == {}


def test_files_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in BELOW
    }
    assert {name: length for name, length in lengths.items() if length > 320} == {}
