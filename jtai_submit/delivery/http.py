"""One careful HTTP client for every portal: TLS 1.2 or later, no redirects, replies of bounded
size, faults in words.
"""

import hashlib
import ssl
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from ..errors import Problem, Refused, Stop, Temporary, Unusable
from .address import loopback, origin, own_name, shown, signed, unsigned
from .codes import CODES
from .device import answerer, blocked, by, filters
from .interface import Again
from .line import Drips, Line, proxy_for
from .replies import PASSING, Reply, bounded, date, endless, flowing, retry_after
from .throttle import UNLIMITED, Throttle
from .tls import trust

# Long for answers: a site may look at a whole file before it says that it has it.
_TIMES = httpx.Timeout(30.0, read=120.0, write=120.0)
_PERHAPS_DONE = {500, 502, 504}  # by a server behind the one that answered


class Site:
    """Requests to one origin, with its credentials."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        user: tuple[str, str] | None = None,
        ca_file: Path | None = None,
        transport: httpx.BaseTransport | None = None,
        throttle: Throttle = UNLIMITED,
        auth: httpx.Auth | None = None,
    ) -> None:
        self.shown, self.origin, self.throttle = shown(url), origin(url), throttle
        if signed(url):
            parts = urlsplit(url)
            user = user or (unquote(parts.username or ""), unquote(parts.password or ""))
        self.url = unsigned(url)  # without what must not get into addresses that are kept
        scheme, host, port = self.origin
        if scheme == "http" and not loopback(host):
            raise Unusable(
                CODES["P007"].problem(
                    "the portal's address is not encrypted", "use its https: address", self.shown
                )
            )
        # RFC 6750, 2.1: a token is of letters, digits and a few signs. A line break that was pasted
        # with it could make another header.
        if token and not (token.isascii() and token.isprintable()):
            fix = (
                "set JTAI_SUBMIT_PORTAL_TOKEN again, exactly as the people who run the site gave it"
            )
            raise Refused(
                CODES["P002"].problem("the token holds characters that no token has", fix)
            )
        self.signed = bool(token or user or auth)
        self.clock: datetime | None = None  # the site's, when it last spoke
        headers = {
            # RFC 9110, 12.5.3: no coding. What is read back is to be the bytes that were sent, and
            # their count the one that Content-Length says.
            "Accept-Encoding": "identity",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }
        context = trust(ca_file) if scheme == "https" else None
        proxy = "" if loopback(host) or transport else proxy_for(scheme, host, port)
        if proxy and urlsplit(proxy).scheme not in ("http", "https"):
            message = (
                f"the proxy of this network is one of {urlsplit(proxy).scheme}:, which is "
                f"not spoken here"
            )
            fix = "name an http: proxy in HTTPS_PROXY, or take the site into NO_PROXY"
            raise Unusable(CODES["P022"].problem(message, fix, self.shown))
        self.client = httpx.Client(
            auth=user or auth,
            headers=headers,
            timeout=_TIMES,
            follow_redirects=False,
            transport=transport or Line(context, proxy),
        )

    def same_origin(self, url: str) -> bool:
        return origin(url) == self.origin

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        content: bytes | Iterable[bytes] | None = None,
        allowed: Container[int] = (),
    ) -> Reply:
        """One request. Raises `Again` for what passes, `Stop` for sign-in, redirects and
        certificates.
        """
        if not self.same_origin(url):
            raise Temporary(
                CODES["P006"].problem(
                    f"the secure site named an address on another host: {urlsplit(url).hostname}",
                    "tell the people who run the site",
                )
            )
        with (
            self._line(),
            self.client.stream(method, url, headers=headers, content=content) as stream,
        ):
            reply = Reply(stream.status_code, stream.headers, b"".join(bounded(stream)))
        self.clock = date(reply.headers.get("Date", "")) or self.clock
        return self._judged(reply, method, allowed)

    def read_back(
        self, url: str, largest: int, headers: dict[str, str] | None = None
    ) -> str | None:
        """The SHA-256 of what an address holds, in hexadecimal; None where it holds nothing. More
        than `largest` bytes are not read: their hash is that of the first ones, and no other.
        """
        digest, left = hashlib.sha256(), largest + 1
        with self._line(), self.client.stream("GET", url, headers=headers) as stream:
            if stream.status_code != 200:
                reply = Reply(stream.status_code, stream.headers, b"".join(bounded(stream)))
                if self._judged(reply, "GET", {404, 410}).status in (404, 410):
                    return None
                raise Again(f"it answered {reply.status} when asked to read back")
            for piece in flowing(stream):
                digest.update(piece[:left])
                left -= len(piece)
                if left <= 0:
                    break
        return digest.hexdigest()

    @contextmanager
    def _line(self) -> Iterator[None]:
        """What can happen on a line, in our words."""
        try:
            yield
        except httpx.ConnectError as e:
            if isinstance(_cause(e), ssl.SSLError):
                message = f"the secure site's certificate is refused: {_cause(e)}"
                fix = "check the url, or give its authority with ca_file"
                raise Temporary(CODES["P012"].problem(message, fix, self.shown)) from None
            raise Again("no connection") from None
        except httpx.ProxyError as e:
            raise self._stopped_by_proxy(str(e)) from None
        except Drips:
            raise endless(self.shown) from None
        except httpx.TimeoutException as e:
            unsure = not isinstance(e, (httpx.ConnectTimeout, httpx.PoolTimeout))
            raise Again("it did not answer in time", unsure=unsure) from None
        except httpx.LocalProtocolError as e:
            fix = "check the portal's url, user name and password"
            message = f"this cannot be asked of the secure site: {e}"
            raise Refused(CODES["P002"].problem(message, fix, self.shown)) from None
        except httpx.TransportError:
            raise Again("the line broke", unsure=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as e:
            message = f"the secure site's answer cannot be read ({type(e).__name__})"
            fix = "check the portal's url, and tell the people who run the site"
            raise Temporary(CODES["P005"].problem(message, fix, self.shown)) from None

    def _stopped_by_proxy(self, words: str) -> Exception:
        """What a proxy said in place of making a connection: `407 Proxy Authentication
        Required`.
        """
        status = int(words[:3]) if words[:3].isdigit() else 0
        if status == 407:
            return Refused(self._wants_sign_in())
        if status in PASSING or not status:
            return Again(f"the proxy of this network answered {words or 'nothing'}")
        message = (
            f"the proxy of this network makes no connection to the secure site: it answered {words}"
        )
        return Temporary(CODES["P022"].problem(message, where=self.shown))

    def _wants_sign_in(self, who: str = "") -> Problem:
        message = f"the proxy of this network wants you to sign in to it first (407{who})"
        fix = (
            "ask your IT department how programs get through the proxy; HTTPS_PROXY may name "
            "it, with your name in it"
        )
        return CODES["P022"].problem(message, fix, self.shown)

    def blocked(self, reply: Reply, what: str) -> Stop:
        """What `what` came to where something on the way answered, and not the site."""
        return Temporary(blocked(reply, what, self.shown))

    def _judged(self, reply: Reply, method: str, allowed: Container[int]) -> Reply:
        if reply.status in allowed:
            return reply
        if reply.status in PASSING:
            why = f"it answered {reply.status}{by(reply)}"
            raise Again(why, retry_after(reply), unsure=reply.status in _PERHAPS_DONE)
        if reply.status == 407:  # RFC 9110, 15.5.8
            who = answerer(reply)
            raise Refused(self._wants_sign_in(f", {who}" if who else ""))
        if reply.status == 511:  # RFC 6585, 6: the network itself wants a person to sign in
            message = (
                f"this network lets nothing through before somebody signs in on its page "
                f"(511{by(reply)})"
            )
            fix = "open any page in a browser, sign in there, and run the same command again"
            raise Temporary(CODES["P022"].problem(message, fix, self.shown))
        # RFC 7725, 4: 451 is said by whoever blocks, who need not be the site.
        if reply.status == 451 or reply.status == 403 and filters(reply):
            raise self.blocked(reply, method)
        if reply.status in (401, 403):
            raise Refused(self._not_signed_in(reply))
        # RFC 9110, 15.4: to follow is for the client to decide. A PUT would hand over the pack.
        if 300 <= reply.status < 400:
            to = own_name(reply.headers.get("Location", "")).removeprefix("://")
            named = f": {to}" if to else ""
            fix = (
                "put its real url in submission.yaml; a page that asks a person to sign in is "
                "no portal"
            )
            message = f"the secure site redirects to another address{named}{by(reply)}"
            raise Temporary(CODES["P006"].problem(message, fix, self.shown))
        if reply.status in (413, 507):  # RFC 9110, 15.5.14; RFC 4918, 11.5
            message = "the secure site has no room for this file, or does not take files as large"
            fix = "ask the people who run the site for more room"
            raise Temporary(CODES["P004"].problem(message, fix, self.shown))
        return reply

    def _not_signed_in(self, reply: Reply) -> Problem:
        fix = "check the token or password with the people who run the site"
        if not self.signed:
            fix = "no token or password is known on this computer: jtai-submit login keeps them"
        message = f"the secure site refused to sign you in ({reply.status}{by(reply)})"
        return CODES["P002"].problem(message, fix, self.shown)

    def close(self) -> None:
        self.client.close()


def _cause(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
        if isinstance(error, ssl.SSLError):
            break
    return error
