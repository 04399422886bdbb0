"""What a cleaned DOCX, XLSX or PPTX may hold: its parts by their role, its namespaces, and what
goes out of its XML.

An allow-list of parts and namespaces (ISO/IEC 29500 and [MS-OE376], [MS-DOCX], [MS-XLSX],
[MS-PPTX]); inside the namespaces, names of elements and attributes that describe the file or its
makers.
"""

_ECMA = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MS = "http://schemas.microsoft.com/office/"


NAMESPACES = {
    *(
        base + tail
        for base in (_ECMA, _STRICT)
        for tail in (
            "wordprocessingml/main",
            "spreadsheetml/main",
            "presentationml/main",
            "drawingml/main",
            "drawingml/chart",
            "drawingml/chartDrawing",
            "drawingml/picture",
            "drawingml/diagram",
            "drawingml/lockedCanvas",
            "drawingml/spreadsheetDrawing",
            "drawingml/wordprocessingDrawing",
            "officeDocument/relationships",
            "officeDocument/math",
            "officeDocument/docPropsVTypes",
        )
    ),
    *(
        _ECMA + tail
        for tail in (
            "wordprocessingml/2006/main",
            "spreadsheetml/2006/main",
            "presentationml/2006/main",
            "drawingml/2006/main",
            "drawingml/2006/chart",
            "drawingml/2006/chartDrawing",
            "drawingml/2006/picture",
            "drawingml/2006/diagram",
            "drawingml/2006/lockedCanvas",
            "drawingml/2006/spreadsheetDrawing",
            "drawingml/2006/wordprocessingDrawing",
            "drawingml/2006/compatibility",
            "officeDocument/2006/relationships",
            "officeDocument/2006/math",
            "markup-compatibility/2006",
        )
    ),
    *(
        _MS + tail
        for tail in (
            "word/2006/wordml",
            "word/2010/wordml",
            "word/2012/wordml",
            "word/2015/wordml/symex",
            "word/2010/wordprocessingDrawing",
            "word/2010/wordprocessingShape",
            "word/2010/wordprocessingGroup",
            "word/2010/wordprocessingCanvas",
            "word/2010/wordprocessingInk",
            "drawing/2010/main",
            "drawing/2008/diagram",
            "drawing/2007/8/2/chart",
            "drawing/2012/chart",
            "drawing/2012/chartStyle",
            "drawing/2017/decorative",
            "drawing/2014/chartex",
            # [MS-ODRAWXML] 2.24.3: what a chart of 2016 and later asks of the program
            "drawing/2015/9/8/chartex",
            "drawing/2015/10/21/chartex",
            "drawing/2016/5/9/chartex",
            "drawing/2016/5/10/chartex",
            "drawing/2016/5/11/chartex",
            "drawing/2016/5/12/chartex",
            "drawing/2016/5/13/chartex",
            "drawing/2016/5/14/chartex",
            "spreadsheetml/2009/9/main",
            "spreadsheetml/2009/9/ac",
            "spreadsheetml/2010/11/main",
            "spreadsheetml/2015/02/main",
            "spreadsheetml/2018/calcfeatures",
            "spreadsheetml/2017/dynamicarray",
            "excel/2006/main",
            "powerpoint/2010/main",
            "powerpoint/2012/main",
            "powerpoint/2015/09/main",
        )
    ),
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:word",
    "urn:schemas-microsoft-com:office:excel",
    "urn:schemas-microsoft-com:office:powerpoint",
    "http://www.w3.org/2003/InkML",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2001/XMLSchema-instance",
}


_SPACES = {
    "": ("",),
    "w": (_ECMA + "wordprocessingml/2006/main", _STRICT + "wordprocessingml/main"),
    "x": (_ECMA + "spreadsheetml/2006/main", _STRICT + "spreadsheetml/main"),
    "p": (_ECMA + "presentationml/2006/main", _STRICT + "presentationml/main"),
    "c": (_ECMA + "drawingml/2006/chart", _STRICT + "drawingml/chart"),
    "m": (_ECMA + "officeDocument/2006/math", _STRICT + "officeDocument/math"),
    "w14": (_MS + "word/2010/wordml",),
    "w15": (_MS + "word/2012/wordml",),
    "wp14": (_MS + "word/2010/wordprocessingDrawing",),
    "a14": (_MS + "drawing/2010/main",),
    "p14": (_MS + "powerpoint/2010/main",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "ink": ("http://www.w3.org/2003/InkML",),
}


def names(prefix: str, words: str) -> set[str]:
    """Names as lxml writes them, `{namespace}name`, in each namespace that the prefix
    stands for.
    """
    return {
        f"{{{space}}}{word}" if space else word
        for space in _SPACES[prefix]
        for word in words.split()
    }


# Elements that go with all that is in them; what they say must not be found in the copy.
ELEMENTS = {
    *names(
        "w",
        "rsid nsid tmpl alias tag dataBinding placeholder permStart permEnd smartTagPr "
        "customXmlPr entryMacro "
        "exitMacro fldData helpText statusText tblGridChange commentRangeStart commentRangeEnd "
        "commentReference",
    ),
    *names("w15", "dataBinding docId webExtensionLinked webExtensionCreated"),
    *names("w14", "docId conflictMode"),
    *names(
        "x",
        "fileVersion fileSharing customWorkbookViews customSheetViews webPublishing "
        "webPublishObjects "
        "webPublishItems fileRecoveryPr smartTagPr smartTagTypes smartTags customProperties "
        "protectedRanges "
        "dataConsolidate xmlColumnPr sheetDataSet",
    ),
    *names(
        "p", "custDataLst smTags modifyVerifier htmlPubPr webPr handoutMasterIdLst notesMasterIdLst"
    ),
    *names("p14", "creationId modifyId"),
    *names("a14", "imgProps"),
    *names("c", "printSettings"),
    *names("x", "functionGroups"),
    "{urn:schemas-microsoft-com:office:excel}FmlaMacro",
    *names("ink", "annotation annotationXML timestamp"),
}
# Elements that go, and leave what is in them where it stands (ISO/IEC 29500-1, 17.5.1).
WRAPPERS = names("w", "smartTag customXml")
ATTRIBUTES = {
    # Ids of sessions of editing: with several copies they show who had which version.
    *names("w", "rsidR rsidRPr rsidRDefault rsidP rsidDel rsidTr rsidSect"),
    *names("w", "tgtFrame"),
    *names("w14", "paraId textId anchorId"),
    *names("wp14", "anchorId editId"),
    *names("o", "gfxdata title href"),
    *names(
        "",
        "codeName userName hashValue saltValue spinCount algorithmName workbookHashValue "
        "workbookSaltValue "
        "workbookSpinCount workbookAlgorithmName revisionsHashValue revisionsSaltValue "
        "revisionsSpinCount "
        "revisionsAlgorithmName workbookPassword revisionsPassword password comment connectionId "
        "queryTableFieldId tableType uniqueName macro invalidUrl description help statusBar "
        "customMenu "
        "tgtFrame customList phldrT",
    ),
}
DESCRIBED = (
    b":rsid",
    b":paraId",
    b":gfxdata",
    b" codeName=",
    b"ashValue=",
    b" password=",
    b" connectionId=",
)  # most of them
# What `settings.xml` keeps: what the layout needs (ISO/IEC 29500-1, 17.15.1).
SETTINGS = names(
    "w",
    "mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter "
    "gutterAtTop "
    "defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps "
    "evenAndOddHeaders "
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing "
    "displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery characterSpacingControl "
    "printTwoOnOne "
    "strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore footnotePr endnotePr compat "
    "themeFontLang "
    "clrSchemeMapping doNotIncludeSubdocsInStats hdrShapeDefaults shapeDefaults decimalSymbol "
    "listSeparator "
    "noPunctuationKerning printFractionalCharacterWidth displayBackgroundShape "
    "printPostScriptOverText "
    "doNotShadeFormData embedTrueTypeFonts saveSubsetFonts embedSystemFonts",
) | names("m", "mathPr")
# Of what goes, elements whose texts name people, places or machines.
TELLING = set(
    """
    permStart fileSharing customWorkbookViews protectedRanges smartTagPr customXmlPr webPublishing
    webPublishItems htmlPubPr docVars mailMerge attachedSchema absPath
    """.split()
)
# Parts that name people, places or machines, and whether their attributes do so too.
TELLING_PARTS = {
    **dict.fromkeys(
        (
            "core-properties",
            "extended-properties",
            "custom-properties",
            "customxml",
            "classificationlabels",
        ),
        False,
    ),
    **dict.fromkeys(
        ("people", "person", "commentauthors", "authors", "usernames", "connections", "tags"), True
    ),
}
# The one property that stays: the program that wrote the file, since programs trust results and
# draw charts by it.
PROGRAM_PART = "docProps/app.xml"
PROGRAM_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
PROGRAM_LINK = _ECMA + "officeDocument/2006/relationships/extended-properties"
PROGRAM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{}</Application><AppVersion>{}</AppVersion></Properties>"
)
PROGRAMS = r"Microsoft (?:Office |Macintosh )?(?:Word|Excel|PowerPoint)|LibreOffice"
VERSIONS = r"\d\d\.\d{4}"
