"""The rule book of hidden content (H) and of refused redaction (R), stable."""

from dataclasses import replace

from ..errors import Code, book

_EDIT = "Edit the document so that it is not there (or shows), save it again, and check again."

_ENTRIES = {
    "H101": Code(
        "Comments",
        "The document has comments or notes stuck to it that a reader may not see. They can "
        "name their author.",
        "Delete the comments, or make a copy without them, and save it again.",
    ),
    "H102": Code(
        "Tracked changes",
        "The document still holds what was deleted or inserted, and by whom.",
        "Accept or reject all changes, and save it again.",
    ),
    "H103": Code(
        "Hidden sheet",
        "A sheet of the workbook is hidden.",
        "Show or delete the sheet, and save it again.",
    ),
    "H104": Code(
        "Hidden rows or columns",
        "Rows, columns or slides are hidden.",
        "Show or delete them, and save it again.",
    ),
    "H105": Code("Notes", "Slides carry speaker notes.", "Delete the notes, and save it again."),
    "H106": Code(
        "Attachments",
        "Other files are attached inside the document.",
        "Save the attachments as documents of their own, delete them here, and save it again.",
    ),
    "H107": Code(
        "Hidden layers",
        "The document has layers that are switched off.",
        "Print it to a new PDF as it shows, or delete the layers.",
    ),
    "H108": Code(
        "Text under boxes",
        "Text can be read under boxes that are meant to cover it.",
        "Black it out with a tool that takes the text out, or print the page to an image.",
    ),
    "H109": Code(
        "Form values that do not show",
        "Form fields hold values that are not shown on the page.",
        "Print it to a new PDF as it shows.",
    ),
    "H110": Code(
        "Macros", "The document holds program code.", "Save it in a format without macros."
    ),
    "H111": Code(
        "Embedded files",
        "Another file is embedded in the document.",
        "Paste it as a picture (a chart carries its whole workbook), or send it as a document "
        "of its own.",
    ),
    "H112": Code("Invisible text", "The document holds text that a reader does not see.", _EDIT),
    "H113": Code(
        "Field results and file links",
        "The text shows or links to a file path, a user name or an author that Office filled in.",
        "Replace the field or link with the words that should stand there.",
    ),
    "H114": Code(
        "Signature no longer verifies",
        "Cleaning changes the file, so a digital signature in it cannot be checked any more. "
        "Its appearance stays.",
        "Keep the original: it is never changed.",
        blocks=False,
    ),
    "H115": Code(
        "Byte order mark",
        "The text begins with a mark that says how it is encoded. It stays: without it some "
        "programs show £ and é wrongly.",
        "Nothing needs to be done.",
        blocks=False,
    ),
    "H116": Code(
        "Marked for redaction, not applied",
        "Somebody marked text or pictures to be taken out, and they are still in the document.",
        "Apply the redaction in the program that marked it, and save it again.",
    ),
    "H117": Code(
        "Cropped pictures",
        "Parts of a picture are cut off where it is shown, and are still in the file.",
        "In Office: choose the picture, Compress Pictures, Delete cropped areas of pictures; "
        "then save it again.",
        blocks=False,
    ),
    "R201": Code(
        "Residue",
        "The second reader still found metadata in the cleaned copy, so it is not sent.",
        "Print it to a new PDF, or save it in another format, and put that in its place.",
    ),
    "R202": Code(
        "Text differs",
        "The text of the cleaned copy is not the same as before, so it is not sent.",
        "Print it to a new PDF, and put that in its place.",
    ),
    "R203": Code(
        "Unsafe to read",
        "Reading the document took too long, needed too much memory or crashed the reader.",
        "Open it, print it to a new PDF, and put that in its place.",
    ),
    "R204": Code(
        "Too large",
        "The document is larger than 256 MB.",
        "Split it, or scan it with a lower resolution.",
    ),
    "R205": Code(
        "Reader does not start",
        "Documents are read by processes of their own, and none of them started.",
        "Close other programs, and run the same command again. If it happens again, install "
        "jtai-submit anew.",
    ),
}

# What only warns of the findings of other rule books that a worker can notice.
WARNS = frozenset({"D011", "D019"})

# What is hidden and not broken can also be decided about.
CODES = book(
    {
        name: replace(entry, decidable=True)
        if "H101" <= name <= "H113" or name == "H116"
        else entry
        for name, entry in _ENTRIES.items()
    }
)
