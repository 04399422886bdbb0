"""tus 1.0.0 (https://tus.io/protocols/resumable-upload): creation, checksum, termination.

The server's offset is the only truth, and a new upload begins at 0. A server that advertises
checksums is believed when it has refused a wrong one; one that does not look at them takes them in
silence, so then only the size is said to be verified.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Literal
from urllib.parse import urljoin

from ...errors import Stop, Temporary
from ...words import counted
from ..address import at_origin, own_name, same_host, shown
from ..chunks import Sums, pieces, unexpected
from ..codes import CODES
from ..http import Site
from ..interface import BEGINS, Again, Limits, Moved, Parcel, Step, Tier
from ..leftovers import Leftovers
from ..replies import Reply
from ..resumable import MISMATCH, Uploads, accepted
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk

SMALLEST = 256 * 1024
# A checksummed chunk is held whole by the server, and lost whole when the line breaks.
CHUNK = 8 * 1024 * 1024


class Tus:
    kind = "tus"
    forgets = True

    def __init__(self, site: Site, say: Callable[[str], None] = lambda text: None) -> None:
        self.site, self.say = site, say
        self.left = Leftovers(say)
        self.uploads = Uploads(site)
        self._looks: bool | None = None  # at checksums; None until it was tried out
        self._renamed = False  # it was said that the site calls itself otherwise
        self._lost = 0  # uploads that may have been begun without our knowing their address

    def limits(self) -> Limits:
        return Limits(largest=self.uploads.offer().largest, clock=self.site.clock)

    def start(self, parcel: Parcel) -> str:
        largest = self.uploads.offer().largest
        if largest is not None and parcel.bytes > largest:
            message = (
                f"the secure site takes files up to {largest} bytes; this one has {parcel.bytes}"
            )
            fix = "ask the people who run the site to take larger files"
            raise Temporary(CODES["P004"].problem(message, fix, parcel.name))
        named, reply = self.uploads.create(parcel)
        session = self._at_home(named, reply)
        self._starts_at_nothing(session, parcel)
        return session

    def _at_home(self, named: str, reply: Reply) -> str:
        """The upload's address, always at the scheme, host and port that the person wrote.

        tusd and others make Location of what reached them; behind a proxy that does not pass
        X-Forwarded-Proto and -Host that is another scheme or port, or `localhost`
        (https://github.com/tus/tusd/issues/277). Only the path is taken of it, so that nothing
        becomes weaker. Raises `Temporary` (P006) for another host.
        """
        try:
            # "Creation": the address "MAY be absolute or relative".
            location = urljoin(self.site.url, named)
        except ValueError:
            raise unexpected("begin the upload", reply) from None
        if self.site.same_origin(location):
            return at_origin(location, self.site.url)
        web = location.startswith(("http://", "https://"))
        if not web or not same_host(self.site.url, location):
            message = f"the secure site wants the upload on another host: {own_name(location)}"
            raise Temporary(
                CODES["P006"].problem(message, "tell the people who run the site", self.site.shown)
            )
        if not self._renamed:
            self._renamed = True
            home = own_name(self.site.url)
            self.say(
                f"The secure site calls itself {own_name(location)}; uploads go on at {home}, "
                f"as submission.yaml says. "
                "The site is behind a proxy that does not pass X-Forwarded-Proto: tell the "
                "people who run it"
            )
        return at_origin(location, self.site.url)

    def _starts_at_nothing(self, session: str, parcel: Parcel) -> None:
        """A site that holds something of what was never sent is not believed: it would be recorded
        as arrived. Raises `Temporary` (P005).
        """
        try:
            # "Creation": a new upload "has an implicit offset of 0".
            held = self.offset(session, parcel)
        except Again as e:
            self._taken_away(session)
            raise Again(str(e), e.after) from None
        except Stop:
            self._taken_away(session)
            raise
        if held is None:
            raise Again("the upload that was just begun is gone")
        if held:
            message = (
                f"the secure site says that it holds {held} bytes of an upload that was "
                f"only just begun"
            )
            fix = "tell the people who run the site; nothing is recorded as sent"
            raise Temporary(CODES["P005"].problem(message, fix, parcel.name))

    def _taken_away(self, session: str) -> None:
        """An upload that nobody will go on with; where that fails, it is counted."""
        try:
            if self.uploads.end(session):
                return
        except (Again, Stop):
            pass
        self._lost += 1

    def offset(self, session: str, parcel: Parcel) -> int | None:
        if not self.site.same_origin(session):
            return None  # begun on another portal
        return self.uploads.offset(session, parcel)

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        if self._looks is None and offset < parcel.bytes:
            offset = self._tried(session, parcel, offset)
        algorithm = self.uploads.offer().algorithm if self._looks else None
        # "PATCH": all that is left in one request, or chunks where checksums are used.
        chunk = CHUNK if algorithm else parcel.bytes
        with parcel.open() as file, Sums(parcel, algorithm or "") as sums:
            while offset < parcel.bytes:
                at = offset
                length = min(chunk, parcel.bytes - at)
                checksum = f"{algorithm} {sums.of(at, length)}" if algorithm else ""

                def body(at: int = at, length: int = length) -> Iterable[bytes]:
                    return pieces(file, at, length, moved, self.site.throttle)

                reply = self.uploads.patch(session, at, length, body, checksum, {413})
                # Of a proxy in front of the site, mostly: nginx takes bodies of 1 MiB unless it is
                # told otherwise (client_max_body_size).
                if reply.status == 413:
                    if length <= SMALLEST:
                        raise self.site.blocked(reply, f"a request of {length} bytes")
                    chunk = max(min(length, 2 * CHUNK) // 2, SMALLEST)
                    continue
                offset = accepted(reply, at, length)
                moved(offset)

    def _tried(self, session: str, parcel: Parcel, offset: int) -> int:
        """Find out whether the site looks at checksums: it is sent the right next byte with the
        checksum of another. Where we are then.
        """
        algorithm = self.uploads.offer().algorithm
        if not algorithm:
            self._looks = False
            return offset
        with parcel.open() as file:
            (byte,) = pieces(file, offset, 1)
        wrong = hashlib.new(algorithm, bytes([byte[0] ^ 1])).digest()
        named = f"{algorithm} {b64encode(wrong).decode()}"
        # "Checksum": 460 where it does not match, 400 where the site does not know the algorithm.
        # Either way the byte is dropped; where it is taken, it is the right one.
        reply = self.uploads.patch(session, offset, 1, lambda: [byte], named, {400})
        at = offset if reply.status in (400, MISMATCH) else accepted(reply, offset, 1)
        self._looks = reply.status == MISMATCH
        return at

    def has(self, session: str, parcel: Parcel) -> bool:
        return self.offset(session, parcel) == parcel.bytes

    def finish(self, session: str, parcel: Parcel) -> Tier:
        held = self.offset(session, parcel)
        # Every byte was acknowledged; some sites forget an upload when it is complete.
        if held is None:
            return Tier.CHUNK_CHECKSUM if self._looks else Tier.NONE
        if held != parcel.bytes:
            raise Again("the upload is not complete yet")
        return Tier.CHUNK_CHECKSUM if self._looks else Tier.SIZE

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        return Tier.SIZE if session and self.offset(session, parcel) == parcel.bytes else None

    def swept(self, parcel: Parcel) -> None:
        self._lost += 1  # tus has no list of uploads: what one would be called is not known

    def abandon(self, session: str) -> None:
        if session == BEGINS:
            self._lost += 1
        elif self.site.same_origin(session) and not self.uploads.end(session):
            self.left.count += 1

    def probe(self) -> Iterator[Step]:
        parcel, begun = scratch(), list[str]()

        def known() -> str:
            offer = self.uploads.offer()
            told = (
                f"checksums with {offer.algorithm}"
                if offer.algorithm
                else "no checksums, so only sizes can be verified"
            )
            return f"{', '.join(sorted(offer.extensions))}; {told}"

        def a_part() -> str:
            """All but the last byte: what is complete would be delivered."""
            with parcel.open() as file:
                half = file.read(parcel.bytes - 1)
            reply = self.uploads.patch(begun[0], 0, len(half), lambda: [half], "", set())
            accepted(reply, 0, len(half))
            return (
                "by POST with X-HTTP-Method-Override: something on the way knows no PATCH"
                if self.uploads.door.turned
                else ""
            )

        def at() -> str:
            held = self.offset(begun[0], parcel)
            if held != parcel.bytes - 1:
                raise Again(f"it says {held} bytes after {parcel.bytes - 1} were taken")
            return f"{held} bytes"

        def away() -> str:
            if not self.uploads.end(begun[0]):
                return (
                    "the site does not offer that: one unfinished upload of a few bytes "
                    "stays there until it expires"
                )
            return ""

        return walk(
            Try("reach the site and ask what it can (OPTIONS)", known),
            Try("begin an upload (POST)", lambda: begun.append(self.start(parcel))),
            Try("send a few bytes (PATCH)", a_part),
            Try("ask how far it is (HEAD)", at),
            Try("take it back (DELETE)", away, undoes=begun),
        )

    def close(self) -> None:
        if self._lost:
            there = f"{counted(self._lost, 'empty upload')} may have stayed at the secure site"
            self.say(f"{there}: begun, and the answer was lost. No document is in them")
        self._lost = 0
        self.left.tell()
        self.site.close()


class Settings(PortalSettings):
    """`{kind: tus, url: …}`"""

    example: ClassVar[str] = "{kind: tus, url: https://portal.example/files/}"

    kind: Literal["tus"]
    url: str

    def shown(self) -> str:
        return f"tus {shown(self.url)}"

    def open(self, access: Access) -> Tus:
        url = self.address(access, self.url, "url")
        return Tus(access.site(self, url, **access.sign_in()), access.say)
