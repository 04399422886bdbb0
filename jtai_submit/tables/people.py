"""The people file: who the selected children are, for those who must answer about them. Never
copied, never packed.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from .csv_file import decoded
from .headings import normalised
from .sheet import NoTable

_LARGEST = 5_000_000  # bytes
_COLUMNS = ("child", "name", "role", "born", "address")
_THE_CHILD = ("child", "self", "subject", "")


@dataclass(frozen=True, slots=True)
class Person:
    """One person beside a child: `role` says who, `child` for the child."""

    name: str
    role: str = "child"
    born: str = ""
    address: str = ""

    @property
    def is_child(self) -> bool:
        return self.role.casefold() in _THE_CHILD

    @property
    def text(self) -> str:
        """As it stands on a sheet: `Sam Example (father), born 1980-02-03`."""
        role = f" ({self.role})" if self.role and not self.is_child else ""
        return f"{self.name}{role}" + (f", born {self.born}" if self.born else "")


def read_people(data: bytes) -> dict[str, tuple[Person, ...]]:
    """id → the child and the people of the household. A CSV child,name,role,born,address, or YAML.

    Raises `NoTable`.
    """
    if len(data) > _LARGEST:
        raise NoTable("it is larger than 5 MB")
    text, _ = decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    heads = [normalised(each) for each in first.replace(";", ",").split(",")]
    if "child" in heads and "name" in heads:
        return _from_csv(text, ";" if ";" in first else ",")
    return _from_yaml(text)


def _from_csv(text: str, delimiter: str) -> dict[str, tuple[Person, ...]]:
    people: dict[str, list[Person]] = defaultdict(list)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads = [normalised(each) for each in next(rows)]
    for row in rows:
        cells = dict(zip(heads, (cell.strip() for cell in row), strict=False))
        child, name, role, born, address = (cells.get(column, "") for column in _COLUMNS)
        if child and name:
            people[child].append(Person(name, role or "child", born, address))
    return {child: tuple(each) for child, each in people.items()}


def _from_yaml(text: str) -> dict[str, tuple[Person, ...]]:
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader: texts alone)
    except yaml.YAMLError:
        raise NoTable("it is neither a CSV with child and name nor YAML") from None
    if not isinstance(found, dict):
        raise NoTable("it is neither a CSV with child and name nor YAML")
    return {str(child): tuple(_persons(facts)) for child, facts in found.items()}


def _persons(facts: object) -> Iterator[Person]:
    if not isinstance(facts, Mapping):
        return
    born, address = str(facts.get("born", "")), str(facts.get("address", ""))
    names = _texts(facts.get("names"))
    for n, name in enumerate(names):
        yield Person(name, "child" if not n else "also known as", born if not n else "", address)
    for name in _texts(facts.get("relatives")):
        yield Person(name, "relative", "", address)


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [str(value)] if value else []
