"""What people decide about hidden content: kept to the byte, without its authors, or taken out;
nothing else changes.
"""

import io
from pathlib import Path

import openpyxl
import pikepdf
import pypdf
import pytest

from jtai_submit.documents.examination import Examination, Wishes
from jtai_submit.redaction.gate import examine
from jtai_submit.redaction.office import decisions
from jtai_submit.redaction.shared import residue
from tests.make import pdf
from tests.redaction import plant, plant_office


def decided(
    tmp_path: Path, data: bytes, kind: str, **choices: str
) -> tuple[Examination, bytes | None]:
    path = tmp_path / f"x.{kind}"
    path.write_bytes(data)
    wishes = Wishes(tuple((code, choice, "") for code, choice in choices.items()))
    return examine(str(path), len(data), path.stat().st_mtime_ns, True, True, wishes)


def cases(choice: str) -> list[str]:
    can = decisions.CAN
    return [
        name
        for name, (_, code, _) in plant_office.HELD.items()
        if choice in can.get(code, "").split()
    ]


@pytest.mark.parametrize("name", cases("keep"))
def test_office_content_is_kept(tmp_path: Path, name: str) -> None:
    kind, code, planted = plant_office.HELD[name]
    data = plant_office.planted(kind, planted)
    before, _ = decided(tmp_path, data, kind)
    codes = {n.code: "keep" for n in before.noticed}
    seen, copy = decided(tmp_path, data, kind, **codes)
    if copy is None:  # refused in words, never let through in part
        assert any(n.code == code and not n.choice for n in seen.noticed), seen.noticed
        assert any(n.detail in ("part", "unknown", "picture") for n in seen.noticed), seen.noticed
        return
    assert {n.choice for n in seen.noticed if n.code == code} == {"keep"}
    again, same = decided(tmp_path, copy, kind, **codes)
    assert same == copy and {n.code for n in again.noticed} >= {code}


@pytest.mark.parametrize("name", cases("remove"))
def test_office_content_is_removed(tmp_path: Path, name: str) -> None:
    kind, code, planted = plant_office.HELD[name]
    data = plant_office.planted(kind, planted)
    seen, copy = decided(tmp_path, data, kind, **{code: "remove"})
    mine = [n for n in seen.noticed if n.code == code]
    if any(not n.choice for n in mine):
        assert copy is None
        return
    assert copy is not None, seen.noticed
    after, same = decided(tmp_path, copy, seen.ending)
    assert after.noticed == () and same == copy
    assert not residue.found({plant.MARKER}, plant_office.unpacked(copy).values()), name


def test_authors_become_numbers_in_a_word_document(tmp_path: Path) -> None:
    kind, _, planted = plant_office.HELD["docx: change ins"]
    data = plant_office.planted(kind, planted)
    seen, copy = decided(tmp_path, data, kind, H102="anonymise")
    assert copy is not None, seen.noticed
    text = plant_office.unpacked(copy)["word/document.xml"].decode()
    assert 'w:author="Author 1"' in text and "w:date=" not in text
    assert not residue.found({plant.MARKER}, plant_office.unpacked(copy).values())


@pytest.mark.parametrize(
    "name", [n for n, (_, code, _) in plant_office.HELD.items() if code == "H101"]
)
def test_comments_stay_without_their_authors(tmp_path: Path, name: str) -> None:
    kind, _, planted = plant_office.HELD[name]
    data = plant_office.planted(kind, planted)
    seen, copy = decided(tmp_path, data, kind, H101="anonymise")
    assert copy is not None, seen.noticed
    kept = [part for member, part in plant_office.unpacked(copy).items() if "omment" in member]
    assert kept, "the comments are still there"


def commented() -> bytes:
    with pikepdf.open(io.BytesIO(pdf("Visible words", pages=2))) as document:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[100, 100, 120, 120],
            Contents="What the note says",
            T="Pat Example",
            M="D:20170509",
            NM="abc-1",
        )
        document.pages[1].Annots = document.make_indirect(
            pikepdf.Array([document.make_indirect(note)])
        )
        document.attachments["list.txt"] = b"What is attached by Orla Quenby"
        document.docinfo["/Author"] = "Orla Quenby"
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def annotations(data: bytes) -> list[dict[str, str]]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [
        {k: str(v) for k, v in a.get_object().items()}
        for page in reader.pages
        for a in page.get("/Annots", [])
    ]


def test_a_pdf_with_each_choice(tmp_path: Path) -> None:
    data = commented()
    seen, copy = decided(tmp_path, data, "pdf", H101="keep", H106="keep")
    assert copy is not None, seen.noticed
    [note] = annotations(copy)
    assert (note["/Contents"], note["/T"], note["/M"]) == (
        "What the note says",
        "Pat Example",
        "D:20170509",
    )
    assert pypdf.PdfReader(io.BytesIO(copy)).attachments["list.txt"] == [
        b"What is attached by Orla Quenby"
    ]
    assert b"Orla Quenby" not in copy, "the properties are gone all the same"

    seen, copy = decided(tmp_path, data, "pdf", H101="anonymise", H106="remove")
    assert copy is not None, seen.noticed
    [note] = annotations(copy)
    assert (note["/Contents"], note["/T"]) == (
        "What the note says",
        "Author 1",
    ) and "/M" not in note
    assert not pypdf.PdfReader(io.BytesIO(copy)).attachments

    seen, copy = decided(tmp_path, data, "pdf", H101="remove", H106="remove")
    assert copy is not None and annotations(copy) == [], seen.noticed


def test_a_choice_that_is_not_possible_stops_the_document(tmp_path: Path) -> None:
    kind, code, planted = plant_office.HELD["docx: change ins"]
    seen, copy = decided(tmp_path, plant_office.planted(kind, planted), kind, H102="remove")
    assert copy is None and [(n.code, n.choice) for n in seen.noticed] == [("H102", "")]


def test_a_decision_about_other_bytes_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(commented())
    wishes = Wishes((("H101", "keep", "0" * 64), ("H106", "keep", "")))
    seen, copy = examine(
        str(path), path.stat().st_size, path.stat().st_mtime_ns, True, True, wishes
    )
    assert copy is None and {(n.code, n.choice) for n in seen.noticed} == {
        ("H101", ""),
        ("H106", "keep"),
    }


def hiding() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Visible"])
    book.create_sheet("workings").append(["secret sums"])
    book.create_sheet("Last").append(["=1+1"])
    book["workings"].sheet_state = "hidden"
    book["Last"].print_area = "A1:B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_hidden_sheet_goes_where_nothing_refers_to_it(tmp_path: Path) -> None:
    seen, copy = decided(tmp_path, hiding(), "xlsx", H103="remove")
    assert copy is not None, seen.noticed
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book.sheetnames == [book.active.title, "Last"] and book["Last"].print_area
    assert b"secret sums" not in b"".join(plant_office.unpacked(copy).values())

    parts = plant_office.unpacked(hiding())
    name = next(n for n in parts if b"1+1" in parts[n])
    parts[name] = parts[name].replace(b"1+1", b"workings!A1")
    seen, copy = decided(tmp_path, plant_office.packed(parts), "xlsx", H103="remove")
    assert copy is None and [(n.code, n.choice) for n in seen.noticed] == [("H103", "")]


def saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_what_is_removed_is_gone_from_the_structure_too(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(commented())) as document:
        note = document.pages[1].Annots[0]
        note.Contents = pikepdf.String(plant.MARKER)
        reference = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=note, Pg=document.pages[1].obj)
        element = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Annot, K=reference)
        )
        document.Root.StructTreeRoot = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=element)
        )
        data = saved(document)
    seen, copy = decided(tmp_path, data, "pdf", H101="remove", H106="remove")
    assert copy is not None, seen.noticed
    with pikepdf.open(io.BytesIO(copy)) as after:
        assert plant.MARKER not in "".join(repr(thing) for thing in after.objects)


def test_a_kept_file_outlives_what_was_said_about_it(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf("Visible"))) as document:
        file = pikepdf.AttachedFileSpec(document, b"What is attached", filename="list.txt")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FileAttachment,
            Rect=[9, 9, 20, 20],
            Contents=plant.MARKER,
            FS=file.obj,
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])
        data = saved(document)
    seen, copy = decided(tmp_path, data, "pdf", H101="remove", H106="keep")
    assert copy is not None, seen.noticed
    with pikepdf.open(io.BytesIO(copy)) as after:
        said = "".join(repr(thing) for thing in after.objects)
    assert plant.MARKER not in said and "list.txt" in said


def test_a_layer_that_is_kept_stays_hidden(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf("Visible"))) as document:
        usage = pikepdf.Dictionary(View=pikepdf.Dictionary(ViewState=pikepdf.Name.OFF))
        layer = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x", Usage=usage)
        )
        document.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(ON=[layer])
        )
        data = saved(document)
    seen, copy = decided(tmp_path, data, "pdf", H107="keep")
    assert copy is not None, seen.noticed
    with pikepdf.open(io.BytesIO(copy)) as after:
        assert len(after.Root.OCProperties.D.OFF) == 1


def test_macros_that_stay_are_still_bound(tmp_path: Path) -> None:
    parts = plant_office.unpacked(plant_office.plain("xlsx"))
    if b"codeName" not in parts["xl/workbook.xml"]:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b"<workbookPr/>", b'<workbookPr codeName="ThisWorkbook"/>'
        )
    plant_office.add(
        parts,
        "xl/workbook.xml",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "xl/vbaProject.bin",
        b"code",
        "application/vnd.ms-office.vbaProject",
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    seen, copy = decided(tmp_path, plant_office.packed(parts), "xlsm", H110="keep")
    assert copy is not None, seen.noticed
    kept = plant_office.unpacked(copy)
    assert b'codeName="ThisWorkbook"' in kept["xl/workbook.xml"] and b"code" in kept.values()
    seen, copy = decided(tmp_path, plant_office.packed(parts), "xlsm", H110="remove")
    assert copy is not None and seen.ending == "xlsx", seen.noticed
    assert not any(
        "vba" in name for name in plant_office.unpacked(copy)
    ) and openpyxl.load_workbook(io.BytesIO(copy))


def test_names_that_programs_write_into_comments(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Visible"
    book.active["A1"].comment = openpyxl.comments.Comment(
        f"{plant.MARKER}:\nplease check", plant.MARKER
    )
    out = io.BytesIO()
    book.save(out)
    seen, copy = decided(tmp_path, out.getvalue(), "xlsx", H101="anonymise")
    assert copy is not None, seen.noticed
    assert not residue.found({plant.MARKER}, plant_office.unpacked(copy).values())
    comments = openpyxl.load_workbook(io.BytesIO(copy)).active["A1"].comment
    assert comments.text == "Author 1:\nplease check"
