"""An aid for the joint evaluation of a child: the questions that inspectors ask, for Word."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..manifest.aids import Tracking

if TYPE_CHECKING:
    from docx.document import Document

AID = "An aid for the joint evaluation. It is the inspectors' own tool, and not owed to anybody."
_NOT_HELD = "worded in the framework and inspection guidance, 2016"


def tracking_aid(tracking: Tracking, child: str, unique_id: str = "") -> bytes:
    """The tool's rows with room to write, then the criteria behind its questions. By ids only."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.comments = ""  # the template of the library names its maker
    properties.title = tracking.title
    document.add_heading(tracking.title, 0)
    document.add_paragraph(AID).runs[0].bold = True
    number = f"{unique_id} ({child})" if unique_id else child
    known = {"Case number": number}
    _table(document, [(row, known.get(row, "")) for row in tracking.header])
    document.add_heading("Evaluation by the local area", 1)
    _table(document, [(tracking.evaluation, "")])
    document.add_heading("Inspector’s evaluation", 1)
    rows = [("", tracking.summary)]
    rows += [(f"{q.text}\nESN {_numbers(q.esn)}", "") for q in tracking.questions]
    _table(document, rows)
    document.add_heading("What the questions rest on", 1)
    document.add_paragraph("Inspectors will evaluate the extent to which:")
    held = {criterion.esn for criterion in tracking.criteria}
    for criterion in tracking.criteria:
        document.add_paragraph(f"ESN {criterion.esn:02}: {criterion.text}")
    others = sorted({n for q in tracking.questions for n in q.esn} - held)
    if others:
        document.add_paragraph(f"ESN {_numbers(others)}: {_NOT_HELD}.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"{number:02}" for number in numbers)


def _table(document: "Document", rows: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
