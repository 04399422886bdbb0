"""The second reader of PDFs: PDFium for text and pages, pypdf for a walk of every object, plain search for the rest.

None of them shares code with qpdf, which wrote the copy.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pypdf
import pypdfium2
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, TextStringObject

from ..documents.examination import Noticed
from . import residue
from .interface import Cleaned, Unreadable

FORBIDDEN = {"/Info", "/ID", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF", "/JavaScript", "/JS",
             "/EmbeddedFiles", "/EmbeddedFile", "/XFA", "/Collection", "/SpiderInfo", "/Perms", "/DSS", "/NM",
             "/CreationDate", "/ModDate", "/Author", "/Creator", "/Producer"}  # fmt: skip
FORBIDDEN_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Sound", "/Movie"}
CONTENT = {"/Title", "/Alt", "/ActualText", "/E", "/URI", "/V", "/DV", "/TU", "/TM", "/Opt", "/Contents", "/CA", "/AC",
           "/RC", "/Lang", "/Names", "/D", "/Dest", "/P", "/St", "/Limits", "/T", "/BaseFont", "/FontName", "/DA", "/DS"}  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n")
_INFLATED_AT_MOST = 512 * 1024 * 1024


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What is wrong with the copy: text that differs (R202), metadata that is still there (R201)."""
    before, after = page_texts(original), page_texts(cleaned.data)
    if before != after:
        differ = [n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b]
        return [Noticed("R202", max(1, len(differ)), f"page {differ[0]}" if differ else "number of pages")]
    try:
        reader = pypdf.PdfReader(io.BytesIO(cleaned.data), strict=False)
        pages = len(reader.pages)
        forbidden, content = _walk(reader)
        attached = any(True for _ in reader.attachment_list)
    except RecursionError:
        raise Unreadable("R203", "nesting") from None
    except Exception as e:
        return [Noticed("R201", detail=type(e).__name__)]
    if pages != len(before):
        return [Noticed("R202", where="number of pages")]
    if forbidden:
        return [Noticed("R201", len(forbidden), detail=", ".join(sorted(forbidden))[:80])]
    if attached:
        return [Noticed("H106")]
    shown = re.sub(r"\s+", " ", " ".join(after + content))
    secrets = {secret for secret in cleaned.secrets if secret not in shown}
    hits = residue.found(secrets, _blobs(cleaned.data))
    return [Noticed("R201", len(hits), detail="text of the properties")] if hits else []


def page_texts(data: bytes) -> list[str]:
    """The text of each page as PDFium reads it. Raises `Unreadable` (D003) where it cannot open the file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("D003") from None
    texts = []
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
    except pypdfium2.PdfiumError:
        raise Unreadable("D003", f"page {len(texts) + 1}") from None
    finally:
        document.close()
    return texts


def _walk(reader: pypdf.PdfReader) -> tuple[set[str], list[str]]:
    """Forbidden keys and actions among all objects; and the strings that people see, in bookmarks, links and forms."""
    forbidden, content, seen = set(), [], set()
    stack: list[tuple[Any, str]] = [(reader.trailer, "")]
    forbidden |= {"/Info"} & set(reader.trailer)
    while stack:
        thing, key = stack.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            names = set(thing)
            identified = thing is reader.trailer or "/S" in names or "/Root" in names  # the trailer's, a structure's
            forbidden |= names & FORBIDDEN - ({"/ID"} if identified else set())
            if str(thing.get("/S")) in FORBIDDEN_ACTIONS and key in ("/A", "/OpenAction", "/Next"):
                forbidden.add(str(thing.get("/S")))
            stack += [(thing.raw_get(name), str(name)) for name in names]
        elif isinstance(thing, ArrayObject):
            stack += [(list.__getitem__(thing, n), key) for n in range(len(thing))]
        elif isinstance(thing, TextStringObject) and key in CONTENT:
            content.append(str(thing))
        elif isinstance(thing, ByteStringObject) and key in CONTENT:
            content.append(bytes(thing).decode("latin-1"))
    return forbidden, content


def _blobs(data: bytes) -> Iterator[bytes]:
    """The file's bytes, and each stream of it that inflates, by plain search rather than by its tables."""
    yield data
    left = _INFLATED_AT_MOST
    for match in _STREAM.finditer(data):
        start = match.end()
        if data[start : start + 1] not in (
            b"x",
            b"\x08",
            b"\x18",
            b"\x28",
            b"\x38",
            b"\x48",
            b"\x58",
            b"\x68",
            b"H",
            b"h",
            b"X",
        ):
            continue
        if b"/Subtype /Image" in data[max(0, start - 400) : start].rpartition(b" obj")[2]:
            continue  # pixels
        try:
            blob = zlib.decompressobj().decompress(
                data[start:] if len(data) < 1_000_000 else data[start : data.find(b"endstream", start)], left
            )
        except zlib.error:
            continue
        left -= len(blob)
        if left <= 0:
            raise Unreadable("R203", "bomb")
        yield blob
