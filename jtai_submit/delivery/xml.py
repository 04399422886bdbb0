"""XML in replies: read without entities, and without asking anybody else."""

from lxml import etree

from .chunks import unexpected
from .replies import Reply

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def tree(reply: Reply) -> "etree._Element":
    """The root of a reply's body. Raises `Temporary` (P005) where it is no XML."""
    try:
        return etree.fromstring(reply.body, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise unexpected("answer in XML", reply) from None
