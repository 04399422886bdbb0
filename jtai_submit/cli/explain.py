"""`jtai-submit explain`: the rule book."""

from typing import Annotated

import typer

from ..errors import Code, Problem, Usage, nearest
from .options import Json, Plain, Quiet
from .screen import Screen


def rule_book() -> dict[str, Code]:
    """Every code of every room."""
    from ..checks.registry import BOOK
    from ..custody.codes import CODES as keys
    from ..delivery.codes import CODES as portals
    from ..manifest.codes import CODES as manifests
    from ..packing.codes import CODES as seals
    from ..redaction.codes import CODES as redaction

    return dict(sorted({**manifests, **BOOK, **redaction, **keys, **portals, **seals}.items()))


def command(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="such as D004; without it all of them")] = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say what a code means and what to do about it."""
    screen = Screen.of("explain", as_json, plain, quiet)
    book = rule_book()
    if code and code.upper() not in book:
        raise Usage(Problem("", f'there is no code "{code}"{nearest(code, book)}', "see: jtai-submit explain"))
    for name, entry in book.items():
        if code and name != code.upper():
            continue
        screen.line(f"{name}  {entry.title}" + ("" if entry.blocks else " (warns only)"), bold=bool(code))
        if code:
            screen.line(entry.meaning)
            screen.line(f"To fix: {entry.fix}")
    data = {
        "codes": [
            {"code": n, "title": e.title, "meaning": e.meaning, "fix": e.fix, "blocks": e.blocks}
            for n, e in book.items()
            if not code or n == code.upper()
        ]
    }
    return screen.done(0, "complete", data)
