"""Standings for tests: an area at four moments, made without a document."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jtai_submit.inspection.finding import FileSummary, Finding
from jtai_submit.inspection.inspection import Inspection
from jtai_submit.inspection.sendings import ChasedStanding, SentStanding, WithdrawnStanding
from jtai_submit.inspection.slots.interface import Slot, State
from jtai_submit.inspection.slots.registry import slots
from jtai_submit.inspection.standing import Contact, SlotStanding, Standing
from jtai_submit.inspection.timetable import next_due, timetable
from tests.make import inspection

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2017, 5, 15, 7, 0, tzinfo=LONDON)
AFTER = datetime(2017, 5, 16, 18, 0, tzinfo=LONDON)
MOMENTS = ("nothing", "half", "complete", "sent")
EXEMPT = ("C1/return-home-interview", "4.5", "C4/return-home-interview")
LEADS = ("Robin", "Alex", "Pat", "Sam", "Lee", "Kim")
FILE = FileSummary("documents/3-police/x/Jane Doe referral.pdf", 1000, "aa")
COMMENTS = Finding(
    "H101",
    "3 comments by Orla Quenby",
    "Accept the changes and delete the comments.",
    True,
    True,
    "Comments or tracked changes",
)


def standing(folder: Path, moment: str = "half", *, children: int = 5, files: int = 1) -> Standing:
    """An area with nothing in, half in, complete and unsent, or sent with one withdrawal."""
    names = tuple(f"C{n}" for n in range(1, children + 1))
    here = inspection(folder / moment, children=names)
    dues = timetable(here.manifest, here.submission)
    now = AFTER if moment == "sent" else MORNING
    every = slots(here.manifest, here.submission)
    owed = [slot for slot in every if slot.kind in ("item", "key-document")]  # of day five
    reports = tuple(_report(slot, here, moment, files) for slot in owed)
    groups = dict.fromkeys(report.group_title for report in reports)
    at = datetime(2017, 5, 16, 14, 10, tzinfo=LONDON)
    arrived = tuple(SentStanding(title, "day-five", 1, 7, at, "read-back") for title in groups)
    gone = WithdrawnStanding("3.4", "another child's report", "Pat Example", at, False)
    return Standing(
        area="Exampleshire",
        manifest="neglect-2017",
        theme=here.manifest.title,
        now=now,
        slots=reports,
        next_deadline=next_due([due for due in dues if due.id == "day-five"], now),
        coordinator=contact(here, "local-authority"),
        deadlines=dues,
        sent=arrived if moment == "sent" else (),
        withdrawn=(gone,) if moment == "sent" else (),
        chased=(ChasedStanding("health", "Kim Example", MORNING.replace(day=14)),),
    )


def contact(here: Inspection, owner: str) -> Contact:
    agencies = here.manifest.agencies
    number = next(n for n, agency in enumerate(agencies) if agency.slug == owner)
    lead = LEADS[number]
    email = f"{lead.lower()}@example.org"
    return Contact(agencies[number].title, f"{lead} Example", f"01632 96000{number}", email)


def _report(slot: Slot, here: Inspection, moment: str, files: int) -> SlotStanding:
    due = {each.id: each.due for each in timetable(here.manifest, here.submission)}
    agency = next((a.title for a in here.manifest.agencies if a.id == slot.group), "")
    report = SlotStanding(
        slot=slot,
        state=State.SENT if moment == "sent" else State.PROVIDED,
        due=due[slot.deadline],
        contact=contact(here, slot.owner),
        group_title=agency or f"Child {slot.child}",
        files=(FILE,) * files,
    )
    if slot.on_request:
        return replace(report, state=State.NOT_DUE_YET, files=())
    if slot.id in EXEMPT:
        exempt = replace(report, state=State.NOT_APPLICABLE, files=())
        why = "not missing in the period"
        return replace(exempt, reason=why, by="Pat Example", on=date(2017, 5, 12))
    missing = replace(report, state=State.MISSING, files=())
    if moment == "nothing":
        return missing
    if moment == "half":
        return _half(report, missing)
    return report


def _half(report: SlotStanding, missing: SlotStanding) -> SlotStanding:
    match report.slot.id:
        case "3.7":
            return replace(missing, expected=date(2017, 5, 16))
        case "6.4":
            return replace(missing, expected=date(2017, 5, 12))
        case "C3/chronology":
            return missing
        case "1.2":
            bad = replace(FILE, findings=(COMMENTS,))
            return replace(report, state=State.PROBLEM, files=(FILE, bad))
        case _:
            return report
