"""Office files with one marker planted in one place. Nothing here knows how it is
removed or found.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import openpyxl
import pptx
from pptx.util import Cm

from tests.redaction.plant import MARKER, exif, picture

Parts = dict[str, bytes]
Plant = Callable[[Parts], None]
GONE: dict[str, tuple[str, Plant]] = {}  # name → (kind, plant): the marker must not travel
# Name → (kind, code, plant): people must see to it first.
HELD: dict[str, tuple[str, str, Plant]] = {}
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def gone(kind: str) -> Callable[[Plant], Plant]:
    def add(plant: Plant) -> Plant:
        GONE[f"{kind}: {plant.__name__.replace('_', ' ')}"] = (kind, plant)
        return plant

    return add


def held(kind: str, code: str) -> Callable[[Plant], Plant]:
    def add(plant: Plant) -> Plant:
        HELD[f"{kind}: {plant.__name__.replace('_', ' ')}"] = (kind, code, plant)
        return plant

    return add


@cache
def plain(kind: str) -> bytes:
    """A document that shows something, made by the libraries that people use."""
    out = io.BytesIO()
    if kind == "docx":
        word = docx.Document()
        word.add_heading("Visible heading")
        word.add_paragraph("Visible words")
        word.add_table(2, 2).cell(0, 0).text = "Visible cell"
        word.add_picture(io.BytesIO(picture()))
        word.sections[0].header.paragraphs[0].text = "Visible header"
        word.save(out)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["Visible", "words", 3])
        book.create_sheet("Second").append(["more", "=1+1"])
        book.save(out)
    else:
        show = pptx.Presentation()
        for title in ("Visible title", "Second title"):
            slide = show.slides.add_slide(show.slide_layouts[5])
            slide.shapes.title.text = title
            slide.shapes.add_picture(io.BytesIO(picture()), Cm(2), Cm(5))
        show.save(out)
    return out.getvalue()


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def planted(kind: str, plant: Plant) -> bytes:
    parts = unpacked(plain(kind))
    plant(parts)
    return packed(parts)


def put(parts: Parts, name: str, before: str, new: str) -> None:
    """Write `new` before a piece of a part's text."""
    text = parts[name].decode()
    assert before in text, (name, before)
    parts[name] = text.replace(before, new + before, 1).encode()


def link(
    parts: Parts, source: str, role: str, target: str, *, outside: bool = False, name: str = "rIdX"
) -> None:
    folder, _, base = source.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels".lstrip("/")
    parts.setdefault(
        rels,
        b"<Relationships "
        b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    kind = role if ":" in role else _OFFICE + role
    mode = ' TargetMode="External"' if outside else ""
    put(
        parts,
        rels,
        "</Relationships>",
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"{mode}/>',
    )


def add(parts: Parts, source: str, role: str, name: str, data: str | bytes, kind: str) -> None:
    """Add a part, its type and the link to it."""
    parts[name] = data.encode() if isinstance(data, str) else data
    put(
        parts,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/{name}" ContentType="{kind}"/>',
    )
    link(parts, source, role, "/" + name)


MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
BODY = {
    "docx": ("word/document.xml", "<w:sectPr"),
    "xlsx": ("xl/worksheets/sheet1.xml", "</worksheet>"),
    "pptx": ("ppt/slides/slide1.xml", "</p:spTree>"),
}
XML = "application/xml"


# --- what must not travel
# -------------------------------------------------------------------------------------------


def everywhere(plant: Callable[[str, Parts], None]) -> None:
    for kind in MAIN:
        gone(kind)(_bound(plant, kind))


def _bound(plant: Callable[[str, Parts], None], kind: str) -> Plant:
    def one(parts: Parts) -> None:
        plant(kind, parts)

    one.__name__ = plant.__name__
    return one


@everywhere
def core_properties(kind: str, parts: Parts) -> None:
    put(
        parts,
        "docProps/core.xml",
        "</cp:coreProperties>",
        f"<cp:lastModifiedBy>{MARKER}</cp:lastModifiedBy>",
    )


@everywhere
def second_core_part(kind: str, parts: Parts) -> None:
    role = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    add(parts, "", role, "docProps/core2.xml", f"<x><creator>{MARKER}</creator></x>", XML)


@everywhere
def company(kind: str, parts: Parts) -> None:
    add(
        parts,
        "",
        "extended-properties",
        "docProps/app9.xml",
        f"<Properties><Company>{MARKER}</Company></Properties>",
        XML,
    )


@everywhere
def custom_properties(kind: str, parts: Parts) -> None:
    add(
        parts,
        "",
        "custom-properties",
        "docProps/custom.xml",
        f'<Properties><property name="{MARKER}"/></Properties>',
        XML,
    )


@everywhere
def sensitivity_label(kind: str, parts: Parts) -> None:
    role = "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels"
    add(
        parts,
        "",
        role,
        "docMetadata/LabelInfo.xml",
        f'<labels><label id="{MARKER}"/></labels>',
        XML,
    )


@everywhere
def thumbnail(kind: str, parts: Parts) -> None:
    role = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
    add(parts, "", role, "docProps/t.jpeg", picture(comment=MARKER), "image/jpeg")


@everywhere
def custom_xml(kind: str, parts: Parts) -> None:
    add(parts, MAIN[kind], "customXml", "customXml/item9.xml", f"<a>{MARKER}</a>", XML)


@everywhere
def orphan(kind: str, parts: Parts) -> None:
    parts["orphan.bin"] = MARKER.encode()


@everywhere
def name_of_an_orphan(kind: str, parts: Parts) -> None:
    parts[f"{MARKER}.xml"] = b"<a/>"


@everywhere
def remark_in_xml(kind: str, parts: Parts) -> None:
    name, before = BODY[kind]
    put(parts, name, before, f"<!-- {MARKER} --><?program {MARKER}?>")


@everywhere
def foreign_element(kind: str, parts: Parts) -> None:
    name, before = BODY[kind]
    put(parts, name, before, f'<q:private xmlns:q="urn:{MARKER.split()[0]}">{MARKER}</q:private>')


@everywhere
def private_part_of_a_program(kind: str, parts: Parts) -> None:
    add(
        parts,
        MAIN[kind],
        "http://customschemas.google.com/relationships/workbookmetadata",
        "meta",
        MARKER,
        "application/binary",
    )


@everywhere
def people_without_comments(kind: str, parts: Parts) -> None:
    role = "http://schemas.microsoft.com/office/2017/10/relationships/" + (
        "people" if kind == "docx" else "person"
    )
    add(parts, MAIN[kind], role, "people.xml", f'<p><person displayName="{MARKER}"/></p>', XML)


@everywhere
def signature(kind: str, parts: Parts) -> None:
    role = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    add(
        parts,
        "",
        role,
        "_xmlsignatures/origin.sigs",
        MARKER,
        "application/vnd.openxmlformats-package.digital-signature-origin",
    )


def _photograph(parts: Parts, data: bytes) -> None:
    name = next(name for name in parts if "/media/" in name)
    parts[name] = data


for _kind in ("docx", "pptx"):

    @gone(_kind)
    def photograph(parts: Parts) -> None:
        _photograph(parts, picture(exif=exif()))

    @gone(_kind)
    def end_of_a_photograph(parts: Parts) -> None:
        _photograph(parts, picture() + MARKER.encode())

    @gone(_kind)
    def description_of_a_drawing(parts: Parts) -> None:
        _photograph(parts, emf(MARKER))

    @gone(_kind)
    def comment_of_a_drawing(parts: Parts) -> None:
        _photograph(parts, emf("", MARKER.encode()))

    @gone(_kind)
    def comment_of_an_old_drawing(parts: Parts) -> None:
        note = MARKER.encode().ljust(20, b"\0")
        record = struct.pack("<LHHH", 5 + len(note) // 2, 0x0626, 0x000F, len(note)) + note
        _photograph(parts, b"\1\0\x09\0\0\3" + bytes(12) + record + struct.pack("<LH", 3, 0))

    @gone(_kind)
    def comment_of_an_animation(parts: Parts) -> None:
        note = bytes([len(MARKER)]) + MARKER.encode() + b"\0"
        _photograph(
            parts,
            b"GIF89a\1\0\1\0\x80\0\0"
            + bytes(6)
            + b"\x21\xfe"
            + note
            + b"\x2c"
            + bytes(4)
            + b"\1\0\1\0\0\2\2\x44\1\0\x3b",
        )

    @gone(_kind)
    def name_of_a_picture(parts: Parts) -> None:
        for name in [n for n in parts if n.endswith(("document.xml", "slide1.xml"))]:
            parts[name] = re.sub(
                rb'(<(?:pic|p):cNvPr [^>]*name=)"[^"]*"',
                rb'\1"' + MARKER.encode() + b'"',
                parts[name],
            )


def emf(description: str, comment: bytes = b"") -> bytes:
    """A drawing of nothing. [MS-EMF] 2.3.4.2"""
    words = description.encode("utf-16-le")
    words += bytes(-len(words) % 4)
    header = struct.pack(
        "<LL16x16x4sLLLHHLL12x8x8x12x8x",
        1,
        108 + len(words),
        b" EMF",
        0x10000,
        0,
        0,
        1,
        0,
        len(description),
        108 if words else 0,
    )
    header = header[:108].ljust(108, b"\0") + words
    comment += bytes(-len(comment) % 4)
    record = struct.pack("<LLL", 70, 12 + len(comment), len(comment)) + comment if comment else b""
    end = struct.pack("<LLLLL", 14, 20, 0, 0, 20)
    return header + record + end


@gone("docx")
def revision_ids(parts: Parts) -> None:
    put(
        parts,
        "word/document.xml",
        "<w:p>",
        f'<w:p w:rsidR="{MARKER}" w:rsidRPr="{MARKER}"><w:r><w:t>x</w:t></w:r></w:p>',
    )
    put(
        parts,
        "word/settings.xml",
        "</w:settings>",
        f'<w:rsids><w:rsid w:val="{MARKER}"/></w:rsids>',
    )


@gone("docx")
def paragraph_ids(parts: Parts) -> None:
    space = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    put(
        parts,
        "word/document.xml",
        "<w:p>",
        f'<w:p {space} w14:paraId="{MARKER}" w14:textId="{MARKER}"/>',
    )
    put(parts, "word/settings.xml", "</w:settings>", f'<w14:docId {space} w14:val="{MARKER}"/>')


@gone("docx")
def variables_of_the_document(parts: Parts) -> None:
    put(
        parts,
        "word/settings.xml",
        "</w:settings>",
        f'<w:docVars><w:docVar w:name="a" w:val="{MARKER}"/></w:docVars>',
    )


@gone("docx")
def mail_merge(parts: Parts) -> None:
    link(parts, "word/settings.xml", "mailMergeSource", f"file:///C:/{MARKER}.csv", outside=True)
    put(
        parts,
        "word/settings.xml",
        "</w:settings>",
        f'<w:mailMerge><w:query w:val="{MARKER}"/><w:dataSource {_R} r:id="rIdX"/></w:mailMerge>',
    )


@gone("docx")
def template(parts: Parts) -> None:
    link(parts, "word/settings.xml", "attachedTemplate", f"file:///C:/{MARKER}/x.dot", outside=True)
    put(parts, "word/settings.xml", "</w:settings>", f'<w:attachedTemplate {_R} r:id="rIdX"/>')


@gone("docx")
def write_protection(parts: Parts) -> None:
    put(parts, "word/settings.xml", "</w:settings>", f'<w:writeProtection w:hash="{MARKER}"/>')


@gone("docx")
def labels_of_a_content_control(parts: Parts) -> None:
    inner = (
        f'<w:alias w:val="{MARKER}"/><w:tag w:val="{MARKER}"/><w:dataBinding w:xpath="{MARKER}"/>'
    )
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f"<w:sdt><w:sdtPr>{inner}</w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
    )


@gone("docx")
def smart_tag(parts: Parts) -> None:
    tag = (
        f'<w:smartTag w:uri="urn:{MARKER}" w:element="x"><w:smartTagPr><w:attr '
        f'w:name="{MARKER}"/></w:smartTagPr>'
    )
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f"<w:p>{tag}<w:r><w:t>kept words</w:t></w:r></w:smartTag></w:p>",
    )


@gone("docx")
def permission_to_edit(parts: Parts) -> None:
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f'<w:permStart w:id="1" w:ed="{MARKER}"/><w:permEnd w:id="1"/>',
    )


@gone("docx")
def building_blocks(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"
    add(
        parts,
        "word/document.xml",
        "glossaryDocument",
        "word/glossary/document.xml",
        f"<w:glossaryDocument {_W}>{MARKER}</w:glossaryDocument>",
        kind,
    )


@gone("docx")
def drawing_in_an_attribute(parts: Parts) -> None:
    spaces = (
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    )
    shape = f'<v:shape {spaces} o:gfxdata="{MARKER}"><v:imagedata o:title="{MARKER}"/></v:shape>'
    put(parts, "word/document.xml", "<w:sectPr", f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>")


@gone("docx")
def field_of_a_property(parts: Parts) -> None:
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f'<w:p><w:fldSimple w:instr="DOCPROPERTY '
        f'{MARKER}"><w:r><w:t>shown</w:t></w:r></w:fldSimple></w:p>',
    )


@gone("xlsx")
def path_of_the_workbook(parts: Parts) -> None:
    put(
        parts,
        "xl/workbook.xml",
        "<sheets>",
        "<mc:AlternateContent "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x15" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        '<x15ac:absPath url="C:\\'
        + MARKER
        + '" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice>'
        "</mc:AlternateContent>",
    )


@gone("xlsx")
def who_shares_it(parts: Parts) -> None:
    put(parts, "xl/workbook.xml", "<sheets>", f'<fileSharing userName="{MARKER}"/>')


@gone("xlsx")
def views_of_people(parts: Parts) -> None:
    put(
        parts,
        "xl/workbook.xml",
        "</workbook>",
        f'<customWorkbookViews><customWorkbookView name="{MARKER}" '
        f'guid="{{{"0" * 8}-0000-0000-0000-{"0" * 12}}}" windowWidth="1" windowHeight="1" '
        f'activeSheetId="1"/></customWorkbookViews>',
    )


@gone("xlsx")
def name_of_the_program_code(parts: Parts) -> None:
    put(parts, "xl/worksheets/sheet1.xml", "<sheetViews>", f'<sheetPr codeName="{MARKER}"/>')


@gone("xlsx")
def remark_on_a_name(parts: Parts) -> None:
    put(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        f'<definedNames><definedName name="a" '
        f'comment="{MARKER}">Sheet!$A$1</definedName></definedNames>',
    )


@gone("xlsx")
def printer(parts: Parts) -> None:
    data = f"\\\\srv\\{MARKER}".encode("utf-16-le")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    add(
        parts,
        "xl/worksheets/sheet1.xml",
        "printerSettings",
        "xl/printerSettings/p1.bin",
        data,
        kind,
    )
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        f'<pageSetup {_R} orientation="landscape" r:id="rIdX"/>',
    )


@gone("xlsx")
def connections(parts: Parts) -> None:
    add(
        parts,
        "xl/workbook.xml",
        "connections",
        "xl/connections.xml",
        f'<connections><connection name="{MARKER}"/></connections>',
        XML,
    )


@gone("xlsx")
def other_workbook(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f'<row r="1"><cell r="A1" t="str"><v>{MARKER}</v></cell></row>'
    add(
        parts,
        "xl/workbook.xml",
        "externalLink",
        "xl/externalLinks/externalLink1.xml",
        f'<externalLink xmlns="{space}" {_R}><externalBook r:id="rIdX"><sheetDataSet><sheetData '
        f'sheetId="0">{data}'
        "</sheetData></sheetDataSet></externalBook></externalLink>",
        kind,
    )
    link(
        parts,
        "xl/externalLinks/externalLink1.xml",
        "externalLinkPath",
        f"file:///C:\\{MARKER}.xlsx",
        outside=True,
    )
    put(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        f'<externalReferences><externalReference {_R} r:id="rIdX"/></externalReferences>',
    )


@gone("xlsx")
def text_of_a_deleted_cell(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si><t>shown</t></si><si><r><t>{MARKER}</t></r></si></sst>'
    add(parts, "xl/workbook.xml", "sharedStrings", "xl/sharedStrings.xml", strings, kind)
    put(parts, "xl/worksheets/sheet1.xml", "</row>", '<c r="D1" t="s"><v>0</v></c>')


@gone("xlsx")
def custom_property_of_a_sheet(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.customProperty"
    add(
        parts,
        "xl/worksheets/sheet1.xml",
        "customProperty",
        "xl/customProperty1.bin",
        MARKER.encode("utf-16-le"),
        kind,
    )
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        f'<customProperties><customPr {_R} name="x" r:id="rIdX"/></customProperties>',
    )


@gone("xlsx")
def password_of_a_sheet(parts: Parts) -> None:
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        f'<sheetProtection sheet="1" password="{MARKER}"/>',
    )


@gone("pptx")
def tags(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.tags+xml"
    add(
        parts,
        "ppt/presentation.xml",
        "tags",
        "ppt/tags/tag1.xml",
        f'<tagLst><tag name="a" val="{MARKER}"/></tagLst>',
        kind,
    )
    put(
        parts,
        "ppt/presentation.xml",
        "</p:presentation>",
        '<p:custDataLst><p:tags r:id="rIdX"/></p:custDataLst>',
    )


@gone("pptx")
def authors_without_comments(parts: Parts) -> None:
    add(
        parts,
        "ppt/presentation.xml",
        "commentAuthors",
        "ppt/commentAuthors.xml",
        f'<l><cmAuthor name="{MARKER}"/></l>',
        XML,
    )


@gone("pptx")
def handout(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.handoutMaster+xml"
    add(
        parts,
        "ppt/presentation.xml",
        "handoutMaster",
        "ppt/handoutMasters/h1.xml",
        f"<h>{MARKER}</h>",
        kind,
    )


@gone("pptx")
def ids_of_a_slide(parts: Parts) -> None:
    space = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
    put(
        parts,
        "ppt/slides/slide1.xml",
        "</p:cSld>",
        f'<p:extLst><p:ext uri="x"><p14:creationId {space} val="{MARKER}"/></p:ext></p:extLst>',
    )


@gone("pptx")
def changes(parts: Parts) -> None:
    role = "http://schemas.microsoft.com/office/2016/11/relationships/changesInfo"
    add(
        parts, "ppt/presentation.xml", role, "ppt/changesInfos/c1.xml", f'<c name="{MARKER}"/>', XML
    )


# --- what people must see to first
# ----------------------------------------------------------------------------------


def _paragraph(parts: Parts, inner: str) -> None:
    put(parts, "word/document.xml", "<w:sectPr", f"<w:p>{inner}</w:p>")


@held("docx", "H101")
def comments(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    add(
        parts,
        "word/document.xml",
        "comments",
        "word/comments.xml",
        f'<w:comments {_W}><w:comment w:id="0" w:author="A"><w:p/></w:comment></w:comments>',
        kind,
    )


@held("xlsx", "H101")
def note_on_a_cell(parts: Parts) -> None:
    add(
        parts,
        "xl/worksheets/sheet1.xml",
        "comments",
        "xl/comments1.xml",
        "<comments><commentList><comment "
        'ref="A1"><text><t>x</t></text></comment></commentList></comments>',
        XML,
    )


@held("xlsx", "H101")
def conversation_on_a_cell(parts: Parts) -> None:
    role = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    add(
        parts,
        "xl/worksheets/sheet1.xml",
        role,
        "xl/threadedComments/t1.xml",
        "<T><threadedComment ref='A1'/></T>",
        XML,
    )


@held("pptx", "H101")
def comment_on_a_slide(parts: Parts) -> None:
    add(
        parts,
        "ppt/slides/slide1.xml",
        "comments",
        "ppt/comments/comment1.xml",
        "<cmLst><cm><text>x</text></cm></cmLst>",
        XML,
    )


for _mark in ("ins", "del", "moveFrom", "moveTo"):

    @held("docx", "H102")
    def change(parts: Parts, mark: str = _mark) -> None:
        word = "delText" if mark in ("del", "moveFrom") else "t"
        _paragraph(
            parts, f'<w:{mark} w:id="1" w:author="A"><w:r><w:{word}>x</w:{word}></w:r></w:{mark}>'
        )

    HELD[f"docx: change {_mark}"] = HELD.pop("docx: change")


@held("docx", "H102")
def change_of_looks(parts: Parts) -> None:
    _paragraph(
        parts,
        '<w:r><w:rPr><w:b/><w:rPrChange w:id="1" '
        'w:author="A"><w:rPr/></w:rPrChange></w:rPr><w:t>x</w:t></w:r>',
    )


@held("xlsx", "H102")
def log_of_a_shared_workbook(parts: Parts) -> None:
    add(parts, "xl/workbook.xml", "revisionHeaders", "xl/revisions/h.xml", "<headers/>", XML)


@held("xlsx", "H103")
def hidden_sheet(parts: Parts) -> None:
    parts["xl/workbook.xml"] = (
        parts["xl/workbook.xml"]
        .replace(b'name="Second"', b'name="Second" state="hidden"')
        .replace(b'state="visible" ', b"")
    )


@held("xlsx", "H103")
def very_hidden_sheet(parts: Parts) -> None:
    hidden_sheet(parts)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"hidden"', b'"veryHidden"')


@held("xlsx", "H104")
def hidden_row(parts: Parts) -> None:
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b'<row r="1"', b'<row r="1" hidden="1"'
    )


@held("xlsx", "H104")
def hidden_column(parts: Parts) -> None:
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "<sheetData>",
        '<cols><col min="2" max="2" hidden="1"/></cols>',
    )


@held("pptx", "H104")
def hidden_slide(parts: Parts) -> None:
    parts["ppt/slides/slide2.xml"] = parts["ppt/slides/slide2.xml"].replace(
        b"<p:sld ", b'<p:sld show="0" ', 1
    )


@held("pptx", "H105")
def speaker_notes(parts: Parts) -> None:
    show = pptx.Presentation(io.BytesIO(packed(parts)))
    show.slides[0].notes_slide.notes_text_frame.text = "say this"
    out = io.BytesIO()
    show.save(out)
    parts.clear()
    parts.update(unpacked(out.getvalue()))


@held("docx", "H110")
def macros(parts: Parts) -> None:
    add(
        parts,
        "word/document.xml",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "word/vbaProject.bin",
        b"x",
        "application/vnd.ms-office.vbaProject",
    )


@held("xlsx", "H110")
def old_macros(parts: Parts) -> None:
    add(
        parts,
        "xl/workbook.xml",
        "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
        "xl/macrosheets/sheet1.xml",
        "<m/>",
        "application/vnd.ms-excel.macrosheet+xml",
    )


@held("docx", "H111")
def embedded_file(parts: Parts) -> None:
    add(
        parts,
        "word/document.xml",
        "oleObject",
        "word/embeddings/o.bin",
        b"x",
        "application/vnd.openxmlformats-officedocument.oleObject",
    )
    _paragraph(
        parts,
        f'<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" {_R} '
        f'r:id="rIdX"/></w:object></w:r>',
    )


@held("docx", "H111")
def embedded_page(parts: Parts) -> None:
    add(parts, "word/document.xml", "aFChunk", "word/chunk.htm", "<p>x</p>", "text/html")
    put(parts, "word/document.xml", "<w:sectPr", f'<w:altChunk {_R} r:id="rIdX"/>')


@held("pptx", "H111")
def film(parts: Parts) -> None:
    add(parts, "ppt/slides/slide1.xml", "video", "ppt/media/film.mp4", b"x", "video/mp4")
    put(
        parts,
        "ppt/slides/slide1.xml",
        "</p:spTree>",
        '<p:pic><p:nvPicPr><a:videoFile r:link="rIdX"/></p:nvPicPr></p:pic>',
    )


@held("docx", "H111")
def picture_of_an_unknown_kind(parts: Parts) -> None:
    _photograph(parts, b"II*\0" + bytes(100))


@held("docx", "H111")
def part_that_only_office_knows(parts: Parts) -> None:
    role = "http://schemas.microsoft.com/office/2031/01/relationships/hologram"
    add(
        parts,
        "word/document.xml",
        role,
        "word/hologram.xml",
        "<h/>",
        "application/vnd.ms-office.hologram+xml",
    )


@held("docx", "H112")
def vanished_text(parts: Parts) -> None:
    _paragraph(parts, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>")


@held("docx", "H112")
def text_in_a_style_that_vanishes(parts: Parts) -> None:
    put(
        parts,
        "word/styles.xml",
        "</w:styles>",
        '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    _paragraph(parts, '<w:r><w:rPr><w:rStyle w:val="Ghost"/></w:rPr><w:t>unseen</w:t></w:r>')


@held("pptx", "H112")
def hidden_shape(parts: Parts) -> None:
    parts["ppt/slides/slide1.xml"] = parts["ppt/slides/slide1.xml"].replace(
        b"<p:cNvPr ", b'<p:cNvPr hidden="1" '
    )


@held("xlsx", "H112")
def data_behind_a_pivot_table(parts: Parts) -> None:
    add(
        parts,
        "xl/workbook.xml",
        "pivotCacheDefinition",
        "xl/pivotCache/d1.xml",
        "<pivotCacheDefinition/>",
        XML,
    )


@held("xlsx", "H112")
def scenario(parts: Parts) -> None:
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        '<scenarios><scenario name="best" user="A"/></scenarios>',
    )


@held("xlsx", "H112")
def hidden_name_with_a_text(parts: Parts) -> None:
    put(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        '<definedNames><definedName name="a" hidden="1">"unseen"</definedName></definedNames>',
    )


@held("xlsx", "H113")
def name_that_points_outside(parts: Parts) -> None:
    put(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        '<definedNames><definedName name="a">[1]Data!$A$1</definedName></definedNames>',
    )


@held("docx", "H113")
def author_field(parts: Parts) -> None:
    _paragraph(parts, '<w:fldSimple w:instr=" AUTHOR "><w:r><w:t>Pat</w:t></w:r></w:fldSimple>')


@held("docx", "H113")
def file_name_field_in_the_footer(parts: Parts) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    code = (
        f"{mark % 'begin'}<w:r><w:instrText> FILE</w:instrText></w:r><w:r><w:instrText>NAME "
        f"\\p </w:instrText></w:r>"
    )
    name = next(n for n in parts if re.fullmatch(r"word/header\d+\.xml", n))
    put(
        parts,
        name,
        "</w:hdr>",
        f"<w:p>{code}{mark % 'separate'}<w:r><w:t>x.docx</w:t></w:r>{mark % 'end'}</w:p>",
    )


@held("docx", "H113")
def link_to_a_file(parts: Parts) -> None:
    link(parts, "word/document.xml", "hyperlink", "file:///C:/x.docx", outside=True)
    _paragraph(parts, f'<w:hyperlink {_R} r:id="rIdX"><w:r><w:t>x</w:t></w:r></w:hyperlink>')


@held("docx", "H113")
def link_beside_it(parts: Parts) -> None:
    link(parts, "word/document.xml", "hyperlink", "Drafts/x.docx", outside=True)
    _paragraph(parts, f'<w:hyperlink {_R} r:id="rIdX"><w:r><w:t>x</w:t></w:r></w:hyperlink>')


@held("docx", "H113")
def link_in_a_field(parts: Parts) -> None:
    _paragraph(
        parts,
        '<w:fldSimple w:instr="HYPERLINK '
        '&quot;\\\\\\\\srv\\\\x.docx&quot;"><w:r><w:t>x</w:t></w:r></w:fldSimple>',
    )


@held("xlsx", "H113")
def link_in_a_formula(parts: Parts) -> None:
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</row>",
        '<c r="D1"><f>HYPERLINK("\\\\srv\\x.xlsx")</f><v>0</v></c>',
    )


@held("pptx", "H113")
def link_to_a_share(parts: Parts) -> None:
    link(parts, "ppt/slides/slide1.xml", "hyperlink", "file:///\\\\srv\\x.pptx", outside=True)
    put(
        parts,
        "ppt/slides/slide1.xml",
        "</p:spTree>",
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="x"><a:hlinkClick '
        'r:id="rIdX"/></p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>',
    )


@held("docx", "H113")
def description_that_holds_a_path(parts: Parts) -> None:
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<wp:docPr ", b'<wp:docPr descr="P:\\Cases\\x.png" '
    )


@held("docx", "H113")
def picture_from_elsewhere(parts: Parts) -> None:
    link(parts, "word/document.xml", "image", "https://example.org/beacon.png", outside=True)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<a:blip ", b'<a:blip r:link="rIdX" ', 1
    )


@held("pptx", "H111")
def workbook_behind_a_chart(parts: Parts) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'{_R}><c:externalData r:id="rIdX"/></c:chartSpace>'
    )
    add(
        parts,
        "ppt/slides/slide1.xml",
        "chart",
        "ppt/charts/chart1.xml",
        chart,
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    )
    put(
        parts,
        "ppt/slides/slide1.xml",
        "</p:spTree>",
        f"<p:graphicFrame {_R}><a:x r:id='rIdX'/></p:graphicFrame>",
    )
    add(
        parts,
        "ppt/charts/chart1.xml",
        "package",
        "ppt/embeddings/book.xlsx",
        plain("xlsx"),
        "application/vnd.ms-excel",
    )


@gone("pptx")
def path_of_the_data_of_a_chart(parts: Parts) -> None:
    workbook_behind_a_chart(parts)
    del parts["ppt/charts/_rels/chart1.xml.rels"], parts["ppt/embeddings/book.xlsx"]
    link(parts, "ppt/charts/chart1.xml", "oleObject", f"file:///C:\\{MARKER}.xlsx", outside=True)


# --- what a hunt for counter-examples found
# --------------------------------------------------------------------------


def _field(code: str, shown: str = "shown") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    asked = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    result = f"<w:r><w:t>{shown}</w:t></w:r>"
    return f"{mark % 'begin'}{asked}{mark % 'separate'}{result}{mark % 'end'}"


@gone("docx")
def data_of_a_reference_manager(parts: Parts) -> None:
    _paragraph(parts, _field(f"ADDIN ZOTERO_ITEM CSL_CITATION {{{MARKER}}}", "(Quenby 2016)"))
    _paragraph(
        parts,
        f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{MARKER}</w:fldData></w:fldChar></w:r>',
    )


@gone("docx")
def entry_of_an_index(parts: Parts) -> None:
    _paragraph(parts, f'<w:fldSimple w:instr="XE {MARKER}"/>')


@gone("xlsx")
def help_on_a_name(parts: Parts) -> None:
    put(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        f'<definedNames><definedName name="a" description="{MARKER}" '
        f'help="{MARKER}">Sheet!$A$1</definedName></definedNames>',
    )


@gone("pptx")
def deleted_slide(parts: Parts) -> None:
    parts["ppt/slides/slide2.xml"] = parts["ppt/slides/slide2.xml"].replace(
        b"Second title", MARKER.encode()
    )
    parts["ppt/presentation.xml"] = re.sub(
        rb"(<p:sldId [^>]*/>)<p:sldId [^>]*/>", rb"\1", parts["ppt/presentation.xml"]
    )


@held("docx", "H102")
def change_of_a_style(parts: Parts) -> None:
    put(
        parts,
        "word/styles.xml",
        "</w:styles>",
        '<w:style w:styleId="S"><w:rPr><w:rPrChange w:id="1" '
        'w:author="A"><w:rPr/></w:rPrChange></w:rPr></w:style>',
    )


@held("xlsx", "H104")
def column_too_narrow_to_see(parts: Parts) -> None:
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "<sheetData>",
        '<cols><col min="2" max="2" width="0.01"/></cols>',
    )


@held("docx", "H111")
def part_of_another_program_that_may_show(parts: Parts) -> None:
    add(
        parts,
        "word/document.xml",
        "http://www.wps.cn/officeDocument/2020/cellImage",
        "word/cellimages.xml",
        "<a/>",
        XML,
    )


@held("docx", "H112")
def footnote_that_nothing_refers_to(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    notes = (
        f"<w:footnotes {_W}><w:footnote "
        f'w:id="2"><w:p><w:r><w:t>unseen</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    add(parts, "word/document.xml", "footnotes", "word/footnotes.xml", notes, kind)


@held("docx", "H112")
def header_of_a_first_page_that_is_off(parts: Parts) -> None:
    word = docx.Document(io.BytesIO(packed(parts)))
    word.sections[0].different_first_page_header_footer = True
    word.sections[0].first_page_header.paragraphs[0].text = "unseen"
    word.sections[0].different_first_page_header_footer = False
    out = io.BytesIO()
    word.save(out)
    parts.clear()
    parts.update(unpacked(out.getvalue()))


@held("docx", "H112")
def text_in_a_style_based_on_one_that_vanishes(parts: Parts) -> None:
    put(
        parts,
        "word/styles.xml",
        "</w:styles>",
        '<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Ghost"/></w:style>',
    )
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        '<w:p><w:pPr><w:pStyle w:val="Child"/></w:pPr><w:hyperlink '
        'w:anchor="x"><w:r><w:t>unseen</w:t></w:r></w:hyperlink></w:p>',
    )


@held("docx", "H112")
def hidden_row_of_a_table(parts: Parts) -> None:
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:tr>", b"<w:tr><w:trPr><w:hidden/></w:trPr>", 1
    )


@held("docx", "H113")
def author_in_another_field(parts: Parts) -> None:
    _paragraph(parts, _field('DOCPROPERTY "Last Saved By"', "Pat"))


@held("docx", "H113")
def author_in_a_content_control(parts: Parts) -> None:
    binding = (
        '<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:creator[1]" '
        'w:storeItemID="{6C3C8BC8}"/>'
    )
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>Pat</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )


@held("docx", "H113")
def description_with_the_path_of_a_mac(parts: Parts) -> None:
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<wp:docPr ", b'<wp:docPr descr="/Users/orla/x.png" '
    )


@held("xlsx", "H113")
def conversation_with_another_program(parts: Parts) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    add(
        parts,
        "xl/workbook.xml",
        "externalLink",
        "xl/externalLinks/externalLink1.xml",
        f'<externalLink xmlns="{space}"><ddeLink ddeService="Word" '
        f'ddeTopic="a.docx"/></externalLink>',
        kind,
    )
    put(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        f'<externalReferences><externalReference {_R} r:id="rIdX"/></externalReferences>',
    )


@held("xlsx", "H113")
def formula_that_names_a_workbook(parts: Parts) -> None:
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</row>",
        '<c r="D1"><f>[Quenby.xlsx]Sheet1!A1</f><v>0</v></c>',
    )


@held("pptx", "H112")
def hidden_chart(parts: Parts) -> None:
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="8" name="x" '
        'hidden="1"/></p:nvGraphicFramePr></p:graphicFrame>'
    )
    put(parts, "ppt/slides/slide1.xml", "</p:spTree>", frame)
