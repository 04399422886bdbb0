"""The second reader of pages: the parser of the standard library, where the cleaner has lxml.

It reads the letters of the original by itself, too; what may stand in a page, it has from the
cleaner's lists.
"""

import codecs
import re

from ...documents.examination import Noticed
from ..interface import Cleaned
from ..shared import residue
from ..shared.charsets import WIDER
from ..shared.page import Words
from .cleaner import ATTRIBUTES
from .hidden import HELD, SILENT

_CHARSET = re.compile(r"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.I)
_OURS = {"lang", "viewBox"}


class Reader(Words):
    """What the parser takes for words, and what it sees of elements and attributes that should not
    be there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.strange: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag in SILENT | HELD and dict(attrs) != {"charset": "utf-8"}:
            self.strange.add(tag)
        self.strange |= {name for name, _ in attrs if name not in ATTRIBUTES and name != "charset"}

    def handle_comment(self, data: str) -> None:
        self.strange.add("comment")


def read(text: str) -> Reader:
    """A page as the second reader sees it."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """The words are the same; nothing is left that does something, or tells."""
    before, after = read(letters(original)), read(cleaned.data.decode("utf-8"))
    if "".join("".join(before.words).split()) != "".join("".join(after.words).split()):
        return [Noticed("R202", where="the text")]
    shown = residue.folded(after.words)
    hits = residue.found(cleaned.secrets, [cleaned.data])
    hits = {secret for secret in hits if residue.folded([secret]) not in shown}
    strange = after.strange - _OURS
    if strange or hits:
        return [Noticed("R201", len(strange) + len(hits), detail=", ".join(sorted(strange))[:80])]
    return []


def letters(page: bytes) -> str:
    """The letters of a page: by its mark, by what it says, or as UTF-8 or Windows-1252."""
    # WHATWG Encoding, BOM sniff: a mark counts more than all that the page says.
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    said = _CHARSET.search(page[:4096].decode("latin-1"))
    for label in (said[1] if said else "", "utf-8"):
        try:
            name = codecs.lookup(label).name
            return page.decode(
                WIDER.get(name, name), "replace" if label != "utf-8" or said else "strict"
            )
        except (LookupError, UnicodeDecodeError):
            continue
    return page.decode("cp1252", "replace")
