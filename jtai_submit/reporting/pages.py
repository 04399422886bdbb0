"""Pages for people, from templates beside this file: the completeness report and receipts."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..inspection.standing import Completeness, verdict, worst_first
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


def report_html(picture: Completeness) -> str:
    """The whole picture as one self-contained page: verdict, numbers, then each agency and child, worst first."""
    groups = [(title, worst_first(reports)) for title, reports in picture.groups()]
    due = picture.next_deadline
    return render(
        "report.html",
        area=picture.inspection.submission.area,
        inspection=picture.inspection.manifest.title,
        verdict=verdict(picture),
        ready=picture.ready,
        due=f"{due.title}, {spoken(due.due)}" if due else "",
        made=spoken(picture.now),
        gated=picture.gated,
        groups=groups,
        strays=picture.strays,
        today=picture.now.date(),
        lead=picture.lead,
        owner=picture.owner_title,
        spoken_day=_day,
    )


def receipt_html(name: str, predicate: Mapping[str, object], sha256: str, titles: Mapping[str, str]) -> str:
    """A receipt as a page. `titles` puts the codes of findings in words."""
    from datetime import UTC, datetime

    made = datetime.fromisoformat(str(predicate["made"]))
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
