"""One PDF of all PDFs of a pack, to read and to print; a worker joins them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import cast

from ..packing.bag import Entry
from ..redaction.examining import Workers
from ..reporting.contents_pdf import Part, contents
from ..words import size as spoken_size
from ..workers.frames import Facts
from .environment import Environment
from .sealing import hashed

NAME = "data/reading-copy.pdf"
MOST = 128 * 1024 * 1024  # bytes: joining needs several times as much
_JOIN = "jtai_submit.redaction.pdf.joining:join"


@dataclass(frozen=True, slots=True)
class Joined:
    """The copy, and the numbers of the parts that are not in it, from 0."""

    data: bytes
    apart: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One PDF on its way into the copy: its name in the pack, and what the contents say of it."""

    name: str
    part: Part


@dataclass(slots=True)
class ReadingCopy:
    """Takes what goes into a pack, and joins its PDFs at the end: up to a size, for they are held
    in memory.
    """

    workers: Workers
    env: Environment
    held: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def take(self, name: str, data: bytes) -> None:
        if name.endswith(".pdf"):
            self.size += len(data)
            self.held[name] = data
            if self.size > MOST:
                self.held.clear()

    def made(
        self, pack: str, title: str, theme: str, leaves: Sequence[Leaf]
    ) -> tuple[Entry, bytes] | None:
        """The copy, in the order of the `leaves`; None where there is nothing to join, or where it
        cannot be joined, which is said.
        """
        if self.size > MOST:
            most = spoken_size(MOST)
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
        return Entry(NAME, len(joined.data), hashed(joined.data)), joined.data

    def _say(self, pack: str, why: str) -> None:
        self.env.progress.say(f"Warning: {pack} has no reading copy: {why}")


def join(
    title: str, theme: str, each: Iterable[tuple[Part, bytes]], workers: Workers
) -> Joined | None:
    """PDFs as one, contents first; those that would show something else in it are named there and
    left out. None where nothing is left, or where a worker could not.
    """
    parts = list(each)
    joined = _joined(title, theme, parts, workers)
    if joined and joined.apart:  # known now: once more, without them
        apart = set(joined.apart)
        fit = [
            (replace(part, pages=0) if n in apart else part, data)
            for n, (part, data) in enumerate(parts)
        ]
        again = _joined(title, theme, fit, workers)
        return Joined(again.data, joined.apart) if again and not again.apart else None
    return joined


def _joined(
    title: str, theme: str, parts: Sequence[tuple[Part, bytes]], workers: Workers
) -> Joined | None:
    first = contents(title, theme, [part for part, _ in parts])
    there = [(n, part, data) for n, (part, data) in enumerate(parts) if part.pages]
    if not there:
        return None
    told = [{"title": "Contents", "bytes": len(first.data), "pages": first.pages}]
    told += [
        {"title": _called(part), "bytes": len(data), "pages": part.pages} for _, part, data in there
    ]
    facts = cast(Facts, {"parts": told, "links": [asdict(link) for link in first.links]})
    answer = workers.made(_JOIN, facts, b"".join((first.data, *(data for *_, data in there))))
    unfit = answer.facts.get("unfit") if answer else None
    known = range(1, 1 + len(there))
    if answer is None or not isinstance(unfit, list) or not all(n in known for n in unfit):
        return None
    return Joined(answer.data, tuple(there[int(str(n)) - 1][0] for n in unfit))


def _called(part: Part) -> str:
    return f"{part.heading}: {part.title}" if part.title else part.heading
