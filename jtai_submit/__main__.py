"""The entry point. What needs no library is answered before any is loaded."""

import sys


def main() -> None:
    arguments = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if arguments == ["--version"]:
        from . import __version__

        sys.stdout.write(f"jtai-submit {__version__}\n")
    elif not arguments or arguments[0] in ("--help", "-h", "help"):
        from .cli.commands import HELP

        sys.stdout.write(HELP)
    else:
        from .cli.app import run

        sys.exit(run(arguments))


if __name__ == "__main__":
    main()
