"""The parts of a DOCX, XLSX or PPTX by their role, and what a cleaned file does with each."""

# Role of a part, which is the last word of its relationship's type, in lower case → where a cleaned
# file has it. ISO/IEC 29500-1, 11 (Word), 12 (Excel), 13 (PowerPoint), 14 and 15 (what they share);
# newer charts, slicers: [MS-ODRAWXML], [MS-XLSX].
PARTS = {
    "officedocument": "{root}/{main}{n}.xml",
    "styles": "{root}/styles{n}.xml",
    "theme": "{root}/theme/theme{n}.xml",
    "themeoverride": "{root}/theme/override{n}.xml",
    "font": "{root}/fonts/font{n}.{ending}",
    "image": "{root}/media/image{n}.{ending}",
    "ink": "{root}/ink/ink{n}.xml",
    "chart": "{root}/charts/chart{n}.xml",
    "chartex": "{root}/charts/chartEx{n}.xml",
    "chartstyle": "{root}/charts/style{n}.xml",
    "chartcolorstyle": "{root}/charts/colors{n}.xml",
    "chartusershapes": "{root}/drawings/shapes{n}.xml",
    "vmldrawing": "{root}/drawings/vmlDrawing{n}.vml",
    "diagramdata": "{root}/diagrams/data{n}.xml",
    "diagramlayout": "{root}/diagrams/layout{n}.xml",
    "diagramquickstyle": "{root}/diagrams/quickStyle{n}.xml",
    "diagramcolors": "{root}/diagrams/colors{n}.xml",
    "diagramdrawing": "{root}/diagrams/drawing{n}.xml",
    "settings": "{root}/settings{n}.xml",
    "fonttable": "{root}/fontTable{n}.xml",
    "numbering": "{root}/numbering{n}.xml",
    "header": "{root}/header{n}.xml",
    "footer": "{root}/footer{n}.xml",
    "footnotes": "{root}/footnotes{n}.xml",
    "endnotes": "{root}/endnotes{n}.xml",
    "worksheet": "{root}/worksheets/sheet{n}.xml",
    "chartsheet": "{root}/chartsheets/sheet{n}.xml",
    "sharedstrings": "{root}/sharedStrings{n}.xml",
    "sheetmetadata": "{root}/metadata{n}.xml",
    "calcchain": "{root}/calcChain{n}.xml",
    "drawing": "{root}/drawings/drawing{n}.xml",
    "table": "{root}/tables/table{n}.xml",
    "externallink": "{root}/externalLinks/externalLink{n}.xml",
    "slicer": "{root}/slicers/slicer{n}.xml",
    "slicercache": "{root}/slicerCaches/slicerCache{n}.xml",
    "ctrlprop": "{root}/ctrlProps/ctrlProp{n}.xml",
    "slide": "{root}/slides/slide{n}.xml",
    "slidelayout": "{root}/slideLayouts/slideLayout{n}.xml",
    "slidemaster": "{root}/slideMasters/slideMaster{n}.xml",
    "tablestyles": "{root}/tableStyles{n}.xml",
    "presprops": "{root}/presProps{n}.xml",
}
FAMILIES = {
    **dict.fromkeys(("wordprocessingml", "ms-word."), ("word", "document")),
    **dict.fromkeys(("spreadsheetml", "ms-excel."), ("xl", "workbook")),
    **dict.fromkeys(("presentationml", "ms-powerpoint."), ("ppt", "presentation")),
}
# Content types of main parts with macros, and what they are called without.
WITHOUT_MACROS = {
    "application/vnd.ms-word.document.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "docx",
    ),
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "xlsx",
    ),
    "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        "pptx",
    ),
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "dotx",
    ),
    "application/vnd.ms-excel.template.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "xltx",
    ),
    "application/vnd.ms-powerpoint.slideshow.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
        "ppsx",
    ),
    "application/vnd.ms-powerpoint.template.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
        "potx",
    ),
}
ALONE = set(
    """
    officedocument styles settings fonttable numbering footnotes endnotes sharedstrings
    sheetmetadata calcchain tablestyles presprops
    """.split()
)
# Parts that describe, and the word for each. Not one of them shows.
GONE = {
    **dict.fromkeys(
        ("core-properties", "extended-properties", "custom-properties", "classificationlabels"),
        "document properties",
    ),
    "thumbnail": "thumbnails",
    "printersettings": "printer settings",
    **dict.fromkeys(
        (
            "customxml",
            "customxmlprops",
            "customproperty",
            "tags",
            "xmlmaps",
            "tablesinglecells",
            "workbookmetadata",
            "extensibility",
            "usercustomization",
            "webextensiontaskpanes",
            "webextension",
            "keymapcustomizations",
            "attachedtoolbars",
            "volatiledependencies",
        ),
        "private data of programs",
    ),
    **dict.fromkeys(
        (
            "connections",
            "querytable",
            "mailmergesource",
            "mailmergeheadersource",
            "recipientdata",
            "mailmergerecipientdata",
        ),
        "queries and data sources",
    ),
    **dict.fromkeys(
        (
            "people",
            "person",
            "commentauthors",
            "authors",
            "usernames",
            "revisioninfo",
            "changesinfo",
            "comments",
            "commentsextended",
            "commentsids",
            "commentsextensible",
            "threadedcomment",
            "revisionheaders",
            "revisionlog",
        ),
        "names of people",
    ),
    **dict.fromkeys(
        (
            "attachedtemplate",
            "glossarydocument",
            "websettings",
            "styleswitheffects",
            "viewprops",
            "handoutmaster",
            "notesmaster",
            "notesslide",
        ),
        "template and view settings",
    ),
    **dict.fromkeys(("origin", "signature", "certificate"), "signature details"),
    # ISO/IEC 29500-1, 18.14: the part stays for its names; its link has the path of a workbook.
    "externallinkpath": "paths of other workbooks",
    # PowerPoint keeps a picture as it was before its "artistic effects" ([MS-ODRAWXML]).
    "hdphoto": "earlier versions of pictures",
}
# Parts that hold something that people must see to first: role → code.
HELD = {
    "vbaproject": "H110",
    "wordvbadata": "H110",
    "xlmacrosheet": "H110",
    "xlintlmacrosheet": "H110",
    "dialogsheet": "H110",
    "oleobject": "H111",
    "package": "H111",
    "afchunk": "H111",
    "subdocument": "H111",
    "control": "H111",
    "video": "H111",
    "activexcontrolbinary": "H111",
    "audio": "H111",
    "media": "H111",
    "model3d": "H111",
    "pivottable": "H112",
    "pivotcachedefinition": "H112",
    "pivotcacherecords": "H112",
}
# Parts without which there is nothing to read. Others may be missing: Office opens the file all the
# same, and a picture that is not there ("Target=NULL") is a red cross.
NEEDED = {
    "officedocument",
    "slide",
    "slidelayout",
    "slidemaster",
    "worksheet",
    "chartsheet",
    "sharedstrings",
}
# Where a cleaned file has parts that stay only because a person decided so: role → (code, name).
KEPT = {
    "comments": ("H101", "{root}/comments{n}.xml"),
    "commentsextended": ("H101", "{root}/commentsExtended{n}.xml"),
    "commentsids": ("H101", "{root}/commentsIds{n}.xml"),
    "commentsextensible": ("H101", "{root}/commentsExtensible{n}.xml"),
    "people": ("H101", "{root}/people{n}.xml"),
    "threadedcomment": ("H101", "{root}/threadedComments/threadedComment{n}.xml"),
    "person": ("H101", "{root}/persons/person{n}.xml"),
    "commentauthors": ("H101", "{root}/commentAuthors{n}.xml"),
    "authors": ("H101", "{root}/authors{n}.xml"),
    "revisionheaders": ("H102", "{root}/revisions/revisionHeaders{n}.xml"),
    "revisionlog": ("H102", "{root}/revisions/revisionLog{n}.xml"),
    "usernames": ("H102", "{root}/revisions/userNames{n}.xml"),
    "notesslide": ("H105", "{root}/notesSlides/notesSlide{n}.xml"),
    "notesmaster": ("H105", "{root}/notesMasters/notesMaster{n}.xml"),
    "vbaproject": ("H110", "{root}/vbaProject{n}.bin"),
    "wordvbadata": ("H110", "{root}/vbaData{n}.xml"),
    "oleobject": ("H111", "{root}/embeddings/oleObject{n}.{ending}"),
    "package": ("H111", "{root}/embeddings/package{n}.{ending}"),
    "control": ("H111", "{root}/activeX/activeX{n}.xml"),
    "activexcontrolbinary": ("H111", "{root}/activeX/activeX{n}.bin"),
    "video": ("H111", "{root}/media/video{n}.{ending}"),
    "audio": ("H111", "{root}/media/audio{n}.{ending}"),
    "media": ("H111", "{root}/media/media{n}.{ending}"),
    "pivottable": ("H112", "{root}/pivotTables/pivotTable{n}.xml"),
    "pivotcachedefinition": ("H112", "{root}/pivotCache/pivotCacheDefinition{n}.xml"),
    "pivotcacherecords": ("H112", "{root}/pivotCache/pivotCacheRecords{n}.xml"),
}
# Parts that stay behind, unless they hold something.
HIDING = {"comments", "threadedcomment", "notesslide"}
BY_NAME = {
    "slide",
    "worksheet",
    "chartsheet",
    "header",
    "footer",
    "externallink",
    "image",
    "hyperlink",
    "chart",
    "chartex",
    "drawing",
    "vmldrawing",
    "ink",
    "oleobject",
    "package",
    "control",
    "afchunk",
    "video",
    "audio",
    "media",
    "model3d",
    "hdphoto",
    "svg",
}  # roles that count only where they are used
