"""The inspector's side of a rehearsal: open each pack in memory, and compare every document with its original.

The reader here is pypdf, not the one that cleaned nor the one that the gate takes text from.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..delivery.journal import Pack
from ..packing import bag
from ..packing.age import Identity
from ..packing.opening import open_archive
from ..redaction.workers import Workers

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
_PROPERTIES = (
    "/Author",
    "/Company",
    "/Manager",
    "/Template",
    "/Subject",
    "/Keywords",
    "/GPSPosition",
    "/SourceModified",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an inspector saw of one document."""

    path: str
    text_differs: bool
    planted: int
    found: tuple[str, ...]


def inspect(
    packs: Sequence[Pack],
    arrived: dict[str, Path],
    identity: Identity,
    root: Path,
    markers: dict[str, list[str]] | None,
    workers: Workers,
) -> Iterator[Seen]:
    """Every document of every pack, member by member. Raises `Unusable` where a pack does not open or is no bag.

    `markers` are the planted strings by path; without them those of each original's own properties are looked for.
    """
    for pack in packs:
        with arrived[pack.parcel].open("rb") as file, open_archive(file, [identity], pack.parcel) as archive:
            bag.check(archive)
            for packed in pack.files:
                job = (
                    str(root / packed.path),
                    archive.read(packed.member),
                    None if markers is None else markers.get(packed.path, []),
                )
                for result in workers.compare([job], compare):
                    differs, planted, found = (
                        result if result is not None else (True, 0, ("the document cannot be read",))
                    )
                    yield Seen(packed.path, differs, planted, found)


def compare(original: str, arrived: bytes, markers: list[str] | None) -> tuple[bool, int, tuple[str, ...]]:
    """Whether the text differs, how many strings were looked for, and those that are still there. Runs in a worker."""
    before = Path(original).read_bytes()
    shown = text(before)
    planted = telltales(before, shown) if markers is None else markers
    there = search(planted, before)  # only what this search can see in the original proves anything when it is gone
    return text(arrived) != shown, len(there), tuple(sorted(search(there, arrived)))


def search(markers: Iterable[str], data: bytes) -> set[str]:
    """Those of the strings that stand in the raw or inflated bytes, in any of the usual encodings."""
    blobs = list(_inflated(data))
    needles = [(marker, marker.encode(each)) for marker in markers for each in _ENCODINGS if _fits(marker, each)]
    return {marker for marker, needle in needles if any(needle in blob for blob in blobs)}


def _fits(text_: str, encoding: str) -> bool:
    try:
        text_.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def text(data: bytes) -> list[str]:
    """The text of each page, or the text as a whole."""
    if b"%PDF-" not in data[:1024]:
        return [data.decode("utf-8", "replace")]
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(data), strict=False).pages]


def telltales(data: bytes, shown: list[str]) -> list[str]:
    """The properties of a real document that its pages do not show."""
    if b"%PDF-" not in data[:1024]:
        return []
    from pypdf import PdfReader

    properties: dict[str, object] = dict(PdfReader(io.BytesIO(data), strict=False).metadata or {})
    values = {str(properties[key]).strip() for key in _PROPERTIES if key in properties}
    page_text = re.sub(r"\s+", " ", " ".join(shown))
    return sorted(value for value in values if len(value) >= 5 and value not in page_text)


def _inflated(data: bytes) -> Iterator[bytes]:
    yield data
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :], 64 * 1024 * 1024)
        except zlib.error:
            continue
