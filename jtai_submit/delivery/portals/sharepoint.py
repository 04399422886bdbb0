"""A SharePoint library through Microsoft Graph: upload sessions, fragments in order, quickXorHash.

https://learn.microsoft.com/graph/api/driveitem-createuploadsession. Fragments are multiples of 320
KiB; their address is itself the permission, so no token goes with them; a finished session answers
404, like one that has expired.
"""

import json
from collections.abc import Callable, Generator, Iterator
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlsplit

import httpx
from pydantic import Field

from ...errors import Temporary
from ..chunks import different, pieces, stays, taken, unexpected
from ..codes import CODES
from ..http import Site
from ..interface import Again, Limits, Moved, Parcel, Step, Tier
from ..quickxor import quickxor
from ..replies import Reply, number
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk

GRAPH = "https://graph.microsoft.com/v1.0"
FRAGMENT = 32 * 327_680  # 10 MiB
_HOSTS = (
    ".sharepoint.com",
    ".sharepoint.us",
    ".sharepoint.cn",
    ".svc.ms",
)  # where upload sessions live


class Bearer(httpx.Auth):
    """A token, asked for anew once where it is refused."""

    requires_response_body = True

    def __init__(self, token: Callable[[bool], str]) -> None:
        self.token = token  # told whether it has to be a new one

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self.token(False)}"
        response = yield request
        if response.status_code == 401:
            request.headers["Authorization"] = f"Bearer {self.token(True)}"
            yield request


class SharePoint:
    """`graph` asks with a token; `uploads` makes the client for an upload session's own address,
    without one.
    """

    kind = "sharepoint"
    forgets = False

    def __init__(
        self, graph: Site, uploads: Callable[[str], Site], site: str, library: str, folder: str
    ) -> None:
        self.graph, self.uploads, self.site_name, self.library = (
            graph,
            uploads,
            site.strip("/"),
            library,
        )
        self.folder = folder.strip("/")
        self.known: tuple[str, int | None] | None = None
        self.lines = dict[str, Site]()

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> tuple[Reply, dict[str, Any]]:
        headers = {"Content-Type": "application/json"} if body is not None else None
        content = json.dumps(body).encode() if body is not None else None
        reply = self.graph.ask(method, f"{self.graph.url}{path}", headers=headers, content=content)
        try:
            said = json.loads(reply.body or b"{}")
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise unexpected("answer in JSON", reply)
        return reply, said

    def _drive(self) -> tuple[str, int | None]:
        """The library's path in Graph, and how many bytes it has room for; asked once."""
        if self.known is None:
            host, _, path = self.site_name.partition("/")
            reply, site = self._ask(
                "GET", f"/sites/{host}:/{quote(path)}" if path else f"/sites/{host}"
            )
            if reply.status != 200:
                raise _not_there(f'there is no site "{self.site_name}"', "site")
            reply, drives = self._ask(
                "GET", f"/sites/{quote(str(site.get('id')), safe=',')}/drives"
            )
            if reply.status != 200:
                raise unexpected("list its libraries", reply)
            found = next(
                (d for d in drives.get("value", []) if d.get("name") == self.library), None
            )
            if found is None:
                raise _not_there(f'the site has no library "{self.library}"', "library")
            room = (found.get("quota") or {}).get("remaining")
            self.known = (
                f"/drives/{quote(str(found['id']))}",
                room if isinstance(room, int) else None,
            )
        return self.known

    def _path(self, name: str) -> str:
        path = "/".join(part for part in (self.folder, name) if part)
        return f"{self._drive()[0]}/root:/{quote(path)}"

    def limits(self) -> Limits:
        return Limits(largest=250 * 1024**3, room=self._drive()[1], clock=self.graph.clock)

    def _item(self, name: str) -> dict[str, Any] | None:
        reply, item = self._ask("GET", self._path(name))
        if reply.status == 404:
            return None
        if reply.status != 200 or not isinstance(item.get("size"), int):
            raise unexpected("say what it holds", reply)
        return item

    def start(self, parcel: Parcel) -> str:
        if item := self._item(parcel.name):
            if item["size"] == parcel.bytes and self._verified(item, parcel):
                return _session(parcel, "")  # it arrived, and the journal was not told
            raise taken(parcel.name)
        if not parcel.bytes:  # an upload session takes no empty file
            return _session(parcel, "")
        wanted = {"item": {"@microsoft.graph.conflictBehavior": "fail"}}
        reply, said = self._ask("POST", f"{self._path(parcel.name)}:/createUploadSession", wanted)
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
        ours = (
            host == self.site_name.partition("/")[0]
            or host.endswith(_HOSTS)
            or self.graph.same_origin(address)
        )
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
            reply = self._line(address).ask("GET", address, allowed={403})
            if reply.status == 200:
                return _expected(reply, parcel)
            if reply.status not in (401, 403, 404, 410):
                raise unexpected("say how far it is", reply)
        item = self._item(parcel.name)
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
                    "Content-Range": f"bytes {offset}-{offset + length - 1}/{parcel.bytes}",
                }
                body = pieces(file, offset, length, moved, line.throttle)
                reply = line.ask("PUT", address, headers=headers, content=body, allowed={403})
                if reply.status in (403, 404, 409, 410, 416):
                    raise Again("it is at another place than we thought, or the upload has expired")
                if reply.status in (200, 201):
                    offset = parcel.bytes
                elif reply.status == 202:
                    at = _expected(reply, parcel)
                    if not offset < at <= offset + length:
                        raise Again("it is at another place than we thought")
                    offset = at
                else:
                    raise unexpected("take a fragment", reply)
                moved(offset)

    def has(self, session: str, parcel: Parcel) -> bool:
        return self._item(parcel.name) is not None

    def finish(self, session: str, parcel: Parcel) -> Tier:
        if not parcel.bytes and self._item(parcel.name) is None:
            path = f"{self._path(parcel.name)}:/content?@microsoft.graph.conflictBehavior=fail"
            reply, _ = self._ask("PUT", path, {})
            if reply.status == 409:
                raise taken(parcel.name)
        item = self._item(parcel.name)
        if item is None:
            raise Again("the upload is not complete yet")
        tier = self._verified(item, parcel)
        if tier is None:
            raise different(parcel.name)
        return tier

    def _verified(self, item: dict[str, Any], parcel: Parcel) -> Tier | None:
        """The strongest proof that an item is the parcel; None where it is another."""
        hashes = (item.get("file") or {}).get("hashes") or {}
        if isinstance(hashes.get("sha256Hash"), str):
            return Tier.SERVER_SHA256 if hashes["sha256Hash"].lower() == parcel.sha256 else None
        if isinstance(hashes.get("quickXorHash"), str):
            with parcel.open() as file:
                return Tier.QUICKXOR if hashes["quickXorHash"] == quickxor(file) else None
        return Tier.READ_BACK if self._read_back(parcel) == parcel.sha256 else None

    def _read_back(self, parcel: Parcel) -> str | None:
        address = self._item(parcel.name)
        link = str((address or {}).get("@microsoft.graph.downloadUrl") or "")
        return self._line(link).read_back(link, parcel.bytes) if link else None

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        item = self._item(parcel.name)
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
        item = self._item(name)
        ours = Parcel(name, item["size"], "", open=_nothing) if item else None
        if ours and (self._read_back(ours) or "").startswith(mark):
            self._ask("DELETE", self._path(name))
            if self._item(name):
                raise stays(name)

    def probe(self) -> Iterator[Step]:
        parcel, begun = scratch(), list[str]()

        return walk(
            Try("find the site and its library", lambda: self._drive()[0] and ""),
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


def _expected(reply: Reply, parcel: Parcel) -> int:
    """The first byte that the site waits for: `["26-"]`, `["12345-55232", "77829-99375"]`."""
    try:
        ranges = json.loads(reply.body)["nextExpectedRanges"]
        at = (
            min(number(str(each).partition("-")[0]) or 0 for each in ranges)
            if ranges
            else parcel.bytes
        )
    except (ValueError, KeyError, TypeError):
        raise unexpected("say how far it is", reply) from None
    if at > parcel.bytes:
        raise unexpected("say how far it is", reply)
    return at


def _not_there(what: str, key: str) -> Temporary:
    return Temporary(CODES["P005"].problem(what, f"correct portal: {key}: in submission.yaml"))


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
