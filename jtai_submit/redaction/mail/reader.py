"""The second reader of mail: what a person was told before is what the copy tells, and the way it
took is not in it.
"""

import re
from itertools import zip_longest

from ...documents.examination import Noticed
from ..interface import Cleaned
from ..shared import residue
from . import outlook_reader
from .structure import Part, read
from .told import SHOWN, Told, text, told

# [MS-CFB] 2.2: the signature of a compound file.
_OLE = b"\xd0\xcf\x11\xe0"
_PART = {
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "mime-version",
}
_KEPT = {*SHOWN, *_PART}
_WORDS = {
    "text": "the text",
    "page": "the page",
    "file": "an attachment",
    "mail": "a mail that is attached",
}


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """The same is told: who, when, what was said, which attachments; nothing else is left in the
    copy.
    """
    try:
        after = read(cleaned.data)
        differs = _differs(original, after)
    except ValueError:
        return [Noticed("R203", detail="nesting")]
    if differs:
        return [Noticed("R202", where=differs)]
    strange = {name for part in after.walk() for name, _ in part.heads if name not in _KEPT}
    # RFC 2046, 5.1.1: programs make the boundary of their name and the time.
    marks = (part.param("boundary") for part in after.walk())
    strange |= {"boundary" for mark in marks if not re.fullmatch(r"=_\d+|", mark)}
    shown = residue.folded(_shown(after))
    blobs = [cleaned.data, *(part.content for part in after.walk() if not part.parts)]
    found = residue.found(cleaned.secrets, blobs)
    hits = {s for s in found if residue.folded([s]) not in shown}
    if strange or hits:
        return [Noticed("R201", len(strange) + len(hits), detail=", ".join(sorted(strange))[:80])]
    return []


def _differs(original: bytes, after: Part) -> str:
    if original.startswith(_OLE):
        return outlook_reader.agrees(original, after)
    narrow, wide = _narrow(original)
    pairs = zip_longest(told(read(narrow), wide=wide), told(after), fillvalue=Told("nothing", ""))
    before = next(((a, b) for a, b in pairs if a.key != b.key), None)
    if before is None:
        return ""
    sort = before[0].sort if before[0].sort != "nothing" else before[1].sort
    return _WORDS.get(sort, f"the header {sort.title()}")


def _narrow(data: bytes) -> tuple[bytes, bool]:
    """The mail as bytes that its structure can be read from, and whether it was in UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode(), True
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), False


def _shown(message: Part) -> list[str]:
    heads = [value for part in message.walk() for name in SHOWN for value in part.all(name)]
    texts = [
        text(p, wide=False) for p in message.walk() if p.kind.startswith("text/") and not p.parts
    ]
    return [*heads, *texts]
