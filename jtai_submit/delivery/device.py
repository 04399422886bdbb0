"""Who answered? Firewalls, proxies and sign-in pages between us and a site answer in its place."""

import re
from html import unescape

from ..errors import Problem
from .codes import CODES
from .replies import Reply

_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,300}>")
# What names itself as something that filters: in Server or Via, in headers of its own, or on its
# page.
_MAKERS = (
    "akamai|barracuda|big-?ip|blue ?coat|check ?point|cisco|cloudflare|f5 "
    "|forcepoint|forti|iboss|imperva|incapsula|"
    "iron ?port|light ?speed|mcafee|mod_?security|netscaler|netskope|palo "
    "?alto|proxysg|skyhigh|smoothwall|sonicwall|"
    "sophos|squid|sucuri|umbrella|watchguard|websense|zscaler"
)
_MAKER = re.compile(rf"\b(?:{_MAKERS})", re.IGNORECASE)
_WORDS = re.compile(
    rf"\b(?:{_MAKERS}|block(?:ed)? by|been blocked|requested url was rejected|web "
    rf"?filter|firewall|content filter|"
    r"security policy|blocked by policy|request blocked|captive portal|acceptable use)",
    re.IGNORECASE,
)
_SHOWN = 80  # characters of what somebody else wrote


def web_page(reply: Reply) -> bool:
    """Whether a page for people came, where a protocol's answer was due."""
    start = reply.body[:500].lstrip().lower()
    page = start.startswith((b"<!doctype html", b"<html")) or b"<html" in start
    return page or "text/html" in reply.headers.get("Content-Type", "").lower()


def answerer(reply: Reply) -> str:
    """What is known of who answered, such as `a web page "Sign in", Server: squid`; empty where
    nothing is.
    """
    known = (
        [f'a web page "{title}"' if (title := _title(reply)) else "a web page"]
        if web_page(reply)
        else []
    )
    for name in ("Server", "Via"):
        if value := _plain(reply.headers.get(name, "")):
            known.append(f"{name}: {value}")
    return ", ".join(known)


def filters(reply: Reply) -> bool:
    """Whether what answered says itself that it filters, rather than being the site."""
    if "X-Squid-Error" in reply.headers:
        return True
    if not web_page(reply):
        # What a site itself says comes through its own proxy, with the proxy's name on it.
        return False
    if _MAKER.search(f"{reply.headers.get('Server', '')} {reply.headers.get('Via', '')}"):
        return True
    return bool(_WORDS.search(reply.body[:20_000].decode("utf-8", "replace")))


def blocked(reply: Reply, what: str, where: str) -> Problem:
    """Something on the way refused `what`, a method or a step (P022)."""
    who = answerer(reply)
    named = f" ({who})" if who else ""
    message = (
        f"a firewall or proxy on the way, or in front of the site, refused {what} with "
        f"{reply.status}{named}"
    )
    return CODES["P022"].problem(message, where=where)


def by(reply: Reply) -> str:
    """The same in brackets, to be put behind a sentence."""
    who = answerer(reply)
    return f"; {who} answered" if who else ""


def _title(reply: Reply) -> str:
    found = _TITLE.search(reply.body[:50_000])
    if found:
        return _plain(unescape(found[1].decode("utf-8", "replace")))
    return _plain(_TAG.sub(" ", unescape(reply.body[:2_000].decode("utf-8", "replace"))))


def _plain(text: str) -> str:
    """One short line of what somebody else wrote, without quotation marks and control
    characters.
    """
    printable = "".join(c if c.isprintable() and c != '"' else " " for c in text)
    words = " ".join(printable.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
