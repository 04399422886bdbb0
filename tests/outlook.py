"""Outlook messages for tests: a compound file ([MS-CFB]) of the properties of a message
([MS-OXMSG]).
"""

import struct
from datetime import UTC, datetime
from typing import Any

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, Any]  # name → bytes of a stream, or the tree of a storage
WIDE, NARROW, BYTES, NUMBER, TIME = 0x1F, 0x1E, 0x102, 0x03, 0x40


def compound(tree: Tree) -> bytes:
    """A compound file, version 3, with sectors of 512 bytes."""
    # Name, type, left, right, child, content.
    entries: list[list[Any]] = [["Root Entry", 5, FREE, FREE, FREE, b""]]

    def add(folder: Tree) -> int:
        first = len(entries)
        names = sorted(folder, key=lambda n: (len(n), n.upper()))
        for name in names:
            entries.append(
                [name, 1 if isinstance(folder[name], dict) else 2, FREE, FREE, FREE, b""]
            )
        places = list(range(first, first + len(names)))

        def linked(some: list[int]) -> int:
            if not some:
                return FREE
            middle = len(some) // 2
            entries[some[middle]][2] = linked(some[:middle])
            entries[some[middle]][3] = linked(some[middle + 1 :])
            return some[middle]

        top = linked(places)
        for place, name in zip(places, names, strict=True):
            if isinstance(folder[name], dict):
                entries[place][4] = add(folder[name])
            else:
                entries[place][5] = folder[name]
        return top

    entries[0][4] = add(tree)
    small, sectors = b"", b""
    fat: list[int] = []
    mini_fat: list[int] = []

    def chain(table: list[int], count: int) -> int:
        if not count:
            return END
        start = len(table)
        table += [*range(start + 1, start + count), END]
        return start

    placed: list[tuple[int, int]] = []
    for _, kind, *_, content in entries:
        if kind != 2:
            placed.append((0, 0))
        elif len(content) < 4096:
            placed.append((chain(mini_fat, -(-len(content) // 64)), len(content)))
            small += content + bytes(-len(content) % 64)
        else:
            placed.append((chain(fat, -(-len(content) // 512)), len(content)))
            sectors += content + bytes(-len(content) % 512)

    def stored(content: bytes) -> int:
        nonlocal sectors
        start = chain(fat, -(-len(content) // 512))
        sectors += content + bytes(-len(content) % 512)
        return start

    placed[0] = (stored(small), len(small))
    table = struct.pack(f"<{len(mini_fat)}L", *mini_fat)
    table += b"\xff" * (-len(table) % 512)
    mini_count, mini_start = len(table) // 512, stored(table)
    directory = b""
    for (name, kind, left, right, child, _), (start, size) in zip(entries, placed, strict=True):
        wide = (name + "\0").encode("utf-16-le")
        directory += wide.ljust(64, b"\0") + struct.pack(
            "<HBBLLL", len(wide), kind, 1, left, right, child
        )
        directory += bytes(36) + struct.pack("<LQ", start, size)
    directory_start = stored(directory)
    fats = 1
    while (len(fat) + fats) * 4 > fats * 512:
        fats += 1
    at = len(fat)
    fat += [FAT] * fats
    fat += [FREE] * (fats * 128 - len(fat))
    sectors += struct.pack(f"<{len(fat)}L", *fat)
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack(
        "<LLLLLLLLL", 0, fats, directory_start, 0, 4096, mini_start, mini_count, END, 0
    )
    places = [*range(at, at + fats)] + [FREE] * (109 - fats)
    return head + struct.pack("<109L", *places) + sectors


def properties(values: dict[tuple[int, int], Any], head: int) -> Tree:
    """The streams of properties by (tag, type): texts, bytes, numbers and times.

    `head` bytes stand before the list.
    """
    fixed, out = bytes(head), Tree()
    for (tag, kind), value in values.items():
        entry = struct.pack("<HHL", kind, tag, 6)
        if kind == NUMBER:
            fixed += entry + struct.pack("<Q", value)
        elif kind == TIME:
            since = value - datetime(1601, 1, 1, tzinfo=UTC)
            fixed += entry + struct.pack("<Q", (since.days * 86400 + since.seconds) * 10_000_000)
        else:
            data = value.encode("utf-16-le") if kind == WIDE else value
            fixed += entry + struct.pack("<Q", len(data) + {WIDE: 2, NARROW: 1}.get(kind, 0))
            out[f"__substg1.0_{tag:04X}{kind:04X}"] = data
    return out | {"__properties_version1.0": fixed}


def person(name: str, address: str, role: int = 1) -> Tree:
    return properties({(0x3001, WIDE): name, (0x39FE, WIDE): address, (0x0C15, NUMBER): role}, 8)


def attached(name: str, data: bytes | None, method: int = 1, **more: Any) -> Tree:
    values: dict[tuple[int, int], Any] = {(0x3705, NUMBER): method, (0x3707, WIDE): name}
    if data is not None:
        values[0x3701, BYTES] = data
    return properties(values | more.get("values", {}), 8)


def parts(
    *,
    people: "list[Tree] | None" = None,
    attachments: "list[Tree] | None" = None,
    text: "str | None" = "What was said.",
    head: int = 32,
    **more: Any,
) -> Tree:
    """The storage of a message; `values` are further properties, which win over the usual ones."""
    values: dict[tuple[int, int], Any] = {
        (0x001A, WIDE): "IPM.Note",
        (0x0037, WIDE): "Strategy discussion",
        (0x0042, WIDE): "Pat Example",
        (0x5D02, WIDE): "pat@example.org",
        (0x0039, TIME): datetime(2017, 5, 9, 10, tzinfo=UTC),
    }
    if text is not None:
        values[0x1000, WIDE] = text
    tree = properties(values | more.get("values", {}), head)
    for n, each in enumerate(people or [person("Sam Example", "sam@example.org")]):
        tree[f"__recip_version1.0_#{n:08X}"] = each
    for n, each in enumerate(attachments or []):
        tree[f"__attach_version1.0_#{n:08X}"] = each
    tree["__nameid_version1.0"] = {f"__substg1.0_000{n}0102": b"" for n in (2, 3, 4)}
    return tree


def message(**more: Any) -> bytes:
    """A message as a file."""
    return compound(parts(**more))
