"""Addresses and texts that name a place on somebody's computer or network."""

import re
from urllib.parse import unquote

_WEB = ("http:", "https:", "mailto:", "tel:", "ftp:", "#", "www.")
_PATH = re.compile(
    r"\\\\|\bfile:|(?<![a-z])[a-z]:[\\/](?!/)|(?:^|[\s\"'=(])/(?:users|home|volumes|mnt)/", re.I
)


_TRACE = re.compile(rb":/(?!/)")


def may_hold_a_path(data: bytes) -> bool:
    """Whether it is worth looking for paths in the texts that are written in these bytes."""
    return (
        b"\\" in data
        or any(
            word in data
            for word in (
                b"file:",
                b"File:",
                b"FILE:",
                b"/Users/",
                b"/home/",
                b"/Volumes/",
                b"/mnt/",
            )
        )
        or bool(_TRACE.search(data))
    )


def to_a_file(address: str, *, relative: bool = False) -> bool:
    """Whether a link leads to a file or a share; with `relative`, also one that stands beside the
    document.
    """
    target = "".join(ch for ch in unquote(address) if ch.isprintable()).strip().lower()
    if not re.search(r"\w", target) or target.startswith(_WEB):  # `-` leads nowhere
        return False
    return relative or ":" in target.split("/")[0] or target.startswith(("\\\\", "//"))


def holds_a_path(text: str) -> bool:
    """Whether a text holds a path: `C:\\…`, `\\\\server\\…`, `file:…`."""
    return bool(_PATH.search(text))
