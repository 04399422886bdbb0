"""The requests of WebDAV (RFC 4918) on one collection: lengths, properties, folders, moves."""

from urllib.parse import quote, urlsplit

from .chunks import unexpected
from .http import Site
from .replies import Reply, number
from .xml import tree

# By name: `allprop` leaves out what costs a server time, and what other RFCs define (4918, 9.1).
_ASKED = (
    '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><{}/></prop></propfind>'
)


class Collection:
    """A site's files, by their names below its address."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._short = False  # whether Destination is to be a path only

    def address(self, name: str) -> str:
        return f"{self.site.url.rstrip('/')}/{quote(name)}"

    def property(self, address: str, name: str) -> Reply:
        # RFC 4918, 9.1: without Depth it is `infinity`, the whole tree, which many servers refuse.
        headers = {"Depth": "0", "Content-Type": "application/xml"}
        return self.site.ask(
            "PROPFIND", address, headers=headers, content=_ASKED.format(name).encode()
        )

    def room(self) -> int | None:
        """Bytes that may still be written; None where it is not told. Raises `Temporary` (P005)."""
        reply = self.property(self.site.url, "quota-available-bytes")  # RFC 4331, 3
        if reply.status == 405:  # nginx without its extension: there is no quota to be asked for
            return None
        if reply.status != 207:
            raise unexpected("answer as WebDAV does", reply)
        # RFC 4918, 9.1.2: what a server does not know stands there all the same, empty, under 404.
        found = tree(reply).findtext(".//{DAV:}quota-available-bytes")
        return number((found or "").strip())

    def length(self, address: str) -> int | None:
        """The bytes of a file, None where there is none."""
        reply = self.site.ask("HEAD", address)
        if reply.status in (404, 410):
            return None
        held = number(reply.headers.get("Content-Length", ""))
        # RFC 9110, 8.6: a server may leave Content-Length out of its answer to HEAD, and must not
        # send it with 204. Some never say, some not of an empty file.
        if reply.status == 204 or (reply.status == 200 and held is None):
            told = self.property(address, "getcontentlength")
            return (
                (number(tree(told).findtext(".//{DAV:}getcontentlength") or "") or 0)
                if told.status == 207
                else 0
            )
        if reply.status != 200 or held is None:
            raise unexpected("say how far it is", reply)
        return held

    def make_folders(self, name: str) -> None:
        """Make what lies above a file. Raises `Temporary` (P005)."""
        parts = name.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            # RFC 4918, 5.2: a collection's address ends with a slash; and 9.3.1: 409 where what
            # lies above is not there, so that it begins at the top.
            address = self.address("/".join(parts[:depth])) + "/"
            reply = self.site.ask("MKCOL", address, allowed={403})
            # 405: it is there already (9.3.1). Others answer 301 or 403 then; where a folder may
            # really not be made, the file in it is refused.
            if reply.status not in (201, 405, 301, 403):
                raise unexpected("make a folder", reply)

    def move(self, part: str, final: str) -> Reply:
        """MOVE; with a Destination that is a path only (RFC 4918, 8.3) where the whole address is
        not taken: behind a proxy that ends TLS a server may know itself as http:, and answer 502 to
        its own name with https:.
        """
        short = urlsplit(final).path
        if not self._short:
            # 10.6: without Overwrite it is T, and what is there would be replaced.
            headers = {"Destination": final, "Overwrite": "F"}
            reply = self.site.ask("MOVE", part, headers=headers, allowed={400, 403, 502})
            # 9.9.4: 502 is for a destination on another server; some answer 400.
            if reply.status not in (400, 502):
                return reply
        reply = self.site.ask(
            "MOVE", part, headers={"Destination": short, "Overwrite": "F"}, allowed={403}
        )
        self._short = self._short or reply.status in (201, 204, 412)
        return reply
