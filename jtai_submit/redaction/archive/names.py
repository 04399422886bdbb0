"""Names in a zip: whatever old programs wrote, people read them as they were meant (APPNOTE 6.3.10,
appendix D).
"""

import unicodedata


def readable(name: str, utf8: bool) -> str:
    """A member's name as it was meant.

    `name` is what `zipfile` read: CP437, unless `utf8` was said.

    Programs that say nothing write UTF-8 (Linux, macOS), the code page of Windows, or that of DOS.
    UTF-8 is known by its form; of the other two, the one in which the name has letters, and no
    boxes or signs.
    """
    if utf8 or name.isascii():
        return name
    try:
        # `zipfile` reads CP437 where bit 11 of the flags (4.4.4) is not set.
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        western = raw.decode("cp1252")
    except UnicodeDecodeError:
        return name
    return western if _odd(western) < _odd(name) else name


def _odd(name: str) -> int:
    """The characters that do not stand in names of files: boxes, signs, letters of another
    alphabet.
    """
    return sum(not ch.isascii() and _is_odd(ch) for ch in name)


def _is_odd(ch: str) -> bool:
    dash_or_quote = ch in "–—‘’“”£€§°"
    latin = unicodedata.name(ch, "").startswith("LATIN ")
    return not (latin or dash_or_quote)
