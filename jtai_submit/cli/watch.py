"""`jtai-submit check --watch`: what changed, as it changes."""

from pathlib import Path

from ..actions.watch import Change, Seen, watch
from ..errors import Exit, Problem, Usage
from ..pipeline.survey import Selection
from .computer import environment
from .screen import Screen
from .standing import show, show_files

_ENDS = "Watching for changes. Ctrl-C ends it; nothing is sent and nothing is changed."


def watched(screen: Screen, directory: Path, selection: Selection, *, quick: bool) -> int:
    """Show where everything stands, then each change, until Ctrl-C."""
    if screen.json:
        fix = "leave --watch or --json out"
        raise Usage(Problem("", "--watch shows changes as they come, --json one document", fix))
    try:
        for seen in watch(directory, selection, environment(screen), quick=quick):
            _look(screen, seen, sending=not selection.agency)
    except KeyboardInterrupt:
        screen.line("Stopped watching. Nothing was sent and nothing was changed.", bold=True)
    return Exit.OK


def _look(screen: Screen, seen: Seen, *, sending: bool) -> None:
    standing = seen.checked.standing
    if seen.first:
        show(screen, standing, sending=sending)
    else:
        screen.line()
        screen.line(f"{standing.now:%H:%M:%S}", bold=True)
        for change in seen.changes:
            _change(screen, change)
    screen.line(standing.verdict, bold=True)
    if seen.first:
        screen.line(_ENDS)


def _change(screen: Screen, change: Change) -> None:
    before = f" (was: {change.was})" if change.was and change.was != change.now else ""
    screen.line(f"  {change.now:<21} {change.report.slot.shown}{before}", indent=24)
    show_files(screen, change.report)
