"""Values of form fields: whether a person who opens the form sees them.

A value shows where its widget's appearance says it, where a viewer makes the appearance itself
because there is none or because the form asks for that, and where the appearance draws as many
signs as the value has in a font that does not say which they are. PDFium is the viewer.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from . import buried, ink

HIDDEN = 2 | 32  # annotation flags hidden and no-view, ISO 32000-1 table 165
_PASSWORD = 1 << 13  # field flag, ISO 32000-1 table 228
_Pages = dict[tuple[int, int], int]  # annotation → page


def unseen(pdf: pikepdf.Pdf, data: bytes, filled: list[Any], pages: _Pages) -> list[Any]:
    """Those of the filled fields whose value nobody sees."""
    form = pdf.Root.get("/AcroForm")
    drawn = ink.drawn_text(data) if filled else ""
    # ISO 32000-1, table 218: viewers then make all appearances anew
    made_anew = isinstance(form, Dictionary) and bool(form.get("/NeedAppearances"))
    away = [f for f in filled if not _shows(f, pages)]
    visible = [f for f in filled if not any(f is each for each in away)]
    doubted = [f for f in visible if not _stands_in(f, drawn) and not made_anew]
    bare = [f for f in doubted if not any("/AP" in widget for widget in _widgets(f))]
    shown = _drawn_by_a_viewer(pdf, data, bare, pages) if bare else []
    shown += [f for f in doubted if "/AP" in f and _as_many_signs(f)]
    return away + [f for f in doubted if not any(f is each for each in shown)]


def _drawn_by_a_viewer(pdf: pikepdf.Pdf, data: bytes, bare: list[Any], pages: _Pages) -> list[Any]:
    """Those of the fields without an appearance that a viewer draws: the page looks otherwise
    without their values.
    """
    holders = [
        (h, key)
        for f in bare
        if (h := _holder(f, "/V")) is not None
        for key in ("/V", "/RV")
        if key in h
    ]
    values = [holder[key] for holder, key in holders]
    for holder, key in holders:
        if key in holder:
            del holder[key]
    out = io.BytesIO()
    pdf.save(out)
    for (holder, key), value in zip(holders, values, strict=True):
        holder[key] = value
    places = [
        (n, w.objgen)
        for n, f in enumerate(bare)
        for w in _widgets(f)
        if w.is_indirect and w.objgen in pages
    ]
    boxes = [(pages[objgen] - 1, _sides(pdf.get_object(objgen))) for _, objgen in places]
    seen = ink.differences(data, out.getvalue(), boxes)
    return [
        bare[n]
        for n in sorted({n for (n, _), differs in zip(places, seen, strict=True) if differs})
    ]


def _as_many_signs(field: Any) -> bool:
    """Whether the appearance draws as many signs as the value has, in a font without Unicode."""
    look = field.AP.get("/N")
    if not isinstance(look, Stream) or not any(_tells_no_letters(font) for font in _fonts(look)):
        return False
    return ink.signs(buried.as_a_page(look)) == sum(not ch.isspace() for ch in value_of(field))


def _fonts(look: Stream) -> Iterator[Any]:
    resources = look.get("/Resources")
    fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
    yield from (
        (f for _, f in fonts.items() if isinstance(f, Dictionary))
        if isinstance(fonts, Dictionary)
        else ()
    )


def _tells_no_letters(font: Any) -> bool:
    """Whether a font lacks what leads from its codes to letters (ISO 32000-1, 9.10.2)."""
    coded = font.get("/Encoding")
    named = isinstance(coded, Name) and not str(coded).startswith("/Identity")
    return "/ToUnicode" not in font and not named


def _stands_in(field: Any, drawn: str) -> bool:
    """Whether a field's value, or the choice that it stands for, is among what the pages draw."""
    # 12.7.4.4, table 231: a choice may be stored under another word than the one that shows.
    values = {ink.squeezed(_text(v)) for v in _list(inherited(field, "/V"))}
    shown = {
        ink.squeezed(_text(o[1]))
        for o in _list(inherited(field, "/Opt"))
        if isinstance(o, Array) and len(o) == 2 and ink.squeezed(_text(o[0])) in values
    }
    return all(v in drawn for v in values) or bool(shown and all(s in drawn for s in shown))


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [] if value is None else [value]


def value_of(field: Any) -> str:
    """A text or choice field's own value; widgets below a field show their parent's."""
    if str(inherited(field, "/FT")) not in ("/Tx", "/Ch"):
        return ""
    return " ".join(_text(field.get(key)) for key in ("/V", "/RV")).strip()


def _text(value: Any) -> str:
    if isinstance(value, Array):
        return " ".join(_text(v) for v in value)
    return "" if value is None or isinstance(value, (Dictionary, Stream)) else str(value)


def _widgets(field: Any) -> list[Any]:
    kids = field.get("/Kids")
    return [k for k in kids if isinstance(k, Dictionary)] if isinstance(kids, Array) else [field]


def _shows(field: Any, pages: _Pages) -> bool:
    return any(_shown(widget, pages) for widget in _widgets(field))


def _shown(widget: Any, pages: _Pages) -> bool:
    if flags(widget) & HIDDEN or int(inherited(widget, "/Ff") or 0) & _PASSWORD:
        return False
    if isinstance(widget.get("/Kids"), Array):
        return _shows(widget, pages)
    left, bottom, right, top = _sides(widget)
    large = right - left > 1 and top - bottom > 1
    return large and (not widget.is_indirect or widget.objgen in pages)


def _sides(widget: Any) -> tuple[float, float, float, float]:
    """A widget's box, in points: left, bottom, right, top."""
    box = widget.get("/Rect")
    if not isinstance(box, Array) or len(box) != 4:
        return (0.0, 0.0, 0.0, 0.0)
    a, b, c, d = (float(v) if hasattr(v, "__float__") else 0.0 for v in box)
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def flags(thing: Any) -> int:
    """An annotation's flags."""
    number = thing.get("/F", 0)
    return int(number) if hasattr(number, "__int__") else 0


def inherited(field: Any, key: str) -> Any:
    """A field's value for a key, its own or that of a field above it."""
    holder = _holder(field, key)
    return None if holder is None else holder[key]


def _holder(field: Any, key: str) -> Any:
    for _ in range(20):
        if key in field:
            return field
        field = field.get("/Parent")
        if not isinstance(field, Dictionary):
            return None
    return None
