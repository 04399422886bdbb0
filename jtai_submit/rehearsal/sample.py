"""A fictional area with documents that look like the real ones, most with things in them that must
not travel.

Some of them hold something that a reader would not see. `correct` puts in their place what a
colleague would have made of them: the story that a rehearsal tells.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ..inspection.inspection import Inspection, open_inspection
from ..inspection.layout import create
from ..inspection.slots.interface import Slot
from ..inspection.slots.registry import slots
from ..inspection.splices import entry
from ..inspection.timetable import timetable
from ..manifest.calendar import working_day
from . import faults, lists, papers
from .papers import Paper
from .whole import Coming

AREA, CHILDREN = "Exampleshire", ("C1", "C2", "C3", "C4", "C5")
SELECTED = 20
EXEMPT = {
    "C1/return-home-interview": "not missing in the period",
    "C2/pre-sentence-report": "no offences by the child or a relevant adult",
    "C4/return-home-interview": "not missing in the period",
    "C5/pre-sentence-report": "no offences by the child or a relevant adult",
    "4.5": "no approved premises in the area",
}


@dataclass(slots=True)
class Sample:
    """A filled inspection folder; what was planted: path → strings that must not arrive; and the
    corrected copies.
    """

    inspection: Inspection
    markers: dict[str, list[str]] = field(default_factory=dict)
    corrected: dict[str, papers.Paper] = field(default_factory=dict)

    def correct(self) -> None:
        """What the agencies do about the documents that were refused: put a corrected copy in the
        place of each.
        """
        for path, paper in self.corrected.items():
            (self.inspection.root / path).write_bytes(paper.data)
            self.markers[path] = paper.planted
        self.save()

    def save(self) -> None:
        (self.inspection.own / "markers.json").write_text(
            json.dumps(self.markers, indent=1), "utf-8"
        )


def notified(today: date) -> date:
    """The last Tuesday that was a working day, so that the sample's deadlines lie ahead."""
    day = today - timedelta(days=(today.weekday() - 1) % 7)
    while not working_day(day, "england-and-wales"):
        day -= timedelta(weeks=1)
    return day


def make(folder: Path, today: date, seed: int = 1) -> Sample:
    """Make the folder, fill every slot or say why it is not applicable."""
    create(folder, "neglect-2017", AREA, notified(today).isoformat(), CHILDREN)
    text = (folder / "submission.yaml").read_text("utf-8")
    exempt = "".join(
        f"\n  - {entry(slot=s, because=why, by='Pat Example', on=today.isoformat())}"
        for s, why in EXEMPT.items()
    )
    text = text.replace("not_applicable: []  ", f"not_applicable:{exempt}\n#")
    chosen = ", ".join(f'"{each}"' for each in lists.ids(SELECTED))
    text += f"selected: [{chosen}]            # about whom the four questions are asked\n"
    (folder / "submission.yaml").write_text(text, "utf-8")
    sample, rng = Sample(open_inspection(folder)), random.Random(seed)
    when = sample.inspection.submission.notified - timedelta(days=40)
    for slot in slots(sample.inspection.manifest, sample.inspection.submission):
        if slot.id in EXEMPT or slot.on_request or slot.shared:
            continue
        for name, paper in _documents(slot, rng, when):
            path = sample.inspection.documents / slot.folder / name
            key = path.relative_to(folder).as_posix()
            if slot.id in faults.BY_SLOT and key.endswith(faults.BY_SLOT[slot.id].ending):
                sample.corrected[key] = paper
                paper = faults.BY_SLOT[slot.id].spoil(paper)
            path.write_bytes(paper.data)
            sample.markers[key] = paper.planted
    for key, paper in _tables(sample.inspection, random.Random(seed)):  # noqa: S311
        (folder / key).write_bytes(paper.data)
        sample.markers[key] = paper.planted
    sample.save()
    return sample


# What comes in after its deadline in the mock inspection, and by how many hours.
LATE = {"6.3": 20, "4.2": 3, "C2/chronology": 45, "list/early-help": 26}


def arrivals(sample: Sample) -> dict[str, Coming]:
    """When each document of the sample comes in: most in the days before it is due, some after."""
    inspection, rng = sample.inspection, random.Random(2)  # noqa: S311
    due = {d.id: d.due for d in timetable(inspection.manifest, inspection.submission)}
    owed = list(slots(inspection.manifest, inspection.submission))
    coming = {}
    for path in sample.markers:
        mine = [s for s in owed if path.startswith(f"documents/{s.folder}/")]
        named = [s for s in mine if s.id.rpartition("/")[2] == Path(path).stem]
        for slot in (named or mine)[:1]:
            hours = LATE.get(slot.id, -rng.randrange(2, 30))
            at = due[slot.deadline] + timedelta(hours=hours)
            coming[path] = Coming(at, slot.deadline)
    return coming


def _tables(inspection: Inspection, rng: random.Random) -> Iterator[tuple[str, Paper]]:
    """Every list, and the answers: path and paper."""
    manifest, day = inspection.manifest, inspection.submission.notified
    for asked in manifest.every_list:
        yield f"documents/lists/{asked.slug}.csv", lists.child_list(asked, day, rng)
    if manifest.questions:
        yield "documents/answers/answers.xlsx", lists.answers(manifest.questions, rng)


def _documents(slot: Slot, rng: random.Random, when: date) -> Iterator[tuple[str, Paper]]:
    """The files of one slot, in the formats that people really have for it."""
    title = f"{slot.title} {slot.child}".strip()
    match slot.id.rpartition("/")[2]:
        case "4.4" | "5.4":
            yield "Training record.csv", papers.table(rng)
        case "1.6":
            yield "Terms of reference.md", papers.note(f"# {slot.title}", rng)
        case "3.3" | "6.2":
            yield f"{slot.title}.txt", papers.note(slot.title, rng)
        case "2.2":
            for month in ("January", "March", "May"):
                yield f"Minutes {month}.docx", papers.letter(f"Minutes, {month}", rng, when)
        case "1.2" | "3.8" | "1.4" | "3.7" | "6.5":
            yield f"{slot.title}.xlsx", papers.workbook(title, rng, when)
        case "1.1" | "2.1" | "3.1" | "4.1" | "5.1" | "6.1":
            yield f"{slot.title}.pptx", papers.slides(title, rng, when)
            yield f"{slot.title}.png", papers.chart(title, rng)
        case (
            "initial-referral"
            | "section-47-and-icpc"
            | "plan-and-review"
            | "1.5"
            | "2.4"
            | "3.2"
            | "3.4"
        ):
            yield f"{slot.title}.docx", papers.letter(title, rng, when)
        case "specialist-services":
            yield f"{slot.title}.pdf", papers.report(title, rng)
            yield "Photograph of the home.jpg", papers.photograph(rng)
        case _:
            yield f"{slot.title}.pdf", papers.report(title, rng)
