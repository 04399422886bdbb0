"""D006: a type that cannot be cleaned, and so is never sent."""

from ...documents.examination import Noticed
from ...documents.kind import Kind
from ...errors import Code
from ...redaction.convert import CONVERTED
from ..interface import Rule

_WHY = {
    "no LibreOffice": "it is an old Office file, and there is no LibreOffice here to convert it",
    "no cut": "it is an old Office file that leads to files elsewhere, and this computer cannot keep LibreOffice from them",
    "no mail": "it is an Outlook item that is not a mail (an appointment, contact or task)",
    "several mails": "it holds several mails; save each as a file of its own",
    "a notice about a mail": "it is a notice about a mail that was not delivered, or the like",
    "no plain text": "it is an Outlook message whose text only Outlook can read",
    "HEIC": "HEIC photographs need an extra part of this program (jtai-submit[heic])",
}


def says(noticed: Noticed) -> str:
    if noticed.detail in _WHY:
        return _WHY[noticed.detail]
    if noticed.detail in CONVERTED:
        return f"{noticed.detail.upper()} is an old Office format that cannot be cleaned as it is"
    known = noticed.detail and noticed.detail != Kind.UNKNOWN
    return f"{noticed.detail.upper()} files cannot be cleaned yet" if known else "this type of file cannot be cleaned"


RULE = Rule(
    "D006",
    Code(
        "Type not supported",
        "Only types whose metadata can be removed, and shown to be removed, are sent.",
        "Save it as .docx, .xlsx, .pptx or PDF. Old Office files are converted with an installed LibreOffice "
        "where --convert is given, or convert: true stands in submission.yaml.",
    ),
    says=says,
)
