"""Is this the inspection folder that was used last, or an old or second copy of it?

Two copies that push to a site which cannot be asked by name (tus) would send everything twice; an
old one does not know what went since. Sites that can be asked refuse a second file of one name, so
there a copy, a move, or a deputy on another computer goes on without a question.
"""

from pathlib import Path

from ..custody.codes import CODES
from ..errors import Problem, Unusable
from ..inspection.inspection import Inspection
from ..inspection.journal import Journal
from ..inspection.machine import Machine
from ..words import counted, typed


class Home:
    """The inspection folder on this computer. A rehearsal has none: nothing of it was sent."""

    def __init__(self, inspection: Inspection, journal: Journal, machine: Machine) -> None:
        self.root, self.journal, self.machine = inspection.root.resolve(), journal, machine
        self.real = inspection.own.parent.resolve() == self.root and journal.path is not None

    def entered(self, *, forgets: bool, here: bool) -> None:
        """Before anything is sent. `forgets` as the portal says it; `here` where a person said that
        this is the folder to go on with. Raises `Unusable` (K015)."""
        if not self.real:
            return
        problem = self._elsewhere(forgets)
        if problem and not here:
            raise Unusable(problem)
        self.journal.id = self.journal.id or self.machine.new_id()
        self.journal.machine, self.journal.folder = self.machine.id, str(self.root)
        if problem:
            self.journal.save()
            self.remember()

    def complete(self) -> None:
        """Whether everything that was sent from here is known here. Raises `Unusable` (K015)."""
        if self.real and (problem := self._older() or (not self.journal.id and self._emptied())):
            raise Unusable(problem)

    def remember(self) -> None:
        """Whenever something arrived."""
        if self.real and self.journal.count:
            self.machine.saw(self.journal, self.root)

    def _elsewhere(self, forgets: bool) -> Problem | None:
        journal, seen = self.journal, self.machine.seen(self.journal.id)
        if older := self._older():
            return older
        if not forgets:
            return None
        if not journal.id:
            return self._emptied()
        if seen is None and journal.machine not in ("", self.machine.id):
            return self._problem(
                f"this folder was last used on another computer, as {journal.folder}, and the "
                "secure site cannot be asked what it holds: two copies would send everything twice",
                "make sure that nobody sends from the other any more, then",
            )
        before = seen.folder if seen else journal.folder
        if before in ("", str(self.root)) or _moved(Path(before), journal.id):
            return None
        return self._problem(
            f"this folder is a copy of {before}, and the secure site cannot be asked what "
            f"it holds: "
            "two copies would send everything twice",
            "decide which one to go on with; if it is this one",
        )

    def _older(self) -> Problem | None:
        journal, seen = self.journal, self.machine.seen(self.journal.id)
        if not seen or journal.count >= seen.count:
            return None
        return self._problem(
            "this folder is older than what was sent from this computer: the journal lacks its "
            f"last {counted(seen.count - journal.count, 'entry', 'entries')}",
            "put the newest .jtai folder back; or, where it is lost",
        )

    def _emptied(self) -> Problem | None:
        """The memory of what was sent is gone altogether."""
        if not self.machine.used(self.root, self.journal.portal):
            return None
        return self._problem(
            "packs were sent from this folder, and its .jtai folder knows nothing of them",
            "put the newest .jtai folder back; or, where this is another inspection",
        )

    def _problem(self, message: str, first: str) -> Problem:
        command = typed(("push", str(self.root), "--here"))
        return CODES["K015"].problem(message, f"{first}: {command}", str(self.root))


def _moved(before: Path, inspection: str) -> bool:
    """Whether the folder is known to lie no more where it lay: that place can be looked at, and
    holds no inspection, or another."""
    try:
        if not (before / ".jtai" / "journal.json").is_file():
            return before.parent.is_dir()
        return Journal.load(before / ".jtai").id != inspection
    except (OSError, Unusable):
        return False
