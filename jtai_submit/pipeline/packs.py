"""What goes into which pack, and sealing it: cleaned documents straight from the workers into
ciphertext.
"""

import io
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from ..checks.registry import BOOK as CHECKS
from ..delivery.interface import Parcel
from ..documents.examination import Examined
from ..errors import Temporary
from ..inspection.inspection import Inspection
from ..inspection.journal import Extra, Journal, Pack, PackedFile
from ..inspection.slots.interface import Slot, State
from ..inspection.standing import SlotStanding
from ..packing import bag, index, names
from ..packing.bag import Entry
from ..redaction.examining import Workers
from ..reporting.contents_pdf import Part
from ..words import spoken_day
from . import reading_copy
from .decisions import by_file
from .earlier import news, still_counts
from .environment import Environment
from .lists import standing_decisions
from .orders import Load, Order, documents
from .outbox import Outbox
from .reading_copy import Leaf, ReadingCopy
from .sealing import bag_info, hashed, seal_up, small_parcel
from .survey import Survey

Stream = Iterator[tuple[Examined, bytes | None]]  # as the workers give them back


def member_name(order: Order, load: Load, journal: Journal, watched: Sequence[str]) -> str:
    number = journal.number(load.slot.shelf, load.document.path)
    return names.member_name(
        load.slot.folder,
        number,
        load.document.examined.ending,
        child=bool(load.slot.child),
        name=load.document.name,
        watched=watched,
    )


def cleaned(
    order: Order, survey: Survey, journal: Journal, stream: Stream, env: Environment
) -> Iterator[tuple[Entry, bytes]]:
    """The order's documents as they come out of the workers; what may not be sent is left out (its
    findings say why).

    `stream` begins with this order's documents; those of the next may follow, so that no worker
    waits between packs.
    """
    for document, data in islice(stream, len(documents(order))):
        survey.learn(document)
        env.progress.move(document.bytes, document.path)
        mine = order.now(document)
        written: set[str] = set()
        for load in mine if data is not None else []:
            assert data is not None
            name = member_name(order, load, journal, survey.watched)
            e = document.examined
            order.packed.append(
                PackedFile(
                    document.path,
                    load.slot.id,
                    name,
                    e.sha256,
                    e.clean_sha256,
                    e.clean_bytes,
                    e.removed,
                    e.pages,
                    tuple(_decided(document, load.slot, survey)),
                )
            )
            if name not in written:  # a workbook that holds several lists goes once
                written.add(name)
                yield Entry(name, e.clean_bytes, e.clean_sha256), data


def contents(
    order: Order,
    survey: Survey,
    journal: Journal,
    stream: Stream,
    workers: Workers,
    env: Environment,
) -> Iterator[tuple[Entry, bytes]]:
    """What goes into the pack: its documents, and where that is wanted their reading copy."""
    inspection, documents = survey.inspection, cleaned(order, survey, journal, stream, env)
    if not inspection.submission.reading_copy:
        yield from documents
        return
    copy = ReadingCopy(workers, env)
    for entry, data in documents:
        copy.take(entry.name, data)
        yield entry, data
    title = _title(order, inspection)
    made = copy.made(order.name, title, inspection.manifest.title, _leaves(order, inspection))
    if made:
        entry, data = made
        order.extras.append(Extra(entry.name, entry.bytes, entry.sha256))
        yield entry, data


def _leaves(order: Order, inspection: Inspection) -> list[Leaf]:
    titles = inspection.submission.titles
    return [
        Leaf(p.member, Part(report.slot.shown, titles.get(p.path) or _stem(p.member), p.pages))
        for report in order.reports
        for p in order.packed
        if p.slot == report.slot.id
    ]


def _stem(member: str) -> str:
    return member.rpartition("/")[2].rpartition(".")[0]


def _decided(document: Examined, slot: Slot, survey: Survey) -> Iterator[dict[str, str]]:
    """What people decided about hidden content that went into the pack, or was taken out of it,
    about whom it is, and what they accepted of a list.
    """
    done = {(n.code, n.choice) for n in document.examined.noticed if n.choice} | {("D017", "keep")}
    mine = [d for d in document.decisions if (d.finding, d.choice) in done]
    lists = survey.lists
    if document.path in lists.files or document.path in lists.answers:
        about = standing_decisions(document, by_file(survey.inspection))
        said = {finding.code for finding in lists.findings(document.path, about)}
        for where in (document.path, slot.id):
            mine += [d for d in about.get(where, ()) if d.finding in said]
    for d in mine:
        if d.stands(document.examined.sha256):
            yield {"finding": d.finding, "choice": d.choice, "because": d.because, "by": d.by}


def make(
    order: Order,
    survey: Survey,
    journal: Journal,
    examined: Stream,
    workers: Workers,
    outbox: Outbox,
    env: Environment,
) -> Pack | None:
    """Seal one pack from the documents that `examined` begins with; None where nothing of it may be
    sent.
    """
    stream = contents(order, survey, journal, examined, workers, env)
    first = next(stream, None)
    if first is None:
        return None

    def everything() -> Iterator[tuple[Entry, bytes]]:
        yield first
        yield from stream

    def tags(entries: Sequence[Entry]) -> dict[str, bytes]:
        return {"index.html": _index(order, survey, entries)}

    count, sha = seal_up(order, survey.inspection, everything(), tags, outbox, env)
    packed = {(f.slot, f.path) for f in order.packed}
    left = tuple(
        (load.slot.id, load.document.path)
        for load in order.loads
        if (load.slot.id, load.document.path) not in packed
    )
    return Pack(
        order.name,
        order.group,
        order.deadline,
        order.version,
        survey.inspection.submission.seal,
        count,
        sha,
        tuple(order.packed),
        left=left,
        extras=tuple(order.extras),
        made_of=order.made_of(survey, journal, env.version),
    )


def loose_parcels(
    pack: Pack, order: Order, survey: Survey, journal: Journal, workers: Workers, env: Environment
) -> Iterator[Parcel]:
    """`seal: none`: the numbered tree, file by file, made again rather than stored; the tag files
    come last.
    """
    order.packed.clear()
    order.extras.clear()
    entries = []
    examined = workers.examine(survey.inspection.root, documents(order), want=True)
    for entry, data in contents(order, survey, journal, examined, workers, env):
        entries.append(entry)
        yield Parcel(
            f"{pack.name}/{entry.name}",
            entry.bytes,
            entry.sha256,
            partial(io.BytesIO, data),
        )
    tags = bag.tag_files(
        entries, bag_info(order, survey.inspection), {"index.html": _index(order, survey, entries)}
    )
    if hashed(tags["manifest-sha256.txt"]) != pack.sha256:
        raise Temporary(
            CHECKS["D013"].problem(
                "a document changed while it was being sent",
                "run the same command again",
                pack.name,
            )
        )
    for name, data in tags.items():
        yield small_parcel(f"{pack.name}/{name}", data)


def _index(order: Order, survey: Survey, entries: Sequence[Entry]) -> bytes:
    inspection, sizes = survey.inspection, {entry.name: entry.bytes for entry in entries}
    titles = inspection.submission.titles
    sections = []
    for report in order.reports:
        slot = report.slot
        mine = [p for p in order.packed if p.slot == slot.id]
        listed = tuple(
            index.Listed(
                p.member,
                titles.get(p.path) or _stem(p.member),
                sizes[p.member],
                news(p, order.earlier),
            )
            for p in mine
        )
        sections.append(
            index.Section(
                slot.number,
                slot.title,
                _sentence(slot.text),
                listed,
                _notes(report, mine),
                still_counts(slot.id, mine, order.earlier),
            )
        )
    if copy := sizes.get(reading_copy.NAME):
        joined = index.Listed(reading_copy.NAME, "All PDFs of this pack in one", copy)
        sections.insert(0, index.Section("", "To read and to print", "", (joined,)))
    title = _title(order, inspection)
    return index.index_html(title, inspection.manifest.title, sections, order.replaces)


def _title(order: Order, inspection: Inspection) -> str:
    group = order.reports[0].group_title
    unique = next((c.unique_id for c in inspection.submission.children if c.id == order.group), "")
    return f"{inspection.submission.area}: {group}" + (f" ({unique})" if unique else "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _notes(report: SlotStanding, mine: Sequence[PackedFile]) -> tuple[str, ...]:
    left = [f"Left out: {d.left_out}" for d in report.left_out]
    if mine:
        return tuple(left)
    if report.state is State.NOT_APPLICABLE:
        on = f", {spoken_day(report.on)}" if report.on else ""
        return (f"Not applicable: {report.reason}{on}.", *left)
    if report.state is State.NOT_DUE_YET:
        asked = "Only if the lead inspector asks for it."
        otherwise = "Optional: none is given." if report.slot.optional else "Not due yet."
        return (asked if report.slot.on_request else otherwise,)
    if report.state is State.SENT:
        return ()  # the index names what was sent earlier
    return ("Not in this pack.", *left)
