"""What one manifest asks for that another does not, and of whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .models import ChildList, ListBase, Manifest


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for: what kind it is, who is asked, and in which words."""

    kind: str
    key: str  # the same in both manifests where it is the same thing
    title: str
    who: str
    words: str
    detail: str = ""  # what else counts: deadline, look-back, fields


@dataclass(frozen=True, slots=True)
class Difference:
    """One ask that is new, gone, or asked for in other words; `before` only where it changed."""

    change: Change
    ask: Ask
    before: Ask | None = None


def differences(old: Manifest, new: Manifest) -> tuple[Difference, ...]:
    """What `new` asks anew, in its own order, then what it asks no more."""
    before = {(ask.kind, ask.key): ask for ask in _asks(old)}
    seen = set()
    out = []
    for ask in _asks(new):
        same = before.get((ask.kind, ask.key))
        seen.add((ask.kind, ask.key))
        if same is None:
            out.append(Difference(Change.NEW, ask))
        elif _plain(same) != _plain(ask):
            out.append(Difference(Change.CHANGED, ask, same))
    gone = (ask for key, ask in before.items() if key not in seen)
    return (*out, *(Difference(Change.GONE, ask) for ask in gone))


def _plain(ask: Ask) -> tuple[str, str]:
    """What two asks are compared by: words without regard to case, blanks and stops."""
    words = " ".join(re.findall(r"\w+", ask.words.casefold()))
    return words, ask.detail


def _asks(manifest: Manifest) -> Iterator[Ask]:
    for deadline in manifest.deadlines:
        day = "" if deadline.day is None else f"day {deadline.day}, "
        at = f"{day}{deadline.weekday.value} of week {deadline.week}"
        clock = f", {deadline.at:%H:%M}" if deadline.at else ""
        owes = deadline.owes.replace("-", " ")
        yield Ask("deadline", deadline.id, deadline.title, owes, "", at + clock)
    for agency in manifest.agencies:
        for item in agency.items:
            # Numbers move between frameworks, and titles repeat across agencies
            detail = f"{item.look_back} months" if item.look_back else ""
            key = f"{agency.slug}/{item.slug}"
            yield Ask("item", key, f"{item.id} {item.title}", agency.title, item.text, detail)
    local = manifest.agencies[0].title if manifest.agencies else ""
    for document in manifest.key_documents:
        detail = f"{document.look_back} months" if document.look_back else ""
        yield Ask("key document", document.slug, document.title, local, document.text, detail)
    for asked in manifest.every_list:
        fields = "; ".join(field.name for field in asked.fields)
        detail = f"{asked.deadline}: {fields}{_rows(asked)}"
        yield Ask("list", asked.slug, asked.title, local, asked.text, detail)
    for question in manifest.questions.each if manifest.questions else ():
        yield Ask("question", question.id, question.id, question.holder or local, question.text)
    for single in (
        manifest.meetings,
        manifest.evaluation,
        manifest.consent,
        manifest.requests,
        manifest.context_note,
    ):
        if single:
            owes = single.owes.replace("-", " ")
            yield Ask(single.slug, single.slug, single.title, owes, single.text, single.deadline)
    for group in manifest.talks.groups if manifest.talks else ():
        yield Ask("people", group, group, "", group)


def _rows(asked: ListBase) -> str:
    """Which rows belong in a list, in words."""
    if not isinstance(asked, ChildList):
        return ""
    span = f"; {asked.look_back} months" if asked.look_back else ""
    window = asked.window
    if window is None:
        return span
    still = f", or still open by {window.or_open}" if window.or_open else ""
    return f"{span}; rows by {', '.join(window.dates)}{still}"
