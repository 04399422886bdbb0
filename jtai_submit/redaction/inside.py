"""What runs inside a worker: one document identified, cleaned, and doubted by the second reader.

Fails closed: whatever cannot be cleaned *and* shown to be clean comes back with a code that blocks,
and no bytes.
"""

import hashlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from ..documents.examination import Examination, Noticed, Wishes
from ..documents.kind import Kind
from ..workers.frames import Facts
from .interface import Unreadable
from .listening import listening
from .registry import identified
from .through import blocks, refusal, through

# Pillow warns beyond this and refuses beyond twice as many: 256 MB of a picture in colours.
MOST_PIXELS = 89_478_485


@dataclass(frozen=True, slots=True)
class Question:
    """What a worker is asked about a document, beside its bytes.

    `ending` of its name (lower case, no dot), `sha256` of the original, `converted`: the kind of
    the original where the bytes are its copy in today's format, `secret`: what only the original's
    bytes can give, and what stays in this program.
    """

    ending: str
    sha256: str
    gated: bool
    want: bool
    wishes: Wishes = Wishes()
    converted: str = ""
    secret: bytes = field(default=b"", repr=False)

    def to_facts(self) -> Facts:
        return {name: value for name, value in asdict(self).items() if name != "secret"}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Question":
        """As the program sent it."""
        told = facts["wishes"]
        decisions = tuple((code, choice, sha) for code, choice, sha in told["decisions"])
        return cls(**{**facts, "wishes": Wishes(decisions, told["convert"], told["listed"])})


def prepare() -> None:
    """Load what most documents need, and set the bound for pictures; before the doors close."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def job(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    """`look`, for the pool. `sent` tells an empty copy from none."""
    seen, out = look(Question.from_facts(facts), data)
    return {"examination": cast(Facts, asdict(seen)), "sent": out is not None}, out or b""


def look(question: Question, data: bytes) -> tuple[Examination, bytes | None]:
    """What a document is and what is wrong with it; where `want`, the cleaned bytes if it may be
    sent.
    """
    kind = identified(data, question.ending)
    seen = Examination(question.converted or kind, question.sha256, gated=question.gated)
    if kind == Kind.EMPTY:
        return seen, None
    if why := refusal(data, kind):
        return replace(seen, noticed=(why,)), None
    if not question.gated:
        return seen, None
    try:
        with listening(question.wishes.listed) as ear:
            cleaned = through(data, kind, question.wishes.choices(question.sha256))
    except Unreadable as e:
        return replace(seen, noticed=(e.noticed,)), None
    except MemoryError:
        return replace(seen, noticed=(Noticed("R203", detail="memory"),)), None
    except Exception as e:  # a parser that trips over a document costs that document, never the run
        return replace(seen, noticed=(Noticed("R203", detail=type(e).__name__),)), None
    became = cleaned.kind or (kind if question.converted else "")
    seen = replace(
        seen,
        removed=tuple(cleaned.removed),
        noticed=(*cleaned.noticed, *ear.noticed),
        dated=cleaned.dated,
        became=became,
        mentions=ear.mentions,
        silent=ear.silent,
        pages=len(cleaned.shown),
    )
    if any(blocks(noticed) for noticed in cleaned.noticed):
        return seen, None
    sha = hashlib.sha256(cleaned.data).hexdigest()
    seen = replace(seen, clean_sha256=sha, clean_bytes=len(cleaned.data))
    return seen, cleaned.data if question.want else None
