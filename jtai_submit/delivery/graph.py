"""Microsoft Graph as far as one library goes: its token, its drive, its items, and how far an
upload session is.

https://learn.microsoft.com/graph/api/resources/driveitem, /uploadsession.
"""

import json
from collections.abc import Callable, Generator
from typing import Any
from urllib.parse import quote

import httpx

from ..errors import Temporary
from .chunks import unexpected
from .codes import CODES
from .http import Site
from .interface import Parcel
from .replies import Reply, number

GRAPH = "https://graph.microsoft.com/v1.0"


class Bearer(httpx.Auth):
    """A token (RFC 6750, 2.1), asked for anew once where it is refused."""

    requires_response_body = True

    def __init__(self, token: Callable[[bool], str]) -> None:
        self.token = token  # told whether it has to be a new one

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self.token(False)}"
        response = yield request
        # A token lasts an hour or little more, and a push may last longer; whoever runs the tenant
        # can end one before. Both are answered with 401.
        if response.status_code == 401:
            request.headers["Authorization"] = f"Bearer {self.token(True)}"
            yield request


class Library:
    """A document library of a site. `site` is as people write it: `HOST/sites/NAME`."""

    def __init__(self, line: Site, site: str, library: str, folder: str) -> None:
        self.line, self.site, self.library = line, site.strip("/"), library
        self.folder = folder.strip("/")
        self._known: tuple[str, int | None] | None = None

    @property
    def host(self) -> str:
        return self.site.partition("/")[0]

    def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> tuple[Reply, dict[str, Any]]:
        """A request to Graph: the reply, and the JSON in it. Raises `Temporary` (P005)."""
        headers = {"Content-Type": "application/json"} if body is not None else None
        content = json.dumps(body).encode() if body is not None else None
        reply = self.line.ask(method, f"{self.line.url}{path}", headers=headers, content=content)
        try:
            said = json.loads(reply.body or b"{}")
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise unexpected("answer in JSON", reply)
        return reply, said

    def drive(self) -> tuple[str, int | None]:
        """The library's path in Graph, and how many bytes it has room for; asked once."""
        if self._known is None:
            host, _, path = self.site.partition("/")
            # "Get a site by server-relative URL": the path stands behind a colon.
            reply, site = self.ask(
                "GET", f"/sites/{host}:/{quote(path)}" if path else f"/sites/{host}"
            )
            if reply.status != 200:
                raise _not_there(f'there is no site "{self.site}"', "site")
            # A site's id is a host and two GUIDs with commas between them, which stay as they are.
            reply, drives = self.ask("GET", f"/sites/{quote(str(site.get('id')), safe=',')}/drives")
            if reply.status != 200:
                raise unexpected("list its libraries", reply)
            found = next(
                (d for d in drives.get("value", []) if d.get("name") == self.library), None
            )
            if found is None:
                raise _not_there(f'the site has no library "{self.library}"', "library")
            # `quota` is not told to everybody: then nothing is known of the room.
            room = (found.get("quota") or {}).get("remaining")
            self._known = (
                f"/drives/{quote(str(found['id']))}",
                room if isinstance(room, int) else None,
            )
        return self._known

    def path(self, name: str) -> str:
        """Where Graph has a file. It may be followed by a colon and what is asked of the file."""
        path = "/".join(part for part in (self.folder, name) if part)
        # "Addressing driveItems": what stands between colons is a path in the library.
        return f"{self.drive()[0]}/root:/{quote(path)}"

    def item(self, name: str) -> dict[str, Any] | None:
        """The driveItem of a file; None where there is none. Raises `Temporary` (P005)."""
        reply, item = self.ask("GET", self.path(name))
        if reply.status == 404:
            return None
        if reply.status != 200 or not isinstance(item.get("size"), int):
            raise unexpected("say what it holds", reply)
        return item


def expected(reply: Reply, parcel: Parcel) -> int:
    """The first byte that the site waits for: `["26-"]`, `["12345-55232", "77829-99375"]`."""
    try:
        # uploadSession: ranges that are missing, not always all of them; the last may be open.
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
