"""A document through its format and past its second reader; used for files, and for documents
inside documents.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from ..documents.examination import Noticed
from ..documents.kind import Kind
from ..documents.unsendable import CLOUD, RIGHTS, SHORTCUT, by_rights, sort
from .codes import CODES, WARNS
from .interface import LARGEST, Choices, Cleaned, Unreadable
from .listening import hear, hear_name
from .registry import format_of, identified, supported

DEEPEST = 4  # documents in documents in documents
_DEPTH = ContextVar("depth", default=0)


def through(data: bytes, kind: str, choices: Choices) -> Cleaned:
    """The cleaned copy of a document of a supported kind, doubted by its second reader. Raises
    `Unreadable`.
    """
    form = format_of(kind)
    with _deeper():
        cleaned = form.clean(data, choices)
        # What people must see to first needs no second reader yet.
        if not any(blocks(n) for n in cleaned.noticed):
            cleaned.noticed += form.doubt(data, cleaned)
    hear(form, cleaned)
    return cleaned


def refusal(data: bytes, kind: str) -> Noticed | None:
    """Why a document cannot be cleaned at all, seen from its kind."""
    if kind == Kind.EMPTY:
        return Noticed("D002")
    if kind == Kind.LOCKED:
        return Noticed("D004", detail=RIGHTS if by_rights(data) else "")
    # A zip that does not open, so an Office file no more.
    if kind == Kind.UNKNOWN and data.startswith(b"PK\x03\x04"):
        return Noticed("D003")
    if supported(kind):
        return None
    what = sort(data) if kind == Kind.UNKNOWN else kind
    if what == RIGHTS:
        return Noticed("D004", detail=what)
    if what in (SHORTCUT, CLOUD):
        return Noticed("D020", detail=what)
    return Noticed("D006", detail=what or kind)


def inner(
    name: str, data: bytes, choices: Choices, out: Cleaned, kind: str | None = None
) -> tuple[bytes, str]:
    """A document that stands inside another: its cleaned bytes, and the ending that fits them.

    What is noticed in it is noticed in `out`, with its name. Raises `Unreadable` where it cannot be
    cleaned.
    """
    hear_name(name)
    if not data:
        return data, ""
    if len(data) > LARGEST:
        raise Unreadable("R204", where=name)
    kind = kind or identified(data, name.rpartition(".")[2].lower() if "." in name else "")
    if why := refusal(data, kind):
        out.noticed.append(replace(why, where=name))
        return b"", ""
    try:
        cleaned = through(data, kind, choices)
    except Unreadable as e:
        out.noticed += within(name, [e.noticed])
        return b"", ""
    except Exception as e:  # a parser that trips over it: its name is what a person needs
        detail = "memory" if isinstance(e, MemoryError) else type(e).__name__
        out.noticed.append(Noticed("R203", where=name, detail=detail))
        return b"", ""
    out.noticed += within(name, cleaned.noticed)
    out.removed += cleaned.removed
    out.secrets |= cleaned.secrets
    return cleaned.data, cleaned.kind or kind


def within(name: str, noticed: Iterable[Noticed]) -> Iterator[Noticed]:
    """What was noticed in an inner document, with the document's name as its place."""
    for each in noticed:
        yield replace(each, where=f"{name}, {each.where}" if each.where else name)


def blocks(noticed: Noticed) -> bool:
    """Whether something noticed keeps a document from being sent. A code that is not in the book
    blocks.
    """
    if noticed.choice or noticed.code in WARNS:
        return False
    return noticed.code not in CODES or CODES[noticed.code].blocks


@contextmanager
def _deeper() -> Iterator[None]:
    depth = _DEPTH.get()
    if depth >= DEEPEST:
        raise Unreadable("R203", "nesting")
    token = _DEPTH.set(depth + 1)
    try:
        yield
    finally:
        _DEPTH.reset(token)
