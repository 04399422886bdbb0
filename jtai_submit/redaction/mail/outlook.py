"""A message as Outlook keeps it ([MS-OXMSG], [MS-OXCMSG]), as a mail (RFC 5322).

Who, to whom, when, about what, and what it says. What only stands in for a document (an attachment
that is a link, a mail that an archive took away) is noticed.
"""

import io
import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from ...documents.examination import Noticed
from ..interface import Unreadable
from ..shared import codepages
from ..through import within
from .names import base_name

# Properties by their numbers ([MS-OXPROPS]).
_SUBJECT, _CLASS = 0x0037, 0x001A
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FROM, _FROM_ADDRESS, _FROM_SMTP = 0x0042, 0x0065, 0x5D02
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_NAME, _ADDRESS, _SMTP, _ROLE = 0x3001, 0x3003, 0x39FE, 0x0C15
# PidTagRecipientType; 3 is a blind copy.
_TO, _CC = 1, 2
_FILE, _SHORT_FILE, _TYPE, _ID, _DATA, _METHOD = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701, 0x3705
_SENT, _RECEIVED = 0x0039, 0x0E06
_CODEPAGE, _BODY_CODEPAGE = 0x3FFD, 0x3FDE  # PidTagMessageCodepage, PidTagInternetCodepage
# [MS-OXCDATA] 2.11.1: PtypString, PtypString8, PtypBinary, PtypObject.
_WIDE, _NARROW, _BYTES, _OBJECT = "001F", "001E", "0102", "000D"
# [MS-OXCMSG] 2.2.2.9, PidTagAttachMethod: by reference (2, resolved 3, only 4), by web reference
# (7).
_LINKS = (2, 3, 4, 7)
_MAILS = re.compile(r"IPM(?:\.Note(?!\.SMIME(?!\.MultipartSigned)).*)?|REPORT\.IPM\.Note.*", re.I)
_ARCHIVED = re.compile(
    r"(?i)IPM\..*(?:EnterpriseVault|\.Shortcut|\.Stub|\.EAS\b|EmailXtender|ArchiveManager|MimecastStub|"
    r"\.CommVault|\.Archive)"
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.I)
# PtypTime counts tenths of a microsecond from 1601.
_EPOCH, _DEEPEST = datetime(1601, 1, 1, tzinfo=UTC), 4


def to_mail(data: bytes, noticed: list[Noticed] | None = None) -> bytes:
    """The message as an EML; what was noticed on the way goes into `noticed`.

    Raises `Unreadable`: D003 broken, D006 for what is no mail (appointments, contacts, tasks), R202
    where letters cannot be told.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            tree = _Node()
            for path in ole.listdir(streams=True, storages=True):
                tree.grow(path)
            return _Storage(ole, tree, (), [] if noticed is None else noticed).mail().as_bytes()
    except Unreadable:
        raise
    except Exception as e:  # a parser that trips over the file
        raise Unreadable("D003", type(e).__name__) from None


@dataclass(slots=True)
class _Node:
    """What stands in a storage, by name."""

    inside: "dict[str, _Node]" = field(default_factory=dict)

    def grow(self, path: list[str]) -> None:
        node = self
        for name in path:
            node = node.inside.setdefault(name, _Node())


class _Storage:
    """One message, recipient or attachment of the file: its properties by number."""

    def __init__(
        self,
        ole: Any,
        node: _Node,
        path: tuple[str, ...],
        noticed: list[Noticed],
        pages: tuple[str, ...] = (),
    ) -> None:
        self.ole, self.node, self.path, self.noticed = ole, node, path, noticed
        fixed = self.raw("__properties_version1.0")
        # [MS-OXMSG] 2.4.1: the header is longer in the message, and in a message inside.
        skip = 32 if not path else 24 if path[-1].startswith("__substg1.0_3701") else 8
        self.fixed = {
            struct.unpack_from("<HH", fixed, at)[1]: fixed[at + 8 : at + 16]
            for at in range(skip, len(fixed) - 15, 16)
        }
        own = (self.page(_CODEPAGE), self.page(_BODY_CODEPAGE))
        self.pages = own if any(own) else pages

    def raw(self, name: str) -> bytes:
        if name not in self.node.inside:
            return b""
        return bytes(self.ole.openstream([*self.path, name]).read())

    def number(self, tag: int) -> int:
        return int.from_bytes(self.fixed.get(tag, b"")[:4], "little")

    def page(self, tag: int) -> str:
        return codepages.codec(self.number(tag))

    def text(self, tag: int) -> str:
        """A text: in UTF-16, or in the code page that the message names, or else in the other
        one.
        """
        wide = self.raw(f"__substg1.0_{tag:04X}{_WIDE}")
        if wide:
            return _unicode(wide)
        narrow = self.raw(f"__substg1.0_{tag:04X}{_NARROW}").rstrip(b"\0")
        return codepages.read(narrow, self.pages)

    def html(self) -> str:
        """The page: bytes in the code page of the Internet, or a text like others ([MS-OXCMSG]
        2.2.1.56.9).
        """
        data = self.binary(_HTML).rstrip(b"\0")
        if not data:
            return self.text(_HTML)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", "strict")
        named = _META.search(data[:4096])
        meant = named[1].decode("ascii") if named else ""
        narrow = self.pages[::-1]
        return codepages.read(
            data.removeprefix(b"\xef\xbb\xbf"), (*narrow[:1], meant, *narrow[1:], "utf-8")
        )

    def binary(self, tag: int) -> bytes:
        return self.raw(f"__substg1.0_{tag:04X}{_BYTES}")

    def children(self, prefix: str) -> "list[_Storage]":
        return [self.child(name) for name in sorted(self.node.inside) if name.startswith(prefix)]

    def child(self, name: str) -> "_Storage":
        return _Storage(
            self.ole, self.node.inside[name], (*self.path, name), self.noticed, self.pages
        )

    def moment(self) -> str:
        ticks = (
            int.from_bytes(self.fixed[t], "little") for t in (_SENT, _RECEIVED) if t in self.fixed
        )
        # PidTagClientSubmitTime, or else PidTagMessageDeliveryTime.
        first = next(ticks, 0)
        return format_datetime(_EPOCH + timedelta(microseconds=first // 10)) if first else ""

    def mail(self) -> EmailMessage:
        sort = self.text(_CLASS) or "IPM"
        if _ARCHIVED.match(sort):
            self.noticed.append(Noticed("D014", detail="archived"))
        elif not _MAILS.fullmatch(sort):
            raise Unreadable("D006", "no mail")
        message = EmailMessage()
        for name, value in self.heads().items():
            if value:
                message[name] = re.sub(r"[\r\n\0]+", " ", value)
        self.bodies(message)
        for attachment in self.children("__attach_version1.0_"):
            attachment.attach(message)
        return message

    def heads(self) -> dict[str, str]:
        """Who, to whom, about what and when, as the headers of a mail."""
        addresses = (
            self.text(t) for t in (_FROM_SMTP, _FROM_ADDRESS, _SENDER_SMTP, _SENDER_ADDRESS)
        )
        sender = _address(self.text(_FROM) or self.text(_SENDER), _smtp(*addresses))
        recipients = [(r.number(_ROLE), _person(r)) for r in self.children("__recip_version1.0_")]
        to, copied = (
            ", ".join(who for role, who in recipients if role == mine) for mine in (_TO, _CC)
        )
        subject = self.text(_SUBJECT)
        return {"From": sender, "To": to, "Cc": copied, "Subject": subject, "Date": self.moment()}

    def bodies(self, message: EmailMessage) -> None:
        plain, html = self.text(_BODY), self.html()
        # [MS-OXRTFCP]: a body in compressed RTF alone, which nobody here reads.
        if not plain and not html and self.binary(_RTF):
            raise Unreadable("D006", "no plain text")
        message.set_content(plain)
        if html:
            message.add_alternative(html, subtype="html")

    def attach(self, message: EmailMessage) -> None:
        name = (
            base_name(self.text(_FILE) or self.text(_SHORT_FILE) or self.text(_NAME))
            or "attachment"
        )
        if self.number(_METHOD) in _LINKS:
            self.noticed.append(Noticed("D014", where=name, detail="link"))
            return
        # [MS-OXMSG] 2.2.2: a mail that is attached is a storage of its own under the attachment's.
        inner = f"__substg1.0_{_DATA:04X}{_OBJECT}"
        if inner in self.node.inside:
            if len(self.path) > 2 * _DEEPEST:
                raise Unreadable("R203", "nesting")
            nested = self.child(inner)
            if "__properties_version1.0" not in nested.node.inside:
                raise Unreadable("H111", where=name)  # an OLE object, which no mail program shows
            nested.noticed = []
            message.add_attachment(nested.mail())
            self.noticed += within(name, nested.noticed)
            return
        kind, _, subtype = (self.text(_TYPE) or "application/octet-stream").partition("/")
        message.add_attachment(
            self.binary(_DATA),
            maintype=kind,
            subtype=subtype or "octet-stream",
            filename=name,
            cid=f"<{self.text(_ID)}>" if self.text(_ID) else None,
        )


def _unicode(wide: bytes) -> str:
    """UTF-16 as it stands; half a letter is none. Raises `Unreadable` (R202)."""
    try:
        return wide[: len(wide) // 2 * 2].decode("utf-16-le").rstrip("\0")
    except UnicodeDecodeError:
        raise Unreadable("R202", "letters") from None


def _smtp(*addresses: str) -> str:
    return next((a for a in addresses if "@" in a), "")


def _person(recipient: _Storage) -> str:
    return _address(
        recipient.text(_NAME),
        _smtp(recipient.text(_SMTP), recipient.text(_ADDRESS), recipient.text(_NAME)),
    )


def _address(name: str, address: str) -> str:
    name = "" if name == address else name.strip("'\" ")
    return formataddr((name, address)) if address else f'"{name}" <>' if name else ""
