"""What an ODT, ODS or ODP holds that a reader would not see on opening it. Found here, decided by
people.
"""

from collections.abc import Iterator
from typing import Any

from ...documents.examination import Noticed
from . import hidden_drawings, hidden_links
from .grammar import SPACES, names

NOTES = names("office", "annotation") | names("officeooo", "annotation")
_STYLED = {
    f"{{{SPACES[prefix]}}}{word}"
    for prefix, word in (
        ("text", "style-name"),
        ("table", "style-name"),
        ("draw", "style-name"),
        ("presentation", "style-name"),
    )
}
# OpenDocument 1.3 part 3, change tracking: `text:tracked-changes`, `table:tracked-changes`.
_CHANGES = sorted(
    names("text", "changed-region")
    | names("table", "cell-content-change insertion deletion movement")
)
# Headers and footers of all pages, of left pages, and since 1.3 of the first.
_EDGES = sorted(names("style", "header footer header-left footer-left header-first footer-first"))


def find(roots: list[Any], scripts: bool, held: int) -> list[Noticed]:
    """Everything hidden, with counts and places. `held` counts embedded files."""
    found = [
        *_said(roots),
        *_changed(roots),
        *_tables(roots),
        *_slides(roots),
        *hidden_links.find(roots),
        *_unseen(roots),
    ]
    found += hidden_drawings.find(roots)
    if scripts or any(
        True
        for root in roots
        for _ in root.iter(*names("office", "script"), *names("text", "script"))
    ):
        found.append(Noticed("H110"))
    if held:
        found.append(Noticed("H111", held))
    return found


def _said(roots: list[Any]) -> Iterator[Noticed]:
    count = sum(1 for root in roots for _ in root.iter(*NOTES))
    if count:
        yield Noticed("H101", count)


def _changed(roots: list[Any]) -> Iterator[Noticed]:
    changes = [each for root in roots for each in root.iter(*_CHANGES)]
    if changes:
        people = {name.text for each in changes for name in each.iter(*names("dc", "creator"))}
        yield Noticed("H102", len(changes), detail=str(len(people)))


def styles_that(roots: list[Any], properties: str, key: str, values: tuple[str, ...]) -> set[str]:
    """The names of styles whose properties have a key with one of these values, and of styles that
    build on them.
    """
    out, parents = set[str](), dict[str, str]()
    for root in roots:
        for style in root.iter(*names("style", "style")):
            name = style.get(f"{{{SPACES['style']}}}name", "")
            parents[name] = style.get(f"{{{SPACES['style']}}}parent-style-name", "")
            if any(
                each.get(key) in values for each in style.iter(f"{{{SPACES['style']}}}{properties}")
            ):
                out.add(name)
    for _ in range(10):
        out |= {name for name, parent in parents.items() if parent in out}
    return out


def hidden_tables(roots: list[Any]) -> list[Any]:
    # A sheet is hidden by its style: `table:display`.
    unseen = styles_that(roots, "table-properties", f"{{{SPACES['table']}}}display", ("false",))
    return [
        t
        for root in roots
        for t in root.iter(*names("table", "table"))
        if t.get(f"{{{SPACES['table']}}}style-name") in unseen
    ]


def hidden_slides(roots: list[Any]) -> list[tuple[int, Any]]:
    unseen = styles_that(
        roots, "drawing-page-properties", f"{{{SPACES['presentation']}}}visibility", ("hidden",)
    )
    slides = [page for root in roots for page in root.iter(*names("draw", "page"))]
    return [
        (n, page)
        for n, page in enumerate(slides, 1)
        if page.get(f"{{{SPACES['draw']}}}style-name") in unseen
    ]


def _tables(roots: list[Any]) -> Iterator[Noticed]:
    # `table:name` of a sheet is what its tab says.
    title = f"{{{SPACES['table']}}}name"
    sheets = [f"'{table.get(title, '')}'" for table in hidden_tables(roots)]
    if sheets:
        yield Noticed(
            "H103", len(sheets), f"sheet{'s' * (len(sheets) > 1)} {', '.join(sheets[:5])}"
        )
    # `table:visibility` is `visible`, `collapse` (hidden) or `filter` (left out by a filter).
    state, rows, columns = f"{{{SPACES['table']}}}visibility", list[str](), list[str]()
    for root in roots:
        for table in root.iter(*names("table", "table")):
            hidden = [
                r
                for r in table.iter(*names("table", "table-row"))
                if r.get(state, "visible") != "visible"
            ]
            rows += [f"'{table.get(title, '')}'"] * any(
                "".join(row.itertext()).strip() for row in hidden
            )
            columns += [f"'{table.get(title, '')}'"] * _hides_columns(table, state)
        if any(True for _ in root.iter(*names("table", "scenario"))):
            yield Noticed(
                "H112", sum(1 for _ in root.iter(*names("table", "scenario"))), detail="scenario"
            )
    for where, what in ((rows, "rows"), (columns, "columns")):
        if where:
            yield Noticed(
                "H104", len(where), f"sheet{'s' * (len(where) > 1)} {', '.join(where[:5])}", what
            )


def _hides_columns(table: Any, state: str) -> bool:
    """Whether a hidden column holds anything. Columns and cells may stand for several."""
    hidden, at = list[tuple[int, int]](), 0
    for column in table.iter(*names("table", "table-column")):
        count = int(column.get(f"{{{SPACES['table']}}}number-columns-repeated", "1"))
        hidden += [(at, at + count)] if column.get(state, "visible") != "visible" else []
        at += count
    for row in table.iter(*names("table", "table-row")) if hidden else ():
        at = 0
        for cell in row:
            count = int(cell.get(f"{{{SPACES['table']}}}number-columns-repeated", "1"))
            if "".join(cell.itertext()).strip() and any(
                a < at + count and at < b for a, b in hidden
            ):
                return True
            at += count
    return False


def _slides(roots: list[Any]) -> Iterator[Noticed]:
    hidden = [n for n, _ in hidden_slides(roots)]
    if hidden:
        yield Noticed("H104", len(hidden), _numbered(hidden), "slides")
    slides = [page for root in roots for page in root.iter(*names("draw", "page"))]
    noted = [n for n, page in enumerate(slides, 1) if any(True for _ in _notes(page))]
    if noted:
        yield Noticed("H105", len(noted), _numbered(noted))


def _notes(page: Any) -> Iterator[Any]:
    for notes in page.iter(*names("presentation", "notes")):
        for paragraph in notes.iter(*names("text", "p h")):
            holder = next(paragraph.iterancestors(*names("draw", "frame")), None)
            # `presentation:class`: the picture of the slide, and what programs fill in on notes.
            of = "" if holder is None else holder.get(f"{{{SPACES['presentation']}}}class", "")
            if (
                of not in ("page", "header", "footer", "date-time", "page-number")
                and "".join(paragraph.itertext()).strip()
            ):
                yield paragraph


def _numbered(numbers: list[int]) -> str:
    return f"slide{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:8]))}"


def _other_words(root: Any) -> int:
    """Cells whose value says something that the cell does not show."""
    count, value, text = 0, f"{{{SPACES['office']}}}value", f"{{{SPACES['office']}}}string-value"
    for cell in root.iter(*names("table", "table-cell")):
        paragraphs = cell.findall(f"{{{SPACES['text']}}}p")
        shown = "".join("".join(each.itertext()) for each in paragraphs)
        said = cell.get(text)
        count += (said is not None and "".join(said.split()) != "".join(shown.split())) or (
            value in cell.attrib and bool(paragraphs) and not shown
        )
    return count


def _unseen(roots: list[Any]) -> Iterator[Noticed]:
    """Sections that are hidden, paragraphs and texts that vanish, hidden fields of forms."""
    # `text:display` of a style: `none`, or `condition`, which a formula decides.
    unseen = styles_that(
        roots, "text-properties", f"{{{SPACES['text']}}}display", ("none", "condition")
    )
    display, count = f"{{{SPACES['text']}}}display", 0
    # An index entry may say other words than the text at which it stands.
    told = f"{{{SPACES['text']}}}string-value"
    for root in roots:
        count += sum(
            each.get(display, "true") != "true" for each in root.iter(*names("text", "section"))
        )
        count += sum(
            1
            for _ in root.iter(
                *names("text", "hidden-text hidden-paragraph conditional-text"),
                *names("form", "hidden password"),
            )
        )
        count += sum(
            each.get(display) == "none"
            for each in root.iter(*names("text", "variable-set user-field-get"))
        )
        count += sum(
            told in each.attrib
            for each in root.iter(*names("text", "alphabetical-index-mark toc-mark"))
        )
        off = (
            each
            for each in root.iter(*_EDGES)
            if each.get(f"{{{SPACES['style']}}}display") == "false"
        )
        count += sum(bool("".join(each.itertext()).strip()) for each in off) + _other_words(root)
        for each in root.iter(*names("text", "span p h")) if unseen else ():
            count += (
                bool(_STYLED & set(each.attrib))
                and any(each.get(k) in unseen for k in _STYLED)
                and bool("".join(each.itertext()).strip())
            )
        count += sum(
            each.get(f"{{{SPACES['draw']}}}visible") == "false"
            or each.get(f"{{{SPACES['draw']}}}display") in ("none", "printer")
            for each in root.iter("*")
        )
    if count:
        yield Noticed("H112", count, detail="passage")
