"""HTML as a page that shows the same and does nothing: no scripts, no comments, nothing fetched
from elsewhere.

Elements and attributes that are not listed go; the words in them stay. The page is written anew as
UTF-8.
"""

import base64
import binascii
import re
from typing import Any

from lxml import etree
from lxml import html as parser

from ...documents.examination import Noticed
from ..interface import KEEP, NO_CHOICES, Choices, Cleaned, Unreadable
from ..shared import harvest, pictures
from ..shared.letters import decoded
from ..shared.links import to_a_file
from ..shared.markup import leave_out
from . import hidden
from .hidden import HELD, SILENT

CAN = {"H106": "keep", "H109": "keep", "H112": "keep", "H113": "keep"}
# WHATWG HTML, chapters 4 and 16 (obsolete ones), and of SVG and MathML what draws.
_ELEMENTS = set(
    "html head title style body a abbr acronym address area article aside b bdi bdo big "
    "blockquote br button "
    "caption center cite code col colgroup dd del details dfn dir div dl dt em fieldset "
    "figcaption figure font "
    "footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main map mark "
    "menu meter nav nobr "
    "ol optgroup option output p pre progress q rp rt ruby s samp section select small span "
    "strike strong sub "
    "summary sup table tbody td textarea tfoot th thead time tr tt u ul var wbr svg g path rect "
    "circle ellipse line "
    "polyline polygon text tspan defs use image math mrow mi mn mo ms mtext mspace mfrac msqrt "
    "mroot msub msup msubsup munder mover munderover mtable mtr mtd mfenced menclose mpadded "
    "mstyle lineargradient radialgradient stop clippath".split()
)
ATTRIBUTES = set(
    "class id style title lang dir align valign width height border cellpadding cellspacing "
    "colspan rowspan bgcolor "
    "color face size href src alt name start type value scope headers summary nowrap hspace "
    "vspace background "
    "checked selected disabled span char rules frame shape coords usemap for cols rows wrap "
    "open datetime reversed "
    "text link vlink alink clear noshade compact media d viewbox fill stroke stroke-width "
    "transform x y x1 y1 x2 y2 cx cy "
    "r rx ry points offset stop-color font-size text-anchor".split()
)
# CSS Values, url(); CSS Cascading, @import; Internet Explorer, expression().
_FETCHED = re.compile(
    r"url\(\s*['\"]?(?!data:|cid:|#)[^)]*\)|@import[^;]*;?|expression\([^)]*\)", re.I
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_END = re.compile(r"</(?:body|html)\s*>", re.I)
# WHATWG HTML, "prescan a byte stream": what the page says of its letters near its beginning.
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.I)
# Word writes its properties into a conditional comment.
_PEOPLE = re.compile(
    r"<o:(?:Author|LastAuthor|Company|Manager|Subject|Keywords|Description)>(.*?)</o:", re.S
)
# RFC 2397: a picture that stands in its own address.
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*;base64,", re.I)
_INLINE = re.compile(r"url\(\s*['\"]?(data:[^)'\"]*)['\"]?\s*\)", re.I)


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """The same page without what describes it. Raises `Unreadable` (D003) where there
    is no page.
    """
    out = Cleaned(b"")
    root = _parsed(data)
    out.noticed += hidden.find(root)
    out.settle(choices, CAN)
    for comment in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        told = _PEOPLE.findall(comment.text or "")
        out.secrets |= harvest.telling(told)
        out.removed.append("comments in the source")
        leave_out(comment)
    for element in list(root.iter(etree.Element)):
        _element(element, out, kept=choices.get("H113") == KEEP)
    head = root.find("head")
    if head is None:
        head = etree.Element("head")
        root.insert(0, head)
    head.insert(0, etree.Element("meta", charset="utf-8"))
    if not out.noticed and not hidden.shows(root):
        out.noticed.append(Noticed("D019"))
    out.removed = sorted(set(out.removed))
    out.data = b"<!DOCTYPE html>\n" + parser.tostring(root, encoding="utf-8", method="html")
    return out


def _parsed(data: bytes) -> Any:
    try:
        text = _text(data)
    except ValueError:
        raise Unreadable("D003") from None
    # XHTML: lxml takes no text that says which bytes it was.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    # Pages go on behind their end (lists, virus scanners); lxml would drop that.
    text = _END.sub("", text)
    try:
        root = parser.document_fromstring(
            text, parser=parser.HTMLParser(huge_tree=False, no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("D003") from None
    return root


def _element(element: Any, out: Cleaned, *, kept: bool) -> None:
    word = str(element.tag).lower()
    if word in SILENT:
        if word == "meta" and (element.get("name") or "").lower() not in (
            "viewport",
            "generator",
            "robots",
        ):
            out.secrets |= (
                harvest.telling([element.get("content") or ""]) if element.get("name") else set()
            )
        if word == "xml":
            out.secrets |= harvest.xml(element, attributes=False)
        if word != "meta" or "charset" not in element.attrib:
            out.removed.append(
                "scripts" if word in ("script", "noscript") else "properties of the page"
            )
        leave_out(element)
        return
    if word not in _ELEMENTS and word not in HELD and element.getparent() is not None:
        element.drop_tag()
        return
    if word == "style":
        element.text = _style(element.text or "", out)
    for name in list(element.attrib):
        value = element.attrib[name]
        if name.lower() not in ATTRIBUTES:
            out.removed.append(
                "scripts" if name.startswith("on") else "properties of the page"
            ) if not name.startswith("xmlns") else None
            del element.attrib[name]
        elif name == "style":
            element.set("style", _style(value, out))
        elif name in ("src", "background") or (
            word in ("image", "use") and name.endswith("href") and not value.startswith("#")
        ):
            _source(element, name, value, out, kept=kept)
        elif name == "href" and re.match(r"\s*(?:java|vb)script:", value, re.I):
            # WHATWG HTML, "javascript: URLs": following such a link runs it; vbscript: is Internet
            # Explorer's.
            del element.attrib[name]
            out.removed.append("scripts")


def _style(rules: str, out: Cleaned) -> str:
    """Rules without comments, and without what would be fetched; pictures in them lose their
    metadata.
    """
    return _INLINE.sub(
        lambda m: f"url({_inline(m[1], out)})", _FETCHED.sub("none", _CSS_COMMENT.sub("", rules))
    )


def _inline(address: str, out: Cleaned) -> str:
    """A picture that stands in its own address, without its metadata. Raises `Unreadable` (H111)
    for what is no picture.
    """
    start = _DATA.match(address)
    if not start:
        raise Unreadable("H111", "picture")
    try:
        data, ending, told = pictures.strip(base64.b64decode(address[start.end() :]))
    except binascii.Error:
        raise Unreadable("D003", "picture") from None
    out.secrets |= told
    return f"data:image/{ending};base64,{base64.b64encode(data).decode()}"


def _source(element: Any, name: str, value: str, out: Cleaned, *, kept: bool) -> None:
    """A picture in the page loses its metadata; one that would be fetched from elsewhere is not
    fetched.
    """
    address = value.strip()
    if address.lower().startswith("data:"):
        element.set(name, _inline(address, out))
    elif not address.lower().startswith("cid:") and not (
        kept and to_a_file(address, relative=True)
    ):
        del element.attrib[name]
        out.removed.append("pictures from other places")


def _text(data: bytes) -> str:
    """A page decoded by what it says of itself. Raises ValueError where that is no text."""
    named = _CHARSET.search(data[:4096])
    return decoded(data, named[1].decode("ascii") if named else "").removeprefix("\ufeff")
