"""Names of attachments as people see them: without the folder that they lay in, and in letters."""

import re
from email.header import decode_header, make_header

from ...documents.text import decode

_PATH = re.compile(r".*[\\/]", re.S)


def base_name(name: str) -> str:
    """A file's name without the path before it, whichever system wrote it, and on one line."""
    return " ".join(_PATH.sub("", name.rstrip("\\/ ")).split())


def spoken(name: str) -> str:
    """A name in letters: encoded words decoded (RFC 2047), raw bytes read as UTF-8 or
    Windows-1252.
    """
    if any("\udc80" <= ch <= "\udcff" for ch in name):
        raw = name.encode("utf-8", "surrogateescape")
        try:
            name = decode(raw)
        except ValueError:
            name = raw.decode("latin-1")
    try:
        # RFC 2047, 5 forbids encoded words in parameters; Outlook and others write them there.
        return str(make_header(decode_header(name)))
    except (ValueError, LookupError):
        return name
