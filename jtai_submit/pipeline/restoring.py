"""After a power cut: copies put in the place of what it spoiled."""

from pathlib import Path

from ..custody.audit import AuditLog
from ..inspection.inspection import saved_copy, spoiled
from ..inspection.journal import Journal, put_back
from ..storage import (
    PUBLIC,
    copy_back,
    copy_of,
    keep_aside,
    parsed,
    read_file,
    write_atomically,
)

NAMES = "[0-9][0-9][0-9][0-9]_*.json"  # of receipts


def restore(own: Path) -> list[Path]:
    """After a power cut: put copies in the place of what it spoiled; the files that were.

    What was spoiled stays beside it. Raises `Unusable` (K009) where something was edited instead.
    """
    log = AuditLog(own / "audit.jsonl")
    restored = put_back(own)
    restored += [log.path] if log.restore() else []
    for folder in (own / "receipts", own / "receipts" / "private"):
        for copy in sorted((folder / "copies").glob(NAMES)):
            path = folder / copy.name
            if (path.exists() and readable(path)) or not readable(copy):
                continue
            copy_back(path)
            restored.append(path)
    return restored + _unfinished(own)


def submission_restored(root: Path) -> list[Path]:
    """The submission that a power cut spoiled (nothing, or zeros, or the beginning of what it was),
    or that is gone, as a command last saved it; what was spoiled stays beside it.
    """
    if not spoiled(root):
        return []
    path = root / "submission.yaml"
    keep_aside(path)
    write_atomically(path, read_file(saved_copy(root)), PUBLIC)
    return [path]


def _unfinished(own: Path) -> list[Path]:
    """Lay aside receipts that were spoiled before they had a copy: no journal knows of them, and
    the next push makes them anew.
    """
    known = {pack.receipt for pack in Journal.load(own).packs}
    spoiled = [
        path
        for path in sorted((own / "receipts").glob(NAMES))
        if path.name not in known and not readable(path) and not readable(copy_of(path))
    ]
    for path in spoiled:
        keep_aside(path)
    return spoiled


def readable(path: Path) -> bool:
    """Whether a receipt is at least a JSON object."""
    try:
        return isinstance(parsed(read_file(path)), dict)
    except (OSError, ValueError):
        return False
