"""D006: a type that cannot be cleaned, and so is never sent."""

from ...documents.examination import Noticed
from ...documents.kind import Kind, called
from ...errors import Code
from ...redaction.convert import CONVERTED
from .sentence import Sentence, constant, of, rule

_PRINTED = "Open it and print it to a PDF, or take it out."
_SAVED = "Save the files that are in it as documents of their own, and take it out."
_TAKEN_OUT = "Take it out: programs and their data are never sent."

_WORDS: dict[str, tuple[str, str]] = {
    "no LibreOffice": (
        "it is an old Office file, and there is no LibreOffice here to convert it",
        "",
    ),
    "no cut": (
        "it is an old Office file that leads to files elsewhere, and this computer cannot keep "
        "LibreOffice from them",
        "Open it in its program and save it as .docx, .xlsx, .pptx or PDF.",
    ),
    "no mail": (
        "it is an Outlook item that is not a mail (an appointment, contact or task)",
        "Open it in Outlook and print it to a PDF.",
    ),
    "several mails": (
        "it is a mailbox: it holds several mails; save each as a file of its own",
        "Open it in a mail program and save each mail as a file of its own.",
    ),
    "a notice about a mail": (
        "it is a notice that a mail was not delivered, or was read, and not a mail",
        "Open it in a mail program and print it to a PDF, or take it out.",
    ),
    "a piece of a mail": (
        "it is one piece of a mail that was sent in several pieces",
        "Open the mail in a mail program that puts the pieces together, and save it from there.",
    ),
    "no plain text": (
        "it is an Outlook message whose text only Outlook can read",
        "Open it in Outlook and save it again as a message with plain text or HTML, or print it "
        "to a PDF.",
    ),
    "HEIC": ("HEIC photographs need an extra part of this program (jtai-submit[heic])", ""),
    "winmail": (
        "the attachments of the mail are wrapped in the way that only Outlook unwraps "
        "(winmail.dat)",
        "Ask the sender for the mail in HTML format, or open it in Outlook and save the "
        "attachments.",
    ),
    "calendar": ("a calendar entry cannot be cleaned", _PRINTED),
    "contact": ("a contact card cannot be cleaned", _PRINTED),
    "film": (
        "films cannot be cleaned",
        "Take it out, and tell the inspectors that there is a film and who holds it.",
    ),
    "sound": (
        "sound recordings cannot be cleaned",
        "Take it out, and send a transcript, or tell the inspectors that there is a recording.",
    ),
    "archive": ("archives other than zip cannot be cleaned", _SAVED),
    "mailbox": (
        "it is a whole mailbox of Outlook",
        "Open it in Outlook and save each mail as a file of its own.",
    ),
    "program": ("it is a program", _TAKEN_OUT),
    "database": ("databases cannot be cleaned", "Save what is asked for as .xlsx, .csv or PDF."),
    "notebook": ("OneNote notebooks cannot be cleaned", _PRINTED),
    "apple": (
        "documents of Pages, Numbers and Keynote cannot be cleaned",
        "Export it as .docx, .xlsx, .pptx or PDF.",
    ),
    "drawing": ("drawings of this kind cannot be cleaned", _PRINTED),
    "project": ("files of Visio, Project and Publisher cannot be cleaned", _PRINTED),
    "old TIFF": (
        "a TIFF that is packed in the way of 1992 (old-style JPEG) cannot be cleaned",
        "Open it and save it as PNG or PDF.",
    ),
}


def _old(kind: str) -> Sentence:
    return Sentence(
        kind, constant(f"{kind.upper()} is an old Office format that cannot be cleaned as it is")
    )


def _other(noticed: Noticed) -> str:
    known = noticed.detail and noticed.detail != Kind.UNKNOWN
    if not known:
        return f"{of(noticed)}this type of file cannot be cleaned"
    name = called(noticed.detail)
    if name.endswith(" file"):
        return f"{of(noticed)}{noticed.detail.upper()} files cannot be cleaned yet"
    return f"{of(noticed)}it is {name}, which cannot be cleaned yet"


RULE = rule(
    "D006",
    Code(
        "Type not supported",
        "Only types whose metadata can be removed, and shown to be removed, are sent.",
        "Save it as .docx, .xlsx, .pptx or PDF. Old Office files are converted with an "
        "installed LibreOffice "
        "where --convert is given, or convert: true stands in submission.yaml.",
    ),
    (
        *(Sentence(detail, constant(words), fix) for detail, (words, fix) in _WORDS.items()),
        *map(_old, sorted(CONVERTED)),
        Sentence("", _other),
    ),
)
