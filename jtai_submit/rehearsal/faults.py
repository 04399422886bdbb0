"""What people leave hidden in documents without knowing: one of each kind, in the sample area, for
a rehearsal to refuse.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .inspector import search
from .papers import Paper


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of hidden content: the code that it is refused with, and how it gets into a sound
    paper.
    """

    code: str
    ending: str
    add: Callable[[Any], None]

    def spoil(self, paper: Paper) -> Paper:
        """The paper with the fault in it."""
        document = _OPEN[self.ending](io.BytesIO(paper.data))
        self.add(document)
        out = io.BytesIO()
        document.save(out)
        # A new save drops old revisions.
        return Paper(out.getvalue(), sorted(search(paper.planted, out.getvalue())))


def _word(file: io.BytesIO) -> Any:
    import docx

    return docx.Document(file)


def _workbook(file: io.BytesIO) -> Any:
    import openpyxl

    return openpyxl.load_workbook(file)


def _slides(file: io.BytesIO) -> Any:
    import pptx

    return pptx.Presentation(file)


def _pdf(file: io.BytesIO) -> Any:
    import pikepdf

    return pikepdf.open(file)


_OPEN: dict[str, Callable[[io.BytesIO], Any]] = {
    ".docx": _word,
    ".xlsx": _workbook,
    ".pptx": _slides,
    ".pdf": _pdf,
}


def comment(word: Any) -> None:
    word.add_comment(word.paragraphs[1].runs, "Is this the final version?", "A. Manager", "AM")


def tracked_change(word: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word.paragraphs[1]._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="A. Manager"><w:r><w:t '
            f'xml:space="preserve"> Added later.</w:t></w:r></w:ins>'
        )
    )


def hidden_text(word: Any) -> None:
    word.paragraphs[2].add_run(" Do not send this sentence.").font.hidden = True


def author_field(word: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word.sections[0].footer.paragraphs[0]._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" AUTHOR "><w:r><w:t>A. '
            f"Manager</w:t></w:r></w:fldSimple>"
        )
    )


def macro(word: Any) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(
        PackURI("/word/vbaProject.bin"),
        "application/vnd.ms-office.vbaProject",
        b"Sub AutoOpen",
        word.part.package,
    )
    word.part.relate_to(part, "http://schemas.microsoft.com/office/2006/relationships/vbaProject")


def hidden_sheet(book: Any) -> None:
    book.create_sheet("workings").append(["not for publication", 42])
    book["workings"].sheet_state = "hidden"


def hidden_rows(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True


def notes(show: Any) -> None:
    show.slides[1].notes_slide.notes_text_frame.text = "Do not mention the overspend here."


def embedded_workbook(show: Any) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Cm

    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Quarter 1", "Quarter 2"]
    data.add_series("Referrals", (12, 17))
    show.slides[2].shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(9), Cm(10), Cm(8), data
    )


def attachment(pdf: Any) -> None:
    pdf.attachments["emails.txt"] = b"From: somebody"


def hidden_layer(pdf: Any) -> None:
    from pikepdf import Array, Dictionary, Name, String

    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def form_value(pdf: Any) -> None:
    from pikepdf import Array, Dictionary, Name, String

    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("Remarks"),
            F=2,
            V=String("known to the police"),
            Rect=Array([60, 60, 200, 80]),
        )
    )
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def marked(pdf: Any) -> None:
    """A line that somebody marked for redaction, and never took out (ISO 32000-1, 12.5.6.23)."""
    from pikepdf import Array, Dictionary, Name

    mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=Array([50, 760, 300, 800]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(mark)])


BY_SLOT = {
    "C1/initial-referral": Fault("H101", ".docx", comment),
    "C2/section-47-and-icpc": Fault("H102", ".docx", tracked_change),
    "1.2": Fault("H103", ".xlsx", hidden_sheet),
    "3.8": Fault("H104", ".xlsx", hidden_rows),
    "2.1": Fault("H105", ".pptx", notes),
    "6.3": Fault("H106", ".pdf", attachment),
    "1.7": Fault("H107", ".pdf", hidden_layer),
    "3.5": Fault("H109", ".pdf", form_value),
    "3.2": Fault("H110", ".docx", macro),
    "6.1": Fault("H111", ".pptx", embedded_workbook),
    "C3/plan-and-review": Fault("H112", ".docx", hidden_text),
    "1.5": Fault("H113", ".docx", author_field),
    "6.4": Fault("H116", ".pdf", marked),
}
