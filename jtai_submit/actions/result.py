"""What an action came to, in the one form that every entrance shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..errors import Exit, Problem
from ..inspection.inspection import Inspection

VERSION = 1


class Status(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    PARTLY_SENT = "partly-sent"
    ERROR = "error"


_STATUS = {
    Exit.OK: Status.COMPLETE,
    Exit.NOT_READY: Status.INCOMPLETE,
    Exit.PARTLY_SENT: Status.PARTLY_SENT,
}


class Result(Protocol):
    """Each action's result: a frozen value of its own with these."""

    @property
    def exit(self) -> Exit: ...

    @property
    def problems(self) -> Sequence[Problem]:
        """What stands under `errors` in JSON: why it is not complete, and warnings."""

    def to_dict(self) -> Mapping[str, object]:
        """`data` of the JSON document."""


@dataclass(frozen=True, slots=True)
class Done:
    """An action that succeeded with nothing to warn of."""

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return ()


class Edited:
    """An action that changed submission.yaml: what that warns of now stands beside it."""

    __slots__ = ()
    inspection: Inspection

    @property
    def exit(self) -> Exit:
        return Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return self.inspection.warnings


def document(command: str, result: Result) -> dict[str, object]:
    """The JSON document of a result, version 1; its status follows from the exit code, unless the
    result says more.
    """
    status = getattr(result, "status", None) or _STATUS.get(result.exit, Status.ERROR)
    return _document(command, status, result.exit, result.to_dict(), result.problems)


def failure(
    command: str, code: int, problems: Sequence[Problem], data: Mapping[str, object]
) -> dict[str, object]:
    """The same for what ended a run."""
    status = Status.PARTLY_SENT if code == Exit.PARTLY_SENT else Status.ERROR
    return _document(command, status, code, data, problems)


def _document(
    command: str,
    status: Status,
    code: int,
    data: Mapping[str, object],
    problems: Sequence[Problem],
) -> dict[str, object]:
    return {
        "jtai_submit": VERSION,
        "command": command,
        "status": str(status),
        "exit_code": int(code),
        "data": data,
        "errors": [problem.to_dict() for problem in problems],
    }
