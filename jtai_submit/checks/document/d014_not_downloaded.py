"""D014: a stand-in for a document that lies elsewhere: of a cloud drive, of an attachment, of an
archived mail.
"""

from collections.abc import Iterator
from dataclasses import replace

from ...documents.examination import Examined, Noticed
from ...documents.walk import ONLINE_ONLY
from ...errors import Code
from ..interface import Context
from .sentence import Sentence, of, rule


def find(document: Examined, _: Context) -> Iterator[str]:
    if document.irregular == ONLINE_ONLY:
        yield "the file is online only, and not on this computer"


def _attached(noticed: Noticed) -> str:
    name = noticed.where or "in it"
    if noticed.count == 1:
        words = "is only a link to a file elsewhere; save that file and send it too"
        return f"the attachment {name} {words}"
    return (
        f"the attachments {name} are only links to files elsewhere; save those files and "
        f"send them too"
    )


def _deleted(noticed: Noticed) -> str:
    name = noticed.where or "in it"
    return f"the attachment {name} was taken out of the mail; find that file and send it too"


def _archived(noticed: Noticed) -> str:
    return f"{of(noticed)}the mail is only what an archive left in its place"


RULE = replace(
    rule(
        "D014",
        Code(
            "Not downloaded",
            "A cloud drive shows the file, but its content is not on this computer.",
            "In the file browser choose 'Always keep on this device', wait, and run the same "
            "command again.",
        ),
        (
            Sentence(
                "link",
                _attached,
                "Open the mail, save the file that the attachment leads to, and put it beside "
                "the mail. Then decide "
                "that the mail is left out, or save it again without the link.",
            ),
            Sentence("deleted", _deleted, "Find the mail as it was sent, and save it from there."),
            Sentence(
                "archived",
                _archived,
                "Open the mail in Outlook so that the archive brings it back, and save it again.",
            ),
            Sentence("", lambda noticed: f"{of(noticed)}the file is not on this computer"),
        ),
    ),
    find=find,
)
