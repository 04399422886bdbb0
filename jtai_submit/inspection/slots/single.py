"""What kinds have in common that are asked for once, or once for each child (`Single`)."""

from collections.abc import Iterable, Iterator, Sequence

from ...manifest.models import Manifest, Single
from ..submission import Submission
from .interface import Matches, Slot
from .key_document import leading


def owner_of(slot_id: str, asked: Single, manifest: Manifest, submission: Submission) -> str:
    """Who gathers it: as the submission says, or who the guidance says owes it."""
    agency = manifest.agency(asked.owes)
    default = agency.slug if agency else manifest.agencies[0].slug
    return submission.owners.get(slot_id, default)


def child_slots(
    kind: str, asked: Single | None, manifest: Manifest, submission: Submission, *, alone: bool
) -> Iterator[Slot]:
    """One slot for each child, where the manifest asks for it; `alone` ones keep nothing back."""
    for child in submission.children if asked else ():
        assert asked is not None
        slot_id = f"{child.id}/{asked.slug}"
        yield Slot(
            id=slot_id,
            kind=kind,
            title=asked.title,
            text=asked.text,
            folder=f"children/{child.id}/{asked.slug}",
            group=child.id,
            deadline=asked.deadline,
            owner=owner_of(slot_id, asked, manifest, submission),
            child=child.id,
            alone=alone,
        )


def agency_slot(
    kind: str,
    asked: Single,
    manifest: Manifest,
    submission: Submission,
    *,
    optional: bool,
) -> Slot:
    """A slot in the folder of the agency that owes it; nothing waits for it."""
    owes = manifest.agency(asked.owes) or manifest.agencies[0]
    return Slot(
        id=asked.slug,
        kind=kind,
        title=asked.title,
        text=asked.text,
        folder=f"{owes.id}/{asked.slug}",
        group=owes.id,
        deadline=asked.deadline,
        owner=owner_of(asked.slug, asked, manifest, submission),
        optional=optional,
        alone=True,
    )


def in_childs_folder(slots: Sequence[Slot]) -> Matches:
    """A folder is a child's by the id that it begins with, and the slot's by its slug."""
    by_child = {slot.child.casefold(): slot for slot in slots}
    children = sorted(by_child, key=len, reverse=True)

    def find(folders: Sequence[str]) -> Iterable[str]:
        if len(folders) < 3 or folders[0] != "children":
            return ()
        slot = by_child.get(leading(folders[1].casefold(), children))
        mine = slot and leading(folders[2].casefold(), (slot.folder.rpartition("/")[2],))
        return (slot.id,) if slot and mine else ()

    return find


def in_agencys_folder(slots: Sequence[Slot]) -> Matches:
    """A folder is the slot's by its slug, below a folder that begins with the agency's number."""
    by_slug = {slot.folder.rpartition("/")[2]: slot for slot in slots}

    def find(folders: Sequence[str]) -> Iterable[str]:
        if len(folders) < 2:
            return ()
        slot = by_slug.get(leading(folders[1].casefold(), by_slug))
        agency = slot.folder.partition("-")[0] if slot else ""
        return (slot.id,) if slot and leading(folders[0], (agency,)) else ()

    return find


def in_one_folder(slots: Sequence[Slot], folder: str) -> Matches:
    """A folder that all slots of a kind share: which of them a file serves, its content says."""
    ids = tuple(slot.id for slot in slots)

    def find(folders: Sequence[str]) -> Iterable[str]:
        return ids if folders and folders[0].casefold() == folder else ()

    return find
