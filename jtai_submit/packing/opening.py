"""Opening a pack: decrypted, checked and unpacked; its plaintext lies nowhere but where it was
asked for.

What is opened may come from anybody: nothing of it is believed before it was checked, everything is
bounded by the size of the pack, and whatever is wrong with it is `Unusable`.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import Problem, Stop, Temporary, Unusable
from ..storage import long
from ..words import size
from . import age, bag
from .codes import CODES
from .names import safe_member, unsafe_names
from .stanzas import HeaderError, Identity, NoMatch
from .zipped import LOCK, open_zip

_ENDINGS = (".zip.age", ".zip")
_BLOCK = 1024 * 1024
_SPARE = 16 * 1024 * 1024  # bytes of a disk that are left free
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
Passphrase = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A pack whose documents lie readable in `folder`; `fresh` where they were not there before."""

    folder: Path
    entries: tuple[bag.Entry, ...]
    fresh: bool


def pack_name(path: Path) -> str:
    """The name of a pack without its endings."""
    ending = next((each for each in _ENDINGS if path.name.lower().endswith(each)), path.suffix)
    return path.name[: -len(ending)] if ending else path.name


def open_archive(
    file: BinaryIO,
    identities: Sequence[Identity],
    where: str,
    passphrase: Passphrase | None = None,
) -> zipfile.ZipFile:
    """The zip inside a pack, to be read member by member.

    Raises `Unusable` (S001, S002, S003), `Refused` (S010).
    """
    with _whole(where):
        # APPNOTE.TXT, 4.3.7: a zip begins with PK, as nothing of age does.
        if passphrase and file.read(2) == b"PK":
            return open_zip(file, passphrase, where)
        file.seek(0)
        reader = age.Reader(file, identities)
        reader.size()
        return zipfile.ZipFile(reader)


def open_pack(
    path: Path,
    to: Path,
    identities: Sequence[Identity],
    passphrase: Passphrase | None = None,
) -> Unpacked:
    """Unpack into a new folder below `to`, named after the pack.

    It appears only when everything in it was checked. A folder that holds the very same already is
    left as it is. Raises `Unusable`, `Refused`, and `Temporary` (S008) where the disk is full.
    """
    name, where = pack_name(path), str(path)
    with _disk(to):
        to.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("rb")
    except OSError as e:
        message = f"the pack cannot be read: {e.strerror}"
        raise Unusable(CODES["S003"].problem(message, "check the path", where)) from None
    with file, open_archive(file, identities, where, passphrase) as archive:
        with _whole(where):
            members = _bounded(archive, path.stat().st_size, where)
            entries = tuple(bag.check(archive, where))
            _named(bag.info(archive).get("External-Identifier", name), name, where)
            _makes_a_folder(name, where)
        target = to / name
        if target.exists():
            with _whole(where):
                _same(archive, members, target)
            return Unpacked(target, entries, fresh=False)
        with _disk(to):
            _unpack(archive, members, to, target, where)
    return Unpacked(target, entries, fresh=True)


@contextmanager
def _whole(where: str) -> Iterator[None]:
    """Whatever the libraries raise of a file from elsewhere is said in our words.

    zipfile and pyzipper raise a dozen kinds of exceptions of damaged zips (each a BadZipFile of its
    own, struct.error, NotImplementedError, RuntimeError, …); none of them is our bug.
    """
    try:
        yield
    except Stop:
        raise
    except NoMatch:
        fix = "use the identity file that belongs to one of the recipients: --identity FILE"
        message = "no key here opens this pack"
        raise Unusable(CODES["S002"].problem(message, fix, where)) from None
    except HeaderError as e:
        message = f"this is not a pack: {e}"
        fix = "check that it is the right file"
        raise Unusable(CODES["S003"].problem(message, fix, where)) from None
    except Exception as e:
        raise Unusable(_changed(e, where)) from None


@contextmanager
def _disk(to: Path) -> Iterator[None]:
    """What the disk says of writing is no fault of the pack."""
    try:
        yield
    except OSError as e:
        message = f"the documents cannot be written: {e.strerror or e}"
        fix = "make room, or choose another folder: --to DIR"
        raise Temporary(CODES["S008"].problem(message, fix, str(to))) from None


def _bounded(archive: zipfile.ZipFile, pack: int, where: str) -> list[zipfile.ZipInfo]:
    """The members, none of which is larger than it lies in the pack, nor all of them together.

    Raises `Unusable` (S001, S005). Our packs are stored, never deflated: what would grow is not
    ours.
    """
    members = [info for info in archive.infolist() if not info.is_dir()]
    for info in members:
        # APPNOTE.TXT, 4.4.4: bit 0 says that a member is locked; 4.4.5: method 0 is stored.
        lock = LOCK if info.flag_bits & 0x1 else 0
        stored = info.compress_type == zipfile.ZIP_STORED
        if not stored or info.file_size + lock != info.compress_size:
            raise Unusable(_changed(f"{info.filename!r} is packed as no pack of ours is", where))
    if sum(info.file_size for info in members) > pack:
        raise Unusable(_changed("it says that it holds more than it has bytes", where))
    if wrong := next(unsafe_names(info.filename for info in members), ""):
        shown = wrong if len(wrong) < 100 else f"{wrong[:100]}…"
        message = f"the pack holds a file whose name cannot be made on every computer: {shown!r}"
        fix = "do not open it, and tell the sender"
        raise Unusable(CODES["S005"].problem(message, fix, where))
    return members


def _named(inside: str, name: str, where: str) -> None:
    """Raises `Unusable` (S012) where a pack lies under another pack's name."""
    if inside != name:
        message = f"this is {inside}, under the name of {name}"
        fix = f"find out who renamed it; if it is the one you want, call it {inside} again"
        raise Unusable(CODES["S012"].problem(message, fix, where))


def _makes_a_folder(name: str, where: str) -> None:
    """Raises `Unusable` (S005) where no folder of its own can be called like the pack."""
    if not safe_member(name) or name[:1] in "~-." or "/" in name:
        fix = "give the file the name that it had at the secure site"
        message = f"no folder can be called like this pack: {name!r}"
        raise Unusable(CODES["S005"].problem(message, fix, where))


def _same(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], target: Path) -> None:
    """Raises `Unusable` (S004) where the folder does not hold what the pack holds, all of it."""
    here = {
        path.relative_to(long(target)).as_posix()
        for path in long(target).rglob("*")
        if not path.is_dir()
    }
    if here == {info.filename for info in members} and all(
        _digest_of(archive, info) == _digest(long(target / info.filename)) for info in members
    ):
        return
    message = "a folder of that name is there already, and does not hold the same"
    raise Unusable(CODES["S004"].problem(message, "choose another folder: --to DIR", str(target)))


def _digest_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    with archive.open(info) as member:
        return bag.digest(member)[1]


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(
    archive: zipfile.ZipFile,
    members: Sequence[zipfile.ZipInfo],
    to: Path,
    target: Path,
    where: str,
) -> None:
    """Write every member below a private folder, then give it its name.

    Documents are for their reader alone, whatever the umask: 0600, folders 0700.
    """
    total = sum(info.file_size for info in members)
    if (free := shutil.disk_usage(to).free - _SPARE) < total:
        message = f"the documents need {size(total)}, and the disk has {size(max(free, 0))} left"
        fix = "make room, or choose another folder: --to DIR"
        raise Temporary(CODES["S008"].problem(message, fix, str(to)))
    private = Path(tempfile.mkdtemp(prefix=".opening-", dir=long(to)))
    made = {private}
    try:
        for info in members:
            place = private / info.filename
            _folders(place.parent, made)
            handle = os.open(
                place,
                os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0),
                _PRIVATE_FILE,
            )
            with os.fdopen(handle, "wb") as copy, contextlib.ExitStack() as stack:
                with _whole(where):
                    source = stack.enter_context(archive.open(info))
                while True:
                    with _whole(where):
                        block = source.read(_BLOCK)
                    if not block:
                        break
                    copy.write(block)
        private.replace(long(target))
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _folders(folder: Path, made: set[Path]) -> None:
    if folder in made:
        return
    _folders(folder.parent, made)
    folder.mkdir(_PRIVATE_FOLDER)
    made.add(folder)


def _changed(why: object, where: str) -> Problem:
    fix = "download the pack again, and tell the sender if it is the same again"
    reason = f": {why}" if str(why) else ""
    return CODES["S001"].problem(f"the pack cannot be opened whole{reason}", fix, where)
