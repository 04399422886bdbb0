"""The requests of tus 1.0.0 (https://tus.io/protocols/resumable-upload): what a site offers, and
uploads that are begun, asked about, gone on with and taken away.
"""

from base64 import b64encode
from dataclasses import dataclass

from ..errors import Temporary
from .chunks import unexpected
from .device import filters
from .http import Site
from .interface import Again, Parcel
from .override import Body, Override
from .replies import Reply, number

# Core protocol, "Tus-Resumable": in every request but OPTIONS; what a site does not speak it
# answers with 412.
_VERSION = {"Tus-Resumable": "1.0.0"}
# "Checksum": each site with this extension has at least sha1, which tells damage as well as the
# others; sha256 is what the pack is known by.
_ALGORITHMS = ("sha256", "sha512", "sha1")
MISMATCH = 460  # "Checksum": a status of tus alone; the chunk is dropped, the offset stays


@dataclass(frozen=True, slots=True)
class Offer:
    """What a site can: extensions, the checksum algorithm to use, the largest file in bytes."""

    extensions: frozenset[str]
    algorithm: str | None
    largest: int | None


class Uploads:
    """Uploads of one site, each known by its address only."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.door = Override(site)
        self._offer: Offer | None = None

    def offer(self) -> Offer:
        """What the site says that it can; asked once. Raises `Temporary` (P005)."""
        if self._offer is None:
            reply = self.site.ask("OPTIONS", self.site.url)
            extensions = {e.strip() for e in reply.headers.get("Tus-Extension", "").split(",")}
            # "Creation" is an extension, too: without it uploads begin in a way of the site's own.
            if reply.status >= 400 or "creation" not in extensions:
                raise unexpected("say that it speaks tus with creation", reply)
            offered = [
                a.strip() for a in reply.headers.get("Tus-Checksum-Algorithm", "").split(",")
            ]
            usable = next((a for a in _ALGORITHMS if a in offered), None)
            algorithm = usable if "checksum" in extensions else None
            largest = number(reply.headers.get("Tus-Max-Size", "")) or None
            self._offer = Offer(frozenset(extensions), algorithm, largest)
        return self._offer

    def create(self, parcel: Parcel) -> tuple[str, Reply]:
        """What the site names as the new upload's address, and all that it answered. Raises
        `Temporary` (P005).
        """
        # "Upload-Metadata": a key, a space, its value in base64. The protocol names no keys;
        # `filename` is what servers and their clients agree on.
        metadata = f"filename {b64encode(parcel.name.encode()).decode()}"
        headers = {**_VERSION, "Upload-Length": str(parcel.bytes), "Upload-Metadata": metadata}
        reply = self.site.ask("POST", self.site.url, headers=headers)
        named = reply.headers.get("Location", "")
        if reply.status not in (200, 201) or not named:
            raise unexpected("begin the upload", reply)
        return named, reply

    def offset(self, address: str, parcel: Parcel) -> int | None:
        """How many bytes of an upload the site holds; None where it is gone. Raises `Temporary`
        (P005, P022).
        """
        # "HEAD": the site has to answer `no-store`. Where it does not, RFC 9111, 5.2.1.4 keeps what
        # lies between from answering out of its memory.
        headers = {**_VERSION, "Cache-Control": "no-cache"}
        reply = self.site.ask("HEAD", address, headers=headers, allowed={403})
        if reply.status == 403 and filters(reply):
            raise self.site.blocked(reply, "HEAD")
        # "HEAD": any of the three where there is no such upload (any more).
        if reply.status in (403, 404, 410):
            return None
        at = number(reply.headers.get("Upload-Offset", ""))
        length = reply.headers.get("Upload-Length", "")
        other = length not in ("", str(parcel.bytes))
        if reply.status not in (200, 204) or at is None or at > parcel.bytes or other:
            raise unexpected("say how far it is", reply)
        return at

    def patch(
        self, address: str, offset: int, length: int, body: Body, checksum: str, allowed: set[int]
    ) -> Reply:
        """Send `length` bytes from `offset` on; `checksum` is an algorithm and a hash in base64."""
        headers = {
            **_VERSION,
            "Upload-Offset": str(offset),
            # "PATCH": this type, or 415.
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(length),
        }
        headers |= {"Upload-Checksum": checksum} if checksum else {}
        return self.door.ask("PATCH", address, headers, body, allowed)

    def end(self, address: str) -> bool:
        """Take an upload away (the termination extension); whether the site can."""
        if "termination" not in self.offer().extensions:
            return False
        try:
            reply = self.door.ask("DELETE", address, {**_VERSION}, lambda: (), set())
        except Temporary:
            return False
        return reply.status in (200, 204, 404, 410)


def accepted(reply: Reply, offset: int, length: int) -> int:
    """Where we are after a PATCH; a mismatch of checksum or offset is asked about and tried
    again. Raises `Again`, `Temporary` (P005).
    """
    known = {MISMATCH: "a chunk arrived damaged", 409: "it is at another place than we thought"}
    if reply.status in (404, 410, 409, MISMATCH):
        raise Again(known.get(reply.status, "the upload has expired"))
    # "PATCH": the new offset is the old one and what was stored, which may be less than was sent.
    at = number(reply.headers.get("Upload-Offset", ""))
    if reply.status not in (200, 204) or at is None or not offset < at <= offset + length:
        raise unexpected("take a chunk", reply)
    return at
