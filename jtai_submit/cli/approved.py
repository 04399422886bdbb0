"""What an approval came to."""

from ..actions.approve import Given
from ..inspection.approvals import SIGN_OFF
from ..words import counted
from .screen import Screen

_NAMED = 12  # things not in that are named


def show_given(screen: Screen, result: Given) -> None:
    """What was approved, and what was not there by then."""
    done = "signed off" if result.what == SIGN_OFF else "released"
    what = f"{result.who}, {result.deadline}" if result.what == SIGN_OFF else result.deadline
    if result.undone:
        screen.line(f"{what} is not {done} any more.", bold=True)
        return
    there = counted(len(result.lacking), "thing was", "things were")
    documents = counted(result.documents, "document")
    screen.line(f"{what} is {done} by {result.by}: {documents}.", bold=True)
    screen.line(f"SHA-256 of exactly these: {result.sha256}", whole=True)
    if result.lacking:
        screen.line(f"{there} not in, or had a problem:")
        for each in result.lacking[:_NAMED]:
            screen.line(f"  {each}", indent=4)
        if (over := len(result.lacking) - _NAMED) > 0:
            screen.line(f"  and {over} more")
    screen.line("Whatever is changed from now on voids it, and check says so.")
