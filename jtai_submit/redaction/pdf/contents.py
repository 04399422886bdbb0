"""What page descriptions say beside what they draw: comments, private properties of passages,
pictures that nothing draws. Bytes behind packed data are in `packed`.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ..interface import Unreadable
from ..shared import jpeg
from .packed import trim
from .pictures import JPEG_FILTERS, PACKET, decoded

if TYPE_CHECKING:
    from .staying import Texts


class Walked(Protocol):
    """What the walk through a document found: its streams, those of them that hold instructions,
    texts that stay.
    """

    streams: list[Any]
    drawing: list[tuple[Any, str]]
    staying: "Texts"


_SUSPICIOUS = re.compile(
    rb"%|\bBI\s|<<[^<>]*(?:\(|<[0-9A-Fa-f]|#|/(?!MCID|Attached|Type|Subtype|BBox|Pagination|Layout|Page|Header|Footer"
    rb"|Top|Bottom|Left|Right|Background|Watermark|PageNum|Lang|Bates)\w)[^>]*>"
)
# ISO 32000-1, 7.3.4: strings in hexadecimal or in brackets, which may nest; 8.9.7: the data of an
# inline picture.
_STRINGS = re.compile(rb"<[0-9A-Fa-f\s]+>|\((?:[^()\\]|\\.|\([^()]*\))*\)|\bID\s.*?\sEI\b", re.S)
_WORD = re.compile(rb"[^\s/\[\]()<>%0-9+.\-][^\s/\[\]()<>%]*|/[^\s/\[\]()<>{}%]*")
_SHOWN = re.compile(rb"\[[^\[\]]*\]|<<[^<>]*>>\s*(?:BDC|DP)|\bBI\s[^()]*\(\)")
_UNSHOWN = re.compile(rb"\(\)(?!\s*(?:Tj|'|\"))")  # a text that no operator shows
_OPERATORS = set(
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J "
    "K k l m M MP n q Q re RG rg ri s S SC"
    " sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)  # ISO 32000-1 annex A
_EXPECTED = {word.encode() for word in _OPERATORS | {"true", "false", "null"}}
_TAKES_TEXT = {"Tj", "TJ", "'", '"', "BDC", "DP"}
# What the properties of a passage may say: 14.6.2, 14.9, and of artifacts 14.8.2.2.
_PASSAGE = set(
    """
    /MCID /ActualText /Alt /E /Lang /Attached /Type /Subtype /BBox
    """.split()
)
# ISO 32000-1, table 320, but for the end of a passage.
_MARKS = {"BMC", "BDC", "MP", "DP"}
_TAGGED = re.compile(
    rb"/([^\s/<>\[\](){}%]+)\s*(?:BMC|MP|/[^\s/<>\[\](){}%]+\s+(?:BDC|DP))\b|/([^\s/<>\[\](){}%]+)\s*<<"
)
# Standard structure types (ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4), artifacts, layers, and what
# Acrobat writes.
_TAGS = set(
    b"Document DocumentFragment Part Art Sect Div Aside BlockQuote Caption TOC TOCI Index "
    b"NonStruct Private Title FENote Sub P H"
    b" H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note "
    b"Reference BibEntry Code Link Annot Ruby"
    b" RB RT RP Warichu WT WP Em Strong Figure Formula Form Artifact OC Clip ReversedChars Tx "
    b"TouchUp_TextEdit".split()
)
_COMMENTS = "comments in page descriptions"
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
# 7.3.5: any byte of a name can be written as # and two figures.
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OTHERWISE = ("/Width", "/Length1", "/Length3", "/FontFile", "/N")


def scrub(pdf: pikepdf.Pdf, walked: "Walked") -> list[str]:
    """Clean the page descriptions and packed streams of a document in place; what went,
    in words.
    """
    removed, drawn, held = list[str](), set[str](), list[Any]()
    tags = _TAGS | _roles(pdf)
    for number, page in enumerate(pdf.pages, 1):
        # 7.8.2: the streams of a page are one description, cut between two words.
        text = b"\n".join(decoded(part) for part in _parts(page.obj))
        drawn |= _names(text)
        new = _plain(page.obj, text, tags, walked.staying, f"page {number}")
        if new is not None:
            page.obj.Contents = pdf.make_stream(new)
            removed.append(_COMMENTS)
        held.append(page.obj.get("/Resources"))
    instructions = {stream.objgen for stream, _ in walked.drawing}
    for stream in walked.streams:
        if stream.objgen in instructions:
            text = decoded(stream)
            drawn |= _names(text)
            new = _plain(stream, text, tags, walked.staying, "")
            if new is not None:
                stream.write(new)
                removed.append(_COMMENTS)
            held.append(stream.get("/Resources"))
        # an XMP packet where something should be drawn
        plain = not any(key in stream for key in _PACKED_OTHERWISE)
        if plain and PACKET.search(decoded(stream)):
            raise Unreadable("D003", "a stream that holds properties")
        if trim(stream):
            removed.append("bytes behind packed data")
    for resources in held:
        pictures: Any = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        for name in (
            [str(n) for n in pictures if str(n) not in drawn]
            if isinstance(pictures, Dictionary)
            else []
        ):
            del pictures[name]
            removed.append("pictures that nothing draws")
    return removed


def _parts(page: Any) -> list[Any]:
    """The streams of a page's description."""
    held = page.get("/Contents")
    every = list(held) if isinstance(held, Array) else [held]
    return [part for part in every if isinstance(part, Stream)]


def _roles(pdf: pikepdf.Pdf) -> set[bytes]:
    """What the document's own structure types are called."""
    structure = pdf.Root.get("/StructTreeRoot")
    roles = structure.get("/RoleMap") if isinstance(structure, Dictionary) else None
    return {str(role)[1:].encode() for role in roles} if isinstance(roles, Dictionary) else set()


def _plain(
    holder: Any, text: bytes, tags: set[bytes], staying: "Texts", where: str
) -> bytes | None:
    """A description without what draws nothing; None where there is nothing of the sort."""
    unclear = _unclear(text)
    if (
        unclear
        or _SUSPICIOUS.search(text)
        or any((one or two) not in tags for one, two in _TAGGED.findall(text))
    ):
        return _without_asides(holder, unclear, tags, staying, where)
    return None


def _names(text: bytes) -> set[str]:
    return {
        "/" + _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), name).decode("utf-8", "surrogateescape")
        for name in _DRAWN.findall(text)
    }


def _without_asides(
    holder: Any, unclear: bool, tags: set[bytes], staying: "Texts", where: str
) -> bytes | None:
    """A description without comments, private properties and private tags; None where there were
    none.
    """
    try:
        instructions = pikepdf.parse_content_stream(holder)
    except Exception:
        raise Unreadable("D003", _place(where)) from None
    changed = unclear  # then what belongs to no instruction stays behind
    kept = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if (
            operator in _MARKS
            and instruction.operands
            and str(instruction.operands[0])[1:].encode() not in tags
        ):
            changed = True
            if operator in ("MP", "DP"):
                continue
            # 14.6.1 has tags registered with Adobe; programs write their own. /Span says nothing.
            instruction = pikepdf.ContentStreamInstruction(
                [Name.Span, *instruction.operands[1:]], instruction.operator
            )
        kept.append(instruction)
        if operator in ("BDC", "DP"):
            operands: list[Any] = list(instruction.operands)
            for key, value in _said(operands):
                staying.note(key, value, where)
            for operand in operands:
                if not isinstance(operand, Dictionary):
                    continue
                for key in set(operand.keys()) - _PASSAGE:
                    del operand[key]
                    changed = True
        elif isinstance(instruction, pikepdf.ContentStreamInlineImage):
            _inline(instruction.iimage)
            continue
        # 7.8.2 lets viewers skip unknown words between BX and EX: a place to hide words in.
        if operator not in _OPERATORS or (
            operator not in _TAKES_TEXT
            and any(isinstance(o, pikepdf.String) for o in instruction.operands)
        ):
            raise Unreadable("D003", _place(where))  # nothing that a viewer draws
    return pikepdf.unparse_content_stream(kept) if changed else None


def _place(where: str) -> str:
    return f"{where}'s content" if where else "the content of a drawing"


def _said(operands: list[Any]) -> Iterator[tuple[str, str]]:
    """What a passage's own properties say in its stead."""
    for operand in operands:
        if isinstance(operand, Dictionary):
            yield from (
                (key, str(value))
                for key, value in operand.items()
                if isinstance(value, pikepdf.String)
            )


def _unclear(text: bytes) -> bool:
    """Whether a description holds comments, unknown words, or texts that no operator shows."""
    plain = _STRINGS.sub(b"()", text)
    words = set(_WORD.findall(plain))
    return (
        b"%" in plain
        or b"(" in plain.replace(b"()", b"")
        or any(word not in _EXPECTED and not word.startswith(b"/") for word in words)
        or bool(_UNSHOWN.search(_SHOWN.sub(b"", plain)))
    )


def _inline(picture: Any) -> None:
    """A JPEG that stands in the description itself must not carry metadata: nobody here writes such
    a thing anew.
    """
    # 8.9.7, table 93: inline pictures have short names for their keys.
    filters = picture.obj.get("/Filter") or picture.obj.get("/F")
    named = {str(f) for f in filters} if isinstance(filters, Array) else {str(filters)}
    if named & JPEG_FILTERS:
        raw = bytes(picture._data.read_raw_bytes()) if hasattr(picture, "_data") else b""
        if not raw.startswith(b"\xff\xd8") or jpeg.strip(raw)[1]:
            raise Unreadable("R203", "an inline picture")
