"""Code pages of Windows and the Macintosh by their numbers, and bytes read by the page that fits
them.

Source: "Code Page Identifiers" (Win32), [MS-UCODEPAGE]; labels that are read wider: WHATWG
Encoding.
"""

import codecs
import re
from collections.abc import Iterable

from ..interface import Unreadable

WESTERN = "cp1252"
_NAMES = {
    0: "",  # CP_ACP: whatever the computer used
    1: "",  # CP_OEMCP
    2: "mac_roman",  # CP_MACCP
    3: "",
    42: "",  # CP_SYMBOL: letters of a picture font
    708: "iso8859_6",
    709: "iso8859_6",
    936: "gb18030",
    1200: "utf-16-le",
    1201: "utf-16-be",
    10000: "mac_roman",
    10001: "cp932",
    10002: "cp950",
    10003: "cp949",
    10004: "mac_arabic",
    10005: "iso8859_8",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10008: "gb18030",
    10010: "mac_romanian",
    10017: "mac_cyrillic",
    10021: "cp874",
    10029: "mac_latin2",
    10079: "mac_iceland",
    10081: "mac_turkish",
    10082: "mac_croatian",
    12000: "utf-32-le",
    12001: "utf-32-be",
    20127: WESTERN,  # US-ASCII
    20866: "koi8_r",
    20932: "euc_jp",
    20936: "gb18030",
    20949: "cp949",
    21866: "koi8_u",
    28591: WESTERN,  # ISO 8859-1, which is read as its superset
    38598: "iso8859_8",
    50220: "iso2022_jp_ext",
    50221: "iso2022_jp_ext",
    50222: "iso2022_jp_ext",
    50225: "iso2022_kr",
    51932: "euc_jp",
    51936: "gb18030",
    51949: "cp949",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
# Five such bytes in a row stand in no word of Western Europe.
_FOREIGN = re.compile(rb"[\x80-\xff]{5}")


_EASTERN = {"cp932", "cp949", "cp950", "gb18030", "johab", "euc_jp", "big5hkscs"}
_RUN = re.compile(r"[^\0-\x7f]{2}")
_ASTRAY = re.compile(r"[a-z][^\0-\x7f]|[^\0-\x7f][a-z]")


def _is_eastern(text: str) -> bool:
    """Whether a text reads like one of East Asia.

    Pages of two bytes a letter fit Western text too often: `café’s` is `caf髓s` in Shift-JIS.
    Single signs, in words of small Latin letters, are such.
    """
    return bool(_RUN.search(text)) or not _ASTRAY.search(text)


def codec(number: int) -> str:
    """The encoding of a code page; empty where nobody here knows it, or where it names none."""
    if number in _NAMES:
        return _NAMES[number]
    name = f"iso8859_{number - 28590}" if 28591 < number <= 28606 else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def read(data: bytes, pages: Iterable[str]) -> str:
    """The text by the first page that fits the bytes; the last that is tried is Windows-1252.

    Raises `Unreadable` (R202): never does a sign of replacement stand for a letter.
    """
    for page in pages:
        if not page:
            continue
        try:
            text = data.decode(page)
        except (UnicodeDecodeError, LookupError):
            continue
        if page not in _EASTERN or _is_eastern(text):
            return text
    try:
        if not _FOREIGN.search(data):
            return data.decode(WESTERN)
    except UnicodeDecodeError:
        pass
    raise Unreadable("R202", "letters")
