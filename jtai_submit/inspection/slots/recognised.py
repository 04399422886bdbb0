"""Which part of an item a document may be, by its name: a person says yes."""

import re
import unicodedata

from .interface import SlotPart

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NAMES = "january february march april may june july august september october november december"
_MONTHS = _NAMES.split()
# In a title, words that tell nothing of what it is.
_SAID_OFTEN = frozenset(
    """
    a an and any applicable associated at available by data details for from in information is it
    level management of on or other that the their to where which with
    """.split()
)


def may_be(name: str, part: SlotPart) -> bool:
    """Whether a file of this name may be the part: of that month, or with words of its title."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if month := _MONTH.fullmatch(part.id):
        return _is_of(plain, int(month[1]), int(month[2]))
    words = {_one(word) for word in re.findall(r"[^\W\d_]+", plain)}
    wanted = {_one(word) for word in re.findall(r"[^\W\d_]+", part.title.casefold())}
    wanted -= {_one(word) for word in _SAID_OFTEN}
    return bool(wanted) and wanted <= words


def _is_of(name: str, year: int, month: int) -> bool:
    """`July 2016`, `Jul-16`, `2016-07`, `07.2016`, `2016-07-14`, `14.7.16`, `20160714`"""
    word, short = _MONTHS[month - 1], year % 100
    named = rf"(?<![a-z]){word[:3]}(?:{word[3:]}|t)?[^a-z0-9]*(?:{year}|{short:02})(?!\d)"
    apart = r"[ ._/-]"
    numbers = (
        rf"{year}{apart}?{month:02}(?:{apart}?\d\d)?",
        rf"{year}{apart}{month}",
        rf"(?:\d\d?{apart})?0?{month}{apart}(?:{year}|{short:02})",
    )
    return bool(re.search(named, name)) or any(
        re.search(rf"(?<!\d)(?<!\d[ ._/-]){each}(?!\d)(?![ ._/-]\d)", name) for each in numbers
    )


def _one(word: str) -> str:
    """Without what makes one many."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
