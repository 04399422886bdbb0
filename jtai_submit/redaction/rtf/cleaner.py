"""RTF, token by token: destinations that describe are left out, pictures lose their metadata, the
rest stays as written.

Readers leave out a starred destination that they do not know, so of these only the ones that draw
are kept. Hidden content is found by `hidden`, and it blocks.
"""

import re

from ...documents.examination import Noticed
from ..interface import ANONYMISE, KEEP, NO_CHOICES, Choices, Cleaned, Unreadable
from ..shared import codepages, harvest, pictures
from ..shared.fields import STAYING
from . import hidden
from .grammar import (
    ABOUT,
    BLIPS,
    COMMENTS,
    DRAWN,
    GONE,
    HEX,
    IN_HEADS,
    NAMED,
    OBJECT,
    PLAIN_BITS,
    RSID,
    STARRED,
    TABLES,
    TELLING,
    WORDLESS,
)
from .tokens import Group, Token, parse, words

CAN = {
    "H101": "keep anonymise remove",
    "H102": "keep anonymise",
    "H111": "keep remove",
    "H112": "keep",
    "H113": "keep",
}


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """A cleaned copy. Raises `Unreadable`: D003 where groups do not close, H111 for pictures that
    cannot be cleaned.
    """
    # RichEdit (WordPad, Outlook) ends its files with a line break and a zero.
    root, out = parse(data.rstrip(b"\0\r\n ")), Cleaned(b"")
    page = _page(root)
    out.noticed += hidden.find(root, page)
    out.settle(choices, CAN)
    chosen = {n.code: n.choice for n in out.noticed if n.choice}
    if ANONYMISE in chosen.values():
        out.secrets |= _anonymise(root, chosen, page)
        out.removed.append("names of people")
    _scrub(root, out, chosen, page)
    out.data = root.written()
    if not out.noticed and not _shows(root, page):
        out.noticed.append(Noticed("D019"))
    out.removed = sorted(set(out.removed))
    return out


def _page(root: Group) -> str:
    """The encoding of its letters: what `ansicpg` names, where anybody knows it (cp0 and the like
    say nothing).
    """
    number = next((t.number for t in root.tokens() if t.word == "ansicpg"), None)
    return codepages.codec(number or 0) or codepages.WESTERN


def _scrub(root: Group, out: Cleaned, chosen: dict[str, str], page: str) -> None:
    stays = set(STARRED)
    stays |= COMMENTS if chosen.get("H101") in (KEEP, ANONYMISE) else set()
    stays |= {"revtbl"} if chosen.get("H102") in (KEEP, ANONYMISE) else set()
    stays |= OBJECT if chosen.get("H111") == KEEP else set()
    for group in root.groups():
        tokens = [i for i in group.items if isinstance(i, Token)]
        stars = sum(i.word == "*" for i in tokens)
        if stars > group.starred or any(
            i.word in IN_HEADS and i.word != group.destination for i in tokens
        ):
            # Readers differ on what that is.
            raise Unreadable("D003", "a destination in the middle of a group")
        if group.destination in WORDLESS and any(i.is_text and i.raw.strip() for i in tokens):
            raise Unreadable("D003", "words where there should be none")
    # What is dropped below is not walked any more: the walk goes from above.
    for group in root.groups():
        kept = list[Token | Group]()
        for item in group.items:
            if isinstance(item, Token):
                if not RSID.fullmatch(item.word) or (
                    item.word.startswith("rev") and chosen.get("H102") == KEEP
                ):
                    kept.append(item)
                else:
                    out.removed.append("revision ids and private data of programs")
                    if item.raw.endswith(b" ") and kept and _is_open(kept[-1]):
                        kept.append(Token(b" "))  # it ended the control word before it, too
                continue
            word = item.destination
            if word == "field" and _flat(item, page):
                # RTF 1.9.1, "Fields": \fldrslt holds what the field showed when it was last
                # computed.
                item = Group(
                    [
                        i
                        for g in item.groups()
                        if g.destination == "fldrslt"
                        for i in g.items
                        if not _is(i, "fldrslt")
                    ]
                )
                out.removed.append("fields that show properties")
                word = ""
            if word in NAMED:  # readers may miss the group; its name they do not
                item.items = [Token(f"\\{word} ".encode(), word), Token(b";")]
                out.removed.append("names of lists")
            if (
                (
                    word not in stays
                    and (item.starred or word in GONE or word in ABOUT or word in COMMENTS)
                )
                or (word == "sp" and hidden.names_a_file(item))
                or (word == "panose" and not HEX.fullmatch(words(item, page)))
            ):
                if word in TELLING:
                    out.secrets |= set().union(
                        *(harvest.telling([words(g, page)]) for g in item.groups() if _leaf(g))
                    )
                out.removed.append(_said(word))
            else:
                kept.append(item)
        group.items = kept
        if group.destination == "pict":
            _picture(group, out)


def _shows(root: Group, page: str) -> bool:
    """Whether there is a word, a picture or a drawing."""
    stack = [root]
    while stack:
        group = stack.pop()
        word = group.destination
        if word in DRAWN:
            return True
        if word in TABLES or (group.starred and word not in STARRED):
            continue
        if words(Group([i for i in group.items if isinstance(i, Token)]), page):
            return True
        stack += [i for i in group.items if isinstance(i, Group)]
    return False


def _is_open(item: Token | Group) -> bool:
    """Whether a control word would run into the text behind it."""
    return (
        isinstance(item, Token)
        and item.word.isalpha()
        and item.word != "bin"
        and not item.raw.endswith(b" ")
    )


def _is(item: Token | Group, word: str) -> bool:
    return isinstance(item, Token) and item.word == word


def _flat(field: Group, page: str) -> bool:
    """Whether a field becomes the words that it shows: its code says more than how they were
    computed.
    """
    code = next((words(g, page) for g in field.groups() if g.destination == "fldinst"), "")
    return (code.replace("=", "= ", 1).split() or [""])[
        0
    ].upper() not in STAYING and not hidden.tells(code)


def _leaf(group: Group) -> bool:
    return not any(isinstance(item, Group) for item in group.items)


def _said(word: str) -> str:
    if word in COMMENTS:
        return "comments"
    if word in OBJECT:
        return "embedded files"
    return (
        "document properties"
        if word in ("info", "userprops", "generator")
        else "revision ids and private data of programs"
    )


def _picture(group: Group, out: Cleaned) -> None:
    """Take the metadata out of a picture, which stands in hexadecimal or, after \\bin, as it is."""
    names = {i.word for i in group.items if isinstance(i, Token)}
    inline = next((i for i in group.items if isinstance(i, Token) and i.word == "bin"), None)
    texts = [i for i in group.items if isinstance(i, Token) and i.is_text and i.raw.strip()]
    if inline:
        raw = inline.raw[-(inline.number or 0) :] if inline.number else b""
    else:
        try:
            raw = bytes.fromhex(b"".join(t.raw for t in texts).decode("ascii"))
        except ValueError:
            raise Unreadable("D003", "picture") from None
    if not raw and not any(
        isinstance(i, Group) and i.destination not in ("picprop", "blipuid", "bliptag")
        for i in group.items
    ):
        return
    if names & PLAIN_BITS and _whole_bitmap(raw):
        return
    if not names & BLIPS:
        raise Unreadable("H111", "picture")
    kept, _, told = pictures.strip(raw)
    out.secrets |= told
    if kept == raw:
        return
    out.removed.append("metadata of pictures")
    lines = re.sub(rb"(.{128})", rb"\1\n", kept.hex().encode())
    group.items = [i for i in group.items if i is not inline and not any(i is t for t in texts)] + [
        Token(b"\n" + lines)
    ]


def _whole_bitmap(raw: bytes) -> bool:
    """Whether a DIB ends with its last row (BITMAPINFOHEADER, no compression): then nothing stands
    behind it.
    """
    # [MS-WMF] 2.2.2.3, BitmapInfoHeader: size, width, height, planes, bits, compression …
    if len(raw) < 40 or int.from_bytes(raw[:4], "little") != 40 or raw[16:20] != bytes(4):
        return False
    wide, high = (abs(int.from_bytes(raw[n : n + 4], "little", signed=True)) for n in (4, 8))
    bits, colours = int.from_bytes(raw[14:16], "little"), int.from_bytes(raw[32:36], "little")
    colours = colours or (1 << bits if bits <= 8 else 0)
    # Rows are filled up to four bytes; palettes have four bytes a colour.
    return len(raw) <= 40 + 4 * colours + (wide * bits + 31) // 32 * 4 * high


def _anonymise(root: Group, chosen: dict[str, str], page: str) -> set[str]:
    known: dict[str, str] = {}
    wanted = {"atnauthor", "atnid", "atndate"} if chosen.get("H101") == ANONYMISE else set()
    for group in list(root.groups()):
        word = group.destination
        if word in wanted:
            name = words(group, page)
            new = (
                known.setdefault(name, f"Author {len(known) + 1}")
                if word == "atnauthor"
                else "0"
                if word == "atndate"
                else "A"
            )
            words_of_control = [i for i in group.items if isinstance(i, Token) and i.word][:2]
            group.items = [*words_of_control, Token(b" " + new.encode())]
        elif word == "revtbl" and chosen.get("H102") == ANONYMISE:
            for each in [i for i in group.items if isinstance(i, Group)]:
                name = words(each, page).rstrip(";")
                if name != "Unknown":
                    each.items = [
                        Token(known.setdefault(name, f"Author {len(known) + 1}").encode() + b";")
                    ]
    return {name for name in harvest.telling(known) if not name.startswith("Author ")}
