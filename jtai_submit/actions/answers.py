"""Answers about the selected children: sheets for those who hold them, what comes back, and one
page for the call.
"""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..documents.text import decode
from ..errors import Exit, Problem, Refused, Unusable, Usage
from ..inspection.inspection import Inspection
from ..manifest.codes import CODES as MANIFEST
from ..manifest.models import Questions
from ..packing.age import Reader
from ..packing.recipients import Passphrase, recipient, sealed_data
from ..packing.stanzas import VERSION, AgeError, Recipient
from ..people.files import Unsuitable, small_file
from ..people.listing import read_people
from ..people.person import Person
from ..pipeline.environment import Environment
from ..pipeline.lists import answers_in, read_lists, served
from ..reporting.brief import brief_html
from ..storage import read_file, write_atomically
from ..tables.answers import ANSWER, BECAUSE, ID, Taken, Told, table
from ..tables.codes import CODES
from ..tables.say import place
from ..tables.sheet import Value
from ..tables.values import same_id
from ..tables.writing import workbook_of
from .answers_table import TABLE, answered, changing, questions_of
from .opening import opened, unreadable
from .output import output
from .result import Done
from .selection import question_of, selected_of

_NAMED = 5  # children that are named in one warning
_WHO = ("Child", "Date of birth", "Address", "Others of the household")
_SHORTEST = 12  # characters of a passphrase that is told by telephone


@dataclass(frozen=True, slots=True)
class Sheet(Done):
    """A sheet for one holder of answers. `unnamed` of its children are not in the people file."""

    holder: str
    file: Path
    children: int
    unnamed: tuple[str, ...]
    sealed_to: str

    @property
    def problems(self) -> Sequence[Problem]:
        if not self.unnamed:
            return ()
        if len(self.unnamed) == self.children:
            message = "the sheet names nobody, and ids alone cannot be answered"
            return (CODES["T067"].problem(message, "give the people file: --people FILE"),)
        some, over = ", ".join(self.unnamed[:_NAMED]), len(self.unnamed) - _NAMED
        more = f" and {over} more" if over > 0 else ""
        verb = "is" if len(self.unnamed) == 1 else "are"
        message = f"{some}{more} {verb} not in the people file: the sheet does not name them"
        return (CODES["T067"].problem(message),)

    def to_dict(self) -> Mapping[str, object]:
        return {
            "holder": self.holder,
            "file": str(self.file),
            "children": self.children,
            "unnamed": list(self.unnamed),
            "sealed_to": self.sealed_to,
        }


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom a sheet is for: the holder, the people file, and the holder's key (none: a
    passphrase).
    """

    holder: str
    people: Path | None = None
    key: str = ""


def sheet(directory: Path, ask: Ask, to: Path, env: Environment) -> Sheet:
    """Write the holder's sheet, sealed. Names come from the people file and go nowhere else.

    Raises `Usage` for an unknown holder or a place inside of documents, `Unusable` (T066) where
    nobody is selected, `Refused` where there is neither key nor passphrase.
    """
    inspection = opened(directory)
    question = question_of(inspection, ask.holder)
    selected = selected_of(inspection)
    output(to, f"{question.id}.age", new=ask.people is None)  # one that is there may have names
    people = _people(inspection, ask.people)
    rows: list[Sequence[Value]] = [(f"{ANSWER}. {BECAUSE}: why it is not known yet.",)]
    rows.append((ID, *_WHO, question.text, f"{BECAUSE}: {question.text}"))
    rows += [_line(child, people.get(same_id(child), ())) for child in selected]
    data = workbook_of({question.id[:31]: rows})
    sealed, whom = _sealed(data, ask.key, env)
    write_atomically(to, sealed, 0o600)
    unnamed = tuple(child for child in selected if same_id(child) not in people)
    return Sheet(question.id, to, len(selected), unnamed, whom)


def _line(child: str, people: Sequence[Person]) -> Sequence[Value]:
    own = [person for person in people if person.is_child]
    others = [_spoken(person) for person in people if not person.is_child]
    born = next(filter(None, map(_born, own)), "")
    address = "; ".join(address for person in own for address in person.addresses)
    names = ", ".join(name for person in own for name in person.names)
    return (child, names, born, address, "; ".join(others), "", "")


def _spoken(person: Person) -> str:
    """`Sam Example (father), born 03/02/1980`"""
    born = _born(person)
    return f"{person.names[0]} ({person.role or 'relative'})" + (f", born {born}" if born else "")


def _born(person: Person) -> str:
    return f"{person.born:%d/%m/%Y}" if person.born else str(person.year or "")


def _people(inspection: Inspection, file: Path | None) -> dict[str, list[Person]]:
    """Unique id → people, the child and the household. The file may name tracked children by their
    short id.
    """
    people: dict[str, list[Person]] = defaultdict(list)
    if file is None:
        return people
    children = inspection.submission.children
    unique = {child.id: child.unique_id for child in children if child.unique_id}
    signs = unique | {sign: sign for sign in unique.values()}
    try:
        found = read_people(file.name, decode(small_file(file)), signs)
    except Unsuitable as e:
        raise Usage(MANIFEST["M024"].problem(f'the people file "{file}" {e.why}', e.fix)) from None
    except ValueError:
        fix = "save it as UTF-8"
        raise Usage(MANIFEST["M024"].problem(f'"{file}" is not plain text', fix)) from None
    except Unusable as e:
        raise Usage(*e.problems) from None
    for person in found:
        people[same_id(person.child)].append(person)
    return people


def _sealed(data: bytes, key: str, env: Environment) -> tuple[bytes, str]:
    if key:
        try:
            to: Recipient = recipient(key)
        except ValueError as e:
            raise Usage(
                Problem("K001", f"the key is wrong: {e}", "copy it in full: age1…", "--key")
            ) from None
        return sealed_data(data, to), key
    secret = env.secrets.get("SHEET_PASSPHRASE", "Passphrase of the sheet, to be told by telephone")
    if not secret or len(secret) < _SHORTEST:
        fix = (
            f"give --key age1…, or set JTAI_SUBMIT_SHEET_PASSPHRASE to {_SHORTEST} "
            f"characters or more"
        )
        raise Refused(Problem("K004", "a sheet is sealed to a key, or with a long passphrase", fix))
    return sealed_data(data, Passphrase(secret.encode())), "a passphrase"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was taken from a sheet that came back, and what is still open."""

    holders: tuple[str, ...]
    taken: int
    changed: int  # answers that had been another before
    open: Mapping[str, int]  # holder → children without an answer
    table: Path
    wrong: tuple[Problem, ...]

    @property
    def exit(self) -> Exit:
        return Exit.NOT_READY if self.wrong else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.wrong

    def to_dict(self) -> Mapping[str, object]:
        return {
            "holders": list(self.holders),
            "taken": self.taken,
            "changed": self.changed,
            "open": dict(self.open),
            "table": self.table.as_posix(),
        }


def take(directory: Path, file: Path, env: Environment) -> Answered:
    """Put the answers of a sheet into the one table for inspectors. Names on the sheet stay there.

    Raises `Unusable` (T060, T066) for a file without answers, or where nobody is selected.
    """
    inspection = opened(directory)
    questions, selected = questions_of(inspection), selected_of(inspection)
    try:
        data = _opened_sheet(read_file(file), env)
    except OSError as e:
        raise unreadable(file, e) from None
    came = answers_in(inspection, data, env)
    if not any(came.answers.values()) and not came.remarks:
        message = "the sheet has no row with a child's id and an answer"
        raise Unusable(CODES["T060"].problem(message, where=str(file)))
    with changing(inspection):
        whole, changed = _merged(questions, answered(inspection, env), came)
        write_atomically(inspection.root / TABLE, table(whole, questions, selected))
    wrong = tuple(
        CODES[remark.code].problem(remark.words, where=f"{file}: {place(came.sheet, remark)}")
        for remark in came.remarks
    )
    left = {
        q.id: sum(child not in whole.get(q.id, {}) for child in selected) for q in questions.each
    }
    count = sum(len(each) for each in came.answers.values())
    return Answered(
        tuple(h for h, each in came.answers.items() if each), count, changed, left, TABLE, wrong
    )


def _opened_sheet(data: bytes, env: Environment) -> bytes:
    """A sheet that came back sealed with the passphrase it went out with."""
    if not data.startswith(VERSION):
        return data
    secret = env.secrets.get("SHEET_PASSPHRASE", "Passphrase of the sheet") or ""
    try:
        return Reader(io.BytesIO(data), [Passphrase(secret.encode())]).read()
    except AgeError:
        fix = "set JTAI_SUBMIT_SHEET_PASSPHRASE, or open it first with: age -d"
        raise Refused(Problem("K003", "the passphrase does not open the sheet", fix)) from None


def _merged(
    questions: Questions, before: Taken, came: Taken
) -> tuple[dict[str, dict[str, Told]], int]:
    """Later answers take the place of earlier ones; and how many of those were others."""
    whole = {q.id: dict(before.answers.get(q.id, {})) for q in questions.each}
    changed = 0
    for holder, answers in came.answers.items():
        for child, told in answers.items():
            earlier = whole[holder].get(child)
            changed += earlier is not None and earlier != told
            whole[holder][child] = told
    return whole, changed


@dataclass(frozen=True, slots=True)
class Briefed(Done):
    file: Path
    children: int

    def to_dict(self) -> Mapping[str, object]:
        return {"file": str(self.file), "children": self.children}


def brief(directory: Path, to: Path, env: Environment) -> Briefed:
    """One page about the selected children for the call of day three, from lists and
    answers alone.
    """
    inspection = opened(directory)
    output(to, "brief.html")
    questions, selected = questions_of(inspection), selected_of(inspection)
    children = read_lists(inspection, served(inspection), env).children
    answers = answered(inspection, env)
    page = brief_html(
        inspection, children, {q.text: answers.answers.get(q.id, {}) for q in questions.each}
    )
    write_atomically(to, page.encode(), 0o600)
    return Briefed(to, len(selected))
