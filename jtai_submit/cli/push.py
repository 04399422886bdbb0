"""`jtai-submit push`: clean, pack, seal, send, verify, and keep a receipt."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Exit, PartlySent, Problem, Usage
from ..words import counted, size
from .check import next_step, show
from .options import HERE, ChildOption, ConvertOption, Directory, ForOption, Json, Plain, Quiet, desk, inspection
from .screen import Screen

if TYPE_CHECKING:
    from ..custody.keys import Signer
    from ..inspection.journal import Pack
    from ..pipeline.environment import Desk
    from ..pipeline.push import Outcome

NOTHING_SENT = "This is a dry run: nothing is sent."


def command(
    directory: Directory = HERE,
    deadline: ForOption = "",
    agency: Annotated[str, typer.Option("--agency", metavar="A", help="only the pack of one agency")] = "",
    child: ChildOption = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="do everything but send")] = False,
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help="leave out what is missing or refused; needs --because")
    ] = False,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", help="why it is sent incomplete; stands in the receipt")
    ] = "",
    convert: ConvertOption = False,
    parallel: Annotated[
        int, typer.Option("--parallel", metavar="N", min=1, max=16, help="so many packs on their way at a time")
    ] = 2,  # by measurement: more lines gain little
    limit_rate: Annotated[
        str, typer.Option("--limit-rate", metavar="RATE", help="send at most so much a second, such as 500k or 2M")
    ] = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Clean, pack, seal and send everything; after a stop the same command goes on. Originals are never changed."""
    from ..pipeline.portals import open_portal, sealable
    from ..pipeline.push import Options, push
    from ..pipeline.survey import Selection
    from .options import warn

    screen = Screen.of("push", as_json, plain, quiet)
    if incomplete and not because.strip():
        raise Usage(
            Problem("", "--incomplete needs a reason", 'add --because "…": it stands in the receipt', "--because")
        )
    here, table = inspection(directory), desk(screen)
    if dry_run:
        screen.line(NOTHING_SENT, bold=True)
    sealable(here)
    portal = open_portal(here, table, limit_rate)
    try:
        signer = None if dry_run else _signer(table)
        outcome = push(
            here,
            Selection(agency, child, deadline, whole_group=True, convert=convert),
            portal,
            signer,
            table,
            Options(incomplete, because, dry_run, parallel),
        )
    except PartlySent as stop:
        return screen.failed(
            stop.exit,
            list(stop.problems),
            as_data(stop.packs),
        )
    finally:
        portal.close()
    code = Exit.NOT_READY if outcome.status == "not-ready" else Exit.OK
    if not as_json:
        if code:
            show(screen, outcome.picture)
        else:
            warn(screen, here.warnings)
        _tell(screen, outcome, str(directory))
        if portal.kind == "folder" and outcome.receipt and not dry_run:
            number = outcome.receipt.partition("_")[0].lstrip("0")
            screen.line(
                "They lie in the folder that portal: names. Where nothing syncs it, upload them by browser, and then: "
                f'jtai-submit receipts confirm {number} --by "YOUR NAME" --in {directory}'
            )
    if dry_run:
        screen.line(NOTHING_SENT, bold=True)
    status = "complete" if outcome.status == "complete" else "incomplete"
    return screen.done(
        code, status, as_data(outcome.packs, outcome.receipt, outcome.dry_run), _blocking(outcome) if code else ()
    )


def _signer(table: "Desk") -> "Any":
    """Ask for the passphrase before anything is sealed, so that nobody waits for a question at the end."""
    from ..custody.keys import no_keys

    if table.keys.public() is None:
        raise no_keys()
    signer: Signer = table.keys.signer(table.secrets.passphrase("Passphrase of your keys"))
    return lambda: signer


def _tell(screen: Screen, outcome: "Outcome", directory: str) -> None:
    from ..inspection.standing import verdict

    if outcome.status == "not-ready":
        screen.line()
        screen.line(f"Nothing was sent. {verdict(outcome.picture)}", bold=True)
        screen.line(f"Next: {next_step(outcome.picture, directory)}", indent=6, bold=True)
        return
    if outcome.earlier:
        screen.line(f"Sent before, and not again: {counted(len(outcome.earlier), 'pack')}", indent=4)
    for pack in outcome.packs:
        if pack.name not in outcome.earlier:
            facts = f"{pack.parcel}: {counted(len(pack.files), 'file')}, {size(pack.bytes)}"
            screen.line(
                f"Would send {facts}" if outcome.dry_run else f"Sent {facts}, arrival verified by {pack.verification}",
                indent=4,
            )
    failing = [r.slot.id for r in outcome.picture.failing]
    if failing:
        more = f" and {len(failing) - 12} more, all named in the receipt" if len(failing) > 12 else ""
        screen.line(f"Left out: {', '.join(failing[:12])}{more}", indent=10)
    if not outcome.dry_run:
        screen.line(
            f"Receipt: {directory}/.jtai/receipts/{outcome.receipt} (and .html)"
            if outcome.receipt
            else "There was nothing to send.",
            bold=True,
        )


def _blocking(outcome: "Outcome") -> list[Problem]:
    problems = []
    for report in outcome.picture.failing:
        if report.state == "missing":
            problems.append(
                Problem(
                    "D001",
                    f"{report.slot.id} {report.slot.title} is missing",
                    "put it in its folder, or say why there is none",
                    f"documents/{report.slot.folder}",
                )
            )
        problems += [Problem(f.code, f.message, f.fix, d.path) for d in report.files for f in d.findings if f.blocks]
    return problems


def as_data(packs: "Sequence[Pack]", receipt: str = "", dry_run: bool = False) -> dict[str, Any]:
    return {
        "packs": [pack_data(pack, dry_run) for pack in packs],
        "receipt": f".jtai/receipts/{receipt}" if receipt else None,
        "dry_run": dry_run,
    }


def pack_data(pack: "Pack", dry_run: bool = False) -> dict[str, Any]:
    state = "sent" if pack.state == "sent" else "dry" if dry_run else "pending"
    return {
        "name": pack.parcel, "group": pack.group, "deadline": pack.deadline, "version": pack.version, "files": len(pack.files),
        "bytes": pack.bytes, "sha256": pack.sha256, "state": state, "verification": pack.verification,
    }  # fmt: skip
