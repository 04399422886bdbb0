"""Cells as values: days, yes and no, ages, numbers, ids. What cannot be read is said, never
guessed.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar, cast

from .sheet import Value

_T = TypeVar("_T")


class Wrong(StrEnum):
    """Why a cell is not what its column holds, or is doubtful though it is."""

    NOT = "not"  # cannot be read as what it should be
    MONTH_FIRST = "month first"  # a date that only an American would read
    SERIAL = "serial"  # a date as the number of days that Excel counts
    STAND_IN = "stand-in"  # 01/01/1900, which tools write for "not held"


@dataclass(frozen=True, slots=True)
class Read(Generic[_T]):
    """A cell's value; None where it is blank or cannot be read, and `wrong` then says so."""

    value: _T | None = None
    wrong: Wrong | None = None


BLANK: Read[date] = Read()
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.I)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}", re.I)
_NAMED = re.compile(
    rf"(?:\w+,? )??(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]([A-Za-z]{{3,9}})\.?,?[-/. "
    rf"](\d{{4}}|\d{{2}}){_TIME}",
    re.I,
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 3_000, 73_050  # 1908 to 2099
# Excel counts from 1900 with a 29 February that never was, so day 0 is 30 December 1899
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_NOT_HELD = (date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1904, 1, 1))
_LATEST_YEAR = 68  # two digits up to this are 20…, as POSIX strptime has it


def days(*, date1904: bool = False) -> Callable[[Value], Read[date]]:
    """A reader of dates; the same text is worked out once."""
    known: dict[Value, Read[date]] = {}

    def read(value: Value) -> Read[date]:
        if value is None or value == "":
            return BLANK
        found = known.get(value)
        if found is None:
            found = known[value] = _day(value, date1904)
        return found

    return read


def _day(value: Value, date1904: bool) -> Read[date]:
    if isinstance(value, datetime):
        return _held(value.date())
    if isinstance(value, date):
        return _held(value)
    if isinstance(value, bool | timedelta):
        return Read(wrong=Wrong.NOT)
    if isinstance(value, int | float):
        return _serial(value, date1904)
    return _text_day(" ".join(str(value).split()), date1904)


def _held(day: date) -> Read[date]:
    return Read(wrong=Wrong.STAND_IN) if day in _NOT_HELD else Read(day)


def _serial(number: float, date1904: bool) -> Read[date]:
    if number in (0, 1, 2):
        return Read(wrong=Wrong.STAND_IN)
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return Read(wrong=Wrong.NOT)
    return Read((_EPOCH_1904 if date1904 else _EPOCH) + timedelta(int(number)), Wrong.SERIAL)


def _text_day(text: str, date1904: bool) -> Read[date]:
    if not text:
        return Read()
    if m := _DAY_FIRST.fullmatch(text):
        year, day, month = _year(m[3]), int(m[1]), int(m[2])
        read = _made(year, month, day)
        if read.wrong is Wrong.NOT and not _made(year, day, month).wrong:
            return Read(wrong=Wrong.MONTH_FIRST)
        return read
    if m := _ISO.fullmatch(text):
        return _made(int(m[1]), int(m[2]), int(m[3]))
    if (m := _NAMED.fullmatch(text)) and (month_name := m[2].lower()[:3]) in _MONTHS:
        return _made(_year(m[3]), _MONTHS.index(month_name) + 1, int(m[1]))
    if _SERIAL.fullmatch(text):
        return _serial(float(text), date1904)
    return Read(wrong=Wrong.NOT)


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number <= _LATEST_YEAR else 1900)


def _made(year: int, month: int, day: int) -> Read[date]:
    try:
        return _held(date(year, month, day))
    except ValueError:
        return Read(wrong=Wrong.NOT)


class Answer(StrEnum):
    YES = "Y"
    NO = "N"
    UNKNOWN = "unknown"


# Ofsted's template codes answers `a) Yes`, `b) No`, `c) Unknown`; case systems write the others
_CODED = re.compile(r"(?:[a-z][).]|\d ?[-–:.)]) ?(.+)")
_ANSWERS = {
    **dict.fromkeys(
        (
            "y",
            "yes",
            "true",
            "1",
            "t",
            "nfa",
            "no further action",
            "seen alone",
            "seen",
            "child seen",
        ),
        Answer.YES,
    ),
    **dict.fromkeys(
        (
            "n",
            "no",
            "false",
            "0",
            "f",
            "fa",
            "further action",
            "not seen",
            "child not seen",
            "not seen alone",
            "seen not alone",
        ),
        Answer.NO,
    ),
    **dict.fromkeys(
        (
            "unknown",
            "not known",
            "u",
            "n/k",
            "nk",
            "n/a",
            "na",
            "not applicable",
            "not recorded",
            "not held",
            "no visit - new in last month",
        ),
        Answer.UNKNOWN,
    ),
}


def answer(value: Value) -> Read[Answer]:
    """Yes, no or unknown, in any of the ways in which systems write it."""
    if isinstance(value, bool):
        return Read(Answer.YES if value else Answer.NO)
    if isinstance(value, int | float):
        value = f"{value:g}"
    text = " ".join(str(value or "").split()).casefold().rstrip(".")
    if not text:
        return Read()
    text = text.removesuffix(".0")  # as programs write 1 and 0
    if coded := _CODED.fullmatch(text):
        text = coded[1]
    found = _ANSWERS.get(text)
    return Read(found) if found else Read(wrong=Wrong.NOT)


UNBORN = -1
_OLDEST = 25  # a care leaver's last year; older is a slip
_YOUNG = re.compile(r"<? ?\d{1,2}(?:\.\d+)? ?(?:m|mths?|months?|w|wks?|weeks?|d|days?)")
_YEARS = re.compile(r"(-?\d{1,3}(?:\.\d+)?) ?(?:y|yrs?|years?(?: old)?)?")


def age(value: Value) -> Read[int]:
    """Whole years, −1 for an unborn child. Tools give decimals (6.138), which are floored."""
    if value is None or value == "" or isinstance(value, bool):
        return Read(wrong=Wrong.NOT) if isinstance(value, bool) else Read()
    text = " ".join(str(value).split()).casefold().replace("−", "-")
    if not text:
        return Read()
    if text == "unborn" or text.endswith("unborn"):
        return Read(UNBORN)
    if _YOUNG.fullmatch(text) or text == "<1":
        return Read(0)
    found = _YEARS.fullmatch(text)
    if not found:
        return Read(wrong=Wrong.NOT)
    years = int(float(found[1]) // 1)
    return Read(years) if UNBORN <= years <= _OLDEST else Read(wrong=Wrong.NOT)


def number(value: Value) -> Read[int]:
    """A count. A negative one is read; a rule says it."""
    if value is None or value == "":
        return Read()
    try:
        found = float(str(value).strip().replace(",", ""))
    except ValueError:
        return Read(wrong=Wrong.NOT) if str(value).strip() else Read()
    whole = math.isfinite(found) and found == int(found)
    return Read(int(found)) if whole else Read(wrong=Wrong.NOT)


_GUARDED = re.compile(r'="([^"]*)"')
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


def identifier(value: Value) -> str:
    """An id as text: Excel and calamine make 104512.0 of 104512, exports write `="007123"` to keep
    zeros, and 104,512 of a number.
    """
    if type(value) is str and value.isalnum():
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip() if value is not None else ""
    if guarded := _GUARDED.fullmatch(text):
        return guarded[1].strip()
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def identifiers(cells: Sequence[Value]) -> list[str]:
    """`identifier` of each; told at once where all are letters and digits."""
    texts = cast("list[str]", cells)
    if set(map(type, cells)) == {str} and all(texts) and "".join(texts).isalnum():
        return list(texts)
    return list(map(identifier, cells))


def same_id(text: str) -> str:
    """The form in which ids of different files are compared: Excel eats zeros at the front."""
    folded = text.casefold()
    return folded.lstrip("0") or folded


class Standing(StrEnum):
    """What a child of a list of cases is."""

    NEED = "child in need"
    PLAN = "child protection plan"
    LOOKED_AFTER = "child looked after"


_LOOKED = re.compile(r"\b(?:cla|lac|looked after|in care)\b")
_PLAN = re.compile(r"\b(?:cp|cpp|child protection|protection plan|on a plan)\b")
_NEED = re.compile(r"\b(?:cin|child in need|in need|chin)\b")


def status(value: Value) -> Read[Standing]:
    """Child in need, on a plan, or looked after."""
    text = " ".join(str(value or "").split()).casefold()
    if not text:
        return Read()
    for pattern, found in (
        (_LOOKED, Standing.LOOKED_AFTER),
        (_PLAN, Standing.PLAN),
        (_NEED, Standing.NEED),
    ):
        if pattern.search(text):
            return Read(found)
    return Read(wrong=Wrong.NOT)


def blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def bare(row: Sequence[Value]) -> bool:
    return all(map(blank, row))
