"""A SharePoint library through Microsoft Graph: upload sessions, fragments in order, quickXorHash.

https://learn.microsoft.com/graph/api/driveitem-createuploadsession. Fragments are multiples of 320
KiB; their address is itself the permission, so no token goes with them; a finished session answers
404, like one that has expired.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import Field

from ...errors import Temporary
from ..chunks import different, pieces, stays, taken, unexpected
from ..codes import CODES
from ..graph import GRAPH, Bearer, Library, expected
from ..http import Site
from ..interface import Again, Limits, Moved, Parcel, Step, Tier
from ..quickxor import quickxor
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk

# createUploadSession: a multiple of 320 KiB, or the file may not be committed, and less than 60
# MiB. Of a request that breaks off nothing is kept: so much, 10 MiB, is sent twice.
FRAGMENT = 32 * 327_680
LARGEST = 250 * 1024**3  # bytes of a file: "SharePoint limits", file size
# Where upload sessions live; .us and .cn are national clouds.
_HOSTS = (
    ".sharepoint.com",
    ".sharepoint.us",
    ".sharepoint.cn",
    ".svc.ms",
)


class SharePoint:
    """`graph` asks with a token; `uploads` makes the client for an upload session's own address,
    without one.
    """

    kind = "sharepoint"
    forgets = False

    def __init__(
        self, graph: Site, uploads: Callable[[str], Site], site: str, library: str, folder: str
    ) -> None:
        self.graph, self.uploads = graph, uploads
        self.library = Library(graph, site, library, folder)
        self.lines = dict[str, Site]()

    def limits(self) -> Limits:
        return Limits(largest=LARGEST, room=self.library.drive()[1], clock=self.graph.clock)

    def start(self, parcel: Parcel) -> str:
        if item := self.library.item(parcel.name):
            if item["size"] == parcel.bytes and self._verified(item, parcel):
                return _session(parcel, "")  # it arrived, and the journal was not told
            raise taken(parcel.name)
        if not parcel.bytes:  # an upload session takes no empty file
            return _session(parcel, "")
        # Asked for when the session begins, decided when its last fragment comes.
        wanted = {"item": {"@microsoft.graph.conflictBehavior": "fail"}}
        reply, said = self.library.ask(
            "POST", f"{self.library.path(parcel.name)}:/createUploadSession", wanted
        )
        if reply.status == 409:
            raise taken(parcel.name)
        address = said.get("uploadUrl")
        if reply.status not in (200, 201) or not isinstance(address, str):
            raise unexpected("begin the upload", reply)
        self._line(address)
        return _session(parcel, address)

    def _line(self, address: str) -> Site:
        """The line to an upload session. Raises `Temporary` (P006) where its host is not one of
        Microsoft's.
        """
        parts = urlsplit(address)
        host = parts.hostname or ""
        ours = host == self.library.host or host.endswith(_HOSTS) or self.graph.same_origin(address)
        if not ours:
            fix = "tell the people who run the site"
            raise Temporary(
                CODES["P006"].problem(
                    f"the secure site wants the upload on another host: {host}", fix
                )
            )
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.lines:
            self.lines[origin] = self.uploads(origin)
        return self.lines[origin]

    def offset(self, session: str, parcel: Parcel) -> int | None:
        mark, address, name = _parted(session)
        if (mark, name) != (parcel.sha256[:12], parcel.name):
            return None  # of another ciphertext
        if address:
            # "Resuming an in-progress upload". No token: the address is the permission.
            reply = self._line(address).ask("GET", address, allowed={403})
            if reply.status == 200:
                return expected(reply, parcel)
            if reply.status not in (401, 403, 404, 410):
                raise unexpected("say how far it is", reply)
        item = self.library.item(parcel.name)
        if item is None:
            return 0 if not parcel.bytes else None
        if item["size"] != parcel.bytes:
            raise taken(parcel.name)
        return parcel.bytes

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        address = session.split(" ", 2)[1]
        line = self._line(address)
        with parcel.open() as file:
            while offset < parcel.bytes:
                length = min(FRAGMENT, parcel.bytes - offset)
                headers = {
                    "Content-Length": str(length),
                    # Its last byte is named, as in RFC 9110, 14.4; the whole never changes.
                    "Content-Range": f"bytes {offset}-{offset + length - 1}/{parcel.bytes}",
                }
                body = pieces(file, offset, length, moved, line.throttle)
                reply = line.ask("PUT", address, headers=headers, content=body, allowed={403})
                # 409 nameAlreadyExists: since the session began, and only with the last fragment;
                # 416: it has this fragment already, so the answer to it was lost.
                if reply.status in (403, 404, 409, 410, 416):
                    raise Again("it is at another place than we thought, or the upload has expired")
                if reply.status in (200, 201):
                    offset = parcel.bytes
                elif reply.status == 202:
                    at = expected(reply, parcel)
                    if not offset < at <= offset + length:
                        raise Again("it is at another place than we thought")
                    offset = at
                else:
                    raise unexpected("take a fragment", reply)
                moved(offset)

    def has(self, session: str, parcel: Parcel) -> bool:
        return self.library.item(parcel.name) is not None

    def finish(self, session: str, parcel: Parcel) -> Tier:
        if not parcel.bytes and self.library.item(parcel.name) is None:
            path = (
                f"{self.library.path(parcel.name)}:/content?@microsoft.graph.conflictBehavior=fail"
            )
            reply, _ = self.library.ask("PUT", path)
            if reply.status == 409:
                raise taken(parcel.name)
        item = self.library.item(parcel.name)
        if item is None:
            raise Again("the upload is not complete yet")
        tier = self._verified(item, parcel)
        if tier is None:
            raise different(parcel.name)
        return tier

    def _verified(self, item: dict[str, Any], parcel: Parcel) -> Tier | None:
        """The strongest proof that an item is the parcel; None where it is another."""
        # "hashes": quickXorHash is what libraries have; sha256Hash is not promised, but where it is
        # said it proves more. Files of Office may be changed by the library itself when they arrive
        # (it writes its properties into them): then neither is right, and that has to be said.
        hashes = (item.get("file") or {}).get("hashes") or {}
        if isinstance(hashes.get("sha256Hash"), str):
            return Tier.SERVER_SHA256 if hashes["sha256Hash"].lower() == parcel.sha256 else None
        if isinstance(hashes.get("quickXorHash"), str):
            with parcel.open() as file:
                return Tier.QUICKXOR if hashes["quickXorHash"] == quickxor(file) else None
        return Tier.READ_BACK if self._read_back(parcel) == parcel.sha256 else None

    def _read_back(self, parcel: Parcel) -> str | None:
        # A link that works without a token, for a short time: asked for anew before each reading.
        address = self.library.item(parcel.name)
        link = str((address or {}).get("@microsoft.graph.downloadUrl") or "")
        return self._line(link).read_back(link, parcel.bytes) if link else None

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        item = self.library.item(parcel.name)
        if item is None:
            return None
        found = self._read_back(parcel)
        if item["size"] != parcel.bytes or found not in (None, parcel.sha256):
            raise different(parcel.name)
        return Tier.READ_BACK if found else Tier.SIZE

    def abandon(self, session: str) -> None:
        mark, address, name = _parted(session)
        if not name:
            return  # of another portal; what was begun and not told ends by itself when it expires
        if address:
            self._line(address).ask("DELETE", address, allowed={403})
        item = self.library.item(name)
        ours = Parcel(name, item["size"], "", open=_nothing) if item else None
        if ours and (self._read_back(ours) or "").startswith(mark):
            self.library.ask("DELETE", self.library.path(name))
            if self.library.item(name):
                raise stays(name)

    def probe(self) -> Iterator[Step]:
        parcel, begun = scratch(), list[str]()

        return walk(
            Try("find the site and its library", lambda: self.library.drive()[0] and ""),
            Try("begin an upload (createUploadSession)", lambda: begun.append(self.start(parcel))),
            Try("end it again (DELETE)", lambda: self.abandon(begun[0]), undoes=begun),
        )

    def close(self) -> None:
        for line in (self.graph, *self.lines.values()):
            line.close()


def _nothing() -> Any:
    raise FileNotFoundError


def _session(parcel: Parcel, address: str) -> str:
    return f"{parcel.sha256[:12]} {address} {parcel.name}"


def _parted(session: str) -> tuple[str, str, str]:
    """The mark of the ciphertext, the upload's address and the name; nothing of the sort for
    another portal's session.
    """
    parts = session.split(" ", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")


class Settings(PortalSettings):
    """`{kind: sharepoint, tenant: …, client_id: …, site: …}`"""

    example: ClassVar[str] = (
        "{kind: sharepoint, tenant: example.org, client_id: …, site: "
        "example.sharepoint.com/sites/inspection}"
    )

    kind: Literal["sharepoint"]
    tenant: str
    client_id: str
    site: str
    library: str = "Documents"
    folder: str = ""
    certificate: str = Field(
        "", description="a PEM file with the application's private key and certificate"
    )

    def shown(self) -> str:
        return f"sharepoint {self.site} {self.library}/{self.folder.strip('/')}"

    def open(self, access: Access) -> SharePoint:
        from ..microsoft import Tokens

        tokens = Tokens(
            self.tenant,
            self.client_id,
            secret=access.secret("PORTAL_PASSWORD", ""),
            certificate=access.path(self.certificate),
            say=access.say,
        )

        def line(url: str, **more: Any) -> Site:
            return access.site(self, url, **more)

        graph = line(GRAPH, auth=Bearer(tokens))
        return SharePoint(graph, line, self.site, self.library, self.folder)
