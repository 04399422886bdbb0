"""The second reader of Office files: expat for the XML, Pillow for pictures, plain search for the rest.

It shares no code with lxml, which wrote the copy, and walks both files from their first link by itself.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...documents.examination import Noticed
from ..interface import REMOVE, Cleaned, Unreadable
from ..shared import pictures, residue
from .grammar import NAMESPACES, PROGRAM, PROGRAMS, VERSIONS
from .removed import take_out

SHOWN = {"officedocument", "header", "footer", "footnotes", "endnotes", "worksheet", "chartsheet", "sharedstrings", "table",
         "slide", "slidelayout", "slidemaster", "drawing", "vmldrawing", "chart", "chartex", "chartusershapes",
         "diagramdata", "diagramdrawing", "numbering"}  # fmt: skip
TEXTS = {"t", "delText", "v", "f", "definedName", "formula", "formula1", "formula2", "oddHeader", "oddFooter",
         "evenHeader", "evenFooter", "firstHeader", "firstFooter", "separator"}  # fmt: skip
THINGS = {"p", "tbl", "tr", "tc", "sectPr", "drawing", "pict", "blip", "sp", "pic", "graphicFrame", "hyperlink", "row", "c",
          "mergeCell", "sheet", "sldId", "ser", "footnote", "endnote", "bookmarkStart", "tab", "br", "cr", "sym", "cxnSp",
          "imagedata", "noBreakHyphen", "footnoteReference", "hlinkClick", "trace", "contentPart"}  # fmt: skip
VISIBLE = {"descr", "title", "alt", "tooltip", "display", "name", "displayText", "value", "val", "displayName", "prompt",
           "promptTitle", "error", "errorTitle", "text", "char", "string", "formatCode", "caption", "styleName"}  # fmt: skip
FORBIDDEN = {"absPath", "docVars", "docVar", "attachedTemplate", "rsids", "docId", "fileSharing", "mailMerge", "creationId",
             "presenceInfo", "imgProps", "sheetDataSet", "customWorkbookViews", "dataBinding", "externalData",
             "permStart", "smartTag", "customXml", "protectedRange", "commentReference", "modifyVerifier", "custDataLst",
             "moveFrom", "moveTo", "rPrChange", "pPrChange", "creator", "lastModifiedBy", "annotationXML"}  # fmt: skip
FORBIDDEN_ATTRIBUTES = {"rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidTr", "rsidDel", "rsidSect", "paraId", "textId",
                        "author", "userName", "gfxdata", "codeName", "hashValue", "saltValue", "editId", "anchorId"}  # fmt: skip
TRACES = (
    b":author=",
    b":rsid",
    b":paraId=",
    b":gfxdata=",
    b"absPath",
    b"lastModifiedBy",
    b"<!--",
)  # in any part, shown or not
# Parts that a person decided to keep as they are: nobody searches them.
_DECIDED = re.compile(
    r"/(?:comments|people|commentAuthors|authors|vbaProject|vbaData)[^/]*$|/(?:threadedComments|persons|notesSlides|notesMasters"
    r"|embeddings|revisions|activeX|pivotTables|pivotCache)/|/media/(?:video|audio|media)"
)
# What the XML may then hold.
STAYING = {"H101": {"commentReference"}, "H102": {"author", "moveFrom", "moveTo", "rPrChange", "pPrChange"},
           "H110": {"codeName"}, "H111": {"externalData"},
           "H113": {"dataBinding", "image", "oleobject", "subdocument", "frame", "video", "audio", "media"}}  # fmt: skip
_NAME = re.compile(
    r"\[Content_Types\]\.xml|docProps/app\.xml|(?:(?:word|xl|ppt)/(?:\w+/)?)?(?:_rels/(?:\w+\.\w+)?\.rels|\w+\.\w{3,6})"
)
_PROGRAM = re.compile(re.escape(PROGRAM).replace(r"\{\}", f"(?:{PROGRAMS})", 1).replace(r"\{\}", VERSIONS, 1))
_STYLES = re.compile(r"/(?:styles|fontTable|tableStyles)\d*\.xml|/theme/|Content_Types")
OUTSIDE = {"hyperlink", "externallinkpath"}  # links that may lead out of the file
REFERRED = {
    "drawing",
    "vmldrawing",
    "chart",
    "chartex",
    "worksheet",
    "chartsheet",
    "header",
    "footer",
    "slide",
}  # parts that count only where the XML names them
_ORIENTATION = 0x0112


@dataclass(slots=True)
class Contents:
    """What a file shows: of each part its texts and how many of each thing; and what should not be there."""

    parts: list[tuple[str, list[str], Counter[str]]] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What is wrong with the copy: text that differs (R202), metadata that is still there (R201)."""
    before, after = contents(original, cleaned), contents(cleaned.data, cleaned)
    if before.parts != after.parts:
        differ = [a[0] for a, b in zip(before.parts, after.parts, strict=False) if a != b]
        return [Noticed("R202", max(1, len(differ)), detail=differ[0] if differ else "parts")]
    with zipfile.ZipFile(io.BytesIO(cleaned.data)) as archive:
        strange = after.strange | set(_packing(archive, cleaned))
        packed = (archive.read(m) for m in archive.infolist()
                  if m.compress_type != zipfile.ZIP_STORED and not _DECIDED.search(m.filename))  # fmt: skip
        hits = residue.found(cleaned.secrets, (cleaned.data, *packed)) if cleaned.secrets else set()
        if hits:  # what shows, a word of the markup itself, or the name of a style is no leak
            shown, said = (residue.folded(texts) for texts in _values(archive, cleaned))
            hits = {
                secret for secret in hits if residue.folded([secret]) in said and residue.folded([secret]) not in shown
            }
    if strange or hits:
        return [Noticed("R201", len(strange) + len(hits), detail=", ".join(sorted(strange))[:80])]
    return []


def contents(data: bytes, cleaned: Cleaned) -> Contents:
    """Walk a file from its first link. Raises `Unreadable` (D003) where a part is missing or broken."""
    out = Contents()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            reached = list(_walk(archive, out.strange, _removed(cleaned)))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, ValueError, EOFError) as e:
        raise Unreadable("D003", type(e).__name__) from None
    strings = [_text(item) for role, root in reached if role == "sharedstrings" for item in root]
    out.parts = [(role, *_shown(out, role, root, strings)) for role, root in reached if role != "sharedstrings"]
    for code, words in STAYING.items():
        out.strange -= words if cleaned.kept(code) else set()
    if "H111" in _removed(cleaned):
        for _, _, counts in out.parts:
            for tag in [tag for tag in counts if _local(tag) in ("graphicFrame", "pic", "blip")]:
                del counts[tag]
    return out


def _removed(cleaned: Cleaned) -> set[str]:
    return {noticed.code for noticed in cleaned.noticed if noticed.choice == REMOVE}


def _walk(archive: zipfile.ZipFile, strange: set[str], removed: set[str]) -> Iterator[tuple[str, Element]]:
    """Each part that shows, with its role, in the order of the links that lead to it."""
    members = {_key(name): name for name in archive.namelist()}
    queue, seen = [("", "")], {""}
    for name, role in queue:
        raw = archive.read(members[_key(name)]) if name else b""
        rels = posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")
        links = _parsed(archive.read(members[_key(rels)])) if _key(rels) in members else ()
        passed = set[str]()
        if name:
            root = _parsed(raw)
            slides = {link.get("Id", ""): _target(name, link) for link in links if _role(link) == "slide"}
            slides = slides if "H104" in removed and role == "officedocument" else {}
            unseen = {
                n for n, at in slides.items() if _parsed(archive.read(members[_key(at)])).get("show") in ("0", "false")
            }
            passed = take_out(root, role, removed, unseen)
            yield role, root
        for link in links:
            role, target = _role(link), _target(name, link)
            if link.get("Id") in passed:
                continue
            if link.get("TargetMode") == "External":
                strange |= set() if role in OUTSIDE else {role}
            elif role in SHOWN and _key(target) not in seen and (role not in REFERRED or _refers(raw, link)):
                seen.add(_key(target))
                queue.append((target.lstrip("/"), role))


def _role(link: Element) -> str:
    return link.get("Type", "").rstrip("/").rpartition("/")[2].lower()


def _target(name: str, link: Element) -> str:
    inside = unquote(link.get("Target", "").partition("#")[0])
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(name), inside))


def _parsed(data: bytes) -> Element:
    return ElementTree.fromstring(data)  # noqa: S314 (the cleaner has refused whatever declares entities)


def _refers(raw: bytes, link: Element) -> bool:
    name = link.get("Id", "").encode()
    return b'"' + name + b'"' in raw or b"'" + name + b"'" in raw


def _shown(out: Contents, role: str, root: Element, strings: list[str]) -> tuple[list[str], Counter[str]]:
    """Texts and counts of one part. Of cells that share their texts, the texts as numbers: some are long, and used often."""
    tags = Counter(element.tag for element in root.iter())
    names = set(chain.from_iterable(element.keys() for element in root.iter()))
    out.strange |= {_local(tag) for tag in tags if "/drawingml/" not in tag} & FORBIDDEN | {
        _local(name) for name in names
    } & FORBIDDEN_ATTRIBUTES
    out.strange |= {
        space for name in (*tags, *names) if name[0] == "{" and (space := name[1:].partition("}")[0]) not in NAMESPACES
    }
    texts = list[str]()
    for tag in tags:
        if _local(tag) == "c":
            shared = [(c.get("r"), c.findtext(tag[:-1] + "v")) for c in root.iter(tag) if c.get("t") == "s"]
            texts += [
                f"{r}={hash(strings[int(n)])}" for r, n in shared if n and n.isdecimal() and int(n) < len(strings)
            ]
        elif _local(tag) in TEXTS or role == "vmldrawing":
            texts += [each.text for each in root.iter(tag) if each.text and not each.text.isspace()]
    return texts, Counter({tag: n for tag, n in tags.items() if _local(tag) in THINGS})


def _text(item: Element) -> str:
    return "".join(each.text or "" for each in item.iter() if _local(each.tag) == "t")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _key(name: str) -> str:
    return unquote(name).replace("\\", "/").lstrip("/").lower()


def _values(archive: zipfile.ZipFile, cleaned: Cleaned) -> tuple[list[str], list[str]]:
    """What people see in the file; and all that is written in it but for markup and names of styles, themes and fonts."""
    shown, said = list[str](), list[str]()
    visible = VISIBLE | ({"author"} if cleaned.kept("H102") else set())
    for member in archive.namelist():
        if _DECIDED.search(member):
            continue
        said.append(member)
        if member.endswith((".xml", ".vml")):
            named = not _STYLES.search(member)
            for element in _parsed(archive.read(member)).iter():
                texts = [element.text] if element.text else []
                shown += texts + [v for k, v in element.items() if _local(k) in visible and named]
                values = [v for v in element.attrib.values() if not v.startswith(("http://schemas.", "urn:schemas"))]
                said += texts + values if named else texts
        elif not member.endswith(".rels"):
            data = archive.read(member)
            said += [data.decode("latin-1"), data.decode("utf-16-le", "ignore")]
    return shown, said


def _packing(archive: zipfile.ZipFile, cleaned: Cleaned) -> Iterator[str]:
    """What is wrong with the zip itself, or with a picture in it."""
    data, traces = cleaned.data, TRACES[cleaned.kept("H102") :]
    if archive.comment or not data.startswith(b"PK\x03\x04") or data[-22:-18] != b"PK\x05\x06":
        yield "zip"
    for member in archive.infolist():
        if (
            member.extra
            or member.comment
            or member.date_time != (1980, 1, 1, 0, 0, 0)
            or member.external_attr != 0o600 << 16
        ):
            yield "zip"
        if not _NAME.fullmatch(member.filename):
            yield "name of a part"
        if member.filename.startswith("docProps") and not _PROGRAM.fullmatch(archive.read(member).decode("latin-1")):
            yield "document properties"
        if (
            member.filename.endswith(".xml")
            and not _DECIDED.search(member.filename)
            and any(word in archive.read(member) for word in traces)
        ):
            yield "traces of people"
        if member.filename.endswith((".jpeg", ".png")):
            yield from _tells(archive.read(member))


def _tells(picture: bytes) -> Iterator[str]:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as image:
            yield from {str(key) for key in image.info} - pictures.SILENT
            yield from (str(tag) for tag in image.getexif() if tag != _ORIENTATION)
    except Exception:  # a picture that does not decode shows nothing, and tells nothing
        return
