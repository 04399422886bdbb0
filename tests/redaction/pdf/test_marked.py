"""Redactions that were marked and never applied: found on every page, and carried out so that
nothing is left.
"""

import functools
import io
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from jtai_submit.checks.document.hidden import RULES
from jtai_submit.documents.examination import Noticed
from jtai_submit.documents.kind import Kind
from jtai_submit.redaction.interface import Cleaned
from jtai_submit.redaction.pdf import cleaner, reader
from jtai_submit.redaction.through import blocks, through
from tests.redaction.pdf.marks import PAGES, SECRET, Marked, at, marked, sentence, written
from tests.redaction.pdf.test_pdf import holds


def applied(data: bytes) -> Cleaned:
    return through(data, Kind.PDF, {"H116": "apply", "H101": "keep", "H112": "keep"})


def flat(text: str) -> str:
    return "".join(text.split())


def read(data: bytes) -> list[str]:
    """The pages as both readers have them."""
    document = pypdfium2.PdfDocument(data)
    words = document[0].get_textpage()
    text = words.get_text_range()
    words.close()
    document.close()
    return [flat(text), flat(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())]


def looks(data: bytes, page: Marked, scale: float) -> Image.Image:
    """The first page with its marks blacked out, which are what may differ."""
    document = pypdfium2.PdfDocument(data)
    picture: Image.Image = (
        document[0].render(scale=scale, draw_annots=False).to_pil().convert("RGB")
    )
    turned = document[0].get_rotation()
    document.close()
    pen = ImageDraw.Draw(picture)
    width, height = (side / scale for side in picture.size)
    for left, bottom, right, top in page.boxes:
        box = (left - 2, height - top - 2, right + 2, height - bottom + 2)
        if turned == 90:
            box = (bottom - 2, left - 2, top + 2, right + 2)
        elif turned == 180:
            box = (width - right - 2, bottom - 2, width - left + 2, top + 2)
        pen.rectangle([scale * side for side in box], fill=(0, 0, 0))
    return picture


def says(noticed: Noticed) -> str:
    rule = next(rule for rule in RULES if rule.code == noticed.code)
    assert rule.says
    return rule.says(noticed)


def differ(picture: Image.Image, other: Image.Image) -> int:
    """By how much they differ beyond half a point: PDFium rounds the widths of glyphs to whole
    numbers.
    """
    place = ImageChops.difference(picture, other).getbbox()
    if place is None:
        return 0
    mine, theirs = (
        picture.crop(place),
        other.crop((place[0] - 2, place[1] - 2, place[2] + 2, place[3] + 2)),
    )
    near = [
        theirs.crop((n, m, n + mine.width, m + mine.height)) for n in range(5) for m in range(5)
    ]
    most, least = (
        functools.reduce(ImageChops.lighter, near),
        functools.reduce(ImageChops.darker, near),
    )
    beyond = ImageChops.subtract(mine, most), ImageChops.subtract(least, mine)
    return max(int(band[1]) for each in beyond for band in each.getextrema())  # type: ignore[index]


def alike(page: Marked, copy: bytes, scale: float) -> bool:
    before, after = looks(page.data, page, scale), looks(copy, page, scale)
    return differ(before, after) <= 10 and differ(after, before) <= 10


def test_there_are_many_pages() -> None:
    assert len(PAGES) >= 60


@pytest.mark.parametrize("name", PAGES)
def test_what_is_marked_goes_and_its_neighbours_stay(name: str) -> None:
    page = PAGES[name]
    found = through(page.data, Kind.PDF, {})
    assert [n.where for n in found.noticed if n.code == "H116" and blocks(n)] == ["page 1"]
    out = applied(page.data)
    assert not any(blocks(n) for n in out.noticed), out.noticed
    for text in read(out.data):
        for words in page.gone:
            assert flat(words) not in text
            assert not any(flat(part) in text for part in words.split())
        for words in page.stays:
            assert flat(words) in text
    assert not holds(out.data, SECRET)
    assert alike(page, out.data, 1) or alike(page, out.data, 6)
    with pikepdf.open(io.BytesIO(out.data)) as document:
        kept = document.pages[0].obj.get("/Annots") or ()
        assert not any(each.Subtype == Name.Redact for each in kept)


def test_the_box_has_the_colour_of_the_mark_or_is_black() -> None:
    for name, colour in (("with a colour", (255, 0, 0)), ("Helvetica of 11 points", (0, 0, 0))):
        page = PAGES[name]
        document = pypdfium2.PdfDocument(applied(page.data).data)
        picture = document[0].render(scale=1).to_pil().convert("RGB")
        left, bottom, right, top = page.boxes[0]
        place = int((left + right) / 2), int(picture.height - (bottom + top) / 2)
        assert picture.getpixel(place) == colour


def test_pixels_under_a_mark_are_gone_from_the_picture_itself() -> None:
    page = PAGES["a picture in RGB"]
    with pikepdf.open(io.BytesIO(applied(page.data).data)) as document:
        [picture] = [
            t
            for t in document.objects
            if isinstance(t, pikepdf.Stream) and t.get("/Subtype") == "/Image"
        ]
        image = pikepdf.PdfImage(picture).as_pil_image()
    assert image.crop((20, 20, 50, 40)).getextrema() == ((0, 0),) * 3
    assert image.crop((60, 0, 120, 60)).getextrema() != ((0, 0),) * 3


def test_a_form_that_several_pages_draw_is_copied() -> None:
    out = io.BytesIO()
    c = Canvas(out)
    c.beginForm("words")
    [box] = sentence()(c)
    c.endForm()
    for _ in range(2):
        c.doForm("words")
        c.showPage()
    c.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=list(box))
        document.pages[0].Annots = Array([document.make_indirect(mark)])
        saved = io.BytesIO()
        document.save(saved)
    texts = [
        flat(p.extract_text())
        for p in pypdf.PdfReader(io.BytesIO(applied(saved.getvalue()).data)).pages
    ]
    assert flat(SECRET) not in texts[0] and flat(SECRET) in texts[1]


def test_keep_leaves_the_mark_and_what_is_under_it() -> None:
    out = through(PAGES["by its rectangle alone"].data, Kind.PDF, {"H116": "keep"})
    assert [(n.code, n.choice) for n in out.noticed] == [("H116", "keep")]
    assert flat(SECRET) in read(out.data)[0]


@pytest.mark.parametrize("choice", ["remove", "anonymise"])
def test_nothing_else_can_be_chosen(choice: str) -> None:
    out = through(PAGES["by its rectangle alone"].data, Kind.PDF, {"H116": choice})
    assert any(n.code == "H116" and blocks(n) for n in out.noticed)


def slanted(document: pikepdf.Pdf) -> None:
    mark = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Redact,
        Rect=[40, 600, 90, 650],
        QuadPoints=[40, 620, 60, 650, 60, 600, 90, 630],
    )
    document.pages[0].Annots = Array([document.make_indirect(mark)])


def other_codes(document: pikepdf.Pdf) -> None:
    written("BT /F1 12 Tf 40 700 Td <0041> Tj ET")(document)
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/HeiseiMin-W3"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2),
    )
    document.pages[0].Resources.Font.F1 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/HeiseiMin-W3"),
        Encoding=Name("/90ms-RKSJ-H"),
        DescendantFonts=[below],
    )


def field_below(document: pikepdf.Pdf) -> None:
    widget = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("f"), Rect=[30, 690, 300, 720]
    )
    held = document.make_indirect(widget)
    document.pages[0].Annots = Array([held])
    document.Root.AcroForm = Dictionary(Fields=Array([held]))


def curve(document: pikepdf.Pdf) -> None:
    written("0 0 m 60 900 200 600 500 720 c S")(document)


def bookmark(document: pikepdf.Pdf) -> None:
    written(f"BT /F1 12 Tf 40 700 Td ({SECRET}) Tj ET")(document)
    entry = document.make_indirect(
        Dictionary(Title=String(f"Seen by {SECRET}"), Dest=[document.pages[0].obj, Name.Fit])
    )
    root = document.make_indirect(Dictionary(Type=Name.Outlines, First=entry, Last=entry, Count=1))
    entry.Parent = root
    document.Root.Outlines = root


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (slanted, "the mark is slanted"),
        (other_codes, "its text is written in a way"),
        (field_below, "a form field lies under it"),
        (curve, "a drawing reaches out"),
        (bookmark, "its words also stand in a bookmark"),
    ],
)
def test_what_cannot_be_carried_out_stays_blocked_and_says_why(change: object, why: str) -> None:
    data, _ = marked(at("", SECRET), change)  # type: ignore[arg-type]
    out = applied(data)
    [found] = [n for n in out.noticed if n.code == "H116" and blocks(n)]
    assert why in says(found)


def test_the_sentence_names_the_pages() -> None:
    [found] = [
        n for n in through(PAGES["with a grey"].data, Kind.PDF, {}).noticed if n.code == "H116"
    ]
    assert (
        says(found) == "text on page 1 is marked for redaction, but the redaction was never applied"
    )


@pytest.mark.parametrize(
    "name", ["Helvetica of 11 points", "Vera of 11 points", "a picture in L", "in a form"]
)
def test_a_redaction_that_was_not_carried_out_is_refused_by_the_second_reader(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The cleaner takes the marks off and draws its boxes, and leaves what is under them."""
    page = PAGES[name]
    monkeypatch.setattr("jtai_submit.redaction.pdf.strike.Striker.under", lambda *_: False)
    out = cleaner.clean(page.data, {"H116": "apply"})
    doubts = reader.doubt(page.data, out)
    assert [(n.code, n.choice) for n in doubts] == [("H116", "")]
