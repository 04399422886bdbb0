"""Schools and others beside the agencies of a manifest: they hold documents about a child, and owe
them as soon as the submission names them under `agencies:`.
"""

from difflib import get_close_matches

from ..manifest.models import Agency, Manifest
from .submission import Submission

_SLIP = 0.8  # so much alike, it is an agency's name with a slip of the keyboard


def with_others(manifest: Manifest, submission: Submission) -> Manifest:
    """The manifest with whoever else the submission gives a name; they owe no item of it."""
    known = [agency.slug for agency in manifest.agencies]
    named = {
        slug: next(each.name for each in organisations if each.name)
        for slug, organisations in submission.agencies.items()
        if any(each.name for each in organisations) and is_other(slug, known)
    }
    # One number for all: packs are called by it, also once somebody else is named.
    number = len(known) + 1
    others = [
        Agency.model_construct(id=f"{number}-{slug}", title=name, heading=name, items=())
        for slug, name in named.items()
    ]
    return manifest.model_copy(update={"agencies": (*manifest.agencies, *others)})


def is_other(slug: str, known: list[str]) -> bool:
    """Whether it is nobody of the manifest, nor meant to be."""
    return slug not in known and not get_close_matches(slug, known, n=1, cutoff=_SLIP)
