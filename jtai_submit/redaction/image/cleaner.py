"""Pictures: what describes is left out, what draws is copied byte for byte, so every
pixel stays.
"""

from ..interface import NO_CHOICES, Choices, Cleaned
from ..shared import pictures
from . import heic, tiff, webp


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    """The same picture without metadata.

    Raises `Unreadable`: D003 where its parts do not add up, R203 or D006 for what nobody here can
    follow.
    """
    kept, told = _stripped(data)
    return Cleaned(kept, ["metadata of the picture"] if kept != data else [], secrets=told)


def _stripped(data: bytes) -> tuple[bytes, set[str]]:
    if data[:2] in (b"II", b"MM"):
        return tiff.strip(data)
    if webp.is_webp(data):
        return webp.strip(data)
    if data[4:8] == b"ftyp":
        return heic.strip(data), set()
    kept, _, told = pictures.strip(data)
    return kept, told
