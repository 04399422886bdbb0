"""`jtai-submit rehearse`: the whole way, on made-up documents or on the real folder. Nothing is sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Exit
from ..words import counted
from .options import Json, Plain, Quiet, desk, inspection
from .push import pack_data
from .screen import Screen

if TYPE_CHECKING:
    from ..documents.examination import Document
    from ..rehearsal.rehearse import Rehearsed

NOTHING_SENT = "This is a rehearsal: nothing is sent."


def command(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="an inspection folder; without it a sample area")
    ] = None,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Try everything: check, clean, seal, send to a site on this computer, open as an inspector would, and compare."""
    from ..rehearsal.rehearse import first_look, rehearse
    from ..rehearsal.sample import make

    screen = Screen.of("rehearse", as_json, plain, quiet)
    table = desk(screen)
    screen.line(NOTHING_SENT, bold=True)
    if directory is None:
        folder = _free(Path("jtai-rehearsal"))
        screen.tell(f"Making a sample area in {folder}: five children, {'every document made up'}.")
        sample = make(folder, table.now.date())
        refused = first_look(sample.inspection, table)
        if not as_json:
            _tell_refused(screen, refused)
        sample.correct()
        here, markers = sample.inspection, sample.markers
    else:
        here, markers, refused = inspection(directory), None, []
    result = rehearse(here, table, markers)
    code = Exit.OK if result.passed else Exit.NOT_READY
    if not as_json:
        _tell(screen, result, directory)
    screen.line(NOTHING_SENT, bold=True)
    return screen.done(code, "complete" if result.passed else "incomplete", as_data(result, refused), here.warnings)


def _free(wanted: Path) -> Path:
    folder, number = wanted, 1
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def _tell(screen: Screen, result: "Rehearsed", directory: Path | None) -> None:
    from ..inspection.standing import verdict
    from ..words import size

    outcome = result.outcome
    screen.line()
    for report in outcome.picture.failing:
        screen.line(f"  {report.slot.id} {report.slot.title}: {report.shown(outcome.picture.now.date())}", indent=4)
        for document in report.files:
            for finding in document.findings:
                if finding.blocks:
                    screen.line(f"      {document.name}: {finding.message}. {finding.fix} ({finding.code})", indent=8)
    for seen in result.seen:
        if seen.text_differs or seen.found:
            screen.line(
                f"  {seen.path}: {'the text differs. ' if seen.text_differs else ''}{', '.join(seen.found)}", indent=4
            )
    screen.line(f"Packs      {len(outcome.packs)} sealed, sent, opened and checked")
    screen.line(f"Documents  {len(result.seen)}, {size(result.bytes)}, in {result.seconds:.0f} seconds")
    screen.line(
        f"Metadata   {result.markers_planted} names, places and paths were in the originals, {result.markers_found} in what arrived"
    )
    screen.line(f"Text       {counted(result.text_differences, 'document')} differ")
    screen.line(
        f"Receipt    {result.folder / 'receipts' / outcome.receipt}"
        if outcome.receipt
        else "Receipt    none: nothing could be sent"
    )
    screen.line(f"Report     {result.report}")
    screen.line()
    passed = (
        "It works: everything arrived whole and clean."
        if result.passed
        else "What arrived is whole and clean, but there are gaps."
        if result.clean
        else "Something arrived that should not have."
    )
    screen.line(f"{passed} {verdict(outcome.picture)}", bold=True)
    if directory is None and outcome.picture.inspection.root.exists():
        screen.line(
            f"Next: look around in {outcome.picture.inspection.root}, then try: jtai-submit check {outcome.picture.inspection.root}",
            indent=6,
        )


def _tell_refused(screen: Screen, refused: list["Document"]) -> None:
    """What a refusal looks like, and what puts it right."""
    screen.line()
    screen.line(
        f"First look: {len(refused)} documents hold something that a reader would not see. They would not be sent."
    )
    for document in refused:
        for finding in document.findings:
            if finding.blocks:
                screen.line(f"  {document.name}: {finding.message} ({finding.code})", indent=4)
                screen.line(f"    To fix: {finding.fix}", indent=12)
    screen.line("Second look: each has been put right by the people who hold it, as `To fix` says.")


def as_data(result: "Rehearsed", refused: list["Document"]) -> dict[str, Any]:
    outcome = result.outcome
    return {
        "packs": [pack_data(pack) for pack in outcome.packs],
        "receipt": str(result.folder / "receipts" / outcome.receipt) if outcome.receipt else None,
        "dry_run": True,
        "area": str(outcome.picture.inspection.root),
        "report": str(result.report),
        "gaps": [report.slot.id for report in outcome.picture.failing],
        "refused_first": [
            {"file": document.path, "code": finding.code, "message": finding.message, "fix": finding.fix}
            for document in refused for finding in document.findings if finding.blocks
        ],
        "figures": {
            "documents": len(result.seen), "bytes": result.bytes, "seconds": round(result.seconds, 2),
            "markers_planted": result.markers_planted, "markers_found": result.markers_found, "text_differences": result.text_differences,
        },
    }  # fmt: skip
