"""Whom a document is about, weighed from who is named in it: ids and counts, never names.

What names somebody: a whole name, an id of a child, or a surname (or `A. Example`, or a first name)
together with the date of birth or the address, or both of these. A surname or a first name alone
names nobody: too many share it.
Words that fit several people speak for the folder's own child, and against nobody; but a first name
that others have, too, or that is an everyday word (Hope, May), only where something else in the
document speaks for that child.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .forms import Sort
from .hashed import Mention
from .person import Person

_WHOLE = (Sort.FULL, Sort.ID)
# A parent is named more often than the child in many a document: where nobody wrote whether it is
# a parent or a brother, so many times as often.
_PARENTS = 2
_ROLE = "if that is a parent, write `role: mother` or `father` in the people list"
_PART = (Sort.INITIAL, Sort.SURNAME)
_CERTAIN = (Sort.BORN, Sort.ADDRESS)
_NAMED = (Sort.FULL, Sort.ID, Sort.INITIAL, Sort.FIRST)
_HINTS = (*_CERTAIN, Sort.SURNAME)


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody who is listed, and who of them a document may be about."""

    people: Sequence[Person]
    own: frozenset[str]  # ids of the children in whose folders it lies
    on: date  # who was grown up on that day is no child

    def count(self, mentions: Sequence[Mention], who: str, sorts: Collection[Sort]) -> int:
        """How often somebody and nobody else of the list is meant."""
        return sum(m.count for m in mentions if m.sort in sorts and m.who == (who,))

    def named(self, mentions: Sequence[Mention], who: str) -> bool:
        """Whether somebody is named beyond doubt."""
        if self.count(mentions, who, _WHOLE) or self._made_certain(mentions, who):
            return True
        certain = {m.sort for m in self._theirs(mentions, who) if m.sort in _CERTAIN}
        first = self.count(mentions, who, (Sort.FIRST, Sort.WORD))
        return len(certain) + bool(first) > 1

    def times(self, mentions: Sequence[Mention], who: str) -> int:
        """How often somebody is named: by a first name, too, and by a surname that is certain."""
        return self.count(mentions, who, _NAMED) + self._made_certain(mentions, who)

    def _made_certain(self, mentions: Sequence[Mention], who: str) -> int:
        """How often words stand there that fit several, where a date of birth or an address that is
        not the own child's says whose they are.
        """
        theirs = self._theirs(mentions, who)
        if not any(m.sort in _CERTAIN for m in theirs):
            return 0
        fitting = [m for m in theirs if m.sort in _PART or (m.sort in _WHOLE and len(m.who) > 1)]
        return sum(m.count for m in fitting)

    def _theirs(self, mentions: Sequence[Mention], who: str) -> list[Mention]:
        """What fits somebody, and none of the folder's own children."""
        return [m for m in mentions if who in m.who and not self.own & set(m.who)]


def about_another(mentions: Sequence[Mention], family: Family) -> Iterator[str]:
    """Why a document of the folder's own children is about somebody else, where it is."""
    ours = _of_own(mentions, family)
    hinted = any(m.sort in _HINTS and family.own & set(m.who) for m in mentions)
    if ours or hinted:
        ours += _doubtful(mentions, family)
    own = " or ".join(sorted(family.own))
    others = [p for p in _others(mentions, family) if family.named(mentions, p.id)]
    initials: list[Person] = []
    if not (ours or hinted):
        initials = [p for p in _others(mentions, family) if _by_initial(family, mentions, p)]
    for person in others or initials:
        theirs = family.times(mentions, person.id) or 1
        if not ours:
            yield f"it names {spoken(person, family)} and not {own}"
        elif theirs > ours and person.is_child:
            yield f"it names {person.id} more often ({theirs}) than {own} ({ours})"
        elif person.child in family.own and theirs > (ours if person.is_young else _PARENTS * ours):
            said = f"it names {spoken(person, family)} more often ({theirs}) than {own} ({ours})"
            yield said if person.is_young else f"{said}; {_ROLE}"


def children_named(
    mentions: Sequence[Mention],
    people: Sequence[Person],
    on: date,
) -> Iterator[str]:
    """The children whom a document names that is about none."""
    family = Family(people, frozenset(), on)
    for person in people:
        if person.is_child and family.named(mentions, person.id):
            yield person.id


def spoken(person: Person, family: Family) -> str:
    """Somebody without a name: `C3`, `a relative of C2`."""
    return person.id if person.is_child else f"a relative of {person.child}"


def _others(mentions: Sequence[Mention], family: Family) -> Iterator[Person]:
    """Who is no child of the folder, and may be the one that it is about; children first."""
    seen = {who for m in mentions for who in m.who}
    for person in sorted(family.people, key=lambda each: not each.is_child):
        if person.id in family.own or person.id not in seen:
            continue
        if person.is_child or not person.grown(family.on):
            yield person


def _of_own(mentions: Sequence[Mention], family: Family) -> int:
    """How often the folder's own children are named, without what is doubtful."""
    named = (m for m in mentions if m.sort in _NAMED and family.own & set(m.who))
    return sum(m.count for m in named if m.sort != Sort.FIRST or family.own.issuperset(m.who))


def _doubtful(mentions: Sequence[Mention], family: Family) -> int:
    """How often a first name stands there that is theirs, and others', or an everyday word."""
    named = (m for m in mentions if m.sort in (Sort.FIRST, Sort.WORD) and family.own & set(m.who))
    return sum(m.count for m in named if m.sort == Sort.WORD or not family.own.issuperset(m.who))


def _by_initial(family: Family, mentions: Sequence[Mention], person: Person) -> bool:
    """`A. Example` in a document that says nothing at all of its own child."""
    return person.is_child and family.count(mentions, person.id, (Sort.INITIAL,)) > 0
