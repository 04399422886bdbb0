"""One PDF of all PDFs of a pack, to read and to print; a worker joins them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import cast

from ..packing.bag import Entry
from ..redaction.examining import Workers
from ..redaction.interface import LARGEST
from ..reporting.contents_pdf import Part, contents
from ..words import size as spoken_size
from ..workers.frames import Facts
from .environment import Environment
from .sealing import hashed

NAME = "data/reading-copy.pdf"
_JOIN = "jtai_submit.redaction.pdf.joining:join"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One PDF on its way into the copy: its name in the pack, and what the contents say of it."""

    name: str
    part: Part


@dataclass(slots=True)
class ReadingCopy:
    """Takes what goes into a pack, and joins its PDFs at the end. Larger than the largest document
    they are not joined, for they are held in memory.
    """

    workers: Workers
    env: Environment
    held: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def take(self, name: str, data: bytes) -> None:
        if name.endswith(".pdf"):
            self.size += len(data)
            self.held[name] = data
            if self.size > LARGEST:
                self.held.clear()

    def made(
        self, pack: str, title: str, theme: str, leaves: Sequence[Leaf]
    ) -> tuple[Entry, bytes] | None:
        """The copy, in the order of the `leaves`; None where there is nothing to join, or where it
        cannot be joined, which is said.
        """
        if self.size > LARGEST:
            most = spoken_size(LARGEST)
            why = f"its PDFs have {spoken_size(self.size)}, and {most} at most are joined"
            self._say(pack, why)
            return None
        there = [leaf for leaf in leaves if leaf.name in self.held and leaf.part.pages]
        if not there:
            return None
        joined = join(
            title, theme, [(leaf.part, self.held[leaf.name]) for leaf in there], self.workers
        )
        if joined is None:
            self._say(pack, "its PDFs could not be joined; each is in it by itself")
            return None
        return Entry(NAME, len(joined), hashed(joined)), joined

    def _say(self, pack: str, why: str) -> None:
        self.env.progress.say(f"Warning: {pack} has no reading copy: {why}")


def join(
    title: str, theme: str, each: Iterable[tuple[Part, bytes]], workers: Workers
) -> bytes | None:
    """PDFs as one, contents first; None where a worker could not."""
    parts = list(each)
    first, links = contents(title, theme, [part for part, _ in parts])
    own = 1 + max((link.page for link in links), default=0)
    told = [{"title": "Contents", "bytes": len(first), "pages": own}]
    told += [
        {"title": _called(part), "bytes": len(data), "pages": part.pages} for part, data in parts
    ]
    facts = cast(Facts, {"parts": told, "links": [asdict(link) for link in links]})
    return workers.made(_JOIN, facts, b"".join((first, *(data for _, data in parts))))


def _called(part: Part) -> str:
    return f"{part.heading}: {part.title}" if part.title else part.heading
