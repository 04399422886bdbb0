"""Progress as the core tells it. What comes of it, a bar, lines or nothing, is decided above."""

from typing import Protocol


class Progress(Protocol):
    def begin(self, what: str, total: int) -> None:
        """Something starts: `what` in words, `total` in bytes."""

    def move(self, amount: int, at: str = "") -> None:
        """So many more bytes are done; `at` names the document or pack."""

    def say(self, line: str) -> None:
        """A line worth reading: what is waited for and until when, which pack arrived."""

    def end(self) -> None:
        """It is done."""


class Silent:
    """The default: nobody watches."""

    def begin(self, what: str, total: int) -> None: ...
    def move(self, amount: int, at: str = "") -> None: ...
    def say(self, line: str) -> None: ...
    def end(self) -> None: ...
