"""Trying out a portal with a few bytes that are taken back: each step that a push needs, one after
the other.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import Stop, Temporary
from .codes import CODES
from .interface import Again, Parcel, Portal, Probing, Step

NAME = "jtai-submit-login-check.txt"
_WORDS = b"This file was made by jtai-submit login --check, and is taken away again at once.\n"


@dataclass(frozen=True, slots=True)
class Try:
    """One step. `do` may return words on how it went, and raises what a portal raises.

    `undoes` holds what an earlier step began: where it holds something, this step is done whatever
    went wrong before, so that nothing stays; where it is empty, there is nothing to take back.
    """

    name: str
    do: Callable[[], object]
    undoes: Sequence[object] | None = None


def walk(*tries: Try) -> Iterator[Step]:
    """Do one after the other; after one that did not work only those that take something back."""
    stopped = False
    for each in tries:
        idle = not each.undoes if each.undoes is not None else stopped
        if idle:
            continue
        step = _tried(each)
        stopped = stopped or not step.ok
        yield step


def _tried(each: Try) -> Step:
    try:
        said = each.do()
    except Again as e:
        fix = "check portal: in submission.yaml, and your connection"
        message = f"the secure site does not answer: {e}"
        return Step(each.name, message, Temporary(CODES["P001"].problem(message, fix)))
    except Stop as stop:
        return Step(each.name, stop.problems[0].message, stop)
    return Step(each.name, said if isinstance(said, str) and said else "worked")


def scratch() -> Parcel:
    """A few bytes that may be sent anywhere."""
    return Parcel(NAME, len(_WORDS), hashlib.sha256(_WORDS).hexdigest(), lambda: io.BytesIO(_WORDS))


def probe(portal: Portal) -> Iterator[Step]:
    """Each step that a push to this portal needs, by the portal itself where it knows better."""
    return portal.probe() if isinstance(portal, Probing) else probed(portal)


def probed(portal: Portal) -> Iterator[Step]:
    """What any portal can be asked. Where what is complete counts as delivered, nothing is
    completed.
    """
    parcel, begun = scratch(), list[str]()

    def send() -> None:
        portal.send(begun[0], parcel, portal.offset(begun[0], parcel) or 0, lambda offset: None)

    def verify() -> str:
        return f"verified by {portal.finish(begun[0], parcel).value}"

    whole = (
        ()
        if portal.forgets
        else (Try("send a few bytes", send), Try("put them in place and verify them", verify))
    )
    return walk(
        Try("begin an upload", lambda: begun.append(portal.start(parcel))),
        *whole,
        Try("take it back", lambda: portal.abandon(begun[0]), undoes=begun),
    )
