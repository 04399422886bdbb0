"""WebDAV (RFC 4918): written to a `.part`, MOVEd into place with `Overwrite: F`, then read back.

A part grows by PUTs with Content-Range where the server can do that (RFC 9110 14.5 leaves it to the
server): some answer 201 and cut the file short, so it is tried out on a scratch file first. Where
it cannot, a part is sent whole. What is in its place is read back whole, once: a site may change a
file when it moves it, and what is not ours is taken away again.
"""

from collections.abc import Iterator
from threading import Lock
from typing import ClassVar, Literal

from ...errors import Refused
from ..address import shown
from ..chunks import different, pieces, stays, taken, unexpected
from ..codes import CODES
from ..dav import Collection
from ..device import by, filters
from ..http import Site
from ..interface import Again, Limits, Moved, Parcel, Step, Tier
from ..leftovers import Leftovers, Say
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk

CHUNK = 16 * 1024 * 1024


class Webdav:
    kind = "webdav"
    forgets = False

    def __init__(self, site: Site, say: Say = lambda text: None) -> None:
        self.site, self.files = site, Collection(site)
        self.left = Leftovers(say)
        self._appends: bool | None = None
        self._trial = Lock()  # of the one scratch file

    def _part(self, parcel: Parcel) -> str:
        # Nobody else's: it bears the hash. Beside its final name, so that MOVE renames and does not
        # copy every byte.
        return f"{self.files.address(parcel.name)}.{parcel.sha256[:12]}.part"

    def limits(self) -> Limits:
        return Limits(room=self.files.room(), clock=self.site.clock)

    def start(self, parcel: Parcel) -> str:
        part = self._part(parcel)
        held = self.files.length(self.files.address(parcel.name))
        if held is not None:
            if held == parcel.bytes and self._is_ours(self.files.address(parcel.name), parcel):
                return part  # it arrived, and the journal was not told
            raise taken(parcel.name)
        if self.files.length(part) is None:
            self.files.make_folders(parcel.name)
            # RFC 9110, 9.3.4: 201 for what is new, 200 or 204 for what was there.
            reply = self.site.ask("PUT", part, content=b"")
            if reply.status not in (200, 201, 204):
                raise unexpected("begin the upload", reply)
        return part

    def offset(self, session: str, parcel: Parcel) -> int | None:
        if session != self._part(parcel):
            return None  # of another ciphertext, or begun on another portal
        final = self.files.length(self.files.address(parcel.name))
        if final is not None:
            if final != parcel.bytes:
                raise taken(parcel.name)
            return parcel.bytes
        held = self.files.length(session)
        if held is None or held <= parcel.bytes:
            return held
        self._away(session)
        return None

    def _away(self, address: str) -> None:
        """Delete what is unfinished, or of no use; where the site forbids it, that is counted."""
        self.left.after(self.site.ask("DELETE", address, allowed={403}))

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        appends = self._can_append()
        with parcel.open() as file:
            while offset < parcel.bytes:
                if not appends:
                    offset = 0
                length = min(CHUNK, parcel.bytes - offset) if appends else parcel.bytes
                headers = {
                    "Content-Length": str(length),
                    "Content-Type": "application/octet-stream",
                }
                if appends:
                    headers["Content-Range"] = (
                        f"bytes {offset}-{offset + length - 1}/{parcel.bytes}"
                    )
                body = pieces(file, offset, length, moved, self.site.throttle)
                reply = self.site.ask("PUT", session, headers=headers, content=body)
                # 409: the folder above is gone (RFC 4918, 9.7.1); 416: an offset beyond its end.
                if reply.status in (404, 409, 416):
                    raise Again("it is at another place than we thought")
                if reply.status not in (200, 201, 204):
                    raise unexpected("take a chunk", reply)
                offset += length
                moved(offset)

    def _can_append(self) -> bool:
        """Whether this server appends; asked once."""
        with self._trial:
            if self._appends is None:
                self._appends = self._tried()
            return self._appends

    def _tried(self) -> bool:
        """A scratch file tells."""
        # RFC 9110, 14.5: who knows no partial PUT ought to answer 400. nginx answers 501; others
        # take the two bytes for the whole file, and say 201 or 204.
        scratch = self.files.address("jtai-submit-append-test.part")
        self.site.ask("PUT", scratch, content=b"ab")
        try:
            headers = {"Content-Range": "bytes 2-3/4"}
            reply = self.site.ask(
                "PUT", scratch, headers=headers, content=b"cd", allowed={403, 413, 501}
            )
            body = (
                self.site.ask("GET", scratch, allowed={403}).body
                if reply.status in (200, 201, 204)
                else b""
            )
        finally:
            self._away(scratch)
        return body == b"abcd"

    def has(self, session: str, parcel: Parcel) -> bool:
        return self.files.length(self.files.address(parcel.name)) is not None

    def finish(self, session: str, parcel: Parcel) -> Tier:
        final = self.files.address(parcel.name)
        moved = self.files.length(final) is None
        if moved:
            if self.files.length(session) != parcel.bytes:
                self._away(session)
                raise different(parcel.name)
            moved = self._move(session, final, parcel)
        if self._is_ours(final, parcel):
            return Tier.READ_BACK
        # By us, just now or before a stop: the part that we had sent is there no more. What nobody
        # can open must not stay in the way of the next try.
        if moved or self.files.length(session) is None:
            self.site.ask("DELETE", final, allowed={403})
        raise different(parcel.name)

    def _move(self, part: str, final: str, parcel: Parcel) -> bool:
        """Put the part in its place; whether it was this request that did."""
        reply = self.files.move(part, final)
        if reply.status == 412:  # RFC 4918, 9.9.4: something is there, and Overwrite is F
            if not self._is_ours(final, parcel):
                raise taken(parcel.name)
            self._away(part)  # an earlier request of ours was still at work
            return False
        if reply.status == 403:
            if filters(reply):
                raise self.site.blocked(reply, "MOVE")
            fix = "ask the people who run the site to allow MOVE"
            message = f"the secure site does not let us put the file in its place{by(reply)}"
            raise Refused(CODES["P002"].problem(message, fix, parcel.name))
        if reply.status in (405, 501):
            raise self.site.blocked(reply, "MOVE")
        if reply.status not in (201, 204):
            raise Again(f"it answered {reply.status} to MOVE{by(reply)}")
        if self.files.length(final) is None:
            raise Again("it did not put the file in its place")
        return True

    def _is_ours(self, address: str, parcel: Parcel) -> bool:
        return self.site.read_back(address, parcel.bytes) == parcel.sha256

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        found = self.site.read_back(self.files.address(parcel.name), parcel.bytes)
        if found not in (None, parcel.sha256):
            raise different(parcel.name)
        return Tier.READ_BACK if found else None

    def swept(self, parcel: Parcel) -> None:
        self._away(self._part(parcel))

    def abandon(self, session: str) -> None:
        if not self.site.same_origin(session) or not session.endswith(".part"):
            return
        self._away(session)
        final, _, mark = session.removesuffix(".part").rpartition(".")
        held = self.files.length(final)
        if held is None:
            return
        try:
            found = self.site.read_back(final, held) or ""
        except Refused:  # nobody may read there, so nobody can tell whose it is
            self.left.count += 1
            return
        if found.startswith(mark):
            self.site.ask("DELETE", final, allowed={403})
            if self.files.length(final) is not None:
                raise stays(final.rpartition("/")[2])

    def probe(self) -> Iterator[Step]:
        parcel, begun, moved = scratch(), list[str](), list[str]()

        def put() -> str:
            self.send(begun[0], parcel, 0, lambda offset: None)
            return (
                ""
                if self._appends
                else "no appending there: a file that breaks off is sent anew from its beginning"
            )

        def move() -> None:
            self._move(begun[0], self.files.address(parcel.name), parcel)
            moved.append(begun.pop())

        def read() -> str:
            if not self._is_ours(self.files.address(parcel.name), parcel):
                raise different(parcel.name)
            return "the same bytes"

        return walk(
            Try("begin a file (PUT)", lambda: begun.append(self.start(parcel))),
            Try("send a few bytes (PUT)", put),
            Try("put it in its place (MOVE)", move),
            Try("read it back (GET)", read),
            Try("take the part back (DELETE)", lambda: self.abandon(begun[0]), undoes=begun),
            Try("take it back (DELETE)", lambda: self.abandon(moved[0]), undoes=moved),
        )

    def close(self) -> None:
        self.left.tell()
        self.site.close()


class Settings(PortalSettings):
    """`{kind: webdav, url: …}`"""

    example: ClassVar[str] = (
        "{kind: webdav, url: https://portal.example/dav/, ca_file: authority.pem}"
    )

    kind: Literal["webdav"]
    url: str

    def shown(self) -> str:
        return f"webdav {shown(self.url)}"

    def open(self, access: Access) -> Webdav:
        url = self.address(access, self.url, "url")
        return Webdav(access.site(self, url, **access.sign_in()), access.say)
