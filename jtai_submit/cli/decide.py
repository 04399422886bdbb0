"""`jtai-submit decide`: what is to happen with hidden content, or with a file that must not go."""

from typing import Annotated

import typer

from ..errors import Problem, Usage, nearest
from .options import HERE, InOption, Json, Plain, Quiet, clock, desk, inspection, reasoned
from .screen import Screen


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="the document, as check shows it")],
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="the code of what was found, such as H101")],
    choice: Annotated[
        str, typer.Argument(metavar="keep|anonymise|remove|leave-out", help="leave-out: do not send the file at all")
    ],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="the reason; it stands in the receipt")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="who decides")],
    directory: InOption = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Decide about one finding of one file. It counts until the file changes. One line is added to submission.yaml."""
    from ..inspection.edits import appended, entry, save
    from ..inspection.submission import Choice
    from ..pipeline.decisions import in_folder, tried
    from .explain import rule_book

    screen = Screen.of("decide", as_json, plain, quiet)
    here, code = inspection(directory), finding.upper()
    if choice not in list(Choice):
        fix = f"use one of: {', '.join(Choice)}{nearest(choice, list(Choice))}"
        raise Usage(Problem("", f'"{choice}" cannot be decided', fix))
    if code not in rule_book():
        raise Usage(Problem("", f'there is no code "{finding}"', "use a code that check shows, such as H101"))
    reasoned(because, by)
    document = in_folder(here, file)
    sha256, done, found = tried(here, document, code, choice, desk(screen))
    if choice != Choice.LEAVE_OUT and not done:
        raise Usage(_impossible(code, choice, found))
    if any(d.stands(sha256) and (d.finding, d.choice) == (code, choice) for d in document.decisions if d.sha256):
        raise Usage(Problem("M021", "that is decided already", "change its line in submission.yaml", document.path))
    line = entry(file=document.path, finding=code, choice=choice, because=because, by=by,
                 on=clock().now.date().isoformat(), sha256=sha256)  # fmt: skip
    save(here, appended(here.source, "decisions", line))
    screen.line(f"{document.path}: {done or 'it is left out'}", bold=True)
    screen.line("The decision counts until the file changes.")
    data = {"file": document.path, "finding": code, "choice": choice, "because": because, "by": by, "sha256": sha256}
    return screen.done(0, "complete", data)


def _impossible(code: str, choice: str, found: dict[str, str]) -> Problem:
    if code not in found:
        known = ", ".join(found) or "nothing to decide"
        return Problem("", f"{code} was not found in this file", f"found: {known}; see: jtai-submit check")
    if not code.startswith("H"):
        return Problem(
            "", f"{code} cannot be decided: the file would not be safe or whole", "only leave-out is possible"
        )
    return Problem(
        "", f'"{choice}" is not possible for this: {found[code]}', "edit the document, or choose keep or leave-out"
    )
