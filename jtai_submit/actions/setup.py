"""From nothing to what a push needs: what is there, and the one command that adds what is not."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..inspection.inspection import Inspection
from ..inspection.next_step import Command
from ..inspection.submission import Seal
from ..pipeline.environment import Environment
from ..pipeline.portals import named_portal
from ..words import TO_FILL_IN, counted
from .opening import inside, opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a push, or the report, needs. `command` adds it, or changes it."""

    title: str
    done: bool
    words: str
    command: Command


@dataclass(frozen=True, slots=True)
class SetUp(Done):
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.done), None)

    def to_dict(self) -> Mapping[str, object]:
        return {
            "steps": [
                {
                    "title": step.title,
                    "done": step.done,
                    "words": step.words,
                    "command": list(step.command.arguments),
                }
                for step in self.steps
            ]
        }


def setup(directory: Path, env: Environment) -> SetUp:
    """What stands between this folder and a verified receipt. Nothing is changed."""
    inspection = opened(directory)
    return SetUp(tuple(_steps(inspection, inside(directory), env)))


def _steps(inspection: Inspection, inside: tuple[str, ...], env: Environment) -> Iterator[Step]:
    submission, own = inspection.submission, env.keys.public()
    keys = "receipts are signed with them" if own else "receipts are signed with a key of yours"
    yield Step(
        "Your keys", own is not None, keys, Command(("keys", "show" if env.keys.some else "new"))
    )
    if submission.seal is Seal.AGE:
        yield _recipients(inspection, inside, {own.recipient if own else "", *env.keys.past()})
    portal = named_portal(inspection)
    where = portal.shown() if portal else "where packs are sent to"
    example = ("portal", "set", "folder", "path=../to-upload", *inside)
    yield Step("The secure site", portal is not None, where, Command(example))
    leads = [slug for slug, each in submission.agencies.items() if any(o.lead for o in each)]
    missing = [a.slug for a in inspection.manifest.agencies if a.slug not in leads]
    facts = ("--lead", TO_FILL_IN, "--email", TO_FILL_IN, "--phone", TO_FILL_IN)
    agency = ("agency", "set", missing[0] if missing else "police", *facts, *inside)
    named = f"{counted(len(leads), 'agency', 'agencies')} with somebody to ring"
    left = f"; not yet {', '.join(missing)}" if missing else ""
    yield Step("Who gathers what", not missing, named + left, Command(agency))
    report = submission.report
    to = ", ".join(report.to) if report else "to whom the completeness report is emailed"
    mail = ("report", "set", "--to", TO_FILL_IN, "--smtp", f"host={TO_FILL_IN}", *inside)
    yield Step("The report", report is not None, to, Command(mail))


def _recipients(inspection: Inspection, inside: tuple[str, ...], own: Collection[str]) -> Step:
    named = inspection.submission.recipients
    others = [each.name for each in named if each.key not in own]
    words = ", ".join(each.name for each in named) or "whose keys open the packs"
    if named and not others:
        words = "only your own key: no inspector could open the packs"
    command = ("recipient", "add", TO_FILL_IN, "age1…", *inside)
    return Step("The recipients", bool(others), words, Command(command))
