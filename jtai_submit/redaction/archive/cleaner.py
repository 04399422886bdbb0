"""ZIP: each member is a document of its own, cleaned and doubted as such; the zip around them is made anew."""

import io
import posixpath
import zipfile

from ...documents.examination import Noticed
from ...documents.kind import SAME
from ..interface import NO_CHOICES, Choices, Cleaned, Unreadable
from ..shared import container
from ..through import inner

MEMBERS_AT_MOST, RATIO_AT_MOST, SMALL = 1000, 200, 1024 * 1024
_NOTHING = ("__MACOSX/",)
_NAMELESS = {"thumbs.db", "desktop.ini", ".ds_store"}


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A zip of cleaned members. What is noticed in a member has the member's name as its place."""
    package, out = container.Container(data), Cleaned(b"")
    names = package.names()
    if len(names) > MEMBERS_AT_MOST:
        raise Unreadable("R203", "members")
    if sum(package.size(name) for name in names) > max(SMALL, RATIO_AT_MOST * len(data)):
        raise Unreadable("R203", "memory")
    members = dict[str, bytes]()
    for name in names:
        if (
            name.startswith(_NOTHING)
            or posixpath.basename(name).lower() in _NAMELESS
            or posixpath.basename(name).startswith("~$")
        ):
            out.removed.append("private data of programs")
            continue
        path = _safe(name)
        if package.is_link(name):
            raise Unreadable("D003", "a link")
        content = package.read(name)
        if not content:
            out.noticed.append(Noticed("D002", where=path))
            continue
        cleaned, ending = inner(path, content, choices, out)
        members[_named(path, ending)] = cleaned
    if len(members) < len(names) and not members:
        raise Unreadable("D002")
    out.removed = sorted({*out.removed, "details of the zip"})
    out.data = container.write(sorted(members.items()), lambda name: True)
    return out


def _safe(name: str) -> str:
    """A member's name that leads nowhere else. Raises `Unreadable` (D003)."""
    path = name.replace("\\", "/")
    parts = path.split("/")
    if (
        path.startswith("/")
        or ".." in parts
        or (len(parts[0]) > 1 and parts[0][1] == ":")
        or not all(parts)
        or not path.isprintable()
    ):
        raise Unreadable("D003", "a member's name")
    return path


def _named(path: str, ending: str) -> str:
    """A member's name, with the ending that fits what it has become."""
    stem, _, own = path.rpartition(".")
    same = SAME.get(own.lower(), own.lower()) == ending or not ending
    return path if same else f"{stem or path}.{ending}"


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """As many members as before, each of which was doubted already; no detail of the old zip in the new."""
    with zipfile.ZipFile(io.BytesIO(original)) as before, zipfile.ZipFile(io.BytesIO(cleaned.data)) as after:
        wanted = [m for m in before.namelist() if not m.endswith("/") and not m.startswith(_NOTHING)
                  and posixpath.basename(m).lower() not in _NAMELESS and not posixpath.basename(m).startswith("~$")]  # fmt: skip
        if len(wanted) != len(after.namelist()) or after.testzip():
            return [Noticed("R202", where="number of members")]
        if after.comment or any(m.extra or m.comment or m.date_time != (1980, 1, 1, 0, 0, 0) for m in after.infolist()):
            return [Noticed("R201", detail="zip")]
    return []
