"""Which slot a file answers: its kind's own matcher decides; and where a file that answers none may
belong.
"""

import re
from collections.abc import Iterable

from ..inspection.slots.interface import Slot
from ..inspection.slots.item import NUMBER
from ..inspection.slots.registry import KINDS

_STOP = set("and of the for to a in on or with about any most their".split())


class Matcher:
    """Matches paths such as `documents/3-police/3.4 Referral form/x.pdf` to the slots of one
    submission.
    """

    def __init__(self, slots: Iterable[Slot]) -> None:
        self.slots = tuple(slots)
        self.ids = frozenset(slot.id for slot in self.slots)
        self.by_folder: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.items = {slot.number: slot for slot in self.slots if slot.number}
        self.children = sorted({s.child.casefold() for s in self.slots if s.child}, key=len)[::-1]
        self.kinds = [
            kind.matches([slot for slot in self.slots if slot.kind == kind.name]) for kind in KINDS
        ]

    def match(self, path: str) -> tuple[str, ...]:
        """The ids of the slots whose folder holds the file; none for a stray."""
        folders = tuple(path.split("/")[1:-1])
        if folders not in self.by_folder:
            found = (slot for find in self.kinds for slot in find(folders))
            self.by_folder[folders] = tuple(found)
        return self.by_folder[folders]

    def suggest(self, path: str) -> str:
        """The folder that a stray most likely belongs in: by a number in its name, then its words;
        or nothing.
        """
        name = path.rpartition("/")[2]
        for text in (name, path):
            for number in NUMBER.findall(text):
                if number in self.items:
                    return f"documents/{self.items[number].folder}"
        top = path.split("/")[1:2]
        near = [s for s in self.slots if top and s.folder.split("/")[0][:1] == top[0][:1]]
        near = near or list(self.slots)
        named = (c for c in self.children if re.search(rf"\b{re.escape(c)}\b", path.casefold()))
        child = next(named, "")
        if child:
            near = [s for s in self.slots if s.child.casefold() == child]
        words = _words(path.partition("/")[2])
        scored = [
            (len(words & _words(f"{s.title} {s.folder.rpartition('/')[2]}")), s) for s in near
        ]
        best = max((score for score, _ in scored), default=0)
        winners = [s for score, s in scored if score == best]
        return f"documents/{winners[0].folder}" if best and len(winners) == 1 else ""


def _words(text: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"[a-z]{3,}", text.lower())} - _STOP
