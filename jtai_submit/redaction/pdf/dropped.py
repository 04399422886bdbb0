"""What goes from a PDF: the word that tells people about it, and the texts in it, which must not be
in the copy.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

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
QUIET = set(
    """
    /ID /Size /Prev /XRefStm /Index /W /Type /Length /Filter /DecodeParms /ProcSet /Name
    """.split()
)
_ROUND = tuple(
    """
    /Parent /P /Pg /Contents /ByteRange /Cert /Font /Resources /Data /Reference /Kids /K
    """.split()
)
_TEXTS_AT_MOST = 2000


def day(text: str) -> str:
    """`D:20170509…` → `2017-05-09`; nothing for what is no date."""
    digits = text.removeprefix("D:")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def texts(values: Any) -> Iterator[str]:
    """The texts in values that are about to go: so many at most, and no object twice."""
    stack, seen, left = [*values], set[tuple[int, int]](), _TEXTS_AT_MOST
    while stack and left:
        value = stack.pop()
        left -= 1
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, (Dictionary, Stream, Array)):
            if value.is_indirect and value.objgen in seen:
                continue
            seen.add(value.objgen)
            stack += (
                list(value)
                if isinstance(value, Array)
                else [v for k, v in value.items() if k not in _ROUND]
            )
