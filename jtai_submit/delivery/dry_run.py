"""A portal that accepts everything and drops it."""

from .chunks import taken
from .interface import Limits, Moved, Parcel, Portal, Tier


class DryRun:
    """Asks the real portal what it would say, accepts everything, and drops it."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.kind, self.forgets = portal, portal.kind, portal.forgets

    def limits(self) -> Limits:
        return self.portal.limits()

    def start(self, parcel: Parcel) -> str:
        if self.portal.has("", parcel):
            raise taken(parcel.name)
        return ""

    def offset(self, session: str, parcel: Parcel) -> int | None:
        return parcel.bytes

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        moved(parcel.bytes)

    def has(self, session: str, parcel: Parcel) -> bool:
        return False

    def finish(self, session: str, parcel: Parcel) -> Tier:
        return Tier.NONE

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        return self.portal.confirm(session, parcel)

    def abandon(self, session: str) -> None:
        """There is nothing to take back."""

    def close(self) -> None:
        self.portal.close()
