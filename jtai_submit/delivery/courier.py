"""Brings one parcel to a portal: ask where we are, go on from there, try again while it moves,
verify at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from ..errors import Stop, Temporary
from ..inspection.journal import Journal, Session
from .codes import CODES
from .interface import BEGINS, Again, Moved, Parcel, Portal, Sweeping, Tier

_T = TypeVar("_T")
TRIES = 8  # without a single byte of progress in between
LONGEST = 60.0  # seconds between two tries, unless the portal asks for more
_jitter = wait_random_exponential(multiplier=1, max=LONGEST)
Waiting = Callable[[str, float], None]  # told why, and for how many seconds


class Courier:
    def __init__(
        self, portal: Portal, journal: Journal, *, sleep: Callable[[float], None], waiting: Waiting
    ) -> None:
        self.portal, self.journal, self.sleep, self.waiting = portal, journal, sleep, waiting

    def deliver(self, parcel: Parcel, moved: Moved) -> Tier:
        """Bring the parcel, resuming what the journal knows. Raises a `Stop` when it cannot be
        brought now.
        """
        furthest = -1

        def once() -> Tier:
            return self._once(parcel, progress)

        def progress(offset: int) -> None:
            nonlocal furthest
            if offset > furthest:
                furthest = offset
                patience.since = 0
            moved(offset)

        patience = _Patience()
        return self._patiently(once, patience, parcel.name)

    def ask(self, question: Callable[[], _T]) -> _T:
        """A question to the portal, asked again while what hinders it passes."""
        return self._patiently(question, _Patience(), "")

    def _patiently(self, step: Callable[[], _T], patience: "_Patience", where: str) -> _T:
        retrying = Retrying(
            retry=retry_if_exception_type(Again),
            stop=patience.ends,
            wait=_wait,
            sleep=self.sleep,
            before_sleep=self._say,
            reraise=True,
        )
        try:
            return retrying(step)
        except Again as e:
            fix = (
                "check your connection, and run the same command again: it goes on where it stopped"
            )
            raise Temporary(
                CODES["P001"].problem(f"the secure site does not answer: {e}", fix, where)
            ) from None

    def _once(self, parcel: Parcel, moved: Moved) -> Tier:
        known = self._known(parcel)
        if known and known.sha256 not in ("", parcel.sha256):
            # Of another ciphertext: never go on with that one.
            if not known.whole:
                self.portal.abandon(known.address)
            known = None
        session = known.address if known else ""
        offset = self.portal.offset(session, parcel) if session else None
        if known and known.whole and offset is None and self.portal.forgets:
            # Every byte was acknowledged, and the portal no longer speaks of it: never send it
            # twice.
            return Tier.NONE
        if offset is None:
            session = self._begun(parcel)
            offset = self.portal.offset(session, parcel)
            if offset is None:
                raise Again("the upload that was just begun is gone")
        moved(offset)
        if offset < parcel.bytes:
            self.portal.send(session, parcel, offset, moved)
        self.journal.remember_session(parcel.name, session, sha256=parcel.sha256, whole=True)
        return self.portal.finish(session, parcel)

    def _known(self, parcel: Parcel) -> Session | None:
        """The upload that was begun; where only its beginning is known, what may be there of it is
        swept away.
        """
        known = self.journal.session(parcel.name)
        if known and known.address == BEGINS:
            self.give_up(parcel.name, known)
            return None
        return known

    def give_up(self, name: str, session: Session) -> None:
        """Take what is there of an upload off the site, also where only its beginning is known."""
        if session.address != BEGINS or not isinstance(self.portal, Sweeping):
            self.portal.abandon(session.address)
            return
        self.portal.swept(Parcel.there(name, 0, session.sha256))

    def _begun(self, parcel: Parcel) -> str:
        """Begin an upload. The journal is told before and after, so that whatever a kill leaves at
        the site is known of in the next run.
        """
        self.journal.remember_session(parcel.name, BEGINS, sha256=parcel.sha256)
        try:
            session = self.portal.start(parcel)
        except Again as e:
            if not e.unsure:
                self.journal.remember_session(parcel.name, None)
            raise
        except Stop:
            self.journal.remember_session(parcel.name, None)
            raise
        self.journal.remember_session(parcel.name, session, sha256=parcel.sha256)
        return session

    def _say(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self.waiting(str(error), state.next_action.sleep if state.next_action else 0.0)


@dataclass(slots=True)
class _Patience:
    """Counts tries since the last byte of progress."""

    since: int = 0

    def ends(self, state: RetryCallState) -> bool:
        self.since += 1
        return self.since >= TRIES


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, Again) else None
    return after if after is not None else _jitter(state)
