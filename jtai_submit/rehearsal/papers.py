"""The papers of the sample area: what word processors, spreadsheets, scanners and telephones make,
and what they leave in it.

Each paper carries its author, organisation, a path and a place where its format has room for them:
its markers.
"""

import io
import random
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_PEOPLE = (
    "Orla Quenby",
    "Piers Brackwell",
    "Nesta Thornquist",
    "Ivor Ashdrake",
    "Tamsin Vellacott",
    "Rufus Pendlow",
)
_SENTENCES = (
    "The meeting agreed what each agency will do next, by when, and who will check it.",
    "The school nurse reports that attendance has improved since the last review.",
    "The family support plan was updated, with a date and a name for every action.",
    "Home conditions were seen on two visits and recorded on the same day.",
    "The health visitor shared information with the social worker within two working days.",
    "The audit found timely decisions in most cases and clear oversight by managers.",
    "The views of the child are recorded in the child's own words.",
    "Thresholds were applied as the local guidance says, and the reasons were written down.",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, and the strings planted in it."""

    data: bytes
    planted: list[str]


@dataclass(frozen=True, slots=True)
class Traces:
    """What one person's computer leaves in a document. No other document has the same."""

    author: str
    company: str
    template: str
    place: str

    @property
    def all(self) -> list[str]:
        return [self.author, self.company, self.template, self.place]


def _traces(rng: random.Random) -> Traces:
    tag = f"{rng.getrandbits(32):08x}"
    return Traces(
        f"{rng.choice(_PEOPLE)}-{tag}",
        f"Exampleshire Partnership {tag}",
        f"P:/Casework-{tag}/Templates/House.dotx",
        f"51.{rng.randint(1000, 9999)}N-{tag}, 1.{rng.randint(1000, 9999)}W",
    )


def _lines(rng: random.Random, count: int) -> list[str]:
    return [rng.choice(_SENTENCES) for _ in range(count)]


def note(title: str, rng: random.Random) -> Paper:
    """Plain text: it has no place for metadata."""
    return Paper((title + "\r\n\r\n" + "\r\n".join(_lines(rng, 8)) + "\r\n").encode(), [])


def table(rng: random.Random) -> Paper:
    """Comma-separated values."""
    rows = [
        f"Team {n},{rng.randint(3, 20)},2017-0{rng.randint(1, 4)}-{rng.randint(10, 28)}"
        for n in range(1, 9)
    ]
    return Paper(("team,people trained,completed\r\n" + "\r\n".join(rows) + "\r\n").encode(), [])


def letter(title: str, rng: random.Random, when: date) -> Paper:
    """A Word document with a heading, paragraphs and a table."""
    import docx

    traces, document = _traces(rng), docx.Document()
    document.add_heading(title)
    for line in _lines(rng, rng.randint(6, 16)):
        document.add_paragraph(line)
    grid = document.add_table(1, 3)
    for _ in range(3):
        for cell, text in zip(
            grid.add_row().cells, ("Action", rng.choice(_SENTENCES), "done"), strict=True
        ):
            cell.text = text
    return Paper(_saved(document, traces, when), traces.all)


def slides(title: str, rng: random.Random, when: date) -> Paper:
    """A presentation of a few slides."""
    import pptx

    traces, show = _traces(rng), pptx.Presentation()
    for number in range(1, 4):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = f"{title} ({number})"
        slide.placeholders[1].text = "\n".join(_lines(rng, 4))
    return Paper(_saved(show, traces, when), traces.all)


def workbook(title: str, rng: random.Random, when: date) -> Paper:
    """A workbook with figures, their sum, and a sheet that says what they mean."""
    import openpyxl

    traces, book = _traces(rng), openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    sheet.append(["Measure", "Quarter 1", "Quarter 2", "Total"])
    for row in range(2, 14):
        sheet.append(
            [
                f"{title}, measure {row - 1}",
                rng.randint(1, 90),
                rng.randint(1, 90),
                f"=B{row}+C{row}",
            ]
        )
    for line in _lines(rng, 4):
        book.create_sheet("Notes") if "Notes" not in book.sheetnames else None
        book["Notes"].append([line])
    properties = book.properties
    properties.creator, properties.lastModifiedBy = traces.author, traces.author
    properties.created = properties.modified = datetime.combine(when, time(9))
    properties.description, properties.category, properties.keywords = (
        traces.template,
        traces.company,
        traces.place,
    )
    out = io.BytesIO()
    book.save(out)
    return Paper(out.getvalue(), traces.all)


def _saved(document: object, traces: Traces, when: date) -> bytes:
    properties = document.core_properties  # type: ignore[attr-defined]
    properties.author = properties.last_modified_by = traces.author
    properties.comments, properties.category, properties.keywords = (
        traces.template,
        traces.company,
        traces.place,
    )
    properties.created = properties.modified = datetime.combine(when, time(9))
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def photograph(rng: random.Random) -> Paper:
    """A photograph as a telephone makes it: whose, with what, where."""
    from PIL import Image

    traces, exif = _traces(rng), Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E], exif[0x010F] = (
        traces.author,
        traces.company,
        traces.template,
        "Telephone",
    )
    exif.get_ifd(0x8825).update(
        {
            1: "N",
            2: (51.0, 30.0, 0.0),
            3: "W",
            4: (1.0, 15.0, 0.0),
            27: b"ASCII\0\0\0" + traces.place.encode(),
        }
    )
    out = io.BytesIO()
    _scene(rng, (800, 600)).save(out, "JPEG", quality=85, exif=exif)
    return Paper(out.getvalue(), traces.all)


def chart(title: str, rng: random.Random) -> Paper:
    """A picture of an organisation's structure, as a drawing program saves it."""
    from PIL import ImageDraw
    from PIL.PngImagePlugin import PngInfo

    traces, picture, info = _traces(rng), _scene(rng, (600, 300)), PngInfo()
    ImageDraw.Draw(picture).text((20, 10), title, fill="black")
    for key, value in zip(("Author", "Copyright", "Source", "Comment"), traces.all, strict=True):
        info.add_text(key, value)
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=info)
    return Paper(out.getvalue(), traces.all)


def _scene(rng: random.Random, size: tuple[int, int]) -> "Image.Image":
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(8):
        x, y = rng.randrange(size[0] - 120), rng.randrange(30, size[1] - 60)
        pen.rectangle(
            (x, y, x + 110, y + 50),
            fill=(rng.randrange(256), rng.randrange(256), rng.randrange(256)),
        )
    return picture


def report(title: str, rng: random.Random) -> Paper:
    """A PDF of some pages, with an earlier revision that names somebody in its text."""
    traces = _traces(rng)
    properties = dict(
        zip(("Author", "Company", "Template", "GPSPosition"), traces.all, strict=True)
    )
    pages = [_lines(rng, rng.randint(6, 18)) for _ in range(rng.randint(1, 4))]
    draft = f"Draft by {traces.author}, not to be shared"
    first = _described(_drawn(title, [[draft, *pages[0]], *pages[1:]]), properties)
    return Paper(_revised(first, _drawn(title, pages)), [*traces.all, draft])


def _drawn(title: str, pages: list[list[str]]) -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595, 842), invariant=1, pageCompression=0)
    for number, lines in enumerate(pages, 1):
        page.setFont("Helvetica-Bold", 16)
        page.drawString(60, 780, title)
        page.setFont("Helvetica", 10)
        for row, line in enumerate(lines):
            page.drawString(60, 750 - 16 * row, line)
        page.drawString(280, 40, f"Page {number} of {len(pages)}")
        page.showPage()
    page.save()
    return out.getvalue()


def _described(data: bytes, properties: dict[str, str]) -> bytes:
    """The document with properties and XMP, as programs write them."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        for key, value in properties.items():
            document.docinfo[f"/{key}"] = value
        document.Root.Metadata = document.make_stream(
            _xmp(properties), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        out = io.BytesIO()
        document.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            static_id=True,
        )
    return out.getvalue()


def _revised(first: bytes, second: bytes) -> bytes:
    """The first document with the second's text in a later revision: both are in the file, only one
    shows.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(io.BytesIO(first), incremental=True)
    shown = PdfReader(io.BytesIO(second))
    for page, new in zip(writer.pages, shown.pages, strict=True):
        content = DecodedStreamObject()
        content.set_data(new.get_contents().get_data())  # type: ignore[union-attr]
        page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _xmp(properties: dict[str, str]) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta '
        'xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
        f"<dc:creator><rdf:Seq><rdf:li>{properties['Author']}</rdf:li></rdf:Seq></dc:creator>"
        f"<exif:GPSPosition>{properties['GPSPosition']}</exif:GPSPosition></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
