"""The entry point. What needs no library is answered before any is loaded; a stop at any moment is
said in words.
"""

import os
import signal
import sys
from contextlib import suppress

_STOPPED, _TEMPORARY = 130, 5  # product.md, exit codes: as errors.Exit has them


def main() -> None:
    _mend_streams()
    _let_signals_stop()
    try:
        code = _answer(sys.argv[1:])
    except OSError as e:  # the page of help, on a full disk
        with suppress(OSError, ValueError):
            sys.stderr.write(f"The result cannot be written: {e.strerror}.\n")
        code = _TEMPORARY
    except KeyboardInterrupt:  # while libraries are loaded: nothing was begun
        sys.stderr.write("\nStopped. Nothing is lost: run the same command again to go on.\n")
        code = _STOPPED
    _end(code)


def _answer(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        from . import __version__

        sys.stdout.write(f"jtai-submit {__version__}\n")
        return 0
    if not arguments or arguments[0] in ("--help", "-h", "help"):
        from .cli.commands import HELP

        sys.stdout.write(HELP)
        return 0
    if arguments[0] == "--complete":  # a shell asks at each press of Tab
        from .cli.complete import answer

        sys.stdout.write(answer(arguments[1:]))
        return 0
    from .cli.app import run

    return run(arguments)


def _mend_streams() -> None:
    """A scheduler or a closed terminal may leave us without a stream: then there is one that goes
    nowhere.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _let_signals_stop() -> None:
    """A shutdown, a closed terminal: the same as Ctrl-C, and so the same words and a state that is
    safe.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError, OSError):
                signal.signal(number, _stop)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _end(code: int) -> None:
    """Leave with the code that was promised, also where nobody can read what was written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
