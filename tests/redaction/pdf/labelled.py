"""Pages of two kinds, drawn here: those on which text can be read that nobody sees, and those that
look much like them.
"""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], Any]
BAD: dict[str, bytes] = {}
GOOD: dict[str, bytes] = {}
LINES = (
    "The child was seen at home by Orla Quenby on Monday.",
    "A visit is planned for each week of the month.",
    "Attendance has improved since the last review.",
    "The school nurse reports no concerns.",
)


def page(draw: Draw, *, size: tuple[int, int] = (595, 842)) -> tuple[bytes, Any]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    after = draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue(), after


def label(into: dict[str, bytes], name: str, draw: Draw, **more: Any) -> None:
    data, after = page(draw, **more)
    if callable(after):
        with pikepdf.open(io.BytesIO(data)) as document:
            after(document)
            out = io.BytesIO()
            document.save(out)
            data = out.getvalue()
    assert name not in into
    into[name] = data


def lines(
    c: Canvas,
    *,
    x: float = 72,
    y: float = 760,
    font: str = "Helvetica",
    size: float = 11,
    step: float = 18,
) -> None:
    c.setFont(font, size)
    for n, line in enumerate(LINES):
        c.drawString(x, y - n * step, line)


def picture(
    colour: str = "black", size: tuple[int, int] = (60, 20), *, noise: bool = False
) -> ImageReader:
    image = Image.effect_noise(size, 80).convert("RGB") if noise else Image.new("RGB", size, colour)
    return ImageReader(image)


def scanned_bytes() -> bytes:
    """A page as a scanner sees it: paper with lines of writing on it."""
    image = Image.new("L", (595, 842), 250)
    pen = ImageDraw.Draw(image)
    for y in range(60, 800, 18):
        pen.text((72, y), "What was read off the scan, and more of it on this line", fill=30)
    return image.tobytes()


def scanned() -> ImageReader:
    return ImageReader(Image.frombytes("L", (595, 842), scanned_bytes()))


# --- what nobody sees
# -------------------------------------------------------------------------------------------------


def boxed(
    colour: Any,
    *,
    x: float = 180,
    width: float = 90,
    y: float = 756,
    height: float = 14,
    font: str = "Helvetica",
    size: float = 11,
) -> Draw:
    def draw(c: Canvas) -> None:
        lines(c, font=font, size=size)
        c.setFillColor(colour)
        c.rect(x, y, width, height, stroke=0, fill=1)

    return draw


for colour in ("black", "white", "grey", "red", "navy"):
    label(BAD, f"{colour} box over a name", boxed(colour))
for font in ("Courier", "Times-Roman", "Helvetica-Bold"):
    label(BAD, f"box over {font}", boxed("black", font=font))
label(BAD, "box over a whole line", boxed("black", x=60, width=480))
label(BAD, "box over all lines", boxed("black", x=60, width=480, y=690, height=90))
label(BAD, "box over two letters", boxed("black", x=72, width=18))
label(BAD, "box over large type", boxed("black", size=24, width=200, y=752, height=28))
label(BAD, "box over small type", boxed("black", size=6, width=60, x=120, y=757, height=9))


def over_a_picture(**look: Any) -> Draw:
    def draw(c: Canvas) -> None:
        lines(c)
        c.drawImage(picture(**look), 180, 754, 90, 16)

    return draw


label(BAD, "black picture over a name", over_a_picture())
label(BAD, "white picture over a name", over_a_picture(colour="white"))
label(BAD, "photograph over a name", over_a_picture(noise=True))


def in_a_form(c: Canvas) -> None:
    lines(c)
    c.beginForm("box")
    c.setFillColor("black")
    c.rect(0, 0, 100, 14, stroke=0, fill=1)
    c.endForm()
    c.translate(180, 756)
    c.doForm("box")


def text_in_a_form(c: Canvas) -> None:
    c.beginForm("words")
    lines(c)
    c.endForm()
    c.doForm("words")
    c.setFillColor("black")
    c.rect(180, 756, 90, 14, stroke=0, fill=1)


def marker_stroke(c: Canvas) -> None:
    lines(c)
    c.setLineWidth(14)
    c.line(180, 763, 280, 763)


def many_strokes(c: Canvas) -> None:
    lines(c)
    c.setLineWidth(5)
    for y in range(754, 772, 3):
        c.line(180, y, 280, y)


def rounded(c: Canvas) -> None:
    lines(c)
    c.roundRect(178, 752, 100, 20, 5, stroke=0, fill=1)


def polygon(c: Canvas) -> None:
    lines(c)
    path = c.beginPath()
    for n, (x, y) in enumerate(((178, 752), (280, 750), (284, 774), (176, 772))):
        path.moveTo(x, y) if n == 0 else path.lineTo(x, y)
    path.close()
    c.drawPath(path, stroke=0, fill=1)


def two_boxes(c: Canvas) -> None:
    lines(c)
    c.rect(180, 756, 90, 14, stroke=0, fill=1)
    c.rect(72, 702, 90, 14, stroke=0, fill=1)


def turned(angle: int) -> Draw:
    def draw(c: Canvas) -> Callable[[pikepdf.Pdf], None]:
        boxed("black")(c)

        def turn(document: pikepdf.Pdf) -> None:
            document.pages[0].Rotate = angle

        return turn

    return draw


def slanted(c: Canvas) -> None:
    c.translate(150, 300)
    c.rotate(30)
    lines(c, x=0, y=100)
    c.rect(100, 96, 100, 14, stroke=0, fill=1)


def stroked_box(c: Canvas) -> None:
    lines(c)
    c.setFillColor("black")
    c.rect(180, 756, 90, 14, stroke=1, fill=1)


for each in (
    in_a_form,
    text_in_a_form,
    marker_stroke,
    many_strokes,
    rounded,
    polygon,
    two_boxes,
    slanted,
    stroked_box,
):
    label(BAD, each.__name__.replace("_", " "), each)
for angle in (90, 180, 270):
    label(BAD, f"box on a page that is turned by {angle}", turned(angle))


def annotated(subtype: str, **keys: Any) -> Draw:
    def draw(c: Canvas) -> Callable[[pikepdf.Pdf], None]:
        lines(c)

        def add(document: pikepdf.Pdf) -> None:
            look = document.make_stream(
                b"0 g 0 0 100 16 re f",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 100, 16],
            )
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name("/" + subtype),
                Rect=[180, 754, 280, 770],
                IC=[0, 0, 0],
                F=4,
                AP=pikepdf.Dictionary(N=look),
                **keys,
            )
            document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])

        return add

    return draw


for subtype in ("Square", "Redact", "Stamp"):
    label(BAD, f"{subtype} annotation over a name", annotated(subtype))


def outside(x: float, y: float) -> Draw:
    def draw(c: Canvas) -> None:
        lines(c)
        c.drawString(x, y, "A note beside the page")

    return draw


label(BAD, "text right of the page", outside(640, 500))
label(BAD, "text below the page", outside(72, -40))


def cropped(c: Canvas) -> Callable[[pikepdf.Pdf], None]:
    lines(c)

    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = [0, 0, 595, 750]

    return crop


label(BAD, "a line outside the crop box", cropped)


def coloured(colour: Any, ground: Any = None, size: float = 11) -> Draw:
    def draw(c: Canvas) -> None:
        lines(c)
        if ground:
            c.setFillColor(ground)
            c.rect(60, 590, 400, 40, stroke=0, fill=1)
        c.setFillColor(colour)
        c.setFont("Helvetica", size)
        c.drawString(72, 606, "What must not be read here")

    return draw


label(BAD, "white on white", coloured("white"))
label(BAD, "nearly white on white", coloured((0.99, 0.99, 0.99)))
label(BAD, "black on black", coloured("black", "black"))
label(BAD, "navy on navy", coloured("navy", "navy"))
label(BAD, "tiny", coloured("black", size=0.3))
label(BAD, "white on a white box", coloured("white", "white"))


def mode_three(c: Canvas) -> None:
    lines(c)
    words = c.beginText(72, 500)
    words.setTextRenderMode(3)
    words.textLine("Invisible words and no scan")
    c.drawText(words)


def no_ink(c: Canvas) -> None:
    lines(c)
    c.setFillAlpha(0)
    c.drawString(72, 500, "Words without ink")


def box_after_box(c: Canvas) -> None:
    c.setFillColor("lightgrey")
    c.rect(60, 680, 480, 100, stroke=0, fill=1)
    c.setFillColor("black")
    boxed("black")(c)


for each in (mode_three, no_ink, box_after_box):
    label(BAD, each.__name__.replace("_", " "), each)


def ocr_words(c: Canvas) -> None:
    words = c.beginText(72, 773)
    words.setTextRenderMode(3)
    words.textLine("What was read off the scan, and more")
    c.drawText(words)


def box_on_a_scan(c: Canvas) -> None:
    c.drawImage(scanned(), 0, 0, 595, 842)
    ocr_words(c)
    c.rect(100, 768, 90, 16, stroke=0, fill=1)


def box_on_a_scan_above_its_words(c: Canvas) -> None:
    ocr_words(c)
    c.drawImage(scanned(), 0, 0, 595, 842)
    c.rect(100, 768, 90, 16, stroke=0, fill=1)


def printed_twice_and_covered(c: Canvas) -> None:
    lines(c)
    lines(c, x=72.3)
    c.rect(180, 756, 90, 14, stroke=0, fill=1)


def stack_of_strokes(c: Canvas) -> None:
    lines(c)
    c.setLineWidth(2)
    for y in range(755, 772):
        c.line(180, y, 280, y)


def black_on_a_black_picture(c: Canvas) -> None:
    lines(c)
    c.drawImage(picture(), 60, 590, 400, 40)
    c.drawString(72, 606, "What must not be read here")


def letterhead_and_a_picture_box(c: Canvas) -> None:
    c.drawImage(picture("lightyellow", (200, 280)), 0, 0, 595, 842)
    lines(c)
    c.drawImage(picture(), 180, 754, 90, 16)


def blank_picture_over_the_page(c: Canvas) -> None:
    lines(c)
    c.drawImage(picture("white", (200, 280)), 0, 0, 595, 842)


def a_box_for_each_letter(c: Canvas) -> None:
    lines(c)
    for n in range(40):
        c.rect(180 + 2.5 * n, 756, 2.5, 14, stroke=0, fill=1)


def clipped_away(c: Canvas) -> None:
    lines(c)
    path = c.beginPath()
    path.rect(0, 0, 20, 20)
    c.clipPath(path, stroke=0)
    c.drawString(72, 500, "What must not be read here")


def white_outlines(c: Canvas) -> None:
    lines(c)
    c.setStrokeColor("white")
    c.drawString(72, 500, "What must not be read here", mode=1)


for each in (
    box_on_a_scan,
    box_on_a_scan_above_its_words,
    printed_twice_and_covered,
    stack_of_strokes,
    black_on_a_black_picture,
    letterhead_and_a_picture_box,
    blank_picture_over_the_page,
    a_box_for_each_letter,
    clipped_away,
    white_outlines,
):
    label(BAD, each.__name__.replace("_", " "), each)
for subtype in ("StrikeOut", "Underline", "Caret"):
    label(BAD, f"{subtype} annotation over a name", annotated(subtype))


def veiled(ink: Any, veil: Any, *alphas: float, size: float = 11) -> Draw:
    """Text under layers that let a little of it through."""

    def draw(c: Canvas) -> None:
        c.setFillColor(ink)
        lines(c, size=size)
        c.setFillColor(veil)
        for alpha in alphas:
            c.setFillAlpha(alpha)
            c.rect(180, 756, 90, 14, stroke=0, fill=1)

    return draw


for alpha in (0.8, 0.85, 0.9, 0.94, 0.97):
    label(BAD, f"black veil of {alpha}", veiled("black", "black", alpha))
for alpha in (0.8, 0.9):
    label(BAD, f"white veil of {alpha}", veiled("black", "white", alpha))
    label(BAD, f"red veil of {alpha} over red", veiled("red", "red", alpha))
label(BAD, "two black veils", veiled("black", "black", 0.6, 0.6))
label(BAD, "three grey veils", veiled("black", "grey", 0.6, 0.6, 0.6))
label(BAD, "black veil over small type", veiled("black", "black", 0.85, size=6))


def square(
    alpha: float, colour: tuple[float, ...], subtype: str = "Square", look: bool = True
) -> Draw:
    """An annotation over a name, with an appearance of its own or one that the viewer makes."""

    def draw(c: Canvas) -> Callable[[pikepdf.Pdf], None]:
        lines(c)

        def add(document: pikepdf.Pdf) -> None:
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name("/" + subtype),
                F=4,
                CA=alpha,
                Rect=[180, 754, 280, 770],
                IC=list(colour),
                C=list(colour),
            )
            if look:
                state = pikepdf.Dictionary(
                    ExtGState=pikepdf.Dictionary(G=pikepdf.Dictionary(ca=alpha))
                )
                drawn = b"/G gs %f %f %f rg 0 0 100 16 re f" % colour
                note.AP = pikepdf.Dictionary(
                    N=document.make_stream(
                        drawn,
                        Type=pikepdf.Name.XObject,
                        Subtype=pikepdf.Name.Form,
                        BBox=[0, 0, 100, 16],
                        Resources=state,
                    )
                )
            document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])

        return add

    return draw


for alpha in (0.85, 0.9):
    label(BAD, f"Square annotation of {alpha}", square(alpha, (0, 0, 0)))
    label(
        BAD,
        f"Square annotation of {alpha} that the viewer draws",
        square(alpha, (0, 0, 0), look=False),
    )
label(BAD, "white Square annotation", square(0.9, (1, 1, 1)))

# --- what looks like it, and shows
# --------------------------------------------------------------------------------------

for font in ("Helvetica", "Courier", "Times-Roman", "Times-Italic"):
    label(GOOD, f"plain text in {font}", partial(lines, font=font))
for size in (5, 8, 18, 40):
    label(GOOD, f"plain text of {size} points", partial(lines, size=size, step=size * 1.6, x=20))


def table(fill: Any, text: Any = "black") -> Draw:
    def draw(c: Canvas) -> None:
        for row in range(12):
            for column in range(4):
                c.setFillColor(fill if row % 2 else "white")
                c.rect(60 + column * 118, 60 + row * 20, 118, 20, stroke=1, fill=1)
                c.setFillColor(text if row % 2 else "black")
                c.drawString(64 + column * 118, 66 + row * 20, f"cell {row} {column}")

    return draw


label(GOOD, "table with grey rows", table("lightgrey"))
label(GOOD, "table with dark rows", table("navy", "white"))
label(GOOD, "table with black rows", table("black", "white"))


def header_band(c: Canvas) -> None:
    c.setFillColor("darkgreen")
    c.rect(0, 780, 595, 62, stroke=0, fill=1)
    c.setFillColor("white")
    c.drawString(72, 805, "Exampleshire County Council")
    c.setFillColor("black")
    lines(c, y=740)


def white_on_a_photograph(c: Canvas) -> None:
    c.drawImage(picture("black", noise=True), 0, 700, 595, 142)
    c.setFillColor("white")
    c.drawString(72, 760, "A title on a photograph")


def truly_redacted(c: Canvas) -> None:
    c.drawString(72, 760, "The child was seen by")
    c.rect(190, 756, 90, 14, stroke=0, fill=1)
    c.drawString(290, 760, "on Monday.")


def truly_redacted_and_turned(c: Canvas, angle: int) -> Callable[[pikepdf.Pdf], None]:
    truly_redacted(c)
    return lambda document: setattr(document.pages[0], "Rotate", angle)


def form_to_fill_in(c: Canvas) -> None:
    for n, line in enumerate(LINES):
        c.drawString(72, 760 - 40 * n, line[:18])
        c.rect(200, 752 - 40 * n, 250, 22, stroke=1, fill=0)


def highlighted_below(c: Canvas) -> None:
    c.setFillColor("yellow")
    c.rect(72, 756, 200, 14, stroke=0, fill=1)
    c.setFillColor("black")
    lines(c)


def highlighted_above(c: Canvas) -> None:
    lines(c)
    c.setFillColor("yellow")
    c.setFillAlpha(0.4)
    c.rect(72, 756, 200, 14, stroke=0, fill=1)


def underlined(c: Canvas) -> None:
    lines(c)
    c.rect(72, 757, 250, 1, stroke=0, fill=1)


def struck_through(c: Canvas) -> None:
    lines(c)
    c.setLineWidth(1)
    c.line(72, 764, 320, 764)


def thick_rule_between_lines(c: Canvas) -> None:
    lines(c, step=40)
    c.setLineWidth(6)
    c.line(72, 742, 500, 742)


def watermark(c: Canvas) -> None:
    lines(c)
    c.setFillAlpha(0.15)
    c.setFont("Helvetica-Bold", 90)
    c.rotate(45)
    c.drawString(250, 100, "DRAFT")


def written_twice(c: Canvas) -> None:
    lines(c)
    lines(c)


def shadowed(c: Canvas) -> None:
    c.setFillColor("grey")
    lines(c, x=73, y=759)
    c.setFillColor("black")
    lines(c)


def fill_then_text_again(c: Canvas) -> None:
    lines(c)
    c.setFillColor("white")
    c.rect(60, 690, 480, 90, stroke=0, fill=1)
    c.setFillColor("black")
    lines(c)


def framed(c: Canvas) -> None:
    c.setLineWidth(4)
    c.rect(30, 30, 535, 782, stroke=1, fill=0)
    lines(c)


def logo_beside_text(c: Canvas) -> None:
    lines(c)
    c.drawImage(picture("navy"), 450, 780, 100, 40)


def bars(c: Canvas) -> None:
    for n in range(6):
        c.setFillColor("steelblue")
        c.rect(80 + 60 * n, 300, 40, 40 + 30 * n, stroke=0, fill=1)
        c.setFillColor("black")
        c.drawString(85 + 60 * n, 285, f"20{10 + n}")
        c.setFillColor("white")
        c.drawString(90 + 60 * n, 310, str(n * 7))


def grey_text(c: Canvas) -> None:
    c.setFillColor((0.6, 0.6, 0.6))
    lines(c)


def light_text_on_dark(c: Canvas) -> None:
    c.setFillColor((0.1, 0.1, 0.3))
    c.rect(0, 0, 595, 842, stroke=0, fill=1)
    c.setFillColor((0.95, 0.95, 0.8))
    lines(c)


def scan(*, first: bool, mode: int = 3, share: float = 1.0) -> Draw:
    def draw(c: Canvas) -> None:
        words = c.beginText(72, 500)
        words.setTextRenderMode(mode)
        words.textLine("What was read off the scan")
        if not first:
            c.drawText(words)
        c.drawImage(scanned(), 0, 0, 595, 842 * share)
        if first:
            c.drawText(words)

    return draw


def scan_in_strips(c: Canvas) -> None:
    c.drawString(72, 500, "What was read off the scan")
    whole = Image.frombytes("L", (595, 842), scanned_bytes())
    for n in range(8):
        c.drawImage(
            ImageReader(whole.crop((0, 842 - (n + 1) * 105, 595, 842 - n * 105))),
            0,
            n * 105,
            595,
            105,
        )


def text_in_a_box_with_a_lid_beside_it(c: Canvas) -> None:
    lines(c)
    c.rect(72, 772, 300, 20, stroke=0, fill=1)


def bullets(c: Canvas) -> None:
    lines(c, x=90)
    for n in range(4):
        c.circle(80, 764 - 18 * n, 3, stroke=0, fill=1)


def sideways(c: Canvas) -> None:
    c.rotate(90)
    lines(c, x=100, y=-200)


def over_the_edge(c: Canvas) -> None:
    lines(c)
    c.drawString(560, 400, "a long word over the edge")


for each in (
    header_band,
    white_on_a_photograph,
    truly_redacted,
    form_to_fill_in,
    highlighted_below,
    highlighted_above,
    underlined,
    struck_through,
    thick_rule_between_lines,
    watermark,
    written_twice,
    shadowed,
    fill_then_text_again,
    framed,
    logo_beside_text,
    bars,
    grey_text,
    light_text_on_dark,
    scan_in_strips,
    text_in_a_box_with_a_lid_beside_it,
    bullets,
    sideways,
    over_the_edge,
):
    label(GOOD, each.__name__.replace("_", " "), each)
label(GOOD, "scan with its text above", scan(first=True))
label(GOOD, "scan with its text below", scan(first=False))
label(GOOD, "scan over visible text", scan(first=False, mode=0))
label(GOOD, "scan of most of the page", scan(first=True, share=0.8))
label(
    GOOD,
    "outlined text",
    lambda c: (c.setFont("Helvetica", 30), c.drawString(72, 700, "Outlined", mode=1)),
)
for angle in (90, 270):
    label(
        GOOD, f"truly redacted, turned by {angle}", partial(truly_redacted_and_turned, angle=angle)
    )


def illustration_on_the_edge_of_a_line(c: Canvas) -> None:
    lines(c, y=400)
    c.drawImage(picture("navy", noise=True), 60, 60, 380, 292)


def ran_over_the_paper(c: Canvas) -> None:
    lines(c, y=45, step=18)


for each in (illustration_on_the_edge_of_a_line, ran_over_the_paper):
    label(GOOD, each.__name__.replace("_", " "), each)


for alpha in (0.3, 0.5):
    label(GOOD, f"black veil of {alpha}", veiled("black", "black", alpha))
    label(GOOD, f"yellow highlighter of {alpha}", veiled("black", "yellow", alpha))
    label(GOOD, f"Square annotation of {alpha}", square(alpha, (0, 0, 0)))
    label(
        GOOD,
        f"green highlighter of {alpha} over small type",
        veiled("black", "lightgreen", alpha, size=6),
    )
label(GOOD, "two thin veils", veiled("black", "black", 0.25, 0.25))
label(GOOD, "pink veil over grey text", veiled("dimgrey", "pink", 0.4))
