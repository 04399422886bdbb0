"""Texts as words that can be compared: however people's programs write letters, signs and spaces.

Both sides of every comparison pass through here: Unicode's compatible form (NFKC, UAX #15), letters
without case and accents, and whatever is no letter or digit as a boundary.
"""

import re
import unicodedata
from functools import lru_cache

# Signs that stand for an apostrophe: typographic, modifier letters, prime, accents typed alone.
# (before NFKC, which makes a blank and a combining sign of the last)
_APOSTROPHES = "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u2032\uff07`\u00b4"
# Signs within words that nobody sees: soft hyphen, joiners, direction and byte order marks; U+FFFE
# is what PDFium gives for a hyphen at the end of a line.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SIGNS = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_UNSEEN, "")})
_AT_LINE_END = re.compile("\ufffe\\s*")
# Letters that no decomposition folds (Unicode has none for them).
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+")


def plain(text: str) -> str:
    """The text with one form of each letter, apostrophe and blank; capitals and places stay."""
    if text.isascii():
        return text.replace("`", "'") if "`" in text else text
    if "\ufffe" in text:
        text = _AT_LINE_END.sub("", text)
    return unicodedata.normalize("NFKC", text.translate(_SIGNS))


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """A word without case and accents; a number without zeros before it."""
    if word.isdecimal():
        return str(int(word)) if len(word) < 40 else word
    word = word.casefold()
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(ch for ch in apart if not unicodedata.combining(ch))


def words(text: str) -> tuple[str, ...]:
    """`Zoë O’Brien-Smith` → `zoe`, `o`, `brien`, `smith`"""
    return tuple(fold(found[0]) for found in WORD.finditer(plain(text)))


def aligned(text: str) -> tuple[str, list[int]]:
    """The plain form, and for each of its letters (and its end) where that stands in the text."""
    out: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = plain(text[start:end])
        out.append(piece)
        places += [start] * len(piece)
        start = end
    return "".join(out), [*places, len(text)]
