"""A shelf in this process: everything that is put on it is there, and nothing stays."""

from typing import ClassVar, Literal

from jtai_submit.delivery.interface import Limits, Moved, Parcel, Tier
from jtai_submit.delivery.settings import Access, PortalSettings


class Shelf:
    kind = "toy"
    forgets = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.things: dict[str, bytes] = {}

    def limits(self) -> Limits:
        return Limits(room=1_000_000_000)

    def start(self, parcel: Parcel) -> str:
        self.things[parcel.name] = b""
        return parcel.name

    def offset(self, session: str, parcel: Parcel) -> int | None:
        return len(self.things[session]) if session in self.things else None

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        with parcel.open() as file:
            self.things[session] = file.read()
        moved(parcel.bytes)

    def has(self, session: str, parcel: Parcel) -> bool:
        return len(self.things.get(parcel.name, b"")) == parcel.bytes

    def finish(self, session: str, parcel: Parcel) -> Tier:
        return Tier.SIZE

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        return Tier.SIZE if self.has(session, parcel) else None

    def abandon(self, session: str) -> None:
        self.things.pop(session, None)

    def close(self) -> None:
        self.things.clear()


class Settings(PortalSettings):
    """`{kind: toy, shelf: A}`"""

    example: ClassVar[str] = "{kind: toy, shelf: A}"

    kind: Literal["toy"]
    shelf: str

    def shown(self) -> str:
        return f"toy shelf {self.shelf}"

    def open(self, access: Access) -> Shelf:
        return Shelf(self.shelf)
