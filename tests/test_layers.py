"""The house stands: every room imports only what is below it, nothing below `cli` prints, and only `cli` knows typer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import jtai_submit

ROOT = Path(jtai_submit.__file__).parent
GROUND = {"errors", "storage", "progress", "words", ""}
BELOW = {
    "manifest": set(),
    "packing": set(),
    "custody": set(),
    "inspection": {"manifest", "documents"},
    "delivery": {"inspection"},
    "documents": {"manifest", "inspection"},
    "reporting": {"manifest", "inspection", "documents"},
    "workers": set(),
    "redaction": {"documents", "workers"},
    "checks": {"manifest", "inspection", "documents", "redaction"},
    "pipeline": {"manifest", "inspection", "documents", "checks", "redaction", "packing", "delivery", "custody"},
}
BELOW["pipeline"] |= {"reporting"}
BELOW["rehearsal"] = {*BELOW["pipeline"], "pipeline", "workers"}
BELOW["cli"] = {*BELOW["rehearsal"], "rehearsal"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).parts
        if len(parts) > 1:
            yield parts[0], path


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """(room, library) of every import, also of those inside functions."""
    depth = len(path.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (("", alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield "", (node.module or "").split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            yield (node.module or "").split(".")[0], ""


def test_rooms_stand_on_what_is_below() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {target}"
        for room, path in modules()
        for target, _ in imports(path)
        if target and target not in GROUND and target not in BELOW[room]
    ]
    assert wrong == []


def test_every_room_is_known() -> None:
    assert {room for room, _ in modules()} <= set(BELOW)


def test_only_cli_knows_typer_and_rich_and_prints() -> None:
    for room, path in modules():
        if room == "cli":
            continue
        assert not {"typer", "rich", "getpass"} & {library for _, library in imports(path)}, path
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in (
                    "print",
                    "input",
                    "sys.exit",
                    "exit",
                    "datetime.now",
                    "date.today",
                    "os.getenv",
                ), (path, called)
            if isinstance(node, ast.Attribute):
                assert ast.unparse(node) != "os.environ", path


def test_files_are_short() -> None:
    long = {str(p.relative_to(ROOT)): n for _, p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 320}
    assert long == {}
