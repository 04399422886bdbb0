"""Office files with one marker in a place that nothing shows. Nothing here knows how it is removed
or found.
"""

import uuid

from tests.redaction.plant import MARKER
from tests.redaction.plant_office import Parts, Plant, add, link, put
from tests.redaction.shared.test_opentype import a_font

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPE = "application/vnd.openxmlformats-officedocument."
KEY = "{0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0}"


def replaced(name: str, before: str, after: str) -> Plant:
    def plant(parts: Parts) -> None:
        text = parts[name].decode()
        assert before in text, (name, before)
        parts[name] = text.replace(before, after, 1).encode()

    return plant


def written(name: str, before: str, new: str) -> Plant:
    return lambda parts: put(parts, name, before, new)


def scrambled(font: bytes, key: str) -> bytes:
    """ECMA-376-1, 17.8.1, by hand."""
    pad = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    return bytes(a ^ b for a, b in zip(font[:32], pad * 2, strict=True)) + font[32:]


def word_font(font: bytes, key: str, kind: str) -> Plant:
    def plant(parts: Parts) -> None:
        add(parts, "word/fontTable.xml", "font", "word/fonts/font1.odttf", font, kind)
        entry = (
            f'<w:font w:name="Test"><w:embedRegular {R} r:id="rIdX" w:fontKey="{key}"/></w:font>'
        )
        put(parts, "word/fontTable.xml", "</w:fonts>", entry)

    return plant


def show_font(parts: Parts) -> None:
    add(
        parts,
        "ppt/presentation.xml",
        "font",
        "ppt/fonts/font1.fntdata",
        a_font(MARKER),
        "application/x-fontdata",
    )
    entry = '<p:embeddedFont><p:font typeface="Test"/><p:regular r:id="rIdX"/></p:embeddedFont>'
    put(
        parts,
        "ppt/presentation.xml",
        "<p:defaultTextStyle",
        f"<p:embeddedFontLst>{entry}</p:embeddedFontLst>",
    )


def ink(parts: Parts) -> None:
    source = (
        f'<source:inkSource xml:id="s" manufacturer="{MARKER}" model="{MARKER}" '
        f'serialNo="{MARKER}"/>'
    )
    data = (
        '<ink xmlns="http://www.w3.org/2003/InkML" '
        'xmlns:source="http://www.w3.org/2003/InkML"><definitions>'
        f'<context xml:id="c">{source}</context></definitions><trace contextRef="#c">1 '
        f"2</trace></ink>"
    )
    add(parts, "word/document.xml", "customXml", "word/ink/ink1.xml", data, "application/inkml+xml")
    space = "http://schemas.microsoft.com/office/word/2010/wordprocessingInk"
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f'<w:p><w:r><a:contentPart xmlns:a="{space}" {R} r:id="rIdX"/></w:r></w:p>',
    )


def vml(parts: Parts) -> None:
    shape = (
        f'<v:shapetype id="{MARKER}"/><v:shape id="{MARKER} 2" name="{MARKER}" type="#{MARKER}">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>Visible "
        "box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    )
    space = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    put(
        parts,
        "word/document.xml",
        "<w:sectPr",
        f"<w:p><w:r><w:pict {space}>{shape}</w:pict></w:r></w:p>",
    )


def other_workbook(parts: Parts) -> None:
    data = (
        f'<externalLink xmlns="{_SHEET}" {R}><externalBook r:id="rIdX"><sheetNames><sheetName '
        f'val="{MARKER}"/></sheetNames>'
        f'<definedNames><definedName name="{MARKER.split()[0]}" '
        f'refersTo="=Sheet1!$A$1"/></definedNames>'
        f'<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" '
        f't="str"><v>{MARKER}</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook></externalLink>"
    )
    name = "xl/externalLinks/externalLink1.xml"
    add(
        parts,
        "xl/workbook.xml",
        "externalLink",
        name,
        data,
        f"{TYPE}spreadsheetml.externalLink+xml",
    )
    link(parts, name, "externalLinkPath", "other.xlsx", outside=True)
    used = f'<externalReferences><externalReference {R} r:id="rIdX"/></externalReferences>'
    put(parts, "xl/workbook.xml", "<calcPr", used)


def table(facts: str, column: str) -> Plant:
    def plant(parts: Parts) -> None:
        data = (
            f'<table xmlns="{_SHEET}" id="1" name="T" displayName="T" ref="A1:A2" {facts}>'
            f'<tableColumns count="1"><tableColumn id="1" {column}/></tableColumns></table>'
        )
        add(
            parts,
            "xl/worksheets/sheet1.xml",
            "table",
            "xl/tables/table1.xml",
            data,
            f"{TYPE}spreadsheetml.table+xml",
        )
        put(
            parts,
            "xl/worksheets/sheet1.xml",
            "</worksheet>",
            f'<tableParts {R}><tablePart r:id="rIdX"/></tableParts>',
        )

    return plant


def metadata(parts: Parts) -> None:
    data = (
        f'<metadata xmlns="{_SHEET}"><metadataStrings count="1"><s '
        f'v="[{MARKER}]"/></metadataStrings></metadata>'
    )
    add(
        parts,
        "xl/workbook.xml",
        "sheetMetadata",
        "xl/metadata.xml",
        data,
        f"{TYPE}spreadsheetml.sheetMetadata+xml",
    )


def chart_of_a_pivot_table(parts: Parts) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    data = (
        f"<c:chartSpace "
        f'xmlns:c="{space}"><c:pivotSource><c:name>[{MARKER}.xlsx]Sheet!P</c:name><c:fmtId '
        f'val="0"/>'
        "</c:pivotSource><c:chart/></c:chartSpace>"
    )
    add(
        parts,
        "ppt/slides/slide1.xml",
        "chart",
        "ppt/charts/chart1.xml",
        data,
        f"{TYPE}drawingml.chart+xml",
    )
    put(
        parts,
        "ppt/slides/slide1.xml",
        "</p:spTree>",
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="7" '
        'name="x"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{space}"><c:chart xmlns:c="{space}" {R} '
        f'r:id="rIdX"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>",
    )


def format_of_a_style_that_no_cell_uses(parts: Parts) -> None:
    text = parts["xl/styles.xml"].decode()
    text = text.replace(
        "<fonts",
        f'<numFmts count="1"><numFmt numFmtId="200" '
        f'formatCode="&quot;{MARKER}&quot;0"/></numFmts><fonts',
        1,
    )
    text = text.replace(
        "</cellXfs>", '<xf numFmtId="200" fontId="0" fillId="0" borderId="0"/></cellXfs>'
    )
    parts["xl/styles.xml"] = text.replace('<numFmts count="0"/>', "").encode()


def unused_layout(parts: Parts) -> None:
    words = (
        f"<p:sp><p:nvSpPr><p:cNvPr id='99' "
        f"name='x'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{MARKER}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    put(parts, "ppt/slideLayouts/slideLayout1.xml", "</p:spTree>", words)


def form(data: str) -> Plant:
    return written(
        "word/document.xml",
        "<w:sectPr",
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name '
        f'w:val="T1"/><w:enabled/>{data}</w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar "
        'w:fldCharType="separate"/></w:r><w:r><w:t>Visible</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    )


def filtered(condition: str) -> Plant:
    return written(
        "xl/worksheets/sheet1.xml",
        "<pageMargins",
        f'<autoFilter ref="A1:A3"><filterColumn colId="0">{condition}</filterColumn></autoFilter>',
    )


def defined(name: str, text: str) -> Plant:
    return replaced(
        "xl/workbook.xml",
        "<definedNames/>",
        f"<definedNames><definedName {name}>{text}</definedName></definedNames>",
    )


def unused_list(parts: Parts) -> None:
    words = (
        f'<w:abstractNum w:abstractNumId="77"><w:name w:val="{MARKER}"/><w:lvl '
        f'w:ilvl="0"><w:lvlText w:val="{MARKER} %1"/></w:lvl></w:abstractNum>'
    )
    text = parts["word/numbering.xml"].decode()
    at = text.index("<w:abstractNum ")
    parts["word/numbering.xml"] = (text[:at] + words + text[at:]).encode()


def diagram(parts: Parts) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    data = (
        f'<d:layoutDef xmlns:d="{space}"><d:title val="{MARKER}"/><d:desc '
        f'val="{MARKER}"/><d:sampData><d:dataModel><d:ptLst>'
        f"<d:pt><d:t "
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{MARKER}</a:t></a:r></a:p></d:t></d:pt>'
        "</d:ptLst></d:dataModel></d:sampData></d:layoutDef>"
    )
    name = "ppt/diagrams/layout1.xml"
    add(
        parts,
        "ppt/slides/slide1.xml",
        "diagramLayout",
        name,
        data,
        f"{TYPE}drawingml.diagramLayout+xml",
    )


GOES: dict[str, tuple[str, Plant]] = {
    "list that nothing uses": ("docx", unused_list),
    "samples of a diagram": ("pptx", diagram),
    "name of a section": (
        "pptx",
        written(
            "ppt/presentation.xml",
            "</p:presentation>",
            f'<p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
            f'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section '
            f'name="{MARKER}" '
            f'id="{{1}}"><p14:sldIdLst/></p14:section></p14:sectionLst></p:ext></p:extLst>',
        ),
    ),
    "font of Word": (
        "docx",
        word_font(scrambled(a_font(MARKER), KEY), KEY, f"{TYPE}obfuscatedFont"),
    ),
    "font of Google Docs": (
        "docx",
        word_font(a_font(MARKER), "{" + str(uuid.UUID(int=0)) + "}", "application/x-font-ttf"),
    ),
    "font of a presentation": ("pptx", show_font),
    "font that is no font": (
        "docx",
        word_font(f"no font of {MARKER}".encode() * 9, KEY, f"{TYPE}obfuscatedFont"),
    ),
    "help of a form field": ("docx", form(f'<w:helpText w:type="text" w:val="ask {MARKER}"/>')),
    "status of a form field": ("docx", form(f'<w:statusText w:type="text" w:val="{MARKER}"/>')),
    "default of a form field": (
        "docx",
        form(f'<w:textInput><w:default w:val="{MARKER}"/></w:textInput>'),
    ),
    "ink": ("docx", ink),
    "ids of drawn shapes": ("docx", vml),
    "old widths of a table": (
        "docx",
        replaced(
            "word/document.xml",
            "</w:tblGrid>",
            '<w:tblGridChange w:id="0"><w:tblGrid/></w:tblGridChange></w:tblGrid>',
        ),
    ),
    "gallery of building blocks": (
        "docx",
        written(
            "word/document.xml",
            "<w:sectPr",
            f"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
            f'w:val="{MARKER}"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>',
        ),
    ),
    "frame that a link opens in": (
        "docx",
        written(
            "word/document.xml",
            "<w:sectPr",
            f'<w:p><w:hyperlink w:anchor="a" '
            f'w:tgtFrame="{MARKER}"><w:r><w:t>Visible</w:t></w:r></w:hyperlink></w:p>',
        ),
    ),
    "name that is a text": ("xlsx", defined('name="owner"', f'"{MARKER}"')),
    "name that is a list of texts": ("xlsx", defined('name="owner"', f'{{"{MARKER}","b"}}')),
    "cached values and names of another workbook": ("xlsx", other_workbook),
    "format that nothing uses": ("xlsx", format_of_a_style_that_no_cell_uses),
    "column without a header": ("xlsx", table('headerRowCount="0"', f'name="{MARKER}"')),
    "label of a total that is off": (
        "xlsx",
        table("", f'name="Column1" totalsRowLabel="{MARKER}"'),
    ),
    "strings of cubes": ("xlsx", metadata),
    "filter for a text that no cell holds": (
        "xlsx",
        filtered(f'<filters><filter val="{MARKER}"/><filter val="Visible"/></filters>'),
    ),
    "only filter": ("xlsx", filtered(f'<filters><filter val="{MARKER}"/></filters>')),
    "filter of one's own": (
        "xlsx",
        filtered(f'<customFilters><customFilter val="*{MARKER}*"/></customFilters>'),
    ),
    "name of a slide": (
        "pptx",
        replaced("ppt/slides/slide1.xml", "<p:cSld>", f'<p:cSld name="{MARKER}">'),
    ),
    "name of a layout": (
        "pptx",
        replaced("ppt/slideLayouts/slideLayout6.xml", 'name="Title Only"', f'name="{MARKER}"'),
    ),
    "name of a show": (
        "pptx",
        written(
            "ppt/presentation.xml",
            "<p:defaultTextStyle",
            f'<p:custShowLst><p:custShow name="{MARKER}" '
            f'id="0"><p:sldLst/></p:custShow></p:custShowLst>',
        ),
    ),
    "layout that no slide uses": ("pptx", unused_layout),
    "prompt of a layout": (
        "pptx",
        replaced("ppt/slideLayouts/slideLayout6.xml", "Click to edit Master title style", MARKER),
    ),
    "file of a chart of a pivot table": ("pptx", chart_of_a_pivot_table),
}


def used_constant(parts: Parts) -> None:
    defined('name="owner"', '"unseen words"')(parts)
    put(
        parts,
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '<row r="9"><c r="A9"><f>LEN(owner)</f><v>12</v></c></row>',
    )


def headers(facts: str, header: str) -> Plant:
    return written(
        "xl/worksheets/sheet1.xml", "</worksheet>", f"<headerFooter {facts}>{header}</headerFooter>"
    )


def blank_format(code: str) -> Plant:
    def plant(parts: Parts) -> None:
        text = parts["xl/styles.xml"].decode()
        text = text.replace('<numFmts count="0"/>', "").replace(
            "<fonts",
            f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code}"/></numFmts><fonts',
            1,
        )
        parts["xl/styles.xml"] = text.replace(
            "</cellXfs>", '<xf numFmtId="200" fontId="0" fillId="0" borderId="0"/></cellXfs>'
        ).encode()
        put(
            parts,
            "xl/worksheets/sheet1.xml",
            "</sheetData>",
            '<row r="9"><c r="A9" s="1"><v>12</v></c></row>',
        )

    return plant


def beside(place: str) -> Plant:
    return written(
        "ppt/slides/slide1.xml",
        "</p:spTree>",
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'{place}<a:ext cx="1000000" cy="1000000"/></a:xfrm></p:spPr>'
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>beside it</a:t></a:r></a:p></p:txBody></p:sp>",
    )


def alternative(choice: str, fallback: str) -> Plant:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    wps = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return written(
        "word/document.xml",
        "<w:sectPr",
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{space}" xmlns:wps="{wps}"><mc:Choice '
        f'Requires="wps"><w:t>{choice}</w:t>'
        f"</mc:Choice><mc:Fallback><w:t>{fallback}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )


FOUND: dict[str, tuple[str, tuple[str, str, str], Plant]] = {
    "text of a name that is used": ("xlsx", ("H112", "the name 'owner'", "passage"), used_constant),
    "header of first pages that is off": (
        "xlsx",
        ("H112", "sheet 'Sheet'", "passage"),
        headers("", "<firstHeader>&amp;Lunseen</firstHeader>"),
    ),
    "footer of even pages that is off": (
        "xlsx",
        ("H112", "sheet 'Sheet'", "passage"),
        headers('differentFirst="1"', "<evenFooter>unseen</evenFooter>"),
    ),
    "path in a footer": (
        "xlsx",
        ("H113", "sheet 'Sheet'", "field"),
        headers("", "<oddFooter>&amp;L&amp;Z&amp;F</oddFooter>"),
    ),
    "value in a format that shows nothing": (
        "xlsx",
        ("H112", "sheet 'Sheet'", "passage"),
        blank_format(";;;"),
    ),
    "number in a format that shows texts only": (
        "xlsx",
        ("H112", "sheet 'Sheet'", "passage"),
        blank_format(" ; ;"),
    ),
    "text left of a slide": (
        "pptx",
        ("H112", "slide 1", "outside"),
        beside('<a:off x="-3000000" y="0"/>'),
    ),
    "text below a slide": (
        "pptx",
        ("H112", "slide 1", "outside"),
        beside('<a:off x="0" y="99000000"/>'),
    ),
    "other words for older programs": (
        "docx",
        ("H112", "the text", "passage"),
        alternative("new words", "old words"),
    ),
    "bookmark that is a path": (
        "docx",
        ("H113", "the text", "link"),
        written(
            "word/document.xml",
            "<w:sectPr",
            r'<w:p><w:bookmarkStart w:id="1" w:name="C:\Users\x"/><w:bookmarkEnd w:id="1"/></w:p>',
        ),
    ),
    "path in a format": (
        "xlsx",
        ("H113", "the styles", "link"),
        blank_format(r"&quot;\\server\share&quot;0"),
    ),
}


SHOWS: dict[str, tuple[str, Plant]] = {
    "header that shows": (
        "xlsx",
        headers('differentFirst="1"', "<firstHeader>&amp;LVisible</firstHeader>"),
    ),
    "header of codes alone": (
        "xlsx",
        headers("", '<firstHeader>&amp;L&amp;"Arial,Bold"&amp;12&amp;P</firstHeader>'),
    ),
    "same words for older programs": ("docx", alternative("the words", "the words")),
    "name of a list": ("xlsx", defined('name="area"', "Sheet!$A$1:$A$3")),
    "text that reaches over the edge": ("pptx", beside('<a:off x="-500000" y="0"/>')),
    "text that speaks of revision ids": (
        "docx",
        written(
            "word/document.xml",
            "<w:sectPr",
            '<w:p><w:r><w:t>&lt;w:p w:rsidR="00"&gt; and lastModifiedBy</w:t></w:r></w:p>',
        ),
    ),
    "link that leads nowhere": (
        "docx",
        lambda parts: link(parts, "word/document.xml", "hyperlink", "-", outside=True),
    ),
    "type of a part without a name": (
        "xlsx",
        replaced(
            "[Content_Types].xml",
            "</Types>",
            '<Override PartName="/.xml" ContentType="application/xml"/></Types>',
        ),
    ),
}
