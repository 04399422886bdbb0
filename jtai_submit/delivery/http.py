"""One careful HTTP client for every portal: TLS 1.2 or later, no redirects, replies of bounded size, faults in words."""

import hashlib
import ssl
import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from ..errors import Refused, Temporary, Unusable
from .address import loopback, origin, shown
from .codes import CODES
from .interface import Again
from .throttle import UNLIMITED, Throttle
from .tls import trust

PASSING = {408, 423, 425, 429, 500, 502, 503, 504}
LARGEST_REPLY = 1024 * 1024  # bytes
LONGEST_REPLY = 60.0  # seconds
SLOWEST = 1024  # bytes a second of a long reply, after that
_TIMES = httpx.Timeout(30.0, read=120.0, write=120.0)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply."""

    status: int
    headers: httpx.Headers
    body: bytes


class Site:
    """Requests to one origin, with its credentials."""

    def __init__(
        self, url: str, *, token: str | None = None, user: tuple[str, str] | None = None, ca_file: Path | None = None,
        transport: httpx.BaseTransport | None = None, throttle: Throttle = UNLIMITED, auth: httpx.Auth | None = None,
    ) -> None:  # fmt: skip
        self.url, self.shown, self.origin, self.throttle = url, shown(url), origin(url), throttle
        scheme, host, _ = self.origin
        if scheme == "http" and not loopback(host):
            raise Unusable(
                CODES["P007"].problem("the portal's address is not encrypted", "use its https: address", self.shown)
            )
        if token and not (token.isascii() and token.isprintable()):
            fix = "set JTAI_SUBMIT_PORTAL_TOKEN again, exactly as the people who run the site gave it"
            raise Refused(CODES["P002"].problem("the token holds characters that no token has", fix))
        self.signed = bool(token or user or auth)
        self.clock: datetime | None = None  # the site's, when it last spoke
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {token}"} if token else {})}
        self.client = httpx.Client(
            auth=user or auth, headers=headers, verify=trust(ca_file) if scheme == "https" else True, timeout=_TIMES,
            follow_redirects=False, trust_env=not loopback(host), transport=transport,
        )  # fmt: skip

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
        """One request. Raises `Again` for what passes, `Stop` for sign-in, redirects and certificates."""
        if not self.same_origin(url):
            raise Temporary(
                CODES["P006"].problem(
                    f"the secure site named an address on another host: {urlsplit(url).hostname}",
                    "tell the people who run the site",
                )
            )
        with self._line(), self.client.stream(method, url, headers=headers, content=content) as stream:
            reply = Reply(stream.status_code, stream.headers, b"".join(_bounded(stream)))
        self.clock = _date(reply.headers.get("Date", "")) or self.clock
        return self._judged(reply, allowed)

    def read_back(self, url: str, largest: int, headers: dict[str, str] | None = None) -> str | None:
        """The SHA-256 of what an address holds, in hexadecimal; None where it holds nothing. More than `largest` bytes
        are not read: their hash is that of the first ones, and no other."""
        digest, left = hashlib.sha256(), largest + 1
        with self._line(), self.client.stream("GET", url, headers=headers) as stream:
            if stream.status_code != 200:
                reply = Reply(stream.status_code, stream.headers, b"".join(_bounded(stream)))
                if self._judged(reply, {404, 410}).status in (404, 410):
                    return None
                raise Again(f"it answered {reply.status} when asked to read back")
            for piece in _flowing(stream):
                digest.update(piece[:left])
                left -= len(piece)
                if left <= 0:
                    break
        return digest.hexdigest()

    def read_stretch(self, url: str, first: int, end: int, take: Callable[[bytes], object]) -> None:
        """Give the bytes from `first` up to `end` of what an address holds to `take`. Raises `Again` where it does not."""
        headers, left = {"Range": f"bytes={first}-{end - 1}"}, end - first
        with self._line(), self.client.stream("GET", url, headers=headers) as stream:
            given = stream.headers.get("Content-Range", "")
            if stream.status_code != 206 or not given.startswith(f"bytes {first}-{end - 1}/"):
                raise Again(f"it answered {stream.status_code} when asked to read back a part")
            for piece in _flowing(stream):
                take(piece)
                left -= len(piece)
                if left < 0:
                    break
        if left:
            raise Again("it gave another part than it was asked for")

    @contextmanager
    def _line(self) -> Iterator[None]:
        """What can happen on a line, in our words."""
        try:
            yield
        except httpx.ConnectError as e:
            if isinstance(_cause(e), ssl.SSLError):
                raise Temporary(
                    CODES["P012"].problem(
                        f"the secure site's certificate is refused: {_cause(e)}",
                        "check the url, or give its authority with ca_file",
                        self.shown,
                    )
                ) from None
            raise Again("no connection") from None
        except httpx.TimeoutException:
            raise Again("it did not answer in time") from None
        except httpx.LocalProtocolError as e:
            fix = "check the portal's url, user name and password"
            raise Refused(
                CODES["P002"].problem(f"this cannot be asked of the secure site: {e}", fix, self.shown)
            ) from None
        except httpx.TransportError:
            raise Again("the line broke") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as e:
            raise Temporary(
                CODES["P005"].problem(
                    f"the secure site's answer cannot be read ({type(e).__name__})",
                    "check the portal's url, and tell the people who run the site",
                    self.shown,
                )
            ) from None

    def _judged(self, reply: Reply, allowed: Container[int]) -> Reply:
        if reply.status in allowed:
            return reply
        if reply.status in PASSING:
            raise Again(f"it answered {reply.status}", retry_after(reply))
        if reply.status in (401, 403):
            fix = "check the token or password with the people who run the site"
            if not self.signed:
                fix = "no token or password is known on this computer: jtai-submit login keeps them"
            what = f"the secure site refused to sign you in ({reply.status})"
            raise Refused(CODES["P002"].problem(what, fix, self.shown))
        if 300 <= reply.status < 400:
            raise Temporary(
                CODES["P006"].problem(
                    "the secure site redirects to another address",
                    "put its real url in submission.yaml",
                    self.shown,
                )
            )
        if reply.status in (413, 507):
            raise Temporary(
                CODES["P004"].problem(
                    "the secure site has no room for this file, or does not take files as large",
                    "ask the people who run the site for more room",
                    self.shown,
                )
            )
        return reply

    def close(self) -> None:
        self.client.close()


def _bounded(reply: httpx.Response) -> Iterator[bytes]:
    left, until = LARGEST_REPLY, time.monotonic() + LONGEST_REPLY
    for piece in reply.iter_bytes():
        left -= len(piece)
        if left < 0 or time.monotonic() > until:
            raise Temporary(
                CODES["P005"].problem(
                    "the secure site's answer does not end",
                    "check the portal's url, and tell the people who run the site",
                )
            )
        yield piece


def _flowing(reply: httpx.Response) -> Iterator[bytes]:
    """A long reply as it comes. Raises `Again` where it only drips."""
    began, got = time.monotonic(), 0
    for piece in reply.iter_bytes():
        got += len(piece)
        if got < SLOWEST * (time.monotonic() - began - LONGEST_REPLY):
            raise Again("it answers too slowly")
        yield piece


def number(text: str) -> int | None:
    """A count of bytes or seconds from a header, if it is one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError):
        return None


def retry_after(reply: Reply) -> float | None:
    """Seconds to wait, from a Retry-After of seconds or a date."""
    value = reply.headers.get("Retry-After", "")
    if (seconds := number(value)) is not None:
        return min(float(seconds), 3600.0)
    try:
        # against the site's own clock, so that ours may be wrong
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(reply.headers["Date"])
        return max(0.0, min(wait.total_seconds(), 3600.0))
    except (ValueError, TypeError, KeyError):
        return None


def _cause(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
        if isinstance(error, ssl.SSLError):
            break
    return error
