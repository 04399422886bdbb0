"""Which slot a file answers: by the leading id of its folders, whatever follows it."""

import re
from collections.abc import Iterable

from ..inspection.slots.slots import Slot, SlotKind

_ITEM = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})(?![\d]|\.\d)")
_STOP = {"and", "of", "the", "for", "to", "a", "in", "on", "or", "with", "about", "any", "most", "their"}


class Matcher:
    """Matches paths such as `documents/3-police/3.4 Referral form/x.pdf` to the slots of one submission."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        self.slots = tuple(slots)
        self.by_folder: dict[tuple[str, str], tuple[str, ...]] = {}
        self.items = {slot.id: slot for slot in self.slots if slot.kind is SlotKind.ITEM}
        self.documents = {(s.child.casefold(), s.id.partition("/")[2]): s for s in self.slots if s.child}
        self.children = sorted({s.child.casefold() for s in self.slots if s.child}, key=len, reverse=True)
        self.slugs = sorted({slug for _, slug in self.documents}, key=len, reverse=True)
        self.placeholder = next((s for s in self.slots if s.kind is SlotKind.CHILDREN), None)

    def match(self, path: str) -> tuple[str, ...]:
        """The ids of the slots whose folder holds the file; none for a stray."""
        parts = path.split("/")[1:-1]
        if len(parts) < 2:
            return ()
        if parts[0] == "children" and self.placeholder:
            return (self.placeholder.id,)
        key = (f"{parts[0]}/{parts[1]}", parts[2] if parts[0] == "children" and len(parts) > 2 else "")
        if key not in self.by_folder:
            self.by_folder[key] = (
                self._child(parts[1], key[1]) if parts[0] == "children" else self._item(parts[0], parts[1])
            )
        return self.by_folder[key]

    def _item(self, agency: str, folder: str) -> tuple[str, ...]:
        number, item = re.match(r"\d*", agency), _ITEM.match(folder)
        slot = self.items.get(item[1]) if item else None
        return (slot.id,) if slot and number and slot.folder.startswith(f"{number[0]}-") else ()

    def _child(self, child: str, document: str) -> tuple[str, ...]:
        found = _leading(child.casefold(), self.children)
        slug = _leading(document.casefold(), self.slugs)
        slot = self.documents.get((found, slug))
        return (slot.id,) if slot else ()

    def suggest(self, path: str) -> str:
        """The folder that a stray most likely belongs in: by a number in its name, then its words; or nothing."""
        name = path.rpartition("/")[2]
        for text in (name, path):
            for number in _ITEM.findall(text):
                if number in self.items:
                    return f"documents/{self.items[number].folder}"
        top = path.split("/")[1:2]
        near = [s for s in self.slots if top and s.folder.split("/")[0][:1] == top[0][:1]] or list(self.slots)
        child = next((c for c in self.children if re.search(rf"\b{re.escape(c)}\b", path.casefold())), "")
        if child:
            near = [s for s in self.slots if s.child.casefold() == child]
        words = _words(path.partition("/")[2])
        scored = [(len(words & _words(f"{s.title} {s.folder.rpartition('/')[2]}")), s) for s in near]
        best = max((score for score, _ in scored), default=0)
        winners = [s for score, s in scored if score == best]
        return f"documents/{winners[0].folder}" if best and len(winners) == 1 else ""


def _leading(text: str, known: Iterable[str]) -> str:
    """The known id (longest first) with which the folder's name begins."""
    return next((k for k in known if text.startswith(k) and not text[len(k) : len(k) + 1].isalnum()), "")


def _words(text: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"[a-z]{3,}", text.lower())} - _STOP
