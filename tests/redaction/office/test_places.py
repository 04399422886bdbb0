"""Words that nothing shows: they go, or a finding names their place. What shows stays as it was."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from jtai_submit.documents.kind import identify
from jtai_submit.redaction import office
from jtai_submit.redaction.office import reader
from jtai_submit.redaction.shared import residue
from tests.conftest import SHARED, needs
from tests.redaction.office.test_office import blobs, shown, through
from tests.redaction.plant import MARKER
from tests.redaction.plant_office import MAIN, add, link, packed, plain, planted, put, unpacked
from tests.redaction.plant_places import (
    FOUND,
    GOES,
    KEY,
    SHOWS,
    TYPE,
    R,
    replaced,
    show_font,
    unused_layout,
    word_font,
)
from tests.redaction.shared.test_opentype import a_font, an_eot
from tests.redaction.test_decisions import decided


@pytest.mark.parametrize("name", GOES)
def test_it_goes(tmp_path: Path, name: str) -> None:
    kind, plant = GOES[name]
    original = planted(kind, plant)
    if name != "old widths of a table" and not name.startswith("font"):
        assert residue.found({MARKER}, blobs(original)), "the test must plant it first"
    seen, cleaned = through(tmp_path, original, kind)
    assert cleaned is not None, seen.noticed
    assert seen.noticed == ()
    assert residue.found({MARKER, MARKER.split()[0]}, blobs(cleaned)) == set()
    assert shown(cleaned, kind) == shown(original, kind)
    assert office.clean(cleaned).data == cleaned, "cleaning what is clean changes nothing"


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found(tmp_path: Path, name: str) -> None:
    kind, expected, plant = FOUND[name]
    seen, cleaned = through(tmp_path, planted(kind, plant), kind)
    assert cleaned is None
    assert [(n.code, n.where, n.detail) for n in seen.noticed] == [expected]


@pytest.mark.parametrize("name", SHOWS)
def test_what_shows_is_no_finding(tmp_path: Path, name: str) -> None:
    kind, plant = SHOWS[name]
    seen, cleaned = through(tmp_path, planted(kind, plant), kind)
    assert cleaned is not None and seen.noticed == ()


def test_a_cropped_picture_is_said_and_does_not_block(tmp_path: Path) -> None:
    plant = replaced("ppt/slides/slide1.xml", "<a:stretch>", '<a:srcRect l="25000"/><a:stretch>')
    seen, cleaned = through(tmp_path, planted("pptx", plant), "pptx")
    assert cleaned is not None
    assert [(n.code, n.count, n.where) for n in seen.noticed] == [("H117", 1, "slide 1")]


@pytest.mark.parametrize("form", ["docx", "xlsx", "pptx"])
def test_a_document_in_which_nothing_shows(tmp_path: Path, form: str) -> None:
    seen, cleaned = through(tmp_path, blank(form), form)
    assert cleaned is not None and [n.code for n in seen.noticed] == ["D019"]


def blank(kind: str) -> bytes:
    import io

    import docx
    import openpyxl
    import pptx

    out = io.BytesIO()
    made = {"docx": docx.Document, "xlsx": openpyxl.Workbook, "pptx": pptx.Presentation}[kind]()
    made.save(out)
    return out.getvalue()


MISSING = ["theme", "styles", "fontTable", "image", "endnotes"]


@pytest.mark.parametrize("role", MISSING)
@pytest.mark.parametrize("target", ["NULL", "gone/away.xml"])
def test_a_link_to_a_part_that_is_missing(tmp_path: Path, role: str, target: str) -> None:
    parts = unpacked(plain("docx"))
    link(parts, "word/document.xml", role, target)
    if role == "image":
        space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        put(
            parts,
            "word/document.xml",
            "<w:sectPr",
            f'<w:p><w:r><w:drawing><a:blip {space} {R} r:embed="rIdX"/></w:drawing></w:r></w:p>',
        )
    seen, cleaned = through(tmp_path, packed(parts), "docx")
    assert cleaned is not None, seen.noticed
    assert b"rIdX" not in b"".join(unpacked(cleaned).values())


def test_a_sheet_that_is_missing_is_said_with_its_name(tmp_path: Path) -> None:
    parts = unpacked(plain("xlsx"))
    del parts["xl/worksheets/sheet1.xml"]
    seen, cleaned = through(tmp_path, packed(parts), "xlsx")
    assert cleaned is None
    assert [(n.code, n.detail) for n in seen.noticed] == [
        ("D003", "the part xl/worksheets/sheet1.xml is missing or broken")
    ]


def test_a_broken_picture_is_said_with_its_place(tmp_path: Path) -> None:
    parts = unpacked(plain("pptx"))
    name = next(name for name in parts if name.startswith("ppt/media/"))
    parts[name] = parts[name][:50]
    seen, cleaned = through(tmp_path, packed(parts), "pptx")
    assert cleaned is None
    assert [(n.code, n.detail) for n in seen.noticed] == [
        ("D003", "a picture on slide 1 is broken")
    ]


def test_a_font_of_signs_that_cannot_be_looked_into_stops_the_document(tmp_path: Path) -> None:
    parts = unpacked(plain("docx"))
    word_font(b"no font at all" * 9, KEY, f"{TYPE}obfuscatedFont")(parts)
    put(parts, "word/fontTable.xml", "<w:embedRegular", '<w:charset w:val="02"/>')
    seen, cleaned = through(tmp_path, packed(parts), "docx")
    assert cleaned is None
    assert [(n.code, n.detail) for n in seen.noticed] == [
        ("D003", "the font of 'Test' cannot be looked into")
    ]


PLACEHOLDER = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns0:coreProperties[1]/ns1:creator[1]" w:storeItemID="{0}"/>{}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>[Type the author name]</w:t></w:r></w:p></w:sdtContent></w:sdt>'  # noqa: E501


def test_a_content_control_that_nobody_filled_in_names_nobody(tmp_path: Path) -> None:
    for empty, codes in (("<w:showingPlcHdr/>", []), ("", ["H113"])):
        parts = unpacked(plain("docx"))
        put(parts, "word/document.xml", "<w:sectPr", PLACEHOLDER.replace("{}", empty))
        seen, _ = through(tmp_path, packed(parts), "docx")
        assert [n.code for n in seen.noticed] == codes


@pytest.mark.parametrize(
    "name",
    [
        "o201.docx",
        "o228.docx",
        "o240.docx",
        "o245.xlsx",
        "o248.xlsx",
        "o252.xlsx",
        "o255.xlsx",
        "o259.xlsx",
        "o265.pptx",
        "o267.pptx",
        "o268.pptx",
        "o273.pptx",
    ],
)
def test_cases(tmp_path: Path, name: str) -> None:
    data = (needs(SHARED / "cases") / "places" / name).read_bytes()
    seen, cleaned = through(tmp_path, data, name.rpartition(".")[2])
    if cleaned is None:
        assert {n.code for n in seen.noticed} <= {"H112", "H113"} and all(
            n.where for n in seen.noticed
        )
    else:
        assert residue.found({"QuimbyMarrable" + name[1:4]}, blobs(cleaned)) == set()


@pytest.mark.parametrize(
    ("main", "kind", "ending"),
    [
        ("ms-word.template.macroEnabledTemplate.main", "dotm", "dotx"),
        ("ms-excel.template.macroEnabled.main", "xltm", "xltx"),
        ("ms-powerpoint.slideshow.macroEnabled.main", "ppsm", "ppsx"),
        ("ms-powerpoint.template.macroEnabled.main", "potm", "potx"),
    ],
)
def test_siblings_with_macros_lose_them_where_a_person_decides_so(
    tmp_path: Path, main: str, kind: str, ending: str
) -> None:
    family = {"d": "docx", "x": "xlsx", "p": "pptx"}[kind[0]]
    parts = unpacked(plain(family))
    text = parts["[Content_Types].xml"].decode()
    text = re.sub(
        r"vnd\.openxmlformats-officedocument\.\w+\.\w+\.main\+xml", f"vnd.{main}+xml", text, count=1
    )
    parts["[Content_Types].xml"] = text.encode()
    add(
        parts,
        MAIN[family],
        "vbaProject",
        "word/vbaProject.bin",
        MARKER,
        "application/vnd.ms-office.vbaProject",
    )
    seen, cleaned = decided(tmp_path, packed(parts), kind, H110="remove")
    assert cleaned is not None and (seen.kind, seen.became) == (kind, ending)
    assert identify(cleaned, ending) == ending and residue.found({MARKER}, blobs(cleaned)) == set()


@pytest.mark.parametrize("kind", ["show", "template"])
def test_layouts_of_templates_stay(tmp_path: Path, kind: str) -> None:
    main = {"show": "slideshow", "template": "template"}[kind]
    parts = unpacked(planted("pptx", unused_layout))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"presentation.main", f"{main}.main".encode()
    )
    seen, cleaned = through(tmp_path, packed(parts), "pptx")
    assert cleaned is not None, seen.noticed
    assert bool(residue.found({MARKER}, blobs(cleaned))) is (kind == "template")


@pytest.mark.parametrize("flags", [0, 0x10000000])
def test_a_font_of_google_slides(tmp_path: Path, flags: int) -> None:
    parts = unpacked(planted("pptx", show_font))
    parts["ppt/fonts/font1.fntdata"] = an_eot(a_font(MARKER), flags=flags)
    seen, cleaned = through(tmp_path, packed(parts), "pptx")
    assert cleaned is not None, seen.noticed
    assert "ppt/fonts/font1.fntdata" in unpacked(cleaned)
    assert residue.found({MARKER}, blobs(cleaned)) == set()
    assert office.clean(cleaned).data == cleaned


def test_a_compressed_font_goes_and_is_listed(tmp_path: Path) -> None:
    parts = unpacked(planted("pptx", show_font))
    parts["ppt/fonts/font1.fntdata"] = an_eot(a_font(MARKER), flags=0x4)
    seen, cleaned = through(tmp_path, packed(parts), "pptx")
    assert cleaned is not None, seen.noticed
    assert b"embeddedFont" not in unpacked(cleaned)["ppt/presentation.xml"]
    assert "embedded fonts that cannot be looked into" in seen.removed


def test_the_second_reader_does_not_trust_the_cleaner_with_fonts() -> None:
    cleaned = office.clean(planted("pptx", show_font))
    parts = unpacked(cleaned.data)
    parts["ppt/fonts/font1.fntdata"] = a_font(MARKER)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name)
            member.create_system, member.external_attr = 0, 0o600 << 16
            archive.writestr(member, data)
    cleaned.data = out.getvalue()
    [noticed] = reader.doubt(planted("pptx", show_font), cleaned)
    assert (noticed.code, noticed.detail) == (
        "R201",
        "descriptions in the font ppt/fonts/font1.fntdata",
    )
