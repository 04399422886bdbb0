"""The rehearsal: everything planted, nothing arrives, nothing is sent."""

import json
from datetime import date
from pathlib import Path

import pytest

from jtai_submit.redaction.codes import CODES
from jtai_submit.rehearsal import faults
from jtai_submit.rehearsal.inspector import search
from jtai_submit.rehearsal.sample import make, notified
from tests.make import fill, inspection, jtai

Capsys = pytest.CaptureFixture[str]


@pytest.mark.real
def test_the_sample_area(tmp_path: Path, capsys: Capsys) -> None:
    result = jtai(capsys, "rehearse", "--json")
    assert result.code == 0, result.err
    figures = result.data["figures"]
    assert figures["documents"] >= 60 and figures["markers_planted"] >= 300
    assert figures["markers_found"] == 0 and figures["text_differences"] == 0
    assert (
        Path(result.data["report"]).is_file()
        and Path(result.data["receipt"]).is_file()
        and len(result.data["packs"]) == 27  # every round, from the lists to consent
    )


def test_every_marker_is_really_planted(tmp_path: Path) -> None:
    sample = make(tmp_path / "x", date(2017, 5, 15))
    for path, markers in sample.markers.items():
        data = (tmp_path / "x" / path).read_bytes()
        assert search(markers, data) == set(markers)
        if path.endswith(".pdf") and path not in sample.corrected:
            assert len(markers) == 5 and data.count(b"%%EOF") == 2
    assert json.loads((tmp_path / "x/.jtai/markers.json").read_text("utf-8")) == sample.markers


def test_the_sample_has_the_formats_that_people_have(tmp_path: Path) -> None:
    sample = make(tmp_path / "x", date(2017, 5, 15))
    kinds = {Path(path).suffix for path in sample.markers}
    assert kinds == {".pdf", ".docx", ".xlsx", ".pptx", ".jpg", ".png", ".csv", ".txt", ".md"}
    assert len(sample.markers) >= 60


def test_each_kind_of_hidden_content_is_refused_once_and_then_put_right(
    tmp_path: Path, capsys: Capsys
) -> None:
    sample = make(tmp_path / "x", date(2017, 5, 15))

    def refused() -> list[str]:
        data = jtai(capsys, "check", "x", "--json").data
        files = [file for section in data["slots"] for file in section["files"]]
        return sorted(f["code"] for file in files for f in file["findings"] if f["blocks"])

    assert refused() == sorted(fault.code for fault in faults.BY_SLOT.values())
    assert set(refused()) == {code for code in CODES if code[0] == "H" and CODES[code].blocks} - {
        "H108"
    }
    sample.correct()
    assert refused() == []


@pytest.mark.real
def test_a_newcomer_sees_what_a_refusal_looks_like(tmp_path: Path, capsys: Capsys) -> None:
    """And what an earlier rehearsal left stays as it is."""
    (tmp_path / "jtai-rehearsal").mkdir()
    out = jtai(capsys, "rehearse", "--plain").out
    lines = out.strip().splitlines()
    assert "nothing is sent" in lines[0] and "nothing is sent" in lines[-1]
    assert (tmp_path / "jtai-rehearsal-2").is_dir() and not list(
        (tmp_path / "jtai-rehearsal").iterdir()
    )
    assert "sheet 'workings' is hidden (H103)" in out and "To fix: Show or delete the sheet" in out
    assert out.index("First look: 13 documents") < out.index("Second look") < out.index("It works")


def test_a_folder_of_ones_own(tmp_path: Path, capsys: Capsys) -> None:
    here = inspection(tmp_path / "x", children=("C1",))
    fill(here, ("3.4", "C1/chronology"))
    before = sorted(p.relative_to(here.root) for p in here.root.rglob("*"))
    result = jtai(capsys, "rehearse", "x", "--json")
    assert (
        result.code == 1
        and result.data["figures"]["documents"] == 2
        and "3.1" in result.data["gaps"]
    )
    new = {p.relative_to(here.root).as_posix() for p in here.root.rglob("*")} - {
        p.as_posix() for p in before
    }
    assert all(p.startswith(".jtai/rehearsals") for p in new)
    assert jtai(capsys, "check", "x", "--json").data["counts"]["sent"] == 0


def test_a_leak_would_be_seen(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.rehearsal import inspector

    monkeypatch.setattr(inspector, "search", lambda markers, data: set(list(markers)[:1]))
    assert inspector.compare(
        _pdf(tmp_path).read_bytes(), _pdf(tmp_path).read_bytes(), ["a marker"]
    )[2] == ("a marker",)


def _pdf(tmp_path: Path) -> Path:
    from tests.make import pdf

    path = tmp_path / "x.pdf"
    path.write_bytes(pdf("Words"))
    return path


@pytest.mark.parametrize(
    ("today", "tuesday"),
    [("2017-05-15", "2017-05-09"), ("2017-05-09", "2017-05-09"), ("2018-12-27", "2018-12-18")],
)
def test_the_sample_is_notified_on_a_working_tuesday(today: str, tuesday: str) -> None:
    assert notified(date.fromisoformat(today)).isoformat() == tuesday
