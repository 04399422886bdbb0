"""Handing a message to Microsoft Graph, which sends it as the person whose mailbox it is.

https://learn.microsoft.com/graph/api/user-sendmail: the whole message in base64 as text/plain; 202
means taken. An application signs in, never a person: nothing is asked where nobody is there.
"""

import base64
import json
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from ..errors import Problem, Refused, Temporary
from ..words import in_a_line
from .codes import CODES
from .http import Site
from .interface import Again
from .replies import Reply

_TAKEN = 202
_JUDGED_HERE = {400, 401, 403, 404, 413}


def send(message: EmailMessage, mailbox: str, line: Site) -> None:
    """Send the message from a mailbox, to everybody whom its headers name.

    Raises `Temporary` (P014) where Graph does not answer, `Refused` where it does not let the
    application in (P015), knows no such mailbox or takes no such message (P023), or takes an
    address for none (P017).
    """
    body = base64.b64encode(message.as_bytes(policy=SMTP))
    path = f"{line.url}/users/{quote(mailbox, safe='@')}/sendMail"
    headers = {"Content-Type": "text/plain"}
    try:
        reply = line.ask("POST", path, headers=headers, content=body, allowed=_JUDGED_HERE)
    except Again as e:
        # Not tried again here: it may have gone. Whoever runs the command again sends the same
        # Message-ID, which mail programs show once.
        fix = "run the same command again later"
        message_ = f"Microsoft Graph cannot be reached or broke off ({e})"
        raise Temporary(CODES["P014"].problem(message_, fix, line.shown)) from None
    if reply.status != _TAKEN:
        raise Refused(_refused(reply, mailbox, line.shown))


def _refused(reply: Reply, mailbox: str, where: str) -> Problem:
    code, words = _error(reply)
    said = f"{reply.status} {code}".strip() + (f": {words}" if words else "")
    if reply.status in (401, 403):
        fix = (
            "ask your IT department to let the application send mail (Mail.Send) from "
            f"{mailbox}, and check tenant: and client_id: under report: graph: in submission.yaml"
        )
        words = f"Microsoft Graph does not let the application send mail ({said})"
        return CODES["P015"].problem(words, fix, where)
    if reply.status == 404:
        fix = "check report: from: in submission.yaml"
        return CODES["P023"].problem(f"there is no mailbox {mailbox} ({said})", fix, where)
    if "Recipient" in code:
        fix = "check report: to: and cc: in submission.yaml"
        return CODES["P017"].problem(f"Microsoft Graph does not take an address ({said})", fix)
    large = ": it is too large" if reply.status == 413 else ""
    fix = "write it to a file with --eml and attach it yourself, or ask your IT department"
    message = f"Microsoft Graph does not take the message ({said}){large}"
    return CODES["P023"].problem(message, fix, where)


def _error(reply: Reply) -> tuple[str, str]:
    """The code and the words of an error (https://learn.microsoft.com/graph/errors), in a line."""
    try:
        error = json.loads(reply.body)["error"]
        code, words = str(error.get("code") or ""), str(error.get("message") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", ""
    return in_a_line(code, 60), in_a_line(words, 200)
