"""The second reader of Office files: expat for the XML, Pillow for pictures, plain search for the
rest.

It shares no code with lxml, which wrote the copy, and walks both files from their first link by
itself.
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
from ..shared import residue
from .grammar import NAMESPACES
from .packing import DECIDED, faults
from .removed import take_out

SHOWN = set(
    """
    officedocument header footer footnotes endnotes worksheet chartsheet sharedstrings table slide
    slidelayout slidemaster drawing vmldrawing chart chartex chartusershapes diagramdata
    diagramdrawing numbering
    """.split()
)
TEXTS = set(
    """
    t delText v f definedName formula formula1 formula2 oddHeader oddFooter evenHeader evenFooter
    firstHeader firstFooter separator pt
    """.split()
)
THINGS = set(
    """
    p tbl tr tc sectPr drawing pict blip sp pic graphicFrame hyperlink row c mergeCell sheet sldId
    ser footnote endnote bookmarkStart tab br cr sym cxnSp imagedata noBreakHyphen footnoteReference
    hlinkClick trace contentPart
    """.split()
)
VISIBLE = set(
    """
    descr title alt tooltip display name displayText value val displayName prompt promptTitle error
    errorTitle text char string formatCode caption styleName
    """.split()
)
FORBIDDEN = set(
    """
    absPath docVars docVar attachedTemplate rsids docId fileSharing mailMerge creationId
    presenceInfo imgProps sheetDataSet customWorkbookViews dataBinding externalData permStart
    smartTag customXml protectedRange commentReference modifyVerifier custDataLst moveFrom moveTo
    rPrChange pPrChange creator lastModifiedBy annotationXML
    """.split()
)
FORBIDDEN_ATTRIBUTES = set(
    """
    rsidR rsidRPr rsidRDefault rsidP rsidTr rsidDel rsidSect paraId textId author userName gfxdata
    codeName hashValue saltValue editId anchorId
    """.split()
)
# What the XML may then hold.
STAYING = {
    "H101": {"commentReference"},
    "H102": {"author", "moveFrom", "moveTo", "rPrChange", "pPrChange"},
    "H110": {"codeName"},
    "H111": {"externalData"},
    "H113": {
        "dataBinding",
        "image",
        "oleobject",
        "subdocument",
        "frame",
        "video",
        "audio",
        "media",
    },
}
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
# Parts without which a file cannot be read; others may be missing, and Office opens it all the
# same.
_ESSENTIAL = {
    "officedocument",
    "worksheet",
    "chartsheet",
    "sharedstrings",
    "slide",
    "slidelayout",
    "slidemaster",
}
# Layouts and masters count where a slide uses them, unless the file is a template.
_REACHED_FROM = {"slidelayout": "slide", "slidemaster": "slidelayout"}
_CONSTANT = re.compile(r"=?(?:\"[^\"]*\"|\{[^{}]*\"[^{}]*\})+")
_FORMULAS = {
    "f",
    "formula",
    "formula1",
    "formula2",
    "calculatedColumnFormula",
    "totalsRowFormula",
    "definedName",
}
_TEMPLATE = re.compile(rb"presentationml\.template|powerpoint\.template", re.I)


@dataclass(slots=True)
class Contents:
    """What a file shows: of each part its texts and how many of each thing; and what should not be
    there.
    """

    parts: list[tuple[str, list[str], Counter[str]]] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What is wrong with the copy: text that differs (R202), metadata that is still
    there (R201).
    """
    before, after = contents(original, cleaned), contents(cleaned.data, cleaned)
    if before.parts != after.parts:
        differ = [a[0] for a, b in zip(before.parts, after.parts, strict=False) if a != b]
        return [Noticed("R202", max(1, len(differ)), detail=differ[0] if differ else "parts")]
    with zipfile.ZipFile(io.BytesIO(cleaned.data)) as archive:
        strange = after.strange | set(faults(archive, cleaned))
        packed = (
            archive.read(m)
            for m in archive.infolist()
            if m.compress_type != zipfile.ZIP_STORED and not DECIDED.search(m.filename)
        )
        hits = residue.found(cleaned.secrets, (cleaned.data, *packed)) if cleaned.secrets else set()
        if hits:  # what shows, a word of the markup itself, or the name of a style is no leak
            shown, said = (residue.folded(texts) for texts in _values(archive, cleaned))
            hits = {
                secret
                for secret in hits
                if residue.folded([secret]) in said and residue.folded([secret]) not in shown
            }
    if strange or hits:
        return [Noticed("R201", len(strange) + len(hits), detail=", ".join(sorted(strange))[:80])]
    return []


def contents(data: bytes, cleaned: Cleaned) -> Contents:
    """Walk a file from its first link. Raises `Unreadable` (D003) where a part is missing or
    broken.
    """
    out = Contents()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            reached = list(_walk(archive, out.strange, _removed(cleaned)))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, ValueError, EOFError) as e:
        raise Unreadable("D003", f"the second reader cannot read it ({type(e).__name__})") from None
    _forget_constants([root for _, root in reached])
    strings = [_text(item) for role, root in reached if role == "sharedstrings" for item in root]
    out.parts = [
        (role, *_shown(out, role, root, strings))
        for role, root in reached
        if role != "sharedstrings"
    ]
    for code, words in STAYING.items():
        out.strange -= words if cleaned.kept(code) else set()
    if "H111" in _removed(cleaned):
        for _, _, counts in out.parts:
            for tag in [tag for tag in counts if _local(tag) in ("graphicFrame", "pic", "blip")]:
                del counts[tag]
    return out


def _removed(cleaned: Cleaned) -> set[str]:
    return {noticed.code for noticed in cleaned.noticed if noticed.choice == REMOVE}


def _walk(
    archive: zipfile.ZipFile, strange: set[str], removed: set[str]
) -> Iterator[tuple[str, Element]]:
    """Each part that shows, with its role, in the order of the links that lead to it."""
    members = {_key(name): name for name in archive.namelist()}
    template = bool(_TEMPLATE.search(archive.read(members["[content_types].xml"])))
    queue, seen = [("", "")], {""}
    for name, role in queue:
        raw = archive.read(members[_key(name)]) if name else b""
        rels = posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")
        links = _parsed(archive.read(members[_key(rels)])) if _key(rels) in members else ()
        passed = set[str]()
        if name:
            root = _parsed(raw)
            template |= role == "officedocument" and root.find(".//{*}sldId") is None
            _forget_what_never_shows(root, role, template)
            slides = {
                link.get("Id", ""): _target(name, link) for link in links if _role(link) == "slide"
            }
            slides = slides if "H104" in removed and role == "officedocument" else {}
            unseen = {
                n
                for n, at in slides.items()
                if _parsed(archive.read(members[_key(at)])).get("show") in ("0", "false")
            }
            passed = take_out(root, role, removed, unseen)
            yield role, root
        holder = role
        for link in links:
            role, target = _role(link), _target(name, link)
            if role in _REACHED_FROM and holder != _REACHED_FROM[role] and not template:
                continue
            if _key(target) not in members and role not in _ESSENTIAL:
                continue
            if link.get("Id") in passed:
                continue
            if link.get("TargetMode") == "External":
                strange |= set() if role in OUTSIDE else {role}
            elif (
                role in SHOWN
                and _key(target) not in seen
                and (role not in REFERRED or _refers(raw, link))
            ):
                seen.add(_key(target))
                queue.append((target.lstrip("/"), role))


def _forget_what_never_shows(root: Element, role: str, template: bool) -> None:
    """Take out views of single people, and what layouts say in places where slides say something
    else.
    """
    for holder in list(root) if role in ("worksheet", "chartsheet") else ():
        if _local(holder.tag) == "customSheetViews":
            root.remove(holder)
    if role in ("slidelayout", "slidemaster") and not template:
        for shape in root.iterfind(".//{*}sp"):
            if shape.find("{*}nvSpPr/{*}nvPr/{*}ph") is not None:
                for text in shape.iterfind(".//{*}t"):
                    text.text = None


def _forget_constants(roots: list[Element]) -> None:
    """Take out names that stand for a text and that no formula uses: no cell shows them."""
    books = [root for root in roots if _local(root.tag) == "workbook"]
    named = [each for root in books for each in root.iterfind(".//{*}definedName")]
    constants = [each for each in named if _CONSTANT.fullmatch(each.text or "")]
    if not constants:
        return
    formulas = (
        each.text or "" for root in roots for each in root.iter() if _local(each.tag) in _FORMULAS
    )
    said = " ".join(each for each in formulas if not _CONSTANT.fullmatch(each)).casefold()
    for each in constants:
        if each.get("name", "").casefold() not in said:
            each.text = None


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


def _shown(
    out: Contents, role: str, root: Element, strings: list[str]
) -> tuple[list[str], Counter[str]]:
    """Texts and counts of one part. Of cells that share their texts, the texts as numbers: some are
    long, and used often.
    """
    tags = Counter(element.tag for element in root.iter())
    names = set(chain.from_iterable(element.keys() for element in root.iter()))
    out.strange |= {_local(tag) for tag in tags if "/drawingml/" not in tag} & FORBIDDEN | {
        _local(name) for name in names
    } & FORBIDDEN_ATTRIBUTES
    out.strange |= {
        space
        for name in (*tags, *names)
        if name[0] == "{" and (space := name[1:].partition("}")[0]) not in NAMESPACES
    }
    texts = list[str]()
    for tag in tags:
        if _local(tag) == "c":
            shared = [
                (c.get("r"), c.findtext(tag[:-1] + "v"))
                for c in root.iter(tag)
                if c.get("t") == "s"
            ]
            texts += [
                f"{r}={hash(strings[int(n)])}"
                for r, n in shared
                if n and n.isdecimal() and int(n) < len(strings)
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
    """What people see in the file; and all that is written in it but for markup and names of
    styles, themes and fonts.
    """
    shown, said = list[str](), list[str]()
    visible = VISIBLE | ({"author"} if cleaned.kept("H102") else set())
    for member in archive.namelist():
        if DECIDED.search(member):
            continue
        said.append(member)
        if member.endswith((".xml", ".vml")):
            named = not _STYLES.search(member)
            for element in _parsed(archive.read(member)).iter():
                texts = [element.text] if element.text else []
                shown += texts + [v for k, v in element.items() if _local(k) in visible and named]
                values = [
                    v
                    for v in element.attrib.values()
                    if not v.startswith(("http://schemas.", "urn:schemas"))
                ]
                said += texts + values if named else texts
        elif not member.endswith(".rels"):
            data = archive.read(member)
            said += [data.decode("latin-1"), data.decode("utf-16-le", "ignore")]
    return shown, said
