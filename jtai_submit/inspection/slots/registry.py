"""All kinds of slots, in Annex A's order. A further kind is one new file and one name here."""

from collections.abc import Iterable
from importlib import import_module

from ...manifest.models import Manifest
from ..submission import Submission
from .interface import Kind, Slot

NAMES = (
    "child_list",
    "context_note",
    "answers",
    "item",
    "meetings",
    "key_document",
    "evaluation",
    "consent",
    "request",
    "children",
)
KINDS: tuple[Kind, ...] = tuple(import_module(f".{name}", __package__).KIND for name in NAMES)


def kind_of(slot: Slot) -> Kind:
    return next(kind for kind in KINDS if kind.name == slot.kind)


def slots(manifest: Manifest, submission: Submission) -> tuple[Slot, ...]:
    """Everything that this submission owes, in Annex A's order."""
    return tuple(slot for kind in KINDS for slot in kind.slots(manifest, submission))


def slot_ids(manifest: Manifest, submission: Submission) -> set[str]:
    """Every id that a submission or a flag may name."""
    return {id_ for kind in KINDS for id_ in kind.ids(manifest, submission)}


def select(
    every: Iterable[Slot], *, owner: str = "", group: str = "", child: str = "", deadline: str = ""
) -> tuple[Slot, ...]:
    """The slots of one owner (who gathers), one group (what travels together), one child, one
    deadline.
    """
    return tuple(
        slot
        for slot in every
        if owner in ("", slot.owner)
        and group in ("", slot.group)
        and child in ("", slot.child)
        and deadline in ("", slot.deadline)
    )
