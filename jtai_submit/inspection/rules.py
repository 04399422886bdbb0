"""What must hold within a submission, and between it and its manifest."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from ..errors import nearest
from ..manifest.calendar import (
    EARLIEST,
    LATEST,
    bank_holidays,
    countable,
    known_from,
    working_day,
)
from ..manifest.models import Manifest, ManifestKind
from ..manifest.rules import Found, twice
from ..manifest.source import Path, Source
from ..storage import DEVICES
from ..words import counted, spoken_day
from .journal import INDEX
from .others import is_other
from .slots.item import parts_of
from .slots.registry import slot_ids
from .submission import Submission
from .timetable import fieldwork, moments, timetable


def submission_mistakes(
    source: Source, manifest: Manifest, submission: Submission
) -> Iterator[Found]:
    yield from _dates(source, manifest, submission)
    yield from _children(source, manifest, submission)
    yield from _agencies(source, manifest, submission)
    yield from _slots(source, manifest, submission)
    yield from _recorded(source, manifest, submission)
    yield from _deadlines(source, manifest, submission)


def _deadlines(source: Source, manifest: Manifest, submission: Submission) -> Iterator[Found]:
    known = [deadline.id for deadline in manifest.deadlines]
    named: list[tuple[Path, str, bool]] = [
        (("deadlines", name), name, True) for name in submission.deadlines
    ]
    signed, released = submission.signed_off, submission.released
    named += [
        (("signed_off", n, "deadline"), each.deadline, False) for n, each in enumerate(signed)
    ]
    named += [(("released", n, "deadline"), e.deadline, False) for n, e in enumerate(released)]
    for place, name, is_key in named:
        if name not in known:
            message = f'"{name}" is not a deadline of {manifest.manifest}'
            fix = f"use one of: {', '.join(known)}{nearest(name, known)}"
            yield source.problem("M014", message, fix, place, key=is_key), True


def _dates(source: Source, manifest: Manifest, submission: Submission) -> Iterator[Found]:
    notified, place = submission.notified, ("notified",)
    uncounted = list(_beyond_counting(source, submission))
    if uncounted:
        yield from uncounted
        return
    since, horizon = known_from(manifest.calendar), bank_holidays(manifest.calendar)[1]
    last = max(_every_day(manifest, submission), default=notified)
    if last >= horizon or notified < since:
        fix = "update jtai-submit, and check the dates by hand"
        known = f"from {since} on" if notified < since else f"up to {horizon}"
        yield source.problem("M023", f"bank holidays are known only {known}", fix, place), False
    if manifest.notification is None or manifest.kind is not ManifestKind.INSPECTION:
        return  # nobody is notified: the day is one's own choice
    if not working_day(notified, manifest.calendar):
        why = "a bank holiday" if notified.weekday() < 5 else "a weekend"
        fix = (
            f"correct notified: (areas are notified on a working day, usually a "
            f"{manifest.notification.weekday})"
        )
        yield (
            source.problem("M017", f"{spoken_day(notified)} {notified.year} is {why}", fix, place),
            True,
        )
    elif notified.weekday() != manifest.notification.weekday.number:
        fix = "check notified:, and confirm each deadline with the lead inspector under deadlines:"
        yield (
            source.problem(
                "M018",
                f"{spoken_day(notified)} {notified.year} is not a "
                f"{manifest.notification.weekday}, the usual day",
                fix,
                place,
            ),
            False,
        )


def _every_day(manifest: Manifest, submission: Submission) -> Iterator[date]:
    """Every day that is counted, by either reading."""
    for due in (*timetable(manifest, submission), *moments(manifest, submission)):
        yield from (each.date() for each in (due.due, due.by_guidance, due.by_count or due.due))
    if week := fieldwork(manifest, submission):
        yield from (week.last, week.by_count[1])


def _beyond_counting(source: Source, submission: Submission) -> Iterator[Found]:
    """Days so near an end of the calendar that nothing can be counted from them."""
    days: list[tuple[Path, date]] = [(("notified",), submission.notified)]
    for n, request in enumerate(submission.requests):
        days.append((("requests", n, "due"), request.due))
    for n, meeting in enumerate(submission.meetings):
        days.append((("meetings", n, "at"), meeting.at.date()))
    for name, confirmed in submission.deadlines.items():
        days.append((("deadlines", name, "at"), confirmed.day))
    for place, day in days:
        if not countable(day):
            message = f"no timetable can be counted from the year {day.year}"
            fix = f"write a day from {EARLIEST} to {LATEST}, like 2017-05-09"
            yield source.problem("M016", message, fix, place), True


def _children(source: Source, manifest: Manifest, submission: Submission) -> Iterator[Found]:
    ids = [(("children", n), child.id.casefold()) for n, child in enumerate(submission.children)]
    yield from twice(source, ids)
    signs = [
        (("children", n, "unique_id"), child.unique_id)
        for n, child in enumerate(submission.children)
        if child.unique_id
    ]
    yield from ((problem, False) for problem, _ in twice(source, signs))
    for place, child in ids:
        if child in DEVICES:
            message = f'"{child}" is the name of a device on Windows: no folder can be called so'
            yield source.problem("M020", message, "use another id, such as C1", place), True
        elif child in group_names(manifest):
            message = f'"{child}" is what packs of other things are called'
            yield source.problem("M020", message, "use another id, such as C1", place), True
    tracked = manifest.children
    count = len(submission.children)
    if tracked and count and not tracked.at_least <= count <= tracked.at_most:
        message = (
            f"{counted(len(submission.children), 'child', 'children')}; inspectors select between "
            f"{tracked.at_least} and {tracked.at_most}"
        )
        yield source.problem("M022", message, "check children:", ("children",), key=True), False


def group_names(manifest: Manifest) -> set[str]:
    """What packs are called that are no child's."""
    return {agency.id for agency in manifest.agencies} | {"lists", INDEX, "children"}


OTHER = (
    'a school, or another body, is named first: jtai-submit agency set school --name "High School"'
)


def _agencies(source: Source, manifest: Manifest, submission: Submission) -> Iterator[Found]:
    slugs = [agency.slug for agency in manifest.agencies]
    children = {child.id for child in submission.children}
    named: list[tuple[Path, str, bool]] = [
        (("agencies", slug), slug, True) for slug in submission.agencies
    ]
    named += [(("owners", slot), owner, False) for slot, owner in submission.owners.items()]
    for place, slug, key in named:
        if slug not in slugs:
            fix = f"use one of: {', '.join(slugs)}{nearest(slug, slugs)}; {OTHER}"
            yield (
                source.problem(
                    "M015", f'"{slug}" is not an agency of {manifest.manifest}', fix, place, key=key
                ),
                # A child's document is owed all the same, by whoever it is.
                not (is_other(slug, slugs) and str(place[1]).partition("/")[0] in children),
            )


def _recorded(source: Source, manifest: Manifest, submission: Submission) -> Iterator[Found]:
    """Meetings, consent and late requests: of children, by agencies, each request once."""
    children = [child.id for child in submission.children]
    about: list[tuple[Path, str]] = [
        (("meetings", n, "child"), each.child) for n, each in enumerate(submission.meetings)
    ]
    about += [(("consents", n, "child"), each.child) for n, each in enumerate(submission.consents)]
    named = [(place, child, False) for place, child in about]
    named += [(("schools", child), child, True) for child in submission.schools]
    for place, child, key in named:
        if child not in children:
            message = f'"{child}" is not one of the children'
            fix = f"take the line out, or add the child: jtai-submit child add {child}"
            yield source.problem("M013", message, fix, place, key=key), False
    for n, tick in enumerate(submission.parts):
        item = manifest.items.get(tick.slot)
        known = [part.id for part in parts_of(item, submission.notified)] if item else []
        if tick.part not in known:
            message = f'"{tick.part}" is not a part of {tick.slot}'
            fix = f"use one of: {', '.join(known) or 'none: it has no parts'}"
            place = ("parts", n, "part")
            fix += nearest(tick.part, known)
            yield source.problem("M012", message, fix, place), True
    requests = submission.requests
    signed = enumerate(submission.signed_off)
    late = enumerate(requests)
    agencies: list[tuple[Path, str]] = [(("requests", n, "owner"), r.owner) for n, r in late]
    asking = enumerate(submission.consents)
    agencies += [(("consents", n, "agency"), each.agency) for n, each in asking if each.agency]
    agencies += [(("signed_off", n, "agency"), each.agency) for n, each in signed]
    slugs = [agency.slug for agency in manifest.agencies]
    for place, slug in agencies:
        if slug not in slugs:
            message = f'"{slug}" is not an agency of {manifest.manifest}'
            fix = f"use one of: {', '.join(slugs)}{nearest(slug, slugs)}"
            yield source.problem("M015", message, fix, place), True
    ids = [(("requests", n, "id"), each.id.casefold()) for n, each in enumerate(requests)]
    yield from twice(source, ids)


def _slots(source: Source, manifest: Manifest, submission: Submission) -> Iterator[Found]:
    known = slot_ids(manifest, submission)
    owners = known | {child.id for child in submission.children}
    named: list[tuple[Path, str, bool]] = [
        (("not_applicable", n, "slot"), each.slot, False)
        for n, each in enumerate(submission.not_applicable)
    ]
    named += [(("also", n, "slot"), each.slot, False) for n, each in enumerate(submission.also)]
    named += [(("requested", n), slot, False) for n, slot in enumerate(submission.requested)]
    named += [(("expected", slot), slot, True) for slot in submission.expected]
    named += [(("owners", slot), slot, True) for slot in submission.owners if slot not in owners]
    for place, slot, key in named:
        if slot not in known:
            code, message, fix = unknown_slot(slot, manifest, submission)
            # What is left of a child that was swapped out touches nobody: it is said, and passed
            # over.
            blocks = code != "M013"
            yield source.problem(code, message, fix, place, key=key), blocks
    yield from twice(
        source,
        [
            (("not_applicable", n, "slot"), each.slot)
            for n, each in enumerate(submission.not_applicable)
        ],
    )


def unknown_slot(slot: str, manifest: Manifest, submission: Submission) -> tuple[str, str, str]:
    """Code, message and fix for a slot that is not there: an item number, a child's document, or
    something else.
    """
    child, _, document = slot.partition("/")
    children = [each.id for each in submission.children]
    singles = (manifest.evaluation, manifest.consent)
    slugs = [each.slug for each in manifest.key_documents]
    slugs += [each.slug for each in singles if each]
    if document and child in ("list", "answers", "request"):
        known_ids = sorted(i for i in slot_ids(manifest, submission) if i.startswith(f"{child}/"))
        fix = f"use one of: {', '.join(known_ids) or 'none yet'}{nearest(slot, known_ids)}"
        return "M012", f'"{slot}" is not asked for in {manifest.manifest}', fix
    if document and child not in children:
        known = (
            f"use one of: {', '.join(children)}{nearest(child, children)}, or"
            if children
            else "no child is named yet:"
        )
        fix = f"{known} add it: jtai-submit child add {child}"
        return "M013", f'"{child}" is not one of the children', fix
    if document:
        fix = f"use one of: {', '.join(slugs)}{nearest(document, slugs)}"
        return "M012", f'"{document}" is not a key document of {manifest.manifest}', fix
    agency = next(
        (
            a
            for a in manifest.agencies
            if a.items and slot.partition(".")[0] == a.items[0].id.partition(".")[0]
        ),
        None,
    )
    span = (
        f"an item from {agency.items[0].id} to {agency.items[-1].id}"
        if agency
        else "an item such as 3.4, or a child's document such as C1/chronology"
    )
    return (
        "M012",
        f'"{slot}" is not an item of {manifest.manifest}',
        f"use {span}{nearest(slot, sorted(manifest.items))}",
    )


def meant_slot(slot: str, known: Collection[str]) -> str:
    """The id that somebody means who types `c1/Chronology`, `3-7` or `3,7`; empty where none is."""
    folded = {each.casefold(): each for each in known}
    wanted = slot.strip().casefold()
    numbered = re.sub(r"^(\d{1,2})[-,_ ](\d{1,2})$", r"\1.\2", wanted)
    return folded.get(wanted) or folded.get(numbered, "")
