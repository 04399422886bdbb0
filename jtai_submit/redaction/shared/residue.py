"""Looking for strings in bytes, however they may be written there."""

import re
from collections.abc import Iterable

# Pikepdf registers the last: PDFDocEncoding.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "pdfdoc")

_SCAN = re.compile(rb"\xff\xda\0[\x08\x0a\x0c\x0e][\1-\4]")  # ISO/IEC 10918-1, B.2.3
_SCAN_END = re.compile(rb"\xff(?![\0\xff\xd0-\xd7])")


def spellings(text: str, *, pdf: bool = False) -> set[bytes]:
    """A string as it may stand in a file: in each encoding, with the escapes of XML, in a PDF with
    those of PDF too.
    """
    out = set()
    for encoding in ENCODINGS:
        try:
            plain = text.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            continue
        out |= {plain, _escaped(plain, 256), _escaped(plain, 127)} if pdf else {plain}
    if pdf:
        wide = text.encode("utf-16-be").hex()
        out |= {wide.encode(), wide.upper().encode()}
    if any(ch in text for ch in '&<"'):
        out.add(text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode())
        out.add(text.replace("&", "&amp;").replace("<", "&lt;").encode())
    return out


def _escaped(plain: bytes, octal_from: int) -> bytes:
    """As a literal string of a PDF: brackets and backslashes escaped, bytes from `octal_from` on in
    octal.
    """
    special = {ord("\\"): b"\\\\", ord("("): b"\\(", ord(")"): b"\\)"}
    return b"".join(
        special.get(b) or (bytes([b]) if 32 <= b < octal_from else b"\\%03o" % b) for b in plain
    )


def folded(texts: Iterable[str]) -> str:
    """Texts as one, for looking whether they hold a string: white space and case do not matter."""
    return re.sub(r"\s+", " ", " ".join(texts)).casefold()


def found(secrets: Iterable[str], blobs: Iterable[bytes], *, pdf: bool = False) -> set[str]:
    """Those of the strings that stand in any of the blobs. In a PDF, a name of the format
    (`/Contents`) is no string.
    """
    needles = [(secret, needle) for secret in secrets for needle in spellings(secret, pdf=pdf)]
    hits: set[str] = set()
    for blob in map(without_scans, blobs) if needles else ():
        hits |= {
            secret
            for secret, needle in needles
            if secret not in hits and _stands(needle, blob, pdf)
        }
    return hits


def without_scans(blob: bytes) -> bytes:
    """Without what JPEGs draw: the entropy-coded data between a scan's head and the next marker.
    Nobody writes there.
    """
    parts, at = [], 0
    while head := _SCAN.search(blob, at):
        parts.append(blob[at : head.end()])
        limit = blob.find(b"endstream", head.end())
        limit = limit if limit >= 0 else len(blob)
        end = _SCAN_END.search(blob, head.end(), limit)
        at = end.start() if end else limit
    return b"".join((*parts, blob[at:])) if parts else blob


def _stands(needle: bytes, blob: bytes, pdf: bool) -> bool:
    at = blob.find(needle)
    while pdf and at >= 0 and blob[max(0, at - 1) : at] == b"/":
        at = blob.find(needle, at + 1)
    return at >= 0
