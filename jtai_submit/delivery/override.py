"""What stands between us and the site may know no PATCH or DELETE: then a POST says what it means.

tus 1.0.0, "X-HTTP-Method-Override" (https://tus.io/protocols/resumable-upload).
"""

from collections.abc import Callable, Iterable

from .http import Site
from .replies import Reply

_NO_SUCH_METHOD = {403, 405, 501}  # RFC 9110, 15.5.6 and 15.6.2; 403 is what filters say
_UNDERSTOOD = {200, 204, 400, 409}  # the answers to a PATCH without a body that was understood
Body = Callable[[], Iterable[bytes]]


class Override:
    """Asks a site with a method that may be refused on the way; `turned` once every such request
    goes as a POST.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.turned = False

    def ask(
        self, method: str, address: str, headers: dict[str, str], body: Body, allowed: set[int]
    ) -> Reply:
        """The reply to a method, or to the POST in its place. Raises `Temporary` (P022) where both
        are refused.
        """
        allowed = allowed | _NO_SUCH_METHOD
        if not self.turned:
            plain = self.site.ask(method, address, headers=headers, content=body(), allowed=allowed)
            if plain.status not in _NO_SUCH_METHOD:
                return plain
            # first without a body: nothing is sent twice to what refuses this, too
            empty = {k: v for k, v in headers.items() if k != "Upload-Checksum"} | {
                "Content-Length": "0"
            }
            tried = self._as_post(method, address, empty, b"", allowed | {400})
            if tried.status not in _UNDERSTOOD:
                raise self.site.blocked(plain, method)
            self.turned = True
            if method == "DELETE":
                return tried
        reply = self._as_post(method, address, headers, body(), allowed)
        if reply.status in _NO_SUCH_METHOD:
            raise self.site.blocked(reply, method)
        return reply

    def _as_post(
        self,
        method: str,
        address: str,
        headers: dict[str, str],
        body: bytes | Iterable[bytes],
        allowed: set[int],
    ) -> Reply:
        return self.site.ask(
            "POST",
            address,
            headers={**headers, "X-HTTP-Method-Override": method},
            content=body,
            allowed=allowed,
        )
