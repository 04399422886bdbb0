"""Slots: each thing that is owed, whatever its kind. People see its number and title, never the word."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ...manifest.models import Manifest
from ..submission import Submission


class SlotKind(StrEnum):
    ITEM = "item"
    KEY_DOCUMENT = "key-document"
    CHILDREN = "children"


class State(StrEnum):
    """A slot is always in exactly one. `fails` says which states keep `check` from passing."""

    PROVIDED = "provided"
    MISSING = "missing"
    PROBLEM = "problem"
    NOT_APPLICABLE = "not-applicable"
    NOT_DUE_YET = "not-due-yet"
    SENT = "sent"
    CHANGED = "changed"

    @property
    def fails(self) -> bool:
        return self in (State.MISSING, State.PROBLEM, State.CHANGED)


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing owed. `folder` is below `documents/`, with `/`; `owner` and `agency` are agency slugs."""

    id: str
    kind: SlotKind
    title: str
    text: str
    folder: str
    group: str
    deadline: str
    owner: str
    child: str = ""
    look_back: int | None = None
    on_request: bool = False


def slots(manifest: Manifest, submission: Submission) -> tuple[Slot, ...]:
    """Everything that this submission owes, in Annex A's order: items, then each child's key documents.

    Where the children are not chosen yet, one slot `children` stands for their documents.
    """
    out = [
        Slot(
            id=item.id,
            kind=SlotKind.ITEM,
            title=item.title,
            text=item.text,
            folder=f"{agency.id}/{item.id}-{item.slug}",
            group=agency.id,
            deadline=manifest.item_deadline,
            owner=submission.owners.get(item.id, agency.slug),
            look_back=item.look_back,
            on_request=item.on_request,
        )
        for agency in manifest.agencies
        for item in agency.items
    ]
    default_owner = manifest.agencies[0].slug
    for child in submission.children:
        for document in manifest.key_documents:
            slot_id = f"{child.id}/{document.slug}"
            out.append(
                Slot(
                    id=slot_id,
                    kind=SlotKind.KEY_DOCUMENT,
                    title=document.title,
                    text=document.text,
                    folder=f"children/{child.id}/{document.slug}",
                    group=child.id,
                    deadline=manifest.key_document_deadline,
                    owner=submission.owners.get(slot_id, submission.owners.get(child.id, default_owner)),
                    child=child.id,
                    look_back=document.look_back,
                )
            )
    if not submission.children:
        text = f"{len(manifest.key_documents)} key documents about each child that the lead inspector selects"
        chosen = "children"
        out.append(
            Slot(chosen, SlotKind.CHILDREN, "Key documents of each tracked child", text, chosen, chosen,
                 manifest.key_document_deadline, default_owner)
        )  # fmt: skip
    return tuple(out)


def slot_ids(manifest: Manifest, submission: Submission) -> set[str]:
    """Every id that `not_applicable`, `owners`, `expected` and the flags may name, stage or no stage."""
    ids = {slot.id for slot in slots(manifest, submission)}
    ids |= {f"list/{slug}" for slug in (*(x.slug for x in manifest.lists), *(x.slug for x in manifest.lists_of_ten))}
    ids |= {f"answers/{each.id}" for each in manifest.questions.each} if manifest.questions else set()
    ids |= {single.slug for single in (manifest.meetings, manifest.context_note) if single}
    for single in (manifest.evaluation, manifest.consent):
        ids |= {f"{child.id}/{single.slug}" for child in submission.children} if single else set()
    return ids


def select(
    every: Iterable[Slot], *, owner: str = "", group: str = "", child: str = "", deadline: str = ""
) -> tuple[Slot, ...]:
    """The slots of one owner (who gathers), one group (what travels together), one child, one deadline."""
    return tuple(
        slot
        for slot in every
        if owner in ("", slot.owner)
        and group in ("", slot.group)
        and child in ("", slot.child)
        and deadline in ("", slot.deadline)
    )
