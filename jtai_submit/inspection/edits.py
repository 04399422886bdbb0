"""Changing `submission.yaml`: behind a lock, in one place, and looked at again once it
is written.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..errors import Unusable
from ..manifest.codes import CODES
from ..manifest.source import Source, read
from ..storage import write_atomically
from .inspection import Inspection, open_inspection, parse_inspection, saved_copy
from .lock import locked

_BOM = b"\xef\xbb\xbf"
_TRIES = 5


def edit(inspection: Inspection, change: Callable[[Inspection], str]) -> Inspection:
    """Change `submission.yaml` in one place, whoever else edits it at the same time.

    `change` is given the file as it is now and returns its new text; it is asked again where
    somebody without our lock (another program, a drive whose locks do not hold) wrote in between.
    Raises `Unusable`, and leaves the file alone, where the edit would not read back; `Temporary`
    where the file is kept locked.
    """
    path = inspection.root / "submission.yaml"
    with locked(inspection.root / ".jtai" / "submission.lock", "submission.yaml is being changed"):
        for _ in range(_TRIES):
            now = open_inspection(inspection.root, inspection.portals)
            text = change(now)
            try:
                edited = save(now, text)
            except _Changed:
                continue
            if path.read_bytes() == _encoded(edited.source, path):
                return replace(edited, own=inspection.own)
    raise _Changed(path)


def save(inspection: Inspection, text: str) -> Inspection:
    """Write the edited text in place of the old, after reading it back; a BOM stays if there was
    one. Then its copy: a power cut may spoil what was written last, and never both.

    Raises `Unusable` and leaves the file alone where the edit would not read back.
    """
    path = inspection.root / "submission.yaml"
    old = path.read_bytes()
    bom = _BOM if old.startswith(_BOM) else b""
    if old.decode("utf-8-sig") != inspection.source.text:
        raise _Changed(path)
    data = bom + text.encode()
    edited = parse_inspection(inspection.root, read(path.name, data), inspection.portals)
    write_atomically(path, data, path.stat().st_mode & 0o777)
    with suppress(OSError):  # who may not write there can still edit
        write_atomically(saved_copy(inspection.root), data)
    return edited


def _encoded(source: Source, path: Path) -> bytes:
    bom = _BOM if path.read_bytes().startswith(_BOM) else b""
    return bom + source.text.encode()


class _Changed(Unusable):
    """Somebody wrote between our look and our write."""

    def __init__(self, path: Path) -> None:
        message = "the file was changed by somebody else just now"
        super().__init__(CODES["M025"].problem(message, "run the same command again", str(path)))
