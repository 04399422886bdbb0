"""What libraries say a document is, as media types: puremagic, which is the same on every system;
and libmagic, where there is one, which can only doubt it.
"""

from collections.abc import Container
from contextlib import suppress


def likeliest(start: bytes, known: Container[str]) -> str:
    """The one type in `known` among puremagic's likeliest answers; nothing where there is none, or
    more than one.
    """
    import puremagic

    try:
        answers = puremagic.magic_string(start)
    except Exception:  # it knows nothing like it, or trips
        return ""
    best = max((answer.confidence for answer in answers), default=0.0)
    types = {answer.mime_type for answer in answers if answer.confidence == best}
    found = [one for one in types if one in known]
    return found[0] if len(found) == 1 else ""


def libmagic(start: bytes) -> str:
    """The type that libmagic says; nothing where it is absent, as on Windows, or trips."""
    with suppress(ImportError):
        import pylibmagic  # noqa: F401  (it carries libmagic, and must come before magic)
    try:
        import magic

        return str(magic.from_buffer(start, mime=True))
    except Exception:  # whatever it is, the other look stands
        return ""
