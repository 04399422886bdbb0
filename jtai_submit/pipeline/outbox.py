"""Where sealed packs wait for their journey, as ciphertext."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ..errors import Temporary
from ..inspection.journal import Pack
from ..packing.codes import CODES as PACKING
from ..packing.pack import Sealed, Sink
from ..storage import PRIVATE, folder_for, sync_folder


class Outbox:
    """Where sealed packs wait, as ciphertext. With `folder` None they are hashed and dropped: a dry
    run.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def path(self, pack: Pack) -> Path | None:
        return self.folder / pack.parcel if self.folder else None

    def write(self, name: str, fill: Callable[[Sink], Sealed]) -> Sealed:
        """Fill `name.part`, flush it to the disk, rename it. Raises `Temporary` (S008) where the
        disk is full.
        """
        if not self.folder:
            return fill(_Nowhere())
        part, final = self.folder / f"{name}.part", self.folder / name
        try:
            folder_for(part, private=True)
            with open(part, "wb", buffering=0, opener=_private) as file:  # noqa: PTH123 (an opener)
                sealed = fill(_Whole(file))
                os.fsync(file.fileno())
            part.replace(final)
            sync_folder(self.folder)
            return sealed
        except OSError as e:
            fix = (
                "make room on the disk that holds the inspection folder, and run the same "
                "command again"
            )
            raise Temporary(
                PACKING["S008"].problem(
                    f"the sealed pack cannot be written: {e.strerror or e}", fix, str(self.folder)
                )
            ) from None
        finally:
            part.unlink(missing_ok=True)

    def drop(self, pack: Pack) -> None:
        if path := self.path(pack):
            path.unlink(missing_ok=True)

    def whole(self, pack: Pack) -> bool:
        """Whether the ciphertext is there, exactly as it was sealed; only then may its upload go
        on.
        """
        path = self.path(pack)
        if not path or not path.is_file() or path.stat().st_size != pack.bytes:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == pack.sha256


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE)


class _Nowhere:
    def write(self, data: memoryview, /) -> object:
        return len(data)


class _Whole:
    """A raw file whose every byte is written, however short the system's writes are."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, data: memoryview, /) -> object:
        while data:
            data = data[self.file.write(data) :]
        return None
