"""What a push came to."""

from collections import Counter
from pathlib import Path

from ..actions.push import Pushed
from ..inspection.standing import SlotStanding
from ..words import counted, held, size, typed
from .screen import Screen
from .standing import show

_NAMED = 12  # things left out that are named; the receipt names all


def show_pushed(screen: Screen, result: Pushed, directory: Path) -> None:
    """Not ready: the whole standing and what to do. Otherwise what was sent, where the receipt is,
    and the verdict.
    """
    if not result.ready:
        show(screen, result.outcome.standing)
        screen.line()
        screen.line(f"Nothing was sent. {result.outcome.standing.verdict}", bold=True)
        screen.next(result.next)
        return
    screen.warn(result.warnings)
    outcome = result.outcome
    if outcome.earlier:
        earlier = counted(len(outcome.earlier), "pack")
        screen.line(f"Sent before, and not again: {earlier}", indent=4)
    if screen.seen and not outcome.dry_run:  # each was named when it arrived
        for proof, count in Counter(pack.verification for pack in result.fresh).items():
            screen.line(f"Sent {counted(count, 'pack')}, arrival verified by {proof}", indent=4)
    else:
        for pack in result.fresh:
            facts = f"{pack.parcel}: {held(pack.count)}, {size(pack.bytes)}"
            sent = f"Sent {facts}, arrival verified by {pack.verification}"
            screen.line(f"Would send {facts}" if outcome.dry_run else sent, indent=4)
    for report in result.left_out[:_NAMED]:
        screen.line(f"Left out: {_left_out(report)}", indent=10)
    if (over := len(result.left_out) - _NAMED) > 0:
        screen.line(f"and {over} more, all named in the receipt")
    if result.by_hand and result.fresh:
        _tell_to_upload(screen, outcome.receipt, directory)
    if not outcome.dry_run:
        receipt = f"Receipt: {directory}/.jtai/receipts/{outcome.receipt} (and .html)"
        screen.line(receipt if outcome.receipt else "There was nothing to send.", bold=True)
    if result.waiting:
        screen.line(f"Nothing was sent so far for: {', '.join(result.waiting)}.")
        screen.line("Each deadline has a push of its own: the same command again sends the next.")
    screen.line(result.verdict, bold=True)


def _left_out(report: SlotStanding) -> str:
    """`4.2 Child protection policy`, or how many of its files."""
    every = [*report.files, *report.left_out]
    gone = [file for file in every if file.blocked or file.left_out]
    if every and len(gone) < len(every):
        return f"{report.slot.shown}: {len(gone)} of {len(every)} files"
    return report.slot.shown


def _tell_to_upload(screen: Screen, receipt: str, directory: Path) -> None:
    number = receipt.partition("_")[0].lstrip("0")
    confirm = ("receipts", "confirm", number, "--by", "YOUR NAME", "--in", str(directory))
    screen.line(
        "They lie in the folder that portal: names. Where nothing syncs it, upload them by "
        "browser, and then:"
    )
    screen.line(typed(confirm), whole=True)
