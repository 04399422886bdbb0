"""What goes from the XML of an OpenDocument file: of a part, and of its settings."""

import re
from typing import Any

from lxml import etree

from ..interface import KEEP, Choices, Cleaned
from ..shared import harvest
from ..shared.markup import as_text, leave_out
from .grammar import (
    ATTRIBUTES,
    ELEMENTS,
    FIELDS,
    NAMED,
    NAMESPACES,
    SCRIPTS,
    SETTINGS,
    SETTINGS_GONE,
    SETTINGS_IN_WORDS,
    SPACES,
)
from .tidy import forget_fields, number_marks

_NAME = f"{{{SPACES['draw']}}}name"
_FIELD_TYPE = f"{{{SPACES['field']}}}type"


def scrub(root: Any, choices: Choices, out: Cleaned) -> None:
    """Clean one part in place."""
    foreign = {
        each.tag
        for each in root.iter(etree.Element)
        if etree.QName(each).namespace not in NAMESPACES
    }
    gone = ELEMENTS | foreign | (set() if choices.get("H110") == KEEP else SCRIPTS)
    for element in list(root.iter(*gone)):
        if len(element) or element.text:
            out.removed.append("scripts and private data of programs")
        leave_out(element)
    # A field holds the words that it showed last: they stay, what would compute them anew goes.
    for element in list(root.iter(*FIELDS)):
        as_text(element)
    # LibreOffice keeps fields of Word that it does not know, with the codes they had.
    for mark in root.iter("{*}fieldmark-start", "{*}fieldmark"):
        if mark.get(_FIELD_TYPE, "").endswith("UNHANDLED"):  # codes of other programs
            for code in list(mark):
                leave_out(code)
    for holder in list(root.iter("{*}property")):
        if holder.get(f"{{{SPACES['office']}}}string-value") is not None and holder.tag.startswith(
            f"{{{SPACES['form']}}}"
        ):
            leave_out(holder)
    number_marks(root)
    for element in root.iter(etree.Element):
        for key in list(element.attrib):
            space = etree.QName(key).namespace
            if (
                key in ATTRIBUTES
                or (space and space not in NAMESPACES)
                or (key == _NAME and element.tag in NAMED)
            ):
                del element.attrib[key]
    forget_fields(root)
    etree.cleanup_namespaces(
        root, keep_ns_prefixes=[p for p, uri in root.nsmap.items() if p and uri in NAMESPACES]
    )


def settings(root: Any, out: Cleaned) -> bytes:
    """Of the settings, the switches and numbers that change how the document looks."""
    space = f"{{{SPACES['config']}}}"
    # OpenDocument 1.3 part 3, 3.10: the settings are a program's own; each says its type.
    for item in list(root.iter(f"{space}config-item")):
        name, kind = item.get(f"{space}name", ""), item.get(f"{space}type")
        kept = (
            kind in SETTINGS
            and not re.fullmatch(SETTINGS_GONE, name)
            or item.text in SETTINGS_IN_WORDS.get(name, ())
        )
        if not kept:
            out.secrets |= (
                harvest.telling([item.text or ""])
                if item.get(f"{space}type") == "string"
                else set()
            )
            item.getparent().remove(item)
    for block in list(
        root.iter(
            f"{space}config-item-map-indexed",
            f"{space}config-item-map-named",
            f"{space}config-item-set",
        )
    ):
        if block.getparent() is not None and (
            block.get(f"{space}name") == "ooo:view-settings"
            or block.tag.endswith(("indexed", "named"))
        ):
            block.getparent().remove(block)  # views, and where the cursor was
    etree.cleanup_namespaces(root, keep_ns_prefixes=["ooo"])
    return serialised(root)


def serialised(root: Any) -> bytes:
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
