"""The index of everything that was sent, as a workbook and as a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..inspection.journal import Journal
from ..pipeline.indexing import entries_of, workbook
from ..reporting.index_book import INDEX_FILE, Row
from ..reporting.index_pdf import pdf
from ..storage import write_atomically
from .opening import opened
from .output import output
from .result import Done


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
                    "pages": row.pages or None,
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
    every = entries_of(inspection, Journal.load(inspection.own))
    if not (xlsx or to_pdf):
        xlsx, to_pdf = Path(f"{INDEX_FILE}.xlsx"), Path(f"{INDEX_FILE}.pdf")
    for place in filter(None, (xlsx, to_pdf)):
        output(place, f"{INDEX_FILE}{place.suffix or '.pdf'}")
    if xlsx:
        write_atomically(xlsx, workbook(every))
    if to_pdf:
        write_atomically(to_pdf, pdf(inspection.submission.area, inspection.manifest.title, every))
    return Indexed(tuple(every), tuple(file for file in (xlsx, to_pdf) if file))
