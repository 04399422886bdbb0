"""The second reader of Outlook messages: the raw streams of the compound file ([MS-OXMSG]) against
the copy.

It walks the streams by their names and lets no converter of the cleaner come near them. A text in
UTF-16 must stand in the copy letter for letter; one in a code page must be one of the readings of
its bytes.
"""

import io
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ..shared import page
from .structure import Part
from .told import Told, bare, file, told, words

_STREAM = "__substg1.0_"
_PAGES = (
    "utf-8 cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp932 cp949 "
    "cp950 gb18030 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 "
    "iso8859-11 "
    "iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-latin2 "
    "mac-cyrillic mac-greek "
    "mac-turkish mac-croatian mac-romanian mac-iceland mac-arabic iso2022-jp-ext iso2022-kr "
    "euc-jp hz utf-7 "
    "utf-16-le utf-16-be cp437 cp850 cp852 cp866 cp720 cp737 cp775 cp855 cp857 cp862 cp1125 johab"
).split()
# [MS-DTYP] 2.3.3, FILETIME.
_BEGAN = datetime(1601, 1, 1, tzinfo=UTC)
# [MS-OXMSG] 2.4.2: an entry begins with the type (3: PtypInteger32, 40: PtypTime) and the number.
_ROLE, _SENT, _RECEIVED = 0x0C150003, 0x00390040, 0x0E060040
_SENDERS = (
    ("0042", "0C1A"),
    ("5D02", "0065", "5D01", "0C1F"),
)  # names; addresses, the likelier first
_Readings = frozenset[str]


class Message:
    """A storage of the file: a message, one of its recipients, or one of its attachments."""

    def __init__(self, ole: Any, below: "list[list[str]]", path: list[str]) -> None:
        self.ole, self.path = ole, path
        self.streams = {p[len(path)] for p in below if len(p) == len(path) + 1}
        self.storages: dict[str, list[list[str]]] = {}
        for each in below:
            if len(each) > len(path) + 1:
                self.storages.setdefault(each[len(path)], []).append(each)

    def bytes(self, name: str) -> bytes:
        return self.ole.openstream([*self.path, name]).read() if name in self.streams else b""

    def readings(self, tag: str) -> _Readings:
        """Every reading of a text: one where it is Unicode, one for each page that fits where it is
        not.
        """
        if wide := self.bytes(f"{_STREAM}{tag}001F"):
            return frozenset({wide.decode("utf-16-le", "ignore").rstrip("\0")})
        return _read(self.bytes(f"{_STREAM}{tag}001E"))

    def inside(self, start: str) -> "Iterator[Message]":
        for name in sorted(self.storages):
            if name.startswith(start):
                yield Message(self.ole, self.storages[name], [*self.path, name])

    def number(self, mark: int) -> int:
        """A number of the property stream, found by its mark at any of the places where one can
        stand.
        """
        fixed = self.bytes("__properties_version1.0")
        sought = struct.pack("<L", mark)
        for at in range(0, len(fixed) - 15, 8):
            if fixed[at : at + 4] == sought:
                return int(struct.unpack_from("<Q", fixed, at + 8)[0])
        return 0


def agrees(original: bytes, copy: Part) -> str:
    """What of the message is not in its copy, in words; empty where all is."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(original)) as ole:
        return _compared(Message(ole, ole.listdir(), []), list(told(copy)))


def _compared(message: Message, copy: list[Told]) -> str:
    heads = {each.sort: each.value for each in copy[:5]}
    if not any(bare(reading) == heads["subject"] for reading in message.readings("0037")):
        return "the subject"
    if not _named(message, heads["from"]):
        return "who it is from"
    if not _people(message, heads):
        return "who it is to"
    if not _dated(message, heads["date"]):
        return "the date"
    rest = copy[5:]
    said = [t.value for t in rest[:2] if t.sort == "text"][:1] or [""]
    if not any(words(reading) == said[0] for reading in message.readings("1000")):
        return "the text"
    shown = [t.value for t in rest[:2] if t.sort == "page"][:1] or [""]
    html = message.readings("1013")
    if raw := message.bytes(f"{_STREAM}10130102"):
        html = _read(raw)
    if not any(page.words(re.sub(r"(?i)cid:[^\s\"'<>)\]]+", "cid:", h)) == shown[0] for h in html):
        return "the page"
    return _attached(message, [t for t in rest if t.sort not in ("text", "page")], rest)


def _attached(message: Message, files: list[Told], rest: list[Told]) -> str:
    """Each attachment, in order.

    `rest` is the copy behind its headers, where mails that are attached begin.
    """
    at = 0
    for each in message.inside("__attach_version1.0_"):
        inner = next(each.inside(f"{_STREAM}3701000D"), None)
        if inner is not None:
            start = next((n for n in range(at, len(rest)) if rest[n].sort == "mail"), -1)
            if start < 0:
                return "a mail that is attached"
            if missing := _compared(inner, rest[start + 1 :]):
                return missing
            at = start + 6
            continue
        body = each.bytes(f"{_STREAM}37010102")
        names = next(
            (r for tag in ("3707", "3704", "3001") if (r := each.readings(tag)) != {""}),
            {"attachment"},
        )
        meant = [file(name, body) for name in names]
        found = next((n for n in range(at, len(rest)) if rest[n] in meant), -1)
        if found < 0:
            return "an attachment"
        at = found + 1
    return ""


def _named(message: Message, sender: str) -> bool:
    names, addresses = _SENDERS
    first = next((r for tag in names if (r := message.readings(tag)) != {""}), frozenset({""}))
    mails = (r for tag in addresses for r in message.readings(tag) if "@" in r)
    return any(bare(name) in sender for name in first) and bare(next(mails, "")) in sender


def _people(message: Message, heads: dict[str, str]) -> bool:
    """Whether everybody stands where they stood: by name, and by the address that they have."""
    for each in message.inside("__recip_version1.0_"):
        place = {1: "to", 2: "cc"}.get(each.number(_ROLE) & 0xFFFF_FFFF)
        if place is None:  # a blind copy, which nobody sees
            continue
        mails = (r for tag in ("39FE", "3003", "3001") for r in each.readings(tag) if "@" in r)
        if not any(bare(name) in heads[place] for name in each.readings("3001")):
            return False
        if bare(next(mails, "")) not in heads[place]:
            return False
    return True


def _dated(message: Message, date: str) -> bool:
    ticks = message.number(_SENT) or message.number(_RECEIVED)
    if not ticks:
        return not date
    moment = _BEGAN + timedelta(microseconds=ticks // 10)
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{moment.day:02}{months[moment.month - 1]}{moment.year}{moment:%H:%M:%S}" in date


def _read(raw: bytes) -> _Readings:
    out = set[str]()
    raw = raw.rstrip(b"\0")
    if raw.isascii() and not re.search(rb"[\x1b+]|~\{", raw):  # nor any code that switches letters
        return frozenset({raw.decode("ascii")})
    for each in _PAGES:
        try:
            out.add(raw.removeprefix(b"\xef\xbb\xbf").decode(each))
        except UnicodeDecodeError:
            continue
    return frozenset(out)
