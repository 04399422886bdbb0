"""Places in a PDF that no page shows: what programs write there goes, what people wrote there is a
finding.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageChops

from jtai_submit.documents.kind import Kind
from jtai_submit.redaction.interface import Cleaned, Unreadable
from jtai_submit.redaction.pdf import cmaps, fonts
from jtai_submit.redaction.pdf.pictures import _jpx
from jtai_submit.redaction.through import blocks, through
from tests.make import pdf
from tests.redaction.pdf.marks import VERA
from tests.redaction.pdf.test_pdf import holds, note

NAME = "QuenbyOrla4711"
PATH = "C:\\Users\\Orla Quenby\\Desktop\\plan.docx"
Change = Callable[[pikepdf.Pdf], None]


def changed(change: Change, **keys: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf("Visible words"))) as document:
        change(document)
        for key, value in keys.items():
            document.docinfo[f"/{key}"] = value
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def cleaned(change: Change, **keys: str) -> Cleaned:
    return through(changed(change, **keys), Kind.PDF, {})


def looks(data: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    picture: Image.Image = document[0].render(scale=2).to_pil().convert("RGB")
    document.close()
    return picture


def content(words: bytes, **resources: object) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.contents_add(document.make_stream(words))
        for key, value in resources.items():
            page.Resources[f"/{key}"] = value(document) if callable(value) else value

    return change


# --- what goes ------------------------------------------------------------------------------------


def truetype() -> bytes:
    font = TTFont(VERA, recalcTimestamp=False)  # the same bytes every time
    for number in (0, 3, 8, 9, 11):
        font["name"].setName(f"{NAME} of Exampleshire", number, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def cff() -> bytes:
    """A font of one letter as CFF, whose strings name somebody."""
    pen = T2CharStringPen(600, None)
    for n, point in enumerate(((0, 0), (500, 0), (500, 500), (0, 500))):
        pen.moveTo(point) if n == 0 else pen.lineTo(point)
    pen.closePath()
    shape = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A", "B", "odd.name"])
    builder.setupCharacterMap({65: "A", 66: "B"})
    facts = {
        "FullName": f"{NAME} Sans",
        "Notice": f"drawn by {NAME}",
        "FamilyName": NAME,
        "Copyright": NAME,
    }
    builder.setupCFF("Plain", facts, dict.fromkeys([".notdef", "A", "B", "odd.name"], shape), {})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", "A", "B", "odd.name"], (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular"})
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def bare_cff() -> bytes:
    return bytes(TTFont(io.BytesIO(cff())).getTableData("CFF "))


def with_font(data: bytes, key: str, **more: object) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        facts = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.Plain,
            Flags=32,
            FontBBox=[0, -200, 1000, 800],
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
        )
        facts[key] = document.make_stream(data, **more)
        kind = Name.TrueType if key == "/FontFile2" else Name.Type1
        document.pages[0].Resources.Font.F9 = Dictionary(
            Type=Name.Font,
            Subtype=kind,
            BaseFont=Name.Plain,
            FirstChar=65,
            LastChar=66,
            Widths=[600, 600],
            FontDescriptor=facts,
            Encoding=Name.WinAnsiEncoding,
        )
        document.pages[0].contents_add(b"BT /F9 30 Tf 60 400 Td (AB) Tj ET")

    return change


def glyphs(document: pikepdf.Pdf) -> None:
    drawn = document.make_stream(f"500 0 0 0 500 500 d1 % {NAME}\n0 0 400 400 re f".encode())
    document.pages[0].Resources.Font.F9 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 500, 500],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        FirstChar=65,
        LastChar=65,
        Widths=[500],
        CharProcs=Dictionary(a=drawn),
        Resources=Dictionary(),
        Encoding=Dictionary(Type=Name.Encoding, Differences=[65, Name.a]),
    )
    document.pages[0].contents_add(b"BT /F9 30 Tf 60 400 Td (A) Tj ET")


CMAP = b"""%!PS-Adobe-3.0 Resource-CMap
%%Copyright: %s
/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (%s) /Ordering (UCS) /Supplement 0 >> def
/CMapName /%s def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
2 beginbfrange
<41> <42> <0041> % the first
<43> <44> [<0043> <0044>]
endbfrange
1 beginbfchar <45> <0045> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end
""".replace(b"%s", NAME.encode())


def mapping(document: pikepdf.Pdf) -> None:
    document.pages[0].Resources.Font[
        next(iter(document.pages[0].Resources.Font.keys()))
    ].ToUnicode = document.make_stream(CMAP)


def calculator(document: pikepdf.Pdf) -> None:
    tint = document.make_stream(
        f"{{ % {NAME}\n dup dup 0 }}".encode(), FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4
    )
    document.pages[0].Resources.ColorSpace = Dictionary(
        S=Array([Name.Separation, Name.Spot, Name.DeviceCMYK, tint])
    )
    document.pages[0].contents_add(b"/S cs 0.5 scn 60 400 50 50 re f")


def intent(document: pikepdf.Pdf) -> None:
    document.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=String(f"{NAME} press"),
                Info=String(NAME),
                RegistryName=String(f"http://{NAME}"),
                OutputCondition=String(NAME),
            )
        ]
    )


def stamp(document: pikepdf.Pdf) -> None:
    look = document.make_stream(
        b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    note(
        document,
        Subtype=Name.Stamp,
        Name=Name(f"/{NAME}"),
        Subj=String(NAME),
        T=String(NAME),
        AP=Dictionary(N=look),
    )


def language(document: pikepdf.Pdf) -> None:
    document.Root.Lang = String(f"{NAME} from Exampleshire")


GOING: dict[str, Change] = {
    "names in a TrueType font": with_font(truetype(), "/FontFile2"),
    "names in an OpenType font": with_font(cff(), "/FontFile3", Subtype=Name.OpenType),
    "strings of a CFF font": with_font(bare_cff(), "/FontFile3", Subtype=Name.Type1C),
    "comments in glyphs": glyphs,
    "comments in a mapping": mapping,
    "comments in a calculator": calculator,
    "an output intent": intent,
    "a stamp": stamp,
    "a language that is none": language,
    "a tag of a passage": content(f"/{NAME} BMC 0 0 9 9 re f EMC".encode()),
    "a tag of a place": content(f"/{NAME} MP".encode()),
    "a tag with properties": content(f"/{NAME} <</MCID 0>> BDC 0 0 9 9 re f EMC".encode()),
}


@pytest.mark.parametrize("name", GOING)
def test_what_programs_write_goes_and_the_page_looks_the_same(name: str) -> None:
    data = changed(GOING[name])
    assert holds(data, NAME)
    out = through(data, Kind.PDF, {})
    assert not any(blocks(n) for n in out.noticed), out.noticed
    assert not holds(out.data, NAME)
    assert ImageChops.difference(looks(data), looks(out.data)).getbbox() is None
    assert through(out.data, Kind.PDF, {}).data == out.data


def test_a_type_1_font_keeps_what_is_encrypted() -> None:
    body = bytes(range(256)) * 3
    font = (
        f"%!PS-AdobeFont-1.0: Plain 001.000\n%%Author: {NAME}\n12 dict begin\n/FontInfo 9 dict "
        f"dup begin\n"
        f"/Notice (by {NAME} \\(c\\)) readonly def\nend readonly def\n/FontName /Plain "
        f"def\ncurrentfile eexec\n"
    ).encode()
    whole = font + body + b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n% " + NAME.encode()
    new, lengths = fonts.plain(whole)
    assert NAME.encode() not in new and body in new and b"/FontName /Plain def" in new
    assert new[lengths["/Length1"] :][: lengths["/Length2"]] == body
    assert fonts.plain(new) == (new, lengths)


def test_a_font_of_words_is_refused() -> None:
    out = pytest.raises(
        Exception, cleaned, with_font(b"Nothing but the words of somebody", "/FontFile2")
    )
    assert out.value.noticed.detail == "an embedded font"  # type: ignore[attr-defined]


@pytest.mark.parametrize("font", [truetype, cff, bare_cff])
def test_a_font_that_nobody_can_read_is_refused(font: Callable[[], bytes]) -> None:
    data = font()
    key = "/FontFile2" if font is truetype else "/FontFile3"
    cut = with_font(data[: len(data) // 2], key)
    with pytest.raises(Unreadable) as refused:
        cleaned(cut)
    assert refused.value.noticed.detail == "an embedded font"


def test_a_function_that_lost_its_kind_is_refused() -> None:
    def change(document: pikepdf.Pdf) -> None:
        calculator(document)
        lost = next(o for o in document.objects if "/FunctionType" in o)
        del lost["/FunctionType"]

    with pytest.raises(Unreadable):
        cleaned(change)


def test_a_typeface_named_like_somebody_draws_without_its_name() -> None:
    def change(document: pikepdf.Pdf) -> None:
        with_font(truetype(), "/FontFile2")(document)
        facts = document.pages[0].Resources.Font.F9.FontDescriptor
        facts.FontFamily, facts.CharSet = String("Quenby Sans"), String("/A/B")

    plain, named = cleaned(change), cleaned(change, Author="Quenby")
    assert holds(plain.data, "Quenby Sans") and not plain.noticed
    assert not holds(named.data, "Quenby Sans") and not named.noticed
    assert holds(named.data, "/A/B")


def test_a_mapping_maps_as_before() -> None:
    new = cmaps.cmap(CMAP)
    assert NAME.encode() not in new and cmaps.cmap(new) == new
    for line in (b"<00> <ff>", b"<41> <42> <0041>", b"<43> <44> [<0043> <0044>]", b"<45> <0045>"):
        assert line in new


def test_boxes_of_jpeg_2000_that_draw_nothing_go() -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "JPEG2000")
    data = out.getvalue()
    extra = (8 + len(NAME)).to_bytes(4, "big") + b"xml " + NAME.encode()
    at = data.index(b"jp2h") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    header = (size + len(extra)).to_bytes(4, "big") + data[at + 4 : at + size] + extra
    planted = data[:at] + header + extra + data[at + size :]
    new = _jpx(planted)
    assert NAME.encode() not in new
    assert list(Image.open(io.BytesIO(new)).tobytes()) == list(
        Image.open(io.BytesIO(data)).tobytes()
    )


# --- what is said ---------------------------------------------------------------------------------


def structure(**keys: str) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        held = {f"/{key}": String(value) for key, value in keys.items()}
        root.K = document.make_indirect(Dictionary({"/S": Name.Figure, "/P": root} | held))
        document.Root.StructTreeRoot = root

    return change


def destination(document: pikepdf.Pdf) -> None:
    tree = Dictionary(Names=[String(PATH + "#_Toc1"), Array([document.pages[0].obj, Name.Fit])])
    document.Root.Names = Dictionary(Dests=tree)


def bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(PATH, 0))


def tooltip(document: pikepdf.Pdf) -> None:
    note(
        document,
        Subtype=Name.Link,
        Contents=String(PATH),
        A=Dictionary(S=Name.URI, URI=String("https://example.org")),
    )


def field(document: pikepdf.Pdf) -> None:
    note(document, Subtype=Name.Widget, FT=Name.Tx, T=String("f"), TU=String(PATH))
    widgets = document.pages[0].obj.Annots
    widgets[0] = document.make_indirect(widgets[0])
    document.Root.AcroForm = Dictionary(Fields=[widgets[0]])


def labels(document: pikepdf.Pdf) -> None:
    document.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String(PATH))])


def pattern(document: pikepdf.Pdf) -> pikepdf.Object:
    tile = document.make_stream(
        b"BT /F1 1 Tf 200 200 Td (Orla Quenby wrote this) Tj ET 0 0 5 5 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 10, 10],
        XStep=10,
        YStep=10,
        Resources=Dictionary(
            Font=Dictionary(
                F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            )
        ),
    )
    return Dictionary(P=tile)


def mask(document: pikepdf.Pdf) -> pikepdf.Object:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    group = document.make_stream(
        b"BT /F1 9 Tf 20 20 Td (Orla Quenby wrote this) Tj ET",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 99, 99],
        Group=Dictionary(S=Name.Transparency),
        Resources=Dictionary(Font=Dictionary(F1=font)),
    )
    return Dictionary(M=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))


SAID: dict[str, tuple[Change, str, str]] = {
    "path in a replacement text": (structure(ActualText=PATH), "H113", "path in replacement text"),
    "path in alternative text": (structure(Alt=PATH), "H113", "path in alternative text"),
    "path in an expansion": (structure(E=PATH), "H113", "path in expansion of an abbreviation"),
    "path as a destination": (destination, "H113", "path in named destination"),
    "path as a bookmark": (bookmark, "H113", "path in bookmark"),
    "path in a link's description": (tooltip, "H113", "path in description of a link"),
    "path in a field's description": (field, "H113", "path in description of a form field"),
    "path in page labels": (labels, "H113", "path in page label"),
    "other words in a passage": (
        content(b"/Span <</ActualText (Orla Quenby)>> BDC 0 0 9 9 re f EMC"),
        "H112",
        "replacement text",
    ),
    "words in a pattern": (
        content(b"/Pattern cs /P scn 0 0 50 50 re f", Pattern=pattern),
        "H112",
        "pattern or mask",
    ),
    "words in a mask": (
        content(b"q /M gs 0 0 50 50 re f Q", ExtGState=mask),
        "H112",
        "pattern or mask",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_people_wrote_is_a_finding_that_names_the_place(name: str) -> None:
    change, code, detail = SAID[name]
    found = [n for n in cleaned(change).noticed if blocks(n)]
    assert (code, detail) in [(n.code, n.detail) for n in found]
    kept = through(changed(change), Kind.PDF, {"H112": "keep", "H113": "keep"})
    assert not any(blocks(n) for n in kept.noticed)


@pytest.mark.parametrize("key", ["Alt", "ActualText", "E"])
def test_a_name_from_the_properties_is_looked_for_in_descriptions(key: str) -> None:
    out = cleaned(structure(**{key: "Photograph by Orla Quenby"}), Author="Orla Quenby")
    assert any(n.code == "H113" and n.detail.startswith("name in") for n in out.noticed)


def test_ordinary_descriptions_hold_nothing_up() -> None:
    out = cleaned(
        structure(Alt="A bar chart of visits by month"),
        Author="Orla Quenby",
        Title="A bar chart of visits",
    )
    assert not out.noticed


def test_a_replacement_text_that_says_what_is_drawn_holds_nothing_up() -> None:
    out = cleaned(content(b"/Span <</ActualText (Visible words)>> BDC 0 0 9 9 re f EMC"))
    assert not out.noticed


# --- what held sound documents up -----------------------------------------------------------------


def packed(document: pikepdf.Pdf) -> None:
    runs = bytes([8]) + b"0 0 9 9 r" + bytes([3]) + b"e f " + bytes([128])
    document.pages[0].obj.Contents = Stream(document, runs, Filter=Name.RunLengthDecode)


def same_condition(document: pikepdf.Pdf) -> None:
    document.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
            )
        ]
    )


def highlight(document: pikepdf.Pdf) -> None:
    note(
        document,
        Subtype=Name.Highlight,
        Subj=String("Highlight"),
        QuadPoints=[10, 30, 90, 30, 10, 10, 90, 10],
    )


def typewriter(document: pikepdf.Pdf) -> None:
    note(
        document,
        Subtype=Name.FreeText,
        Subj=String("Typewriter"),
        IT=Name.FreeTextTypewriter,
        DA=String("/Helv 9 Tf"),
    )


def program(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[0].Resources.Font.keys()))
    document.pages[0].contents_add(
        f"BT {font} 5 Tf 3 Tr 60 500 Td (Powered by TCPDF \\(www.tcpdf.org\\)) Tj ET".encode()
    )


def heading(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[0].Resources.Font.keys()))
    document.pages[0].contents_add(f"1 g BT {font} 12 Tf 60 500 Td (Visible words) Tj ET".encode())


def computed(document: pikepdf.Pdf) -> None:
    """A field that an action names: programs write the name into both."""
    page = document.pages[0]
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("Text2"),
            V=String("7"),
            Rect=[10, 10, 90, 30],
            AA=Dictionary(C=Dictionary(S=Name.ResetForm, Fields=[String("Text2")])),
        )
    )
    page.obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=[field], CO=[field], DA=String("/Helv 9 Tf"))
    document.Root.Names = Dictionary(
        URLS=Dictionary(Names=[String("Text2"), Dictionary(S=Name.SPS)])
    )


def namespaces(document: pikepdf.Pdf) -> None:
    """Elements of a namespace that also stands in a map of roles, which goes."""
    space = document.make_indirect(Dictionary(NS=String("http://example.org/pdf2/words")))
    roles = Dictionary(itemlabel=[Name.Lbl, space])
    own = document.make_indirect(Dictionary(NS=String("http://example.org/own"), RoleMapNS=roles))
    top = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, Namespaces=[space, own]))
    each = [
        document.make_indirect(Dictionary(S=Name.P, P=top, NS=ns, ID=String(f"ID.{n}")))
        for n, ns in enumerate((space, own))
    ]
    top.K = Array(each)
    document.Root.StructTreeRoot = top
    document.Root.Outlines = document.make_indirect(
        Dictionary(First=Dictionary(Title=String("One"), A=Dictionary(S=Name.GoTo, SD=[each[0]])))
    )


def not_embedded(document: pikepdf.Pdf) -> None:
    """Letters of a typeface that this computer does not have: they have no height."""
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/Nowhere-Light"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2),
    )
    document.pages[0].Resources.Font.F9 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/Nowhere-Light"),
        Encoding=Name("/EUC-H"),
        DescendantFonts=[inner],
    )
    document.pages[0].contents_add(b"BT /F9 20 Tf 72 500 Td <a4a2a4a4a4a6> Tj ET")


def standard_letters(document: pikepdf.Pdf) -> None:
    """A CFF font that names no charset: all of its glyphs have standard names (as the tax forms of
    another country have them).
    """
    font = TTFont(io.BytesIO(cff()))
    top = font["CFF "].cff.topDictIndex[0]
    bare = bytearray(font.getTableData("CFF "))
    assert top.rawDict["charset"]
    with_font(
        bytes(without_charset(bare, top.rawDict["charset"])), "/FontFile3", Subtype=Name.Type1C
    )(document)


def without_charset(font: bytearray, at: int) -> bytearray:
    """The operator `charset` (15) of the top dictionary becomes `UniqueID` (13), which is no
    place.
    """
    # Adobe Technical Note 5176, table 3: a number from 108 to 1131 in two bytes.
    found = bytes([247 + (at - 108) // 256, (at - 108) % 256, 15])
    start = font.index(found)
    font[start + len(found) - 1] = 13
    return font


@pytest.mark.parametrize(
    "change",
    [
        packed,
        same_condition,
        highlight,
        typewriter,
        program,
        heading,
        computed,
        namespaces,
        not_embedded,
        standard_letters,
    ],
)
def test_sound_documents_pass(change: Change) -> None:
    out = cleaned(change)
    assert not any(blocks(n) for n in out.noticed), out.noticed


def test_the_shared_cases() -> None:
    """No marker of the shared cases is left in what is let through."""
    import json

    from tests.conftest import SHARED, needs

    folder: Path = needs(SHARED / "cases" / "places")
    markers = json.loads((folder / "markers.json").read_text("utf-8"))
    for path in sorted(folder.glob("*.pdf")):
        out = through(path.read_bytes(), Kind.PDF, {})
        assert any(blocks(n) for n in out.noticed) or not holds(out.data, markers[path.name]), (
            path.name
        )
