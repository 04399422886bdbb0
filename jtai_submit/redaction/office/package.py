"""An Office file as its parts: a zip whose parts refer to each other (Open Packaging Conventions,
ISO/IEC 29500-2).
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

from ..interface import Unreadable
from ..shared import container
from ..shared.container import Container
from ..shared.xml import parse
from .roles import FAMILIES

_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_INK = "application/inkml+xml"
_OFFICIAL = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "http://purl.oclc.org/ooxml/",
)
# Deflating what is packed already saves nothing.
_STORED = {"jpeg", "png", "gif", "odttf", "fntdata", "emz", "wmz"}


@dataclass(slots=True)
class Link:
    """A relationship. `role` is the last word of its type; `target` a part's name, or an address
    outside.
    """

    id: str
    role: str
    type: str
    target: str
    outside: bool

    @property
    def official(self) -> bool:
        return self.type.startswith(_OFFICIAL)


@dataclass(slots=True)
class Part:
    """One part: `root` is its XML, or None where it is something else and `data` holds it."""

    name: str
    role: str
    content_type: str
    data: bytes
    root: Any = None
    kept: bool = False  # as it is, because a person decided so
    links: list[Link] = field(default_factory=list)


class Package:
    """Reads parts of an Office file. Raises `Unreadable`: D003 broken, D004 password,
    R203 a bomb.
    """

    def __init__(self, data: bytes) -> None:
        self._container = Container(data, _key)
        # ISO/IEC 29500-2, 7.2.3: what is said of one part wins over what is said of an ending.
        self._types: dict[str, str] = {}
        self._endings: dict[str, str] = {}
        for each in self._xml("[content_types].xml"):
            if name := each.get("PartName"):
                self._types[_key(name)] = each.get("ContentType", "")
            else:
                self._endings[each.get("Extension", "").lower()] = each.get("ContentType", "")

    def __contains__(self, name: str) -> bool:
        return name in self._container

    def part(self, name: str, role: str, *, parsed: bool = True) -> Part:
        """A part with its links; `parsed` where it is XML."""
        data = self._container.read(name)
        kind = self._kind(name)
        is_xml = (
            parsed
            and kind.endswith(("+xml", "/xml", ".vmlDrawing"))
            and not kind.startswith("image/")
        )
        part = Part(
            name,
            role,
            kind,
            data,
            root=parse(data, name) if is_xml else None,
            links=self.links(name),
        )
        # ISO/IEC 29500-2 allows UTF-8 and UTF-16; what looks into the bytes later looks for UTF-8.
        if part.root is not None and part.root.getroottree().docinfo.encoding.upper() not in (
            "UTF-8",
            "ASCII",
        ):
            part.data = etree.tostring(part.root, encoding="UTF-8")
        return part

    def links(self, name: str) -> list[Link]:
        """Who a part refers to; the whole package for the empty name."""
        folder, base = posixpath.split(name)
        # ISO/IEC 29500-2: the links of a part stand in `_rels` beside it, those of the package in
        # `_rels/.rels`.
        rels = posixpath.join(folder, "_rels", base + ".rels")
        if rels not in self:
            return []
        links = []
        for each in self._xml(rels):
            kind, target = each.get("Type", ""), each.get("Target", "")
            role = kind.rstrip("/").rpartition("/")[2].lower()
            inside = posixpath.normpath(
                posixpath.join("/" + folder, unquote(target.partition("#")[0]))
            ).lstrip("/")
            # Office links ink as if it were data.
            if role == "customxml" and self._kind(inside) == _INK:
                role = "ink"
            outside = each.get("TargetMode") == "External" or (
                role == "hyperlink" and inside not in self
            )
            links.append(
                Link(each.get("Id", ""), role, kind, target if outside else inside, outside)
            )
        return links

    def _kind(self, name: str) -> str:
        ending = _key(name).rpartition(".")[2]
        return self._types.get(_key(name)) or self._endings.get(ending, "")

    def _xml(self, name: str) -> list[Any]:
        return list(
            parse(self._container.read(name), name).iter(
                "{*}Default", "{*}Override", "{*}Relationship"
            )
        )


def _key(name: str) -> str:
    """Names of parts are alike whatever their case (ISO/IEC 29500-2, 6.3.5)."""
    return unquote(name).replace("\\", "/").lstrip("/").lower()


def family(parts: Iterable[Part]) -> tuple[str, str]:
    """The folder and name that the main part goes by: Word's, Excel's or PowerPoint's. Raises
    `Unreadable` (D003).
    """
    for part in parts:
        if part.role == "officedocument":
            for word, names in FAMILIES.items():
                if word in part.content_type.lower():
                    return names
    raise Unreadable("D003", "no document in it")


def without(parts: list[Part], gone: set[str]) -> None:
    """Leave out the parts of these names (lower case), and those that only they led to."""
    gone = set(gone)
    while True:
        led = {link.target.lower() for p in parts if p.name.lower() in gone for link in p.links}
        kept = {
            link.target.lower() for p in parts if p.name.lower() not in gone for link in p.links
        }
        if led <= kept | gone:
            break
        gone |= led - kept
    parts[:] = [part for part in parts if part.name.lower() not in gone]


def folder(main: Part) -> str:
    """Whose main part it is: `word`, `xl` or `ppt`."""
    return next(
        (names[0] for word, names in FAMILIES.items() if word in main.content_type.lower()), ""
    )


def write(parts: Iterable[Part]) -> bytes:
    """A package of these parts, in this order, always the same bytes. A part without a name carries
    its first links.
    """
    return container.write(_members(list(parts)), lambda name: name.rpartition(".")[2] in _STORED)


def _members(parts: list[Part]) -> Iterator[tuple[str, bytes]]:
    # First, as Office writes it: libmagic knows the kind of file by its first members.
    yield "[Content_Types].xml", _types(parts)
    for part in parts:
        if part.links:
            folder, base = posixpath.split(part.name)
            yield posixpath.join(folder, "_rels", base + ".rels"), _rels(part)
        if part.name:
            yield part.name, part.data if part.root is None or part.kept else _serialised(part.root)


def _serialised(root: Any) -> bytes:
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


def _types(parts: list[Part]) -> bytes:
    root = etree.Element(
        "Types", xmlns="http://schemas.openxmlformats.org/package/2006/content-types"
    )
    etree.SubElement(root, "Default", Extension="rels", ContentType=_RELS)
    etree.SubElement(root, "Default", Extension="xml", ContentType="application/xml")
    for part in parts:
        if part.name:
            etree.SubElement(
                root, "Override", PartName="/" + quote(part.name), ContentType=part.content_type
            )
    return _serialised(root)


def _rels(part: Part) -> bytes:
    root = etree.Element(
        "Relationships", xmlns="http://schemas.openxmlformats.org/package/2006/relationships"
    )
    for link in part.links:
        target = (
            link.target
            if link.outside
            else posixpath.relpath(link.target, posixpath.dirname(part.name) or ".")
        )
        each = etree.SubElement(root, "Relationship", Id=link.id, Type=link.type, Target=target)
        if link.outside and not link.target.startswith("#"):
            each.set("TargetMode", "External")
    return _serialised(root)
