"""Mail: who, to whom, when, about what, and what was said; not by which way it came. Attachments
are documents of their own.

A message is made anew (RFC 5322, RFC 2045–2047) from the headers that people see and its parts:
texts as they are, pages and attachments through their own formats. An Outlook message becomes such
a mail first.
"""

import email
import mimetypes
import re
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO
from urllib.parse import unquote

from ...documents.examination import Noticed
from ...documents.kind import Kind
from ..interface import NO_CHOICES, Choices, Cleaned, Unreadable
from ..shared import harvest
from ..shared.letters import decoded, known
from ..through import inner, within
from . import outlook
from .making import CODED, RAW, SHOWN, as_utf8, disposed, header, narrow, pack, uncoded
from .names import base_name, spoken

# [MS-CFB] 2.2, the signature: Outlook keeps messages in compound files.
_OLE = b"\xd0\xcf\x11\xe0"
# RFC 2045 and 2183: what is said of a part, and nothing of the way that it took.
_PART = {
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "mime-version",
}
_KEPT = {name.lower() for name in SHOWN} | _PART
_TELLING = re.compile(
    r"[\w.+-]+@[\w.-]+\.\w+|\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[A-Za-z][\w-]*(?:\.[\w-]+){2,}\b|\b[A-Z][A-Z0-9-]{6,}\b"
)
# RFC 4155: one mail after the other, each behind a line that begins with `From `.
_MAILBOX = re.compile(rb"From [^\n]*\n.*\n\r?\nFrom [^\n]*\n[\w-]+:", re.S)
# RFC 2392: how a page names a part, by its Content-ID without the brackets.
_CID = re.compile(rb"(?i)cid:([^\s\"'<>)\]]+)")
_PARTS_AT_MOST = 1000
_TEXT = "the text"  # how the words of a mail are called where something is found in them
_OF_FILES = ("D019", "H115")  # a mail may have no text but attachments, and its text no mark
# RFC 1847, 3156 and 8551: a signature that stands beside what it signs, of bytes that change here.
_SIGNED = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}
_LOCKED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
# What stands for an attachment that is elsewhere: RFC 2046, 5.2.3; Thunderbird's "detach" and
# "delete".
_ELSEWHERE = {"message/external-body", "text/x-moz-deleted"}
_ENDINGS = {
    "text/html": "html",
    "text/rtf": "rtf",
    "application/rtf": "rtf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "text/csv": "csv",
}


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A mail made anew. Raises `Unreadable`: D003 broken, D004 encrypted, D006 for an Outlook item
    that is no mail.
    """
    out = Cleaned(b"")
    if data.startswith(_OLE):
        data, out.kind = outlook.to_mail(data, out.noticed), "eml"
    data, wide = narrow(data)
    message = email.message_from_bytes(data, policy=RAW)
    if _MAILBOX.match(data):
        raise Unreadable("D006", "several mails")
    if not any(message[name] for name in SHOWN):
        raise Unreadable("D003", "no mail")
    maker = _Maker(choices, out, wide)
    out.data = maker.written(message)
    if not maker.shows and not out.noticed:
        out.noticed.append(Noticed("D019", detail="mail"))
    out.removed = sorted({*out.removed, "the way that the mail took"})
    return out


class _Maker:
    """Makes one message anew, and those inside it."""

    def __init__(self, choices: Choices, out: Cleaned, wide: bool = False) -> None:
        self.choices, self.out, self.wide = choices, out, wide
        self.parts, self.ids = 0, dict[str, str]()
        self.shows = False  # whether there is a word or an attachment

    def written(self, message: Message) -> bytes:
        made = self.message(message)
        buffer = BytesIO()
        BytesGenerator(
            buffer,
            mangle_from_=False,
            policy=RAW.clone(linesep="\r\n", max_line_length=0),
        ).flatten(made)
        return buffer.getvalue()

    def message(self, old: Message) -> Message:
        for part in old.walk():  # pages name pictures by ids that name hosts
            if part["Content-ID"]:
                self.ids.setdefault(
                    str(part["Content-ID"]).strip(" <>"), f"part{len(self.ids) + 1}@mail"
                )
        made = self.part(old) or Message(RAW)
        head = Message(RAW)
        for name in SHOWN:
            values = [
                header(name, value) for key, value in old.raw_items() if key.lower() == name.lower()
            ]
            if values:
                head[name] = ", ".join(values) if name in ("To", "Cc") else values[0]
        head["MIME-Version"] = "1.0"
        for name, value in old.items():
            if name.lower() not in _KEPT:
                self.out.secrets |= harvest.telling(_TELLING.findall(str(value)))
        for name, value in made.items():
            head[name] = value
        head.set_payload(made.get_payload())
        return head

    def part(self, old: Message) -> Message | None:
        self.parts += 1
        if self.parts > _PARTS_AT_MOST:
            raise Unreadable("R203", "parts")
        kind = old.get_content_type()
        # RFC 8551, 3.5.2: what is only signed is not enciphered.
        if kind in _LOCKED and old.get_param("smime-type") != "signed-data":
            raise Unreadable("D004", "mail")
        if kind in _ELSEWHERE or old["X-Mozilla-Cloud-Part"]:
            return self.elsewhere(old, kind)
        if kind == "message/partial":  # RFC 2046, 5.2.2
            raise Unreadable("D006", "a piece of a mail")
        if kind.startswith("message/") and kind != "message/rfc822":
            raise Unreadable("D006", "a notice about a mail")
        if kind in _SIGNED:
            self.out.noticed.append(Noticed("H114"))
            return None
        if kind == "message/rfc822":
            return self.inside(old)
        if old.is_multipart():
            return self.several(old, kind)
        return self.single(old, kind)

    def elsewhere(self, old: Message, kind: str) -> Message | None:
        """A part that only says where an attachment is, or that it was taken out: nothing of it
        stays.
        """
        shown = base_name(spoken(old.get_filename() or str(old.get_param("name") or "")))
        shown = shown or f"part {self.parts}"
        detail = "deleted" if kind == "text/x-moz-deleted" else "link"
        self.out.noticed.append(Noticed("D014", where=shown, detail=detail))
        return None

    def several(self, old: Message, kind: str) -> Message:
        parts = [part for part in old.get_payload() if isinstance(part, Message)]
        # RFC 2046, 5.1.4: programs show the last alternative that they know. These are for
        # calendars, for Gmail, and of the 1990s.
        if kind == "multipart/alternative" and len(parts) > 1:
            shown = [
                part
                for part in parts
                if part.get_content_type()
                not in ("text/calendar", "text/x-amp-html", "text/enriched")
            ]
            self.out.removed += ["calendar entries"] if len(shown) < len(parts) else []
            parts = shown or parts
        made = Message(RAW)
        number = self.parts
        # A mail without its signature, its report or its digest is several parts in a row (5.1.3).
        subtype = (
            "multipart/mixed"
            if kind in ("multipart/signed", "multipart/report", "multipart/digest")
            else kind
        )
        made["Content-Type"] = f'{subtype}; boundary="=_{number:06}"'
        made.set_payload([new for part in parts if (new := self.part(part)) is not None])
        return made

    def inside(self, old: Message) -> Message | None:
        """A mail that is attached.

        What it cannot be cleaned for is noticed with its name or subject.
        """
        made = Message(RAW)
        made["Content-Type"] = "message/rfc822"
        disposed(made, old)
        mail = uncoded(old)
        before, seen = self.out, Cleaned(b"")
        self.out, self.shows = seen, True
        name = base_name(spoken(old.get_filename() or ""))
        if isinstance(mail, Message):
            name = name or spoken(str(mail["Subject"] or ""))
        try:
            if not isinstance(mail, Message):
                raise Unreadable("D003", "a mail inside")
            made.set_payload([self.message(mail)])
        except Unreadable as e:
            seen.noticed.append(e.noticed)
        self.out = before
        self.out.secrets |= seen.secrets
        self.out.removed += seen.removed
        self.out.noticed += within(name or "the mail that is attached", seen.noticed)
        return made

    def single(self, old: Message, kind: str) -> Message:
        body = old.get_payload(decode=True)
        content = body if isinstance(body, bytes) else b""
        name, made = base_name(spoken(old.get_filename() or "")), Message(RAW)
        charset = str(old.get_param("charset") or "")
        charset = charset if charset.isascii() else ""
        if self.wide and str(old["Content-Transfer-Encoding"] or "").strip().lower() not in CODED:
            charset = "utf-8"
        self.shows = self.shows or bool(content.strip()) or bool(name)
        if kind == "text/plain" and not name:
            made["Content-Type"] = "text/plain" + (
                f'; charset="{charset}"' if known(charset) else ""
            )
            # RFC 3676, 4: such lines are joined again; `delsp` says that their last space goes.
            if str(old.get_param("format")).lower() == "flowed":
                made.set_param("format", "flowed")
            if str(old.get_param("delsp")).lower() == "yes":
                made.set_param("delsp", "yes")
            self.look_at(content, charset)
            content = _CID.sub(self.renamed, content)
        else:
            ending = _ENDINGS.get(kind, "") if "." not in name else ""
            shown = name or (_TEXT if kind == "text/html" else f"part {self.parts}")
            if not content and (name or old.get_content_disposition() == "attachment"):
                self.out.noticed.append(Noticed("D002", where=shown))
                return made
            page = Kind.HTML if kind == "text/html" else None
            if page and content:
                content = as_utf8(content, charset)
            content, became = inner(
                f"{shown}.{ending}" if ending else shown, content, self.choices, self.out, page
            )
            content = _CID.sub(self.renamed, content) if page else content
            usual = (
                kind
                if kind in mimetypes.types_map.values() or kind in _ENDINGS
                else "application/octet-stream"
            )
            made["Content-Type"] = 'text/html; charset="utf-8"' if page else usual
            disposed(made, old, became)
        if old["Content-ID"]:
            made["Content-ID"] = f"<{self.ids[str(old['Content-ID']).strip(' <>')]}>"
        pack(made, content)
        return made

    def look_at(self, text: bytes, charset: str) -> None:
        """Characters in the text that nobody sees, as in a text file."""
        try:
            seen = Cleaned(b"")
            inner(_TEXT, decoded(text, charset).encode(), self.choices, seen, Kind.TXT)
        except ValueError:
            raise Unreadable("D003", "text") from None
        self.out.noticed += (n for n in seen.noticed if n.code not in _OF_FILES)

    def renamed(self, named: re.Match[bytes]) -> bytes:
        """A part's new name where its old one stands, in brackets or in an address."""
        old = unquote(named[1].decode("latin-1"))
        return b"cid:" + self.ids.get(old, "part").encode()
