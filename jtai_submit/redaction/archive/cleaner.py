"""ZIP: each member is a document of its own, cleaned and doubted; the zip around them is made
anew.
"""

import posixpath

from ...documents.examination import Noticed
from ...documents.kind import SAME
from ...documents.walk import ignored, unfinished
from ..interface import NO_CHOICES, Choices, Cleaned, Unreadable
from ..shared import container
from ..through import inner
from .names import readable

MEMBERS_AT_MOST, RATIO_AT_MOST, SMALL = 1000, 200, 1024 * 1024
# macOS keeps resource forks and the Finder's data of each file there.
_NOTHING = ("__MACOSX/",)


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A zip of cleaned members. What is noticed in a member has the member's name as its place.

    Raises `Unreadable`: D002 where no file is in it, D003 broken, D004 password, R203 a bomb.
    """
    package, out = container.Container(data), Cleaned(b"")
    names = package.names()
    if len(names) > MEMBERS_AT_MOST:
        raise Unreadable("R203", "members")
    if sum(package.size(name) for name in names) > max(SMALL, RATIO_AT_MOST * len(data)):
        raise Unreadable("R203", "memory")
    members = dict[str, bytes]()
    wanted = [name for name in names if not left_behind(name)]
    if not wanted:
        raise Unreadable("D002", "zip")
    if len(wanted) < len(names):
        out.removed.append("private data of programs")
    for name in wanted:
        path = _safe(readable(name, package.utf8(name)))
        if package.is_link(name):
            raise Unreadable("D003", "a link", where=path)
        if unfinished(path):
            out.noticed.append(Noticed("D003", where=path, detail="download"))
            continue
        content = package.read(name)
        if not content:
            out.noticed.append(Noticed("D002", where=path))
            continue
        cleaned, ending = inner(path, content, choices, out)
        members[_free(_named(path, ending), members)] = cleaned
    out.removed = sorted({*out.removed, "details of the zip"})
    out.data = container.write(sorted(members.items()), lambda name: True)
    return out


def left_behind(name: str) -> bool:
    """Whether a member is what computers leave behind: the same list as for folders."""
    return name.startswith(_NOTHING) or ignored(posixpath.basename(name.replace("\\", "/")))


def _safe(name: str) -> str:
    """A member's name that leads nowhere else. Raises `Unreadable` (D003)."""
    # APPNOTE 4.4.17.1 has slashes and no drive; programs for Windows wrote backslashes.
    path = name.replace("\\", "/")
    parts = [part for part in path.split("/") if part != "."]
    if (
        path.startswith("/")
        or ".." in parts
        or not parts
        or (len(parts[0]) > 1 and parts[0][1] == ":")
        or not all(parts)
        or not path.isprintable()
    ):
        raise Unreadable("D003", "a member's name")
    return "/".join(parts)


def _named(path: str, ending: str) -> str:
    """A member's name, with the ending that fits what it has become."""
    stem, _, own = path.rpartition(".")
    same = SAME.get(own.lower(), own.lower()) == ending or not ending
    return path if same else f"{stem or path}.{ending}"


def _free(path: str, taken: dict[str, bytes]) -> str:
    """The name, or the next one: a new ending can make two names one (`a.htm` and `a.html`)."""
    stem, dot, own = path.rpartition(".")
    shown, n = path, 1
    while shown in taken:
        n += 1
        shown = f"{stem or own} ({n}){dot if stem else ''}{own if stem else ''}"
    return shown
