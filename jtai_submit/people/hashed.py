"""The list as a worker gets it: keyed hashes, and nothing that reads as a name.

Every word that is part of a form, and every form as a whole, is an HMAC-SHA-256 (RFC 2104) under a
key of the inspection's own. A worker hashes the words of the one document that it sees; words that
are in the list lead on to whole forms. What it says is ids and counts.
"""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .finding import find
from .forms import Form, Row, Sort, of_address, of_born, of_id, of_name, of_watched
from .person import Person
from .words import WORD, plain

KEY_BYTES = 32
_WORD_BYTES, _FORM_BYTES = 6, 12
_RUN_TOGETHER = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_ENOUGH = 3  # words that make a document one that can be read
WATCH = "watch"  # the id of whatever is on the watch list
Told = tuple[tuple[Sort, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody is mentioned `count` times. `who` are ids: several where the words fit several."""

    sort: str
    who: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What a document says of the people of a list; `read` is whether it has words at all."""

    mentions: tuple[Mention, ...]
    read: bool
    watched: int  # names of files in it that hold a watched name


def hashed(
    key: bytes,
    people: Iterable[Person],
    ids: Iterable[tuple[str, str]],
    watched: Iterable[str],
) -> str:
    """The list for the workers, as text; empty where nobody is in it.

    `ids` are (child, a sign that stands for it): its id, its unique id.
    """
    said: dict[Row, dict[Sort, set[str]]] = {}
    for who, form in _forms(people, ids, watched):
        if form.row:
            said.setdefault(form.row, {}).setdefault(form.sort, set()).add(who)
    if not said:
        return ""
    parts = {word for row in said for word in row}
    forms = {
        _form(key, row): sorted([str(sort), sorted(who)] for sort, who in sorts.items())
        for row, sorts in said.items()
    }
    told = {
        "key": key.hex(),
        "words": sorted(_word(key, word) for word in parts),
        "forms": forms,
        "people": sorted({who for sorts in said.values() for ids in sorts.values() for who in ids}),
    }
    return json.dumps(told, sort_keys=True)


def fingerprint(listed: str) -> str:
    """Tells one list (and its key) from every other."""
    return hashlib.sha256(listed.encode()).hexdigest()[:16] if listed else ""


def of_texts(listed: str) -> bool:
    """Whether the list is about what stands in documents, rather than in names of files alone."""
    return bool(listed) and _list(listed).people != {WATCH}


def known(listed: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those mentions that the list can lead to: nothing else is taken from a worker."""
    people = _list(listed).people if listed else frozenset()
    sorts = set(Sort)
    return tuple(m for m in mentions if m.sort in sorts and people.issuperset(m.who))


def _forms(
    people: Iterable[Person], ids: Iterable[tuple[str, str]], watched: Iterable[str]
) -> Iterator[tuple[str, Form]]:
    for person in people:
        for name in person.names:
            yield from ((person.id, form) for form in of_name(name))
        if person.born:
            yield from ((person.id, form) for form in of_born(person.born))
        for address in person.addresses:
            yield from ((person.id, form) for form in of_address(address))
    for child, sign in ids:
        yield from ((child, form) for form in of_id(sign))
    for line in watched:
        yield from ((WATCH, form) for form in of_watched(line))


def _word(key: bytes, word: str) -> str:
    return hmac.digest(key, b"word\0" + word.encode(), "sha256")[:_WORD_BYTES].hex()


def _form(key: bytes, row: Row) -> str:
    said = b"form\0" + "\0".join(row).encode()
    return hmac.digest(key, said, "sha256")[:_FORM_BYTES].hex()


@dataclass(slots=True)
class _Hashed:
    """The list in a worker."""

    key: bytes
    words: frozenset[str]
    forms: dict[str, Told]
    people: frozenset[str]
    known: dict[Row, Told] = field(default_factory=dict)

    def holds(self, word: str) -> bool:
        return _word(self.key, word) in self.words

    def said(self, row: Row) -> Told:
        told = self.known.get(row)
        if told is None:
            told = self.known[row] = self.forms.get(_form(self.key, row), ())
        return told


@lru_cache(maxsize=2)
def _list(listed: str) -> _Hashed:
    told = json.loads(listed)
    forms: dict[str, Told] = {}
    for form, said in told["forms"].items():
        forms[form] = tuple((Sort(sort), tuple(who)) for sort, who in said)
    key, parts, people = bytes.fromhex(told["key"]), told["words"], told["people"]
    return _Hashed(key, frozenset(parts), forms, frozenset(people))


class Listener:
    """Hears the texts of one document, one after the other."""

    def __init__(self, listed: str) -> None:
        self._list = _list(listed)
        self._list.known.clear()  # of another document
        self._counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._words = self._watched = 0

    def hear(self, text: str, *, title: bool = False) -> None:
        """A text of the document; `title`: the name of a file in it."""
        text = plain(text)
        if not title and self._words < _ENOUGH:
            self._words += sum(1 for _, _ in zip(WORD.finditer(text), range(_ENOUGH), strict=False))
        hits = list(find(text, self._list, title=title))
        if title and not hits:  # `SmithJ plan.pdf`
            hits = list(find(_RUN_TOGETHER.sub(" ", text), self._list, title=True))
        watched = False
        for hit in hits:
            if hit.sort is Sort.WATCHED:
                watched |= title
            else:
                self._counts[_spoken(hit.sort), hit.who] += 1
        self._watched += watched

    def heard(self) -> Heard:
        mentions = (Mention(sort, who, n) for (sort, who), n in sorted(self._counts.items()))
        return Heard(tuple(mentions), self._words >= _ENOUGH, self._watched)


def _spoken(sort: Sort) -> str:
    """`Example, Ann` is the whole name, too."""
    return str(Sort.FULL if sort is Sort.TURNED else sort)


def mentions(listed: str, texts: Sequence[str]) -> tuple[Mention, ...]:
    """What names of files say."""
    if not listed:
        return ()
    listener = Listener(listed)
    for text in texts:
        listener.hear(text, title=True)
    return listener.heard().mentions
