"""Styles of pages (CSS 2.2): which make words invisible, and what colours they have.

Parsed by tinycss2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.color3 import RGBA, parse_color

# CSS 2.2: display (9.2.4), visibility (11.2), clip (11.1.2), overflow (11.1.1), offsets; opacity
# and transparent of CSS Color; `mso-hide` is Word's.
_UNSEEN = re.compile(
    r"(?:max-)?height\s*:\s*0(?![.\d]*[1-9])[^;]*;?.*overflow\s*:\s*hidden"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}"
    r"|color\s*:\s*transparent|font\s*:\s*0(?:px)?[\s/]|visibility\s*:\s*collapse"
    r"|clip\s*:\s*rect\(\s*0|scale\(\s*0\s*\)|inset\(\s*(?:50|100)%"
    r"|opacity\s*:\s*0?\.0*(?![1-9])|opacity\s*:\s*0(?![.\d])"
    r"|display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])",
    re.I,
)
# Not a screen like any.
_ELSEWHERE = re.compile(r"\b(?:print|handheld|speech|projection|tv)\b|\(", re.I)
# Selectors: what stands last is of the element itself, all before it of what is around it.
_LAST = re.compile(r"([.#]?[\w-]+)(?::[\w-]+(?:\([^)]*\))?)*$")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[.#]?[\w-]+")
# CSS Syntax: CDO and CDC, from when browsers did not know `style`; they count for nothing.
_NO_COMMENT = re.compile(r"<!--|-->")
_LONGEST = 100_000  # characters of a style sheet that are looked at for colours
_WHITE: RGBA = RGBA(1.0, 1.0, 1.0, 1.0)
_ALIKE = 0.035  # of 1, in each of red, green and blue: nobody tells them apart


@dataclass(slots=True)
class Rules:
    """What the rules of a page say of the elements that they name last."""

    hiding: set[str] = field(default_factory=set)
    colours: dict[str, str] = field(default_factory=dict)
    backgrounds: dict[str, str] = field(default_factory=dict)

    def blends(self, element: Any, look: str) -> bool:
        """Whether the words of an element have the colour of what is behind them.

        Judged only where the colour is said for the element itself, and everything behind it is
        known.
        """
        said = _said(look, "color") or element.get("color") or ""
        if not said:
            said = next((self.colours[n] for n in names(element) if n in self.colours), "")
        ink = _colour(said) if said else None
        behind = self._behind(element) if ink else None
        if ink is None or behind is None or ink.alpha < 1:
            return False
        return all(abs(a - b) <= _ALIKE for a, b in zip(ink[:3], behind[:3], strict=True))

    def _behind(self, element: Any) -> RGBA | None:
        """The colour behind an element: its own, or that of the next around it; None where nobody
        can tell.
        """
        while element is not None:
            look = of(element)
            said = (
                _said(look, "background-color")
                or _said(look, "background")
                or element.get("bgcolor")
                or ""
            )
            known = [self.backgrounds[n] for n in names(element) if n in self.backgrounds]
            if element.get("background") or len(known) > 1 or (said and known):
                return None
            said = said or "".join(known)
            if said and said.strip().lower() not in (
                "none",
                "transparent",
                "inherit",
                "initial",
                "0",
            ):
                colour = _colour(said)
                return colour if colour and colour.alpha == 1 else None
            element = element.getparent()
        return _WHITE


def rules(sheets: Iterable[str]) -> Rules:
    """The rules of all style sheets that count on a screen."""
    out = Rules()
    for sheet in sheets:
        _add(_NO_COMMENT.sub(" ", sheet[:_LONGEST]), out)
        for selectors, look in _RULE.findall(sheet[_LONGEST:]):  # only what hides is sought there
            if hides(look):
                ends = (_LAST.search(one.strip()) for one in selectors.split(","))
                out.hiding |= {end[1] for end in ends if end}
    return out


def _add(sheet: str, out: Rules) -> None:
    parsed = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for rule in parsed:
        if _counts(rule):
            _add(tinycss2.serialize(rule.content), out)
        if rule.type != "qualified-rule":
            continue
        look = tinycss2.serialize(rule.content)
        selectors = tinycss2.serialize(rule.prelude).split(",")
        named = {m[1] for one in selectors if (m := _LAST.search(one.strip()))}
        if hides(look):
            out.hiding |= named
        alone = {one.strip() for one in selectors if _SIMPLE.fullmatch(one.strip())}
        out.colours |= dict.fromkeys(alone, _said(look, "color"))
        behind = _said(look, "background-color") or _said(look, "background")
        out.backgrounds |= dict.fromkeys(named, behind) if behind else {}
    for table in (out.colours, out.backgrounds):
        for name in [n for n, value in table.items() if not value]:
            del table[name]


def _counts(rule: Any) -> bool:
    """Whether a rule is a group of rules that counts on a screen."""
    media = rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content
    return bool(media) and not _ELSEWHERE.search(tinycss2.serialize(rule.prelude))


def of(element: Any) -> str:
    """What an element says of its own look."""
    own = [element.get("style") or ""]
    own += [
        f"{name}:{element.get(name)}" for name in ("display", "visibility") if element.get(name)
    ]
    return ";".join(filter(None, own))


def names(element: Any) -> set[str]:
    """How rules can name an element."""
    classes = (f".{word}" for word in (element.get("class") or "").split())
    return {str(element.tag), f"#{element.get('id')}", *classes}


@lru_cache(maxsize=4096)
def hides(look: str) -> bool:
    """Whether a look makes what is in it invisible."""
    return bool(look) and bool(_UNSEEN.search(look))


@lru_cache(maxsize=4096)
def _said(look: str, name: str) -> str:
    """The last value of a property in a look; empty where it has none."""
    if name not in look.lower():
        return ""
    value = ""
    for each in tinycss2.parse_blocks_contents(look):
        if each.type == "declaration" and each.lower_name == name:
            value = tinycss2.serialize(each.value).strip()
    return value


@lru_cache(maxsize=4096)
def _colour(value: str) -> RGBA | None:
    """A colour, where it is one that can be told."""
    try:
        colour = parse_color(value) or (
            parse_color(f"#{value}") if re.fullmatch(r"[0-9a-fA-F]{6}", value) else None
        )
    except ValueError:
        return None
    return colour if isinstance(colour, RGBA) else None


def strings(sheet: str) -> str:
    """The strings that stand in a style sheet: names of fonts, and words that it would set."""
    found = re.findall(r"\"([^\"\n]*)\"|'([^'\n]*)'", sheet)
    return " ".join(one or other for one, other in found)
