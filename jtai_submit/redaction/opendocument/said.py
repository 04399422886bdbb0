"""What an OpenDocument says: its texts, cells and slides, headers and footers.

The copy is XML that the cleaner wrote (no comments, no CDATA), so that a scan over its tags is
enough (OpenDocument 1.3 part 3, 5 and 9.1).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape

_PARTS = re.compile(r"(?:^|/)(?:content|styles)\.xml$")
_TAG = re.compile(r"<(/?)([\w:-]+)[^>]*>")
_PARAGRAPHS = {"text:p", "text:h", "svg:title", "svg:desc"}
_ATTRIBUTES = re.compile(r"\s(?:table:name|xlink:title|office:title)=\"([^\"]+)\"")  # sheets, links


def said(data: bytes, _: Sequence[str] = ()) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if _PARTS.search(name):
                part = package.read(name).decode("utf-8", "replace")
                yield unescape(_TAG.sub(_between, part).replace("\n\n\t", "\t"))
                yield from map(unescape, _ATTRIBUTES.findall(part))


def _between(tag: re.Match[str]) -> str:
    """What a tag stands for between words."""
    end, name = tag.groups()
    if name in ("text:s", "text:tab", "text:line-break"):
        return " "
    if end and name in _PARAGRAPHS:
        return "\n\n"
    if end and name == "table:table-cell":
        return "\t"
    return "\n\n" if end and name == "table:table-row" else ""
