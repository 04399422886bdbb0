"""What in an OpenDocument file leads to files, names a path, or shows people and data sources."""

from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from ..shared.links import holds_a_path, may_hold_a_path, to_a_file
from .grammar import ATTRIBUTES, ELEMENTS, NAMESPACES, SPACES, TELLING, names

_HREF = f"{{{SPACES['xlink']}}}href"
_LINKS = names("text", "a") | names("draw", "a")
# OpenFormula (1.2 part 2, 1.3 part 4): where references to cells of other files can stand.
_FORMULAS = {
    f"{{{SPACES['table']}}}{word}"
    for word in (
        "formula",
        "expression",
        "condition",
        "cell-range-address",
        "base-cell-address",
        "source-cell-range-addresses",
    )
}
_LOOKED_AT = {
    _HREF,
    *_FORMULAS,
    *ATTRIBUTES,
    f"{{{SPACES['draw']}}}name",
    f"{{{SPACES['office']}}}string-value",
}


def find(roots: list[Any]) -> Iterator[Noticed]:
    """Links to files, data sources, descriptions that hold a path; fields that show people or
    places.
    """
    count = fields = 0
    for root in roots:
        for element in root.iter("*"):
            href = element.get(_HREF, "")
            link = element.tag in _LINKS
            # A scheme or a drive: what the document shows is then fetched from elsewhere.
            outside = href and not link and ":" in href.split("/")[0]
            count += bool(href) and (
                to_a_file(href, relative=link) or bool(outside) or href.startswith(("../", "/"))
            )
        count += sum(
            holds_a_path(each.text or "") for each in root.iter(*names("svg", "title desc"))
        )
        count += sum(
            1
            for _ in root.iter(
                *names(
                    "table",
                    "table-source cell-range-source dde-link database-source-sql "
                    "database-source-table database-source-query",
                ),
                *names("office", "dde-source"),
                *names("text", "section-source dde-connection-decl"),
            )
        )
        others = _others(root)
        if may_hold_a_path("\n".join(others).encode("utf-8", "replace")):
            count += sum(map(holds_a_path, others))
        count += sum(
            _names_a_file(v)
            for each in root.iter("*")
            for k, v in each.attrib.items()
            if k in _FORMULAS
        )
        # OpenDocument 1.3 part 3, 7.3 and 7.5: fields of authors, senders, files; 7.6: of
        # databases.
        fields += sum(bool("".join(each.itertext()).strip()) for each in root.iter(*TELLING))
    if count:
        yield Noticed("H113", count, detail="link")
    if fields:
        yield Noticed("H113", fields, detail="field")


def _others(root: Any) -> list[str]:
    """Values of attributes that stay and are neither links nor formulas nor what a cell shows."""
    return [
        value
        for each in root.iter("*")
        if each.tag not in ELEMENTS
        for key, value in each.attrib.items()
        if key not in _LOOKED_AT and key[1:].partition("}")[0] in NAMESPACES
    ]


def _names_a_file(formula: str) -> bool:
    """Whether a formula points into another file: `'file:///…'#$Sheet1.A1`."""
    return "'#" in formula or holds_a_path(formula)
