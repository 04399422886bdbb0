"""Pages for people, from templates beside this file: the completeness report and receipts.

Each is one file that needs nothing else: no network, no script to be read, its own style inside.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..custody.statement import Predicate
from ..inspection.slots.interface import State
from ..inspection.standing import WORDS, SlotStanding, Standing, worst_first
from ..words import counted, held, size, spoken, spoken_day
from .history import HEIGHT, WIDTH, Counted, counted_now, movement
from .overview import overview
from .sending import VERIFIED

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_FEW = 2  # things owed that are shown at once
_CELLS = {
    State.PROVIDED: "In",
    State.PROBLEM: "Problem",
    State.CHANGED: "Changed",
}
_GAPS = {state.value: words for state, words in WORDS.items()} | {"left-out": "Left out"}
_CHOICES = {
    "keep": "kept as it is",
    "anonymise": "kept without names",
    "remove": "removed",
    "apply": "applied",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing owed, in its agency's or child's list."""

    title: str
    state: str
    words: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One agency or child: how many of how many, and each."""

    title: str
    have: int
    owed: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """Children × key documents; each row has a cell for each title."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...]


@dataclass(frozen=True, slots=True)
class Exempt:
    what: str
    reason: str
    by: str


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("jtai_submit.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **facts: object) -> str:
    """A page from a template beside this file; every value is escaped."""
    return _templates().get_template(template).render(**facts)


def page(template: str, *, script: str = "", pictures: bool = False, **facts: object) -> str:
    """A whole page with its style, and a policy that lets in that style and this script alone, and
    `pictures` that stand in it.

    CSP level 3, 2.3.1: an inline block is let in by the hash of its text.
    """
    style = _own("page.css")
    scripts = f"script-src {_hash(script)}; " if script else ""
    scripts += "img-src data:; " if pictures else ""
    nothing = "default-src 'none'; base-uri 'none'; form-action 'none'"
    policy = f"{nothing}; {scripts}style-src {_hash(style)}"
    return render(template, policy=policy, style=style, script=script, **facts)


@cache
def _own(name: str) -> "Markup":
    """A file of ours that goes into a page as it is."""
    from markupsafe import Markup

    text = files("jtai_submit.reporting").joinpath("templates", name).read_text("utf-8")
    return Markup(text)  # noqa: S704 (our own file, no text of anybody)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def report_html(standing: Standing, earlier: Sequence[Counted] = ()) -> str:
    """The whole standing as a page: what a director needs first, then every agency and child."""
    top = overview(standing)
    return page(
        "report.html",
        script=_own("report.js"),
        top=top,
        few=sum(len(each.owed) for each in top.owing) <= _FEW,
        area=standing.area,
        inspection=standing.theme,
        made=spoken(standing.now),
        gated=standing.gated,
        groups=_groups(standing),
        states=_states(standing),
        matrix=_matrix(standing),
        exempt=_exempt(standing),
        left_out=_left_out(standing),
        strays=_strays(standing),
        movement=movement(earlier, counted_now(standing)),
        width=WIDTH,
        height=HEIGHT,
    )


def receipt_html(name: str, predicate: Predicate, sha256: str, titles: Mapping[str, str]) -> str:
    """A receipt as a page. `titles` puts the codes of findings in words."""
    from datetime import UTC

    made = predicate.made
    utc = f"{made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return page(
        "receipt.html",
        name=name,
        receipt=predicate,
        sha256=sha256,
        made=f"{spoken_day(made.date())} {made.year}, {made:%H:%M}",
        utc=utc,
        size=size,
        held=held,
        titles=titles,
        verified=VERIFIED,
        states=_GAPS,
        choices=_CHOICES,
    )


def _groups(standing: Standing) -> list[Group]:
    """Each agency and child; those that lack something first."""
    every = [_group(title, reports, standing) for title, reports in standing.groups()]
    return sorted(every, key=lambda group: group.have == group.owed)


def _group(title: str, reports: list[SlotStanding], standing: Standing) -> Group:
    due = [report for report in reports if report.state is not State.NOT_DUE_YET]
    have = sum(not report.state.fails for report in due)
    rows = tuple(_row(report, standing) for report in worst_first(reports))
    return Group(title, have, len(due), rows)


def _row(report: SlotStanding, standing: Standing) -> Row:
    slot = report.slot
    title = slot.title if slot.child else slot.shown
    words = report.shown(standing.now.date())
    if report.files and not report.state.fails:
        words = f"{words}, {counted(len(report.files), 'document')}"
    return Row(title, report.state.value, words, report.state.fails)


def _states(standing: Standing) -> list[tuple[str, str]]:
    """The states that are met here, with their words."""
    met = {report.state for report in standing.slots}
    return [(state.value, words) for state, words in WORDS.items() if state in met]


def _matrix(standing: Standing) -> Matrix | None:
    """Only where every child owes documents of the same titles, as key documents are."""
    children: dict[str, dict[str, Cell]] = {}
    titles: dict[str, None] = {}
    for report in standing.slots:
        if report.slot.child:
            titles[report.slot.title] = None
            cells = children.setdefault(report.slot.child, {})
            cells[report.slot.title] = _cell(report, standing)
    if not children:
        return None
    none = Cell("Not asked for", False)
    rows = []
    for child, cells in children.items():
        rows.append((child, tuple((title, cells.get(title, none)) for title in titles)))
    return Matrix(tuple(titles), tuple(rows))


def _cell(report: SlotStanding, standing: Standing) -> Cell:
    words = _CELLS.get(report.state) or report.shown(standing.now.date())
    return Cell(words, report.state.fails)


def _exempt(standing: Standing) -> list[Exempt]:
    mine = [report for report in standing.slots if report.state is State.NOT_APPLICABLE]
    return [Exempt(r.slot.shown, r.reason, _by(r)) for r in mine]


def _by(report: SlotStanding) -> str:
    return f"{report.by}, {spoken_day(report.on)}" if report.on else report.by


def _left_out(standing: Standing) -> list[str]:
    """What people decided to leave out, without its name."""
    return [
        f"{report.slot.shown}: a document is left out ({file.left_out})"
        for report in standing.slots
        for file in report.left_out
    ]


def _strays(standing: Standing) -> str:
    count = len(standing.strays)
    many = counted(count, "file belongs", "files belong")
    return f"{many} to nothing on the list. Check names them." if count else ""
