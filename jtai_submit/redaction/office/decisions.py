"""What people decided about the hidden content of an Office file: which parts may stay, who is
renamed, what is taken out.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree

from ..interface import ANONYMISE, KEEP, REMOVE, Choices, Cleaned
from ..shared import harvest
from ..shared.people import without_names
from . import parts as office_xml
from .grammar import ATTRIBUTES, ELEMENTS, names
from .package import Part
from .roles import KEPT, WITHOUT_MACROS

CAN = {
    "H101": "keep anonymise remove",
    "H102": "keep anonymise",
    "H103": "keep remove",
    "H104": "keep",
    "H104 slides": "keep remove",
    "H105": "keep remove",
    "H110": "keep remove",
    "H110 part": "",
    "H111": "keep remove",
    "H111 part": "",
    "H111 unknown": "",
    "H112": "keep",
    "H112 scenario": "keep",
    "H113": "keep",
}
_ANCHORS = names("w", "commentRangeStart commentRangeEnd commentReference")
_BUTTONS = {"{urn:schemas-microsoft-com:office:excel}FmlaMacro"}
_NOTES = names("p", "notesMasterIdLst")
_NAMED = {"author", "initials", "name", "displayName", "userId", "providerId"}
_WHEN = {"date", "dateUtc", "dt", "dT", "created", "modified"}
_LOGS = {"usernames", "revisionheaders", "revisionlog"}
_PEOPLE = {
    *_LOGS,
    "commentsextensible",
    "commentsextended",
    "commentsids",
    "comments",
    "people",
    "threadedcomment",
    "person",
    "commentauthors",
    "authors",
}
# ISO/IEC 29500-1, 18.17: names with other signs stand in quotes, a quote in them twice.
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!")


def staying(role: str, choices: Choices) -> bool:
    """Whether a part that is otherwise left behind stays."""
    return role in KEPT and choices.get(KEPT[role][0]) in (KEEP, ANONYMISE)


def doomed_elements(choices: Choices) -> set[str]:
    """The elements that go from the XML."""
    kept = set(_ANCHORS) if staying("comments", choices) else set()
    kept |= _BUTTONS if staying("vbaproject", choices) else set()
    return ELEMENTS - kept - (_NOTES if staying("notesslide", choices) else set())


def doomed_attributes(choices: Choices) -> set[str]:
    """The attributes that go from the XML: macros that stay are bound by some of them."""
    return ATTRIBUTES - ({"codeName", "macro"} if staying("vbaproject", choices) else set())


def carry_out(parts: list[Part], out: Cleaned) -> None:
    """Take out what is to be removed and rename who is not to be named, in parts that are cleaned
    otherwise.
    """
    chosen = {noticed.code: noticed.choice for noticed in out.noticed if noticed.choice}
    if chosen.get("H101") == ANONYMISE or chosen.get("H102") == ANONYMISE:
        _anonymise(parts, out, chosen)
    if chosen.get("H101") == REMOVE:
        _take_notes_off(parts)
        out.removed.append("comments")
    if chosen.get("H110") == REMOVE:
        main = next(part for part in parts if part.role == "officedocument")
        main.content_type, out.kind = WITHOUT_MACROS.get(
            main.content_type.lower(), (main.content_type, "")
        )
        out.removed.append("macros")
    if chosen.get("H111") == REMOVE:
        out.removed.append("embedded files")
    if chosen.get("H105") == REMOVE:
        out.removed.append("speaker notes")
    if chosen.get("H104") == REMOVE:
        _hide_no_slide(parts, out)
    if chosen.get("H103") == REMOVE:
        _drop_sheets(parts, out)


def _anonymise(parts: list[Part], out: Cleaned, chosen: dict[str, str]) -> None:
    """Authors become "Author 1", "Author 2" wherever they are named; when they wrote goes."""
    known: dict[str, str] = {}

    def alias(name: str) -> str:
        return known.setdefault(name, f"Author {len(known) + 1}")

    for part in parts:
        if part.root is None:
            continue
        people = part.role in _PEOPLE
        if chosen.get("H101" if people and part.role not in _LOGS else "H102") == ANONYMISE:
            for element in part.root.iter(etree.Element):
                _rename(element, alias, people)
            part.kept = False
    for part in parts:
        if (
            part.role in ("comments", "threadedcomment")
            and part.root is not None
            and chosen.get("H101") == ANONYMISE
        ):
            for text in part.root.iter("{*}t", "{*}text"):
                text.text = without_names(text.text or "", known) or None
    out.secrets |= {name for name in harvest.telling(known) if not name.startswith("Author ")}
    out.removed.append("names of people")


def _rename(element: Any, alias: Any, people: bool) -> None:
    word = etree.QName(element).localname
    # Excel writes `tc=` and an id where the author stands in the thread ([MS-XLSX]).
    if people and word == "author" and element.text and not element.text.startswith("tc="):
        element.text = alias(element.text)
    for key in list(element.attrib):
        short = etree.QName(key).localname
        value = element.attrib[key]
        if short in ("author", "userName") or (people and short in ("name", "displayName")):
            element.set(key, alias(value))
        elif short == "initials":
            element.set(key, "A")
        elif people and short in _NAMED:
            element.set(key, "None" if short == "providerId" else "Author")
        # Office insists on it.
        elif (short in ("created", "time") and people) or short == "dateTime":
            element.set(key, "2000-01-01T00:00:00.000")
        elif short in _WHEN and (
            people or element.get(f"{{{etree.QName(element).namespace}}}author")
        ):
            del element.attrib[key]


def pictures_instead(part: Part, gone: set[str]) -> None:
    """Of an embedded file on a slide, its picture stays."""
    for frame in list(part.root.iter("{*}graphicFrame")):
        if any(gone & set(each.attrib.values()) for each in frame.iter("{*}oleObj", "{*}control")):
            shown, facts = list(frame.iter("{*}pic")), next(frame.iter("{*}cNvPr"), None)
            if shown and facts is not None:
                for name in shown[-1].iter("{*}cNvPr"):
                    name.set("id", facts.get("id", "0"))
                    name.set("name", f"Object {facts.get('id', '0')}")
                frame.getparent().replace(frame, shown[-1])
            else:
                office_xml.drop(frame)


def _take_notes_off(parts: Iterable[Part]) -> None:
    """The yellow notes of Excel are drawn in VML."""
    for part in parts:
        if part.role == "vmldrawing" and part.root is not None:
            for data in list(part.root.iter("{urn:schemas-microsoft-com:office:excel}ClientData")):
                if data.get("ObjectType") == "Note":
                    office_xml.drop(data.getparent())


def _hide_no_slide(parts: list[Part], out: Cleaned) -> None:
    """Hidden slides go where no slide that stays leads to them; otherwise they stay noticed, and
    block.
    """
    gone = {
        part.name.lower()
        for part in parts
        if part.role == "slide" and part.root.get("show") in ("0", "false")
    }
    others = [part for part in parts if part.role == "slide" and part.name.lower() not in gone]
    if any(link.target.lower() in gone for part in others for link in part.links):
        _stays(out, "H104")
        return
    out.removed.append("hidden slides")
    for part in parts:
        ids = {
            link.id for link in part.links if link.target.lower() in gone and link.role == "slide"
        }
        if part.role == "officedocument":
            for slide in list(part.root.iter("{*}sldId")):
                if ids & set(slide.attrib.values()):
                    slide.getparent().remove(slide)
            # Custom shows and sections name slides again.
            for shown in list(part.root.iter("{*}sldLst", "{*}section")):
                holder = shown.getparent()
                office_xml.drop(
                    holder if etree.QName(holder).localname in ("sectionLst", "custShow") else shown
                )
    _forget(parts, gone)


def _drop_sheets(parts: list[Part], out: Cleaned) -> None:
    """Hidden sheets go where nothing that stays refers to them; otherwise they stay noticed, and
    block.
    """
    book = next(part for part in parts if part.role == "officedocument")
    sheets = list(book.root.iter("{*}sheet"))
    hidden = [s for s in sheets if s.get("state", "visible") != "visible"]
    titles, by_id = (
        {s.get("name", "").lower() for s in hidden},
        {link.id: link.target.lower() for link in book.links},
    )
    gone = {by_id.get(v, "") for s in hidden for k, v in s.attrib.items() if "relationships" in k}
    # ISO/IEC 29500-1, 18.2.5: `localSheetId` counts the sheets from 0, in their order.
    places = {str(n) for n, sheet in enumerate(sheets) if sheet in hidden}
    local = [
        name for name in book.root.iter("{*}definedName") if name.get("localSheetId") in places
    ]
    said = [
        f.text or ""
        for part in parts
        if part.root is not None and part.name.lower() not in gone
        for f in part.root.iter(
            "{*}f", "{*}definedName", "{*}formula", "{*}formula1", "{*}formula2"
        )
        if f not in local
    ]
    named = {
        (quoted.replace("''", "'") or bare).lower()
        for text in said
        for quoted, bare in _SHEET.findall(text)
    }
    drawn = {
        link.target.lower() for part in parts if part.name.lower() in gone for link in part.links
    }
    tables = {
        part.root.get(key, "")
        for part in parts
        if part.role == "table" and part.name.lower() in drawn
        for key in ("displayName", "name")
    }
    jumps = [
        e.get("location", "")
        for part in parts
        if part.role == "worksheet" and part.name.lower() not in gone
        for e in part.root.iter("{*}hyperlink")
    ]
    named |= {
        (quoted.replace("''", "'") or bare).lower()
        for text in jumps
        for quoted, bare in _SHEET.findall(text)
    }
    words = set(re.findall(r"[\w.\\]+", " ".join(said)))
    referred = titles & named or tables & words or "INDIRECT" in {word.upper() for word in words}
    if referred or any(":" in name for name in named) or len(hidden) == len(sheets):
        _stays(out, "H103")
        return
    for name in local:
        office_xml.drop(name)
    for name in book.root.iter("{*}definedName"):
        if (place := name.get("localSheetId", "")).isdecimal():
            name.set("localSheetId", str(int(place) - sum(int(p) < int(place) for p in places)))
    for view in book.root.iter("{*}workbookView"):
        for key in ("activeTab", "firstSheet"):
            view.attrib.pop(key, None)
    for sheet in hidden:
        sheet.getparent().remove(sheet)
    _forget(parts, gone | {part.name.lower() for part in parts if part.role == "calcchain"})
    out.removed.append("hidden sheets")


def _stays(out: Cleaned, code: str) -> None:
    """What was to be removed cannot be: something that stays refers to it."""
    out.noticed = [replace(n, choice="") if n.code == code else n for n in out.noticed]


def _forget(parts: list[Part], gone: set[str]) -> None:
    """Leave parts out, and whatever only they led to."""
    for part in parts:
        part.links = [
            link for link in part.links if link.outside or link.target.lower() not in gone
        ]
    named = {part.name.lower(): part for part in parts}
    reached = [""]
    for name in reached:  # grows while it runs
        targets = (link.target.lower() for link in named[name].links if not link.outside)
        reached += dict.fromkeys(t for t in targets if t in named and t not in reached)
    parts[:] = [part for part in parts if part.name.lower() in reached]
