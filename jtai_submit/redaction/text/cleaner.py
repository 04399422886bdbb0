"""TXT, CSV and Markdown: there is no place for metadata in them, so every byte stays."""

import re

from ...documents.examination import Noticed
from ...documents.text import decode
from ..interface import NO_CHOICES, Choices, Cleaned, Unreadable

# Characters that no reader sees: controls other than tab, line and form feed; zero-width and
# direction marks; tags. (joiners and variation selectors alone are part of many scripts and of
# emoji)
_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\u3164\ufeff"
    "\U000e0000-\U000e01ef]|[\u200c\u200d\ufe00-\ufe0f]{2,}"
)
_BOM = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """The same bytes; characters that do not show are noticed."""
    try:
        text = decode(data)
    except ValueError:
        raise Unreadable("D003", "text") from None
    out = Cleaned(data)
    if data.startswith(_BOM):
        out.noticed.append(Noticed("H115", detail="mark"))
    elif b"\0" in data:
        out.noticed.append(Noticed("H115", detail="no mark"))
    body = text.removeprefix("\ufeff")
    if not body.strip():
        out.noticed.append(Noticed("D019"))
    unseen = _UNSEEN.findall(body)
    if unseen:
        line = body[: _UNSEEN.search(body).start()].count("\n") + 1  # type: ignore[union-attr]
        out.noticed.append(Noticed("H112", len(unseen), f"line {line}", "character"))
    return out
