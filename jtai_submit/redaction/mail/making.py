"""The pieces that mails are made of: raw headers and new ones, letters, names and bodies of parts,
and mails that are coded for the way.
"""

import base64
import email
import re
from email.header import Header
from email.message import Message
from email.policy import Compat32
from email.utils import formataddr, getaddresses

from ...documents.text import decode
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
    # Programs that save mails as text put a mark of UTF-8, or empty lines, before the first header.
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
    # WHATWG Encoding: a mark at the beginning counts more than the page; here both say the same.
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
            # RFC 2231, 4: letters, language, name.
            coded = ("utf-8", "", name)
            made.set_param("filename", coded, header="Content-Disposition")  # type: ignore[arg-type]


def header(name: str, value: str) -> str:
    """A header in one line, its letters as RFC 2047 writes them; of a date, nothing in brackets."""
    # RFC 5322, 2.2.3: a folded header is one line.
    line = re.sub(r"\s*\r?\n\s*", " ", str(value)).strip()
    if name == "Date":
        # RFC 5322, 3.2.2: remarks in brackets. Of a date only the name of a zone stays.
        line = re.sub(r"\((?![A-Z]{1,5}\))[^)]*\)", "", line).strip()
    if line.isascii():
        return line
    line = decode(line.encode("utf-8", "surrogateescape"))
    if name in ("From", "To", "Cc"):
        # RFC 2047, 5: letters are coded in names, never in addresses.
        people = getaddresses([line])
        if all("@" in address for _, address in people):  # else it drops what it cannot tell
            return ", ".join(map(_person, people))
    return Header(line, "utf-8", maxlinelen=900).encode()


def _person(pair: tuple[str, str]) -> str:
    """A name and an address; an address that is no ASCII is a name that nobody gave an
    address to.
    """
    name, address = pair
    if address.isascii():
        return formataddr(pair, "utf-8")
    return Header(f"{name} {address}".strip(), "utf-8", maxlinelen=900).encode()


def pack(made: Message, content: bytes) -> None:
    """Text as it is where mail can carry that; otherwise in base64."""
    plain = made.get_content_maintype() == "text" and content.isascii() and b"\0" not in content
    # RFC 5322, 2.1.1 and 2.3: at most 998 characters a line, and no CR without its LF.
    if (
        plain
        and all(len(line) < 900 for line in content.splitlines())
        and not re.search(rb"\r(?!\n)", content)
    ):
        made["Content-Transfer-Encoding"] = "7bit"
        made.set_payload(content.decode("ascii").replace("\r\n", "\n"))
        return
    made["Content-Transfer-Encoding"] = "base64"
    made.set_payload(base64.encodebytes(content).decode("ascii"))
