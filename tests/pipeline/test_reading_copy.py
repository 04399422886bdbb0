"""The reading copy: every PDF of a pack in one, with contents that lead to them, bookmarks,
stamps.
"""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from jtai_submit.packing.opening import open_archive
from jtai_submit.pipeline import reading_copy
from jtai_submit.pipeline.reading_copy import NAME, join
from jtai_submit.redaction.examining import Workers
from jtai_submit.reporting.contents_pdf import Part, contents
from tests.make import Ready, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    only = ("3.4", "3.7", "C1/chronology")
    return ready(tmp_path, only=only, children=("C1",), reading_copy="true")


def opened(area: Ready, group: str) -> dict[str, bytes]:
    path = area.site / f"exampleshire_day-five_{group}_v1.zip.age"
    with path.open("rb") as file, open_archive(file, [area.identity], "") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_lies_in_each_pack_and_its_index_leads_there(area: Ready, capsys: Capsys) -> None:
    area.files["3.4"].with_name("Second.pdf").write_bytes(pdf("A second one", pages=3))
    area.files["3.7"].with_name("Notes.txt").write_bytes(b"No PDF.\n")
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    files = opened(area, "3-police")
    assert b'href="data/reading-copy.pdf"' in files["index.html"]
    assert b"data/reading-copy.pdf" in files["manifest-sha256.txt"]
    read: Any = PdfReader(io.BytesIO(files[NAME]))
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) == 1 + 1 + 3 + 1
    marks = [(str(each["/Title"]), read.get_destination_page_number(each)) for each in read.outline]
    police = "3.4 Child protection referral document"
    assert marks[:3] == [
        ("Contents", 0),
        (f"{police}: 01 Child protection referral document", 1),
        (f"{police}: 02 Second", 2),
    ]
    assert marks[3][1] == 5
    assert "02 Second" in texts[0] and "A second one (2)" in texts[3]
    assert "4 of 6" in texts[3] and "document 2, page 2 of 3" in texts[3]
    links = [each.get_object() for each in read.pages[0]["/Annots"]]
    there = [each["/Dest"][0].idnum for each in links]
    assert there == [read.pages[n].indirect_reference.idnum for n in (1, 2, 5)]
    assert NAME in opened(area, "C1")


def test_without_sealing_the_same_bytes_are_made_again(tmp_path: Path, capsys: Capsys) -> None:
    more = {"reading_copy": "true", "seal": "none"}
    area = ready(tmp_path, only=("3.4",), children=("C1",), **more)
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    assert (area.site / "exampleshire_day-five_3-police_v1" / NAME).exists()
    assert jtai(capsys, "verify", "1", "--in", area.folder).code == 0
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0


def test_one_that_is_too_large_or_broken_is_said(
    area: Ready, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_copy, "MOST", 1000)
    result = jtai(capsys, "push", area.folder, *SMALL)
    assert result.code == 0 and "3-police_v1 has no reading copy: its PDFs have" in result.err
    assert NAME not in opened(area, "3-police")
    with Workers(1) as workers:
        other = (Part("3.4", "x", 2), pdf("One page"))
        assert join("T", "T", [other], workers) is None
        joined = join("T", "T", [other, (Part("3.4", "y", 1), pdf("Another"))], workers)
    assert joined and joined.apart == (0,)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(joined.data)).pages]
    assert len(texts) == 2 and "by itself" in texts[0] and "Another" in texts[1]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_stamp_stands_upright_in_what_is_seen(turned: int) -> None:
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Words", pages=2))) as source:
        above: Any = source.Root.Pages
        above.Rotate = turned  # inherited, as are the resources
        for page in source.pages:
            above.Resources = page.obj.Resources
            del page.obj.Resources, page.obj.Rotate
            page.obj.CropBox = pikepdf.Array([100, 200, 400, 700])
        source.save(data)
    with Workers(1) as workers:
        made = join("T", "T", [(Part("3.4", "x", 2), data.getvalue())], workers)
    assert made
    seen = pypdfium2.PdfDocument(made.data)[1]
    picture = seen.render(scale=2).to_pil().convert("L")
    wide, high = picture.size
    assert (wide, high) == ((600, 1000) if turned in (0, 180) else (1000, 600))
    assert picture.crop((40, high - 45, 300, high - 15)).getextrema()[0] < 140, "a stamp"
    text = seen.get_textpage().get_text_range()
    assert "2 of 3" in text and "page 1 of 2" in text


@pytest.mark.parametrize("words", ["<b>&", "שלום", "x" * 300, "O’Brien (copy)"])
def test_any_words_in_the_contents(words: str) -> None:
    parts = [Part(f"3.{n} {words}", words, 1) for n in range(80)]
    made = contents(words, words, parts)
    assert len(made.links) == 80 and made.links[-1].page + 1 == made.pages
    assert len(PdfReader(io.BytesIO(made.data)).pages) == made.pages
    assert all(0 < y < top < 842 for _, y, _, top in (link.box for link in made.links))


def test_what_a_form_shows_is_there() -> None:
    from reportlab.pdfgen.canvas import Canvas

    form = io.BytesIO()
    canvas = Canvas(form)
    canvas.drawString(72, 700, "Decision")
    canvas.acroForm.textfield(name="d", value="Agreed", x=72, y=600, width=200, height=30)
    canvas.showPage()
    canvas.save()
    with Workers(1) as workers:
        made = join("T", "T", [(Part("3.4", "x", 1), form.getvalue())], workers)
    assert made
    with pikepdf.open(io.BytesIO(made.data)) as whole:
        assert "/AcroForm" not in whole.Root and "/Annots" not in whole.pages[1].obj
    seen = pypdfium2.PdfDocument(made.data)[1]
    assert "Agreed" in seen.get_textpage().get_text_range()


def layered() -> bytes:
    """A page whose words stand in a layer that is off."""
    with pikepdf.open(io.BytesIO(pdf("Never shown"))) as document:
        layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
        layers = pikepdf.Array([layer])
        document.Root.OCProperties = pikepdf.Dictionary(
            OCGs=layers, D=pikepdf.Dictionary(OFF=layers)
        )
        page: Any = document.pages[0]
        page.obj.Resources.Properties = pikepdf.Dictionary(L=layer)
        page.contents_add(b"/OC /L BDC", prepend=True)
        page.contents_add(b"EMC")
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def undrawn(**form: Any) -> bytes:
    """A form whose field has a value, and leaves its drawing to the viewer."""
    with pikepdf.open(io.BytesIO(pdf("A form"))) as document:
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="decision",
                V="Agreed",
                DA="/Helv 12 Tf 0 g",
                Rect=[72, 600, 300, 630],
            )
        )
        document.pages[0].obj.Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), **form)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [layered(), undrawn(), undrawn(NeedAppearances=True)], ids=["layer", "bare", "asked"]
)
def test_what_would_show_something_else_stays_by_itself(data: bytes) -> None:
    with Workers(1) as workers:
        assert join("T", "T", [(Part("3.4", "x", 1), data)], workers) is None
        both = [(Part("3.4", "x", 1), data), (Part("3.7", "y", 1), pdf("Another"))]
        joined = join("T", "T", both, workers)
    assert joined and joined.apart == (0,)


def test_a_withdrawn_document_is_named_in_it_too(area: Ready, capsys: Capsys) -> None:
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    area.files["3.4"].unlink()
    gone = ("--because", "wrong", "--by", "Pat", "--in", area.folder)
    assert jtai(capsys, "withdraw", "3.4", *gone).code == 0
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    (notice,) = area.site.glob("*withdrawn*")
    assert NAME in notice.read_text("utf-8")
    shown = jtai(capsys, "receipts", "show", "2", "--in", area.folder)
    assert NAME in shown.out, shown.out
