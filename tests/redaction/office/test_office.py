"""DOCX, XLSX, PPTX: markers gone, hidden things found, what shows is as it was."""

import io
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from jtai_submit.documents.examination import Examination
from jtai_submit.redaction.gate import examine
from jtai_submit.redaction.interface import Cleaned, Unreadable
from jtai_submit.redaction.office import cleaner as office
from jtai_submit.redaction.office import reader
from jtai_submit.redaction.shared import residue
from tests.redaction.plant import MARKER
from tests.redaction.plant_office import (
    GONE,
    HELD,
    MAIN,
    add,
    packed,
    plain,
    planted,
    put,
    unpacked,
)


def through(tmp_path: Path, data: bytes, kind: str) -> tuple[Examination, bytes | None]:
    path = tmp_path / f"x.{kind}"
    path.write_bytes(data)
    return examine(str(path), len(data), path.stat().st_mtime_ns, True, True)


def blobs(data: bytes) -> list[bytes]:
    return [data, *unpacked(data).values()]


# openpyxl reads the copy, and the original with a property of a type that no program writes.
@pytest.mark.filterwarnings("ignore:Unknown type for:UserWarning")
@pytest.mark.parametrize("name", GONE)
def test_the_marker_is_gone(tmp_path: Path, name: str) -> None:
    kind, plant = GONE[name]
    original = planted(kind, plant)
    markers = {MARKER, MARKER.split()[0]}
    assert residue.found({MARKER}, blobs(original)), "the test must plant it first"
    seen, cleaned = through(tmp_path, original, kind)
    assert cleaned is not None, seen.noticed
    assert [n.code for n in seen.noticed if n.code != "H114"] == []
    assert residue.found(markers, blobs(cleaned)) == set()
    assert shown(cleaned, kind) == shown(original, kind)
    assert office.clean(cleaned).data == cleaned, "cleaning what is clean changes nothing"


@pytest.mark.parametrize("name", HELD)
def test_what_is_hidden_stops_the_document(tmp_path: Path, name: str) -> None:
    kind, code, plant = HELD[name]
    seen, cleaned = through(tmp_path, planted(kind, plant), kind)
    assert cleaned is None and [n.code for n in seen.noticed] == [code]


def shown(data: bytes, kind: str) -> list[str]:
    """What python-docx, openpyxl or python-pptx read in it: they had no part in cleaning it."""
    if kind == "docx":
        assert docx.Document(io.BytesIO(data)).tables
        return re.findall(r"<w:t(?: [^>]*)?>([^<]*)", unpacked(data)["word/document.xml"].decode())
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return [
            f"{sheet.title} {cell.coordinate} {cell.value}"
            for sheet in book
            for row in sheet
            for cell in row
        ]
    show = pptx.Presentation(io.BytesIO(data))
    return [
        shape.text_frame.text
        for slide in show.slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]


@pytest.mark.parametrize("kind", MAIN)
def test_what_shows_is_as_it_was(tmp_path: Path, kind: str) -> None:
    seen, cleaned = through(tmp_path, plain(kind), kind)
    assert cleaned is not None and seen.noticed == ()
    assert shown(cleaned, kind) == shown(plain(kind), kind)
    assert "document properties" in seen.removed


@pytest.mark.parametrize("kind", MAIN)
def test_the_zip_tells_nothing(kind: str) -> None:
    data = bytearray(plain(kind))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = MARKER.encode()
        member = zipfile.ZipInfo("extra.bin")
        member.comment, member.extra = (
            MARKER.encode(),
            b"\xfe\xca" + len(MARKER).to_bytes(2, "little") + MARKER.encode(),
        )
        archive.writestr(member, b"x")
    cleaned = office.clean(MARKER.encode() + out.getvalue()).data
    assert MARKER.encode() not in cleaned
    with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
        assert {m.date_time for m in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_order_of_the_members_does_not_matter() -> None:
    parts = unpacked(plain("docx"))
    assert (
        office.clean(packed(dict(reversed(parts.items())))).data == office.clean(packed(parts)).data
    )


def test_hidden_rows_and_columns_that_hold_nothing_are_not_hidden_content() -> None:
    parts = unpacked(plain("xlsx"))
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "<sheetData>",
        '<cols><col min="9" max="16384" hidden="1"/></cols>',
    )
    put(parts, "xl/worksheets/sheet1.xml", "</sheetData>", '<row r="99" hidden="1"/>')
    assert office.clean(packed(parts)).noticed == []


def test_places_and_people_are_said(tmp_path: Path) -> None:
    def noticed(name: str) -> list[tuple[int, str, str]]:
        kind, _, plant = HELD[name]
        return [(n.count, n.where, n.detail) for n in office.clean(planted(kind, plant)).noticed]

    assert noticed("xlsx: hidden sheet") == [(1, "sheet 'Second'", "")]
    assert noticed("xlsx: hidden column") == [(1, "sheet 'Sheet'", "columns")]
    assert noticed("pptx: hidden slide") == [(1, "slide 2", "slides")]
    assert noticed("pptx: speaker notes") == [(1, "slide 1", "")]
    assert noticed("docx: change ins") == [(1, "", "1")]


def test_the_day_of_the_document() -> None:
    parts = unpacked(plain("docx"))
    parts["docProps/core.xml"] = (
        b"<c><modified>2017-04-03T10:00:00Z</modified><created>2016-01-01T00:00:00Z</created></c>"
    )
    assert office.clean(packed(parts)).dated == "2017-04-03"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda p: p.pop("word/document.xml"), "D003"),
        (lambda p: p.update({"word/document.xml": b"<w:document"}), "D003"),
        (
            lambda p: p.update({"word/document.xml": b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
            "R203",
        ),
        (lambda p: p.update({"[Content_Types].xml": b"<Types/>"}), "D003"),
        (lambda p: p.update({"WORD/document.xml": b"<a/>"}), "D003"),
        (lambda p: p.update({"_rels/.rels": b"<Relationships/>"}), "D003"),
    ],
)
def test_broken_packages(change: object, code: str) -> None:
    parts = unpacked(plain("docx"))
    change(parts)  # type: ignore[operator]
    with pytest.raises(Unreadable) as stop:
        office.clean(packed(parts))
    assert stop.value.noticed.code == code


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    parts = unpacked(plain("xlsx"))
    parts["xl/bomb.xml"] = bytes(600_000_000)
    with pytest.raises(Unreadable) as stop:
        office.clean(packed(parts))
    assert stop.value.noticed.code == "R203"


def test_what_the_cleaner_forgets_the_second_reader_finds() -> None:
    original = plain("docx")
    clean = office.clean(original)
    assert reader.doubt(original, clean) == []
    assert reader.doubt(original, Cleaned(original))[0].code == "R201"
    for name, code in (("word/document.xml", "R202"), ("word/settings.xml", "R201")):
        parts = unpacked(clean.data)
        parts[name] = (
            parts[name].replace(b"Visible words", b"Other words")
            if code == "R202"
            else parts[name].replace(
                b"</w:settings>", b'<w:rsids><w:rsid w:val="1"/></w:rsids></w:settings>'
            )
        )
        assert reader.doubt(original, Cleaned(packed(parts)))[0].code == code
    less = unpacked(clean.data)
    less["word/document.xml"] = (
        less["word/document.xml"].replace(b"<w:tbl>", b"<w:x>").replace(b"</w:tbl>", b"</w:x>")
    )
    assert reader.doubt(original, Cleaned(packed(less)))[0].code == "R202"
    leak = unpacked(plain("docx"))
    put(
        leak,
        "docProps/core.xml",
        "</cp:coreProperties>",
        "<cp:category>Zebedee Umberleigh</cp:category>",
    )
    add(leak, "word/document.xml", "footer", "word/footer9.xml", b"<a/>", "application/xml")
    assert "Zebedee Umberleigh" in office.clean(packed(leak)).secrets


def test_ink_stays(tmp_path: Path) -> None:
    parts = unpacked(plain("pptx"))
    trace = '<ink xmlns="http://www.w3.org/2003/InkML"><trace>1 2, 3 4</trace></ink>'
    add(
        parts,
        "ppt/slides/slide1.xml",
        "customXml",
        "ppt/ink/ink1.xml",
        trace,
        "application/inkml+xml",
    )
    space = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    put(
        parts,
        "ppt/slides/slide1.xml",
        "</p:spTree>",
        f'<mc:AlternateContent {mc} {space}><mc:Choice Requires="p14"><p:contentPart '
        f'r:id="rIdX"/></mc:Choice></mc:AlternateContent>',
    )
    seen, cleaned = through(tmp_path, packed(parts), "pptx")
    assert cleaned is not None, seen.noticed
    assert any(b"1 2, 3 4" in part for part in unpacked(cleaned).values())
    assert b"contentPart" in unpacked(cleaned)["ppt/slides/slide1.xml"]


def test_an_alternative_that_only_newer_programs_know_gives_way_to_its_fallback(
    tmp_path: Path,
) -> None:
    parts = unpacked(plain("docx"))
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:n="urn:new"'
    block = (
        "<mc:AlternateContent {0}><mc:Choice "
        'Requires="n"><n:x/></mc:Choice><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback></mc:AlternateContent>'
    )
    put(parts, "word/document.xml", "<w:sectPr", f"<w:p>{block.format(mc)}</w:p>")
    _, cleaned = through(tmp_path, packed(parts), "docx")
    assert cleaned is not None
    document = unpacked(cleaned)["word/document.xml"]
    assert b"old" in document and b"AlternateContent" not in document and b"urn:new" not in document
