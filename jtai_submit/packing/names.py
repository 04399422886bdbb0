"""Names of packs and of the files in them: safe on every system, telling nothing that they should not."""

import re
import unicodedata
from collections.abc import Sequence

from ..people.watched import without_watched

_RESERVED = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in "0123456789¹²³")}
_UNSAFE = re.compile(r'[<>:"/\\|?*]+')
_LONGEST = 100


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
    """A file's own name without its ending, its watched words, and whatever a file system or a reader trips over."""
    stem = name.rpartition(".")[0] or name
    stem = without_watched(unicodedata.normalize("NFC", stem), watched)
    stem = "".join(ch if unicodedata.category(ch)[0] not in "C" else " " for ch in stem)
    stem = without_watched(_UNSAFE.sub("-", stem), watched)  # what only a strange sign held apart
    stem = re.sub(r"\s+", " ", stem).strip(" .-_")
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1].rstrip(" .-_")
    return stem or "document"  # a reserved name is none behind its number


def member_name(folder: str, number: int, ending: str, *, child: bool, name: str, watched: Sequence[str] = ()) -> str:
    """`data/3-police/3.4-…/01 Referral form.pdf`; a child's documents are `01-strategy-discussion.pdf`, always."""
    slug = folder.rpartition("/")[2]
    stem = f"{number:02}-{slug}" if child else f"{number:02} {safe_stem(name, watched)}"
    return f"data/{folder}/{stem}.{ending}"


def safe_member(name: str) -> bool:
    """Whether a name from a pack may be made on disk below a folder, on any system."""
    parts = name.split("/")
    return bool(name) and not name.startswith("/") and all(
        part not in ("", ".", "..")
        and not _UNSAFE.search(part)
        and not any(unicodedata.category(ch)[0] == "C" for ch in part)
        and part[-1] not in " ."
        and part.partition(".")[0].lower() not in _RESERVED
        and len(part.encode()) < 250
        for part in parts
    )  # fmt: skip
