"""Words of OpenDocument files that nothing shows: they go, or a finding names their place."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from jtai_submit.redaction import opendocument
from jtai_submit.redaction.shared import residue
from tests.redaction.plant import MARKER
from tests.redaction.plant_office import packed, unpacked
from tests.redaction.plant_opendocument import odf
from tests.redaction.shared.test_opentype import a_font
from tests.redaction.test_decisions import decided

_MASTERS = (
    "<office:master-styles><style:master-page style:name='Standard'/><style:master-page "
    "style:name='Old'>"
    f"<style:header><text:p>{MARKER}</text:p></style:header></style:master-page></office:master-styles>"
)
_FONT = (
    "<office:font-face-decls><style:font-face "
    "style:name='Test'><svg:font-face-src><svg:font-face-uri "
    "xlink:href='Fonts/a.ttf'/></svg:font-face-src></style:font-face></office:font-face-decls>"
)
_LINK = (
    f"<style:style style:name='T1'><style:text-properties "
    f"xlink:href='http://{MARKER.split()[0]}.example'/></style:style>"
)
_SHOW = (
    f"<presentation:settings presentation:show='{MARKER}'><presentation:show "
    f"presentation:name='{MARKER}' presentation:pages='page1'/></presentation:settings>"
)
_FILTER = (
    f"<table:database-ranges><table:database-range table:name='{MARKER}' "
    f"table:target-range-address='Sheet1.A1:Sheet1.A2'>"
    f"<table:filter><table:filter-condition table:field-number='0' table:operator='=' "
    f"table:value='{MARKER}'/></table:filter>"
    "</table:database-range></table:database-ranges>"
)
_CONSTANT = (
    "<table:named-expressions><table:named-expression table:name='owner' "
    "table:base-cell-address='$Sheet1.$A$1' "
    f"table:expression='&quot;{MARKER}&quot;'/></table:named-expressions>"
)
_PAGE = (
    f"<draw:page draw:name='{MARKER}'><draw:frame><draw:text-box><text:p><text:a "
    f"xlink:href='#{MARKER}'>Visible</text:a></text:p></draw:text-box></draw:frame></draw:page>"
)
GOES: dict[str, tuple[str, dict[str, Any]]] = {
    "page that nothing uses": ("odt", {"styles": _MASTERS}),
    "page for handouts": (
        "odp",
        {
            "styles": "<office:master-styles><style:handout-master><draw:frame><draw:text-box>"
            f"<text:p>{MARKER}</text:p></draw:text-box></draw:frame></style:handout-master>"
            "</office:master-styles>"
        },
    ),
    "footer that no slide shows": (
        "odp",
        {
            "body": f"<presentation:footer-decl "
            f"presentation:name='f'>{MARKER}</presentation:footer-decl>"
        },
    ),
    "format of numbers that nothing uses": (
        "ods",
        {
            "auto": f"<number:number-style "
            f"xmlns:number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0' "
            f"style:name='N1'><number:text>{MARKER}</number:text></number:number-style>"
        },
    ),
    "link on the looks of a text": ("odt", {"auto": _LINK}),
    "frame that a link opens in": (
        "odt",
        {
            "body": f"<text:p><text:a xlink:href='http://a.example' "
            f"office:target-frame-name='{MARKER}' xlink:title='{MARKER}'>Visible</text:a></text:p>"
        },
    ),
    "name of a slide": ("odp", {"body": _PAGE}),
    "name of a show": ("odp", {"body": _SHOW}),
    "name of a table": (
        "odt",
        {
            "body": f"<table:table "
            f"table:name='{MARKER}'><table:table-column/><table:table-row><table:table-cell><text:p>Visible</text:p></table:table-cell></table:table-row></table:table>"
        },
    ),
    "layer": (
        "odp",
        {
            "styles": f"<office:master-styles><draw:layer-set><draw:layer "
            f"draw:name='{MARKER}'/></draw:layer-set></office:master-styles>"
        },
    ),
    "filter for a text that no cell holds": ("ods", {"body": _FILTER}),
    "name that is a text": ("ods", {"body": _CONSTANT}),
    "font": ("odt", {"head": _FONT, "members": {"Fonts/a.ttf": a_font(MARKER)}}),
    "font that is no font": ("odt", {"head": _FONT, "members": {"Fonts/a.ttf": MARKER.encode()}}),
}


def words(data: bytes) -> str:
    return re.sub(r"<[^>]*>", "", unpacked(data)["content.xml"].decode()).strip()


@pytest.mark.parametrize("name", GOES)
def test_it_goes(tmp_path: Path, name: str) -> None:
    kind, pieces = GOES[name]
    original = odf(kind, **pieces)
    seen, cleaned = decided(tmp_path, original, kind)
    assert cleaned is not None, seen.noticed
    assert seen.noticed == ()
    assert (
        residue.found({MARKER, MARKER.split()[0]}, [cleaned, *unpacked(cleaned).values()]) == set()
    )
    assert words(cleaned) == words(original).replace(MARKER, "")
    assert opendocument.clean(cleaned).data == cleaned, "cleaning what is clean changes nothing"


def test_links_to_slides_still_lead_there() -> None:
    content = unpacked(opendocument.clean(odf("odp", body=_PAGE)).data)["content.xml"].decode()
    names = re.findall(r'draw:name="(page\d+)"', content)
    assert len(names) == 2 and f'xlink:href="#{names[1]}"' in content


def test_a_font_still_draws() -> None:
    name, data = "Fonts/1.ttf", opendocument.clean(odf("odt", **GOES["font"][1])).data
    assert TTFont(io.BytesIO(unpacked(data)[name])).getBestCmap() == {65: "A"}


_BESIDE = (
    "<draw:page draw:name='page2'><draw:frame svg:x='40cm' svg:y='0cm' svg:width='2cm' "
    "svg:height='2cm'>"
    "<draw:text-box><text:p>beside</text:p></draw:text-box></draw:frame></draw:page>"
)
_SIZE = (
    "<office:automatic-styles><style:page-layout style:name='P'><style:page-layout-properties "
    "fo:page-width='28cm' "
    "fo:page-height='21cm'/></style:page-layout></office:automatic-styles>"
)
FOUND: dict[str, tuple[str, tuple[str, str, str], dict[str, Any]]] = {
    "text beside a slide": (
        "odp",
        ("H112", "slide 2", "outside"),
        {"body": _BESIDE, "styles": _SIZE},
    ),
    "bookmark that is a path": (
        "odt",
        ("H113", "", "link"),
        {"body": r"<text:p><text:bookmark text:name='C:\Users\x'/></text:p>"},
    ),
    "text of a name that is used": (
        "ods",
        ("H112", "the name 'owner'", "passage"),
        {
            "body": _CONSTANT.replace(
                "<table:named-expressions>",
                "<table:named-expressions><table:named-expression table:name='twice' "
                "table:base-cell-address='$Sheet1.$A$1' table:expression='of:=[.A1]'/>",
            )
        },
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found(tmp_path: Path, name: str) -> None:
    kind, expected, pieces = FOUND[name]
    data = odf(kind, **pieces)
    if name.startswith("text of a name"):
        parts = unpacked(data)
        parts["content.xml"] = parts["content.xml"].replace(
            b"</table:table-cell>",
            b"</table:table-cell><table:table-cell table:formula='of:=LEN(owner)'/>",
            1,
        )
        data = packed(dict(sorted(parts.items(), key=lambda part: part[0] != "mimetype")))
    seen, cleaned = decided(tmp_path, data, kind)
    assert cleaned is None
    assert [(n.code, n.where, n.detail) for n in seen.noticed] == [expected]


def test_a_cropped_picture_is_said_and_does_not_block(tmp_path: Path) -> None:
    auto = (
        "<style:style style:name='f'><style:graphic-properties fo:clip='rect(0cm, 1.2cm, "
        "0cm, 0cm)'/></style:style>"
    )
    seen, cleaned = decided(tmp_path, odf("odt", auto=auto), "odt")
    assert cleaned is not None and [n.code for n in seen.noticed] == ["H117"]


def test_ids_that_odftoolkit_gives_twice(tmp_path: Path) -> None:
    seen, cleaned = decided(
        tmp_path,
        odf("odt", body="<text:p xml:id='a'>x</text:p><text:p xml:id='a'>y</text:p>"),
        "odt",
    )
    assert cleaned is not None, seen.noticed


@pytest.mark.parametrize(
    ("subset", "read"),
    [("", True), ('[<!ENTITY a "b">]', False)],
    ids=["as OpenOffice writes it", "with entities"],
)
def test_the_formulas_of_openoffice(tmp_path: Path, subset: str, read: bool) -> None:
    kind = (
        '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN" '
        '"math.dtd"'
    )
    formula = (
        f"{kind}{subset}><math:math "
        f'xmlns:math="http://www.w3.org/1998/Math/MathML"><math:mi>x</math:mi></math:math>'
    )
    parts = unpacked(
        odf(
            "odt",
            body="<text:p><draw:frame><draw:object xlink:href='./Object 1'/></draw:frame></text:p>",
            members={"Object 1/content.xml": formula.encode()},
        )
    )
    listed = parts["META-INF/manifest.xml"]
    parts["META-INF/manifest.xml"] = re.sub(
        rb'(full-path="Object 1/" m:media-type=")[^"]*',
        rb"\1application/vnd.oasis.opendocument.formula",
        listed,
    )
    seen, cleaned = decided(
        tmp_path, packed(dict(sorted(parts.items(), key=lambda part: part[0] != "mimetype"))), "odt"
    )
    assert (cleaned is not None) is read
    assert [(n.code, n.detail) for n in seen.noticed] == (
        [] if read else [("R203", "the part Object 1/content.xml declares entities")]
    )
