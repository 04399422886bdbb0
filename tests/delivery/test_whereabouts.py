"""Which packs lie at another portal than the one that is named now."""

from jtai_submit.delivery.whereabouts import elsewhere, known_portals
from jtai_submit.inspection.journal import Pack, PackState


def pack(name: str, receipt: str, state: PackState = PackState.SENT) -> Pack:
    return Pack(name, "3-police", "day-five", 1, "age", 1, "0" * 64, (), state=state, receipt=receipt)


PACKS = [
    pack("a", "1.json"),
    pack("b", "2.json"),
    pack("c", ""),
    pack("d", "1.json", PackState.ABANDONED),
    pack("e", "", PackState.SEALED),
]
PORTALS = {"1.json": "folder ../to-upload", "2.json": "tus https://portal.example/"}


def test_elsewhere() -> None:
    assert [p.name for p in elsewhere(PACKS, PORTALS, "tus https://portal.example/")] == ["a"]
    assert [p.name for p in elsewhere(PACKS, PORTALS, "s3 https://new.example")] == ["a", "b"]
    assert elsewhere(PACKS[:1], PORTALS, "folder ../to-upload") == []


def test_known_portals() -> None:
    known = {portal: [p.name for p in packs] for portal, packs in known_portals(PACKS, PORTALS).items()}
    assert known == {"folder ../to-upload": ["a"], "tus https://portal.example/": ["b"], "": ["c"]}
