"""What a Word document holds that a reader would not see: changes, text that vanishes, notes and
headers that are off.
"""

from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from .grammar import names
from .package import Part, folder

# Parts of Word that show text.
PAGES = {"officedocument", "header", "footer", "footnotes", "endnotes"}
# ISO/IEC 29500-1, 17.13.5: what tracked changes stand in, and those of looks, rows and cells.
_REVISIONS = sorted(
    names(
        "w",
        "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tblPrExChange "
        "trPrChange tcPrChange numberingChange cellIns cellDel cellMerge",
    )
)
_OFF = ("0", "false", "off", "none")
_RUNS, _ROWS = sorted(names("w", "r") | names("m", "r")), sorted(names("w", "tr"))
_DRAWN = ("{*}blip", "{*}imagedata", "{*}graphicFrame", "{*}chart", "{*}relIds", "{*}contentPart")


def find(parts: list[Part]) -> Iterator[Noticed]:
    """Everything hidden in a Word document; nothing for other files."""
    pages = [part for part in parts if part.role in PAGES and part.root is not None]
    if not any(part.role == "officedocument" and folder(part) == "word" for part in pages):
        return
    written = [
        part
        for part in parts
        if part.role in (*PAGES, "styles", "numbering") and part.root is not None
    ]
    changes = [change for part in written for change in part.root.iter(*_REVISIONS)]
    if changes and changes[0].tag in _REVISIONS:
        people = {
            value
            for each in changes
            for name, value in each.attrib.items()
            if name.endswith("}author")
        }
        yield Noticed("H102", len(changes), detail=str(len(people)))
    unseen = _unseen_styles(parts)
    count = sum(_unreferred(pages, kind) for kind in ("footnote", "endnote")) + _switched_off(
        parts, pages
    )
    for part in pages:
        if not unseen and b"vanish" not in part.data and b"w:hidden" not in part.data:
            continue
        for run in part.root.iter(*_RUNS):
            if says_something(run):
                count += int(_vanishes(run.find("{*}rPr")) or bool(unseen & set(_styles(run))))
        rows = (row for row in part.root.iter(*_ROWS) if row.find("{*}trPr/{*}hidden") is not None)
        count += sum(says_something(row) for row in rows)
    if count:
        yield Noticed("H112", count, detail="passage")


def _vanishes(properties: Any) -> bool:
    if properties is None:
        return False
    # 17.3.2.41: `vanish`; without a value it is on.
    return any(value(each, "val") not in _OFF for each in properties.iterfind("{*}vanish"))


def _unseen_styles(parts: list[Part]) -> set[str]:
    """The styles whose text vanishes, and those that are based on them."""
    styles = [
        s
        for p in parts
        if p.role == "styles" and p.root is not None
        for s in p.root.iter(*names("w", "style"))
    ]
    unseen = {value(style, "styleId") for style in styles if _vanishes(style.find("{*}rPr"))}
    # 17.7.4.3: a style has whatever it does not say from the one it is based on.
    for _ in styles if unseen else ():  # at most as deep as there are styles
        more = {
            value(s, "styleId")
            for s in styles
            for based in s.iterfind("{*}basedOn")
            if value(based, "val") in unseen
        }
        if more <= unseen:
            break
        unseen |= more
    return unseen


def _styles(run: Any) -> Iterator[str]:
    """The character style of a run, and the paragraph style around it."""
    paragraph = next(run.iterancestors(*names("w", "p")), None)
    holders = [
        run.find("{*}rPr/{*}rStyle"),
        None if paragraph is None else paragraph.find("{*}pPr/{*}pStyle"),
    ]
    yield from (value(each, "val") for each in holders if each is not None)


def _unreferred(pages: list[Part], kind: str) -> int:
    """Footnotes or endnotes that no text refers to any more."""
    used = {
        value(each, "id")
        for part in pages
        for each in part.root.iter(*names("w", f"{kind}Reference"))
    }
    notes = [
        note
        for part in pages
        if part.role == f"{kind}s"
        for note in part.root.iter(*names("w", kind))
    ]
    # 17.11: notes with a type are the lines above the notes, and no text refers to them.
    return sum(
        value(n, "id") not in used and not value(n, "type") and says_something(n) for n in notes
    )


def _switched_off(parts: list[Part], pages: list[Part]) -> int:
    """Headers and footers of first or even pages in a document that has no such pages."""
    main = next(part for part in pages if part.role == "officedocument")
    by_id = {link.id: link.target.lower() for link in main.links}
    named = {part.name.lower(): part for part in pages}
    settings = [part.root for part in parts if part.role == "settings" and part.root is not None]
    even = any(_is_on(root.find("{*}evenAndOddHeaders")) for root in settings)
    unseen = set[str]()
    shown = set[str]()
    for section in main.root.iter(*names("w", "sectPr")):
        for reference in (
            section.iterfind("{*}headerReference"),
            section.iterfind("{*}footerReference"),
        ):
            for each in reference:
                kind, target = value(each, "type"), by_id.get(value(each, "id"), "")
                # 17.10.6 and 17.10.1: without `titlePg` or `evenAndOddHeaders` such headers are
                # kept, not shown.
                off = (kind == "first" and not _is_on(section.find("{*}titlePg"))) or (
                    kind == "even" and not even
                )
                (unseen if off else shown).add(target)
    return sum(name in named and says_something(named[name].root) for name in unseen - shown)


def _is_on(switch: Any) -> bool:
    return switch is not None and value(switch, "val") not in _OFF


def value(element: Any, word: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == word), "")


def says_something(element: Any) -> bool:
    return any(text.strip() for text in element.itertext()) or any(
        True for _ in element.iter(*_DRAWN)
    )
