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
KINDS: Kinds = {
    "catalog": _keys(
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
    "pages": _keys(
        "Type Count MediaBox CropBox Rotate",
        Kids="page-node",
        Parent="pages",
        Resources="resources",
    ),
    "page": _keys(
        "Type MediaBox CropBox BleedBox TrimBox ArtBox Rotate Dur StructParents Tabs UserUnit",
        Parent="pages",
        Resources="resources",
        Contents="content",
        Group="group",
        Annots="annotation",
        Trans="transition",
    ),
    "resources": _keys(
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
    "picture": STREAM
    | _keys(
        "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate "
        "SMaskInData StructParent Matte",
        ColorSpace="paint",
        Mask="picture",
        SMask="picture",
        OC="layer",
    ),
    "drawing": STREAM
    | _keys(
        "Type Subtype FormType BBox Matrix StructParent StructParents",
        Resources="resources",
        Group="group",
        OC="layer",
    ),
    "group": _keys("Type S I K", CS="paint"),
    "state": _keys(
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
    "soft-mask": _keys("Type S BC", G="drawing", TR="paint"),
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
    "font": _keys(
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
    "font-facts": _keys(
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
    "font-file": STREAM | _keys("Length1 Length2 Length3 Subtype"),
    "encoding": STREAM
    | _keys(
        "Type BaseEncoding Differences CMapName WMode",
        CIDSystemInfo="collection",
        UseCMap="encoding",
    ),
    "collection": _keys("Registry Ordering Supplement"),
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
    "appearance": _keys("", N="appearance-states"),
    "captions": _keys(
        "R BC BG CA RC AC TP",
        I="drawing-or-picture",
        RI="drawing-or-picture",
        IX="drawing-or-picture",
        IF="fit",
    ),
    "fit": _keys("SW S A FB"),
    "border": _keys("Type W S D I"),
    "action": _keys(
        "Type S URI IsMap N T H NewWindow PreserveRB",
        D="destination",
        State="layer",
        Trans="transition",
    ),
    "destination": _keys("", D="destination", SD="structure-element"),
    "outline": _keys(
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
    "structure": _keys(
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
    "structure-element": _keys(
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
    "namespace": _keys("Type NS", RoleMapNS="role-map"),
    "labels": _keys("Limits", Kids="labels", Nums="label"),
    "label": _keys("Type S P St"),
    "names": _keys("", Dests="destination-tree"),
    "destination-tree": _keys("Limits", Kids="destination-tree", Names="destination"),
    "form-fields": _keys("NeedAppearances DA Q", Fields="annotation", DR="resources"),
    "layers": _keys("", OCGs="layer", D="layer-order"),
    "layer-order": _keys(
        "BaseState Intent ListMode", ON="layer", OFF="layer", RBGroups="layer", Locked="layer"
    ),
    "layer": _keys("Type Name Intent P", OCGs="layer", VE="layer"),
    "property": _keys("Type MCID ActualText Alt E Lang Name Intent P", OCGs="layer", VE="layer"),
    "output": _keys("Type S OutputConditionIdentifier", DestOutputProfile="paint"),
    "transition": _keys("Type S D Dm M Di SS B"),
    "preferences": _keys(
        "HideToolbar HideMenubar HideWindowUI FitWindow CenterWindow DisplayDocTitle "
        "NonFullScreenPageMode Direction ViewArea "
        "ViewClip PrintArea PrintClip PrintScaling Duplex PickTrayByPDFSize PrintPageRange "
        "NumCopies",
    ),
    "marks": _keys("Marked Suspects"),
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
