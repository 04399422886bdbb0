"""Runs one command and turns whatever happens into words and an exit code. Only the command that is
asked for is loaded.
"""

import errno
import re
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib import import_module

import typer

from ..errors import Exit, PartlySent, Problem, Stop, nearest
from ..words import TO_FILL_IN
from .commands import ALIASES, COMMANDS, HIDDEN, ONLY_TELL
from .help import app
from .located import standing_outside
from .options import EXITS
from .screen import Screen, lost

# The name under which a file is written before it takes its place.
_TEMPORARY = re.compile(r"\.([^/\\]+)\.\d+$")


def run(arguments: list[str]) -> int:
    """One command line to its end; returns the exit code."""
    name, rest = arguments[0], arguments[1:]
    screen = Screen.for_arguments(name, rest)
    standing_outside(name, rest)
    try:
        return _run(name, rest, screen)
    except typer.Exit as e:
        return e.exit_code
    except (typer.Abort, KeyboardInterrupt, EOFError):
        return screen.stopped()
    except typer.TyperException as e:
        message = e.format_message().rstrip(".")
        asked = getattr(getattr(e, "ctx", None), "command_path", "") or f"jtai-submit {name}"
        fix = f"see: {asked} --help"
        return screen.failed(Exit.USAGE, [Problem("", message, fix)])
    except PartlySent as stop:
        return screen.failed(stop.exit, stop.problems, _packs(stop))
    except Stop as stop:
        return screen.failed(stop.exit, stop.problems)
    except PermissionError as e:
        fix = "ask whoever keeps the folder to let you write there, then run the command again"
        message = "a file may not be read or written here"
        where = _TEMPORARY.sub(r"\1", str(e.filename or ""))
        return screen.failed(Exit.REFUSED, [Problem("", message, fix, where)])
    except BrokenPipeError:  # of what the libraries write themselves: help
        return Exit.OK
    except OSError as e:
        fix = "check the path and the disk, and run the same command again"
        message = f"a file cannot be read or written: {e.strerror or 'the system refuses'}"
        code = "S008" if e.errno in (errno.ENOSPC, errno.EDQUOT) else ""
        where = _TEMPORARY.sub(r"\1", str(e.filename or ""))
        return screen.failed(Exit.TEMPORARY, [Problem(code, message, fix, where)])
    except Exception:
        return screen.failed(Exit.BUG, [_bug()])


def _run(name: str, rest: list[str], screen: Screen) -> int:
    if TO_FILL_IN in rest:
        message = f'"{TO_FILL_IN}" stands for what you are to fill in'
        fix = "run the command again with your own words in its place"
        return screen.failed(Exit.USAGE, [Problem("", message, fix)])
    if (name, rest[:1]) == ("report", ["set"]):  # `report` itself takes a folder
        name, rest = "report set", rest[1:]
    if name not in COMMANDS and name not in HIDDEN:
        meant = ALIASES.get(name)
        hint = f" (did you mean {meant}?)" if meant else nearest(name, COMMANDS)
        message = f'there is no command "{name}"{hint}'
        return screen.failed(Exit.USAGE, [Problem("", message, "see: jtai-submit --help")])
    default = (COMMANDS | HIDDEN)[name].default
    if default and (not rest or rest[0].startswith("-")) and not {"-h", "--help"} & set(rest):
        rest = [default, *rest]
    command = typer.main.get_command(_app(name))
    # Not by `command(…)`: that ends with 1, which is "not ready", where nobody reads our output.
    with command.make_context(f"jtai-submit {name}", list(rest)) as context:
        code = command.invoke(context)
    if not code and lost() and (name in ONLY_TELL or "--dry-run" in rest):
        return Exit.TEMPORARY
    return int(code or 0)


def _app(name: str) -> typer.Typer:
    module = import_module(f".{(COMMANDS | HIDDEN)[name].module}", __package__)
    existing = getattr(module, "app", None)
    if isinstance(existing, typer.Typer):
        return existing
    command: Callable[..., int] = module.command
    made = app()
    made.command(name, epilog=EXITS)(command)
    return made


def _packs(stop: PartlySent) -> dict[str, object]:
    from ..actions.push import packs_data

    return packs_data(stop.packs)


def _bug() -> Problem:
    """Write where it happened to a private file: the lines of our code and the kind of error, never
    its values.
    """
    kind, _, trace = sys.exc_info()
    lines = traceback.format_tb(trace)
    named = f"{kind.__module__}.{kind.__qualname__}" if kind else "unknown"
    with tempfile.NamedTemporaryFile(
        "w", prefix="jtai-submit-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write("".join(lines) + named + "\n")
    fix = f"send the log to the people who keep jtai-submit: {log.name}"
    return Problem("", "this is a bug in jtai-submit", fix)
