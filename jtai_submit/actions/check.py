"""What is in, what is missing, what is wrong, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem
from ..inspection.next_step import NextStep, next_step
from ..inspection.standing import Standing
from ..pipeline.environment import Environment
from ..pipeline.judge import standing_of
from ..pipeline.sheets import Cleaned, remember_sheet, write_sheet
from ..pipeline.survey import Selection, look
from .approve import unapproved
from .opening import asker, opened
from .output import output


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
    directory: Path,
    selection: Selection,
    env: Environment,
    *,
    quick: bool = False,
    sheet: Path | None = None,
) -> Checked:
    """Completeness, and everything that push could refuse for; `quick` leaves the gate out. `sheet`
    is where a page goes that says what is taken out of each document.
    """
    inspection = opened(directory)
    if sheet:
        output(sheet, "cleaned.html")
    survey = look(inspection, selection, env)
    standing = standing_of(survey, env, gated=not quick)
    if sheet:
        said = {f.path: f.findings for report in standing.slots for f in report.files}
        told = [
            Cleaned(d, d.examined.kind, d.examined.removed, said.get(d.path, ()))
            for d in survey.sendable
        ]
        write_sheet(sheet, inspection.submission.area, inspection.root, told, env)
        remember_sheet(inspection, sheet)
    who = asker(directory, inspection, agency=bool(selection.agency))
    return Checked(standing, next_step(standing, who))
