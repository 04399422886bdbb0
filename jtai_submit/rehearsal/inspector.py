"""The inspector's side of a rehearsal: open each pack in memory, and compare every document with
its original.

The readers here are pypdf, python-docx, openpyxl, python-pptx and Pillow: none cleaned, none is the
gate's for text.
"""

import html
import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ..inspection.journal import Pack
from ..packing import bag
from ..packing.opening import open_archive
from ..packing.stanzas import Identity
from ..redaction.examining import Workers
from ..workers.frames import JSON, Facts
from ..workers.pool import Job

_INFLATED_AT_MOST = 64 * 1024 * 1024
_ELEMENTS = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|dc:description|cp:category|cp:keywords|Company|Manager)"
    r"(?: [^>]*)?>([^<]+)<"
)
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
_PROPERTIES = tuple(
    """
    /Author /Company /Manager /Template /Subject /Keywords /GPSPosition /SourceModified
    """.split()
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
    """Every document of every pack, member by member. Raises `Unusable` where a pack does not open
    or is no bag.

    `markers` are the planted strings by path; without them those of each original's own properties
    are looked for.
    """
    places: deque[str] = deque()
    jobs = _pairs(packs, arrived, identity, root, markers, places)
    for facts in workers.compare(jobs, "jtai_submit.rehearsal.inspector:compare_pair"):
        path = places.popleft()
        if facts is None:
            yield Seen(path, True, 0, ("the document cannot be read",))
        else:
            yield Seen(
                path, bool(facts["differs"]), _number(facts["planted"]), _strings(facts["found"])
            )


def _pairs(
    packs: Sequence[Pack],
    arrived: dict[str, Path],
    identity: Identity,
    root: Path,
    markers: dict[str, list[str]] | None,
    places: deque[str],
) -> Iterator[Job]:
    """Each document that arrived, behind its original; its path goes to the end of `places`."""
    for pack in packs:
        with (
            arrived[pack.parcel].open("rb") as file,
            open_archive(file, [identity], pack.parcel) as archive,
        ):
            bag.check(archive)
            for packed in pack.files:
                before = (root / packed.path).read_bytes()
                wanted = None if markers is None else markers.get(packed.path, [])
                places.append(packed.path)
                yield Job(
                    {"markers": cast(JSON, wanted), "original": len(before)},
                    before + archive.read(packed.member),
                )


def compare_pair(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """`compare` for the workers: the first `original` bytes are the original, the rest is what
    arrived.
    """
    length = _number(facts["original"])
    markers = None if facts["markers"] is None else list(_strings(facts["markers"]))
    differs, planted, found = compare(data[:length], data[length:], markers)
    return {"differs": differs, "planted": planted, "found": list(found)}, b""


def compare(
    original: bytes, arrived: bytes, markers: list[str] | None
) -> tuple[bool, int, tuple[str, ...]]:
    """Whether the text differs, how many strings were looked for, and those that are
    still there.
    """
    shown = text(original)
    planted = telltales(original, shown) if markers is None else markers
    # Only what this search sees in the original proves anything when it is gone.
    there = search(planted, original)
    return text(arrived) != shown, len(there), tuple(sorted(search(there, arrived)))


def _number(value: JSON) -> int:
    return value if isinstance(value, int) else 0


def _strings(value: JSON) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def search(markers: Iterable[str], data: bytes) -> set[str]:
    """Those of the strings that stand in the raw or inflated bytes, in any of the usual
    encodings.
    """
    blobs = list(_inflated(data))
    needles = [
        (marker, marker.encode(each))
        for marker in markers
        for each in _ENCODINGS
        if _fits(marker, each)
    ]
    return {marker for marker, needle in needles if any(needle in blob for blob in blobs)}


def _fits(text_: str, encoding: str) -> bool:
    try:
        text_.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def text(data: bytes) -> list[str]:
    """What a document shows: texts of pages, paragraphs, cells or slides, pixels of a picture, or
    the text as a whole.
    """
    if b"%PDF-" in data[:1024]:
        from pypdf import PdfReader

        return [page.extract_text() for page in PdfReader(io.BytesIO(data), strict=False).pages]
    if data.startswith(b"PK"):
        return _office(data)
    if data.startswith((b"\xff\xd8", b"\x89PNG")):
        from PIL import Image, ImageOps

        with Image.open(io.BytesIO(data)) as picture:
            upright = ImageOps.exif_transpose(picture)
            return [f"{upright.mode} {upright.size} {zlib.crc32(upright.tobytes())}"]
    return [data.decode("utf-8", "replace")]


def _office(data: bytes) -> list[str]:
    names = _members(data)
    file = io.BytesIO(data)
    if "word/document.xml" in names:
        import docx

        word = docx.Document(file)
        edges = [edge for section in word.sections for edge in (section.header, section.footer)]
        lines = [line.text for holder in (word, *edges) for line in holder.paragraphs]
        return lines + [
            cell.text for grid in word.tables for row in grid.rows for cell in row.cells
        ]
    if "xl/workbook.xml" in names:
        import openpyxl

        book = openpyxl.load_workbook(file)
        return [
            f"{sheet.title} {c.coordinate} {getattr(c.value, 'text', c.value)}"
            for sheet in book.worksheets
            for row in sheet
            for c in row
        ]
    import pptx

    slides = pptx.Presentation(file).slides
    return [
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    ]


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {
                m.filename: archive.read(m)
                for m in archive.infolist()
                if m.file_size <= _INFLATED_AT_MOST
            }
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return {}


def telltales(data: bytes, shown: list[str]) -> list[str]:
    """The properties of a real document that it does not show."""
    values: set[str] = set()
    if b"%PDF-" in data[:1024]:
        from pypdf import PdfReader

        properties: dict[str, object] = dict(
            PdfReader(io.BytesIO(data), strict=False).metadata or {}
        )
        values = {str(properties[key]).strip() for key in _PROPERTIES if key in properties}
    elif data.startswith(b"PK"):
        for name, member in _members(data).items():
            if name.startswith("docProps/") and name.endswith(".xml"):
                values |= {
                    html.unescape(value)
                    for value in _ELEMENTS.findall(member.decode("utf-8", "replace"))
                }
    elif data.startswith(b"\xff\xd8"):
        from PIL import Image

        with Image.open(io.BytesIO(data)) as picture:
            exif = picture.getexif()
            values = {str(exif.get(tag, "")).strip("\0 ") for tag in (0x010E, 0x013B, 0x8298)}
    page_text = re.sub(r"\s+", " ", " ".join(shown))
    return sorted(value for value in values if len(value) >= 5 and value not in page_text)


def _inflated(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        yield from _members(data).values()
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :], _INFLATED_AT_MOST)
        except zlib.error:
            continue
