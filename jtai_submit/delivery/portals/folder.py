"""A folder: a synced library, a share, or the set that a person uploads by browser. Copy, fsync,
rename; read back.
"""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Literal

from ...errors import Temporary, Unusable
from ...storage import long, sync_folder
from ..chunks import different, taken
from ..codes import CODES
from ..interface import BEGINS, Limits, Moved, Parcel, Step, Tier
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk

_BLOCK = 1024 * 1024
_PART = ".part"
_OURS = {
    "documents": "lies among the documents that are to be sent",
    ".jtai": "lies in .jtai, where jtai-submit keeps its own files and wipes them",
}


class Folder:
    kind = "folder"
    forgets = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def limits(self) -> Limits:
        near = self.path
        while not near.exists() and near != near.parent:
            near = near.parent
        if not near.is_dir() or not os.access(near, os.W_OK):
            raise _trouble(OSError(errno.EACCES, "it cannot be written to"), near)
        return Limits(room=shutil.disk_usage(near).free)

    def _part(self, session: str) -> Path:
        # The parcel's name: the folder may be moved, or named from elsewhere.
        final = self.path / session
        return final.with_name(final.name + _PART)

    def start(self, parcel: Parcel) -> str:
        final, part = self.path / parcel.name, self._part(parcel.name)
        with _spoken(final):
            if os.path.lexists(final):
                if _is(final, parcel):
                    return parcel.name  # it arrived, and the journal was not told
                raise taken(str(final))
            part.parent.mkdir(parents=True, exist_ok=True)
            _ours(part)
            part.write_bytes(b"")
        return parcel.name

    def offset(self, session: str, parcel: Parcel) -> int | None:
        part, final = self._part(session), self.path / parcel.name
        if session != parcel.name:
            return None
        with _spoken(final):
            if final.exists():
                return parcel.bytes
            _ours(part)
            size = part.stat().st_size if part.exists() else None
        return size if size is not None and size <= parcel.bytes else None

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        part = self._part(session)
        with _spoken(part):
            _ours(part)
        with _spoken(part), parcel.open() as source, part.open("r+b") as out:
            source.seek(offset)
            out.seek(offset)
            while block := source.read(_BLOCK):
                out.write(block)
                offset += len(block)
                moved(offset)
            out.flush()
            os.fsync(out.fileno())

    def has(self, session: str, parcel: Parcel) -> bool:
        return (self.path / parcel.name).exists()

    def finish(self, session: str, parcel: Parcel) -> Tier:
        part, final = self._part(session), self.path / parcel.name
        with _spoken(final):
            if part.exists() and not final.exists():
                _ours(part)
                if not _is(part, parcel):
                    part.unlink()
                    raise different(str(final))
                _rename_new(part, final)
            elif not _is(final, parcel):
                raise different(str(final))
            part.unlink(missing_ok=True)
        return Tier.READ_BACK

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        final = self.path / parcel.name
        with _spoken(final):
            if not final.exists():
                return None
            if not _is(final, parcel):
                raise different(str(final))
        return Tier.READ_BACK

    def swept(self, parcel: Parcel) -> None:
        with _spoken(self.path):
            self._part(parcel.name).unlink(missing_ok=True)

    def abandon(self, session: str) -> None:
        if session == BEGINS:
            return
        final = self.path / session  # ours, as the journal says
        with _spoken(final):
            self._part(session).unlink(missing_ok=True)
            final.unlink(missing_ok=True)

    def probe(self) -> Iterator[Step]:
        parcel, begun = scratch(), list[str]()

        def write() -> None:
            self.send(begun[0], parcel, 0, lambda offset: None)

        return walk(
            Try("make a file", lambda: begun.append(self.start(parcel))),
            Try("write a few bytes", write),
            Try("rename it and read it back", lambda: self.finish(begun[0], parcel) and ""),
            Try("delete it", lambda: self.abandon(begun[0]), undoes=begun),
        )

    def close(self) -> None:
        """Nothing is held."""


@contextmanager
def _spoken(path: Path) -> Iterator[None]:
    """What can happen to a folder, in our words."""
    try:
        yield
    except OSError as e:
        raise _trouble(e, path) from None


def _rename_new(part: Path, final: Path) -> None:
    """Rename without ever replacing: by a hard link where the system has them, otherwise by
    Windows' own rename.
    """
    # POSIX: rename() replaces what is there, link() fails with EEXIST. On Windows both fail.
    try:
        os.link(part, final)
    except FileExistsError:
        raise
    except OSError:  # no hard links here
        part.rename(final)
    else:
        part.unlink()
    sync_folder(final.parent)


def _is(path: Path, parcel: Parcel) -> bool:
    """Whether a parcel lies there. What is no file is never opened: reading it may not end."""
    there = path.lstat()
    if not stat.S_ISREG(there.st_mode) or there.st_size != parcel.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == parcel.sha256


def _ours(part: Path) -> None:
    """Raises `Temporary` (P008) where something else has the name of a part that is to be written:
    through a link of any kind another file would be written over.
    """
    try:
        there = part.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(there.st_mode) or there.st_nlink > 1:
        raise taken(str(part))


def _trouble(error: OSError, path: Path) -> Temporary:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Temporary(
            CODES["P004"].problem(
                "the folder's disk is full", "make room, and run the same command again", str(path)
            )
        )
    return Temporary(
        CODES["P001"].problem(
            f"the folder cannot be used: {error.strerror}",
            "check that the drive is connected, and run the same command again",
            str(path),
        )
    )


class Settings(PortalSettings):
    """`{kind: folder, path: ../to-upload}`: synced, or uploaded by a person with a browser."""

    example: ClassVar[str] = "{kind: folder, path: ../to-upload}"

    kind: Literal["folder"]
    path: str

    def shown(self) -> str:
        return f"folder {self.path}"

    def fits(self, access: Access) -> None:
        try:
            folder = self._folder(access)
            among = _among(folder, access.root)
            if not among and folder.exists() and not folder.is_dir():
                among = "is no folder but a file or a device"
        except (RuntimeError, ValueError):  # nobody is called so, or the path is none
            among = "is nowhere on this computer"
        except OSError:
            return  # a drive that is not there now: whoever pushes is told
        if among:
            fix = "name a folder beside the inspection, such as ../to-upload"
            message = f"the portal's folder {among}"
            raise Unusable(access.mistake("P003", message, fix, "path"))

    def open(self, access: Access) -> Folder:
        self.fits(access)
        return Folder(long(self._folder(access)))

    def _folder(self, access: Access) -> Path:
        return access.root / Path(self.path).expanduser()


def _among(folder: Path, root: Path) -> str:
    """What makes a folder no place to send to: packs would lie among what is packed, or be wiped as
    our own.
    """
    here, inspection = folder.resolve(), root.resolve()
    for inner, what in _OURS.items():
        if any(_same(each, inspection / inner) for each in (here, *here.parents)):
            return what
    if any(_same(here, each) for each in (inspection, *inspection.parents)):
        return "holds the inspection itself, with the documents that are to be sent"
    return ""


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one folder, also by another name: a link, a mount, another case."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False  # not there yet
