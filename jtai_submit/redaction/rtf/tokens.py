"""RTF (specification 1.9.1) as a tree of groups, and as bytes again: what is not changed is written
as it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..interface import Unreadable

DEEPEST = 400
# Rich Text Format 1.9.1, "Control Word": letters, a number, and one space that belongs to the word;
# anything else ends it and is text. Words have 32 letters at most, but readers take more.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})?( ?)|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)",
    re.S,
)


@dataclass(slots=True)
class Token:
    """A control word with its number, a control symbol, a byte in hexadecimal, or text: `raw` is
    how it is written.
    """

    raw: bytes
    word: str = ""  # of a control word; `*` and the like of a symbol
    number: int | None = None
    byte: int | None = None  # of \'hh

    @property
    def is_text(self) -> bool:
        return not self.word and self.byte is None


@dataclass(slots=True)
class Group:
    items: "list[Token | Group]" = field(default_factory=list)

    @property
    def starred(self) -> bool:
        """Whether readers that do not know its destination leave it out."""
        first = next(
            (
                i
                for i in self.items
                if not (isinstance(i, Token) and i.is_text and not i.raw.strip())
            ),
            None,
        )
        return isinstance(first, Token) and first.word == "*"

    @property
    def destination(self) -> str:
        """The first control word."""
        return next(
            (i.word for i in self.items if isinstance(i, Token) and i.word and i.word != "*"), ""
        )

    def groups(self) -> "Iterator[Group]":
        """This group and every one in it."""
        stack = [self]
        while stack:
            group = stack.pop()
            yield group
            stack += [i for i in reversed(group.items) if isinstance(i, Group)]

    def tokens(self) -> Iterator[Token]:
        """Every token in it, in order."""
        stack: list[Token | Group] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, Token):
                yield item
            else:
                stack += reversed(item.items)

    def written(self) -> bytes:
        out: list[bytes] = []
        stack: list[Token | Group | bytes] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, bytes):
                out.append(item)
            elif isinstance(item, Token):
                out.append(item.raw)
            else:
                out.append(b"{")
                stack.append(b"}")
                stack += reversed(item.items)
        return b"".join(out)


def parse(data: bytes) -> Group:
    """The document's group. What follows it is not read. Raises `Unreadable` (D003) where groups do
    not close.
    """
    if not data.startswith(b"{\\rtf"):
        raise Unreadable("D003")
    root = Group()
    open_groups, at = [root], 1
    while open_groups:
        match = _TOKEN.match(data, at)
        if not match:
            raise Unreadable("D003", "cut short")
        word, number, _, byte, symbol, brace, _ = match.groups()
        at = match.end()
        here = open_groups[-1].items
        if brace == b"{":
            group = Group()
            here.append(group)
            open_groups.append(group)
            if len(open_groups) > DEEPEST:
                raise Unreadable("R203", "nesting")
        elif brace == b"}":
            open_groups.pop()
        elif word == b"bin" and number:
            # \bin: so many raw bytes follow, in which braces and backslashes mean nothing.
            end = at + max(0, int(number))
            if end > len(data):
                raise Unreadable("D003", "cut short")
            here.append(Token(match[0] + data[at:end], "bin", int(number)))
            at = end
        elif word:
            here.append(Token(match[0], word.decode(), int(number) if number else None))
        elif byte:
            here.append(Token(match[0], byte=int(byte, 16)))
        elif symbol:
            here.append(Token(match[0], symbol.decode("latin-1")))
        else:
            here.append(Token(match[0]))
    return root


def words(group: Group, page: str = "cp1252") -> str:
    """The text of a group, decoded. Of \\uN the number counts, and not what follows for old
    readers.
    """
    out, skip, after, pending = list[str](), 0, 1, bytearray()

    def flush() -> None:
        out.append(pending.decode(page, "replace"))
        pending.clear()

    for token in group.tokens():
        if token.byte is not None:
            if skip:
                skip -= 1
            else:
                pending.append(token.byte)
        elif token.is_text:
            # Line breaks in the file are none in the text; \par and \line are.
            text = token.raw.replace(b"\r", b"").replace(b"\n", b"")
            cut, skip = min(skip, len(text)), max(0, skip - len(text))
            pending += text[cut:]
        elif token.word == "u" and token.number is not None:
            flush()
            # \uN is a signed number of 16 bits; letters beyond them come as two (surrogates).
            out.append(chr(token.number % 0x10000))
            skip = after
        elif token.word == "uc":
            # \ucN: how many bytes follow each \u for readers that do not know it; 1 unless said.
            after = token.number or 0
        elif token.word in ("\\", "{", "}"):
            pending += token.word.encode()
        elif token.word in ("par", "line", "tab", "~", "cell"):
            pending += b" "
    flush()
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
