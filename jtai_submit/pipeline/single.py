"""Clean copies of single files, outside any inspection."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..checks.interface import Context
from ..checks.registry import findings
from ..documents.examination import Found
from ..documents.kind import SAME
from ..errors import Temporary
from ..inspection.finding import Finding
from ..packing.codes import CODES as PACKING
from ..storage import PRIVATE, folder_for
from .environment import Environment

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Copy:
    """One file's clean copy; `output` is None where it was refused, and `findings` say why."""

    source: Path
    output: Path | None
    kind: str
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]
    document: Found


def clean_copies(
    files: Sequence[Path], to: Path, env: Environment, *, convert: bool = False
) -> Iterator[Copy]:
    """Clean each file into `to`. Two of one name get `-2`; nothing is overwritten."""
    documents = []
    for file in files:
        facts = file.stat()
        documents.append(
            Found(str(file), facts.st_size, facts.st_mtime_ns, slots=("-",), convert=convert)
        )
    env.progress.begin("Cleaning", sum(d.bytes for d in documents))
    with env.workers() as workers:
        for file, (document, data) in zip(
            files, workers.examine(Path(), documents, want=True), strict=True
        ):
            found = findings(replace(document, path=file.name), Context())
            output = _write(to, file, document.examined.ending, data) if data is not None else None
            env.progress.move(document.bytes, file.name)
            yield Copy(
                file, output, document.examined.kind, document.examined.removed, found, document
            )
    env.progress.end()


def _write(to: Path, file: Path, kind: str, data: bytes) -> Path:
    """Write under the file's own name, with the ending that fits, or the next free `-2`, `-3`."""
    ending = (
        file.suffix
        if SAME.get(file.suffix[1:].lower(), file.suffix[1:].lower()) == kind
        else f".{kind}"
    )
    number = 1
    try:
        folder_for(to / "x", private=True)
        while True:
            output = to / f"{file.stem}{f'-{number}' if number > 1 else ''}{ending}"
            try:
                handle = os.open(output, _NEW, PRIVATE)
                with os.fdopen(handle, "wb") as copy:
                    copy.write(data)
                return output
            except FileExistsError:
                number += 1
    except OSError as e:
        raise Temporary(
            PACKING["S008"].problem(
                f"the clean copy cannot be written: {e.strerror}",
                "make room, or choose another folder: --to DIR",
                str(to),
            )
        ) from None
