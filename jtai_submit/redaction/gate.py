"""One document through everything: read, identified, cleaned, and doubted by the second reader. Runs in a worker.

Fails closed: whatever cannot be cleaned *and* shown to be clean comes back with a code that blocks, and no bytes.
"""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from ..documents.examination import Examination, Noticed, Wishes
from ..documents.kind import Kind, identify
from .convert import CONVERTED, converted
from .interface import LARGEST, Unreadable
from .through import blocks, refusal, through

NO_WISHES = Wishes()


def read_whole(path: Path, size: int, mtime_ns: int) -> bytes:
    """A file's bytes, if it is what the folder said it was before and after. Raises `Unreadable`."""
    if size > LARGEST:
        raise Unreadable("R204")
    try:
        with path.open("rb") as file:
            data = file.read(size + 1)  # one more than there should be: it may have grown
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise Unreadable("D013") from None
    except OSError as e:
        raise Unreadable("D003", e.strerror or "") from None
    if (after.st_size, after.st_mtime_ns) != (size, mtime_ns) or len(data) != size:
        raise Unreadable("D013")
    return data


def examine(
    path: str, size: int, mtime_ns: int, gated: bool, want: bool, wishes: Wishes = NO_WISHES
) -> tuple[Examination, bytes | None]:
    """What a document is and what is wrong with it; with `want`, the cleaned bytes where it may be sent.

    `size` (bytes) and `mtime_ns` are those of the walk; a file that differs from them changed while it was read.
    """
    try:
        data = read_whole(Path(path), size, mtime_ns)
    except Unreadable as e:
        return Examination(noticed=(e.noticed,), gated=gated), None
    sha = hashlib.sha256(data).hexdigest()
    kind = identify(data, Path(path).suffix.lower().lstrip("."))
    if kind is Kind.EMPTY:
        return Examination(kind, sha, gated=gated), None
    why = refusal(data, kind)
    if why and not (wishes.convert and kind in CONVERTED):
        return Examination(kind, sha, noticed=(why,), gated=gated), None
    if not gated:
        return Examination(kind, sha), None
    try:
        became = ""
        if why:
            data, became = converted(data, kind)
        cleaned = through(data, Kind(became or kind), wishes.choices(sha))
    except Unreadable as e:
        return Examination(kind, sha, noticed=(e.noticed,), gated=True), None
    except MemoryError:
        return Examination(kind, sha, noticed=(Noticed("R203", detail="memory"),), gated=True), None
    except Exception as e:  # a parser that trips over a document costs that document, never the run
        return Examination(kind, sha, noticed=(Noticed("R203", detail=type(e).__name__),), gated=True), None
    seen = Examination(
        kind, sha, removed=tuple(cleaned.removed), noticed=tuple(cleaned.noticed), dated=cleaned.dated, gated=True,
        became=cleaned.kind or became,
    )  # fmt: skip
    if any(blocks(n) for n in cleaned.noticed):
        return seen, None
    clean_sha = hashlib.sha256(cleaned.data).hexdigest()
    return replace(seen, clean_sha256=clean_sha, clean_bytes=len(cleaned.data)), cleaned.data if want else None
