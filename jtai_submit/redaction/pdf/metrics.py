"""How a text's codes are split and how wide each of its glyphs is (ISO 32000-1, 9.2.4, 9.6 and
9.7).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pikepdf import Array, Dictionary

_CORE = (0.0, 0.65)  # of the size, above the baseline: where the bodies of letters stand
_BASE = {
    "/WinAnsiEncoding": "WinAnsiEncoding",
    "/MacRomanEncoding": "MacRomanEncoding",
    "/StandardEncoding": "StandardEncoding",
}
# What Windows calls them; viewers know both names.
_OTHER_NAMES = {"Arial": "Helvetica", "CourierNew": "Courier", "TimesNewRoman": "Times"}


class Unmeasured(Exception):
    """A font whose glyphs cannot be measured here."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One code of a text: its bytes, its width in text space (1 is the size), whether it is a space
    that Tw widens.
    """

    code: bytes
    width: float
    space: bool


@dataclass(frozen=True, slots=True)
class Face:
    """A font as far as it must be known to say where its glyphs stand."""

    widths: dict[int, float]
    default: float
    long: bool = False  # two bytes a code
    core: tuple[float, float] = _CORE

    def glyphs(self, text: bytes) -> Iterator[Glyph]:
        step = 2 if self.long else 1
        for at in range(0, len(text), step):
            code = text[at : at + step]
            number = int.from_bytes(code, "big")
            # 9.3.3: word spacing is for the single byte 32 alone, never for one of two.
            yield Glyph(code, self.widths.get(number, self.default), step == 1 and number == 32)


def face(font: Any) -> Face:
    """What a font dictionary says of its widths. Raises `Unmeasured`."""
    if not isinstance(font, Dictionary):
        raise Unmeasured
    subtype = str(font.get("/Subtype") or "")
    if subtype == "/Type0":
        return _composite(font)
    if isinstance(font.get("/Widths"), Array):
        return _simple(font, subtype)
    if subtype == "/Type1" or subtype == "/TrueType":
        return _standard(font)
    raise Unmeasured


def _simple(font: Any, subtype: str) -> Face:
    facts = font.get("/FontDescriptor")
    missing = float(facts.get("/MissingWidth", 0)) if isinstance(facts, Dictionary) else 0.0
    unit, core = 0.001, _CORE
    if subtype == "/Type3":
        matrix = [float(v) for v in font.FontMatrix]
        if matrix[1] or matrix[2]:
            raise Unmeasured
        # 9.6.5: such widths are in the font's own units, which its matrix leads out of.
        unit = matrix[0]
        bottom, top = (float(font.FontBBox[n]) * matrix[3] for n in (1, 3))
        core = (bottom, top) if top > bottom else _CORE
    first = int(font.get("/FirstChar", 0))
    widths = {first + n: float(width) * unit for n, width in enumerate(font.Widths)}
    return Face(widths, missing * unit, core=core)


def _composite(font: Any) -> Face:
    """Only Identity-H: of other encodings the codes are not told apart here, nor what runs from top
    to bottom.
    """
    if str(font.get("/Encoding")) != "/Identity-H":
        raise Unmeasured
    below = font.DescendantFonts[0]
    widths: dict[int, float] = {}
    listed = list(below.get("/W") or ())
    at = 0
    while at + 1 < len(listed):  # ISO 32000-1, 9.7.4.3
        first, second = int(listed[at]), listed[at + 1]
        if isinstance(second, Array):
            widths |= {first + n: float(w) / 1000 for n, w in enumerate(second)}
            at += 2
        else:
            width = float(listed[at + 2]) / 1000
            widths |= dict.fromkeys(range(first, min(int(second), 65_535) + 1), width)
            at += 3
    return Face(widths, float(below.get("/DW", 1000)) / 1000, long=True)


def _standard(font: Any) -> Face:
    """One of the 14 standard fonts without widths (ISO 32000-1, 9.6.2.2)."""
    coded = font.get("/Encoding")
    base: Any = coded
    differences: list[Any] = []
    if isinstance(coded, Dictionary):
        base = coded.get("/BaseEncoding")
        differences = list(coded.get("/Differences") or ())
    name = _known(str(font.get("/BaseFont") or ""))
    by_name = _metrics(name)
    own = {"Symbol": "SymbolEncoding", "ZapfDingbats": "ZapfDingbatsEncoding"}
    encoding = own.get(name) or _BASE.get(str(base), "StandardEncoding")
    names = list(_names(encoding))
    at = 0
    for each in differences:
        if isinstance(each, int):
            at = each
        elif at < 256:
            names[at] = str(each)[1:]
            at += 1
    widths = {n: by_name[glyph] / 1000 for n, glyph in enumerate(names) if glyph in by_name}
    return Face(widths, by_name.get("bullet", 0) / 1000 if name.startswith("Courier") else 0.0)


def _known(name: str) -> str:
    """The standard font that a name stands for."""
    # 9.6.4: six letters and a plus sign stand before the name of a subset.
    bare = name.lstrip("/").rpartition("+")[2].replace(",", "-").replace("MT", "").replace("PS", "")
    family, _, style = bare.partition("-")
    family = _OTHER_NAMES.get(family, family)
    slant = "Italic" if family == "Times" else "Oblique"
    style = style.replace("Italic", slant).replace("Oblique", slant).replace("Regular", "")
    if family == "Times" and style in ("", "Roman"):
        return "Times-Roman"
    return f"{family}-{style}" if style else family


@lru_cache(16)
def _metrics(name: str) -> dict[str, int]:
    from reportlab.pdfbase import _fontdata

    if name not in _fontdata.widthsByFontGlyph:
        raise Unmeasured
    return dict(_fontdata.widthsByFontGlyph[name])


@lru_cache(16)
def _names(encoding: str) -> tuple[str, ...]:
    from reportlab.pdfbase import _fontdata

    return tuple(name or "" for name in _fontdata.encodings[encoding])
