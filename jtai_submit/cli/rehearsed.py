"""What a rehearsal came to."""

from collections.abc import Sequence

from ..actions.rehearse import Rehearsed
from ..inspection.finding import FileSummary
from ..rehearsal.whole import Played
from ..words import counted, duration, size, spoken, typed
from .screen import Screen


def show_refused(screen: Screen, refused: Sequence[FileSummary]) -> None:
    """What a refusal looks like, and what puts it right."""
    screen.line()
    screen.line(
        f"First look: {len(refused)} documents hold something that a reader would not see. They "
        f"would not be sent."
    )
    for file in refused:
        for finding in file.findings:
            if finding.blocks:
                screen.line(f"  {file.name}: {finding.message} ({finding.code})", indent=4)
                screen.line(f"    To fix: {finding.fix}", indent=12)
    screen.line("Second look: each has been put right by the people who hold it, as `To fix` says.")


def show_rehearsed(screen: Screen, result: Rehearsed, *, sample: bool) -> None:
    outcome, standing = result.outcome, result.pushed.standing
    screen.line()
    for report in standing.failing:
        slot, state = report.slot, report.shown(standing.now.date())
        screen.line(f"  {slot.id} {slot.title}: {state}", indent=4)
        for file in report.files:
            for f in (f for f in file.findings if f.blocks):
                screen.line(f"      {file.name}: {f.message}. {f.fix} ({f.code})", indent=8)
    for seen in outcome.seen:
        if seen.text_differs or seen.found:
            differs = "the text differs. " if seen.text_differs else ""
            screen.line(f"  {seen.path}: {differs}{', '.join(seen.found)}", indent=4)
    if result.played:
        _show_score(screen, result.played)
    planted, found = outcome.markers_planted, outcome.markers_found
    documents = f"{len(outcome.seen)}, {size(outcome.bytes)}, in {outcome.seconds:.0f} seconds"
    screen.line(f"Packs      {len(result.pushed.packs)} sealed, sent, opened and checked")
    screen.line(f"Documents  {documents}")
    screen.line(
        f"Metadata   {planted} names, places and paths were in the originals, {found} in "
        f"what arrived"
    )
    screen.line(f"Text       {counted(outcome.text_differences, 'document')} differ")
    screen.line(f"Receipt    {result.receipt or 'none: nothing could be sent'}")
    screen.line(f"Report     {outcome.report}")
    screen.line()
    screen.line(f"{_verdict(result)} {standing.verdict}", bold=True)
    if sample:
        root = str(result.inspection.root)
        screen.line(f"Next: look around in {root}, then try: {typed(('check', root))}", whole=True)


def _show_score(screen: Screen, played: Played) -> None:
    for each in played.rounds:
        done = f"{each.in_time} of {each.owed} in time"
        screen.line(f"{spoken(each.due.due)}  {each.due.title}: {done}", bold=True)
        for late in each.late:
            when = f"{duration(late.by)} late" if late.by else "never came"
            screen.line(f"  {late.slot} ({late.agency}): {when}", indent=4)
    screen.line(f"In time    {played.score} per cent: {played.in_time} of {played.owed}")


def _verdict(result: Rehearsed) -> str:
    if result.outcome.passed:
        return "It works: everything arrived whole and clean."
    if result.outcome.clean:
        return "What arrived is whole and clean, but there are gaps."
    return "Something arrived that should not have."
