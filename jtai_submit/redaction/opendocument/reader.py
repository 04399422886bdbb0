"""The second reader of OpenDocument files: expat for the XML, Pillow for pictures, plain search for
the rest.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...documents.examination import Noticed
from ..interface import REMOVE, Cleaned, Unreadable
from ..shared import residue
from .grammar import GENERATORS, META, NAMESPACES

_THINGS = set(
    """
    p h table table-row page frame list-item section a tab line-break s bookmark note
    """.split()
)
# Values of cells (`office:value` …), formulas, repeated cells, and how many spaces `text:s` is.
_VALUES = set(
    """
    value date-value time-value boolean-value string-value formula number-columns-repeated
    number-rows-repeated c
    """.split()
)
_FORBIDDEN = {
    "initial-creator",
    "creation-date",
    "printed-by",
    "editing-duration",
    "event-listener",
    "rsid",
    "paragraph-rsid",
}
_NAME = re.compile(
    r"mimetype|META-INF/manifest\.xml|(?:Object "
    r"\d+/)?(?:content|styles)\.xml|settings\.xml|meta\.xml|(?:Pictures|Fonts)/\d+\.\w{3,4}"
)
_META = re.compile(re.escape(META).replace(r"\{\}", GENERATORS))
_PEOPLE = {"creator", "date"}
_KEPT = ("Basic/", "Scripts/", "Object", "ObjectReplacements/")
_ABOUT = re.compile(
    r"\{http://purl\.org/dc/|\{urn:oasis:names:tc:opendocument:xmlns:(?:meta:|text:1\.0\}script$)"
)
_FORM = (
    "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}",
    "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}",
)
_NO_VALUES = {"user-field-decl", "filter-condition", "filter-set-item"}
_DECLARATIONS = {"header-decl", "footer-decl", "date-time-decl"}
_SPACE = re.compile(r"\s+")


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    """What is wrong with the copy: text that differs (R202), metadata that is still
    there (R201).
    """
    try:
        with (
            zipfile.ZipFile(io.BytesIO(original)) as before,
            zipfile.ZipFile(io.BytesIO(cleaned.data)) as after,
        ):
            if _shown(before, cleaned) != _shown(after, cleaned):
                return [Noticed("R202", where="the text")]
            strange = set(_strange(after, cleaned))
            searched = [name for name in after.namelist() if not _decided(name, cleaned)]
            blobs = [after.read(name) for name in searched]
            hits = residue.found(cleaned.secrets, (*searched_names(searched), *blobs))
            if hits:
                shown = residue.folded(_words(after))
                hits = {secret for secret in hits if residue.folded([secret]) not in shown}
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, ValueError, EOFError) as e:
        raise Unreadable("D003", f"the second reader cannot read it ({type(e).__name__})") from None
    if strange or hits:
        return [Noticed("R201", len(strange) + len(hits), detail=", ".join(sorted(strange))[:80])]
    return []


def searched_names(names: list[str]) -> list[bytes]:
    return [name.encode() for name in names]


def _decided(name: str, cleaned: Cleaned) -> bool:
    """Whether a member stays as it is, because a person decided so."""
    return not _NAME.fullmatch(name) and (
        (cleaned.kept("H110") and name.startswith(_KEPT[:2])) or cleaned.kept("H111")
    )


def _shown(archive: zipfile.ZipFile, cleaned: Cleaned) -> list[tuple[str, list[str], Counter[str]]]:
    """What the document and its headers and footers say: words, values of cells, and how many of
    each thing.
    """
    out = []
    removed = {noticed.code for noticed in cleaned.noticed if noticed.choice == REMOVE}
    named = [name for name in ("content.xml", "styles.xml") if name in archive.namelist()]
    roots = {name: _parsed(archive.read(name)) for name in named}
    _forget_what_never_shows(list(roots.values()))
    for root in roots.values():
        unseen = _hidden_slides(root) if "H104" in removed else set()
        for part in [each for each in root if _local(each.tag) in ("body", "master-styles")]:
            _take_out(part, removed, unseen)
            # Of comments and changes; scripts.
            for person in [each for each in part.iter() if _ABOUT.match(each.tag)]:
                person.text = ""
            words = _SPACE.sub(" ", "".join(part.itertext()))
            values = [
                v
                for each in part.iter()
                for k, v in each.attrib.items()
                if _local(k) in _VALUES
                and _local(each.tag) not in _NO_VALUES
                and not each.tag.startswith(_FORM)
            ]
            counts = Counter(word for each in part.iter() if (word := _local(each.tag)) in _THINGS)
            out.append((words, values, counts))
    drawn = sorted("".join(root.itertext()) for root in _drawn(archive))
    return [*out, ("drawn", drawn, Counter())]


def _forget_what_never_shows(roots: list[Element]) -> None:
    """Take out master pages that no page uses, the page for handouts, and headers of slides that no
    slide shows.
    """
    facts = [
        (_local(k), v, _local(each.tag))
        for root in roots
        for each in root.iter()
        for k, v in each.attrib.items()
    ]
    used = {value for key, value, _ in facts if key == "master-page-name"} | {"Standard"}
    declared = {value for key, value, _ in facts if key.startswith("use-")}
    masters = [each for root in roots for each in root.iter() if _local(each.tag) == "master-page"]
    by_name = {_named(each): each for each in masters}
    used |= set(list(by_name)[:1])
    after = {
        name: next((v for k, v in each.items() if _local(k) == "next-style-name"), "")
        for name, each in by_name.items()
    }
    for _ in by_name:
        used |= {after[name] for name in used if name in after}
    for name, master in by_name.items():
        if name not in used:
            master[:] = []
    for holder in [each for root in roots for each in root.iter()]:
        for each in list(holder):
            word = _local(each.tag)
            if word == "handout-master" or (word in _DECLARATIONS and _named(each) not in declared):
                holder.remove(each)


def _named(element: Element) -> str:
    return next((value for key, value in element.items() if _local(key) == "name"), "")


def _drawn(archive: zipfile.ZipFile) -> Iterator[Element]:
    """The charts and formulas that the document shows."""
    for place in dict.fromkeys(_objects(_parsed(archive.read("content.xml")))):
        name = f"{place.removeprefix('./').rstrip('/')}/content.xml"
        if name in archive.namelist():
            root = _parsed(archive.read(name))
            for holder in list(root.iter()):  # the source of a formula, which nobody sees
                for each in [
                    each for each in holder if _local(each.tag) in ("annotation", "annotation-xml")
                ]:
                    holder.remove(each)
            yield from [each for each in root.iter() if _local(each.tag) in ("chart", "math")][:1]


def _objects(root: Element) -> Iterator[str]:
    for each in root.iter("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object"):
        yield each.get("{http://www.w3.org/1999/xlink}href", "")


def _take_out(part: Element, removed: set[str], unseen: set[str]) -> None:
    """Take out what people decided to remove."""
    for holder in list(part.iter()):
        for n, each in reversed(list(enumerate(holder))):
            word = _local(each.tag)
            gone = (
                ("H101" in removed and word in ("annotation", "annotation-end"))
                or ("H104" in removed and word == "page" and unseen & set(each.attrib.values()))
                or ("H105" in removed and word == "notes" and _local(holder.tag) == "page")
            )
            if gone:
                if n:
                    holder[n - 1].tail = (holder[n - 1].tail or "") + (each.tail or "")
                else:
                    holder.text = (holder.text or "") + (each.tail or "")
                holder.remove(each)


def _hidden_slides(root: Element) -> set[str]:
    """The names of page styles that hide."""
    return {
        value
        for style in root.iter()
        if _local(style.tag) == "style" and any("hidden" in each.attrib.values() for each in style)
        for key, value in style.attrib.items()
        if _local(key) == "name"
    }


def _strange(archive: zipfile.ZipFile, cleaned: Cleaned) -> Iterator[str]:
    # OpenDocument 1.3 part 2, 3.3: `mimetype` is the first member.
    if archive.comment or archive.infolist()[0].filename != "mimetype":
        yield "zip"
    for member in archive.infolist():
        if member.extra or member.comment or member.date_time != (1980, 1, 1, 0, 0, 0):
            yield "zip"
        if not _NAME.fullmatch(member.filename) and not _decided(member.filename, cleaned):
            yield "name of a part"
        if member.filename == "meta.xml" and not _META.fullmatch(
            archive.read(member).decode("latin-1")
        ):
            yield "document properties"
        if member.filename.endswith(("content.xml", "styles.xml", "settings.xml")) and not _decided(
            member.filename, cleaned
        ):
            allowed = _PEOPLE if cleaned.kept("H101") or cleaned.kept("H102") else set()
            for each in _parsed(archive.read(member)).iter():
                for name in (each.tag, *each.keys()):
                    if name[0] == "{" and name[1:].partition("}")[0] not in NAMESPACES:
                        yield name
                    if _local(name) in _FORBIDDEN and not (
                        cleaned.kept("H113") or cleaned.kept("H110")
                    ):
                        yield name
                if (
                    each.tag.startswith("{http://purl.org/dc/elements/1.1/}")
                    and _local(each.tag) not in allowed
                ):
                    yield each.tag


def _words(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if name.endswith(("content.xml", "styles.xml")):
            root = _parsed(archive.read(name))
            yield " ".join(root.itertext())
            yield from (
                v
                for each in root.iter()
                for k, v in each.attrib.items()
                if _local(k) in ("name", "display-name", "href", "string-value")
            )


def _parsed(data: bytes) -> Element:
    return ElementTree.fromstring(data)  # noqa: S314 (the cleaner has refused whatever declares entities)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
