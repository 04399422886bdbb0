"""`jtai-submit check`: what is in, what is missing, what is wrong, and what to do next."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Exit
from .options import (
    HERE,
    AgencyOption,
    ChildOption,
    ConvertOption,
    Directory,
    ForOption,
    Json,
    Plain,
    Quiet,
    desk,
    inspection,
    warn,
)
from .screen import Screen

if TYPE_CHECKING:
    from ..documents.examination import Document
    from ..inspection.standing import Completeness, SlotReport


def command(
    directory: Directory = HERE,
    agency: AgencyOption = "",
    child: ChildOption = "",
    deadline: ForOption = "",
    quick: Annotated[bool, typer.Option("--quick", help="do not try cleaning; look at names and types only")] = False,
    convert: ConvertOption = False,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Check completeness and every document, as push would. Nothing is sent."""
    from ..inspection.standing import verdict
    from ..pipeline.survey import Selection, check

    screen = Screen.of("check", as_json, plain, quiet)
    picture = check(
        inspection(directory), Selection(agency, child, deadline, convert=convert), desk(screen), gated=not quick
    )
    code = Exit.OK if picture.ready else Exit.NOT_READY
    if not as_json:
        show(screen, picture, sending=not agency)
        screen.line()
        screen.line(verdict(picture), bold=True)
        screen.line(f"Next: {next_step(picture, str(directory))}", indent=6, bold=True)
    return screen.done(code, "complete" if picture.ready else "incomplete", as_data(picture), picture.warnings)


def show(screen: Screen, picture: "Completeness", *, sending: bool = True) -> None:
    """The whole picture; with `sending` also what only the person who pushes can mend."""
    from ..inspection.standing import worst_first
    from ..words import spoken

    due, today = picture.next_deadline, picture.now.date()
    screen.line(f"{picture.inspection.submission.area}, {picture.inspection.manifest.title}")
    screen.line(
        f"{due.title}: {spoken(due.due)}" if due else "Every deadline has passed. What is missing can still be sent."
    )
    if not picture.gated:
        screen.line("Quick look: cleaning was not tried, so push may still refuse a document.")
    for title, reports in picture.groups():
        fine = sum(not r.state.fails for r in reports if r.state != "not-due-yet")
        screen.line()
        screen.line(f"{title}: {fine} of {sum(r.state != 'not-due-yet' for r in reports)} in", bold=True)
        for report in worst_first(reports):
            _slot(screen, picture, report, report.shown(today))
    if picture.strays:
        screen.line()
        screen.line(f"Files that belong to nothing on the list, and are not sent: {len(picture.strays)}", bold=True)
        for stray in picture.strays:
            screen.line(
                f"  {stray.path}" + (f"  (may belong in {stray.suggestion})" if stray.suggestion else ""), indent=4
            )
    warnings = picture.warnings if sending else tuple(w for w in picture.warnings if w.code[0] == "M")
    if warnings:
        screen.line()
        warn(screen, warnings)


def _slot(screen: Screen, picture: "Completeness", report: "SlotReport", state: str) -> None:
    slot = report.slot
    number = "" if slot.child or slot.id == "children" else f"{slot.id} "
    more = f" ({report.reason}; {report.by})" if report.reason else ""
    if report.state.fails:
        who = [picture.owner_title(slot) if slot.owner not in slot.group else "", picture.lead(slot)]
        more = "".join(f", {each}" for each in who if each)
    screen.line(f"  {state:<21} {number}{slot.title}{more}", indent=24)
    for document in report.files:
        for finding in document.findings:
            word = "" if finding.blocks else "Note: "
            fix = f" {finding.fix}" if finding.fix else ""
            screen.line(f"    {document.name}: {word}{finding.message}.{fix} ({finding.code})", indent=6)
    for document in report.left_out:
        screen.line(f"    {document.name} is left out: {document.left_out}", indent=6)
    for line in report.extra:
        screen.line(f"    Note: {line} (D009)", indent=6)


def next_step(picture: "Completeness", directory: str) -> str:
    """The one thing to do now."""
    from ..inspection.standing import worst_first

    here, there = ("", "") if directory == "." else (f" {directory}", f" --in {directory}")
    if picture.ready:
        if all(r.state in ("sent", "not-applicable", "not-due-yet") for r in picture.slots):
            return "nothing; everything that is due was sent"
        if lacking := [w.fix for w in picture.warnings if w.code in ("P003", "S006")]:
            return f"{'; '.join(lacking)} (the person who pushes does that)"
        return f"jtai-submit push{here} --dry-run, then without --dry-run"
    first = worst_first(picture.failing)[0]
    slot, folder = first.slot, f"{directory}/documents" if here else "documents"
    if first.state == "problem":
        document = next(d for d in first.files if d.blocked)
        finding = next(f for f in document.findings if f.blocks)
        more = (
            f" {document.path} {finding.code} keep|anonymise|remove --because … --by …{there}"
            if finding.fix.endswith(" decide.")
            else ""
        )
        return f"{document.path}: {finding.fix[:1].lower()}{finding.fix[1:].removesuffix('.' if more else '')}{more}"
    if first.state == "changed" and not (first.files or first.left_out):
        return f"jtai-submit withdraw {slot.id} --because … --by …{there} if it went by mistake; otherwise put it back"
    if first.state == "changed":
        return f"jtai-submit push{here} sends what changed"
    if slot.id == "children":
        return f"jtai-submit child add ID{there} for each child that the lead inspector chose"
    what = slot.title if slot.child else f"{slot.id} {slot.title}"
    return f"put {what} into {folder}/{slot.folder}, or say why there is none: jtai-submit exempt {slot.id} --because … --by …{there}"


def as_data(picture: "Completeness") -> dict[str, Any]:
    """`data` of the JSON document."""
    from ..inspection.slots.slots import State

    due = picture.next_deadline
    return {
        "slots": [_slot_data(report) for report in picture.slots],
        "counts": {state.value: picture.counts[state.value] for state in State},
        "next_deadline": {"id": due.id, "title": due.title, "due": due.due.isoformat()} if due else None,
        "strays": [_file(document) | {"suggestion": document.suggestion} for document in picture.strays],
        "gate": picture.gated,
    }


def _slot_data(report: "SlotReport") -> dict[str, Any]:
    slot = report.slot
    return {
        "id": slot.id, "title": slot.title, "group": slot.group, "owner": slot.owner, "state": report.state.value,
        "due": report.due.isoformat(), "expected": report.expected.isoformat() if report.expected else None,
        "reason": report.reason, "by": report.by, "files": [_file(document) for document in (*report.files, *report.left_out)],
    }  # fmt: skip


def _file(document: "Document") -> dict[str, Any]:
    findings = [{"code": f.code, "message": f.message, "fix": f.fix, "blocks": f.blocks} for f in document.findings]
    examined = document.examined
    return {
        "path": document.path,
        "bytes": document.bytes,
        "sha256": examined.sha256 or None,
        "type": examined.kind or None,
        "left_out": document.left_out or None,
        "findings": findings,
    }
