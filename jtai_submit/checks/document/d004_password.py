"""D004: a file that opens only with a password, or only for those who have rights to it."""

from ...errors import Code
from .sentence import Sentence, constant, rule

_RIGHTS = (
    "Open it as one of its readers (in Outlook or Office: File, Info, Protect or Encrypt), "
    "take the "
    "protection off, and save it again; or ask the sender for a copy without it."
)

RULE = rule(
    "D004",
    Code(
        "Password",
        "The file opens only with a password, so it can neither be cleaned nor read by inspectors.",
        "Open it, take the password off, and save it again.",
    ),
    (
        # [MS-OXORMMS] 2.2: the text of a rights-managed message stands in message.rpmsg alone.
        Sentence(
            "rights",
            constant("only its named readers can open it: it is protected by rights"),
            _RIGHTS,
        ),
        Sentence(
            "mail",
            constant("the mail is encrypted"),
            "Open it in the mail program of its reader, and save its text and attachments "
            "from there.",
        ),
        Sentence("", constant("the file is protected with a password")),
    ),
)
