"""The index of everything that was sent, as a small pack of its own beside the others.

One is made for each push with something new or withdrawn, before the receipt that states it. It
holds no document.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain

from ..delivery.interface import Parcel, Tier
from ..inspection.inspection import Inspection
from ..inspection.journal import INDEX, Extra, Journal, Pack, PackState
from ..inspection.submission import Seal
from ..packing import bag, index, names
from ..packing.bag import Entry
from ..reporting.index_book import HEADINGS, INDEX_FILE, Row, rows
from ..words import counted, size
from .dispatch import Dispatch
from .judge import titled
from .orders import latest
from .sealing import bag_info, hashed, seal_up, small_parcel
from .withdrawal import unstated

_FOLDER = f"data/{INDEX}"
_WIDTHS = (9, 40, 18, 40, 8, 22, 34, 8, 11, 22)  # of the workbook's columns, in letters


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    group: str
    deadline: str
    version: int


def send_index(dispatch: Dispatch, packs: Sequence[Pack], deadlines: Sequence[str]) -> None:
    """Seal and send the index as it is now, for the last of the deadlines that have a pack without
    a receipt, or where a withdrawal waits to be stated; unless this very one arrived already. What
    a stop left of it is gone on with, or taken back where it says something else by now.

    Raises `Temporary`.
    """
    journal, submission = dispatch.journal, dispatch.inspection.submission
    waiting = [pack for pack in packs if pack.group == INDEX and pack.state is PackState.SEALED]
    fresh = [pack.deadline for pack in packs if not pack.receipt]
    if not fresh and not unstated(dispatch.survey, journal):
        return
    deadline = latest(dispatch.survey, fresh or deadlines)
    every = entries_of(dispatch.inspection, journal)
    keys = [each.key for each in submission.recipients]
    facts = [asdict(row) for row in every], keys, submission.seal, deadline, dispatch.env.version
    made_of = hashed(json.dumps(facts, default=str).encode())
    for pack in waiting:
        loose = pack.seal == Seal.NONE
        if pack.made_of != made_of or not (loose or dispatch.outbox.whole(pack)):
            dispatch.take_back(pack)
    here = (pack for pack in journal.sent(INDEX) if journal.is_here(pack))
    earlier = sorted(here, key=lambda pack: pack.sent_at)  # of whichever deadline
    if earlier and not earlier[-1].receipt and earlier[-1].made_of == made_of:
        return
    version = journal.next_version(INDEX, deadline)
    name = names.pack_name(submission.area, deadline, INDEX, version)
    replaces = f"This index takes the place of {earlier[-1].name}." if earlier else ""
    book = _Book(dispatch, _Label(name, INDEX, deadline, version), every, replaces)
    known = next((pack for pack in journal.packs if pack.name == name), None)
    pack = known or book.sealed(made_of)
    if not known:
        with journal.lock:
            journal.packs.append(pack)
            journal.save()
    tiers = [dispatch.courier.deliver(each, lambda offset: None) for each in book.parcels(pack)]
    dispatch.arrived(pack, Tier.weakest(tiers))
    documents = counted(len(every), "document")
    dispatch.env.progress.say(f"Arrived: {pack.parcel} (index of {documents}, {size(pack.bytes)})")


def entries_of(inspection: Inspection, journal: Journal) -> list[Row]:
    """The rows of the index."""
    manifest = inspection.manifest
    return rows(manifest, inspection.submission, journal, partial(titled, manifest=manifest))


class _Book:
    """The index as the files of a pack: the same rows give the same bytes."""

    def __init__(
        self, dispatch: Dispatch, label: _Label, every: Sequence[Row], replaces: str
    ) -> None:
        from ..reporting.index_pdf import pdf  # its library loads slowly, and no check needs it

        self.dispatch, self.label, self.every, self.replaces = dispatch, label, every, replaces
        inspection = dispatch.inspection
        files = {
            f"{_FOLDER}/{INDEX_FILE}.pdf": pdf(
                inspection.submission.area, inspection.manifest.title, every
            ),
            f"{_FOLDER}/{INDEX_FILE}.xlsx": workbook(every),
        }
        self.members = [(Entry(n, len(data), hashed(data)), data) for n, data in files.items()]

    def sealed(self, made_of: str) -> Pack:
        """Raises `Temporary` (S008)."""
        dispatch, label = self.dispatch, self.label
        count, sha = seal_up(
            label, dispatch.inspection, self.members, self.tags, dispatch.outbox, dispatch.env
        )
        return Pack(
            label.name,
            label.group,
            label.deadline,
            label.version,
            dispatch.inspection.submission.seal,
            count,
            sha,
            (),
            made_of=made_of,
            extras=tuple(Extra(e.name, e.bytes, e.sha256) for e, _ in self.members),
        )

    def parcels(self, pack: Pack) -> Iterator[Parcel]:
        """What goes for it: itself, or its files where nothing is sealed."""
        if pack.seal != Seal.NONE:
            yield self.dispatch.sealed(pack)
            return
        entries = [entry for entry, _ in self.members]
        info = bag_info(self.label, self.dispatch.inspection)
        around = bag.tag_files(entries, info, self.tags(entries))
        inside = ((entry.name, data) for entry, data in self.members)
        for name, data in (*inside, *around.items()):
            yield small_parcel(f"{pack.name}/{name}", data)

    def tags(self, entries: Sequence[Entry]) -> Mapping[str, bytes]:
        inspection = self.dispatch.inspection
        text = (
            f"{counted(len(self.every), 'document')} in all packs so far, in the guidance's "
            "order, each with its pack; what is new, replaced or withdrawn is marked."
        )
        kinds = {"pdf": "To read and print", "xlsx": "To sort and filter"}
        listed = tuple(
            index.Listed(entry.name, kinds[entry.name.rpartition(".")[2]], entry.bytes)
            for entry in entries
        )
        section = index.Section("", "Everything that was sent", text, listed)
        title = f"{inspection.submission.area}: index"
        page = index.index_html(title, inspection.manifest.title, [section], self.replaces)
        return {"index.html": page}


def workbook(every: Sequence[Row]) -> bytes:
    """The index to sort and to filter: one sheet, its headings in the first row."""
    from ..tables.writing import workbook_of

    cells = ((*(each or None for each in row.cells), row.group) for row in every)
    return workbook_of({"Index": chain([(*HEADINGS, "Of")], cells)}, _WIDTHS)
