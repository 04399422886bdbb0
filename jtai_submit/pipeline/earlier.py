"""What a later pack says of earlier ones: each document is new or replaces one, and what was sent
before still counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..inspection.gone import Gone
from ..inspection.journal import Pack, PackedFile


@dataclass(frozen=True, slots=True)
class Earlier:
    """One document as it was last sent: where from, its name in the pack, and which version."""

    slot: str
    path: str
    name: str
    version: int

    @property
    def shown(self) -> str:
        return f"{self.name} (v{self.version})"


def sent_earlier(packs: Iterable[Pack], withdrawn: Gone) -> tuple[Earlier, ...]:
    """The documents of earlier packs, each as it was last sent, without what was withdrawn."""
    last: dict[tuple[str, str], Earlier] = {}
    for pack in packs:
        for file in pack.files:
            name = file.member.rpartition("/")[2].rpartition(".")[0]
            known = Earlier(file.slot, file.path, name, pack.version)
            if withdrawn.took(file.slot, file.sha256, pack.sent_at):
                last.pop((file.slot, file.path), None)
            else:
                last[file.slot, file.path] = known
    return tuple(last.values())


def news(file: PackedFile, earlier: Collection[Earlier]) -> str:
    """`new`, or what it replaces; empty in a first pack."""
    before = next((e for e in earlier if (e.slot, e.path) == (file.slot, file.path)), None)
    return f"replaces {before.shown}" if before else "new" if earlier else ""


def still_counts(
    slot: str, mine: Iterable[PackedFile], earlier: Collection[Earlier]
) -> tuple[str, ...]:
    """What was sent before for a slot and is not replaced now."""
    replaced = {file.path for file in mine}
    return tuple(e.shown for e in earlier if e.slot == slot and e.path not in replaced)
