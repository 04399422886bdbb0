"""The people list: who the children are, for the guard alone. Read in place, never copied.

`C1: {names: [Ann Example, Annie Example], born: 2009-03-01, relatives: [Sam Example]}`, or a table
`child,name,role,born,address` as spreadsheet programs save it (RFC 4180; the sign between columns
is a comma, a semicolon or a tab).
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from ..errors import Problem, Unusable
from ..manifest.base import Model
from ..manifest.codes import CODES
from ..manifest.mistakes import validated
from ..manifest.source import Source, read
from .person import Person
from .words import words

_OTHER_NAMES = ("alias", "aka", "other name", "also known as")
_OWN_ROLES = frozenset(("", "child", "self", "subject", *_OTHER_NAMES))
_EXAMPLE = "write each child like this: C1: {names: [Ann Example], born: 2009-03-01}"
_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?$")  # which a workbook shows behind each day
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNKNOWN = frozenset(("", "unknown", "not known", "n/k", "nk", "n/a", "tbc", "?", "-"))
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _day(value: Any) -> Any:
    """A day as people and spreadsheet programs write it, or a year alone, for pydantic."""
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    value = _MIDNIGHT.sub("", value.strip())
    if value.casefold() in _UNKNOWN:
        return None
    if _YEAR.fullmatch(value):
        return int(value)
    for form in _DAYS:
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return value


Day = Annotated[date | int | None, BeforeValidator(_day)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Relative(Model):
    name: str = Field(min_length=1)
    role: str = ""
    born: Day = None


_Relative = Annotated[Relative, BeforeValidator(_named)]
Relatives = Annotated[tuple[_Relative, ...], BeforeValidator(_listed)]


class Entry(Model):
    """One child of the list."""

    names: Texts = Field(min_length=1)
    born: Day = None
    relatives: Relatives = ()
    address: Texts = ()


def read_people(name: str, text: str, signs: Mapping[str, str]) -> tuple[Person, ...]:
    """Everybody in a list; `name` is its file's, `signs` say what stands for which child of the
    submission: its id, its unique id.

    Raises `Unusable` with every mistake; what it says holds nothing of the list but its lines.
    """
    try:
        entries = _table(name, text) if _is_table(name, text) else _blocks(name, text)
    except csv.Error:
        raise Unusable(CODES["M010"].problem("it is no table", _EXAMPLE, name)) from None
    except Unusable as stop:
        raise Unusable(*map(_alone, stop.problems)) from None
    if not entries:
        raise Unusable(CODES["M010"].problem("nobody is in the people list", _EXAMPLE, name))
    meant = {words(sign): child for sign, child in signs.items()}
    people: list[Person] = []
    for child, entry in entries.items():
        people += _people(meant.get(words(child), child), entry)
    return tuple(people)


def _alone(problem: Problem) -> Problem:
    """A mistake without the line that it stands in, and with advice that fits this file."""
    if problem.code == "M003":
        return replace(problem, message="it is no list of children", fix=_EXAMPLE, excerpt="")
    return replace(problem, excerpt="")


def _people(child: str, entry: Entry) -> Iterator[Person]:
    yield Person(child, child, entry.names, "", *_birth(entry.born), entry.address)
    for number, each in enumerate(entry.relatives, 1):
        role = each.role.casefold()
        yield Person(f"{child}/{number}", child, (each.name,), role, *_birth(each.born))


def _birth(born: date | int | None) -> tuple[date | None, int | None]:
    """The day, or the year alone."""
    return (None, born) if isinstance(born, int) else (born, None)


def once(people: Sequence[Person]) -> Iterator[Person]:
    """Everybody but relatives who are children of the list themselves: a brother who is C2."""
    children = {words(name) for person in people if person.is_child for name in person.names}
    for person in people:
        if person.is_child or words(person.names[0]) not in children:
            yield person


def _blocks(name: str, text: str) -> dict[str, Entry]:
    source = read(name, text.encode())
    mistakes: list[Problem] = []
    entries: dict[str, Entry] = {}
    for child in source.data:
        mistakes += _entry(source, child, entries)
    if mistakes:
        raise Unusable(*mistakes)
    return entries


def _entry(source: Source, child: str, entries: dict[str, Entry]) -> list[Problem]:
    """One child's block; what is wrong with it, without the words that are in it."""
    entry, mistakes = validated(source, Entry, (child,))
    if entry:
        entries[child] = entry
    return [_discreet(problem) for problem in mistakes]


def _discreet(problem: Problem) -> Problem:
    """A mistake without what was typed there: it may be somebody's name or date of birth."""
    if problem.code in ("M009", "M010"):  # these quote keys, not what stands behind them
        return problem
    return replace(problem, message=re.sub(r'"[^"]*"', "what is written here", problem.message))


def _is_table(name: str, text: str) -> bool:
    first = text.lstrip("\ufeff").lstrip().partition("\n")[0].casefold()
    return name.casefold().endswith((".csv", ".tsv")) or {"child", "name"} <= set(words(first)[:9])


def _table(name: str, text: str) -> dict[str, Entry]:
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    skipped = 1 if lines and lines[0].lower().startswith("sep=") else 0
    head = lines[skipped] if len(lines) > skipped else ""
    between = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO("".join(lines[skipped:])), delimiter=between, strict=True)
    columns = [each.strip().casefold() for each in next(rows, [])]
    if not {"child", "name"} <= set(columns):
        fix = "write this in the first line: child,name,role,born,address"
        message = 'the columns "child" and "name" are missing'
        raise Unusable(CODES["M010"].problem(message, fix, name))
    return _rows(name, [dict(zip(columns, row, strict=False)) for row in rows], skipped + 2)


def _rows(name: str, rows: Sequence[dict[str, str]], first: int) -> dict[str, Entry]:
    made: dict[str, dict[str, Any]] = {}
    mistakes: list[Problem] = []
    for line, row in enumerate(rows, first):
        if not any(value.strip() for value in row.values()):
            continue
        child, said = row.get("child", "").strip(), row.get("name", "").strip()
        where = f"{name}:{line}"
        if not child or not words(said):
            fix = "give each line the child's id and a name"
            mistakes.append(CODES["M010"].problem("the child or the name is empty", fix, where))
            continue
        try:
            born = _BORN.validate_python(row.get("born", "").strip() or None)
        except ValidationError:
            fix = "write it like 2009-03-01 or 01/03/2009"
            mistakes.append(CODES["M011"].problem("the date of birth is no date", fix, where))
            continue
        _add(made.setdefault(child, {}), said, born, row)
    mistakes += [
        CODES["M010"].problem(
            f"{child} has relatives and no name of its own",
            "add a line with the role child",
            name,
        )
        for child, entry in made.items()
        if "names" not in entry
    ]
    if mistakes:
        raise Unusable(*mistakes)
    return {child: Entry.model_validate(entry) for child, entry in made.items()}


def _add(entry: dict[str, Any], said: str, born: date | int | None, row: dict[str, str]) -> None:
    """One line of a table into its child's entry."""
    role = row.get("role", "").strip().casefold()
    if role not in _OWN_ROLES:
        relative = {"name": said, "role": role, "born": born}
        entry.setdefault("relatives", []).append(relative)
        return
    entry.setdefault("names", []).append(said)
    entry["born"] = born or entry.get("born")
    if address := row.get("address", "").strip():
        entry.setdefault("address", []).append(address)


_BORN: TypeAdapter[date | int | None] = TypeAdapter(Day)
