"""What was taken out of one document, for its owner's eyes: the old values, and each page that
looks different. Runs inside a worker; what it gives never goes into a journal, a receipt or a pack.
"""

import base64
import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ..documents.kind import Kind
from ..workers.frames import Facts
from .inside import Question
from .interface import Unreadable
from .registry import identified
from .through import refusal, through

if TYPE_CHECKING:
    from PIL.Image import Image

_VALUES, _LETTERS = 80, 300  # at most so many old values, each cut after so many letters
_PAGES, _SCALE = 6, 0.8  # pictures of pages, in pixels a point
_KINDS_WITH_PAGES = (Kind.PDF,)


def described(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """For the pool: `values` that were in the document and are not in its copy, and `pages` that
    differ, each with its number and two PNGs in base64. Empty where it cannot be cleaned.
    """
    question = Question.from_facts(facts)
    kind = identified(data, question.ending)
    if refusal(data, kind):
        return {"values": [], "pages": []}, b""
    try:
        cleaned = through(data, kind, question.wishes.choices(question.sha256))
    except (Unreadable, MemoryError):
        return {"values": [], "pages": []}, b""
    values = sorted({value.strip()[:_LETTERS] for value in cleaned.secrets if value.strip()})
    pages: list[dict[str, str]] = []
    if kind in _KINDS_WITH_PAGES:
        pages = list(islice(_different(data, cleaned.data), _PAGES))
    return {"values": list(values[:_VALUES]), "pages": [dict(page) for page in pages]}, b""


def _different(before: bytes, after: bytes) -> Iterator[dict[str, str]]:
    """The pages of a PDF that PDFium draws otherwise."""
    import pypdfium2

    old, new = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
    try:
        for number in range(min(len(old), len(new))):
            pictures = [_drawn(document[number]) for document in (old, new)]
            if pictures[0].tobytes() != pictures[1].tobytes():
                first, second = map(_png, pictures)
                yield {"page": str(number + 1), "before": first, "after": second}
    finally:
        old.close()
        new.close()


def _drawn(page: object) -> "Image":
    picture: Image = page.render(scale=_SCALE).to_pil().convert("RGB")  # type: ignore[attr-defined]
    return picture


def _png(picture: "Image") -> str:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()
