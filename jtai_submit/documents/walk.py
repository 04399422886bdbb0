"""Finding the files, without opening any but what has the name of a note of ours."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ..storage import long
from .examination import Found

IGNORED = frozenset(
    {
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        ".ds_store",
        ".localized",
        ".gitkeep",
        ".directory",
        "icon\r",  # macOS: the picture of a folder
    }
)
NOTE = "WHAT BELONGS IN THIS FOLDER"  # how our own READ ME.txt begins: reporting/notes.py
_BEGINNINGS = (
    "~$",  # Office: who has the document open
    ".~lock",  # LibreOffice: the same
    "._",  # macOS: resource forks on other file systems (AppleDouble)
    ".fuse_hidden",  # FUSE: deleted while open
    ".nfs0",  # NFS: deleted while open
)
_WORD_BACKUP = re.compile(r"~wr[a-z]\d{0,4}\.tmp", re.I)  # Word's own working copies
# NTFS: alternate streams that became files of their own on the way (WSL, SMB; Samba writes U+F03A
# or U+F022 for the colon). Zone.Identifier holds the address that a download came from ([MS-FSCC]
# 5.6.1).
_STREAM = re.compile(
    r".*[:\uf03a\uf022](?:zone\.identifier|encryptable|smartscreen|summaryinformation|"
    r"favicon|com\.dropbox\.\w+|afp_\w+|oecustomproperty)(?:[:\uf03a\uf022]\$data)?",
    re.I | re.S,
)
_DOWNLOADS = (".crdownload", ".part", ".partial", ".opdownload", ".download")
LINK, SPECIAL, ONLINE_ONLY, UNREADABLE, NAMELESS = (
    "link",
    "special",
    "online only",
    "unreadable",
    "nameless",
)
UNFINISHED = "unfinished"  # a download that did not end
_RECALL = 0x1000 | 0x40000 | 0x400000  # Windows: OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS
_LINK_TAGS = (0xA000000C, 0xA0000003)  # Windows: symbolic link, mount point (junction)
_DATALESS = 0x40000000  # macOS: SF_DATALESS


def walk(root: Path, folder: str = "documents") -> Iterator[Found]:
    """Every file below `root/folder` in the order of its path; links are named, never followed."""
    stack = [(str(long(root / folder)), folder)]
    while stack:
        directory, name = stack.pop()
        try:
            with os.scandir(directory) as scan:
                entries = sorted(scan, key=lambda e: e.name, reverse=True)
        except FileNotFoundError:
            continue
        except OSError:
            # Of the folder's own slot: who only sees that nothing is there, would say "missing".
            yield Found(f"{name}/*", 0, 0, UNREADABLE)
            continue
        files = []
        for entry in entries:
            path = f"{name}/{entry.name}"
            if ignored(entry.name):
                continue
            if not _is_text(entry.name):
                files.append(
                    Found(
                        f"{name}/{entry.name.encode('utf-8', 'replace').decode()}", 0, 0, NAMELESS
                    )
                )
                continue
            try:
                facts = entry.stat(follow_symlinks=False)
            except OSError:
                files.append(Found(path, 0, 0, UNREADABLE))
                continue
            irregular = _irregular(facts, entry.name)
            if entry.name.lower() == "read me.txt" and not irregular and _is_note(entry.path):
                continue
            if stat.S_ISDIR(facts.st_mode) and not irregular:
                stack.append((entry.path, path))
            else:
                files.append(Found(path, facts.st_size, facts.st_mtime_ns, irregular))
        yield from reversed(files)


def is_note(data: bytes) -> bool:
    """Whether it is a note of ours, and may be replaced by a newer one: people write files of that
    name, too.
    """
    return data.removeprefix(b"\xef\xbb\xbf").startswith(NOTE.encode())


def _is_note(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (a long path, as it is)
            return is_note(file.read(len(NOTE) + 3))
    except OSError:
        return False


def ignored(name: str) -> bool:
    """What office programs and file browsers leave behind."""
    known = name.startswith(_BEGINNINGS) or name.lower() in IGNORED
    return known or bool(_WORD_BACKUP.fullmatch(name) or _STREAM.fullmatch(name))


def unfinished(name: str) -> bool:
    """Whether a browser gave the file this name because its download had not ended."""
    return name.lower().endswith(_DOWNLOADS)


def _is_text(name: str) -> bool:
    """Whether other computers can read the name: on Linux it may be any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _irregular(facts: os.stat_result, name: str) -> str:
    attributes = getattr(facts, "st_file_attributes", 0)
    if stat.S_ISLNK(facts.st_mode) or getattr(facts, "st_reparse_tag", 0) in _LINK_TAGS:
        return LINK
    if attributes & _RECALL or getattr(facts, "st_flags", 0) & _DATALESS:
        return ONLINE_ONLY
    if name.startswith(".") and name.endswith(".icloud"):
        return ONLINE_ONLY
    if stat.S_ISREG(facts.st_mode) and unfinished(name):
        return UNFINISHED
    return "" if stat.S_ISREG(facts.st_mode) or stat.S_ISDIR(facts.st_mode) else SPECIAL
