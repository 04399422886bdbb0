"""The settings of submission.yaml, one command each: nobody edits YAML by hand from init to a
verified receipt.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..custody.keys import PublicKeys, no_keys
from ..delivery.codes import CODES as DELIVERY
from ..delivery.portals.registry import KINDS
from ..errors import Problem, Unusable, Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection, parse_inspection
from ..inspection.mail import ADDRESS, Report
from ..inspection.others import is_other
from ..inspection.rules import OTHER
from ..inspection.splices import appended, entry, mapping, put, put_in, removed, replaced, scalar
from ..manifest.codes import CODES as MANIFEST
from ..manifest.source import read
from ..packing.codes import CODES as PACKING
from ..packing.recipients import recipient
from ..pipeline.environment import Environment
from ..pipeline.portals import unfit
from .opening import opened
from .result import Edited


@dataclass(frozen=True, slots=True)
class Set(Edited):
    """One setting as it stands now: `key` of submission.yaml, and what it says in words."""

    key: str
    words: str
    inspection: Inspection

    def to_dict(self) -> Mapping[str, object]:
        return {"key": self.key, "value": self.inspection.source.data.get(self.key)}


_OF_THE_FILE = ("M025", "M001")  # it changed meanwhile, or is gone
OWN = "own"  # in place of a key: that of whoever asks


def add_recipient(directory: Path, name: str, key: str, own: PublicKeys | None = None) -> Set:
    """Name somebody whose key opens the packs; the same name again replaces the key. Raises `Usage`
    (K001).

    `key` is an age recipient, or `own` for one's own keys.
    """
    if key == OWN and own is None:
        raise no_keys()
    key = own.recipient if key == OWN and own else key.strip()
    try:
        recipient(key)
    except ValueError as e:
        fix = "copy the key again from its owner, in full: age1…"
        raise Usage(Problem("K001", f"this is not a recipient's key: {e}", fix)) from None
    if not name.strip():
        raise Usage(MANIFEST["M010"].problem("nobody is named", "give a name and a key"))
    line = entry(name=name, key=key)

    def change(now: Inspection) -> str:
        for n, each in enumerate(now.submission.recipients):
            if each.key == key and each.name != name:
                fix = "keep one of the two names"
                message = f"this key is there already, as {each.name}"
                raise Usage(MANIFEST["M021"].problem(message, fix))
            if each.name == name:
                return replaced(now.source, ("recipients", n), line)
        return appended(now.source, "recipients", line)

    return _set(directory, "recipients", f"{name} can open the packs", change)


def remove_recipient(directory: Path, name: str) -> Set:
    """Take somebody out of those who can open the next packs. Raises `Usage` where nobody is called
    so.
    """

    def change(now: Inspection) -> str:
        names = [each.name for each in now.submission.recipients]
        meant = [name] if name in names else names[:0]
        meant = meant or [each for each in names if each.casefold() == name.casefold()]
        if len(meant) != 1:
            fix = f"use one of: {', '.join(names) or 'none yet'}{nearest(name, names)}"
            raise Usage(PACKING["S006"].problem(f'no recipient is called "{name}"', fix))
        return removed(now.source, "recipients", names.index(meant[0]))

    return _set(directory, "recipients", f"{name} cannot open the next packs", change)


def set_portal(directory: Path, kind: str, settings: Sequence[str], env: Environment) -> Set:
    """Say where packs are sent to; `settings` are `name=value`. Raises `Usage` with what is wrong;
    then nothing was written.
    """
    kind = kind.casefold()
    if KINDS.settings(kind) is None:
        fix = f"use one of: {', '.join(KINDS.names)}{nearest(kind, KINDS.names)}"
        raise Usage(MANIFEST["M011"].problem(f'"{kind}" is not a kind of secure site', fix))
    value = mapping({"kind": kind, **_pairs(settings)})

    def change(now: Inspection) -> str:
        text = put(now.source, "portal", value)
        wanted = parse_inspection(now.root, read(now.source.name, text.encode()), now.portals)
        if problems := unfit(wanted, env):
            raise Usage(*(replace(each, where="portal", excerpt="") for each in problems))
        return text

    where = " ".join((kind, *_pairs(settings).values()))
    return _set(directory, "portal", f"packs go to: {where}", change)


def set_report(
    directory: Path,
    to: Sequence[str],
    smtp: Sequence[str],
    sender: str = "",
    cc: Sequence[str] = (),
    graph: Sequence[str] = (),
) -> Set:
    """Say to whom the completeness report is emailed, who gets a copy, and through which server.

    `smtp` and `graph`, of which one takes the other's place, are `name=value`; what is not given
    stays.
    """
    if any("@" in value for name, value in _pairs(smtp).items() if name == "host"):
        message = "a user name or password stands in the mail server's name"
        fix = "give user=… by itself; jtai-submit login keeps the password"
        raise Usage(DELIVERY["P024"].problem(message, fix, "--smtp host"))
    if smtp and graph:
        raise Usage(Problem("", "mail goes by smtp or by graph", "give one of them", "--graph"))

    def change(now: Inspection) -> str:
        old = now.submission.report
        people = list(to) or list(old.to if old else ())
        if not people:
            raise Usage(Problem("", "the report goes to nobody yet", "name somebody: --to ADDRESS"))
        parts = [f"to: [{', '.join(map(scalar, people))}]"]
        copies = list(cc) or list(old.cc if old else ())
        parts += [f"cc: [{', '.join(map(scalar, copies))}]"] * bool(copies)
        parts += _through(old, _pairs(smtp), _pairs(graph))
        by = sender or (old.sender if old and old.sender else "")
        parts += [f"from: {scalar(by)}"] if by else []
        return put(now.source, "report", f"{{{', '.join(parts)}}}")

    return _set(directory, "report", "the report is emailed as submission.yaml says", change)


def _through(
    old: Report | None, smtp: Mapping[str, str], graph: Mapping[str, str]
) -> Iterator[str]:
    """`smtp: …` or `graph: …` as given, or else as it was."""
    if not (smtp or graph):
        was = {name: getattr(old, name, None) for name in ("smtp", "graph")}
        told = {n: m.model_dump(exclude_defaults=True) if m else {} for n, m in was.items()}
        smtp, graph = ({k: str(v) for k, v in told[n].items()} for n in ("smtp", "graph"))
    for name, each in (("smtp", smtp), ("graph", graph)):
        if each:
            yield f"{name}: {mapping(each)}"


def set_agency(directory: Path, slug: str, facts: Mapping[str, str]) -> Set:
    """Say who gathers what an agency owes: name, lead, email, phone; what is not given stays.
    Raises `Usage` (M015).
    """
    inspection = opened(directory)
    given = {name: text for name, text in facts.items() if text}
    agency = inspection.manifest.agency(slug)
    known = [a.slug for a in inspection.manifest.agencies]
    if agency is None and not (given.get("name") and is_other(slug, known)):
        fix = f"use one of: {', '.join(known)}{nearest(slug, known)}; {OTHER}"
        raise Usage(MANIFEST["M015"].problem(f'"{slug}" is not an agency', fix))
    slug, title = (agency.slug, agency.title) if agency else (slug, given["name"])
    if not given:
        fix = "give --lead, --email, --phone or --name"
        raise Usage(MANIFEST["M010"].problem(f"nothing is said of {title}", fix))
    if "email" in given and not re.fullmatch(ADDRESS, given["email"]):
        message = f'"{given["email"]}" is no email address'
        raise Usage(MANIFEST["M011"].problem(message, "write it like lead@police.example"))

    def change(now: Inspection) -> str:
        there = now.submission.agencies.get(slug, ())
        if len(there) > 1:
            fix = "change its lines in submission.yaml"
            message = f"{slug} has several organisations"
            raise Usage(MANIFEST["M021"].problem(message, fix))
        old = there[0].model_dump() if there else {}
        value = mapping(old | given)
        return put_in(now.source, "agencies", slug, value)

    return _set(directory, "agencies", f"{title}: {', '.join(given.values())}", change)


def _set(directory: Path, key: str, words: str, change: Callable[[Inspection], str]) -> Set:
    """Raises `Usage` where what was typed does not fit: the file did before."""
    inspection = opened(directory)
    try:
        return Set(key, words, edit(inspection, change))
    except Unusable as stop:
        if any(problem.code in _OF_THE_FILE for problem in stop.problems):
            raise
        raise Usage(*(replace(each, where="", excerpt="") for each in stop.problems)) from None


def _pairs(settings: Sequence[str]) -> dict[str, str]:
    """`name=value`, each once. Raises `Usage`."""
    pairs = {}
    for each in settings:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            fix = "write it like: url=https://portal.example/files/"
            raise Usage(Problem("", f'"{each}" is not name=value', fix))
        pairs[name.strip()] = value.strip()
    return pairs
