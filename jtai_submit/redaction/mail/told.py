"""What a person is told by a mail, in order, as the second reader compares it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..shared import page
from .structure import Part, decoded

SHOWN = ("from", "to", "cc", "date", "subject")
SIGNED = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}
_SECOND_BEST = {"text/calendar", "text/x-amp-html", "text/enriched"}  # of an alternative
_CID = re.compile(r"(?i)cid:[^\s\"'<>)\]]+")
_SAME_BYTES = re.compile(r"(?i)\.(?:txt|csv|tsv|md)$")
# RFC 5322, 3.2 and 3.4: what stands between and around names, which every program writes anew.
_MARKS = re.compile(r"[\s,;\"\\'<>\ufeff]+|\(\s*\)")
_PEOPLE = re.compile(r"[\s,;\"\\'<>()\ufeff]+")
_REMARK = re.compile(r"\((?![A-Z]{1,5}\))[^)]*\)")  # of a date
_CHARSET = re.compile(r"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing: `sort` is the name of a header, `text`, `page` or `file`."""

    sort: str
    value: str
    data: bytes = b""
    who: tuple[str, ...] = ()  # of a header of people: its words, in whatever order

    @property
    def key(self) -> tuple[object, ...]:
        """What must be the same in the copy: people can stand in brackets before or behind their
        address.
        """
        return self.sort, self.who or self.value, self.data


def told(message: Part, *, wide: bool = False) -> Iterator[Told]:
    """Everything in order. `wide`: what is not coded for the way is UTF-8, whatever it says."""
    yield from _heads(message)
    yield from _parts(message, wide, alone=True)


def _heads(message: Part) -> Iterator[Told]:
    for name in SHOWN:
        values = message.all(name)
        value = ", ".join(values) if name in ("to", "cc") else "".join(values[:1])
        people = (
            tuple(sorted(filter(None, _PEOPLE.split(value))))
            if name in ("from", "to", "cc")
            else ()
        )
        yield Told(name, bare(_REMARK.sub("", value) if name == "date" else value), who=people)


def _parts(part: Part, wide: bool, *, alone: bool) -> Iterator[Told]:
    kind = part.kind
    if kind in SIGNED or (kind in _SECOND_BEST and not alone):
        return
    if kind == "message/rfc822" and part.parts:
        yield Told("mail", "")
        yield from told(part.parts[0], wide=wide)
    elif part.parts:
        best = [p for p in part.parts if p.kind not in _SECOND_BEST]
        for each in part.parts:
            yield from _parts(each, wide, alone=kind != "multipart/alternative" or not best)
    elif kind == "text/plain" and not part.name:
        yield Told("text", words(text(part, wide)))
    elif kind == "text/html" and not part.name:
        yield Told("page", page.words(_CID.sub("cid:", text(part, wide))))
    else:
        yield file(part.name, part.content)


def file(name: str, data: bytes) -> Told:
    """An attachment: its name without ending and path; of a text every byte, of others that there
    is something.
    """
    name = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    same = bool(_SAME_BYTES.search(name))
    data = data.replace(b"\r\n", b"\n")  # as mail carries texts
    return Told(
        "file", bare(name.rpartition(".")[0] or name), data if same else data[:1] and b"something"
    )


def words(body: str) -> str:
    """A text without white space, and without the names that parts have for each other."""
    return "".join(_CID.sub("cid:", body).split()).replace("\ufeff", "")


def bare(value: str) -> str:
    """A header without white space, and without the signs that mail programs set between and around
    names.
    """
    return _MARKS.sub("", value)


def text(part: Part, wide: bool) -> str:
    """The letters of a part, by what it says of them."""
    data = part.content
    charset = part.param("charset")
    if wide and part.raw("content-transfer-encoding").strip().lower() not in (
        "base64",
        "quoted-printable",
    ):
        charset = "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return decoded(data[3:], "utf-8")
    if not _known(charset):
        named = _CHARSET.search(data[:4096].decode("latin-1")) if part.kind == "text/html" else None
        charset = named[1] if named and _known(named[1]) else _guessed(data)
    return decoded(data, charset)


def _known(charset: str) -> bool:
    try:
        return bool(charset) and bool("".encode(charset) or True)
    except LookupError:
        return False


def _guessed(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
