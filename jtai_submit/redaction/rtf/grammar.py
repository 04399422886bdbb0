"""What a cleaned RTF may hold: its destinations and control words (Rich Text Format 1.9.1), by what
becomes of each.
"""

import re

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
COMMENTS = set(
    """
    annotation atnid atnauthor atntime atndate atnref atnparent atrfstart atrfend atnicn
    """.split()
)
OBJECT = {"objdata", "objclass", "objname", "objalias", "objsect"}
TELLING = set(
    """
    info userprops docvar template revtbl protusertbl filetbl hlinkbase atnauthor
    """.split()
)
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
IN_HEADS = {"fonttbl", "colortbl", "stylesheet", *ABOUT}
WORDLESS = {
    "do",
    "shp",
    "shpinst",
    "background",
    "picprop",
    "listtable",
    "listoverridetable",
}  # words stand in groups in these
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
BLIPS = {"jpegblip", "pngblip", "emfblip", "wmetafile"}
PLAIN_BITS = {"dibitmap", "wbitmap"}
