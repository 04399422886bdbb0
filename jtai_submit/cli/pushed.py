"""What a push came to."""

from pathlib import Path

from ..actions.push import Pushed
from ..words import counted, size, typed
from .screen import Screen
from .standing import show

_NAMED = 12  # things left out that are named; the receipt names all


def show_pushed(screen: Screen, result: Pushed, directory: Path) -> None:
    """Not ready: the whole standing and what to do. Otherwise what was sent, and where the receipt is."""
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
    for pack in result.fresh:
        facts = f"{pack.parcel}: {counted(len(pack.files), 'file')}, {size(pack.bytes)}"
        sent = f"Sent {facts}, arrival verified by {pack.verification}"
        screen.line(f"Would send {facts}" if outcome.dry_run else sent, indent=4)
    if left := result.left_out:
        over = len(left) - _NAMED
        more = f" and {over} more, all named in the receipt" if over > 0 else ""
        screen.line(f"Left out: {', '.join(left[:_NAMED])}{more}", indent=10)
    if not outcome.dry_run:
        receipt = f"Receipt: {directory}/.jtai/receipts/{outcome.receipt} (and .html)"
        screen.line(receipt if outcome.receipt else "There was nothing to send.", bold=True)
    if result.by_hand:
        number = outcome.receipt.partition("_")[0].lstrip("0")
        confirm = ("receipts", "confirm", number, "--by", "YOUR NAME", "--in", str(directory))
        screen.line(
            "They lie in the folder that portal: names. Where nothing syncs it, upload them by browser, and then:"
        )
        screen.line(typed(confirm), whole=True)
