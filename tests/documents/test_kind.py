"""Kinds of Office and OpenDocument: families, templates, shows, and what they are called."""

import sys

import pytest

from jtai_submit.checks.document import d005_type_differs, d006_unsupported
from jtai_submit.documents.examination import Examination, Examined, Noticed
from jtai_submit.documents.kind import Kind, called, identify
from jtai_submit.redaction.registry import supported
from tests.make import zipped


def office(main: str, name: str = "[Content_Types].xml") -> bytes:
    types = f'<Types><Override PartName="/a.xml" ContentType="application/vnd.{main}+xml"/></Types>'
    return zipped({name: types.encode(), "a.xml": b"<a/>"})


def opendocument(kind: str) -> bytes:
    return zipped(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<a/>"}
    )


MAINS = {
    "openxmlformats-officedocument.wordprocessingml.document.main": Kind.DOCX,
    "openxmlformats-officedocument.wordprocessingml.template.main": Kind.DOTX,
    "ms-word.document.macroEnabled.main": Kind.DOCM,
    "ms-word.template.macroEnabledTemplate.main": Kind.DOTM,
    "openxmlformats-officedocument.spreadsheetml.sheet.main": Kind.XLSX,
    "openxmlformats-officedocument.spreadsheetml.template.main": Kind.XLTX,
    "ms-excel.sheet.macroEnabled.main": Kind.XLSM,
    "ms-excel.template.macroEnabled.main": Kind.XLTM,
    "openxmlformats-officedocument.presentationml.presentation.main": Kind.PPTX,
    "openxmlformats-officedocument.presentationml.slideshow.main": Kind.PPSX,
    "openxmlformats-officedocument.presentationml.template.main": Kind.POTX,
    "ms-powerpoint.presentation.macroEnabled.main": Kind.PPTM,
    "ms-powerpoint.slideshow.macroEnabled.main": Kind.PPSM,
    "ms-powerpoint.template.macroEnabled.main": Kind.POTM,
}


@pytest.mark.parametrize("main", MAINS)
def test_office_files_by_their_main_part(main: str) -> None:
    assert identify(office(main), "zip") is MAINS[main]
    assert supported(MAINS[main])


def test_the_case_of_names_does_not_matter() -> None:
    data = office("openxmlformats-officedocument.spreadsheetml.sheet.main", "[content_types].xml")
    assert identify(data, "xlsx") is Kind.XLSX


@pytest.mark.parametrize(
    ("kind", "expected", "cleaned"),
    [
        ("text", Kind.ODT, True),
        ("text-template", Kind.OTT, True),
        ("spreadsheet-template", Kind.OTS, True),
        ("presentation-template", Kind.OTP, True),
        ("graphics", Kind.ODG, False),
        ("base", Kind.ODB, False),
        ("text-master", Kind.ODM, False),
    ],
)
def test_opendocument_files(kind: str, expected: Kind, cleaned: bool) -> None:
    assert identify(opendocument(kind), "zip") is expected
    assert supported(expected) is cleaned


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"<?xml version='1.0'?>\n<!-- x -->\n"])
def test_opendocument_in_one_file(mark: bytes) -> None:
    data = (
        mark + b'<office:document xmlns:office="x" '
        b'office:mimetype="application/vnd.oasis.opendocument.text"/>'
    )
    assert identify(data, "fodt") is Kind.FODT
    assert called(Kind.FODT) == "an OpenDocument text in one XML file"


def test_a_zip_stays_a_zip() -> None:
    assert identify(zipped({"a.txt": b"words"}), "zip") is Kind.ZIP
    assert identify(zipped({"mimetype": b"application/epub+zip"}), "epub") is Kind.EPUB


def test_a_kind_is_called_what_it_is() -> None:
    document = Examined("documents/a.zip", 1, 0, examined=Examination(Kind.PPSX))
    says = d006_unsupported.RULE.says
    assert says
    [said] = d005_type_differs.find(document, None)  # type: ignore[arg-type]
    assert said == "the name ends in .zip, but the file is a PowerPoint show"
    assert (
        says(Noticed("D006", detail=Kind.VSDX))
        == "it is a Visio drawing, which cannot be cleaned yet"
    )
    assert says(Noticed("D006", detail=Kind.ZIP)) == "ZIP files cannot be cleaned yet"
    assert says(Noticed("D006", detail=Kind.UNKNOWN)) == "this type of file cannot be cleaned"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<table><tr><td>x</td></tr></table>", Kind.HTML),
        (b"\xef\xbb\xbf\r\n<HEAD><title>x</title>", Kind.HTML),
        ("<body>x</body>".encode("utf-16"), Kind.HTML),
        (b"Received: from a.example\r\n", Kind.EML),
        (b"<a/>", Kind.UNKNOWN),
        (b"words", Kind.UNKNOWN),
        (b"\0\x01\x02\x03" * 20, Kind.UNKNOWN),
    ],
)
@pytest.mark.parametrize("libmagic", [True, False])
def test_the_second_opinion_is_the_same_without_libmagic(
    monkeypatch: pytest.MonkeyPatch, data: bytes, kind: Kind, libmagic: bool
) -> None:
    if not libmagic:
        monkeypatch.setitem(sys.modules, "magic", None)
    assert identify(data, "xls") is kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [("text/html", Kind.HTML), ("text/plain", Kind.HTML), ("application/pdf", Kind.UNKNOWN)],
)
def test_libmagic_can_only_doubt(monkeypatch: pytest.MonkeyPatch, said: str, kind: Kind) -> None:
    from types import SimpleNamespace

    magic = SimpleNamespace(from_buffer=lambda data, mime: said)
    monkeypatch.setitem(sys.modules, "magic", magic)
    assert identify(b"<table><tr>", "xls") is kind
    assert identify(b"words", "xls") is Kind.UNKNOWN
