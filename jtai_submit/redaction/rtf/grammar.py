"""What a cleaned RTF may hold: its destinations and control words (Rich Text Format 1.9.1), by what
becomes of each.
"""

import re

# Destinations behind \* that draw, or that lay out what is drawn.
STARRED = set(
    """
    panose falt cs ds ts tsrowd listtable listoverridetable listpicture pnseclvl pn shppict shpinst
    shp picprop fldinst ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn bkmkstart bkmkend
    nesttableprops background levelmarker defchp defpap mmathPr moMath moMathPara momath hyphen
    formfield fffmt ffl sp do shptxt txfieldtext footnote ud
    """.split()
)
# What tells about the document or helps to fill it in, wherever it stands: none of it is drawn.
GONE = set(
    """
    info filetbl private rsidtbl xe tc nextfile ffname ffdeftext ffhelptext ffstattext ffentrymcr
    ffexitmcr
    """.split()
)
# Destinations that 1.9.1 has behind \* alone. Where a writer lost the \*, those who know the word
# still take it for a destination, and show nothing of it.
GONE |= set(
    """
    blipuid buptim colorschememapping creatim datafield datastore ebcend ebcstart factoidname
    fchars ffformat file fontemb fontfile fname generator gridtbl hl hlfr hlloc hlsrc hsv
    keycode lchars latentstyles linkval lsdlockedexcept mailmerge mhtmltag htmltag
    mmaddfieldname mmconnectstr mmconnectstrdata mmdatasource mmheadersource mmmailsubject
    mmodso mmodsofilter mmodsofldmpdata mmodsomappedname mmodsoname mmodsorecipdata mmodsosort
    mmodsosrc mmodsotable mmodsoudl mmodsoudldata mmodsouniquetag mmquery objalias objclass
    objname objsect objtime oldcprops oldpprops oldsprops oldtprops oleclsid password
    passwordhash pgp pgptbl printim protend protstart protusertbl pxe revtbl revtim rxe template
    themedata txe wgrffmtfilter windowcaption writereservation writereservhash xform xmlattrname
    xmlattrvalue xmlclose xmlname xmlnstbl xmlopen
    """.split()
)
# RTF 1.9.1, "Comments (Annotations)".
COMMENTS = set(
    """
    annotation atnid atnauthor atntime atndate atnref atnparent atrfstart atrfend atnicn
    """.split()
)
# RTF 1.9.1, "Objects": the embedded file and its name; its picture is \result, and stays.
OBJECT = {"objdata", "objclass", "objname", "objalias", "objsect"}
TELLING = set(
    """
    info userprops docvar template revtbl protusertbl filetbl hlinkbase atnauthor
    """.split()
)
# Ids of sessions of editing (rsid), and when somebody changed or moved something.
RSID = re.compile(
    r"(?:ins|char|sect|para|tbl|del|style)?rsid(?:root)?|revdttm(?:del)?|rev(?:dttm|ised)?dttm|crdate|mvdate"
)
ABOUT = set(
    """
    info author title subject operator manager company comment doccomm keywords category hlinkbase
    userprops docvar generator template revtbl datastore xmlnstbl themedata rsidtbl atnauthor atnid
    objdata propname staticval
    """.split()
)
# These begin their group, or are read as text by one program and not by the other.
IN_HEADS = {"fonttbl", "colortbl", "stylesheet", *ABOUT}
WORDLESS = {
    "do",
    "shp",
    "shpinst",
    "background",
    "picprop",
    "listtable",
    "listoverridetable",
    "list",
    "listlevel",
    "listoverride",
    "lfolevel",
    "defchp",
    "defpap",
    "nesttableprops",
    "formfield",
}  # words stand in groups in these
HEX = re.compile(r"[0-9a-fA-F\s]*")
NAMED = {"listname"}
DRAWN = {"pict", "shp", "shpinst", "do", "object", "nonshppict", "shppict"}
TABLES = {
    "fonttbl",
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "fldinst",
    "generator",
}
# "Pictures": what is in the bytes of a \pict.
BLIPS = {"jpegblip", "pngblip", "emfblip", "wmetafile"}
PLAIN_BITS = {"dibitmap", "wbitmap"}
