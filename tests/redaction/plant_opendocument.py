"""OpenDocument files with one marker planted in one place. Nothing here knows how it is removed or
found.
"""

import io
import zipfile
from typing import Any

from tests.redaction.plant import MARKER, exif, picture

_SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **{
            w: f"urn:oasis:names:tc:opendocument:xmlns:{w}:1.0"
            for w in (
                "office",
                "style",
                "text",
                "table",
                "meta",
                "chart",
                "form",
                "script",
                "presentation",
                "config",
            )
        },
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "ooo": "http://openoffice.org/2004/office",
        "officeooo": "http://openoffice.org/2009/office",
        "foreign": "urn:example:foreign",
    }.items()
)
_WORD = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
BODY = {
    "odt": '<text:h text:outline-level="1">Visible heading</text:h><text:p>Visible '
    "words<text:line-break/>more</text:p>"
    '<text:p><draw:frame draw:name="Picture 1"><draw:image '
    'xlink:href="Pictures/photo.jpg"/></draw:frame></text:p>{}',
    "ods": "<table:table "
    'table:name="First"><table:table-column/><table:table-column/><table:table-row>'
    "<table:table-cell "
    'office:value-type="float" '
    'office:value="3"><text:p>3</text:p></table:table-cell><table:table-cell><text:p>Visible</text:p>'
    "</table:table-cell></table:table-row></table:table>{}",
    "odp": '<draw:page draw:name="page1"><draw:frame><draw:text-box><text:p>Visible '
    "title</text:p></draw:text-box></draw:frame>"
    "</draw:page>{}",
}
GONE: dict[str, tuple[str, dict[str, Any]]] = {}  # name → (kind, pieces)
HELD: dict[str, tuple[str, str, dict[str, Any]]] = {}  # name → (kind, code, pieces)


def odf(
    kind: str,
    *,
    body: str = "",
    styles: str = "",
    meta: str = "",
    settings: str = "",
    auto: str = "",
    head: str = "",
    members: dict[str, bytes] | None = None,
    photo: bytes = b"",
) -> bytes:
    """A document that shows something; the pieces are put in where they belong."""
    media = f"application/vnd.oasis.opendocument.{_WORD[kind]}"
    content = (
        f"<office:document-content {_SPACES} "
        f'office:version="1.3">{head}<office:automatic-styles>{auto}</office:automatic-styles>'
        f"<office:body><office:{_WORD[kind]}>{BODY[kind].format(body)}</office:{_WORD[kind]}></office:body></office:document-content>"
    )
    parts: dict[str, bytes] = {
        "content.xml": content.encode(),
        "styles.xml": f"<office:document-styles {_SPACES} "
        f'office:version="1.3"><office:styles/>{styles}</office:document-styles>'.encode(),
        "meta.xml": f"<office:document-meta "
        f"{_SPACES}><office:meta><meta:generator>LibreOffice/7.4.7.2$Linux_X86_64 "
        f"Build-9</meta:generator>"
        f"<dc:date>2017-04-03T10:00:00</dc:date>{meta}</office:meta></office:document-meta>".encode(),
        "settings.xml": f"<office:document-settings "
        f"{_SPACES}><office:settings><config:config-item-set "
        f'config:name="ooo:configuration-settings">'
        f'<config:config-item config:name="AddParaSpacing" '
        f'config:type="boolean">true</config:config-item>{settings}'
        "</config:config-item-set></office:settings></office:document-settings>".encode(),
        "Pictures/photo.jpg": photo or picture(),
        **(members or {}),
    }
    listed = "".join(f'<m:file-entry m:full-path="{name}" m:media-type=""/>' for name in parts)
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    drawn = "".join(
        f'<m:file-entry m:full-path="{name.rpartition("/")[0]}/" '
        f'm:media-type="application/vnd.oasis.opendocument.'
        f'{"chart" if "Chart" in name else "text"}"/>'
        for name in parts
        if name.endswith("/content.xml")
    )
    parts["META-INF/manifest.xml"] = (
        f'<m:manifest xmlns:m="{space}"><m:file-entry m:full-path="/" '
        f'm:media-type="{media}"/>{listed}{drawn}</m:manifest>'.encode()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), media)
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def gone(name: str, kind: str = "odt", **pieces: object) -> None:
    GONE[f"{kind}: {name}"] = (kind, pieces)


def held(name: str, code: str, kind: str = "odt", **pieces: object) -> None:
    HELD[f"{kind}: {name}"] = (kind, code, pieces)


for _kind in _WORD:
    gone("creator", _kind, meta=f"<dc:creator>{MARKER}</dc:creator>")
gone("initial creator", meta=f"<meta:initial-creator>{MARKER}</meta:initial-creator>")
gone("printed by", meta=f"<meta:printed-by>{MARKER}</meta:printed-by>")
gone("own property", meta=f'<meta:user-defined meta:name="Client">{MARKER}</meta:user-defined>')
gone(
    "template",
    meta=f'<meta:template xlink:href="file:///home/{MARKER}/t.ott" xlink:title="{MARKER}"/>',
)
gone("thumbnail", members={"Thumbnails/thumbnail.png": MARKER.encode()})
gone("rdf", members={"manifest.rdf": f"<x>{MARKER}</x>".encode()})
gone("tool bars", members={"Configurations2/accelerator/current.xml": f"<x>{MARKER}</x>".encode()})
gone(
    "earlier version",
    members={"Versions/Version1": MARKER.encode(), "VersionList.xml": f"<x>{MARKER}</x>".encode()},
)
gone("picture that nothing shows", members={"Pictures/old.jpg": picture(exif=exif())})
gone("exif of a picture", photo=picture(exif=exif()))
gone(
    "printer",
    settings=f'<config:config-item config:name="PrinterName" '
    f'config:type="string">{MARKER}</config:config-item>',
)
gone(
    "printer setup",
    settings='<config:config-item config:name="PrinterSetup" config:type="base64Binary">'
    f"{MARKER}</config:config-item>",
)
gone("rsid", body=f'<text:p officeooo:rsid="{MARKER}">x</text:p>')
gone("foreign attribute", body=f'<text:p foreign:who="{MARKER}">x</text:p>')
gone("foreign element", body=f'<text:p>x<foreign:who by="{MARKER}"/></text:p>')
gone("comment of the XML", body=f"<!-- {MARKER} --><text:p>x</text:p>")
gone(
    "name of a picture",
    body=f'<text:p><draw:frame draw:name="{MARKER}"><draw:image '
    f'xlink:href="Pictures/photo.jpg"/></draw:frame></text:p>',
)
gone(
    "event",
    head=f"<office:scripts><office:event-listeners><script:event-listener "
    f'xlink:href="{MARKER}"/></office:event-listeners></office:scripts>',
)
gone(
    "field that nothing shows",
    body=f'<text:user-field-decls><text:user-field-decl text:name="a" '
    f'office:string-value="{MARKER}"/></text:user-field-decls>',
)
gone(
    "password of a section",
    body=f'<text:section text:name="a" '
    f'text:protection-key="{MARKER}"><text:p>x</text:p></text:section>',
)

held(
    "comment",
    "H101",
    body=f"<text:p>a<office:annotation><dc:creator>{MARKER}</dc:creator><dc:date>2017-01-01T00:00:00</dc:date>"
    "<text:p>said</text:p></office:annotation>b</text:p>",
)
held(
    "comment in a cell",
    "H101",
    "ods",
    body=f"<table:table "
    f'table:name="n"><table:table-row><table:table-cell><office:annotation><dc:creator>{MARKER}'
    "</dc:creator><text:p>said</text:p></office:annotation></table:table-cell></table:table-row></table:table>",
)
held(
    "tracked change",
    "H102",
    body="<text:tracked-changes><text:changed-region><text:insertion><office:change-info><dc:creator>"
    f"{MARKER}</dc:creator><dc:date>2017-01-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region></text:tracked-changes>",
)
held(
    "hidden sheet",
    "H103",
    "ods",
    auto='<style:style style:name="h" style:family="table"><style:table-properties '
    'table:display="false"/></style:style>',
    body='<table:table table:name="workings" '
    'table:style-name="h"><table:table-row><table:table-cell/></table:table-row></table:table>',
)
held(
    "hidden row",
    "H104",
    "ods",
    body='<table:table table:name="n"><table:table-row '
    'table:visibility="collapse"><table:table-cell><text:p>x</text:p>'
    "</table:table-cell></table:table-row></table:table>",
)
held(
    "hidden column",
    "H104",
    "ods",
    body='<table:table table:name="n"><table:table-column '
    'table:number-columns-repeated="2"/><table:table-column '
    'table:visibility="collapse"/><table:table-row><table:table-cell '
    'table:number-columns-repeated="2"/><table:table-cell><text:p>x</text:p>'
    "</table:table-cell></table:table-row></table:table>",
)
held(
    "hidden slide",
    "H104",
    "odp",
    auto='<style:style style:name="h" '
    'style:family="drawing-page"><style:drawing-page-properties presentation:visibility='
    '"hidden"/></style:style>',
    body="<draw:page "
    'draw:style-name="h"><draw:frame><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame></draw:page>',
)
held(
    "speaker notes",
    "H105",
    "odp",
    body="<draw:page><presentation:notes><draw:frame "
    'presentation:class="notes"><draw:text-box><text:p>say this</text:p>'
    "</draw:text-box></draw:frame></presentation:notes></draw:page>",
)
held("macros", "H110", members={"Basic/Standard/Module1.xml": f"<x>{MARKER}</x>".encode()})
held(
    "embedded object",
    "H111",
    members={"Object 1": MARKER.encode()},
    body='<text:p><draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame></text:p>',
)
held(
    "embedded document",
    "H111",
    members={"Doc 1/content.xml": b"<x/>"},
    body='<text:p><draw:frame><draw:object xlink:href="./Doc 1"/></draw:frame></text:p>',
)
held(
    "hidden section",
    "H112",
    body='<text:section text:name="s" text:display="none"><text:p>x</text:p></text:section>',
)
held(
    "vanishing text",
    "H112",
    auto='<style:style style:name="v" style:family="text"><style:text-properties '
    'text:display="none"/></style:style>',
    body='<text:p><text:span text:style-name="v">x</text:span></text:p>',
)
held(
    "scenario",
    "H112",
    "ods",
    body="<table:table "
    'table:name="n"><table:scenario/><table:table-row><table:table-cell/></table:table-row></table:table>',
)
held(
    "link to a file",
    "H113",
    body='<text:p><text:a xlink:href="file:///home/pat/list.odt">x</text:a></text:p>',
)
held(
    "linked picture",
    "H113",
    body="<text:p><draw:frame><draw:image "
    'xlink:href="http://host.example/p.png"/></draw:frame></text:p>',
)
held("author field", "H113", body=f"<text:p><text:author-name>{MARKER}</text:author-name></text:p>")
held("file name field", "H113", body="<text:p><text:file-name>list.odt</text:file-name></text:p>")
held(
    "linked section",
    "H113",
    body='<text:section text:name="s"><text:section-source '
    'xlink:href="../other.odt"/><text:p>x</text:p></text:section>',
)

gone(
    "code of a reference manager",
    body=f'<text:p><text:reference-mark-start text:name="ZOTERO '
    f'{MARKER}"/>x<text:reference-mark-end text:name="ZOTERO {MARKER}"/></text:p>',
)
gone(
    "name of a section",
    body=f'<text:section text:name="{MARKER}"><text:p>x</text:p></text:section>',
)
gone(
    "form that asks a database",
    body=f'<text:p><form:form form:datasource="{MARKER}" form:command="{MARKER}"/>x</text:p>',
)
gone(
    "name of a fill",
    auto=f'<style:style style:name="z" style:family="graphic"><style:graphic-properties '
    f'draw:display-name="{MARKER}"/></style:style>',
)
held(
    "other comments",
    "H101",
    "odp",
    body="<draw:page><officeooo:annotation><dc:creator>Pat</dc:creator><text:p>said</text:p></officeooo:annotation></draw:page>",
)
held(
    "conditional text",
    "H112",
    body='<text:p><text:conditional-text text:string-value-if-true="secret" '
    'text:string-value-if-false="x">x</text:conditional-text></text:p>',
)
held(
    "header that is off",
    "H112",
    styles='<office:master-styles><style:master-page style:name="m"><style:header '
    'style:display="false"><text:p>secret'
    "</text:p></style:header></style:master-page></office:master-styles>",
)
held(
    "script in the text",
    "H110",
    body='<text:p><text:script script:language="JavaScript">secret</text:script>x</text:p>',
)
held(
    "formula into another file",
    "H113",
    "ods",
    body='<table:table table:name="n"><table:table-row><table:table-cell '
    "table:formula=\"of:=['file:///home/pat/x.ods'#$A.A1]\">"
    "<text:p>1</text:p></table:table-cell></table:table-row></table:table>",
)
held(
    "value that shows as nothing",
    "H112",
    "ods",
    body='<table:table table:name="n"><table:table-row><table:table-cell '
    'office:value="4711"><text:p/>'
    "</table:table-cell></table:table-row></table:table>",
)
