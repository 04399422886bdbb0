"""The second reader of Office files: expat for the XML, Pillow for pictures, plain search for the
rest.

It shares no code with lxml, which wrote the copy, and walks both files from their first link by
itself.
"""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...documents.examination import Noticed
from ..interface import REMOVE, Cleaned, Unreadable
from ..shared import residue
from .grammar import NAMESPACES
from .packing import DECIDED, faults
from .walking import forget_constants, local, parsed, walk

# ISO/IEC 29500-1: w:t, a:t and m:t, values and formulas of cells, headers of sheets, points of
# charts.
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
            reached = list(walk(archive, out.strange, _removed(cleaned)))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, ValueError, EOFError) as e:
        raise Unreadable("D003", f"the second reader cannot read it ({type(e).__name__})") from None
    forget_constants([root for _, root in reached])
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
            for tag in [tag for tag in counts if local(tag) in ("graphicFrame", "pic", "blip")]:
                del counts[tag]
    return out


def _removed(cleaned: Cleaned) -> set[str]:
    return {noticed.code for noticed in cleaned.noticed if noticed.choice == REMOVE}


def _shown(
    out: Contents, role: str, root: Element, strings: list[str]
) -> tuple[list[str], Counter[str]]:
    """Texts and counts of one part. Of cells that share their texts, the texts as numbers: some are
    long, and used often.
    """
    tags = Counter(element.tag for element in root.iter())
    names = set(chain.from_iterable(element.keys() for element in root.iter()))
    out.strange |= {local(tag) for tag in tags if "/drawingml/" not in tag} & FORBIDDEN | {
        local(name) for name in names
    } & FORBIDDEN_ATTRIBUTES
    out.strange |= {
        space
        for name in (*tags, *names)
        if name[0] == "{" and (space := name[1:].partition("}")[0]) not in NAMESPACES
    }
    texts = list[str]()
    for tag in tags:
        if local(tag) == "c":
            # 18.18.11: `s` is a shared text, and the value of the cell its number.
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
        elif local(tag) in TEXTS or role == "vmldrawing":
            texts += [each.text for each in root.iter(tag) if each.text and not each.text.isspace()]
    return texts, Counter({tag: n for tag, n in tags.items() if local(tag) in THINGS})


def _text(item: Element) -> str:
    return "".join(each.text or "" for each in item.iter() if local(each.tag) == "t")


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
            for element in parsed(archive.read(member)).iter():
                texts = [element.text] if element.text else []
                shown += texts + [v for k, v in element.items() if local(k) in visible and named]
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
