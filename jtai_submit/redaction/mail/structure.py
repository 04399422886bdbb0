"""The structure of a mail, read by itself from RFC 5322, 2045–2047 and 2231: for the second reader
alone.

It shares no code with the cleaner, which reads with `email`; neither do the parsers of mail on PyPI
serve, since each of them stands on `email` and would lose what it loses.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from ..shared.charsets import WIDER

DEEPEST, PARTS_AT_MOST = 30, 5000
# RFC 5322, 2.2: printable ASCII but the colon. White space before the colon: 4.5, obsolete.
_HEAD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.S)
# RFC 2047, 2, with the language of RFC 2231, 5.
_WORD = re.compile(r"=\?([\w.:+-]+)(?:\*[\w-]*)?\?([bq])\?([^?]*)\?=", re.I)
# RFC 2047, 6.2: white space between two encoded words is not shown.
_BETWEEN = re.compile(r"(=\?[\w.:*+-]+\?[bq]\?[^?]*\?=)\s+(?==\?[\w.:*+-]+\?[bq]\?[^?]*\?=)", re.I)
_PARAM = re.compile(r';\s*([\w!#$&+.^`|~-]+\*?(?:\d+\*?)?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.S)
# Older than MIME, and never in a standard of mail: `begin`, the rights, the name.
_UU_BEGIN = re.compile(rb"begin [0-7]{3}")


@dataclass(slots=True)
class Part:
    """A part of a mail: its headers in order (names in lower case), and its body or the parts in
    it.
    """

    heads: list[tuple[str, bytes]] = field(default_factory=list)
    body: bytes = b""
    parts: "list[Part]" = field(default_factory=list)
    usual: str = "text/plain"  # its kind, where it says none

    def all(self, name: str) -> list[str]:
        """The values of a header, in letters."""
        return [spoken(letters(value)) for key, value in self.heads if key == name]

    def raw(self, name: str) -> str:
        return next((letters(value) for key, value in self.heads if key == name), "")

    @property
    def kind(self) -> str:
        kind = self.raw("content-type").partition(";")[0].strip().lower()
        # RFC 2045, 5.2: plain text where nothing is said, or nothing that can be read.
        return kind if kind.count("/") == 1 else "text/plain" if kind else self.usual

    def param(self, name: str, header: str = "content-type") -> str:
        """A parameter (RFC 2231: in pieces, and with its letters said)."""
        value = self.raw(header)
        found = {key.lower(): _unquoted(text) for key, text in _PARAM.findall(value)}
        if name in found:
            return spoken(found[name])
        pieces = sorted(
            (int(re.sub(r"\D", "", key[len(name) + 1 :]) or 0), key)
            for key in found
            if key.startswith(f"{name}*")
        )
        raw = b""
        for _, key in pieces:
            text = found[key]
            raw += (
                unquote_to_bytes(text)
                if key.endswith("*")
                else text.encode("utf-8", "surrogateescape")
            )
        # RFC 2231, 4: letters'language'text; 4.1: only the first piece says which letters.
        if pieces and pieces[0][1].endswith("*") and raw.count(b"'") >= 2:
            charset, _, raw = raw.split(b"'", 2)
            return decoded(raw, charset.decode("ascii", "replace"))
        return letters(raw)

    @property
    def name(self) -> str:
        return self.param("filename", "content-disposition") or self.param("name")

    @property
    def content(self) -> bytes:
        """The body without its transfer encoding (RFC 2045, 6)."""
        way = self.raw("content-transfer-encoding").strip().lower()
        if way == "base64":
            return _base64(self.body)
        if way == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if way in ("x-uuencode", "uuencode", "uue", "x-uue"):
            return _uu(self.body)
        return self.body

    def walk(self) -> "Iterator[Part]":
        yield self
        for part in self.parts:
            yield from part.walk()


def read(data: bytes, depth: int = 0, usual: str = "text/plain") -> Part:
    """A mail, or a part of one. Raises ValueError where it is built too deep."""
    if depth > DEEPEST:
        raise ValueError("nesting")
    heads, body = _heads(data)
    part = Part(heads, body, usual=usual)
    kind = part.kind
    if kind in ("message/rfc822", "message/news"):
        part.parts = [
            read(part.content if part.raw("content-transfer-encoding") else body, depth + 1)
        ]
    elif kind.startswith("multipart/") and (mark := part.param("boundary")):
        # RFC 2046, 5.1.5: the parts of a digest are mails unless they say otherwise.
        usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        pieces = _between(body, mark.rstrip().encode("utf-8", "surrogateescape"))
        part.parts = [read(piece, depth + 1, usual) for piece in pieces]
    if sum(1 for _ in part.walk()) > PARTS_AT_MOST:
        raise ValueError("parts")
    return part


def _heads(data: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    heads, at = list[tuple[str, bytes]](), 0
    first = True
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end + 1
        line = data[at:end].rstrip(b"\r\n")
        if not line:
            return heads, data[end:]
        # RFC 5322, 2.2.3: a line that begins with white space goes on with the header.
        if line[:1] in b" \t" and heads:
            heads[-1] = (heads[-1][0], heads[-1][1] + b" " + line.strip())
        elif found := _HEAD.fullmatch(line):
            heads.append((found[1].decode("ascii").lower(), found[2].strip()))
        elif not (first and line.startswith((b"From ", b">From "))):
            return heads, data[at:]  # a body that no empty line announces
        at, first = end, False
    return heads, b""


def _between(body: bytes, mark: bytes) -> list[bytes]:
    """The pieces between the boundaries (RFC 2046, 5.1.1): the end of line before a boundary
    belongs to it.
    """
    line = re.compile(rb"^--" + re.escape(mark) + rb"(--)?[ \t]*\r?$", re.M)
    pieces, start = list[bytes](), -1
    for found in line.finditer(body):
        if start >= 0:
            pieces.append(re.sub(rb"\r?\n\Z", b"", body[start : found.start()]))
        start = min(found.end() + 1, len(body))
        if found[1]:
            return pieces
    return [*pieces, body[start:]] if start >= 0 else pieces


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.S)
    return text.split()[0] if text.split() else ""


def _base64(body: bytes) -> bytes:
    """What stands before the padding; a letter alone at the end is too little for a byte."""
    # RFC 2045, 6.8: all other characters are passed over.
    coded = re.sub(rb"[^A-Za-z0-9+/=]", b"", body).partition(b"=")[0]
    coded = coded[:-1] if len(coded) % 4 == 1 else coded
    return binascii.a2b_base64(coded + b"=" * (-len(coded) % 4))


def _uu(body: bytes) -> bytes:
    out, on = b"", False
    for line in body.splitlines():
        if not on:
            on = bool(_UU_BEGIN.match(line))
        elif line.strip() == b"end":
            break
        else:
            try:
                out += binascii.a2b_uu(line)
            except binascii.Error:
                out += binascii.a2b_uu(line[: ((line[0] - 32) & 63) * 4 // 3 + 4 + 1])
    return out


def letters(raw: bytes) -> str:
    """The raw bytes of a header in letters: UTF-8 (RFC 6532), or Windows-1252."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(raw, "cp1252")


def spoken(text: str) -> str:
    """Encoded words in letters (RFC 2047); neighbours in one set of letters are one run of
    bytes.
    """
    text = _BETWEEN.sub(r"\1", text)
    out, at, run, charset = list[str](), 0, b"", ""
    for found in _WORD.finditer(text):
        if found.start() > at or found[1].lower() != charset:
            out.append(decoded(run, charset))
            run = b""
        out.append(text[at : found.start()])
        charset, at = found[1].lower(), found.end()
        coded = found[3].encode("utf-8", "replace")
        run += _base64(coded) if found[2] in "bB" else binascii.a2b_qp(coded, header=True)
    return "".join([*out, decoded(run, charset), text[at:]])


def decoded(raw: bytes, charset: str) -> str:
    """Bytes in the letters that are said; of what is no letter, a sign that stands for nothing
    else.
    """
    try:
        name = codecs.lookup(charset or "utf-8").name
    except LookupError:
        name = "utf-8"
    return raw.decode(WIDER.get(name, name), "replace")
