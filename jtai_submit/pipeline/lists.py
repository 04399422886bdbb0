"""The lists and answers of an inspection, read whenever one of them changed: what each file serves,
what is wrong.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from ..documents.examination import Decided, Examined, Found
from ..documents.match import Matcher
from ..documents.walk import walk
from ..errors import Unusable
from ..inspection.finding import Finding
from ..inspection.inspection import Inspection
from ..inspection.slots import answers as answer_slots
from ..inspection.slots import child_list
from ..inspection.slots.registry import slots
from ..redaction.gate import read_whole
from ..redaction.interface import Unreadable
from ..storage import parsed, read_file, write_atomically
from ..tables.across.interface import Known
from ..tables.answers import FACTS as ANSWERS
from ..tables.answers import QUESTION, TAKEN, AnswersFacts, Question, Taken
from ..tables.codes import CODES as TABLES
from ..tables.facts import CHILDREN, FACTS, ORDER, Children, FileFacts, Order, Remark
from ..tables.locate import named
from ..tables.reading import LISTS, Lists, across
from ..tables.rules.t015_too_early import wednesday_before
from ..workers.frames import Facts
from ..workers.pool import Job
from ..workers.worker import Answer, Failure
from .environment import Environment

_LAYOUT = 1
_LISTS = "jtai_submit.tables.worker:look"
_ANSWERS = "jtai_submit.tables.answers:look"
_FAILED = "reading it takes too long or too much memory, or stops the reader"


@dataclass(frozen=True, slots=True)
class ReadLists:
    """`lists` may be kept on disk; `children`, what their rows say, never is."""

    lists: Lists
    children: Mapping[str, Children]


def is_list(document: Found) -> bool:
    return any(each.startswith(f"{child_list.KIND.name}/") for each in document.slots)


def is_answers(document: Found) -> bool:
    return any(each.startswith(f"{answer_slots.KIND.name}/") for each in document.slots)


def known_lists(inspection: Inspection, documents: Sequence[Found], env: Environment) -> Lists:
    """What the list files hold; from memory where none of them changed, nor anything that judges
    them.
    """
    mine = [d for d in documents if is_list(d) or is_answers(d)]
    if not mine:
        return Lists()
    path = inspection.own / "cache" / "lists.json"
    key = _fingerprint(inspection, mine, env)
    try:
        stored = parsed(read_file(path))
        if stored["key"] == key:
            return LISTS.validate_python(LISTS.validate_json(json.dumps(stored["lists"])))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # a cache that cannot be read costs time, never a check
    found = read_lists(inspection, mine, env).lists
    document = {"key": key, "lists": json.loads(LISTS.dump_json(found))}
    with suppress(OSError):
        write_atomically(path, json.dumps(document).encode())
    return found


def read_lists(inspection: Inspection, documents: Sequence[Found], env: Environment) -> ReadLists:
    """Read every list anew, each in a worker."""
    manifest, submission = inspection.manifest, inspection.submission
    names = {d.path: named(d.name.rpartition(".")[0], manifest.every_list) for d in documents}
    files: dict[str, FileFacts] = {}
    children: dict[str, Children] = {}
    beside: dict[str, Children] = {}  # of tables that only add to a list
    answers: dict[str, AnswersFacts] = {}
    tables = [d for d in documents if is_list(d) and not d.irregular]
    orders = (_order(inspection, names[d.path], d.name, env) for d in tables)
    asked = [ORDER.dump_python(order, mode="json", by_alias=True) for order in orders]
    for document, answer in _read(inspection, tables, asked, _LISTS, env):
        files[document.path] = _facts(answer)
        rows = CHILDREN.validate_json(answer.data) if isinstance(answer, Answer) else {}
        whole = {each.slug for each in files[document.path].lists if not each.adds}
        for slug, found in rows.items():
            (children if slug in whole else beside).setdefault(slug, found)
    children = beside | children
    sheets = [d for d in documents if is_answers(d) and not d.irregular and manifest.questions]
    question = question_of(inspection)
    for document, answer in _read(inspection, sheets, [question] * len(sheets), _ANSWERS, env):
        if isinstance(answer, Answer):
            answers[document.path] = ANSWERS.validate_python(answer.facts)
        else:
            answers[document.path] = AnswersFacts(remarks=(Remark("T060", _FAILED),))
    known = Known(
        {},
        {},
        submission.notified,
        tuple((child.id, child.unique_id) for child in submission.children),
        frozenset(each.slot for each in submission.not_applicable),
        submission.selected,
    )
    said = across(manifest.every_list, children, known) if files else ()
    return ReadLists(
        Lists(files, {p: n for p, n in names.items() if p in files and n}, said, answers), children
    )


def _read(
    inspection: Inspection,
    documents: Sequence[Found],
    facts: Sequence[Facts],
    function: str,
    env: Environment,
) -> Iterator[tuple[Found, Answer | Failure]]:
    """What a worker says of each file that can be read; the others' own examination
    says why not.
    """
    readable, jobs = [], []
    for document, each in zip(documents, facts, strict=True):
        try:
            path = inspection.root / document.path
            jobs.append(Job(each, read_whole(path, document.bytes, document.mtime_ns)))
        except Unreadable:
            continue
        readable.append(document)
    if jobs:
        with env.workers() as workers:
            yield from zip(readable, workers.pool.run(function, jobs), strict=True)


def _facts(answer: Answer | Failure) -> FileFacts:
    if isinstance(answer, Failure):
        return FileFacts(problem=_FAILED)
    return FACTS.validate_python(answer.facts)


def question_of(inspection: Inspection) -> Facts:
    """What a worker is told of an answers table."""
    questions = inspection.manifest.questions
    if questions is None:
        return {}
    question = Question("answers", questions, inspection.submission.selected)
    facts: Facts = QUESTION.dump_python(question, mode="json")
    return facts


def _order(inspection: Inspection, only: str, name: str, env: Environment) -> Order:
    submission = inspection.submission
    return Order(
        name,
        inspection.manifest.every_list,
        submission.notified,
        max(env.now.date(), submission.notified),
        only,
        submission.lists,
    )


def order_of(inspection: Inspection, env: Environment) -> Order:
    """What is asked of any list of this inspection."""
    return _order(inspection, "", "", env)


def _fingerprint(inspection: Inspection, documents: Sequence[Found], env: Environment) -> str:
    submission = inspection.submission
    order = _order(inspection, "", "", env)
    facts = (
        _LAYOUT,
        env.version,
        ORDER.dump_json(order, by_alias=True).decode(),
        [(d.path, d.bytes, d.mtime_ns, d.irregular) for d in documents],
        [(child.id, child.unique_id) for child in submission.children],
        sorted(each.slot for each in submission.not_applicable),
        submission.selected,
    )
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def narrowed(documents: Iterable[Found], lists: Lists) -> list[Found]:
    """The documents, those with lists in the slots that each really serves; none for one that
    serves nothing.
    """
    return [replace(each, slots=_slots(each, lists)) for each in documents]


def _slots(document: Found, lists: Lists) -> tuple[str, ...]:
    if is_list(document):
        slugs = lists.slugs(document.path) or _unread(document, lists)
        mine = tuple(f"{child_list.KIND.name}/{slug}" for slug in slugs)
        others = (s for s in document.slots if not s.startswith(f"{child_list.KIND.name}/"))
        return (*mine, *others)
    if is_answers(document) and document.path in lists.answers:
        found = lists.answers[document.path]
        return tuple(f"{answer_slots.KIND.name}/{holder}" for holder in found.holders)
    return document.slots


def _unread(document: Found, lists: Lists) -> tuple[str, ...]:
    """A file that could not be read at all answers the list of its name."""
    name = lists.named.get(document.path)
    return (name,) if name else ()


def list_findings(
    document: Examined,
    inspection: Inspection,
    lists: Lists,
    decisions: Mapping[str, Sequence[Decided]],
) -> tuple[Finding, ...]:
    """What the lists of a document say, people's decisions about it and about its lists applied."""
    if document.path not in lists.files and document.path not in lists.answers:
        return ()
    standing = standing_decisions(document, decisions)
    return (*lists.findings(document.path, standing), *_dated(document, inspection))


def _dated(document: Examined, inspection: Inspection) -> Iterator[Finding]:
    """A list whose file says that it was made before lists may be made."""
    dated, earliest = document.examined.dated, wednesday_before(inspection.submission.notified)
    if is_list(document) and dated and date.fromisoformat(dated[:10]) < earliest:
        words = "the file is dated before the Wednesday of the week before notification"
        yield Finding.of(TABLES["T015"], words)


def standing_decisions(
    document: Examined, decisions: Mapping[str, Sequence[Decided]]
) -> dict[str, tuple[Decided, ...]]:
    """Decisions about the file as it is, or about a list; by path and by slot."""
    sha256 = document.examined.sha256
    return {
        where: tuple(d for d in every if not sha256 or d.stands(sha256))
        for where, every in decisions.items()
        if where == document.path or where in document.slots
    }


def served(inspection: Inspection) -> tuple[Found, ...]:
    """Every file below documents, with the slots that its folder may answer."""
    matcher = Matcher(slots(inspection.manifest, inspection.submission))
    return tuple(replace(d, slots=matcher.match(d.path)) for d in walk(inspection.root))


def answers_in(inspection: Inspection, data: bytes, env: Environment) -> Taken:
    """The answers of a table or sheet. Raises `Unusable` (T060) where it holds none."""
    with env.workers() as workers:
        (answer,) = workers.pool.run(_ANSWERS, [Job(question_of(inspection), data)])
    if isinstance(answer, Failure):
        raise Unusable(TABLES["T060"].problem(_FAILED))
    told = ANSWERS.validate_python(answer.facts)
    if any(remark.code == "T060" for remark in told.remarks):
        raise Unusable(TABLES["T060"].problem(told.remarks[0].words))
    return TAKEN.validate_json(answer.data)
