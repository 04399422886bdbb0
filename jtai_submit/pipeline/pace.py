"""Whether it will all arrive in time: bytes ÷ rate against the deadline, said early and once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..words import size, spoken

_ENOUGH = 10.0  # seconds of sending before a rate says something
_HELP = (
    "what would help: another or a faster line, nobody else on it, a larger limit_rate, the "
    "most important agency first "
    "(--agency A), or a later time agreed with the lead inspector"
)


class Pace:
    """Told what moves. `seconds` is a clock for rates, `moment` the time of day; `known` bytes a
    second of an earlier push.
    """

    def __init__(
        self,
        total: int,
        due: datetime | None,
        *,
        say: Callable[[str], None],
        moment: Callable[[], datetime],
        seconds: Callable[[], float],
        known: float = 0.0,
    ) -> None:
        self.left, self.due, self.say, self.moment, self.seconds = total, due, say, moment, seconds
        self.began, self.moved, self.said = seconds(), 0, False
        if known:
            self._look(known)

    def move(self, count: int) -> None:
        self.left -= count
        self.moved += count
        if not self.said and self.seconds() - self.began > _ENOUGH:
            self._look(self.rate)

    @property
    def rate(self) -> float:
        """Bytes a second so far; 0 where too little went to tell."""
        taken = self.seconds() - self.began
        return self.moved / taken if taken > 1.0 else 0.0

    def _look(self, rate: float) -> None:
        if self.due is None or rate <= 0 or self.moment() > self.due:
            return  # a deadline that has passed already is said elsewhere
        arrives = self.moment() + timedelta(seconds=self.left / rate)
        if arrives > self.due:
            self.said = True
            self.say(
                f"At {size(int(rate))} a second the last pack arrives {spoken(arrives)}, after "
                f"the deadline "
                f"({spoken(self.due)}); {_HELP}"
            )
