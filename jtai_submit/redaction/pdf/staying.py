"""Texts that stay in a copy and that no page shows: looked at for paths, for names, and for words
of their own.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream, String

from ...documents.examination import Noticed
from ..interface import Cleaned
from ..shared import harvest, residue
from ..shared.links import holds_a_path
from . import ink
from .pictures import decoded

# Kinds whose strings are numbers: palettes, tables, classes of typefaces.
BINARY = frozenset(("paint", "paints", "patterns", "font-style", "collection", "encoding", "font"))
# Keys whose texts a viewer shows where they stand, or that lead somewhere and are judged as links.
_SHOWN = frozenset(("/V", "/DV", "/Opt", "/URI", "/DA", "/OverlayText", "/I"))
_TITLES = frozenset(("/Title", "/Contents shown"))
_WORDS = {
    "/Alt": "alternative text",
    "/ActualText": "replacement text",
    "/E": "expansion of an abbreviation",
    "/TU": "description of a form field",
    "/TM": "name of a form field",
    "/T": "name of a form field",
    "/Title": "bookmark",
    "/Names": "named destination",
    "/D": "named destination",
    "/Dest": "named destination",
    "/Limits": "named destination",
    "/P": "page label",
    "/Contents": "description of a link",
    "/ID": "id of the structure",
    "/Summary": "summary of a table",
    "/Short": "summary of a table",
    "/CA": "caption of a button",
    "/RC": "caption of a button",
    "/AC": "caption of a button",
    "/Lang": "language",
}
# What programs call their marks: nobody is named by it.
DULL = frozenset(
    "Highlight | Typewriter | Text Box | Textbox | Sticky Note | Note | Comment | Cross-Out "
    "| Strikethrough | Strikeout | StrikeOut | Underline | Squiggly | Rectangle | Square "
    "| Oval | Ellipse | Circle | Line | Arrow | Polygon | Polyline | PolyLine "
    "| Connected Lines | Cloud | Pencil | Drawing | Freehand | Ink | Callout | Stamp "
    "| Rubber Stamp | Inserted Text | Insert Text | Replacement Text | Replace Text "
    "| Comment on Text | Redact | Redaction | Area Highlight | Eraser | File Attachment "
    "| Attachment | Caret | Text | FreeText | Free Text | Popup | Measurement".split(" | ")
)
# Names of fields, destinations, elements and namespaces.
_IDS = frozenset(("/T", "/TM", "/D", "/Dest", "/Names", "/Limits", "/ID", "/NS"))
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[iIxX])(?:[-_][A-Za-z0-9]{1,8}){0,5}|")  # RFC 5646
# Names of the ICC's registry of printing conditions, and of colour spaces that programs write.
_CONDITION = re.compile(
    r"(?i:s?RGB(?: ?\(?IEC ?61966-2[.-]1\)?)?|sRGB IEC61966-2[.-]1|Custom|None|Adobe ?RGB "
    r"?\(1998\)|(?:GRACoL|SWOP|SNAP)[\w .]{0,24}"
    r"|(?:PSR?|ISO|PSO|JC|IFRA|FOGRA|CGATS ?TR|CRPC|JPN|EUROSB|OFCOM|WAN-IFRA)[ _]?[\w "
    r".+-]{0,24}|Dot Gain \d+%|Gray|Coated FOGRA\d+[\w .:()-]{0,30}"
    r"|(?:U\.S\.|Japan|Euroscale|Europe)[ A-Za-z]{0,30}\(?[\w ]{0,12}\)?[ v\d]{0,4}|Generic "
    r"(?:RGB|CMYK|Gray)(?: Profile)?|ISO ?Coated[\w .()%-]{0,24})"
)
_LONG = 5  # letters and figures of a replacement text that is looked for on the pages


def is_language(text: str) -> bool:
    """Whether a text is a language's tag, or empty."""
    return bool(_LANGUAGE.fullmatch(text))


def is_print_condition(text: str) -> bool:
    """Whether a text is a printing condition that programs write (ISO 32000-1, 14.11.5), rather
    than somebody's own.
    """
    return bool(_CONDITION.fullmatch(text.strip()))


@dataclass(slots=True)
class Texts:
    """Texts with their key; `titles` are those of the document's own properties that may well be
    repeated.
    """

    found: list[tuple[str, str, str]] = field(default_factory=list)  # key, text, where
    titles: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)  # names by which objects refer to one another
    fonts: list[tuple[Any, str]] = field(default_factory=list)  # descriptors with texts, and keys

    def add(self, holder: Any, kind: str, key: str, value: Any) -> None:
        """Note a string, or the strings of an array."""
        if isinstance(value, String):
            text = str(value)
            shown = kind == "annotation" and key == "/Contents" and holder is not None
            if shown and str(holder.get("/Subtype")) not in ("/Link", "/Widget"):
                key = "/Contents shown"
            if key in _IDS:
                self.ids |= harvest.telling([text])
            if kind == "font-facts":
                self.fonts.append((holder, key))
            if text and key not in _SHOWN:
                self.found.append((key, text, ""))
        elif isinstance(value, Array):
            for each in value:
                if isinstance(each, (String, Array)):
                    self.add(holder, kind, key, each)

    def settle_fonts(self, secrets: set[str]) -> None:
        """Take out names of typefaces and glyphs in which something stands that must not: fonts
        draw without them (ISO 32000-1, table 122: /FontFamily, /CharSet).
        """
        needles = [residue.folded([secret]) for secret in secrets] if self.fonts else []
        for holder, key in self.fonts:
            text = residue.folded([str(holder[key])])
            if any(needle in text for needle in needles):
                self.found.remove((key, str(holder[key]), ""))
                del holder[key]

    def note(self, key: str, text: str, where: str) -> None:
        """Note a text of a page's description."""
        self.found.append((key, text, where))


def find(texts: Texts, out: Cleaned, data: bytes) -> Iterator[Noticed]:
    """Paths (H113), names from the properties (H113), and replacement texts that the pages do not
    show (H112).
    """
    kept = out.kept("H101")
    paths = [
        (key, where)
        for key, text, where in texts.found
        if key != "/Contents shown" and holds_a_path(text)
    ]
    if paths:
        yield _noticed("H113", paths, "path")
    quiet = [(key, text, where) for key, text, where in texts.found if key not in _TITLES]
    folded = residue.folded(text for _, text, _ in quiet)
    out.secrets -= {title for title in texts.titles if residue.folded([title]) in folded}
    named = {secret for secret in out.secrets if residue.folded([secret]) in folded}
    if named and not kept:
        drawn = ink.drawn_text(data)
        needles = [residue.folded([n]) for n in named if ink.squeezed(n) not in drawn]
        holders = [
            (key, where)
            for key, text, where in quiet
            if any(needle in residue.folded([text]) for needle in needles)
        ]
        if holders:
            yield _noticed("H113", holders, "name")
    replaced = [
        (text, where)
        for key, text, where in quiet
        if key == "/ActualText" and sum(map(str.isalnum, text)) >= _LONG
    ]
    if replaced:
        drawn = ink.letters(ink.drawn_text(_without_replacements(out.data)))
        unseen = [
            ("/ActualText", where) for text, where in replaced if ink.letters(text) not in drawn
        ]
        if unseen:
            yield _noticed("H112", unseen, "")


def _noticed(code: str, holders: list[tuple[str, str]], what: str) -> Noticed:
    """One finding with what holds it: `path in a bookmark, named destination`, and the page where
    that is known.
    """
    labels = sorted({_WORDS.get(key, "a description") for key, _ in holders})
    places = sorted({where for _, where in holders if where})
    detail = f"{what} in {', '.join(labels)}" if what else ", ".join(labels)
    return Noticed(code, len(holders), places[0] if len(places) == 1 else "", detail)


def _without_replacements(data: bytes) -> bytes:
    """A document whose passages say what they draw, whatever their replacement text. For comparing
    alone.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/ActualText" in thing:
                del thing["/ActualText"]
            elif isinstance(thing, Stream) and b"/ActualText" in (text := decoded(thing)):
                thing.write(text.replace(b"/ActualText", b"/Unsaid"))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
