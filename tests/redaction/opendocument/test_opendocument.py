"""ODT, ODS, ODP: markers gone, hidden things found, what shows is as it was."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from jtai_submit.redaction.interface import Unreadable
from jtai_submit.redaction.opendocument import cleaner as opendocument
from jtai_submit.redaction.opendocument import decisions
from jtai_submit.redaction.shared import residue
from tests.redaction.plant import MARKER
from tests.redaction.plant_office import unpacked
from tests.redaction.plant_opendocument import BODY, GONE, HELD, odf
from tests.redaction.test_decisions import decided


def words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(ElementTree.fromstring(archive.read("content.xml")).itertext())


@pytest.mark.parametrize("name", GONE)
def test_the_marker_is_gone(tmp_path: Path, name: str) -> None:
    kind, pieces = GONE[name]
    data = odf(kind, **pieces)
    assert residue.found({MARKER}, unpacked(data).values()), "the test must plant it first"
    seen, cleaned = decided(tmp_path, data, kind)
    assert cleaned is not None, seen.noticed
    assert seen.noticed == () and words(cleaned) == words(data)
    assert (
        residue.found({MARKER, MARKER.split()[0]}, [cleaned, *unpacked(cleaned).values()]) == set()
    )
    assert opendocument.clean(cleaned).data == cleaned, "cleaning what is clean changes nothing"


@pytest.mark.parametrize("name", HELD)
def test_what_is_hidden_stops_the_document(tmp_path: Path, name: str) -> None:
    kind, code, pieces = HELD[name]
    seen, cleaned = decided(tmp_path, odf(kind, **pieces), kind)
    assert cleaned is None and [n.code for n in seen.noticed] == [code]


@pytest.mark.parametrize("choice", ["keep", "anonymise", "remove"])
@pytest.mark.parametrize("name", HELD)
def test_decisions(tmp_path: Path, name: str, choice: str) -> None:
    kind, code, pieces = HELD[name]
    seen, cleaned = decided(tmp_path, odf(kind, **pieces), kind, **{code: choice})
    [noticed] = [n for n in seen.noticed if n.code == code]
    can = decisions.CAN.get(f"{code} {noticed.detail}", decisions.CAN[code])
    if choice not in can.split():
        assert cleaned is None and noticed.choice == ""
        return
    assert cleaned is not None, seen.noticed
    left = residue.found({MARKER}, unpacked(cleaned).values())
    planted = residue.found({MARKER}, unpacked(odf(kind, **pieces)).values())
    assert left == (planted if choice == "keep" else set())
    again, same = decided(tmp_path, cleaned, kind, **{code: choice})
    assert same == cleaned, again.noticed


@pytest.mark.parametrize("kind", BODY)
def test_charts_and_order_stay(tmp_path: Path, kind: str) -> None:
    chart = (
        b"<office:document-content "
        b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body><office:chart/></office:body></office:document-content>'
    )
    frame = '<draw:frame><draw:object xlink:href="./Chart 1"/></draw:frame>'
    body = {
        "odt": f"<text:p>{frame}</text:p>",
        "ods": "",
        "odp": f"<draw:page>{frame}</draw:page>",
    }[kind]
    seen, cleaned = decided(
        tmp_path, odf(kind, body=body, members={"Chart 1/content.xml": chart}), kind
    )
    assert cleaned is not None, seen.noticed
    names = list(unpacked(cleaned))
    assert names[0] == "mimetype" and ("Object 1/content.xml" in names) == bool(body)
    assert (
        "PrinterName" not in unpacked(cleaned)["settings.xml"].decode()
        and seen.dated == "2017-04-03"
    )
    assert b"LibreOffice/7.4<" in unpacked(cleaned)["meta.xml"]


def test_a_password() -> None:
    parts = unpacked(odf("odt"))
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        b"/>", b"><m:encryption-data/></m:file-entry>", 1
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(Unreadable) as caught:
        opendocument.clean(out.getvalue())
    assert caught.value.noticed.code == "D004"
