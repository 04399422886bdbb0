"""Adding, swapping and taking out a child, taken back."""

from pathlib import Path

from ..errors import Usage
from ..inspection.edits import edit
from ..inspection.inspection import Inspection
from ..inspection.journal import only_one
from ..inspection.layout import make_folders
from ..manifest.codes import CODES as MANIFEST
from ..pipeline.environment import Environment
from ..pipeline.withdrawal import taken_back
from . import child_undo
from .child import Children, add_children, as_it_was_called, once_there, returned, swap_child
from .notes import in_new_folders
from .opening import command, opened
from .written import one_at_a_time


def swap_back(
    directory: Path, old: str, new: str, reason: tuple[str, str], env: Environment
) -> Children:
    """Take the swap of `old` for `new` back; where nothing was written since, all that was said
    about `old` is there again.
    """
    back = _undone(opened(directory), env, old, new)
    return back or swap_child(directory, new, old, reason, env)


def put_back_child(directory: Path, child: str, env: Environment) -> Children:
    """Take `remove` back; where nothing was written since, all that was said about the child is
    there again. Raises `Usage` (M013) where nothing tells that it was one of them.
    """
    inspection = opened(directory)
    if back := _undone(inspection, env, child):
        return back
    if child.casefold() not in once_there(inspection):
        fix = f"add it: {command(directory, 'child', 'add', child)}"
        raise Usage(MANIFEST["M013"].problem(f'"{child}" was not one of the children', fix))
    return add_children(directory, [as_it_was_called(child, inspection)], env)


def _undone(
    inspection: Inspection, env: Environment, child: str, instead: str = ""
) -> Children | None:
    found = child_undo.before(inspection, child, instead)
    if found is None:
        return None

    def change(now: Inspection) -> str:
        if now.source.text != inspection.source.text:
            raise Usage(MANIFEST["M025"].problem("submission.yaml was changed just now"))
        return found.before

    with only_one(inspection.own), one_at_a_time(inspection):
        edited = edit(inspection, change)
        child_undo.in_step(inspection, edited, found.out)
        back = returned(inspection, (found.out,))
        taken_back(inspection, env, back)
    make_folders(edited, (found.out,))
    in_new_folders(edited)
    return Children(edited, (found.out,), found.came, returned=back, whole=True)
