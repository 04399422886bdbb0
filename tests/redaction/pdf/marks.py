"""Pages with marks that nobody applied, drawn here: each with what must go, what must stay, and
where the marks are.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

Box = tuple[float, float, float, float]
BEFORE, SECRET, BEHIND = "The child was seen at home by", "Quimby Marrable", "on Monday afternoon."
ABOVE, BELOW = "A visit is planned for each week.", "Attendance has improved since then."
VERA = str(Path(reportlab.__path__[0]) / "fonts" / "Vera.ttf")


@dataclass(frozen=True)
class Marked:
    """A page: its bytes, its marks (points), words that must go and words that must stay."""

    data: bytes
    boxes: tuple[Box, ...]
    gone: tuple[str, ...] = (SECRET,)
    stays: tuple[str, ...] = (ABOVE, BEFORE, BEHIND, BELOW)


PAGES: dict[str, Marked] = {}
Draw = Callable[[Canvas], list[Box]]


def marked(
    draw: Draw,
    change: Callable[[pikepdf.Pdf], None] | None = None,
    *,
    rect_only: bool = False,
    **keys: Any,
) -> tuple[bytes, tuple[Box, ...]]:
    """A page with one mark for each box that `draw` gives."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    boxes = draw(canvas)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        if change:
            change(document)
        marks = []
        for left, bottom, right, top in boxes:
            mark = Dictionary(
                Type=Name.Annot, Subtype=Name.Redact, Rect=[left, bottom, right, top], **keys
            )
            if not rect_only:  # as Acrobat writes them: from top left to bottom right
                mark.QuadPoints = Array([left, top, right, top, left, bottom, right, bottom])
            marks.append(document.make_indirect(mark))
        others = document.pages[0].obj.get("/Annots")
        document.pages[0].Annots = Array([*(others or ()), *marks])
        saved = io.BytesIO()
        document.save(saved)
    return saved.getvalue(), tuple(boxes)


def label(
    name: str,
    draw: Draw,
    change: Callable[[pikepdf.Pdf], None] | None = None,
    *,
    gone: tuple[str, ...] = (SECRET,),
    stays: tuple[str, ...] = (ABOVE, BEFORE, BEHIND, BELOW),
    **keys: Any,
) -> None:
    data, boxes = marked(draw, change, **keys)
    assert name not in PAGES
    PAGES[name] = Marked(data, boxes, gone, stays)


def sentence(
    font: str = "Helvetica",
    size: float = 11,
    *,
    x: float = 40,
    y: float = 600,
    kern: bool = False,
    spacing: float = 0,
    words: float = 0,
    stretch: float = 100,
    rise: float = 0,
    mode: int = 0,
) -> Draw:
    """Three lines, the middle one with the name that is marked."""

    def draw(c: Canvas) -> list[Box]:
        def width(text: str) -> float:
            plain: float = (
                pdfmetrics.stringWidth(text, font, size)
                + spacing * len(text)
                + words * text.count(" ")
            )
            return plain * stretch / 100

        def write(text: str, at: float) -> None:
            t = c.beginText(x, at)
            t.setFont(font, size)
            t.setCharSpace(spacing)
            t.setWordSpace(words)
            t.setHorizScale(stretch)
            t.setRise(rise)
            t.setTextRenderMode(mode)
            if kern:
                parts = [
                    f"({text[n : n + 3]}) {(-1) ** n * 5 * (n % 7)}" for n in range(0, len(text), 3)
                ]
                t._code.append(f"[{' '.join(parts)}] TJ")
            else:
                t._textOut(text)
            c.drawText(t)

        write(ABOVE, y + 1.4 * size)
        write(f"{BEFORE} {SECRET} {BEHIND}", y)
        write(BELOW, y - 1.4 * size)
        start = x + width(f"{BEFORE} ")
        slack = 0.25 * size if kern else 0.0
        return [
            (
                start - slack * 0.2,
                y + rise - 0.25 * size,
                start + width(SECRET) - spacing + slack * 0.2,
                y + rise + 0.85 * size,
            )
        ]

    return draw


# --- fonts, sizes, spacing ------------------------------------------------------------------------

pdfmetrics.registerFont(TTFont("Vera", VERA))
for font in (
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Courier",
    "Courier-Bold",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Vera",
):
    for size in (7, 11, 13):
        label(f"{font} of {size} points", sentence(font, size))
label("wide letters", sentence(spacing=1.5))
label("narrow letters", sentence(spacing=-0.3))
label("wide spaces", sentence(words=4))
label("condensed", sentence(stretch=80))
label("stretched and wide", sentence(stretch=110, spacing=0.7, words=2, size=9))
label("raised", sentence(rise=4))
label("outlined", sentence(mode=1))
label("words read off a scan", sentence(mode=3))

# --- how it is marked -----------------------------------------------------------------------------

label("by its rectangle alone", sentence(), rect_only=True)
label("with a colour", sentence(), IC=[1, 0, 0])
label("with a grey", sentence(), IC=[0.5])
label("with inks", sentence(), IC=[0, 1, 1, 0])
label(
    "with words to put over it",
    sentence(),
    OverlayText=String("REDACTED"),
    DA=String("/Helv 8 Tf 1 g"),
)
label("with a hidden flag", sentence(), F=2)
label("with its words in the mark", sentence(), Contents=String("a name"))


def twice(c: Canvas) -> list[Box]:
    return sentence()(c) + sentence("Times-Roman", 9, y=300)(c)


label("two marks", twice)


label("on a page that is turned", sentence(), lambda d: setattr(d.pages[0], "Rotate", 90))
label("on a page upside down", sentence(), lambda d: setattr(d.pages[0], "Rotate", 180))

# --- where the text stands ------------------------------------------------------------------------


def in_a_form(c: Canvas) -> list[Box]:
    c.beginForm("words")
    boxes = sentence()(c)
    c.endForm()
    c.doForm("words")
    return boxes


def in_a_form_that_is_moved(c: Canvas) -> list[Box]:
    c.beginForm("words")
    [(a, b, d, e)] = sentence()(c)
    c.endForm()
    c.translate(10, -200)
    c.scale(0.9, 0.9)
    c.doForm("words")
    return [(a * 0.9 + 10, b * 0.9 - 200, d * 0.9 + 10, e * 0.9 - 200)]


def in_forms_in_forms(c: Canvas) -> list[Box]:
    c.beginForm("inner")
    boxes = sentence()(c)
    c.endForm()
    c.beginForm("outer")
    c.doForm("inner")
    c.endForm()
    c.doForm("outer")
    return boxes


def turned(c: Canvas) -> list[Box]:
    c.translate(500, 100)
    c.rotate(90)
    [(a, b, d, e)] = sentence(y=100)(c)
    return [(500 - e, 100 + a, 500 - b, 100 + d)]


def scaled(c: Canvas) -> list[Box]:
    c.scale(0.5, 0.5)
    [(a, b, d, e)] = sentence(size=22, y=1200)(c)
    return [(a / 2, b / 2, d / 2, e / 2)]


def mirrored(c: Canvas) -> list[Box]:
    c.translate(0, 842)
    c.scale(1, -1)
    c.translate(0, 842)
    c.scale(1, -1)
    return sentence()(c)


for each in (in_a_form, in_a_form_that_is_moved, in_forms_in_forms, turned, scaled, mirrored):
    label(each.__name__.replace("_", " "), each)


def written(description: str) -> Callable[[pikepdf.Pdf], None]:
    """A page's description by hand, in Helvetica of 12 points."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Contents = document.make_stream(description.encode("latin-1"))
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
        document.pages[0].Resources = Dictionary(Font=Dictionary(F1=font))

    return change


def width(text: str) -> float:
    return float(pdfmetrics.stringWidth(text, "Helvetica", 12))


def at(before: str, text: str, x: float = 40, y: float = 700) -> Draw:
    """A mark on `text`, which stands behind `before`."""
    left = x + width(before)
    return lambda c: [(left, y - 3, left + width(text), y + 10)]


BYHAND = {
    "next lines by quotes": (
        "BT /F1 12 Tf 14 TL 40 714 Td (Above) Tj (Seen by Quimby Marrable on Monday) ' "
        "(Below) ' ET",
        "Seen by ",
        ("Above", "Seen by", "on Monday", "Below"),
    ),
    "kerned into single letters": (
        "BT /F1 12 Tf 40 700 Td [(S)0(een by )0(Q)0(u)0(i)0(m)0(b)0(y)0( )0(M)0(arrable)0( on "
        "Monday)] TJ ET",
        "Seen by ",
        ("Seen by", "on Monday"),
    ),
    "in hexadecimal": (
        f"BT /F1 12 Tf 40 700 Td <{b'Seen by Quimby Marrable on Monday'.hex()}> Tj ET",
        "Seen by ",
        ("Seen by", "on Monday"),
    ),
    "each word placed": (
        "BT /F1 12 Tf 1 0 0 1 40 700 Tm (Seen by ) Tj (Quimby Marrable) Tj ( on Monday) Tj ET",
        "Seen by ",
        ("Seen by", "on Monday"),
    ),
    "with a replacement text": (
        "/Span <</ActualText (Quimby Marrable)>> BDC BT /F1 12 Tf 40 700 Td (Quimby Marrable) "
        "Tj ET EMC BT /F1 12 Tf 40 660 Td (Below) Tj ET",
        "",
        ("Below",),
    ),
    "written twice": (
        "BT /F1 12 Tf 40 700 Td (Seen by Quimby Marrable) Tj ET BT /F1 12 Tf 40.3 700 Td (Seen "
        "by Quimby Marrable) Tj ET",
        "Seen by ",
        ("Seen by",),
    ),
    "with brackets in it": (
        r"BT /F1 12 Tf 40 700 Td (Seen \(by\) Quimby Marrable \\ on Monday) Tj ET",
        "Seen (by) ",
        ("Seen (by)", "on Monday"),
    ),
    "unbalanced": (
        "Q q BT /F1 12 Tf 40 700 Td (Seen by Quimby Marrable) Tj ET",
        "Seen by ",
        ("Seen by",),
    ),
    "word and letter spacing by a double quote": (
        'BT /F1 12 Tf 14 TL 40 714 Td 0 0 (Seen by Quimby Marrable on Monday) " ET',
        "Seen by ",
        ("Seen by", "on Monday"),
    ),
    "set back by a leading": (
        "BT /F1 12 Tf 40 714 Td (Above) Tj 0 -14 TD (Quimby Marrable) Tj T* (Below) Tj ET",
        "",
        ("Above", "Below"),
    ),
}
for name, (description, before, stays) in BYHAND.items():
    label(name, at(before, SECRET), written(description), stays=stays)


# --- pictures and drawings ------------------------------------------------------------------------

NOISE = Image.effect_noise((120, 60), 90)


def photograph(mode: str = "RGB", width: float = 240, height: float = 120) -> Draw:
    def draw(c: Canvas) -> list[Box]:
        [box] = sentence()(c)
        c.drawImage(ImageReader(NOISE.convert(mode)), 100, 200, width, height)
        return [box, (140.0, 240.0, 200.0, 280.0)]

    return draw


def signature(c: Canvas) -> list[Box]:
    [box] = sentence()(c)
    path = c.beginPath()
    path.moveTo(110, 210)
    for n in range(6):
        path.curveTo(112 + 9 * n, 240, 118 + 9 * n, 190, 120 + 9 * n, 215)
    c.drawPath(path)
    c.rect(60, 150, 300, 200)
    return [box, (100.0, 190.0, 190.0, 245.0)]


def table(c: Canvas) -> list[Box]:
    boxes = sentence()(c)
    for n in range(5):
        c.line(30, 560 + 15 * n, 560, 560 + 15 * n)
        c.line(30 + 130 * n, 560, 30 + 130 * n, 620)
    return boxes


def panel(c: Canvas) -> list[Box]:
    c.setFillColor("lightyellow")
    c.roundRect(20, 500, 550, 200, 12, fill=1)
    c.setFillColor("black")
    return sentence()(c)


for mode in ("RGB", "L", "CMYK"):
    label(f"a picture in {mode}", photograph(mode))
label("a picture that lies across", photograph(width=120, height=240))
for each in (signature, table, panel):
    label(each.__name__, each)


def jpeg(document: pikepdf.Pdf) -> None:
    out = io.BytesIO()
    NOISE.convert("L").save(out, "JPEG", quality=92)
    image = document.make_stream(
        out.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=120,
        Height=60,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page = document.pages[0]
    page.Resources.XObject = Dictionary(J=image)
    page.contents_add(b"q 240 0 0 120 100 200 cm /J Do Q")


def bits(document: pikepdf.Pdf) -> None:
    image = document.make_stream(
        NOISE.convert("1").tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=120,
        Height=60,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=1,
    )
    page = document.pages[0]
    page.Resources.XObject = Dictionary(J=image)
    page.contents_add(b"q 240 0 0 120 100 200 cm /J Do Q")


def and_a_picture(c: Canvas) -> list[Box]:
    return [*sentence()(c), (141.0, 241.0, 203.0, 279.0)]


label("a JPEG", and_a_picture, jpeg)
label("a picture in black and white", and_a_picture, bits)


def kept_link(document: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[40, 200, 200, 220],
        A=Dictionary(S=Name.URI, URI=String("https://example.org")),
    )
    document.pages[0].Annots = Array([document.make_indirect(link)])


label("with a link elsewhere", sentence(), kept_link)
