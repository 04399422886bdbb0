"""What programs write for machines, without what only people read: CMaps and PostScript
calculators.
"""

import re

from pikepdf import Name

from ..interface import Unreadable

# What Adobe's programs call every map from codes to Unicode.
NAME = Name("/Adobe-Identity-UCS")

# Blocks of mappings: Adobe Technical Note 5014, of which ISO 32000-1, 9.10.3, wants a few.
_BLOCK = re.compile(
    rb"(\d+)\s+begin(codespacerange|(?:bf|cid|notdef)(?:char|range))\b(.*?)\bend\2\b", re.S
)
_TOKEN = re.compile(rb"<[0-9A-Fa-f\s]*>|[\[\]]|-?\d+|/[^\s/<>\[\](){}%]+")
_COMMENT = re.compile(rb"%[^\r\n]*")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.S)
_SYSTEM = re.compile(
    rb"/Registry\s*\(([\w.-]{1,20})\).*?/Ordering\s*\(([\w.-]{1,20})\).*?/Supplement\s+(\d+)", re.S
)
_MODE = re.compile(rb"/WMode\s+([01])\s+def")
_USES = re.compile(rb"/([\w.-]+)\s+usecmap\b")
_REGISTRIES = {b"Adobe"}
# Adobe's collections of characters (ISO 32000-1, 9.7.5.2); UCS is that of maps to Unicode.
_ORDERINGS = {b"UCS", b"Identity", b"Japan1", b"Japan2", b"GB1", b"CNS1", b"Korea1", b"KR"}
_CALCULATOR = {
    *b"abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt "
    b"sub truncate and".split(),
    *b"bitshift eq false ge gt le lt ne not or true xor if ifelse copy dup exch index pop "
    b"roll { }".split(),
}  # ISO 32000-1, table 42
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def cmap(data: bytes) -> bytes:
    """A CMap (ISO 32000-1, 9.7.5.3 and 9.10.3) written anew from its mappings alone."""
    text = _COMMENT.sub(b"", data)
    system = _SYSTEM.search(text)
    registry, ordering, supplement = system.groups() if system else (b"Adobe", b"UCS", b"0")
    if registry not in _REGISTRIES or ordering not in _ORDERINGS:
        registry, ordering, supplement = b"Adobe", b"UCS", b"0"
    plain = _STRING.sub(b"", text)
    mode, uses = _MODE.search(plain), _USES.search(plain)
    out = [b"/CIDInit /ProcSet findresource begin", b"12 dict begin", b"begincmap"]
    if uses:
        out.append(b"/%s usecmap" % uses[1])
    out.append(
        b"/CIDSystemInfo << /Registry (%s) /Ordering (%s) /Supplement %s >> def"
        % (registry, ordering, supplement)
    )
    out += [b"/CMapName %s def" % str(NAME).encode(), b"/CMapType 2 def"]
    if mode:
        out.append(b"/WMode %s def" % mode[1])
    for count, kind, body in _BLOCK.findall(plain):
        lines = _lines(kind, _TOKEN.findall(body))
        out += [b"%s begin%s" % (count, kind), *lines, b"end" + kind]
    out += [b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end", b""]
    return b"\n".join(out)


def _lines(kind: bytes, tokens: list[bytes]) -> list[bytes]:
    """One mapping a line, with single spaces: `<0003> <0020>`, `<01> <03> [<0041>
    <0042> <0043>]`.
    """
    each = 3 if kind.endswith(b"range") and kind != b"codespacerange" else 2
    lines, line, depth = list[bytes](), list[bytes](), 0
    for token in tokens:
        if token == b"]":
            depth = 0
            line[-1] += token
        elif depth:
            line[-1] += (b" " if line[-1] != b"[" else b"") + _joined(token)
            continue
        else:
            depth = int(token == b"[")
            line.append(_joined(token))
        if len(line) == each and not depth:
            lines.append(b" ".join(line))
            line = []
    return [*lines, b" ".join(line)] if line else lines


def _joined(token: bytes) -> bytes:
    return b"".join(token.split())


def calculator(data: bytes) -> bytes:
    """A PostScript calculator (ISO 32000-1, 7.10.5) without comments. Raises `Unreadable` (D003)
    for what is none.
    """
    if b"%" not in data:
        words = data.replace(b"{", b" { ").replace(b"}", b" } ").split()
        if _calculates(words):
            return data
        raise Unreadable("D003", "a function")
    bare = _COMMENT.sub(b"", data)
    words = bare.replace(b"{", b" { ").replace(b"}", b" } ").split()
    if not _calculates(words):
        raise Unreadable("D003", "a function")
    return b" ".join(words)


def _calculates(words: list[bytes]) -> bool:
    return all(word in _CALCULATOR or _NUMBER.fullmatch(word) for word in words)
