"""What must hold between the parts of a manifest."""

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import Problem, nearest
from .models import Manifest, ManifestKind
from .source import Path, Source

Found = tuple[Problem, bool]  # a problem, and whether it blocks


def manifest_mistakes(source: Source, manifest: Manifest) -> Iterator[Problem]:
    """Ids that stand twice, deadlines that are not there, items under the wrong agency's number."""
    yield from _timezone(source, manifest)
    yield from _lacking(source, manifest)
    yield from _windows(source, manifest)
    if manifest.kind is ManifestKind.LISTS:
        return
    ids = {deadline.id for deadline in manifest.deadlines} | {
        moment.id for moment in manifest.moments
    }
    places: list[tuple[Path, str]] = [
        (("item_deadline",), manifest.item_deadline),
    ]
    if manifest.key_documents:
        places.append((("key_document_deadline",), manifest.key_document_deadline))
    places += [(("lists", n, "deadline"), each.deadline) for n, each in enumerate(manifest.lists)]
    places += [
        (("lists_of_ten", n, "deadline"), each.deadline)
        for n, each in enumerate(manifest.lists_of_ten)
    ]
    if manifest.children:
        places.append((("children", "chosen"), manifest.children.chosen))
    elif manifest.key_documents and manifest.kind is ManifestKind.READINESS:
        fix = "add a line: children: {at_least: 5, at_most: 7, chosen: …}"
        yield source.problem("M010", '"children" is missing', fix, ("key_documents",), key=True)
    for name in ("questions", "meetings", "evaluation", "consent", "requests", "context_note"):
        if single := getattr(manifest, name):
            places.append(((name, "deadline"), single.deadline))
    for place, named in places:
        if named not in ids:
            yield source.problem(
                "M014",
                f'"{named}" is not a deadline of this manifest',
                f"use one of: {', '.join(sorted(ids))}{nearest(named, ids)}",
                place,
            )
    named_ids: list[tuple[Path, str]] = [
        (("agencies", a, "items", i, "id"), item.id)
        for a, agency in enumerate(manifest.agencies)
        for i, item in enumerate(agency.items)
    ]
    for group in ("deadlines", "key_documents", "lists", "agencies"):
        named_ids += [
            (
                (group, n, "id" if group in ("deadlines", "agencies") else "slug"),
                getattr(each, "id", getattr(each, "slug", "")),
            )
            for n, each in enumerate(getattr(manifest, group))
        ]
    yield from (problem for problem, _ in twice(source, named_ids))
    for a, agency in enumerate(manifest.agencies):
        for i, item in enumerate(agency.items):
            if item.id.partition(".")[0] != agency.id.partition("-")[0]:
                yield source.problem(
                    "M012",
                    f"{item.id} stands under {agency.id}",
                    f"begin its id with {agency.id.partition('-')[0]}.",
                    ("agencies", a, "items", i, "id"),
                )


def _windows(source: Source, manifest: Manifest) -> Iterator[Problem]:
    """M011 for a window over a field that the list has not: nothing would be measured by it."""
    for n, asked in enumerate(manifest.lists):
        known = [field.name for field in asked.fields]
        window = asked.window
        named = (*window.dates, *filter(None, [window.or_open])) if window else ()
        for name in named:
            if name not in known:
                message = f'the list {asked.slug} has no field "{name}"'
                fix = f"use one of: {', '.join(known)}{nearest(name, known)}"
                yield source.problem("M011", message, fix, ("lists", n, "window"), key=True)


def _lacking(source: Source, manifest: Manifest) -> Iterator[Problem]:
    """M010 for what a manifest of its kind needs and has not."""
    for name in manifest.kind.needs:
        given = source.data.get(name)
        if given is None or (given == [] and name != "key_documents"):
            message = f'"{name}" is missing'
            yield source.problem("M010", message, f"add a line: {name}: …", ())


def _timezone(source: Source, manifest: Manifest) -> Iterator[Problem]:
    try:
        ZoneInfo(manifest.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        message = f'"{manifest.timezone}" is not a time zone'
        yield source.problem("M011", message, "use Europe/London", ("timezone",))


def twice(source: Source, named: Sequence[tuple[Path, str]]) -> Iterator[Found]:
    """M021 for each name that stands a second time; (its place, the name)."""
    counts = Counter(name for _, name in named)
    seen = set()
    for place, name in named:
        if counts[name] > 1 and name in seen:
            yield (
                source.problem("M021", f'"{name}" stands twice', "keep one of the two", place),
                True,
            )
        seen.add(name)
