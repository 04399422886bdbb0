"""Strings that must not travel: people, organisations, paths, hosts, ids and descriptions out of a
document's metadata.

The gate looks for each of them in the cleaned copy. Products, dates, numbers and what the page
shows are left out.
"""

import io
import re
from collections.abc import Iterable

from lxml import etree

SHORTEST, LONGEST = 5, 2000  # characters
_DULL_KEYS = set(
    """
    producer creatortool softwareagent format mimetype lang parsetype iccprofile colormode
    conformance part renditionclass when action changed trapped type pdfversion gts_pdfxversion
    gts_pdfxconformance gts_pdfaversion schema namespaceuri prefix valuetype about fontname
    fontfamily fontface fonttype versionstring fontfilename swatchname groupname mode unit stunits
    platenames language nativedigest
    """.split()
)
_DULL = re.compile(
    r"(?:[\d\s.,:;/()+-]*"  # numbers
    r"|D:\d{4}.*|\d{4}[-:]\d\d(?:[-:]\d\d)?(?:[T ].*)?"  # dates
    r"|(?i:pdf .*|layer "
    r"?\d*|true|false|unknown|untitled|none|default|custom|x-default|normal|print|screen|title|author|subject|keywords|"
    r"administrator|microsoft.*|adobe.*|acrobat.*|application/[\w.+-]*|image/[\w.+-]*|https?://(?:www\.)?(?:w3|adobe|aiim)\.[a-z]+.*|http://ns\..*))"
)
_EXIF_STRINGS = (0x010D, 0x010E, 0x013B, 0x013C, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
_EXIF_DEEP = {0x8769: (0x9286, 0xA420, 0xA430, 0xA431, 0xA435), 0x8825: (0x1B, 0x1C)}


def telling(values: Iterable[object]) -> set[str]:
    """Those of the values that could tell somebody something."""
    out = set()
    for value in values:
        text = re.sub(r"\s+", " ", str(value).strip("\0 \t\r\n"))
        if SHORTEST <= len(text) <= LONGEST and not _DULL.fullmatch(text) and text.isprintable():
            out.add(text)
    return out


def names_a_machine(program: str) -> bool:
    """Whether a program's name holds more than the program: a path, an address, a host (`Word on
    WS-4711-PC`).
    """
    return bool(re.search(r"[\\/@]|\bon [A-Z0-9][A-Z0-9-]{3,}|[A-Z]+-[A-Za-z0-9]{4,}", program))


def xmp(packet: bytes) -> set[str]:
    """Texts and attribute values of an XMP packet (ISO 16684-1), whatever their namespaces."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    wide = packet.startswith((b"\xff\xfe", b"\xfe\xff"))
    start, end = packet.find(b"<"), packet.rfind(b">")
    try:
        root = (
            etree.fromstring(packet if wide else packet[start : end + 1], parser)
            if start >= 0
            else None
        )
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return set() if root is None else xml(root)


def xml(root: etree._Element, *, attributes: bool = True) -> set[str]:
    """Texts and, if asked, attribute values of an element and all that is in it."""
    values: list[object] = []
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        holder = element.getparent()
        # rdf:li in rdf:Seq belongs to the property above them
        while name.namespace and name.namespace.endswith("rdf-syntax-ns#") and holder is not None:
            name, holder = etree.QName(holder), holder.getparent()
        if name.localname.lower() not in _DULL_KEYS and element.text:
            values.append(element.text)
        if not attributes:
            continue
        values += [
            v
            for k, v in element.attrib.items()
            if etree.QName(k).localname.lower() not in _DULL_KEYS
        ]
    return telling(values)


def exif(block: bytes) -> set[str]:
    """People, machines, descriptions and serial numbers of an EXIF block (`Exif\\0\\0`
    and a TIFF).
    """
    from .pillow import Image

    data = Image.Exif()
    try:
        data.load(block)
        values = [data.get(tag) for tag in _EXIF_STRINGS]
        for directory, tags in _EXIF_DEEP.items():
            deep = data.get_ifd(directory)
            values += [deep.get(tag) for tag in tags]
    except Exception:  # a broken block tells nothing; it is removed all the same
        return set()
    return telling(_decoded(value) for value in values if value)


def _decoded(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    body = value[8:] if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0") else value
    wide = value[:8] == b"UNICODE\0" or (len(body) > 3 and body[1::2].count(0) > len(body) // 3)
    return body.decode("utf-16-le" if wide else "utf-8", "ignore")


def jpeg_segment(segment: bytes) -> set[str]:
    """What one removed JPEG segment could tell."""
    if segment.startswith(b"Exif\0\0"):
        return exif(segment)
    if segment.startswith(b"http://ns.adobe.com/x"):
        return xmp(segment)
    if segment.startswith((b"Photoshop", b"JFIF", b"JFXX", b"ICC_", b"Adobe", b"Ducky", b"MPF")):
        return set()
    text = io.BytesIO(segment).read(2000).strip(b"\0")
    return telling([text.decode("utf-8")]) if text.isascii() else set()
