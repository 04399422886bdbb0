"""Pages for people, from templates beside this file: the completeness report and receipts."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..custody.statement import Predicate
from ..inspection.standing import Standing, worst_first
from ..words import size, spoken

if TYPE_CHECKING:
    from jinja2 import Environment


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


def report_html(standing: Standing) -> str:
    """The whole standing as one self-contained page: verdict, numbers, then each agency and child, worst first."""
    groups = [(title, worst_first(reports)) for title, reports in standing.groups()]
    due = standing.next_deadline
    return render(
        "report.html",
        area=standing.area,
        inspection=standing.theme,
        verdict=standing.verdict,
        ready=standing.ready,
        due=f"{due.title}, {spoken(due.due)}" if due else "",
        made=spoken(standing.now),
        gated=standing.gated,
        groups=groups,
        strays=standing.strays,
        today=standing.now.date(),
        spoken_day=_day,
    )


def receipt_html(name: str, predicate: Predicate, sha256: str, titles: Mapping[str, str]) -> str:
    """A receipt as a page. `titles` puts the codes of findings in words."""
    from datetime import UTC

    made = predicate.made
    utc = f"{made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return render(
        "receipt.html",
        name=name,
        receipt=predicate,
        sha256=sha256,
        made=spoken(made),
        utc=utc,
        size=size,
        titles=titles,
    )


def _day(value: object) -> str:
    from datetime import date

    from ..words import spoken_day

    return spoken_day(value) if isinstance(value, date) else ""
