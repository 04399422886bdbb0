"""Where a submission stands, as check and push show it."""

from collections import defaultdict
from datetime import date

from ..inspection.finding import FileSummary
from ..inspection.slots.interface import State
from ..inspection.standing import SlotStanding, Standing, worst_first
from ..words import counted, spoken
from .screen import Screen

_OF_LISTS = "T"  # begins the codes of what is wrong with a list: why it answers none
_WITH_A_DOCUMENT = 4  # parts of a path: documents/children/C1/chronology, and a file


def show(screen: Screen, standing: Standing, *, sending: bool = True) -> None:
    """The whole; with `sending` also what only the person who pushes can mend."""
    if screen.quiet:
        return  # the verdict is said by whoever asked
    due = standing.next_deadline
    passed = "Every deadline of this has passed. What is missing can still be sent."
    screen.line(f"{standing.area}, {standing.theme}")
    screen.line(f"{due.title}: {spoken(due.due)}" if due else passed)
    if not standing.gated:
        looked = "cleaning was not tried, and nobody looked for names"
        screen.line(f"Quick look: {looked}, so push may still refuse a document.")
    for title, reports in standing.groups():
        owed = [r for r in reports if r.state is not State.NOT_DUE_YET]
        fine = sum(not r.state.fails for r in owed)
        screen.line()
        screen.line(f"{title}: {fine} of {len(owed)} in", bold=True)
        for report in worst_first(reports):
            _slot(screen, report, standing.now.date())
    _strays(screen, standing)
    _decidable(screen, standing)
    if standing.approvals:
        screen.line()
        screen.line("Approval", bold=True)
    for each in standing.approvals:
        screen.line(f"  {each.message}", indent=4)
    warnings = [w for w in standing.warnings if sending or w.code[0] == "M"]
    if warnings:
        screen.line()
        screen.warn(warnings)
    if standing.unconfined and sending:
        kept = "; ".join(standing.unconfined)
        screen.line()
        screen.line(
            f"On this computer the part that reads documents is not kept from everything. It "
            f"could: {kept}."
        )


def _slot(screen: Screen, report: SlotStanding, today: date) -> None:
    slot = report.slot
    title = f"{slot.number} {slot.title}".strip()
    more = f" ({report.reason}; {report.by})" if report.reason else ""
    if report.state.fails:
        agency = report.contact.agency if slot.owner not in slot.group else ""
        more = "".join(f", {each}" for each in (agency, report.contact.ring) if each)
    screen.line(f"  {report.shown(today):<21} {title}{more}", indent=24)
    show_files(screen, report)


def show_files(screen: Screen, report: SlotStanding) -> None:
    """What is to be said of the documents of one thing owed."""
    for file in report.files:
        for finding in file.findings:
            word = "" if finding.blocks else "Note: "
            fix = f" {finding.edit}" if finding.edit else ""
            message = f"    {file.name}: {word}{finding.message}.{fix} ({finding.code})"
            screen.line(message, indent=6)
    for file in report.left_out:
        screen.line(f"    {file.name} is left out: {file.left_out}", indent=6)
    for each in report.organisations:
        screen.line(f"    {each.name}: {each.in_} of {each.of} in", indent=6)
    named = any(finding.code == "D022" for finding in report.findings)  # what is not ticked
    for part in (each for each in report.parts if each.done or not named):
        tick = f"yes ({part.by})" if part.done else f"not yet ({part.id})"
        screen.line(f"    {part.title}: {tick}", indent=6)
    for finding in report.findings:
        if not finding.blocks:
            screen.line(f"    Note: {finding.message} ({finding.code})", indent=6)


def _decidable(screen: Screen, standing: Standing) -> None:
    """Once, what would else stand behind each of many."""
    files = [file for report in standing.slots for file in report.files]
    if any(finding.decidable and finding.blocks for file in files for finding in file.findings):
        screen.line()
        screen.line("What may stay as it is, with a reason: jtai-submit decide FILE CODE keep …")


def _strays(screen: Screen, standing: Standing) -> None:
    if not standing.strays:
        return
    count = len(standing.strays)
    screen.line()
    screen.line(f"Files that belong to nothing on the list, and are not sent: {count}", bold=True)
    by_folder, others = _of_children(standing)
    for folder, strays in by_folder.items():
        screen.line(f"  {folder}: {counted(len(strays), 'file')}; take them away", indent=4)
    for stray in others:
        hint = f"  (may belong in {stray.suggestion})" if stray.suggestion else ""
        screen.line(f"  {stray.path}{hint}", indent=4)
        for each in (f for f in stray.findings if f.code.startswith(_OF_LISTS)):
            screen.line(f"    {each.message}. {each.fix} ({each.code})", indent=6)


def _of_children(standing: Standing) -> tuple[dict[str, list[FileSummary]], list[FileSummary]]:
    """Files of children who are not tracked (any more), by their folders; and all others."""
    tracked = {report.slot.child.casefold() for report in standing.slots}
    by_folder: dict[str, list[FileSummary]] = defaultdict(list)
    others = []
    for stray in standing.strays:
        parts = stray.path.split("/")
        of_a_child = parts[:2] == ["documents", "children"] and len(parts) > _WITH_A_DOCUMENT
        if of_a_child and parts[2].casefold() not in tracked:
            by_folder["/".join(parts[:3])].append(stray)
        else:
            others.append(stray)
    return by_folder, others
