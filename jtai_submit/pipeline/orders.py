"""Which packs are to be made, and of which documents."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..documents.examination import Examined
from ..inspection.journal import Extra, Journal, PackedFile
from ..inspection.slots.interface import Slot
from ..inspection.standing import SlotStanding
from ..packing import names
from .earlier import Earlier, sent_earlier
from .survey import Survey


@dataclass(frozen=True, slots=True)
class Load:
    """One document on its way into one pack."""

    document: Examined
    slot: Slot


@dataclass(slots=True)
class Order:
    """One pack to be made: which documents, and what its index says of everything in the group."""

    name: str
    group: str
    deadline: str
    version: int
    loads: list[Load]
    reports: list[SlotStanding]
    packed: list[PackedFile] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    replaces: str = ""
    copied: bool = False  # a reading copy goes into it
    earlier: tuple[Earlier, ...] = ()  # of earlier packs of its group and deadline

    @property
    def bytes(self) -> int:
        """Of its documents as they lie in the folder."""
        return sum(load.document.bytes for load in self.loads)

    @property
    def room(self) -> int:
        """Bytes that its pack may need on the portal: PDFs are in a reading copy, too."""
        twice = [each.document for each in self.loads if self.copied]
        return self.bytes + sum(each.bytes for each in twice if each.name.lower().endswith(".pdf"))

    def now(self, document: Examined) -> list[Load]:
        """Know a document of it as it was examined now; its loads."""
        path = document.path
        self.loads = [
            replace(load, document=document) if load.document.path == path else load
            for load in self.loads
        ]
        return [load for load in self.loads if load.document.path == path]

    def made_of(self, survey: Survey, journal: Journal, version: str) -> str:
        """A fingerprint of what goes into the pack beside its documents: a pack that was sealed for
        other recipients, under other names or with another index is another pack.
        """
        submission = survey.inspection.submission
        members = [
            (load.slot.id, load.document.path, journal.number(load.slot.shelf, load.document.path))
            for load in self.loads
        ]
        filled = {load.slot.id for load in self.loads}
        said = [
            (
                r.slot.id,
                r.slot.title,
                r.reason,
                [(d.path, d.left_out) for d in r.left_out],
                "" if r.slot.id in filled else r.state.value,
            )
            for r in self.reports
        ]
        titles = [submission.titles.get(load.document.path) for load in self.loads]
        chosen = [
            sorted(load.document.wishes.choices(load.document.examined.sha256).items())
            for load in self.loads
        ]
        ids = [
            (child.id, child.unique_id) for child in submission.children if child.id == self.group
        ]
        facts = (
            version,
            submission.seal.value,
            submission.reading_copy,
            submission.area,
            [r.key for r in submission.recipients],
            survey.watched,
            members,
            said,
            titles,
            ids,
            self.replaces,
            chosen,
            [(e.slot, e.shown) for e in self.earlier],
        )
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def orders(survey: Survey, reports: Sequence[SlotStanding], journal: Journal) -> list[Order]:
    """One order for each group that has something new or changed, in Annex A's order."""
    sent = journal.sent_by_slot(survey.withdrawn)
    out: dict[tuple[str, str], Order] = {}
    by_slot = {report.slot.id: report for report in reports}
    refused = {r.slot.id: {file.path for file in r.files if file.blocked} for r in reports}
    for slot in survey.slots:
        key = (slot.group, slot.deadline)
        if key not in out:
            out[key] = _order(survey, slot, journal)
        order = out[key]
        order.reports.append(by_slot[slot.id])
        for document in survey.of(slot):
            usable = not document.irregular and not document.left_out
            usable = usable and document.path not in refused[slot.id]
            if usable and document.examined.sha256 not in sent.get(slot.id, {}).values():
                order.loads.append(Load(document, slot))
    return [order for order in out.values() if order.loads]


def _order(survey: Survey, slot: Slot, journal: Journal) -> Order:
    inspection = survey.inspection
    earlier = [pack for pack in journal.sent(slot.group, slot.deadline) if journal.is_here(pack)]
    version = journal.next_version(slot.group, slot.deadline)
    name = names.pack_name(inspection.submission.area, slot.deadline, slot.group, version)
    replaces = (
        f"This pack adds to {earlier[-1].name}: where a document is in both, this one counts."
        if earlier
        else ""
    )
    return Order(
        name,
        slot.group,
        slot.deadline,
        version,
        [],
        [],
        replaces=replaces,
        copied=inspection.submission.reading_copy,
        earlier=sent_earlier(earlier, survey.withdrawn),
    )


def documents(order: Order) -> list[Examined]:
    """The order's documents, each once."""
    return list({load.document.path: load.document for load in order.loads}.values())


def latest(survey: Survey, deadlines: Iterable[str]) -> str:
    """The last of them to be due."""
    due = {each.id: each.due for each in survey.dues}
    return max(deadlines, key=due.__getitem__)
