"""What a format must do to be let through: one `Cleaner` and one `Reader` each, which never share a parser."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..documents.examination import Noticed

LARGEST = 256 * 1024 * 1024  # bytes of one document


class Unreadable(Exception):
    """The document cannot be cleaned: `code` says why (D003 corrupt, D004 password, R203 unsafe, …)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.noticed = Noticed(code, detail=detail)


@dataclass(slots=True)
class Cleaned:
    """A cleaned copy, what went (in words), what was noticed, and the strings that must not stand in it."""

    data: bytes
    removed: list[str] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    dated: str = ""  # the day that the document says it is from, ISO 8601
    secrets: set[str] = field(default_factory=set)


Cleaner = Callable[[bytes], Cleaned]
Reader = Callable[[bytes, Cleaned], list[Noticed]]  # the original and the cleaned copy → what is wrong


@dataclass(frozen=True, slots=True)
class Format:
    """How one family of documents is cleaned, and how the gate reads it again."""

    clean: Cleaner
    doubt: Reader
