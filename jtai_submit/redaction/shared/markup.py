"""Taking elements out of a tree so that the words around them stay where they are."""

from typing import Any


def leave_out(element: Any) -> None:
    """Take an element out with all that is in it; the words after it stay."""
    _replace(element, element.tail or "")


def as_text(element: Any) -> None:
    """Put the words of an element in its place."""
    _replace(element, "".join(element.itertext()) + (element.tail or ""))


def _replace(element: Any, words: str) -> None:
    before, holder = element.getprevious(), element.getparent()
    if holder is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + words or None
    else:
        holder.text = (holder.text or "") + words or None
    holder.remove(element)
