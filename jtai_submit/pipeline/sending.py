"""Bringing sealed packs to the portal, several at a time, and seeing every one of them off."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from ..delivery.courier import Courier
from ..delivery.crew import Crew
from ..delivery.interface import Parcel, Tier
from ..errors import PartlySent, Refused, Temporary
from ..inspection.journal import Pack
from ..inspection.submission import Seal
from ..packing.index import how_to_open, how_to_read, how_to_unlock
from ..packing.names import guide_name
from ..progress import Silent
from ..redaction.examining import Workers
from ..words import counted, size
from .dispatch import Dispatch, cannot_write
from .orders import Order
from .pace import Pace
from .packs import loose_parcels

_NAP = 1.0  # seconds


@contextmanager
def sending(
    dispatch: Dispatch,
    orders: Mapping[str, Order],
    workers: Workers,
    *,
    total: int,
    parallel: int,
) -> Iterator[Callable[[Pack], None]]:
    """Take packs as they are handed over, and see every one of them off. `orders` say of each pack,
    by name, what it is made of; `total` bytes are to be expected.

    Raises the first `Stop`; `PartlySent` where some have arrived by then.
    """
    area = dispatch.inspection.submission.area
    under_way = _Sending(dispatch, orders, workers, total, parallel)
    try:
        dispatch.beside(guide_name(area), how_to_open(area), Seal.AGE)
        dispatch.beside(guide_name(area), how_to_unlock(area), Seal.ZIP)
        dispatch.beside(guide_name(area), how_to_read(area), Seal.NONE)
        yield under_way.hand
        under_way.finish()
    except (Temporary, Refused, OSError) as e:
        under_way.crew.stop()
        stop = cannot_write(e, dispatch.inspection.own) if isinstance(e, OSError) else e
        if not under_way.arrived or dispatch.dry:
            raise stop from None
        arrived, all_of_them = len(under_way.arrived), counted(len(orders), "pack")
        count = f" ({arrived} of {all_of_them} sent)"
        problems = (replace(p, message=p.message + count) for p in stop.problems)
        raise PartlySent(*problems) from stop
    except BaseException:
        under_way.crew.stop()
        raise
    dispatch.env.progress.end()


class _Sending:
    """Packs on their way, on threads that a stop reaches."""

    def __init__(
        self,
        dispatch: Dispatch,
        orders: Mapping[str, Order],
        workers: Workers,
        total: int,
        parallel: int,
    ) -> None:
        self.dispatch = dispatch
        self.env = dispatch.env
        self.orders = orders
        self.workers = workers
        self.handed = list[Pack]()
        self.arrived = list[Pack]()
        loose = dispatch.inspection.submission.seal is Seal.NONE
        self.pace = _pace(dispatch, total)
        self.courier = Courier(
            dispatch.portal, dispatch.journal, sleep=self.pause, waiting=dispatch.waiting
        )
        self.crew = Crew(self.deliver, 1 if loose else parallel)

    def hand(self, pack: Pack) -> None:
        """The next pack that is to go."""
        self.handed.append(pack)
        self.crew.hand(pack)

    def finish(self) -> None:
        """Wait for all that was handed over. Raises what went wrong first."""
        errors = self.crew.finish()
        if not self.dispatch.dry and self.pace.rate:
            self.dispatch.journal.rate = self.pace.rate
            self.dispatch.journal.save()
        if errors:
            raise errors[0]

    def deliver(self, pack: Pack) -> None:
        """One pack, to its end."""
        before = 0

        def moved(offset: int) -> None:
            nonlocal before
            self.crew.check()
            self.env.progress.move(offset - before, pack.name)
            self.pace.move(offset - before)
            before = offset

        tiers = []
        for parcel in self.parcels(pack):
            before = 0
            tiers.append(self.courier.deliver(parcel, moved))
        if not self.dispatch.dry:
            # The weakest of its files.
            self.dispatch.arrived(pack, Tier.weakest(tiers))
            self.env.progress.say(
                f"Arrived: {pack.parcel} ({counted(pack.count, 'file')}, {size(pack.bytes)})"
            )
        self.arrived.append(pack)

    def parcels(self, pack: Pack) -> Iterable[Parcel]:
        """What goes for a pack: itself, or its files where nothing is sealed."""
        if pack.seal != Seal.NONE:
            return [self.dispatch.sealed(pack)]
        quiet = replace(self.env, progress=Silent())
        survey, journal = self.dispatch.survey, self.dispatch.journal
        return loose_parcels(pack, self.orders[pack.name], survey, journal, self.workers, quiet)

    def pause(self, seconds: float) -> None:
        """Sleep in short naps, so that a stop is noticed."""
        while seconds > 0:
            self.crew.check()
            self.env.sleep(min(seconds, _NAP))
            seconds -= _NAP


def _pace(dispatch: Dispatch, total: int) -> Pace:
    survey, env = dispatch.survey, dispatch.env
    wanted = {slot.deadline for slot in survey.slots}
    due = min((d.due for d in survey.dues if d.id in wanted), default=None)
    return Pace(
        total,
        due,
        say=env.progress.say,
        moment=lambda: env.moment,
        seconds=env.seconds,
        known=dispatch.journal.rate,
    )
