"""Documents for the guard's labelled set, made with the libraries that make people's documents."""

import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import docx
import openpyxl
import pptx
from PIL import Image

from tests.make import pdf


def text(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("cp1252", "replace")


def wide_text(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("utf-16")


def word(lines: Sequence[str]) -> bytes:
    """Paragraphs whose words are split over runs, as an editor leaves them; the last in a table."""
    document = docx.Document()
    for line in lines[:-1]:
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 7):
            paragraph.add_run(line[at : at + 7]).bold = at % 2 == 0
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Note", lines[-1]
    return _saved(document.save)


def workbook(lines: Sequence[str]) -> bytes:
    """A sheet with a word a cell: first names and surnames in columns of their own."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line.split(" "))
    return _saved(book.save)


def slides(lines: Sequence[str]) -> bytes:
    show = pptx.Presentation()
    page = show.slides.add_slide(show.slide_layouts[1])
    page.shapes.title.text = lines[0]
    page.placeholders[1].text = "\n".join(lines[1:])
    return _saved(show.save)


def page(lines: Sequence[str]) -> bytes:
    return pdf(*lines)


def mail(lines: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "pat@example.org", "lee@example.org"
    message["Subject"], message["Date"] = lines[0], "Tue, 02 May 2017 09:00:00 +0100"
    message.set_content("\n".join(lines[1:]))
    return message.as_bytes()


def zipped(lines: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("minutes.docx", word(lines))
        archive.writestr("cover.txt", "A cover sheet for the minutes.")
    return out.getvalue()


def attached(lines: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "pat@example.org", "Minutes"
    message.set_content("See the minutes.")
    message.add_attachment(page(lines), maintype="application", subtype="pdf", filename="m.pdf")
    return message.as_bytes()


def html(lines: Sequence[str]) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def scan(ending: str) -> bytes:
    picture = Image.new("RGB", (80, 60), "white")
    picture.putpixel((9, 9), (0, 0, 0))
    return _saved(
        lambda out: picture.save(out, {"jpg": "JPEG", "png": "PNG", "pdf": "PDF"}[ending])
    )


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


MAKERS: tuple[tuple[str, Callable[[Sequence[str]], bytes]], ...] = (
    ("txt", text),
    ("docx", word),
    ("pdf", page),
    ("xlsx", workbook),
    ("eml", mail),
    ("txt", wide_text),
    ("zip", zipped),
    ("html", html),
    ("pptx", slides),
    ("eml", attached),
)
