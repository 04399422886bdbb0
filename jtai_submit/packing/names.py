"""Names of packs and of the files in them: safe on every system, telling nothing that they should
not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ..people.watched import without_watched
from ..storage import DEVICES

_UNSAFE = re.compile(r'[<>:"/\\|?*]+')  # a colon also begins an alternate data stream (NTFS)
_PERCENT = re.compile(r"(?<=\d)\s*%|%+")
_LONGEST = 100
_DEEPEST, _LONGEST_PATH = 16, 900  # folders, bytes; Windows and zip programs give up beyond


def area_slug(area: str) -> str:
    """`Cheshire West & Chester` → `cheshire-west-chester`"""
    folded = unicodedata.normalize("NFKD", area.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", folded)) or "area"


def pack_name(area: str, deadline: str, group: str, version: int) -> str:
    """Without its endings: `exampleshire_day-five_3-police_v1`"""
    return f"{area_slug(area)}_{deadline}_{group}_v{version}"


def guide_name(area: str) -> str:
    return f"{area_slug(area)}_how-to-open.txt"


def safe_stem(name: str, watched: Sequence[str] = ()) -> str:
    """A file's own name without its ending, its watched words, and whatever a file system or a
    reader trips over.
    """
    stem = name.rpartition(".")[0] or name
    stem = without_watched(unicodedata.normalize("NFC", stem), watched)
    stem = "".join(ch if unicodedata.category(ch)[0] not in "C" else " " for ch in stem)
    stem = _PERCENT.sub(_without_percent, stem)
    stem = without_watched(_UNSAFE.sub("-", stem), watched)  # what only a strange sign held apart
    stem = re.sub(r"\s+", " ", stem).strip(" .-_~")
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1].rstrip(" .-_~")
    return stem or "document"  # a reserved name is none behind its number


def _without_percent(sign: re.Match[str]) -> str:
    """No `%` in a name that we give: RFC 8493, 2.1.3 wants it written %25 in a manifest, and no
    program for BagIt reads that (https://github.com/LibraryOfCongress/bagit-python/issues/157)."""
    return " per cent" if sign.start() and sign.string[sign.start() - 1].isdigit() else "-"


def member_name(
    folder: str, number: int, ending: str, *, child: bool, name: str, watched: Sequence[str] = ()
) -> str:
    """`data/3-police/3.4-…/01 Referral form.pdf`; a child's documents are
    `01-strategy-discussion.pdf`, always.
    """
    slug = folder.rpartition("/")[2]
    stem = f"{number:02}-{slug}" if child else f"{number:02} {safe_stem(name, watched)}"
    return f"data/{folder}/{stem}.{ending}"


def safe_member(name: str) -> bool:
    """Whether a name from a pack may be made on disk below a folder, on any system."""
    parts = name.split("/")
    return (
        bool(name)
        and len(parts) <= _DEEPEST
        and all(map(_safe_part, parts))
        and len(name.encode()) <= _LONGEST_PATH
    )


def _safe_part(part: str) -> bool:
    return (
        part not in ("", ".", "..")
        and not _UNSAFE.search(part)
        and not any(unicodedata.category(ch)[0] == "C" for ch in part)
        and part[-1] not in " ."
        and part[0] not in " -~"  # a blank is lost on the way, the others are options and homes
        and part.partition(".")[0].rstrip(" ").lower() not in DEVICES
        and len(part.encode()) < 250
    )


def unsafe_names(names: Iterable[str]) -> Iterator[str]:
    """Those that cannot lie on every disk beside the others: names that lead out or that a system
    keeps for itself, twins but for case or accents, and a file where another has a folder."""
    spelled: dict[str, str] = {}
    files: set[str] = set()
    folders: set[str] = set()
    for name in names:
        if not safe_member(name):
            yield name
            continue
        above = [name[:at] for at, ch in enumerate(name) if ch == "/"]
        twin = any(spelled.setdefault(_folded(path), path) != path for path in (*above, name))
        if twin or name in files or name in folders or not files.isdisjoint(above):
            yield name
        files.add(name)
        folders.update(above)


def _folded(path: str) -> str:
    """One spelling for all that a disk without regard to case or accents' form takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
