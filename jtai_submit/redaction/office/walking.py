"""The second reader's way through an Office file: from its first link to every part that shows, and
what in these parts never does. It shares no code with the cleaner.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .removed import take_out

_SHOWN = set(
    """
    officedocument header footer footnotes endnotes worksheet chartsheet sharedstrings table slide
    slidelayout slidemaster drawing vmldrawing chart chartex chartusershapes diagramdata
    diagramdrawing numbering
    """.split()
)
_OUTSIDE = {"hyperlink", "externallinkpath"}  # links that may lead out of the file
_REFERRED = {
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


def walk(
    archive: zipfile.ZipFile, strange: set[str], removed: set[str]
) -> Iterator[tuple[str, Element]]:
    """Each part that shows, with its role, in the order of the links that lead to it."""
    members = {_key(name): name for name in archive.namelist()}
    template = bool(_TEMPLATE.search(archive.read(members["[content_types].xml"])))
    queue, seen = [("", "")], {""}
    for name, role in queue:
        raw = archive.read(members[_key(name)]) if name else b""
        rels = posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")
        links = parsed(archive.read(members[_key(rels)])) if _key(rels) in members else ()
        passed = set[str]()
        if name:
            root = parsed(raw)
            # A presentation without slides is there for its layouts.
            template |= role == "officedocument" and root.find(".//{*}sldId") is None
            _forget_what_never_shows(root, role, template)
            slides = {
                link.get("Id", ""): _target(name, link) for link in links if _role(link) == "slide"
            }
            slides = slides if "H104" in removed and role == "officedocument" else {}
            unseen = {
                n
                for n, at in slides.items()
                if parsed(archive.read(members[_key(at)])).get("show") in ("0", "false")
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
                strange |= set() if role in _OUTSIDE else {role}
            elif (
                role in _SHOWN
                and _key(target) not in seen
                and (role not in _REFERRED or _refers(raw, link))
            ):
                seen.add(_key(target))
                queue.append((target.lstrip("/"), role))


def _forget_what_never_shows(root: Element, role: str, template: bool) -> None:
    """Take out views of single people, and what layouts say in places where slides say something
    else.
    """
    for holder in list(root) if role in ("worksheet", "chartsheet") else ():
        # How single people had the sheet on their screen, with headers and footers of their own.
        if local(holder.tag) == "customSheetViews":
            root.remove(holder)
    if role in ("slidelayout", "slidemaster") and not template:
        for shape in root.iterfind(".//{*}sp"):
            if shape.find("{*}nvSpPr/{*}nvPr/{*}ph") is not None:
                for text in shape.iterfind(".//{*}t"):
                    text.text = None


def forget_constants(roots: list[Element]) -> None:
    """Take out names that stand for a text and that no formula uses: no cell shows them."""
    books = [root for root in roots if local(root.tag) == "workbook"]
    named = [each for root in books for each in root.iterfind(".//{*}definedName")]
    constants = [each for each in named if _CONSTANT.fullmatch(each.text or "")]
    if not constants:
        return
    formulas = (
        each.text or "" for root in roots for each in root.iter() if local(each.tag) in _FORMULAS
    )
    said = " ".join(each for each in formulas if not _CONSTANT.fullmatch(each)).casefold()
    for each in constants:
        if each.get("name", "").casefold() not in said:
            each.text = None


def _role(link: Element) -> str:
    return link.get("Type", "").rstrip("/").rpartition("/")[2].lower()


def _target(name: str, link: Element) -> str:
    # ISO/IEC 29500-2: targets count from the folder of the part that names them.
    inside = unquote(link.get("Target", "").partition("#")[0])
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(name), inside))


def parsed(data: bytes) -> Element:
    return ElementTree.fromstring(data)  # noqa: S314 (the cleaner has refused whatever declares entities)


def _refers(raw: bytes, link: Element) -> bool:
    name = link.get("Id", "").encode()
    return b'"' + name + b'"' in raw or b"'" + name + b"'" in raw


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _key(name: str) -> str:
    return unquote(name).replace("\\", "/").lstrip("/").lower()
