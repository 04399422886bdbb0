"""What a cleaned PDF may hold: each kind of object with its keys, and the kind of what stands
behind each key.

An allow-list, from ISO 32000-1 and -2: a key that is not here goes, whatever it is called and
wherever it stands. `LEAF` is a number, name, string or boolean, or an array of such; `MAPS` have
free keys (resource names), all of one kind. Kinds that depend on the object itself (a page or a
node of pages, a picture or a drawing) are told in `kinds`.
"""

LEAF = "leaf"
Kinds = dict[str, dict[str, str]]  # kind of object → key → kind of what stands behind it


def _keys(leaves: str, **kinds: str) -> dict[str, str]:
    return {f"/{key}": LEAF for key in leaves.split()} | {
        f"/{key}": kind for key, kind in kinds.items()
    }


STREAM = _keys("Length Filter", DecodeParms="parms")
_FIELD = _keys(
    "FT T V TU Ff MaxLen TI I Opt DA Q AS", Kids="annotation", Parent="annotation", MK="captions"
)
# The clauses are those of ISO 32000-1 where no other standard is named.
KINDS: Kinds = {
    "catalog": _keys(  # 7.7.2, table 28
        "Type Lang PageLayout PageMode Version",
        Pages="pages",
        PageLabels="labels",
        Names="names",
        Dests="destinations",
        ViewerPreferences="preferences",
        Outlines="outline",
        OpenAction="action",
        AcroForm="form-fields",
        StructTreeRoot="structure",
        MarkInfo="marks",
        OCProperties="layers",
        OutputIntents="output",
    ),
    "pages": _keys(  # 7.7.3.2, table 29
        "Type Count MediaBox CropBox Rotate",
        Kids="page-node",
        Parent="pages",
        Resources="resources",
    ),
    "page": _keys(  # 7.7.3.3, table 30
        "Type MediaBox CropBox BleedBox TrimBox ArtBox Rotate Dur StructParents Tabs UserUnit",
        Parent="pages",
        Resources="resources",
        Contents="content",
        Group="group",
        Annots="annotation",
        Trans="transition",
    ),
    "resources": _keys(  # 7.8.3, table 33
        "",
        Font="fonts",
        XObject="drawings",
        ExtGState="states",
        ColorSpace="paints",
        Pattern="patterns",
        Shading="paints",
        Properties="properties",
    ),
    "content": STREAM,
    "data": STREAM,
    "glyph": STREAM,
    # 8.9.5, table 89.
    "picture": STREAM
    | _keys(
        "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate "
        "SMaskInData StructParent Matte",
        ColorSpace="paint",
        Mask="picture",
        SMask="picture",
        OC="layer",
    ),
    # 8.10.2, table 95.
    "drawing": STREAM
    | _keys(
        "Type Subtype FormType BBox Matrix StructParent StructParents",
        Resources="resources",
        Group="group",
        OC="layer",
    ),
    "group": _keys("Type S I K", CS="paint"),  # 11.6.6, tables 96 and 147
    "state": _keys(  # 8.4.5, table 58
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK",
        Font="font",
        BG="paint",
        BG2="paint",
        UCR="paint",
        UCR2="paint",
        TR="paint",
        TR2="paint",
        HT="paint",
        SMask="soft-mask",
    ),
    "soft-mask": _keys("Type S BC", G="drawing", TR="paint"),  # 11.6.5.2, table 144
    # 8.6 (colour spaces), 8.7 (patterns, shadings), 7.10 (functions), 10.5 (halftones).
    "paint": STREAM
    | _keys(
        "N Range WhitePoint BlackPoint Gamma Matrix FunctionType Domain Encode Decode Size "
        "BitsPerSample Order C0 C1 "
        "Bounds ShadingType Background BBox AntiAlias Coords Extend VerticesPerRow "
        "BitsPerCoordinate BitsPerComponent "
        "BitsPerFlag Type PatternType PaintType TilingType XStep YStep Subtype HalftoneType "
        "Frequency Angle SpotFunction "
        "AccurateScreens Width Height Xsquare Ysquare Solidities PrintingOrder DotGain Components",
        Alternate="paint",
        Functions="paint",
        Function="paint",
        ColorSpace="paint",
        Colorants="paints",
        Process="paint",
        MixingHints="paint",
        Resources="resources",
        Shading="paint",
        ExtGState="state",
        TransferFunction="paint",
    ),
    "font": _keys(  # 9.6, 9.7: tables 111, 112, 117 and 121
        "Type Subtype BaseFont FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix",
        FontDescriptor="font-facts",
        Encoding="encoding",
        ToUnicode="encoding",
        DescendantFonts="font",
        CIDSystemInfo="collection",
        CIDToGIDMap="data",
        CharProcs="glyphs",
        Resources="resources",
    ),
    "font-facts": _keys(  # 9.8, tables 122 and 124
        "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent "
        "Descent Leading CapHeight XHeight "
        "StemV StemH AvgWidth MaxWidth MissingWidth CharSet Lang",
        FontFile="font-file",
        FontFile2="font-file",
        FontFile3="font-file",
        CIDSet="data",
        Style="font-style",
        FD="font-facts-by-class",
    ),
    "font-style": _keys("Panose"),
    "font-file": STREAM | _keys("Length1 Length2 Length3 Subtype"),  # 9.9, table 127
    "encoding": STREAM
    | _keys(
        "Type BaseEncoding Differences CMapName WMode",
        CIDSystemInfo="collection",
        UseCMap="encoding",
    ),
    "collection": _keys("Registry Ordering Supplement"),  # 9.7.3, table 116
    # 12.5.2, table 164, and of a widget what 12.7.3, table 220, has of its field.
    "annotation": _FIELD
    | _keys(
        "Type Subtype Rect Contents F Border C StructParent H QuadPoints Vertices L LE IC "
        "InkList RD CL IT Name CA OverlayText",
        P="page",
        AP="appearance",
        OC="layer",
        BS="border",
        BE="border",
        A="action",
        Dest="destination",
    ),
    "appearance": _keys("", N="appearance-states"),  # 12.5.5, table 168: /N alone
    "captions": _keys(  # 12.5.6.19, table 189
        "R BC BG CA RC AC TP",
        I="drawing-or-picture",
        RI="drawing-or-picture",
        IX="drawing-or-picture",
        IF="fit",
    ),
    "fit": _keys("SW S A FB"),
    "border": _keys("Type W S D I"),  # 12.5.4, tables 166 and 167
    "action": _keys(
        "Type S URI IsMap N T H NewWindow PreserveRB",
        D="destination",
        State="layer",
        Trans="transition",
    ),
    "destination": _keys("", D="destination", SD="structure-element"),
    "outline": _keys(  # 12.3.3, tables 152 and 153
        "Type Title Count C F",
        Parent="outline",
        Prev="outline",
        Next="outline",
        First="outline",
        Last="outline",
        Dest="destination",
        A="action",
        SE="structure-element",
    ),
    "structure": _keys(  # 14.7.2, table 322
        "Type ParentTreeNextKey RoleMap",
        K="structure-element",
        IDTree="structure-tree",
        ParentTree="structure-tree",
        ClassMap="class-map",
        Namespaces="namespace",
        RoleMap="role-map",
    ),
    "structure-tree": _keys(
        "Limits", Kids="structure-tree", Nums="structure-element", Names="structure-element"
    ),
    "structure-element": _keys(  # 14.7.2, table 323
        "Type S ID R C Lang Alt E ActualText MCID",
        P="structure-element",
        Pg="page",
        K="structure-element",
        A="attributes",
        NS="namespace",
        Obj="object",
        Stm="drawing-or-picture",
        Ref="structure-element",
    ),
    "namespace": _keys("Type NS", RoleMapNS="role-map"),  # ISO 32000-2, 14.7.4
    "labels": _keys("Limits", Kids="labels", Nums="label"),  # 12.4.2 and 7.9.7
    "label": _keys("Type S P St"),
    "names": _keys("", Dests="destination-tree"),
    "destination-tree": _keys("Limits", Kids="destination-tree", Names="destination"),
    # 12.7.2, table 218.
    "form-fields": _keys("NeedAppearances DA Q", Fields="annotation", DR="resources"),
    "layers": _keys("", OCGs="layer", D="layer-order"),
    "layer-order": _keys(
        "BaseState Intent ListMode", ON="layer", OFF="layer", RBGroups="layer", Locked="layer"
    ),
    "layer": _keys("Type Name Intent P", OCGs="layer", VE="layer"),  # 8.11.2, tables 98 and 99
    "property": _keys("Type MCID ActualText Alt E Lang Name Intent P", OCGs="layer", VE="layer"),
    # 14.11.5, table 365.
    "output": _keys("Type S OutputConditionIdentifier", DestOutputProfile="paint"),
    "transition": _keys("Type S D Dm M Di SS B"),  # 12.4.4, table 162
    "preferences": _keys(  # 12.2, table 150
        "HideToolbar HideMenubar HideWindowUI FitWindow CenterWindow DisplayDocTitle "
        "NonFullScreenPageMode Direction ViewArea "
        "ViewClip PrintArea PrintClip PrintScaling Duplex PickTrayByPDFSize PrintPageRange "
        "NumCopies",
    ),
    "marks": _keys("Marked Suspects"),  # 14.7.1, table 321
    # 7.4, tables 8, 11, 12 and 13.
    "parms": _keys(
        "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign "
        "Rows EndOfBlock BlackIs1 "
        "DamagedRowsBeforeError ColorTransform",
        JBIG2Globals="data",
    ),
}
MAPS = {
    "fonts": "font",
    "drawings": "drawing-or-picture",
    "states": "state",
    "paints": "paint",
    "patterns": "paint",
    "properties": "property",
    "glyphs": "glyph",
    "appearance-states": "drawing",
    "destinations": "destination",
    "role-map": LEAF,
    "class-map": "attributes",
    "attributes": LEAF,
    "font-facts-by-class": "font-facts",
}
# ISO 32000-1, tables 172, 181, 184 and 185, and the intents of 174: pictures of marks that every
# viewer knows.
SIGNS = frozenset(
    "/Comment /Key /Note /Help /NewParagraph /Paragraph /Insert /Approved /Experimental "
    "/NotApproved /AsIs /Expired "
    "/NotForPublicRelease /Confidential /Final /Sold /Departmental /ForComment /TopSecret "
    "/Draft /ForPublicRelease "
    "/GraphPushPin /PaperclipTag /Graph /PushPin /Paperclip /Tag /Speaker /Mic".split()
)
