"""What is in, what is missing, what is wrong, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem
from ..inspection.next_step import NextStep, next_step
from ..inspection.standing import Standing
from ..pipeline.environment import Environment
from ..pipeline.judge import check as judged
from ..pipeline.survey import Selection
from .approve import unapproved
from .opening import asker, opened


@dataclass(frozen=True, slots=True)
class Checked:
    """Where the selection stands. `next` fits the folder as it was named."""

    standing: Standing
    next: NextStep

    @property
    def exit(self) -> Exit:
        return Exit.OK if self.standing.ready else Exit.NOT_READY

    @property
    def problems(self) -> Sequence[Problem]:
        return (*self.standing.warnings, *unapproved(self.standing))

    def to_dict(self) -> Mapping[str, object]:
        return self.standing.to_dict()


def check(
    directory: Path, selection: Selection, env: Environment, *, quick: bool = False
) -> Checked:
    """Completeness, and everything that push could refuse for; `quick` leaves the gate out."""
    inspection = opened(directory)
    standing = judged(inspection, selection, env, gated=not quick)
    who = asker(directory, inspection, agency=bool(selection.agency))
    return Checked(standing, next_step(standing, who))
