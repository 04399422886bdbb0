"""One document through everything, as the program sees it: read, looked at, converted where people
asked for that.

The looking is done by whoever is handed in: a worker, or (for a single file in a test) this
process.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..documents.examination import Examination, Noticed, Wishes
from ..documents.kind import Kind
from .convert import CONVERTED, converted
from .inside import Question, look
from .interface import LARGEST, Unreadable
from .kept import fingerprints

Seen = tuple[Examination, bytes | None]
Look = Callable[[Question, bytes], Seen]
NO_WISHES = Wishes()


def read_whole(path: Path, size: int, mtime_ns: int) -> bytes:
    """A file's bytes, if it is what the folder said it was before and after. Raises
    `Unreadable`.
    """
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
    path: str,
    size: int,
    mtime_ns: int,
    gated: bool,
    want: bool,
    wishes: Wishes = NO_WISHES,
    by: Look = look,
) -> Seen:
    """What a document is and what is wrong with it; with `want`, the cleaned bytes where it may be
    sent.

    `size` (bytes) and `mtime_ns` are those of the walk; a file that differs from them changed while
    it was read.
    """
    try:
        data = read_whole(Path(path), size, mtime_ns)
    except Unreadable as e:
        return Examination(noticed=(e.noticed,), gated=gated), None
    sha, secret = fingerprints(data)
    ending = Path(path).suffix.lower().lstrip(".")
    question = Question(ending, sha, gated, want, wishes, secret=secret)
    seen, clean = by(question, data)
    if (
        not wishes.convert
        or seen.kind not in CONVERTED
        or seen.noticed != (Noticed("D006", detail=seen.kind),)
    ):
        return seen, clean
    if not gated:  # whether it converts is seen when it is cleaned
        return Examination(seen.kind, sha), None
    try:
        data, new = converted(data, Kind(seen.kind))
    except Unreadable as e:
        return Examination(seen.kind, sha, noticed=(e.noticed,), gated=True), None
    return by(replace(question, ending=new, converted=seen.kind), data)
