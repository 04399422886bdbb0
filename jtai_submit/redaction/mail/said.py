"""What a mail says: who wrote to whom about what, and its bodies; not what is attached."""

from collections.abc import Iterator, Sequence

from ..shared.page import spoken
from .structure import Part, read
from .told import text

_HEADS = ("from", "to", "cc", "subject")


def said(data: bytes, _: Sequence[str] = ()) -> Iterator[str]:
    for part in read(data).walk():
        for name in _HEADS:
            yield from part.all(name)
        if part.kind in ("text/plain", "text/html") and not part.name and not part.parts:
            yield _body(part)


def _body(part: Part) -> str:
    letters = text(part, wide=True)
    return spoken(letters) if part.kind == "text/html" else letters
