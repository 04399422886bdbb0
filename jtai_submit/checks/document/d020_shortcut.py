"""D020: a shortcut in place of the document that it leads to."""

from ...errors import Code
from .sentence import Sentence, constant, rule

RULE = rule(
    "D020",
    Code(
        "A shortcut instead of the document",
        "The file only says where the document is: on another drive, or on the web. Inspectors "
        "cannot follow it.",
        "Open the shortcut, and copy or download the document itself to here.",
    ),
    (
        Sentence(
            "cloud",
            constant("this is a shortcut, not the document: download the document here"),
            "Open it in the browser, choose File, Download, and put the document here.",
        ),
        Sentence("", constant("this is a shortcut, not the document: copy the document here")),
    ),
)
