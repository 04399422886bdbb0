"""What was begun at a site and could not be taken back: nothing stays there without words."""

from collections.abc import Callable

from ..words import counted
from .replies import Reply

_GONE = (200, 202, 204, 404, 410)  # RFC 9110, 9.3.5, and what was not there any more
Say = Callable[[str], None]


class Leftovers:
    """Counts what a site keeps though it was asked to delete it, and says so at the end.

    A site that forbids deleting lets the work go on all the same: what stays is an unfinished
    upload, in which nobody can read a document.
    """

    def __init__(self, say: Say = lambda text: None) -> None:
        self.say = say
        self.count = 0

    def after(self, reply: Reply) -> None:
        """Count what stays, by the reply to a DELETE."""
        self.count += reply.status not in _GONE

    def tell(self) -> None:
        if self.count:
            there = f"{counted(self.count, 'unfinished upload')} may have stayed at the secure site"
            self.say(
                f"{there}. No document can be read in what stayed; ask the people who run it to "
                "remove it"
            )
        self.count = 0
