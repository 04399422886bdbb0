"""Opening a pack: decrypted, checked and unpacked, with no plaintext outside the folder that was asked for."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from ..errors import Problem, Unusable
from ..storage import long
from . import age, bag
from .codes import CODES
from .names import safe_member
from .zipped import open_zip


def open_archive(
    file: BinaryIO, identities: Sequence[age.Identity], where: str, passphrase: Callable[[], bytes] | None = None
) -> zipfile.ZipFile:
    """The zip inside a pack, to be read member by member. Raises `Unusable` (S001, S002, S003), `Refused` (S010)."""
    try:
        if passphrase and file.read(2) == b"PK":
            return open_zip(file, passphrase(), where)
        file.seek(0)
        reader = age.Reader(file, identities)
        reader.size()
        return zipfile.ZipFile(reader)
    except age.NoMatch:
        fix = "use the identity file that belongs to one of the recipients: --identity FILE"
        raise Unusable(CODES["S002"].problem("no key here opens this pack", fix, where)) from None
    except age.HeaderError as e:
        raise Unusable(
            CODES["S003"].problem(f"this is not a pack: {e}", "check that it is the right file", where)
        ) from None
    except (age.AgeError, zipfile.BadZipFile, OSError, ValueError, RuntimeError) as e:
        raise Unusable(_changed(str(e), where)) from None


def open_pack(
    path: Path, to: Path, identities: Sequence[age.Identity], passphrase: Callable[[], bytes] | None = None
) -> tuple[Path, list[bag.Entry]]:
    """Unpack into a new folder below `to`, named after the pack; it appears only when everything in it was checked."""
    target = to / path.name.removesuffix(".age").removesuffix(".zip")
    if target.exists():
        raise Unusable(
            CODES["S004"].problem(
                "a folder of that name is there already", "choose another folder: --to DIR", str(target)
            )
        )
    to.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file, open_archive(file, identities, str(path), passphrase) as archive:
        try:
            entries = bag.check(archive)
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            if wrong := [name for name in names if not safe_member(name)]:
                message = f"the pack holds a file whose name cannot be made here: {wrong[0]!r}"
                raise Unusable(CODES["S005"].problem(message, "do not open it, and tell the sender", str(path)))
            private = Path(tempfile.mkdtemp(prefix=".opening-", dir=long(to)))
            try:
                for name in names:
                    place = private / name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(name) as source, place.open("xb") as copy:
                        shutil.copyfileobj(source, copy, 1024 * 1024)
                private.replace(long(target))
            finally:
                shutil.rmtree(private, ignore_errors=True)
        except (age.AgeError, zipfile.BadZipFile, EOFError) as e:
            raise Unusable(_changed(str(e), str(path))) from None
    return target, entries


def _changed(why: str, where: str) -> Problem:
    fix = "download the pack again, and tell the sender if it is the same again"
    return CODES["S001"].problem(f"the pack cannot be opened whole: {why}", fix, where)
