"""XML parts of documents, read without entities and without a network."""

from typing import Any

from lxml import etree

from ..interface import Unreadable

# Without a table of ids: odftoolkit gives the same xml:id twice, and programs open that all the
# same.
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
# OpenOffice.org 1 to 3 begin their formulas with this type of document, which declares nothing.
_FORMULA = "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN"


def parse(data: bytes, name: str = "") -> Any:
    """The root of an XML part, without comments and instructions; `name` is what it is called in
    the file.

    Entities are not allowed (ISO/IEC 29500-2, 6.2.5). Raises `Unreadable`: D003 broken, R203
    entities.
    """
    try:
        root: Any = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("D003", f"the part {name} is broken".replace("  ", " ")) from None
    facts = root.getroottree().docinfo
    if facts.doctype and (facts.public_id != _FORMULA or any(facts.internalDTD.iterentities())):
        raise Unreadable("R203", f"the part {name} declares entities".replace("  ", " "))
    return root
