"""Whether bytes are text, and in which encoding."""

import unicodedata

_SAMPLE = 1 << 20  # bytes that are enough to tell how a text is written


def is_text(data: bytes) -> bool:
    """Whether the bytes are plain text in an encoding that people's programs write."""
    try:
        decode(data)
    except ValueError:
        return False
    return True


def decode(data: bytes) -> str:
    """UTF-8, UTF-16, or Windows-1252. Raises ValueError where it is none of these."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\0" in data:
        return data.decode(unmarked(data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def unmarked(data: bytes) -> str:
    """The UTF-16 that a text without a mark is written in. Raises ValueError where it is no text.

    The right order of bytes gives more letters, digits and separators of ASCII than the wrong one;
    and nothing in a text is a control character, or no character at all.
    """
    if len(data) % 2:
        raise ValueError("not text")
    right = max("utf-16-le", "utf-16-be", key=lambda order: _ascii(data, order))
    text = data.decode(right)
    strange = any(
        unicodedata.category(ch) in ("Cc", "Cn", "Co") for ch in set(text) - set("\t\n\f\r")
    )
    if strange or _ascii(data, right) * 8 < min(len(text), _SAMPLE // 2):
        raise ValueError("not text")
    return right


def _ascii(data: bytes, order: str) -> int:
    data = data[:_SAMPLE]
    low, high = (data[::2], data[1::2]) if order == "utf-16-le" else (data[1::2], data[::2])
    return sum(
        h == 0 and (31 < ch < 127 or ch in b"\t\r\n") for ch, h in zip(low, high, strict=True)
    )
