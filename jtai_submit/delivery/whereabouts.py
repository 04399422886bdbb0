"""Where packs went that were sent: to the portal that is named now, or to another one, named before."""

from collections.abc import Iterable, Mapping

from ..inspection.journal import Pack, PackState


def elsewhere(packs: Iterable[Pack], portals: Mapping[str, str], address: str) -> list[Pack]:
    """The packs that were sent to another portal than `address`, as receipts name it.

    `portals` says where the packs of each receipt went: the receipt's file name → its portal. A pack without a receipt
    of which nothing is known is not among them, for it may be here.
    """
    sent = [pack for pack in packs if pack.state is PackState.SENT]
    return [pack for pack in sent if portals.get(pack.receipt, address) != address]


def known_portals(packs: Iterable[Pack], portals: Mapping[str, str]) -> dict[str, list[Pack]]:
    """Every portal that holds packs of ours → those packs, in their order; an empty name for those of no receipt."""
    out = dict[str, list[Pack]]()
    for pack in packs:
        if pack.state is PackState.SENT:
            out.setdefault(portals.get(pack.receipt, ""), []).append(pack)
    return out
