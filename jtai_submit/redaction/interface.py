"""What a format must do to be let through: one `Cleaner` and one `Reader` each, which never share a
parser.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..documents.examination import Noticed

KEEP, ANONYMISE, REMOVE, APPLY = "keep", "anonymise", "remove", "apply"
LARGEST = 256 * 1024 * 1024  # bytes of one document


class Unreadable(Exception):
    """The document cannot be cleaned: `code` says why (D003 corrupt, D004 password, R203 unsafe,
    …).

    `detail` says what, `where` says where in the document: both are words of ours or names in it,
    never its text.
    """

    def __init__(self, code: str, detail: str = "", where: str = "") -> None:
        super().__init__(code)
        self.noticed = Noticed(code, where=where, detail=detail)


@dataclass(slots=True)
class Cleaned:
    """A cleaned copy, what went (in words), what was noticed, and the strings that must not stand
    in it.
    """

    data: bytes
    removed: list[str] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    dated: str = ""  # the day that the document says it is from, ISO 8601
    secrets: set[str] = field(default_factory=set)
    kind: str = ""  # what the copy is, where that is not what the original was
    shown: Sequence[str] = ()  # of the copy, as the second reader read it, where it takes long

    def settle(self, choices: "Choices", can: "Mapping[str, str]") -> None:
        """Mark what was noticed and is settled: its choice is among those that this format can
        carry out.

        `can` gives them for a code, or for a code and a detail: `{"H111": "keep remove", "H111
        unknown": ""}`.
        """
        self.noticed = list(counted(self.noticed))
        for n, each in enumerate(self.noticed):
            choice = choices.get(each.code, "")
            if (
                choice
                and choice in can.get(f"{each.code} {each.detail}", can.get(each.code, "")).split()
            ):
                self.noticed[n] = replace(each, choice=choice)

    def kept(self, code: str) -> bool:
        """Whether something of this kind stays because a person decided so (anonymised or not)."""
        return any(n.code == code and n.choice in (KEEP, ANONYMISE) for n in self.noticed)


def counted(noticed: Iterable[Noticed]) -> Iterator[Noticed]:
    """The same finding in the same place once, with how often it was made."""
    together: dict[Noticed, int] = {}
    for each in noticed:
        alike = replace(each, count=0)
        together[alike] = together.get(alike, 0) + each.count
    for alike, count in together.items():
        yield replace(alike, count=count)


Choices = Mapping[str, str]  # finding → keep, anonymise, remove or apply
NO_CHOICES: Choices = {}
Cleaner = Callable[[bytes, Choices], Cleaned]
# The original and the cleaned copy → what is wrong.
Reader = Callable[[bytes, Cleaned], list[Noticed]]
# A cleaned copy, and what the second reader has read of it already → the texts that it shows; None
# for a page on which nobody could read any.
Speaker = Callable[[bytes, Sequence[str]], Iterable[str | None]]


@dataclass(frozen=True, slots=True)
class Format:
    """How one family of documents is cleaned, how the gate reads it again, and what it says.

    Without `said` a copy is taken for one that holds no text, as a picture does.
    """

    clean: Cleaner
    doubt: Reader
    looks_like: Callable[[bytes], bool] | None = None  # for a kind that nobody else can tell
    said: Speaker | None = None
