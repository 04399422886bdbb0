"""The pieces that mails are made of: raw headers, letters, names of parts, and mails that are coded
for the way.
"""

import email
import re
from email.message import Message
from email.policy import Compat32

from ..interface import Unreadable
from ..shared.letters import decoded
from .names import base_name, spoken

SHOWN = ("From", "To", "Cc", "Date", "Subject")
CODED = ("base64", "quoted-printable")


class _Raw(Compat32):
    """Headers as they are written: raw bytes stay, where `compat32` puts a sign of replacement."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


RAW = _Raw()


def narrow(data: bytes) -> tuple[bytes, bool]:
    """A mail without the mark and the empty lines before it, and whether it was in UTF-16 and is
    UTF-8 now.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode(), True
        except UnicodeDecodeError:
            raise Unreadable("D003", "text") from None
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), False


def uncoded(old: Message) -> Message | None:
    """The mail in a part.

    Some programs code it for the way (GroupWise), though RFC 2046, 5.2.1 has it plain.
    """
    mail = old.get_payload(0) if old.is_multipart() else None
    way = str(old["Content-Transfer-Encoding"] or "").strip().lower()
    if not isinstance(mail, Message) or way not in CODED:
        return mail if isinstance(mail, Message) else None
    holder = Message(RAW)
    holder["Content-Transfer-Encoding"] = way
    holder.set_payload(mail.as_bytes().decode("ascii", "replace"))
    body = holder.get_payload(decode=True)
    inside = email.message_from_bytes(body if isinstance(body, bytes) else b"", policy=RAW)
    return inside if any(inside[name] for name in SHOWN) else mail


def as_utf8(page: bytes, charset: str) -> bytes:
    """A page in UTF-8 with its mark: what the mail says of its letters counts more than what the
    page says.
    """
    try:
        text = decoded(page, charset) if charset else ""
    except ValueError:
        return page
    named = re.sub(r"(?i)(<meta[^>]{0,200}charset\s*=\s*[\"']?)[\w-]+", r"\1utf-8", text)
    return b"\xef\xbb\xbf" + named.encode() if named else page


def disposed(made: Message, old: Message, became: str = "") -> None:
    """How a part is shown, and its name; not when it was made or changed."""
    how, name = old.get_content_disposition(), base_name(spoken(old.get_filename() or ""))
    if (
        name
        and became
        and not name.lower().endswith(became)
        and became in ("eml", "docx", "xlsx", "pptx")
    ):
        name = f"{name.rpartition('.')[0] or name}.{became}"
    if how or name:
        made["Content-Disposition"] = how if how in ("inline", "attachment") else "attachment"
        if name.isascii() and name:
            made.set_param("filename", name, header="Content-Disposition")
        elif name:
            coded = ("utf-8", "", name)
            made.set_param("filename", coded, header="Content-Disposition")  # type: ignore[arg-type]
