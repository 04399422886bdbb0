"""Embedded fonts of Word (ECMA-376-1, 17.8) and PowerPoint (19.2.1.9), without what describes their
makers.
"""

import uuid
from typing import Any

from lxml import etree

from ..interface import Cleaned, Unreadable
from ..shared import opentype
from .package import Link, Part

OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedfont"
PLAIN = "application/x-fontdata"
ENDINGS = {OBFUSCATED: "odttf", PLAIN: "fntdata"}
_SCRAMBLED = 32  # bytes
_SYMBOLS = {
    "02",
    "2",
}  # the character set of fonts that draw signs for letters (17.8.3.2, 21.1.2.3.3)
_OURS = uuid.UUID("5f2b7c1e-0000-4000-8000-6a7461697375")  # keys are made of the font itself


def clean(parts: list[Part], out: Cleaned) -> None:
    """Clean each embedded font; one that cannot be looked into goes, and its text is shown in
    another.

    Raises `Unreadable` (D003) where such a font draws signs for letters: in another they would not
    be the same.
    """
    by_name = {part.name.lower(): part for part in parts}
    for holder in [part for part in parts if part.root is not None]:
        for link in [link for link in holder.links if link.role == "font" and not link.outside]:
            font = by_name.get(link.target.lower())
            if font is not None:
                _clean(holder, link, font, parts, out)


def _clean(holder: Part, link: Link, font: Part, parts: list[Part], out: Cleaned) -> None:
    uses = [e for e in holder.root.iter(etree.Element) if _refers(e, link.id)]
    name, symbols = _named(uses)
    try:
        font.data = _stripped(font, uses, scrambled=holder.role == "fonttable")
    except Unreadable:
        if symbols:
            raise Unreadable("D003", f"the font of '{name}' cannot be looked into") from None
        holder.links.remove(link)
        parts[:] = [part for part in parts if part is not font]
        for use in uses:
            _forget(use)
        out.removed.append("embedded fonts that cannot be looked into")


def _refers(element: Any, id: str) -> bool:
    return any(value == id and "relationships" in key for key, value in element.attrib.items())


def _named(uses: list[Any]) -> tuple[str, bool]:
    """What the font is called, and whether it draws signs for letters."""
    for use in uses:
        facts = [use.getparent(), *use.getparent()]
        values = {(etree.QName(k).localname, v) for each in facts for k, v in each.attrib.items()}
        words = dict(values)
        symbols = any(
            etree.QName(e).localname == "charset" and set(e.attrib.values()) & _SYMBOLS
            for e in facts
        )
        return words.get("name") or words.get("typeface", ""), symbols or words.get(
            "charset"
        ) in _SYMBOLS
    return "", False


def _stripped(font: Part, uses: list[Any], *, scrambled: bool) -> bytes:
    """The font without descriptions; scrambled again for Word, its key written where it is used."""
    font.content_type = OBFUSCATED if scrambled else PLAIN
    if not scrambled:
        data = font.data
        return opentype.strip(data) if opentype.is_font(data) else opentype.embedded(data)
    keys = [use.get(_key(use), "") for use in uses]
    # Google Docs embeds fonts as they are, with a key of zeros or without one.
    plain = font.data if opentype.is_font(font.data) else _scrambled(font.data, "".join(keys[:1]))
    bare = opentype.strip(plain)
    key = "{" + str(uuid.uuid5(_OURS, bare.hex())).upper() + "}"
    for use in uses:
        use.set(_key(use), key)
    return _scrambled(bare, key)


def _key(use: Any) -> str:
    return f"{{{etree.QName(use).namespace}}}fontKey"


def _scrambled(data: bytes, key: str) -> bytes:
    """ECMA-376-4, 10.1 (Part 1, 17.8.1): the first 32 bytes, each with a byte of the key, from its
    end on.
    """
    try:
        pad = uuid.UUID(key.strip("{}")).bytes[::-1]
    except ValueError:
        raise Unreadable("D003", "the key of an embedded font is broken") from None
    head = bytes(byte ^ pad[n % len(pad)] for n, byte in enumerate(data[:_SCRAMBLED]))
    return head + data[_SCRAMBLED:]


def _forget(use: Any) -> None:
    """Take out the mention of a font; in PowerPoint the entry of a font without any file goes with
    it.
    """
    entry = use.getparent()
    entry.remove(use)
    word = etree.QName(entry).localname
    if word == "embeddedFont" and len(entry) <= 1:
        around = entry.getparent()
        around.remove(entry)
        if len(around) == 0:
            around.getparent().remove(around)
