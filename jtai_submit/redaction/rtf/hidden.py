"""What an RTF holds that a reader would not see on opening it. Found here, decided by people."""

import re
from collections.abc import Iterator

from ...documents.examination import Noticed
from ..shared.fields import PERSONAL, TELLING
from ..shared.links import holds_a_path, to_a_file
from .tokens import Group, Token, words

# RTF 1.9.1: text that was inserted, deleted or moved (from, to), and looks that were changed.
_CHANGES = {"revised", "deleted", "revprop", "crauth", "mvf", "mvt"}
_STYLES = {"stylesheet", "fonttbl", "listtable", "colortbl"}
_NAMES = set(
    """
    pibName fillBlipName lineFillBlipName pibPrintName wzSigSetupSuggSigner wzSigSetupSuggSigner2
    wzSigSetupSuggSignerEmail wzSigSetupId wzSigSetupProvId wzSigSetupSignInst wzSigSetupAddlXml
    metroBlob wzName wzDescription wzTooltip wzScript wzLineId pihlShape
    """.split()
)


def find(root: Group, page: str) -> Iterator[Noticed]:
    groups = list(root.groups())
    comments = sum(g.destination == "annotation" for g in groups)
    if comments:
        yield Noticed("H101", comments)
    changes = sum(
        t.word in _CHANGES and t.number != 0
        for g in groups
        if g.destination not in _STYLES
        for t in g.items
        if isinstance(t, Token)
    )
    if changes:
        named = [
            words(g, page)
            for r in groups
            if r.destination == "revtbl"
            for g in r.items
            if isinstance(g, Group)
        ]
        yield Noticed(
            "H102",
            changes,
            detail=str(len([name for name in named if name.rstrip(";") != "Unknown"])),
        )
    objects = sum(g.destination == "objdata" for g in groups)
    if objects:
        yield Noticed("H111", objects)
    styles = {id(g) for r in groups if r.destination in _STYLES for g in r.groups()}
    unseen = sum(_vanishes(group) for group in groups if id(group) not in styles)
    unseen += sum(_hidden_shape(g) for g in groups if g.destination == "shpinst")
    if unseen:
        yield Noticed("H112", unseen, detail="passage")
    codes = [words(g, page) for g in groups if g.destination == "fldinst"]
    fields = sum(map(tells, codes))
    links = sum(_leads_away(code) for code in codes)
    links += sum(
        holds_a_path(words(g, page))
        for g in groups
        if g.destination == "sp" and not names_a_file(g)
    )
    if links:
        yield Noticed("H113", links, detail="link")
    if fields:
        yield Noticed("H113", fields, detail="field")


def _leads_away(code: str) -> bool:
    kind, _, rest = code.strip().partition(" ")
    if kind.upper() in (
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "LINK",
        "DDE",
        "DDEAUTO",
        "IMPORT",
        "INCLUDE",
        "RD",
        "DATABASE",
    ):
        return True
    if kind.upper() != "HYPERLINK":
        return False
    quoted = re.findall(r'"([^"]*)"', rest) or rest.split()[:1]
    inside = rest.strip().startswith("\\l")  # the first is then a place in the document itself
    return any(to_a_file(target, relative=not inside) for target in quoted)


def _vanishes(group: Group) -> bool:
    """Whether a group turns hiding on and then says something."""
    if group.destination in ("fldinst", "xe", "tc"):
        return False
    on = False
    for item in group.items:
        if isinstance(item, Token):
            if item.word in ("v", "webhidden"):
                on = item.number != 0
            elif item.word == "plain":
                # \plain takes all character formatting back, \v among it.
                on = False
            elif on and (
                (item.is_text and item.raw.strip()) or item.byte is not None or item.word == "u"
            ):
                return True
        elif on and not item.starred and words(item):
            return True
    return False


def _hidden_shape(shape: Group) -> bool:
    """Whether a shape is switched off and holds text."""
    # Shapes keep their properties as pairs of a name (\sn) and a value (\sv).
    off = any(
        {words(g) for g in p.items if isinstance(g, Group)} == {"fHidden", "1"}
        for p in shape.groups()
        if p.destination == "sp"
    )
    return off and any(words(g) for g in shape.groups() if g.destination == "shptxt")


def names_a_file(shape: Group) -> bool:
    """Whether a property of a shape tells where a picture came from, or holds data that only one
    program reads.
    """
    return any(
        words(g) in _NAMES for g in shape.items if isinstance(g, Group) and g.destination == "sn"
    )


def tells(code: str) -> bool:
    keyword = (code.split() or [""])[0].upper()
    return keyword in TELLING or (
        keyword in ("DOCPROPERTY", "INFO") and bool(PERSONAL.search(code))
    )
