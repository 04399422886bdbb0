"""The one table of answers that goes to inspectors: read and written by one person at a time."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from ..errors import Unusable
from ..inspection.inspection import Inspection
from ..inspection.lock import locked
from ..manifest.codes import CODES as MANIFEST
from ..manifest.models import Questions
from ..pipeline.environment import Environment
from ..pipeline.lists import answers_in
from ..storage import keep_aside, read_file, write_atomically
from ..tables.answers import Taken, table
from ..tables.values import same_id
from .opening import unreadable

TABLE = Path("documents/answers/answers.xlsx")
BEFORE = Path(".jtai/answers-before.xlsx")


def questions_of(inspection: Inspection) -> Questions:
    """What is asked about selected children. Raises `Unusable` (M012)."""
    if inspection.manifest.questions is None:
        message = f"{inspection.manifest.manifest} asks no questions about selected children"
        raise Unusable(MANIFEST["M012"].problem(message, "see: jtai-submit manifests show"))
    return inspection.manifest.questions


def changing(inspection: Inspection) -> AbstractContextManager[None]:
    """Holders send their sheets back at the same time: what one takes, another must not undo."""
    return locked(inspection.own / "answers.lock", "answers are being taken")


def answered(inspection: Inspection, env: Environment) -> Taken:
    """What stands in the table; nothing where there is none. Raises `Usage`, `Unusable` (T060)."""
    path = inspection.root / TABLE
    if not path.exists():
        return Taken({})
    try:
        return answers_in(inspection, read_file(path), env)
    except OSError as e:
        raise unreadable(path, e) from None


def trimmed(inspection: Inspection, selected: Sequence[str], env: Environment) -> tuple[str, ...]:
    """Take children who were selected until now, and are not among `selected`, out of the table:
    nobody asks about them. Who they are; the table as it was is kept under `BEFORE`.

    Raises `Usage`, `Unusable` (T060) where the table cannot be read, and then changes nothing.
    """
    called = {same_id(child): child for child in selected}
    with changing(inspection):
        path, answers = inspection.root / TABLE, answered(inspection, env).answers
        there = dict.fromkeys(child for each in answers.values() for child in each)
        others = tuple(child for child in there if same_id(child) not in called)
        if others:
            keep_aside(inspection.root / BEFORE)
            write_atomically(inspection.root / BEFORE, read_file(path))
            left = {
                holder: {
                    called[same_id(child)]: told
                    for child, told in each.items()
                    if same_id(child) in called
                }
                for holder, each in answers.items()
            }
            write_atomically(path, table(left, questions_of(inspection), selected))
    return others
