"""`jtai-submit redact`: clean copies of single files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Exit, Problem, Usage
from .options import ConvertOption, Json, Plain, Quiet, desk
from .screen import Screen

if TYPE_CHECKING:
    from ..pipeline.single import Copy


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="the documents")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="where the clean copies go")],
    convert: ConvertOption = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Make clean copies: metadata out, content untouched. Originals are never changed, copies never overwritten."""
    from ..pipeline.single import clean_copies

    screen = Screen.of("redact", as_json, plain, quiet)
    for file in files:
        if not file.is_file():
            raise Usage(Problem("", "there is no such file", "check the path", str(file)))
    copies = list(clean_copies(files, to, desk(screen), convert=convert))
    refused = [copy for copy in copies if copy.output is None]
    for copy in copies:
        _tell(screen, copy)
    screen.line(f"{len(copies) - len(refused)} of {len(copies)} cleaned, {len(refused)} refused.", bold=True)
    code = Exit.NOT_READY if refused else Exit.OK
    problems = [Problem(f.code, f.message, f.fix, str(c.source)) for c in refused for f in c.findings if f.blocks]
    return screen.done(
        code, "incomplete" if refused else "complete", {"files": [_data(copy) for copy in copies]}, problems
    )


def _tell(screen: Screen, copy: "Copy") -> None:
    if copy.output:
        screen.line(f"{copy.source}: clean copy in {copy.output}", indent=4)
        screen.line(f"    removed: {', '.join(copy.removed) or 'nothing; there was no metadata'}", indent=6)
    else:
        screen.line(f"{copy.source}: refused", indent=4)
    for finding in copy.findings:
        screen.line(
            f"    {'' if finding.blocks else 'Note: '}{finding.message}. {finding.fix.partition(' Or decide')[0]} ({finding.code})",
            indent=6,
        )


def _data(copy: "Copy") -> dict[str, Any]:
    findings = [{"code": f.code, "message": f.message, "fix": f.fix, "blocks": f.blocks} for f in copy.findings]
    refused = next((f for f in findings if f["blocks"]), None) if copy.output is None else None
    return {
        "source": str(copy.source), "output": str(copy.output) if copy.output else None, "type": copy.kind or None,
        "removed": list(copy.removed), "findings": findings,
        "refused": {k: refused[k] for k in ("code", "message", "fix")} if refused else None,
    }  # fmt: skip
