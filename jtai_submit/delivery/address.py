"""Addresses of sites: what may be shown of one, where it belongs, whether it is this computer."""

from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from ..errors import Unusable
from .codes import CODES

# Names of parts of a query that sign a request in place of a password.
_SECRETS = frozenset(
    """
    token access_token auth authorization key apikey api_key password passwd pwd secret
    client_secret code sig signature x-amz-signature x-amz-credential sas
    """.split()
)


def loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port, the port as it is when it is not said; nothing of the sort for what is
    no address.
    """
    try:
        parts = urlsplit(url)
        return (
            parts.scheme,
            parts.hostname or "",
            parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0),
        )
    except ValueError:
        return "", "", 0


def shown(url: str) -> str:
    """An address without what may be secret in it: names, passwords, queries. Raises `Unusable`
    (P005) where it is none.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        fix = "write it like https://portal.example/files/"
        raise Unusable(
            CODES["P005"].problem(
                "the portal's url is not the address of a site", fix, "submission.yaml"
            )
        )
    named = f"[{host}]" if ":" in host else host  # RFC 3986, 3.2.2: an IPv6 address in brackets
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}{parts.path}"


def signed(url: str) -> bool:
    """Whether a secret stands in an address: a name or a password (RFC 3986, 3.2.1), or what is
    one by its name in the query or behind a #.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    named = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return "@" in parts.netloc or bool(parts.fragment) or not _SECRETS.isdisjoint(named)


def unsigned(url: str) -> str:
    """An address without the name and password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def same_host(one: str, other: str) -> bool:
    """Whether two addresses name one host; a site that calls itself localhost means itself."""
    # RFC 1034, 3.1: a dot at the end makes a name complete; it is the same name.
    first, second = origin(one)[1].rstrip("."), origin(other)[1].rstrip(".")
    return bool(first and second) and (first == second or loopback(second))


def at_origin(url: str, home: str) -> str:
    """The path and query of `url` at the scheme, host and port of `home`."""
    parts, base = urlsplit(url), urlsplit(home)
    return urlunsplit((base.scheme, base.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def own_name(url: str) -> str:
    """An address as its site names it, without path and what may be secret:
    `http://portal.example:8080`.
    """
    scheme, host, _ = origin(url)
    try:
        port = urlsplit(url).port
    except ValueError:
        host, port = "", None
    if not host:
        return "an address that is none"
    return f"{scheme}://{host}" + (f":{port}" if port else "")
