"""Fields of word processors, by their keyword: which stay, and which tell a person or a path
(ISO/IEC 29500-1, 17.16.5).
"""

import re

# Fields that stay: layout, references, forms, and those whose code is what they show. All others
# (properties, mail merge, data of reference managers, links to files) become the text that they
# show.
STAYING = {
    "PAGE",
    "NUMPAGES",
    "SECTION",
    "SECTIONPAGES",
    "TOC",
    "INDEX",
    "REF",
    "PAGEREF",
    "NOTEREF",
    "SEQ",
    "HYPERLINK",
    "FORMTEXT",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "DATE",
    "TIME",
    "STYLEREF",
    "EQ",
    "SYMBOL",
    "=",
    "ADVANCE",
    "LISTNUM",
    "AUTONUM",
    "AUTONUMLGL",
    "AUTONUMOUT",
    "GOTOBUTTON",
    "MACROBUTTON",
    "DISPLAYBARCODE",
    "BARCODE",
    "",
}
# Fields that Word fills with a person or a path.
TELLING = {
    "AUTHOR",
    "LASTSAVEDBY",
    "FILENAME",
    "USERNAME",
    "USERINITIALS",
    "USERADDRESS",
    "TEMPLATE",
}
PERSONAL = re.compile(r"author|creator|saved ?by|modified ?by|manager|company|template", re.I)
