"""What the guard hears of a document: everything that inspectors can read or open in it."""

import io

import pikepdf
import pytest
from PIL import Image

from jtai_submit.redaction import html, office, opendocument, pdf
from jtai_submit.redaction.interface import Format
from tests.make import pdf as pdf_of
from tests.make import zipped

ALT = (
    '<p>Words</p><img alt="Ann Example" src="a.png"><a title="Sam Example">x</a>'
    '<input placeholder="Bo Other">'
)
NAMES = ["Ann Example", "Sam Example", "Bo Other"]


def heard(form: Format, data: bytes) -> list[str | None]:
    assert form.said
    return list(form.said(data, ()))


@pytest.mark.parametrize(
    ("form", "data"),
    [
        (html.FORMAT, ALT.encode()),
        (
            office.FORMAT,
            zipped(
                {
                    "word/document.xml": '<w:p><wp:docPr id="1" descr="Ann Example" title="Sam '
                    'Example"/><w:hyperlink w:tooltip="Bo Other" tooltip="Bo Other"/></w:p>'
                }
            ),
        ),
        (
            opendocument.FORMAT,
            zipped(
                {
                    "content.xml": '<table:table table:name="Ann Example"><svg:title>Sam Example'
                    '</svg:title><text:a xlink:title="Bo Other"/></table:table>'
                }
            ),
        ),
    ],
)
def test_what_is_read_aloud(form: Format, data: bytes) -> None:
    said = "\n\n".join(filter(None, heard(form, data)))
    assert [name for name in NAMES if name in said] == NAMES


def test_notes_and_bookmarks_of_a_pdf() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of("A page"))) as document:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[10, 10, 30, 30],
            Contents="Zoë Example",
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Sam Example", 0))
        document.save(out)
    assert {"Zoë Example", "Sam Example"} <= set(heard(pdf.FORMAT, out.getvalue()))


@pytest.mark.parametrize(("size", "pages"), [((1240, 1754), 1), ((200, 60), 0)])
def test_a_page_that_is_a_picture_is_said(size: tuple[int, int], pages: int) -> None:
    drawn = io.BytesIO()
    Image.new("L", size, 200).save(drawn, "PDF", resolution=150)
    out = io.BytesIO()
    with pikepdf.open(drawn) as document, pikepdf.open(io.BytesIO(pdf_of("A page"))) as more:
        if not pages:  # a logo on a page without words
            document.pages[0].MediaBox = [0, 0, 595, 842]
        document.pages.extend(more.pages)
        document.save(out)
    assert heard(pdf.FORMAT, out.getvalue()).count(None) == pages
