"""Which children the lead inspector selected, and what is asked about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem, Unusable, Usage, nearest
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.splices import put, scalar
from ..manifest.codes import CODES as MANIFEST
from ..manifest.models import Question, Questions
from ..pipeline.environment import Environment
from ..pipeline.lists import read_lists, served
from ..tables.codes import CODES
from ..tables.values import same_id
from ..words import counted
from .answers_table import BEFORE, questions_of, trimmed
from .opening import opened


@dataclass(frozen=True, slots=True)
class Selected:
    """The children about whom the questions are asked, and what is odd about them."""

    ids: tuple[str, ...]
    warnings: tuple[Problem, ...]

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.warnings

    def to_dict(self) -> Mapping[str, object]:
        return {"selected": list(self.ids)}


def select(directory: Path, ids: Sequence[str], env: Environment) -> Selected:
    """Write to submission.yaml whom the lead inspector selected, in place of what stood there."""
    inspection = opened(directory)
    questions = questions_of(inspection)
    wanted = tuple(dict.fromkeys(each.strip() for each in ids if each.strip()))
    for each in wanted:
        if not any(ch.isdigit() for ch in each) or " " in each:
            fix = "use the child's unique id, as the lists have it"
            raise Usage(MANIFEST["M020"].problem("a selected child is named by an id", fix))
    line = f"[{', '.join(map(scalar, wanted))}]"
    others = trimmed(inspection, wanted, env)
    inspection = edit(inspection, lambda now: put(now.source, "selected", line))
    odd = _odd(inspection, questions, wanted, env)
    if others:
        some = ", ".join(others)
        message = f"answers about children who are not selected any more were taken out: {some}"
        odd.append(Problem("", message, f"the table as it was is kept: {BEFORE.as_posix()}"))
    return Selected(wanted, tuple(odd))


def _odd(
    inspection: Inspection, questions: Questions, ids: Sequence[str], env: Environment
) -> list[Problem]:
    out = []
    if len(ids) != questions.children:
        chosen = counted(len(ids), "child is", "children are")
        message = f"{chosen} selected; inspectors select {questions.children}"
        out.append(CODES["T065"].problem(message))
    children = read_lists(inspection, served(inspection), env).children
    known = {same_id(each) for found in children.values() for each in found.ids}
    for each in ids if children else ():
        if same_id(each) not in known:
            out.append(CODES["T064"].problem(f"{each} stands in none of the lists"))
    return out


def question_of(inspection: Inspection, holder: str) -> Question:
    """What one holder of answers is asked. Raises `Usage`."""
    known = {each.id: each for each in questions_of(inspection).each}
    if holder.casefold() not in known:
        fix = f"use one of: {', '.join(known)}{nearest(holder, known)}"
        raise Usage(Problem("", f'"{holder}" holds no answers', fix))
    return known[holder.casefold()]


def selected_of(inspection: Inspection) -> tuple[str, ...]:
    """Unique ids of the selected children. Raises `Unusable` (T066)."""
    if not inspection.submission.selected:
        raise Unusable(CODES["T066"].problem("nobody is selected yet"))
    return inspection.submission.selected
