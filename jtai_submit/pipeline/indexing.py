"""The index of everything that was sent, as a small pack of its own beside the others.

One is made for each push with something new or withdrawn, before the receipt that states it. It
holds no document, so nothing is owed of it: what a stop left of one is taken back by the next push.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain

from ..delivery.interface import Parcel, Tier
from ..errors import PartlySent, Temporary
from ..inspection.journal import INDEX, Pack, PackState
from ..inspection.submission import Seal
from ..packing import bag, index, names
from ..packing.bag import Entry
from ..reporting.index_book import HEADINGS, INDEX_FILE, Row, rows
from ..words import counted, size
from .dispatch import Dispatch
from .judge import titled
from .orders import latest
from .sealing import Tags, bag_info, hashed, seal_up, small_parcel
from .withdrawal import unstated

_STRENGTH = list(Tier)
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
    a receipt, or where a withdrawal waits to be stated; unless this very one arrived already.

    Raises `PartlySent`: the packs that it is about have arrived.
    """
    journal, inspection = dispatch.journal, dispatch.inspection
    fresh = [p.deadline for p in packs if p.state is PackState.SENT and not p.receipt]
    if not fresh and not unstated(dispatch.survey, journal):
        return
    deadline = latest(dispatch.survey, fresh or deadlines)
    manifest, submission = inspection.manifest, inspection.submission
    every = rows(manifest, submission, journal, partial(titled, manifest=manifest))
    keys = [each.key for each in submission.recipients]
    facts = [asdict(row) for row in every], keys, submission.seal, dispatch.env.version
    made_of = hashed(json.dumps(facts, default=str).encode())
    earlier = [pack for pack in journal.sent(INDEX, deadline) if journal.is_here(pack)]
    if earlier and not earlier[-1].receipt and earlier[-1].made_of == made_of:
        return
    version = journal.next_version(INDEX, deadline)
    name = names.pack_name(submission.area, deadline, INDEX, version)
    from ..reporting.index_pdf import pdf  # its library loads slowly, and no check needs it

    label = _Label(name, INDEX, deadline, version)
    files = {
        f"{_FOLDER}/{INDEX_FILE}.pdf": pdf(submission.area, manifest.title, every),
        f"{_FOLDER}/{INDEX_FILE}.xlsx": workbook(every),
    }
    members = [(Entry(n, len(data), hashed(data)), data) for n, data in files.items()]
    replaces = f"This index takes the place of {earlier[-1].name}." if earlier else ""

    def tags(entries: Sequence[Entry]) -> Mapping[str, bytes]:
        return {"index.html": _page(dispatch, every, entries, replaces)}

    try:
        count, sha = seal_up(label, inspection, members, tags, dispatch.outbox, dispatch.env)
        pack = Pack(
            name, INDEX, deadline, version, submission.seal, count, sha, (), made_of=made_of
        )
        with journal.lock:
            journal.packs.append(pack)
            journal.save()
        tiers = [
            dispatch.courier.deliver(parcel, lambda offset: None)
            for parcel in _parcels(dispatch, pack, label, members, tags)
        ]
    except Temporary as stop:
        raise PartlySent(*stop.problems) from stop
    dispatch.arrived(pack, max(tiers, key=_STRENGTH.index))
    documents = counted(len(every), "document")
    dispatch.env.progress.say(f"Arrived: {pack.parcel} (index of {documents}, {size(pack.bytes)})")


def workbook(every: Sequence[Row]) -> bytes:
    """The index to sort and to filter: one sheet, its headings in the first row."""
    from ..tables.writing import workbook_of

    cells = ((*row.cells, row.group) for row in every)
    return workbook_of({"Index": chain([(*HEADINGS, "Of")], cells)}, _WIDTHS)


def _parcels(
    dispatch: Dispatch,
    pack: Pack,
    label: _Label,
    members: Sequence[tuple[Entry, bytes]],
    tags: Tags,
) -> Iterator[Parcel]:
    """What goes for it: itself, or its files where nothing is sealed."""
    if pack.seal != Seal.NONE:
        yield dispatch.sealed(pack)
        return
    entries = [entry for entry, _ in members]
    around = bag.tag_files(entries, bag_info(label, dispatch.inspection), tags(entries))
    for name, data in (*((entry.name, data) for entry, data in members), *around.items()):
        yield small_parcel(f"{pack.name}/{name}", data)


def _page(
    dispatch: Dispatch, every: Sequence[Row], entries: Sequence[Entry], replaces: str
) -> bytes:
    submission, manifest = dispatch.inspection.submission, dispatch.inspection.manifest
    text = (
        f"{counted(len(every), 'document')} in all packs so far, in the guidance's order, each "
        "with its pack; what is new, replaced or withdrawn is marked."
    )
    kinds = {"pdf": "To read and print", "xlsx": "To sort and filter"}
    listed = tuple(
        index.Listed(entry.name, kinds[entry.name.rpartition(".")[2]], entry.bytes)
        for entry in entries
    )
    section = index.Section("", "Everything that was sent", text, listed)
    return index.index_html(f"{submission.area}: index", manifest.title, [section], replaces)
