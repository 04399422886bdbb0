"""A fictional area with documents that look like the real ones, every PDF with things in it that must not travel.

Each PDF carries its author, organisation, template path and a place in its properties, and an earlier revision with a
name in its text: what an office suite and a scanner leave behind. The planted strings come back as markers.
"""

import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ..manifest.edits import entry
from ..manifest.layout import create
from ..manifest.reader import Inspection, open_inspection
from ..manifest.slots import Slot, slots
from ..manifest.timetable import working_day

AREA, CHILDREN = "Exampleshire", ("C1", "C2", "C3", "C4", "C5")
EXEMPT = {
    "C1/return-home-interview": "not missing in the period",
    "C2/pre-sentence-report": "no offences by the child or a relevant adult",
    "C4/return-home-interview": "not missing in the period",
    "C5/pre-sentence-report": "no offences by the child or a relevant adult",
    "4.5": "no approved premises in the area",
}
_PEOPLE = ("Orla Quenby", "Piers Brackwell", "Nesta Thornquist", "Ivor Ashdrake", "Tamsin Vellacott", "Rufus Pendlow")
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


@dataclass(slots=True)
class Sample:
    """A filled inspection folder, and what was planted: path → strings that must not arrive."""

    inspection: Inspection
    markers: dict[str, list[str]] = field(default_factory=dict)


def notified(today: date) -> date:
    """The last Tuesday that was a working day, so that the sample's deadlines lie ahead."""
    day = today - timedelta(days=(today.weekday() - 1) % 7)
    while not working_day(day, "england-and-wales"):
        day -= timedelta(weeks=1)
    return day


def make(folder: Path, today: date, seed: int = 1) -> Sample:
    """Make the folder, fill every slot or say why it is not applicable."""
    create(folder, "neglect-2017", AREA, notified(today).isoformat(), CHILDREN)
    text = (folder / "submission.yaml").read_text("utf-8")
    exempt = "".join(
        f"\n  - {entry(slot=s, because=why, by='Pat Example', on=today.isoformat())}" for s, why in EXEMPT.items()
    )
    text = text.replace("not_applicable: []  ", f"not_applicable:{exempt}\n#")
    (folder / "submission.yaml").write_text(text, "utf-8")
    sample, rng = Sample(open_inspection(folder)), random.Random(seed)
    for slot in slots(sample.inspection.manifest, sample.inspection.submission):
        if slot.id in EXEMPT or slot.on_request:
            continue
        for name, data, planted in _documents(slot, rng):
            path = sample.inspection.documents / slot.folder / name
            path.write_bytes(data)
            sample.markers[path.relative_to(folder).as_posix()] = planted
    (sample.inspection.own / "markers.json").write_text(json.dumps(sample.markers, indent=1), "utf-8")
    return sample


def _documents(slot: Slot, rng: random.Random) -> Iterator[tuple[str, bytes, list[str]]]:
    """The files of one slot: mostly one PDF; a training record as CSV; terms as text; minutes of several meetings."""
    if slot.id in ("4.4", "5.4"):
        rows = [f"Team {n},{rng.randint(3, 20)},2017-0{rng.randint(1, 4)}-{rng.randint(10, 28)}" for n in range(1, 9)]
        yield "Training record.csv", ("team,people trained,completed\r\n" + "\r\n".join(rows) + "\r\n").encode(), []
    elif slot.id == "1.6":
        yield "Terms of reference.md", f"# {slot.title}\n\n{_text(rng, 6)}\n".encode(), []
    elif slot.id in ("3.3", "6.2"):
        yield f"{slot.title}.txt", (slot.title + "\r\n\r\n" + _text(rng, 8) + "\r\n").encode(), []
    elif slot.id == "2.2":
        for month in ("January", "March", "May"):
            yield f"Minutes {month}.pdf", *_pdf(f"Minutes, {month}", rng)
    else:
        yield f"{slot.title}.pdf", *_pdf(f"{slot.title} {slot.child}".strip(), rng)


def _text(rng: random.Random, count: int) -> str:
    return "\r\n".join(rng.choice(_SENTENCES) for _ in range(count))


def _pdf(title: str, rng: random.Random) -> tuple[bytes, list[str]]:
    """A PDF of some pages with two revisions, and the strings planted in it."""
    tag = f"{rng.getrandbits(32):08x}"
    author = f"{rng.choice(_PEOPLE)}-{tag}"
    planted = {
        "Author": author,
        "Company": f"Exampleshire Partnership {tag}",
        "Template": f"P:/Casework-{tag}/Templates/House.dotx",
        "GPSPosition": f"51.{rng.randint(1000, 9999)}N-{tag}, 1.{rng.randint(1000, 9999)}W",
    }
    pages = [[rng.choice(_SENTENCES) for _ in range(rng.randint(6, 18))] for _ in range(rng.randint(1, 4))]
    draft = f"Draft by {author}, not to be shared"
    first = _described(_drawn(title, [[draft, *pages[0]], *pages[1:]]), planted)
    return _revised(first, _drawn(title, pages)), [*planted.values(), draft]


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
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none, static_id=True)
    return out.getvalue()


def _revised(first: bytes, second: bytes) -> bytes:
    """The first document with the second's text in a later revision: both are in the file, only one shows."""
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
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
        f"<dc:creator><rdf:Seq><rdf:li>{properties['Author']}</rdf:li></rdf:Seq></dc:creator>"
        f"<exif:GPSPosition>{properties['GPSPosition']}</exif:GPSPosition></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
