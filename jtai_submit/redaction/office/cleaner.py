"""DOCX, XLSX, PPTX: packed anew with only the parts that show, and in their XML only what draws.

Parts are reached from the first link on, so orphans and bytes around the zip stay behind. Every
role of part that `grammar` does not list stays behind too, or stops the document where
Office would draw it. Names, order and times of the parts are ours. Hidden content is not touched
here: `hidden` finds it, and it blocks.
"""

import re
from collections import Counter
from typing import Any

from ...documents.examination import Noticed
from ..interface import ANONYMISE, NO_CHOICES, REMOVE, Choices, Cleaned, Unreadable
from ..shared import harvest, pictures
from . import decisions, fonts, hidden
from . import parts as office_xml
from .decisions import doomed_attributes, doomed_elements, pictures_instead, staying
from .grammar import (
    PROGRAM,
    PROGRAM_LINK,
    PROGRAM_PART,
    PROGRAM_TYPE,
    PROGRAMS,
    TELLING_PARTS,
    VERSIONS,
)
from .package import Link, Package, Part, family, write
from .place import place, said_at
from .roles import ALONE, BY_NAME, GONE, HELD, HIDING, KEPT, NEEDED, PARTS
from .tidy import tidy

_XML_TYPE = re.compile(
    r"application/(?:vnd\.(?:openxmlformats-officedocument|ms-\w+)\.[\w.+-]+|inkml\+xml|xml)"
)
_LINK_TYPE = re.compile(
    r"http://(?:schemas\.(?:openxmlformats\.org/officeDocument|microsoft\.com/office)/\d{4}(?:/\d\d)?"
    r"|purl\.oclc\.org/ooxml/officeDocument)/relationships/\w+"
)
_PICTURES = {
    "jpeg": "jpeg",
    "png": "png",
    "gif": "gif",
    "bmp": "bmp",
    "emf": "x-emf",
    "wmf": "x-wmf",
    "emz": "x-emz",
    "wmz": "x-wmz",
}
_SECRETS_AT_MOST = 500
_BROKEN = {"D003": "is broken", "R201": "holds a photograph with metadata"}
_ELSEWHERE = "workbook.xlsx"  # what every other workbook is called


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A cleaned copy of an Office file. Raises `Unreadable` where it is locked (D004), broken
    (D003) or unsafe (R203).
    """
    out = Cleaned(b"")
    parts = _reached(Package(data), out, choices)
    fonts.clean(parts, out)
    tidy(parts, out)
    out.noticed += hidden.find(parts)
    out.settle(choices, decisions.CAN)
    decisions.carry_out(parts, out)
    if office_xml.forget_strings(parts):
        out.removed.append("texts of deleted cells")
    out.data = _written(parts, choices)
    out.removed = sorted(set(out.removed))
    return out


def _reached(package: Package, out: Cleaned, choices: Choices) -> list[Part]:
    """Each part that a link leads to, cleaned. The first has no name and holds the package's own
    links.
    """
    top = Part("", "", "", b"", links=package.links(""))
    parts, seen = [top], set[str]()
    for part in parts:  # grows while it runs
        if part.role in GONE and not staying(part.role, choices):
            continue
        part.links = _used(part)
        for link in part.links:
            if link.outside or link.target.lower() in seen:
                continue
            if link.target not in package and link.role not in NEEDED:
                continue  # nothing is lost: Office shows the file without it
            seen.add(link.target.lower())
            if staying(link.role, choices):
                parts.append(_kept(package, link, choices))
            elif link.role in GONE:
                parts += _told(package, link, out)
            elif link.role == "slide" and part.role != "officedocument":
                out.noticed.append(
                    Noticed("H104", where="a slide that is not in the show", detail="slides")
                )
            elif link.role in PARTS and link.official:
                parts.append(_placed(package, link, out, choices, parts))
            elif link.role in HELD:
                parts.append(Part(link.target, link.role, "", b""))
        _unlink(package, part, out, choices)
    if sum(part.role == "officedocument" for part in parts) != 1:
        raise Unreadable("D003", "no document in it")
    return parts


def _used(part: Part) -> list[Link]:
    """The links that count: parts that are referred to by name only where the XML does so."""
    if part.root is None:
        return part.links
    names = office_xml.references(part.root)
    return [link for link in part.links if link.id in names or link.role not in BY_NAME]


def _told(package: Package, link: Link, out: Cleaned) -> list[Part]:
    """A part that stays behind: what it says must not be in the copy."""
    try:
        part = package.part(
            link.target, link.role, parsed=link.role in TELLING_PARTS or link.role in HIDING
        )
    except Unreadable:  # broken or not there: then it tells nothing
        return []
    if part.data != _program(part):
        out.removed.append(GONE[part.role])
    if part.role in TELLING_PARTS and part.root is not None:
        # ISO/IEC 29500-1, 22.2: names of sheets and headings, which the document shows itself.
        for list_of_sheets in part.root.iter("{*}TitlesOfParts", "{*}HeadingPairs"):
            list_of_sheets.clear()
        told = harvest.xml(part.root, attributes=TELLING_PARTS[part.role])
        if part.role == "customxml":  # it may hold whole tables
            told = set(sorted(told, key=len, reverse=True)[:_SECRETS_AT_MOST])
        out.secrets |= told
    # Windows' DEVMODE: it begins with the printer's name, in 32 letters of UTF-16.
    if part.role == "printersettings":
        out.secrets |= harvest.telling(
            [part.data[:64].decode("utf-16-le", "ignore").partition("\0")[0]]
        )
    if part.role == "core-properties" and part.root is not None:
        out.dated = _day(part.root)
    return [part]


def _day(properties: Any) -> str:
    for name in ("modified", "created"):
        text = properties.findtext(f"{{*}}{name}") or ""
        if re.match(r"\d{4}-\d\d-\d\d", text):
            return str(text[:10])
    return ""


def _kept(package: Package, link: Link, choices: Choices) -> Part:
    """A part that stays because a person decided so: to the byte, unless its authors are to be
    renamed.
    """
    part = package.part(
        link.target,
        link.role,
        parsed=choices[KEPT[link.role][0]] == ANONYMISE or link.role in HIDING,
    )
    part.kept = True
    return part


def _placed(
    package: Package, link: Link, out: Cleaned, choices: Choices, parts: list[Part]
) -> Part:
    """A cleaned part. Raises `Unreadable` with the place of a picture that cannot be cleaned."""
    try:
        return _cleaned(package, link, out, choices)
    except Unreadable as e:
        where = place(parts, link.target) if link.role == "image" else ""
        if not where:
            raise
        if e.noticed.code == "H111":
            raise Unreadable("H111", "picture", where) from None
        why = _BROKEN.get(e.noticed.code, "cannot be cleaned")
        raise Unreadable(e.noticed.code, f"a picture {said_at(where)} {why}") from None


def _cleaned(package: Package, link: Link, out: Cleaned, choices: Choices) -> Part:
    part = package.part(link.target, link.role)
    if part.role == "image":
        before = part.data
        part.root = None
        part.data, ending, told = pictures.strip(before)
        part.content_type = f"image/{_PICTURES[ending]}"
        out.secrets |= told
        if part.data != before:
            out.removed.append("metadata of pictures")
    elif part.role == "font":
        part.root = None
    elif part.root is None or not _XML_TYPE.fullmatch(part.content_type):
        raise Unreadable("D003", f"the part {part.name} is not what it says")
    else:
        gone, told = office_xml.scrub(part, doomed_elements(choices), doomed_attributes(choices))
        out.removed += gone
        out.secrets |= told
    return part


def _unlink(package: Package, part: Part, out: Cleaned, choices: Choices) -> None:
    """Leave out the links to what stays behind, and what refers to them."""
    kept, gone = [], set[str]()
    for link in part.links:
        if link.role == "externallinkpath" or part.role == "externallink":
            if link.target != _ELSEWHERE:
                out.secrets |= harvest.telling([link.target])
                out.removed.append(GONE["externallinkpath"])
            link.target = _ELSEWHERE
        elif staying(link.role, choices):
            pass
        elif choices.get(HELD.get(link.role, "")) == REMOVE and link.role in KEPT:
            gone.add(link.id)  # and noticed all the same, as removed
        elif link.role in GONE or (link.outside and part.role == "chart"):
            if link.outside:
                out.secrets |= harvest.telling([link.target])
            if link.outside or link.role not in GONE:
                out.removed.append(GONE.get(link.role, "links to other files"))
            gone.add(link.id)
            continue
        elif not part.name and link.role != "officedocument":
            continue
        elif not link.outside and link.target not in package and link.role not in NEEDED:
            gone.add(link.id)
            continue
        elif not link.outside and (
            link.role not in PARTS and link.role not in HELD or not link.official
        ):
            out.noticed.append(Noticed("H111", detail="unknown"))
        elif not _LINK_TYPE.fullmatch(link.type):
            raise Unreadable("D003", f"a link of the part {part.name} is not what it says")
        kept.append(link)
    part.links = kept
    if part.root is not None:
        pictures_instead(part, gone)
        office_xml.finish(part, gone)


def _written(parts: list[Part], choices: Choices) -> bytes:
    """The kept parts under names of ours."""
    kept = [
        part for part in parts if part.role in PARTS or not part.role or staying(part.role, choices)
    ]
    folder, main = family(parts)
    counted, renamed = Counter[str](), dict[str, str]()
    for part in kept[1:]:
        counted[part.role] += 1
        number = "" if part.role in ALONE and counted[part.role] == 1 else str(counted[part.role])
        form = PARTS.get(part.role) or KEPT[part.role][1]
        place = form.format(root=folder, main=main, n=number, ending=_ending(part))
        renamed[part.name.lower()] = place
    program = next(
        filter(None, (_program(part) for part in parts if part.role == "extended-properties")), b""
    )
    for part in kept:
        part.links = [link for link in part.links if link.outside or link.target.lower() in renamed]
        for link in part.links:
            link.target = link.target if link.outside else renamed[link.target.lower()]
        part.name = renamed.get(part.name.lower(), "")
    if program:
        kept[0].links.append(Link("rIdApp", "", PROGRAM_LINK, PROGRAM_PART, outside=False))
        kept.append(Part(PROGRAM_PART, "", PROGRAM_TYPE, program))
    return write(kept)


def _program(properties: Part) -> bytes:
    """The part that names the program, in words of ours; nothing for a program that
    nobody knows.
    """
    if properties.root is None:
        return b""
    name = re.match(PROGRAMS, properties.root.findtext("{*}Application") or "")
    version = re.fullmatch(VERSIONS, properties.root.findtext("{*}AppVersion") or "")
    return PROGRAM.format(name[0], version[0] if version else "16.0000").encode() if name else b""


def _ending(part: Part) -> str:
    own = part.name.rpartition(".")[2].lower()
    known = fonts.ENDINGS.get(part.content_type) or {
        f"image/{v}": k for k, v in _PICTURES.items()
    }.get(part.content_type)
    return known or (own if own.isalnum() and len(own) < 6 else "bin")
