"""The second reader of PDFs: PDFium for text and pages, pypdf for a walk of every object, plain
search for the rest.

None of them shares code with qpdf, which wrote the copy.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from ...documents.examination import Noticed
from ..interface import APPLY, Cleaned, Unreadable
from ..shared import residue
from . import proof

FORBIDDEN = set(
    """
    /Info /ID /Metadata /PieceInfo /LastModified /Thumb /AA /AF /JavaScript /JS /EmbeddedFiles /EF
    /XFA /Collection /SpiderInfo /Perms /DSS /NM /CreationDate /ModDate /Author /Creator /Producer
    /Launch
    """.split()
)
FORBIDDEN_TYPES = {"/EmbeddedFile", "/Metadata", "/Sig", "/DocTimeStamp"}
FORBIDDEN_ACTIONS = set(
    """
    /JavaScript /Launch /SubmitForm /ImportData /Rendition /Sound /Movie /GoToE
    """.split()
)
# ISO 32000-1, table 15; the other keys are those of a cross-reference stream (table 17).
TRAILER = set(
    """
    /Root /Size /ID /Type /W /Index /Length /Filter /DecodeParms /Prev
    """.split()
)
# 7.8.3, 14.7.3: what stands behind these keys are names that the document gives, not keys.
FREE_NAMES = set(
    """
    /Font /XObject /ExtGState /ColorSpace /Pattern /Shading /Properties /CharProcs /Dests /RoleMap
    /ClassMap /RoleMapNS /Colorants
    """.split()
)
# Strings that people see: on a page, in the list of bookmarks, at a link.
CONTENT = set(
    """
    /Title /URI /V /DV /Opt /Contents /CA /AC /RC /BaseFont /FontName /DA /FontFamily /Registry
    /Ordering
    """.split()
)
# Strings that stay and that no page shows. A name in them is a finding of the cleaner's (H113), and
# may be kept.
QUIET = set(
    """
    /Alt /ActualText /E /TU /TM /Lang /Names /D /Dest /P /St /Limits /T
    """.split()
)
# What may stay where a person decided so.
KEPT = {
    "H101": {"/NM", "/CreationDate"},
    "H106": {"/AF", "/EmbeddedFiles", "/EF", "/EmbeddedFile", "/CreationDate", "/ModDate"},
}
# 7.3.8.1: the end of line behind the word is LF, or CR and LF.
_STREAM = re.compile(rb"stream\r?\n")
_INFLATED_AT_MOST = 512 * 1024 * 1024


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What is wrong with the copy: text that differs (R202), metadata that is still
    there (R201).
    """
    before, after = page_texts(original), page_texts(cleaned.data)
    cleaned.shown = after
    struck = any(n.code == "H116" and n.choice == APPLY for n in cleaned.noticed)
    if before != after and not struck:
        differ = [n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b]
        return [
            Noticed(
                "R202",
                max(1, len(differ)),
                f"page {differ[0]}" if differ else "number of pages",
                "text",
            )
        ]
    try:
        reader = pypdf.PdfReader(io.BytesIO(cleaned.data), strict=False)
        pages = len(reader.pages)
        forbidden, content, others = _walk(reader)
        attached = not cleaned.kept("H106") and any(True for _ in reader.attachment_list)
        searched = _without_attached(reader, cleaned.data) if cleaned.kept("H106") else cleaned.data
    except RecursionError:
        raise Unreadable("R203", "nesting") from None
    except Exception as e:
        return [Noticed("R201", detail=f"the second reader stopped: {type(e).__name__}")]
    for code, keys in KEPT.items():
        forbidden -= keys if cleaned.kept(code) else set()
    if struck and (why := proof.doubt(original, cleaned.data, [*content, *others])):
        return [Noticed("H116", detail=why)]
    if pages != len(before):
        return [Noticed("R202", where="number of pages")]
    if forbidden:
        return [Noticed("R201", len(forbidden), detail=", ".join(sorted(forbidden))[:80])]
    if attached:
        return [Noticed("H106")]
    quiet = [text for text, key in others.items() if key in QUIET]
    kept = others if cleaned.kept("H101") else quiet if cleaned.kept("H113") else ()
    shown = residue.folded([*after, *content, *kept])
    secrets = {secret for secret in cleaned.secrets if residue.folded([secret]) not in shown}
    hits = _residue(secrets, searched, others)
    if hits:  # stamps and signatures show text that is not on the page itself
        drawn = residue.folded(page_texts(cleaned.data, flat=True))
        hits = {secret for secret in hits if residue.folded([secret]) not in drawn}
    return [Noticed("R201", len(hits), detail=_where(hits, others))] if hits else []


def _where(hits: set[str], others: dict[str, str]) -> str:
    """Where in the copy a text of the properties still stands."""
    folded = [residue.folded([hit]) for hit in hits]
    keys = {
        key.strip("/")
        for text, key in others.items()
        if any(hit in residue.folded([text]) for hit in folded)
    }
    return f"text of the properties, {'in ' + ', '.join(sorted(keys)) if keys else 'in a stream'}"[
        :80
    ]


def _residue(secrets: set[str], data: bytes, strings: Iterable[str]) -> set[str]:
    written = residue.folded(strings)
    return {secret for secret in secrets if residue.folded([secret]) in written} | residue.found(
        secrets, _blobs(data), pdf=True
    )


def page_texts(data: bytes, *, flat: bool = False) -> list[str]:
    """The text of each page as PDFium reads it; `flat` with that of annotations and fields. Raises
    `Unreadable` (D003).
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("D003", "the file does not open in a viewer") from None
    texts = []
    try:
        for number in range(len(document)):
            page = document[number]
            if flat:
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
                page.close()
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


def _walk(reader: pypdf.PdfReader) -> tuple[set[str], list[str], dict[str, str]]:
    """Forbidden keys, types and actions among all objects; the strings that people see; all others,
    with their key.
    """
    forbidden = set(reader.trailer) - TRAILER
    content: list[str] = []
    others: dict[str, str] = {}
    seen: set[int] = set()
    stack: list[tuple[Any, str]] = [(reader.trailer["/Root"], "")]
    while stack:
        thing, key = stack.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            names = set(thing)
            if key not in FREE_NAMES:
                # A structure element's own.
                forbidden |= names & FORBIDDEN - ({"/ID"} if "/S" in names else set())
            forbidden |= {str(thing.get("/Type"))} & FORBIDDEN_TYPES
            if "/Pg" not in names and "/K" not in names:
                forbidden |= {str(thing.get("/S"))} & FORBIDDEN_ACTIONS
            stack += [(thing.raw_get(name), str(name)) for name in names]
        elif isinstance(thing, ArrayObject):
            stack += [(list.__getitem__(thing, n), key) for n in range(len(thing))]
        elif isinstance(thing, (TextStringObject, ByteStringObject)):
            text = (
                str(thing)
                if isinstance(thing, TextStringObject)
                else bytes(thing).decode("latin-1")
            )
            if key in CONTENT:
                content.append(text)
            else:
                others[text] = key
    return forbidden, content, others


def _without_attached(reader: pypdf.PdfReader, data: bytes) -> bytes:
    """The file without its attachments: they stay as they are, because a person decided so."""
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        thing = reader.get_object(number)
        if isinstance(thing, StreamObject) and thing.get("/Type") == "/EmbeddedFile":
            data = data.replace(thing._data, b"")
    return data


def _blobs(data: bytes) -> Iterator[bytes]:
    """The file's bytes, and each stream of it that inflates, by plain search rather than by its
    tables.
    """
    yield data
    left = _INFLATED_AT_MOST
    for match in _STREAM.finditer(data):
        start = match.end()
        # RFC 1950, 2.2: 8 is deflate, and the other half of the byte the size of the window.
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
                data[start:]
                if len(data) < 1_000_000
                else data[start : data.find(b"endstream", start)],
                left,
            )
        except zlib.error:
            continue
        left -= len(blob)
        if left <= 0:
            raise Unreadable("R203", "bomb")
        yield blob
