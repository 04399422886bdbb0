"""Things for tests: an inspection folder, documents with planted markers, the command line in this
process.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from reportlab.pdfgen import canvas

from jtai_submit.cli.app import run
from jtai_submit.custody.keys import KeyFolder
from jtai_submit.inspection.inspection import Inspection, open_inspection
from jtai_submit.inspection.layout import create
from jtai_submit.inspection.slots.registry import slots
from jtai_submit.packing.recipients import X25519Identity, generate

CHILDREN = ("C1", "C2", "C3", "C4", "C5")


def pdf(*lines: str, pages: int = 1, **info: str) -> bytes:
    """A PDF whose pages show the lines; `info` goes into its properties."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    for number in range(pages):
        for row, line in enumerate(lines or ("A page.",)):
            page.drawString(60, 780 - 20 * row, f"{line} ({number + 1})" if pages > 1 else line)
        page.showPage()
    page.save()
    if not info:
        return out.getvalue()
    with pikepdf.open(out) as document:
        for key, value in info.items():
            document.docinfo[f"/{key}"] = value
        done = io.BytesIO()
        document.save(done)
    return done.getvalue()


def commented(remark: str) -> bytes:
    """A Word document with one comment."""
    word, out = docx.Document(), io.BytesIO()
    word.add_paragraph("Words")
    word.add_comment(word.paragraphs[0].runs, text=remark, author="Orla Quenby")
    word.save(out)
    return out.getvalue()


def inspection(folder: Path, *, children: tuple[str, ...] = CHILDREN, **more: str) -> Inspection:
    """A fresh folder; `more` are further lines of its submission.yaml, by key. Without a pack for
    the index: the tests of that ask for one."""
    create(folder, "neglect-2017", "Exampleshire", "2017-05-09", children)
    return extend(folder, **{"index": "false", **more})


def extend(folder: Path, **more: str) -> Inspection:
    file = folder / "submission.yaml"
    text = file.read_text("utf-8")
    for key, value in more.items():
        text = text.replace("not_applicable: [] ", "# ") if key == "not_applicable" else text
        text = text.replace("seal: age ", "# ") if key == "seal" else text
        text = text.replace("index: true ", "# ") if key == "index" else text
        text += f"{key}: {value}\n"
    file.write_text(text, "utf-8")
    return open_inspection(folder)


def fill(here: Inspection, only: tuple[str, ...] = ()) -> dict[str, Path]:
    """One small PDF in every slot of day five (or in those named); returns the files by slot.

    Lists and answers are tables, and due at other deadlines: tests of theirs make them.
    """
    out = {}
    for slot in slots(here.manifest, here.submission):
        wanted = slot.id in only if only else slot.deadline == "day-five"
        if slot.kind != "children" and not slot.shared and wanted:
            path = here.documents / slot.folder / f"{slot.title}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pdf(f"{slot.id} {slot.title}", Author="Orla Quenby"))
            out[slot.id] = path
    return out


@dataclass
class Ready:
    """A complete inspection with keys, a recipient and a folder as its portal."""

    folder: Path
    identity: X25519Identity
    site: Path
    files: dict[str, Path]


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def ready(
    tmp_path: Path,
    *,
    only: tuple[str, ...] = (),
    children: tuple[str, ...] = CHILDREN,
    portal: str = "",
    **more: str,
) -> Ready:
    identity, site = generate(), tmp_path / "site"
    here = inspection(
        tmp_path / "exampleshire",
        children=children,
        recipients=f"[{{name: An inspector, key: {identity.recipient()}}}]",
        portal=portal or "{kind: folder, path: ../site}",
        **more,
    )
    keys(tmp_path)
    return Ready(here.root, identity, site, fill(here, only))


def keys(tmp_path: Path) -> KeyFolder:
    """Signing keys where the command line looks for them, made without a slow key derivation of the
    identity.
    """
    from jtai_submit.cli.computer import configuration

    folder = KeyFolder(configuration())
    if folder.public() is None:
        folder.create(str(generate().recipient()), b"", b"correct horse battery staple")
    return folder


@dataclass
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.out)
        return told

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.json["data"]
        return data


def jtai(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Result:
    """One command in this process."""
    capsys.readouterr()
    code = run([str(a) for a in arguments])
    captured = capsys.readouterr()
    return Result(code, captured.out, captured.err)
