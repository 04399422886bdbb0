"""The second reader's look at the zip, the pictures and the fonts of a cleaned Office file. It
shares no code with the cleaner.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from ..interface import Cleaned
from ..shared import pictures
from .grammar import PROGRAM, PROGRAMS, VERSIONS

TRACES = (
    b":author=",
    b":rsid",
    b":paraId=",
    b":gfxdata=",
    b"absPath",
    b"lastModifiedBy",
    b"<!--",
)  # in the markup of any part, shown or not
# Parts that a person decided to keep as they are: nobody searches them.
DECIDED = re.compile(
    r"/(?:comments|people|commentAuthors|authors|vbaProject|vbaData)[^/]*$"
    r"|/(?:threadedComments|persons|notesSlides|notesMasters"
    r"|embeddings|revisions|activeX|pivotTables|pivotCache)/|/media/(?:video|audio|media)"
)
_NAME = re.compile(
    r"\[Content_Types\]\.xml|docProps/app\.xml"
    r"|(?:(?:word|xl|ppt)/(?:\w+/)?)?(?:_rels/(?:\w+\.\w+)?\.rels|\w+\.\w{3,7})"
)
_PROGRAM = re.compile(
    re.escape(PROGRAM).replace(r"\{\}", f"(?:{PROGRAMS})", 1).replace(r"\{\}", VERSIONS, 1)
)
_SAID = re.compile(rb">[^<]*<|\"[^\"]*\"|'[^']*'")  # texts and values of attributes
_ORIENTATION = 0x0112
# ISO/IEC 14496-22, 5.2.2: family, style, an id and a version that we write, full and PostScript
# names, and names of styles (16 to 25) and of variations and features (256 on).
_NAMES_OF_FONTS = {1, 2, 3, 4, 5, 6, 16, 17, 21, 22, 25, *range(256, 32768)}


def faults(archive: zipfile.ZipFile, cleaned: Cleaned) -> Iterator[str]:
    """What is wrong with the zip itself, or with a picture or a font in it."""
    traces = TRACES[cleaned.kept("H102") :]
    if (
        archive.comment
        or not cleaned.data.startswith(b"PK\x03\x04")
        or cleaned.data[-22:-18] != b"PK\x05\x06"
    ):
        yield "remarks in the zip"
    for member in archive.infolist():
        name = member.filename
        if _is_marked(member):
            yield "remarks in the zip"
        if not _NAME.fullmatch(name):
            yield "the name of a part"
        if name.startswith("docProps") and not _PROGRAM.fullmatch(
            archive.read(member).decode("latin-1")
        ):
            yield "document properties"
        if (
            name.endswith(".xml")
            and not DECIDED.search(name)
            and _traces(archive.read(member), traces)
        ):
            yield f"traces of people in the part {name}"
        if name.endswith((".jpeg", ".png")):
            yield from (f"{fact} of the picture {name}" for fact in _tells(archive.read(member)))
        if name.endswith((".odttf", ".fntdata")) and not _is_plain_font(archive.read(member)):
            yield f"descriptions in the font {name}"


def _is_marked(member: zipfile.ZipInfo) -> bool:
    return bool(
        member.extra
        or member.comment
        or member.date_time != (1980, 1, 1, 0, 0, 0)
        or member.external_attr != 0o600 << 16
    )


def _traces(data: bytes, traces: tuple[bytes, ...]) -> bool:
    """Whether a trace stands in the markup; a text may speak of it."""
    if not any(word in data for word in traces):
        return False
    markup = _SAID.sub(b"", data)
    return any(word in markup for word in traces)


def _tells(picture: bytes) -> Iterator[str]:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as image:
            yield from {str(key) for key in image.info} - pictures.SILENT
            yield from (str(tag) for tag in image.getexif() if tag != _ORIENTATION)
    except Exception:  # a picture that does not decode shows nothing, and tells nothing
        return


def _is_plain_font(data: bytes) -> bool:
    """Whether a font holds no name but those of fonts.

    Its table of tables is read from behind the 32 bytes that Word scrambles: `name` never stands
    among the first.
    """
    start = 0
    if data[34:36] == b"LP":  # Embedded OpenType: the font is its last part
        start = int.from_bytes(data[:4], "little") - int.from_bytes(data[4:8], "little")
    at = data.find(b"name", start + 12, start + 2000)
    if at < 0:
        return True
    table = start + int.from_bytes(data[at + 8 : at + 12], "big")
    count = int.from_bytes(data[table + 2 : table + 4], "big")
    records = (data[table + 6 + 12 * n : table + 18 + 12 * n] for n in range(count))
    return all(int.from_bytes(record[6:8], "big") in _NAMES_OF_FONTS for record in records)
