"""The index of everything that was sent, as a workbook and as a PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from ..inspection.journal import Journal
from ..pipeline.judge import titled
from ..reporting.index_book import HEADINGS, Row, rows
from ..reporting.index_pdf import pdf
from ..storage import write_atomically
from ..tables.writing import workbook_of
from .opening import opened
from .result import Done

NAME = "index-of-documents"
_WIDTHS = (9, 40, 18, 40, 22, 34, 8, 11, 22)  # letters


@dataclass(frozen=True, slots=True)
class Indexed(Done):
    """The rows, and the files that were written."""

    rows: tuple[Row, ...]
    files: tuple[Path, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {
            "files": [str(file) for file in self.files],
            "documents": [
                {
                    "number": row.number,
                    "title": row.title,
                    "child_unique_id": row.unique_id,
                    "file": row.file,
                    "sent_at": row.sent.isoformat(),
                    "pack": row.pack,
                    "version": row.version,
                    "note": row.note,
                }
                for row in self.rows
            ],
        }


def write_index(directory: Path, xlsx: Path | None = None, to_pdf: Path | None = None) -> Indexed:
    """Write the index; without a name of either, both beside the caller. Readable by its owner
    alone: it names documents.
    """
    inspection = opened(directory)
    manifest, submission = inspection.manifest, inspection.submission
    journal = Journal.load(inspection.own)
    every = rows(manifest, submission, journal, partial(titled, manifest=manifest))
    if not (xlsx or to_pdf):
        xlsx, to_pdf = Path(f"{NAME}.xlsx"), Path(f"{NAME}.pdf")
    if xlsx:
        write_atomically(xlsx, workbook(every))
    if to_pdf:
        write_atomically(to_pdf, pdf(submission.area, manifest.title, every))
    return Indexed(tuple(every), tuple(file for file in (xlsx, to_pdf) if file))


def workbook(every: Sequence[Row]) -> bytes:
    """One sheet, its headings in the first row."""
    cells = ((*row.cells, row.group) for row in every)
    return workbook_of({"Index": chain([(*HEADINGS, "Of")], cells)}, _WIDTHS)
