"""How far a text stands out from its ground (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator

from PIL import Image

Colour = tuple[int, int, int]
_LINEAR = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in range(256)]


def contrast(text: Image.Image, ground: Image.Image) -> float:
    """The strongest contrast between a picture with text and the same without it (WCAG
    2.2, 1.4.3).
    """
    pairs = {(a, b) for a, b in zip(_colours(text), _colours(ground), strict=True) if a != b}
    return max((_ratio(_luminance(a), _luminance(b)) for a, b in pairs), default=1.0)


def _colours(picture: Image.Image) -> Iterator[Colour]:
    values = iter(picture.tobytes())
    return zip(values, values, values, strict=True)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, definitions)."""
    red, green, blue = (_LINEAR[value] for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
