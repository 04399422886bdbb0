"""A folder: a synced library, a share, or the set that a person uploads by browser. Copy, fsync, rename; read back."""

import errno
import hashlib
import os
import shutil
from pathlib import Path

from ..errors import Problem, Temporary
from ..storage import sync_folder
from .chunks import different, taken
from .interface import Moved, Parcel, Standing, Tier

_BLOCK = 1024 * 1024
_PART = ".part"


class Folder:
    kind = "folder"
    forgets = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def standing(self) -> Standing:
        near = self.path
        while not near.exists() and near != near.parent:
            near = near.parent
        if not near.is_dir() or not os.access(near, os.W_OK):
            raise _trouble(OSError(errno.EACCES, "it cannot be written to"), near)
        return Standing(room=shutil.disk_usage(near).free)

    def start(self, parcel: Parcel) -> str:
        final = self.path / parcel.name
        part = final.with_name(final.name + _PART)
        if final.exists():
            if final.stat().st_size == parcel.bytes and _sha256(final) == parcel.sha256:
                return str(part)  # it arrived, and the journal was not told
            raise taken(str(final))
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(b"")
        except OSError as e:
            raise _trouble(e, part) from None
        return str(part)

    def offset(self, session: str, parcel: Parcel) -> int | None:
        part, final = Path(session), self.path / parcel.name
        if final.exists():
            return parcel.bytes
        if not part.exists() or part.parent != final.parent:
            return None
        size = part.stat().st_size
        return size if size <= parcel.bytes else None

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        try:
            with parcel.open() as source, Path(session).open("r+b") as part:
                source.seek(offset)
                part.seek(offset)
                while block := source.read(_BLOCK):
                    part.write(block)
                    offset += len(block)
                    moved(offset)
                part.flush()
                os.fsync(part.fileno())
        except OSError as e:
            raise _trouble(e, Path(session)) from None

    def has(self, session: str, parcel: Parcel) -> bool:
        return (self.path / parcel.name).exists()

    def finish(self, session: str, parcel: Parcel) -> Tier:
        part, final = Path(session), self.path / parcel.name
        try:
            if part.exists() and not final.exists():
                if _sha256(part) != parcel.sha256:
                    part.unlink()
                    raise different(str(final))
                _rename_new(part, final)
            elif _sha256(final) != parcel.sha256:
                raise different(str(final))
            part.unlink(missing_ok=True)
        except OSError as e:
            raise _trouble(e, final) from None
        return Tier.READ_BACK

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        final = self.path / parcel.name
        if not final.exists():
            return None
        if _sha256(final) != parcel.sha256:
            raise different(str(final))
        return Tier.READ_BACK

    def abandon(self, session: str) -> None:
        part = Path(session)  # ours, as the journal says, and so is what became of it
        try:
            part.unlink(missing_ok=True)
            part.with_name(part.name.removesuffix(_PART)).unlink(missing_ok=True)
        except OSError as e:
            raise _trouble(e, part) from None

    def close(self) -> None:
        """Nothing is held."""


def _rename_new(part: Path, final: Path) -> None:
    """Rename without ever replacing: by a hard link where the system has them, otherwise by Windows' own rename."""
    try:
        os.link(part, final)
    except FileExistsError:
        raise
    except OSError:  # no hard links here
        part.rename(final)
    else:
        part.unlink()
    sync_folder(final.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _trouble(error: OSError, path: Path) -> Temporary:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Temporary(
            Problem("P004", "the folder's disk is full", "make room, and run the same command again", str(path))
        )
    return Temporary(
        Problem(
            "P001",
            f"the folder cannot be used: {error.strerror}",
            "check that the drive is connected, and run the same command again",
            str(path),
        )
    )
