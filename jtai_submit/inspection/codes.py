"""The rule book of what was sealed and sent from here: two P codes, stable."""

from ..errors import Code, book

CODES = book(
    {
        "P011": Code(
            "Another push is running",
            "Two pushes of one inspection at a time could send things twice.",
            "Wait for the other one, or stop it.",
        ),
        "P013": Code(
            "Journal damaged or gone",
            "What was sent is written in .jtai/journal.json; it cannot be read, or it does not "
            "know what the audit log knows.",
            "Put the file back from a backup. Without it things could be sent twice.",
        ),
    }
)
