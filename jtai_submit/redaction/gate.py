"""One document through everything: read, identified, cleaned, and doubted by the second reader. Runs in a worker.

Fails closed: whatever cannot be cleaned *and* shown to be clean comes back with a code that blocks, and no bytes.
"""

import hashlib
import os
from pathlib import Path

from ..documents.examination import Examination, Noticed
from ..documents.kind import Kind, identify
from .codes import CODES
from .interface import LARGEST, Unreadable
from .registry import format_of, supported


def read_whole(path: Path, size: int, mtime_ns: int) -> bytes:
    """A file's bytes, if it is what the folder said it was before and after. Raises `Unreadable`."""
    if size > LARGEST:
        raise Unreadable("R204")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise Unreadable("D013") from None
    except OSError as e:
        raise Unreadable("D003", e.strerror or "") from None
    if (after.st_size, after.st_mtime_ns) != (size, mtime_ns) or len(data) != size:
        raise Unreadable("D013")
    return data


def examine(path: str, size: int, mtime_ns: int, gated: bool, want: bool) -> tuple[Examination, bytes | None]:
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
    if kind is Kind.LOCKED:
        return Examination(kind, sha, noticed=(Noticed("D004"),), gated=gated), None
    if kind is Kind.UNKNOWN and data.startswith(b"PK\x03\x04"):  # a zip that does not open, so an Office file no more
        return Examination(kind, sha, noticed=(Noticed("D003"),), gated=gated), None
    if not supported(kind):
        return Examination(kind, sha, noticed=(Noticed("D006", detail=kind),), gated=gated), None
    if not gated:
        return Examination(kind, sha), None
    try:
        form = format_of(kind)
        cleaned = form.clean(data)
        noticed = cleaned.noticed
        if not any(blocks(n) for n in noticed):  # what people must see to first needs no second reader yet
            noticed = noticed + form.doubt(data, cleaned)
    except Unreadable as e:
        return Examination(kind, sha, noticed=(e.noticed,), gated=True), None
    except MemoryError:
        return Examination(kind, sha, noticed=(Noticed("R203", detail="memory"),), gated=True), None
    except Exception as e:  # a parser that trips over a document costs that document, never the run
        return Examination(kind, sha, noticed=(Noticed("R203", detail=type(e).__name__),), gated=True), None
    removed, seen = tuple(cleaned.removed), tuple(noticed)
    if any(blocks(n) for n in seen):
        return Examination(kind, sha, removed=removed, noticed=seen, dated=cleaned.dated, gated=True), None
    clean_sha = hashlib.sha256(cleaned.data).hexdigest()
    return Examination(
        kind, sha, clean_sha, len(cleaned.data), removed, seen, cleaned.dated, True
    ), cleaned.data if want else None


def blocks(noticed: Noticed) -> bool:
    """Whether something noticed keeps a document from being sent. A code that is not in the book blocks."""
    return noticed.code not in CODES or CODES[noticed.code].blocks
