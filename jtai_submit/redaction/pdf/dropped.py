"""What goes from a PDF: the word that tells people about it, and the texts in it, which must not be
in the copy.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

# ISO 32000-1: actions (12.6.2, 12.6.3, 7.7.2), metadata (14.3.2, 14.3.3), private data (14.5),
# markup annotations (12.5.2, table 170), usage of layers (8.11.4.4), signatures (12.8).
WORDS = {
    "/AA": "scripts and actions",
    "/A": "scripts and actions",
    "/OpenAction": "scripts and actions",
    "/PA": "scripts and actions",
    "/Next": "scripts and actions",
    "/JavaScript": "scripts and actions",
    "/Metadata": "XMP metadata",
    "/Thumb": "thumbnails",
    "/Info": "document properties",
    "/PieceInfo": "private data of programs",
    "/LastModified": "private data of programs",
    "/M": "names and dates of annotations",
    "/NM": "names and dates of annotations",
    "/Subj": "names and dates of annotations",
    "/CreationDate": "names and dates of annotations",
    "/T": "names and dates of annotations",
    "/Usage": "layer details",
    "/Configs": "layer details",
    "/Creator": "layer details",
    "/V": "signature details",
}
# What names other things of the document: an action its fields (12.7.5.3) and destinations; the
# name trees of captured pages (table 31). Such a name is no news where the thing itself stays.
REFERRING = {key for key, words in WORDS.items() if words == "scripts and actions"} | {
    "/Field",
    "/Fields",
    "/IDS",
    "/URLS",
}
# Keys that say how a file is packed (7.3.8, 7.5.5, 7.5.8): nobody misses them.
QUIET = set(
    """
    /ID /Size /Prev /XRefStm /Index /W /Type /Length /Filter /DecodeParms /ProcSet /Name
    """.split()
)
# Keys that lead back, or to other objects of the document (7.7.3, 12.7.3, 14.7.2), and bytes.
_ROUND = tuple(
    """
    /Parent /P /Pg /Contents /ByteRange /Cert /Font /Resources /Data /Reference /Kids /K
    """.split()
)
_TEXTS_AT_MOST = 2000


def day(text: str) -> str:
    """`D:20170509…` → `2017-05-09`; nothing for what is no date."""
    # ISO 32000-1, 7.9.4: D:YYYYMMDDHHmmSS and the zone; all behind the year may be missing.
    digits = text.removeprefix("D:")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def texts(values: Any, staying: Collection[tuple[int, int]] = ()) -> Iterator[str]:
    """The texts in values that go: so many at most, no object twice, and none of those that stay
    elsewhere.
    """
    stack, seen, left = [*values], set[tuple[int, int]](), _TEXTS_AT_MOST
    while stack and left:
        value = stack.pop()
        left -= 1
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, (Dictionary, Stream, Array)):
            if value.is_indirect and (value.objgen in seen or value.objgen in staying):
                continue
            seen.add(value.objgen)
            stack += (
                list(value)
                if isinstance(value, Array)
                else [v for k, v in value.items() if k not in _ROUND]
            )
