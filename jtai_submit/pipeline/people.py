"""The local lists of a submission, read in place: names to watch for, and who the children are."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from ..documents.text import decode
from ..errors import Unusable
from ..inspection.inspection import Inspection
from ..inspection.submission import Child
from ..people.files import Unsuitable, small_file
from ..people.hashed import KEY_BYTES, hashed
from ..people.listing import once, read_people
from ..people.person import Person
from ..storage import read_file, write_atomically

_KEY = "people.key"


@dataclass(frozen=True, slots=True)
class Lists:
    """What the local lists say. `listed` is all of it as keyed hashes, for the workers."""

    watched: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    listed: str = ""


def lists(inspection: Inspection) -> Lists:
    """Read the lists that the submission names. Raises `Unusable` where one cannot be used."""
    submission = inspection.submission
    watched = _watched(inspection) if submission.watch else ()
    people = _people(inspection) if submission.people else ()
    if not watched and not people:
        return Lists()
    ids = [(child, sign) for sign, child in signs_of(submission.children).items()]
    listed = hashed(_key(inspection), people, ids if people else (), watched)
    return Lists(watched, people, listed)


def signs_of(children: Iterable[Child]) -> dict[str, str]:
    """What stands for a child in lists and documents, its id and its unique id → its id."""
    return {sign: each.id for each in children for sign in (each.unique_id, each.id) if sign}


def _watched(inspection: Inspection) -> tuple[str, ...]:
    text = _text(inspection, "watch", "watch list", inspection.submission.watch)
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _people(inspection: Inspection) -> tuple[Person, ...]:
    named = inspection.submission.people
    text = _text(inspection, "people", "people list", named)
    children = inspection.submission.children
    found = tuple(once(read_people(named, text, signs_of(children))))
    listed = {person.id for person in found}
    missing = [child.id for child in children if child.id not in listed]
    # A child that the list does not have is still known by its id.
    return (*found, *(Person(child, child, ()) for child in missing))


def _text(inspection: Inspection, key: str, title: str, named: str) -> str:
    """The letters of a list, however Notepad and Excel wrote it."""
    try:
        return decode(small_file(inspection.root / named)).removeprefix("\ufeff")
    except Unsuitable as unsuitable:
        why, fix = unsuitable.why, unsuitable.fix
    except ValueError:
        why, fix = "is not plain text", "save the list as UTF-8"
    name = named.replace("\\", "/").rpartition("/")[2]
    raise Unusable(inspection.source.problem("M024", f'the {title} "{name}" {why}', fix, (key,)))


def _key(inspection: Inspection) -> bytes:
    """The inspection's own key, made where there is none; it hides names in what workers get.

    Where nothing can be written (a folder that is only for reading) it lasts for one command.
    """
    path = inspection.own / _KEY
    with suppress(OSError):
        key = read_file(path)
        if len(key) == KEY_BYTES:
            return key
    key = secrets.token_bytes(KEY_BYTES)
    with suppress(OSError):
        write_atomically(path, key, mode=0o600)
    return key
