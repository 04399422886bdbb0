"""Text in what searching a page does not reach: tiling patterns, soft masks, glyphs that are drawn
by instructions.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ...documents.examination import Noticed
from . import ink
from .pictures import decoded

_SHOWS = re.compile(rb"[\])>]\s*(?:TJ|Tj|'|\")")
_DRAWS = re.compile(rb"\bDo\b")
_SHORTEST = 5  # letters and figures
_SHEET = 14_400  # points: the largest page (ISO 32000-1, annex C)


def find(
    streams: list[tuple[Any, str]], masks: set[tuple[int, int]], data: bytes
) -> Iterator[Noticed]:
    """Words there that no page shows by itself (H112)."""
    holders = [
        stream
        for stream, kind in streams
        if (kind == "glyph" or "/PatternType" in stream or stream.objgen in masks)
        and _may_show(stream)
    ]
    texts = [
        text
        for holder in holders
        if len(text := ink.letters(ink.drawn_text(as_a_page(holder)))) >= _SHORTEST
    ]
    if texts:
        drawn = ink.letters(ink.drawn_text(data))
        count = sum(text not in drawn for text in texts)
        if count:
            yield Noticed("H112", count, detail="pattern or mask")


def _may_show(stream: Stream) -> bool:
    text = decoded(stream)
    return bool(_SHOWS.search(text) or (_DRAWS.search(text) and "/Resources" in stream))


def as_a_page(stream: Stream) -> bytes:
    """A document with one page, which draws what a stream of instructions draws."""
    with pikepdf.new() as alone:
        half = _SHEET // 2
        page = Dictionary(Type=Name.Page, MediaBox=[-half, -half, half, half])
        page.Contents = alone.make_stream(decoded(stream))
        resources = stream.get("/Resources")
        if isinstance(resources, Dictionary):
            page.Resources = _copied(alone, resources)
        alone.pages.append(pikepdf.Page(alone.make_indirect(page)))
        out = io.BytesIO()
        alone.save(out)
    return out.getvalue()


def _copied(into: pikepdf.Pdf, thing: Any) -> Any:
    """A direct object with what it refers to, copied into another document."""
    if isinstance(thing, (Dictionary, Array, Stream)) and thing.is_indirect:
        return into.copy_foreign(thing)
    if isinstance(thing, Dictionary):
        return Dictionary({key: _copied(into, value) for key, value in thing.items()})
    if isinstance(thing, Array):
        return Array([_copied(into, value) for value in thing])
    return thing
