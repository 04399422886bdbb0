"""Somebody of the people list, as a value."""

import re
from dataclasses import dataclass
from datetime import date

_ADULT = 18  # years
_ADULT_ROLES = re.compile(
    r"mother|father|mum|dad|parent|carer|guardian|partner|"
    r"aunt|uncle|grand|adult|worker|husband|wife"
)

_YOUNG_ROLES = re.compile(
    r"brother|sister|sibling|twin|cousin|nephew|niece|\bchild|(?:\b|step)(?:son|daughter)\b"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A child (`C1`), or somebody who belongs to one (`C1/1`, the first relative of C1)."""

    id: str
    child: str
    names: tuple[str, ...]
    role: str = ""
    born: date | None = None
    year: int | None = None  # of birth, where no more is known
    addresses: tuple[str, ...] = ()

    @property
    def is_child(self) -> bool:
        """Whether it is the child that the entry is about."""
        return self.id == self.child

    @property
    def is_young(self) -> bool:
        """Whether somebody wrote that it is a brother or a sister, or when it was born."""
        return self.is_child or self.born is not None or bool(_YOUNG_ROLES.search(self.role))

    def grown(self, on: date) -> bool:
        """Whether it is known that a document about this person is about no child."""
        by_age = self.born is not None and (on.year - _ADULT, on.month, on.day) >= (
            self.born.year,
            self.born.month,
            self.born.day,
        )
        by_age |= self.year is not None and self.year < on.year - _ADULT
        return by_age or bool(_ADULT_ROLES.search(self.role))
