"""XML parts of documents, read without entities and without a network."""

from typing import Any

from lxml import etree

from ..interface import Unreadable

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def parse(data: bytes) -> Any:
    """The root of an XML part, without comments and instructions. Entities are not allowed (ISO/IEC 29500-2, 6.2.5)."""
    try:
        root: Any = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("D003", "a part is broken") from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("R203", "entities")
    return root
