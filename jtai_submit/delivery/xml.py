"""XML in replies: read without entities, and without asking anybody else."""

from lxml import etree

from .chunks import unexpected
from .replies import Reply

# XML 1.0, 4.2.2 and 4.4: an entity may name a file of ours or an address, or grow without end. RFC
# 4918, 20.6 warns of the first.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def tree(reply: Reply) -> "etree._Element":
    """The root of a reply's body. Raises `Temporary` (P005) where it is no XML."""
    try:
        return etree.fromstring(reply.body, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise unexpected("answer in XML", reply) from None
