"""Runs one command and turns whatever happens into words and an exit code. Only the command that is asked for is loaded."""

import os
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

import typer

from ..errors import Exit, Problem, Stop, nearest
from .help import COMMANDS
from .screen import Screen

EXITS = """
Exit codes: 0 complete or done · 1 not ready · 2 wrong command line · 3 a file cannot be used · 4 partly sent ·
5 try again later · 6 sign-in or passphrase refused · 70 a bug · 130 stopped
"""


def run(arguments: list[str]) -> int:
    """One command line to its end; returns the exit code."""
    name, rest = arguments[0], arguments[1:]
    screen = Screen.for_arguments(name, rest)
    try:
        if name not in COMMANDS:
            known = nearest(name, COMMANDS)
            return screen.failed(
                Exit.USAGE, [Problem("", f'there is no command "{name}"{known}', "see: jtai-submit --help")]
            )
        command = typer.main.get_command(_app(name))
        code = command(rest, prog_name=f"jtai-submit {name}", standalone_mode=False)
        return screen.stopped() if code == Exit.STOPPED else int(code or 0)  # typer returns Ctrl-C as 130
    except typer.Exit as e:
        return e.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return screen.stopped()
    except typer.TyperException as e:
        return screen.failed(
            Exit.USAGE, [Problem("", e.format_message().rstrip("."), f"see: jtai-submit {name} --help")]
        )
    except Stop as stop:
        return screen.failed(stop.exit, list(stop.problems))
    except PermissionError as e:
        fix = "check that the folder may be written to, and run the same command again"
        return screen.failed(
            Exit.TEMPORARY, [Problem("S008", "a file may not be read or written here", fix, str(e.filename or ""))]
        )
    except BrokenPipeError:
        if not _nobody_reads():
            return screen.failed(Exit.BUG, [_bug()])
        return Exit.OK
    except Exception:
        return screen.failed(Exit.BUG, [_bug()])


def _nobody_reads() -> bool:
    """Whether it was our own output that broke, such as in `… | head`; then the rest goes nowhere."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def _app(name: str) -> typer.Typer:
    module = import_module(f".{COMMANDS[name]}", __package__)
    existing = getattr(module, "app", None)
    if isinstance(existing, typer.Typer):
        return existing
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command(name, epilog=EXITS, context_settings={"help_option_names": ["-h", "--help"]})(module.command)
    return app


def _bug() -> Problem:
    """Write the traceback, without values, to a private file."""
    with tempfile.NamedTemporaryFile("w", prefix="jtai-submit-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write(traceback.format_exc())
    return Problem(
        "", "this is a bug in jtai-submit", f"send the log to the people who keep jtai-submit: {Path(log.name)}"
    )
