"""What a rule over several lists is, and what it may look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..facts import Asked, Children
from ..values import same_id


@dataclass(frozen=True, slots=True)
class Known:
    """The lists that are there, and what the submission says of children.

    `tracked`: (id, unique id) of each tracked child; `exempt`: ids of what is not applicable.
    """

    asked: Mapping[str, Asked]
    children: Mapping[str, Children]
    notified: date
    tracked: tuple[tuple[str, str], ...] = ()
    exempt: frozenset[str] = frozenset()
    selected: tuple[str, ...] = ()
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def where(self, slug: str) -> Mapping[str, int]:
        """The children of a list: id, without zeros at its front, → place in its columns."""
        return self.places.get(slug, {})


def known_places(children: Mapping[str, Children]) -> dict[str, dict[str, int]]:
    return {
        slug: {same_id(each): n for n, each in enumerate(found.ids) if each}
        for slug, found in children.items()
    }


Across = Iterator[tuple[str, str, int]]  # (slug of the list, words, row)


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    find: Callable[[Known], Across]
