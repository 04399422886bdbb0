"""What a cleaned ODT, ODS or ODP may hold (ISO/IEC 26300, and what LibreOffice adds): its
namespaces and what goes from its XML.
"""

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
# What LibreOffice (and OpenOffice.org before it) writes beside the standard: its own namespaces.
_LIBRE = "urn:org:documentfoundation:names:experimental:"
_OOO = "http://openoffice.org/"
SPACES = {
    **{
        word: f"{_OASIS}{word}:1.0"
        for word in (
            "office",
            "style",
            "text",
            "table",
            "meta",
            "chart",
            "dr3d",
            "form",
            "script",
            "presentation",
            "config",
            "manifest",
            "of",
            "animation",
        )
    },
    "draw": _OASIS + "drawing:1.0",
    "number": _OASIS + "datastyle:1.0",
    "fo": _OASIS + "xsl-fo-compatible:1.0",
    "svg": _OASIS + "svg-compatible:1.0",
    "smil": _OASIS + "smil-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "ooo": _OOO + "2004/office",
    "ooow": _OOO + "2004/writer",
    "oooc": _OOO + "2004/calc",
    "tableooo": _OOO + "2009/table",
    "drawooo": _OOO + "2010/draw",
    "officeooo": _OOO + "2009/office",
    "chartooo": _OOO + "2010/chart",
    "calcext": _LIBRE + "calc:xmlns:calcext:1.0",
    "loext": _LIBRE + "office:xmlns:loext:1.0",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    "formx": "urn:openoffice:names:experimental:ooxml-odf-interop:xmlns:form:1.0",
    "css3t": "http://www.w3.org/TR/css3-text/",
    "oox": "urn:org:documentfoundation:names:experimental:ooxml-odf-interop",
}
NAMESPACES = frozenset(SPACES.values())


def names(prefix: str, words: str) -> set[str]:
    """Names as lxml writes them: `{namespace}name`."""
    return {f"{{{SPACES[prefix]}}}{word}" for word in words.split()}


# Elements that go with all that is in them: scripts, what sheets remember of labels and pivot
# tables, the source from which StarMath made a formula (`annotation`), marks of users' indexes.
ELEMENTS = {
    *names("office", "event-listeners forms-data"),
    *names("presentation", "event-listener"),
    *names("script", "event-listener"),
    *names("text", "alphabetical-index-auto-mark-file"),
    *names("table", "label-ranges consolidation data-pilot-members"),
    *names("math", "annotation annotation-xml"),
    *names("text", "user-index-mark user-index-mark-start user-index-mark-end"),
}
# OpenDocument 1.3 part 3: `office:scripts` are the document's, `text:script` stands in its text.
SCRIPTS = names("office", "scripts") | names("text", "script")
# Ids of sessions of editing; hashes of passwords; data sources; titles and windows of links; words
# for the next author; fields of bibliographies (`custom1` …).
ATTRIBUTES = {
    *names("officeooo", "rsid paragraph-rsid"),
    *names("table", "protection-key protection-key-digest-algorithm"),
    *names("text", "protection-key protection-key-digest-algorithm"),
    *names("loext", "protection-key protection-key-digest-algorithm-2"),
    *names("table", "protection-key-digest-algorithm-2"),
    *names("draw", "copy-of display-name"),
    *names("form", "datasource command command-type"),
    *names("office", "title target-frame target-frame-name"),
    *names("loext", "tag alias"),
    *names("xlink", "title"),
    *names("form", "title target-frame"),
    *names(
        "text",
        "help hint description note local-url annote custom1 custom2 custom3 custom4 custom5",
    ),
}
# Fields that show what the properties say: they become the words that they show.
FIELDS = names(
    "text",
    "title subject keywords description creation-date creation-time modification-date "
    "modification-time print-date print-time "
    "editing-cycles editing-duration page-count-range user-defined",
)
# Fields that show a person, a file or a data source: people must see to them.
TELLING = names(
    "text",
    "author-name author-initials initial-creator creator printed-by file-name template-name "
    "sender-firstname sender-lastname "
    "sender-initials sender-title sender-position sender-email sender-phone-private sender-fax "
    "sender-company sender-phone-work "
    "sender-street sender-city sender-postal-code sender-country sender-state-or-province "
    "database-display database-name "
    "database-row-select database-next",
)
# Elements whose names are those of reference managers or files, and what refers to them: they
# become numbers.
NUMBERED = names(
    "text",
    "reference-mark reference-mark-start reference-mark-end section table-of-content "
    "alphabetical-index user-index bibliography "
    "illustration-index table-index object-index",
)
REFERRING = names("text", "reference-ref")
# Drawn things whose names are often those of files.
NAMED = names(
    "draw",
    "frame image rect line custom-shape g path polygon polyline ellipse circle connector "
    "text-box caption control",
)
# Kinds of inner document that are drawings of the document itself.
DRAWN = {"application/vnd.oasis.opendocument.chart", "application/vnd.oasis.opendocument.formula"}
KINDS = {
    "application/vnd.oasis.opendocument." + kind + tail
    for kind in ("text", "spreadsheet", "presentation")
    for tail in ("", "-template")
}
# Settings that change how it looks are switches and numbers; texts and blobs are printers, users,
# passwords, data sources.
SETTINGS = {"boolean", "short", "int"}
SETTINGS_IN_WORDS = {
    "PrinterIndependentLayout": {"enabled", "disabled", "low-resolution", "high-resolution"}
}
SETTINGS_GONE = r"Rsid\w*|CodeName|Current\w*|.*[Pp]assword.*|.*Signature.*"
# How programs name themselves in `meta:generator`, without the system and the build.
GENERATORS = (
    r"(?:LibreOffice|OpenOffice(?:\.org)?|MicrosoftOffice|Calligra|Collabora_?Office(?:Dev)?)"
    r"/\d+(?:\.\d+)?"
)
META = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'office:version="1.3"><office:meta><meta:generator>{}'
    "</meta:generator></office:meta></office:document-meta>"
)
