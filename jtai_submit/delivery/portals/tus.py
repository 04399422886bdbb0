"""tus 1.0.0 (https://tus.io/protocols/resumable-upload): creation, checksum, termination.

The server's offset is the only truth. A server that advertises checksums is believed when it has refused a wrong one;
one that does not look at them takes them in silence, so then only the size is said to be verified.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from typing import ClassVar, Literal
from urllib.parse import urljoin

from ...errors import Temporary
from ..address import shown
from ..chunks import Sums, pieces, unexpected
from ..codes import CODES
from ..http import Reply, Site, number
from ..interface import Again, Limits, Moved, Parcel, Tier
from ..settings import Access, PortalSettings

SMALLEST = 256 * 1024
CHUNK = 8 * 1024 * 1024  # a checksummed chunk is held whole by the server, and lost whole when the line breaks
_VERSION = {"Tus-Resumable": "1.0.0"}
_ALGORITHMS = ("sha256", "sha512", "sha1")


class Tus:
    kind = "tus"
    forgets = True

    def __init__(self, site: Site) -> None:
        self.site = site
        self._options: tuple[set[str], str | None, int | None] | None = None
        self._looks: bool | None = None  # at checksums; None until it was tried out

    def _asked(self) -> tuple[set[str], str | None, int | None]:
        """Extensions, the checksum algorithm to use, the largest file; asked once."""
        if self._options is None:
            reply = self.site.ask("OPTIONS", self.site.url)
            extensions = {e.strip() for e in reply.headers.get("Tus-Extension", "").split(",")}
            if reply.status >= 400 or "creation" not in extensions:
                raise Temporary(
                    CODES["P005"].problem(
                        "this address does not speak tus with creation",
                        "check the portal's url",
                        self.site.shown,
                    )
                )
            offered = [a.strip() for a in reply.headers.get("Tus-Checksum-Algorithm", "").split(",")]
            algorithm = next((a for a in _ALGORITHMS if a in offered), None) if "checksum" in extensions else None
            largest = reply.headers.get("Tus-Max-Size", "")
            self._options = (extensions, algorithm, number(largest) or None)
        return self._options

    def limits(self) -> Limits:
        return Limits(largest=self._asked()[2], clock=self.site.clock)

    def start(self, parcel: Parcel) -> str:
        largest = self._asked()[2]
        if largest is not None and parcel.bytes > largest:
            raise Temporary(
                CODES["P004"].problem(
                    f"the secure site takes files up to {largest} bytes; this one has {parcel.bytes}",
                    "ask the people who run the site to take larger files",
                    parcel.name,
                )
            )
        metadata = f"filename {b64encode(parcel.name.encode()).decode()}"
        reply = self.site.ask(
            "POST", self.site.url, headers={**_VERSION, "Upload-Length": str(parcel.bytes), "Upload-Metadata": metadata}
        )
        try:
            location = urljoin(self.site.url, reply.headers.get("Location", ""))
        except ValueError:
            location = ""
        if reply.status != 201 or not reply.headers.get("Location"):
            raise unexpected("begin the upload", reply)
        if not self.site.same_origin(location):
            raise Temporary(
                CODES["P006"].problem(
                    "the secure site wants the upload on another host",
                    "tell the people who run the site",
                    self.site.shown,
                )
            )
        return str(location)

    def offset(self, session: str, parcel: Parcel) -> int | None:
        if not self.site.same_origin(session):
            return None  # begun on another portal
        reply = self.site.ask("HEAD", session, headers=_VERSION, allowed={403})
        if reply.status in (403, 404, 410):
            return None
        at, length = number(reply.headers.get("Upload-Offset", "")), reply.headers.get("Upload-Length", "")
        if reply.status not in (200, 204) or at is None or at > parcel.bytes or length not in ("", str(parcel.bytes)):
            raise unexpected("say how far it is", reply)
        return at

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        if self._looks is None and offset < parcel.bytes:
            offset = self._tried(session, parcel, offset)
        algorithm, chunk = self._asked()[1] if self._looks else None, CHUNK
        with parcel.open() as file, Sums(parcel, algorithm or "") as sums:
            while offset < parcel.bytes:
                length = min(chunk, parcel.bytes - offset) if algorithm else parcel.bytes - offset
                checksum = f"{algorithm} {sums.of(offset, length)}" if algorithm else ""
                body = pieces(file, offset, length, moved, self.site.throttle)
                small = {413} if algorithm and chunk > SMALLEST else set[int]()
                reply = self._patch(session, offset, length, body, checksum, small)
                if reply.status == 413:  # a site that takes smaller pieces only
                    chunk //= 2
                    continue
                offset = self._accepted(reply, offset, length)
                moved(offset)

    def _patch(
        self, session: str, offset: int, length: int, body: Iterable[bytes], checksum: str, allowed: set[int]
    ) -> Reply:
        headers = {**_VERSION, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        headers |= {"Content-Length": str(length)} | ({"Upload-Checksum": checksum} if checksum else {})
        return self.site.ask("PATCH", session, headers=headers, content=body, allowed=allowed)

    def _tried(self, session: str, parcel: Parcel, offset: int) -> int:
        """Find out whether the site looks at checksums: it is sent the right next byte with the checksum of another.
        Where we are then."""
        algorithm = self._asked()[1]
        if not algorithm:
            self._looks = False
            return offset
        with parcel.open() as file:
            (byte,) = pieces(file, offset, 1)
        wrong = hashlib.new(algorithm, bytes([byte[0] ^ 1])).digest()
        reply = self._patch(session, offset, 1, [byte], f"{algorithm} {b64encode(wrong).decode()}", {400})
        at = offset if reply.status in (400, 460) else self._accepted(reply, offset, 1)
        self._looks = reply.status == 460
        return at

    def _accepted(self, reply: Reply, offset: int, length: int) -> int:
        """Where we are after a PATCH; a mismatch of checksum or offset is asked about and tried again."""
        known = {460: "a chunk arrived damaged", 409: "it is at another place than we thought"}
        if reply.status in (404, 410, 409, 460):
            raise Again(known.get(reply.status, "the upload has expired"))
        at = number(reply.headers.get("Upload-Offset", ""))
        if reply.status != 204 or at is None or not offset < at <= offset + length:
            raise unexpected("take a chunk", reply)
        return at

    def has(self, session: str, parcel: Parcel) -> bool:
        return self.offset(session, parcel) == parcel.bytes

    def finish(self, session: str, parcel: Parcel) -> Tier:
        held = self.offset(session, parcel)
        if held is None:  # every byte was acknowledged; some sites forget an upload when it is complete
            return Tier.CHUNK_CHECKSUM if self._looks else Tier.NONE
        if held != parcel.bytes:
            raise Again("the upload is not complete yet")
        return Tier.CHUNK_CHECKSUM if self._looks else Tier.SIZE

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        return Tier.SIZE if session and self.offset(session, parcel) == parcel.bytes else None

    def abandon(self, session: str) -> None:
        if self.site.same_origin(session) and "termination" in self._asked()[0]:
            self.site.ask("DELETE", session, headers=_VERSION)

    def close(self) -> None:
        self.site.close()


class Settings(PortalSettings):
    """`{kind: tus, url: …}`"""

    example: ClassVar[str] = "{kind: tus, url: https://portal.example/files/}"

    kind: Literal["tus"]
    url: str

    def shown(self) -> str:
        return f"tus {shown(self.url)}"

    def open(self, access: Access) -> Tus:
        return Tus(access.site(self, self.url, **access.sign_in()))
