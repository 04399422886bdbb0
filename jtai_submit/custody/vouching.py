"""Who sealed a pack: age hides that from whoever opens it, and the receipts beside it say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import Unusable
from . import receipt
from .receipt import Receipt


@dataclass(frozen=True, slots=True)
class Voucher:
    """What the receipts say of a pack.

    `agrees` is whether the signer names this very content; nothing is known of the content that an
    unknown signer names.
    """

    receipt: Receipt
    agrees: bool

    @property
    def known(self) -> bool:
        return self.receipt.known


def beside(
    folder: Path, trusted: Mapping[str, bytes], retired: Mapping[str, datetime]
) -> tuple[Receipt, ...]:
    """The public receipts in a folder; what is no receipt, or a changed one, vouches
    for nothing.
    """
    found = []
    for path in sorted(folder.glob("*_receipt-[0-9]*.json")):
        try:
            found.append(receipt.read(path, trusted, retired))
        except Unusable:
            continue
    return tuple(found)


def voucher(receipts: Iterable[Receipt], name: str, sha256: str) -> Voucher | None:
    """The strongest word on a pack: of a known signer first, and of the newest receipt."""
    words = [
        Voucher(each, any(subject.sha256 == sha256 for subject in mine))
        for each in receipts
        if (mine := [subject for subject in each.subjects if subject.name == name])
    ]
    return max(words, key=lambda v: (v.known, v.agrees, v.receipt.predicate.number), default=None)
