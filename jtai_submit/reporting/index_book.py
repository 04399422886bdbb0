"""One index of everything that was sent, over all packs and versions, in the guidance's order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..inspection.gone import Gone
from ..inspection.journal import Journal, Pack, PackedFile
from ..inspection.slots.registry import slots
from ..inspection.submission import Submission
from ..manifest.models import Manifest
from ..words import spoken_day

INDEX_FILE = "index-of-documents"  # its name, without an ending
HEADINGS = tuple(
    "Number, Title, Child unique ID, File, Pages, Sent, Pack, Version, Note".split(", ")
)
WITHDRAWN, REPLACED, NEW = "withdrawn", "replaced", "new"


@dataclass(frozen=True, slots=True)
class Row:
    """One document of one pack. `note`: withdrawn, replaced by a later version, new in one, or
    nothing.
    """

    group: str  # whose it is, as people say it
    number: str
    title: str
    unique_id: str
    file: str  # its name in the pack
    pages: int  # 0 where they are not known
    sent: datetime
    pack: str
    version: int
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        day = f"{spoken_day(self.sent.date())} {self.sent.year}"
        told = (self.number, self.title, self.unique_id, self.file, str(self.pages or ""))
        return (*told, day, self.pack, str(self.version), self.note)


def rows(
    manifest: Manifest, submission: Submission, journal: Journal, titled: Callable[[str], str]
) -> list[Row]:
    """Every document of every pack that arrived at the journal's portal. `titled` says a pack's
    group in words.
    """
    order = {slot.id: (n, slot) for n, slot in enumerate(slots(manifest, submission))}
    unique = {child.id: child.unique_id for child in submission.children}
    gone = Gone.of(submission.withdrawn)
    here = (pack for pack in journal.sent() if pack.sent_at and journal.is_here(pack))
    packs = sorted(here, key=lambda pack: pack.sent_at)
    sent: dict[tuple[str, str], list[PackedFile]] = {}
    for each in packs:
        for file in each.files:
            # nothing replaces or renews what went by mistake
            if not gone.took(file.slot, file.sha256, each.sent_at):
                sent.setdefault((file.slot, file.path), []).append(file)

    def place(held: tuple[Pack, PackedFile]) -> tuple[int, str, str, int]:
        pack, file = held
        known = order.get(file.slot)  # of a child that was swapped nothing is owed any more
        return (known[0] if known else len(order), file.slot, file.member, pack.version)

    every = sorted(((pack, file) for pack in packs for file in pack.files), key=place)
    out = []
    for pack, file in every:
        slot = order[file.slot][1] if file.slot in order else None
        child, _, document = file.slot.partition("/")
        title = slot.title if slot else document.replace("-", " ") or file.slot
        out.append(
            Row(
                group=titled(pack.group),
                number=slot.number if slot else "",
                title=title,
                unique_id=unique.get(child, ""),
                file=file.member.rpartition("/")[2],
                pages=file.pages,
                sent=datetime.fromisoformat(pack.sent_at),
                pack=pack.name,
                version=pack.version,
                note=_note(pack, file, sent.get((file.slot, file.path), ()), gone),
            )
        )
    return out


def _note(pack: Pack, file: PackedFile, same: Sequence[PackedFile], gone: Gone) -> str:
    """`same` is this document in the order of its versions."""
    if gone.took(file.slot, file.sha256, pack.sent_at):
        return WITHDRAWN
    if same[-1].sha256 != file.sha256:
        return REPLACED
    return NEW if pack.version > 1 and same[0] is file else ""
