"""Looking for strings in bytes, however they may be written there."""

from collections.abc import Iterable

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


def spellings(text: str) -> set[bytes]:
    """A string as it may stand in a file: each encoding, as it is and with PDF's escapes, and in PDF's hexadecimal."""
    out = set()
    for encoding in ENCODINGS:
        try:
            plain = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        out.add(plain)
        if any(ch in plain for ch in b"\\()"):
            out.add(plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
    out.add(text.encode("utf-16-be").hex().encode())
    if "&" in text or "<" in text or '"' in text:
        out.add(text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode())
    return out


def found(secrets: Iterable[str], blobs: Iterable[bytes]) -> set[str]:
    """Those of the strings that stand in any of the blobs."""
    needles = [(secret, needle) for secret in secrets for needle in spellings(secret)]
    hits: set[str] = set()
    for blob in blobs if needles else ():
        hits |= {secret for secret, needle in needles if secret not in hits and needle in blob}
    return hits
