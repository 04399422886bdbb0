"""Drawings of an Office file that a reader would not see as they are, or would not see at all."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from ...documents.examination import Noticed
from .hidden_word import says_something
from .package import Part, folder
from .place import place

_ON = ("1", "true", "on")
_UNSEEN_STYLE = re.compile(r"visibility:\s*hidden|display:\s*none")


def find(parts: list[Part]) -> Iterator[Noticed]:
    """Objects that are switched off, that say other words elsewhere, that are cropped; and nothing
    at all.
    """
    yield from _shapes(parts)
    yield from _alternatives(parts)
    yield from _cropped(parts)
    yield from _nothing(parts)


def _shapes(parts: list[Part]) -> Iterator[Noticed]:
    """Drawn objects that are switched off, with text in them."""
    count = 0
    for part in parts:
        if part.root is None or not any(
            word in part.data for word in (b"hidden", b"display", b"filtered")
        ):
            continue
        for name in part.root.iter("{*}cNvPr", "{*}docPr"):
            holder = name.getparent()
            holder = (
                holder.getparent() if etree.QName(holder).localname.startswith("nv") else holder
            )
            # ISO/IEC 29500-1, 20.1.2.2.8: `hidden`, which the selection pane of Office sets.
            count += int(name.get("hidden") in _ON and says_something(holder))
        if b"urn:schemas-microsoft-com:vml" in part.data:
            for shape in part.root.iter("{urn:schemas-microsoft-com:vml}*"):
                # Counted as a comment.
                note = shape.find("{*}ClientData[@ObjectType='Note']") is not None
                unseen = bool(_UNSEEN_STYLE.search(shape.get("style", "")))
                count += int(unseen and not note and says_something(shape))
        # Series that were taken out of the picture ([MS-ODRAWXML], c15:filteredBarSeries …).
        if part.role == "chart" and b"filtered" in part.data:
            count += sum(
                str(etree.QName(each).localname).startswith("filtered")
                for each in part.root.iter(
                    "{http://schemas.microsoft.com/office/drawing/2012/chart}*"
                )
            )
    if count:
        yield Noticed("H112", count, detail="passage")


_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What Office writes for programs that do not know its newer charts, slicers and timelines names the
# program.
_EXCUSES = ("cx", "sle", "tsle", "a14", "aiw")
_EXCUSE = re.compile(r"Excel|PowerPoint|Word|Office|Microsoft")
_SHOWN_TEXT = ("{*}t", "{*}delText")
_WORD = re.compile(r"\w+")


def _alternatives(parts: list[Part]) -> Iterator[Noticed]:
    """Drawings for older programs that say other words than those for newer ones (ECMA-376-3,
    10.2).
    """
    for part in parts:
        if part.root is None or b"AlternateContent" not in part.data:
            continue
        count = 0
        for block in part.root.iter(_MC + "AlternateContent"):
            choices = block.findall(_MC + "Choice")
            shown = [_words(choice) for choice in choices]
            said = [*shown[1:], *(_words(each) for each in block.findall(_MC + "Fallback"))]
            other = [words for words in said if words - shown[0]] if shown else []
            excused = bool(choices) and choices[0].get("Requires", "").startswith(_EXCUSES)
            count += len(
                [words for words in other if not (excused and _EXCUSE.search(" ".join(words)))]
            )
        if count:
            yield Noticed("H112", count, place(parts, part.name), "passage")


def _words(element: Any) -> set[str]:
    texts = ("".join(t.text or "" for t in element.iter(*_SHOWN_TEXT)), *_VML_WORDS(element))
    return set(_WORD.findall(" ".join(texts)))


_VML_WORDS: Callable[[Any], Any] = etree.XPath(
    ".//*[namespace-uri()='urn:schemas-microsoft-com:vml']/@string", smart_strings=False
)


def _cropped(parts: list[Part]) -> Iterator[Noticed]:
    """Pictures of which a part is cut off: it is still in the file (ECMA-376-1, 20.1.8.55; VML:
    croptop …).
    """
    for part in parts:
        if part.root is None or not (b"srcRect" in part.data or b"crop" in part.data):
            continue
        rects = [
            each for each in part.root.iter("{*}srcRect") if any(map(_cuts, each.attrib.values()))
        ]
        drawn = [
            e for e in part.root.iter("{*}imagedata") if any(k.startswith("crop") for k in e.attrib)
        ]
        if rects or drawn:
            yield Noticed("H117", len(rects) + len(drawn), place(parts, part.name))


def _cuts(share: str) -> bool:
    """Whether a share (in thousandths of a per cent, or with its sign) cuts something off."""
    # ST_Percentage: thousandths of a per cent, in Strict a number with its sign.
    number = re.match(r"\d+", share)
    return number is not None and int(number[0]) > (0 if share.endswith("%") else 500)


def _nothing(parts: list[Part]) -> Iterator[Noticed]:
    """A document without words, values or pictures."""
    main = next(part for part in parts if part.role == "officedocument")
    showing = [part for part in parts if part.role in _SHOWING and part.root is not None]
    if main.root is None or not folder(main) or any(_shows(part) for part in showing):
        return
    yield Noticed("D019")


_SHOWING = set(
    """
    officedocument header footer footnotes endnotes worksheet chartsheet slide drawing slidelayout
    slidemaster vmldrawing chart chartex diagramdata
    """.split()
)
_SEEN = tuple(
    """
    {*}t {*}v {*}f {*}is {*}blip {*}imagedata {*}graphicFrame {*}chart {*}relIds {*}contentPart
    {*}sym {*}oleObj {*}OLEObject {*}control {*}altChunk {*}subDoc {*}textpath {*}prstGeom
    {*}custGeom {*}shape {*}oddHeader {*}oddFooter {*}delText
    """.split()
)


def _shows(part: Part) -> bool:
    if part.role in ("slidelayout", "slidemaster"):  # what fills their places stands on the slide
        shapes = part.root.iterfind("{*}cSld/{*}spTree/*")
        return any(
            shape.find("*/{*}nvPr/{*}ph") is None and says_something(shape) for shape in shapes
        )
    return any(True for each in part.root.iter(*_SEEN) if _is_seen(each))


def _is_seen(element: Any) -> bool:
    word = etree.QName(element).localname
    if word in ("t", "v", "f", "is", "delText", "oddHeader", "oddFooter"):
        return any(text.strip() for text in element.itertext())
    return True
