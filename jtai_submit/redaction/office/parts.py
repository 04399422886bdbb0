"""The XML of one Office part: what describes goes, what draws stays where it is."""

import html
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from ..interface import Unreadable
from ..shared import harvest
from ..shared.fields import PERSONAL
from . import fields
from .grammar import ATTRIBUTES, DESCRIBED, ELEMENTS, NAMESPACES, SETTINGS, TELLING, WRAPPERS
from .package import Part

_RELATIONSHIPS = {
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "s": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "o": "urn:schemas-microsoft-com:office:office",
}
_XPATH = Callable[[Any], Any]  # lxml's stubs know less than the expressions say
_REFERENCES: _XPATH = etree.XPath(
    "//@r:*|//@s:*|//@o:relid", namespaces=_RELATIONSHIPS, smart_strings=False
)
_REFERRING: _XPATH = etree.XPath("//*[@r:*|@s:*|@o:relid]", namespaces=_RELATIONSHIPS)
_TITLES: _XPATH = etree.XPath(
    "//@o:title|//@o:href|//@userName", namespaces=_RELATIONSHIPS, smart_strings=False
)
_STRINGS_USED: _XPATH = etree.XPath(
    "//*[local-name()='c'][@t='s']/*[local-name()='v']/text()", smart_strings=False
)
_LOOSE: _XPATH = etree.XPath("boolean(//*[*]/text()[normalize-space()])")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DECLARED = re.compile(rb"xmlns(?::[^\s=]+)?\s*=\s*[\"']([^\"']*)[\"']")
_XPATH_ATTRIBUTE = "{{{}}}xpath"
# They say more than where the link leads.
_LINKED = {"pageSetup", "blip", "imagedata", "hlinkClick", "hlinkHover"}
_LISTS = set(
    """
    customProperties controls oleObjects tableParts custDataLst extLst ext AlternateContent
    """.split()
)


def scrub(
    part: Part, elements: set[str] = ELEMENTS, attributes: set[str] = ATTRIBUTES
) -> tuple[list[str], set[str]]:
    """Clean a part in place. What went, in words, and the strings that must not be
    found any more.
    """
    root, data, told, removed = part.root, part.data, set[str](), list[str]()
    if _LOOSE(root) and part.role != "vmldrawing":  # only VML holds HTML
        # No program shows them.
        raise Unreadable("D003", f"the part {part.name} has words between its elements")
    declared = {html.unescape(uri.decode("utf-8", "replace")) for uri in _DECLARED.findall(data)}
    foreign = [f"{{{uri}}}*" for uri in declared - NAMESPACES if uri]
    _choose(root)
    if b"instr" in data and fields.flatten(root):
        removed.append("fields that show properties")
    doomed = [each for each in root if each.tag not in SETTINGS] if part.role == "settings" else []
    doomed += root.iter(*elements, *foreign)
    for element in doomed:
        if (
            element.tag.endswith("}dataBinding")
            and not _is_empty(element)
            and PERSONAL.search(
                element.get(_XPATH_ATTRIBUTE.format(element.tag[1:].partition("}")[0]), "")
            )
        ):
            continue  # the name of a person that Word fills in: people must see to it
        if etree.QName(element).localname in TELLING:
            told |= harvest.xml(element)
        drop(element)
    etree.strip_tags(root, *WRAPPERS)
    told |= (
        harvest.telling(_TITLES(root))
        if any(word in data for word in (b"o:title", b"o:href", b"userName"))
        else set()
    )
    etree.strip_attributes(root, *attributes, *foreign)
    if doomed or any(word in data for word in DESCRIBED):
        removed.append("revision ids and private data of programs")
    _name_objects(root, data)
    return removed, told


def _is_empty(binding: Any) -> bool:
    """Whether a content control only says what to put there (`w:showingPlcHdr`; ECMA-376-1,
    17.5.2.39).
    """
    return (
        binding.getparent() is not None and binding.getparent().find("{*}showingPlcHdr") is not None
    )


def references(root: Any) -> set[str]:
    """The ids of the links that the XML refers to."""
    return set(_REFERENCES(root))


def finish(part: Part, gone: set[str]) -> None:
    """Take out what refers to links that are `gone`, and namespaces that nothing uses. Paper
    settings stay without their printer.
    """
    for element in _REFERRING(part.root) if gone else ():
        names = [
            name for name, value in element.attrib.items() if value in gone and name.startswith("{")
        ]
        if names and etree.QName(element).localname in _LINKED:
            for name in names:
                del element.attrib[name]
        elif names:
            drop(element)
    _settle(part.root)
    _forget_namespaces(part.root, part.data)


def forget_strings(parts: list[Part]) -> bool:
    """Empty the shared texts that no cell shows any more; whether there were any."""
    used = {
        int(n)
        for part in parts
        if part.role == "worksheet"
        for n in _STRINGS_USED(part.root)
        if n.isdecimal()
    }
    unused = [
        item
        for part in parts
        if part.role == "sharedstrings"
        for n, item in enumerate(part.root)
        if n not in used and any(item.itertext())
    ]
    # ISO/IEC 29500-1, 18.4: cells name their text by its number, so that the items stay, empty.
    for item in unused:
        item[:] = [item.makeelement(f"{{{etree.QName(item).namespace}}}t")]
    return bool(unused)


def drop(element: Any) -> None:
    """Remove an element, and the lists around it that it leaves empty."""
    holder = element.getparent()
    if holder is None:
        return
    holder.remove(element)
    # `a:ext` with `cx` is a size (20.1.7.3), all others are extensions.
    if len(holder) == 0 and etree.QName(holder).localname in _LISTS and not holder.get("cx"):
        drop(holder)


def _choose(root: Any) -> None:
    """Alternatives for programs that know more (ISO/IEC 29500-3, 7.6): those in foreign namespaces
    are left out.
    """
    for block in list(root.iter(_MC + "AlternateContent")):
        for choice in block.findall(_MC + "Choice"):
            spaces = {choice.nsmap.get(prefix) for prefix in choice.get("Requires", "").split()}
            if not spaces <= NAMESPACES:
                block.remove(choice)
    _settle(root)


def _settle(root: Any) -> None:
    """Where no choice is left, the fallback takes the place of the alternatives."""
    for block in list(root.iter(_MC + "AlternateContent")):
        for choice in block.findall(_MC + "Choice"):
            if len(choice) == 0:
                block.remove(choice)
        if block.find(_MC + "Choice") is None:
            fallback, holder = block.find(_MC + "Fallback"), block.getparent()
            if holder is not None and (fallback is None or not len(fallback)):
                drop(block)
            elif holder is not None:
                at = holder.index(block)
                holder[at : at + 1] = list(fallback)


def _name_objects(root: Any, data: bytes) -> None:
    """Names of drawn objects are often those of files: a number says as much."""
    if b"cNvPr" in data or b"docPr" in data:
        for element in root.iter("{*}cNvPr", "{*}docPr"):
            element.set("name", f"Object {element.get('id', '')}".strip())


def _forget_namespaces(root: Any, data: bytes) -> None:
    prefixes = {prefix for prefix, uri in root.nsmap.items() if prefix and uri in NAMESPACES}
    for element in root.iter(_MC + "Choice") if b"Choice" in data else ():
        prefixes |= set(element.get("Requires", "").split())
    # ISO/IEC 29500-3: what stands in `mc:Ignorable` must be declared, or Office calls the file
    # broken.
    for element in root.iter() if b"Ignorable" in data else ():
        if prefixes_named := element.get(_MC + "Ignorable"):
            known = (p for p in prefixes_named.split() if element.nsmap.get(p) in NAMESPACES)
            element.set(_MC + "Ignorable", " ".join(known))
            if not element.get(_MC + "Ignorable"):
                del element.attrib[_MC + "Ignorable"]
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(prefixes))
