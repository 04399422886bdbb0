"""A message as Outlook keeps it ([MS-OXMSG], [MS-OXCMSG]), as a mail (RFC 5322): who, to whom, when, about what, and what it says."""

import io
import re
import struct
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from ..interface import Unreadable

_SUBJECT, _CLASS, _BODY, _HTML, _RTF = 0x0037, 0x001A, 0x1000, 0x1013, 0x1009
_FROM, _FROM_ADDRESS, _FROM_SMTP, _SENDER, _SENDER_ADDRESS, _SENDER_SMTP = (
    0x0042,
    0x0065,
    0x5D02,
    0x0C1A,
    0x0C1F,
    0x5D01,
)
_NAME, _ADDRESS, _SMTP, _ROLE, _TO, _CC = 0x3001, 0x3003, 0x39FE, 0x0C15, 1, 2
_FILE, _SHORT_FILE, _TYPE, _ID, _DATA, _METHOD = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701, 0x3705
_SENT, _RECEIVED, _CODEPAGE, _BODY_CODEPAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_MAILS = re.compile(r"IPM(?:\.Note(?!\.SMIME(?!\.MultipartSigned)).*)?|REPORT\.IPM\.Note.*", re.I)
_EPOCH, _DEEPEST = datetime(1601, 1, 1, tzinfo=UTC), 4


def to_mail(data: bytes) -> bytes:
    """The message as an EML. Raises `Unreadable`: D003 broken, D006 for what is no mail (appointments, contacts, tasks)."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _Storage(ole, ()).mail().as_bytes()
    except Unreadable:
        raise
    except Exception as e:  # a parser that trips over the file
        raise Unreadable("D003", type(e).__name__) from None


class _Storage:
    """One message, recipient or attachment of the file: its properties by number."""

    def __init__(self, ole: Any, path: tuple[str, ...], codec: str = "") -> None:
        self.ole, self.path = ole, path
        self.inside = {tuple(e[len(path) :])[0] for e in ole.listdir(streams=True, storages=True)
                       if len(e) > len(path) and tuple(e[: len(path)]) == path}  # fmt: skip
        fixed = self.raw("__properties_version1.0")
        skip = 32 if not path else 24 if path[-1].startswith("__substg1.0_3701") else 8
        self.fixed = {
            struct.unpack_from("<HH", fixed, at)[1]: fixed[at + 8 : at + 16] for at in range(skip, len(fixed) - 15, 16)
        }
        self.codec = codec or self.page(_CODEPAGE) or "cp1252"

    def raw(self, name: str) -> bytes:
        return self.ole.openstream([*self.path, name]).read() if name in self.inside else b""

    def number(self, tag: int) -> int:
        return int.from_bytes(self.fixed.get(tag, b"")[:4], "little")

    def page(self, tag: int) -> str:
        number = self.number(tag)
        return "utf-8" if number == 65001 else f"cp{number}" if number else ""

    def text(self, tag: int) -> str:
        wide, narrow = self.raw(f"__substg1.0_{tag:04X}001F"), self.raw(f"__substg1.0_{tag:04X}001E")
        try:
            words = wide.decode("utf-16-le", "replace") if wide else narrow.decode(self.codec, "replace")
        except LookupError:
            words = narrow.decode("cp1252", "replace")
        return words.rstrip("\0")

    def binary(self, tag: int) -> bytes:
        return self.raw(f"__substg1.0_{tag:04X}0102")

    def children(self, prefix: str) -> "list[_Storage]":
        return [
            _Storage(self.ole, (*self.path, name), self.codec)
            for name in sorted(self.inside)
            if name.startswith(prefix)
        ]

    def moment(self) -> str:
        ticks = next((int.from_bytes(self.fixed[t], "little") for t in (_SENT, _RECEIVED) if t in self.fixed), 0)
        return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10)) if ticks else ""

    def mail(self) -> EmailMessage:
        if not _MAILS.fullmatch(self.text(_CLASS) or "IPM"):
            raise Unreadable("D006", "no mail")
        message = EmailMessage()
        sender = (self.text(_FROM) or self.text(_SENDER),
                  _smtp(self.text(_FROM_SMTP), self.text(_FROM_ADDRESS), self.text(_SENDER_SMTP), self.text(_SENDER_ADDRESS)))  # fmt: skip
        recipients = self.children("__recip_version1.0_")
        people = {role: [_person(r) for r in recipients if r.number(_ROLE) == role] for role in (_TO, _CC)}
        headers = {"From": _address(*sender), "To": ", ".join(people[_TO]), "Cc": ", ".join(people[_CC]), "Subject": self.text(_SUBJECT),
                   "Date": self.moment()}  # fmt: skip
        for name, value in headers.items():
            if value:
                message[name] = re.sub(r"[\r\n\0]+", " ", value)
        self.bodies(message)
        for attachment in self.children("__attach_version1.0_"):
            attachment.attach(message)
        return message

    def bodies(self, message: EmailMessage) -> None:
        plain = self.text(_BODY)
        html = self.binary(_HTML) or self.text(_HTML).encode()
        if not plain and not html and self.binary(_RTF):
            raise Unreadable("D006", "no plain text")
        message.set_content(plain)
        if html:
            page = self.page(_BODY_CODEPAGE) or "utf-8"
            try:
                text = html.decode("utf-8") if page == "utf-8" else html.decode(page, "replace")
            except (LookupError, UnicodeDecodeError):
                text = html.decode("cp1252", "replace")
            message.add_alternative(text, subtype="html")

    def attach(self, message: EmailMessage) -> None:
        name = self.text(_FILE) or self.text(_SHORT_FILE) or self.text(_NAME) or "attachment"
        inner = [n for n in self.inside if n == f"__substg1.0_{_DATA:04X}000D"]
        if inner:
            if len(self.path) > 2 * _DEEPEST:
                raise Unreadable("R203", "nesting")
            nested = _Storage(self.ole, (*self.path, inner[0]), self.codec)
            if "__properties_version1.0" not in nested.inside:  # an OLE object, which no mail program shows
                raise Unreadable("H111")
            message.add_attachment(nested.mail())
            return
        kind, _, subtype = (self.text(_TYPE) or "application/octet-stream").partition("/")
        message.add_attachment(self.binary(_DATA), maintype=kind, subtype=subtype or "octet-stream", filename=name,
                               cid=f"<{self.text(_ID)}>" if self.text(_ID) else None)  # fmt: skip


def _smtp(*addresses: str) -> str:
    return next((a for a in addresses if "@" in a), "")


def _person(recipient: _Storage) -> str:
    return _address(
        recipient.text(_NAME), _smtp(recipient.text(_SMTP), recipient.text(_ADDRESS), recipient.text(_NAME))
    )


def _address(name: str, address: str) -> str:
    name = "" if name == address else name.strip("'\" ")
    return formataddr((name, address)) if address else f'"{name}" <>' if name else ""
