"""The aid for the joint evaluation: Annex B's rows, the criteria's own words, and what it is."""

import io
import re
from pathlib import Path

import docx
import pytest

from jtai_submit.manifest.reader import open_manifest
from jtai_submit.reporting.tracking import AID
from tests.conftest import SHARED, needs
from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]
TRACKING = open_manifest("neglect-2017").tracking


def test_the_tools_words_are_the_guidances_own() -> None:
    assert TRACKING and len(TRACKING.header) == 5 and len(TRACKING.questions) == 8
    assert [c.esn for c in TRACKING.criteria] == list(range(23, 39))
    source = (needs(SHARED / "sources") / "001_9f9179686f40cb5b.txt").read_text("utf-8")
    words = re.sub(r"\[footnoteRef:\d+\]|\s*\[\d+:[^\]]*\]", "", source)
    words = re.sub(r"\s+", " ", words)
    said = [*TRACKING.header, TRACKING.evaluation, TRACKING.summary, TRACKING.title]
    said += [q.text for q in TRACKING.questions] + [c.text for c in TRACKING.criteria]
    for text in said:
        assert text in words, text
    for question in TRACKING.questions:
        after = words.partition(question.text)[2].partition("ESN")[2].partition("ESN")[0]
        numbers = re.match(r"[\d, ]+", after)
        assert numbers and tuple(map(int, re.findall(r"\d+", numbers[0]))) == question.esn


def test_the_aid(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=("C1", "C2"))
    done = jtai(capsys, "tracking", "c2", "--to", "aid.docx", "--in", "x", "--json")
    assert done.code == 0 and done.data["owed"] is False
    data = (tmp_path / "aid.docx").read_bytes()
    document = docx.Document(io.BytesIO(data))
    assert document.core_properties.author == ""
    paragraphs = [p.text for p in document.paragraphs]
    assert AID in paragraphs
    header, evaluation, questions = document.tables
    rows = {row.cells[0].text: row.cells[1].text for row in header.rows}
    assert rows["Case number"] == "C2" and len(rows) == 5
    assert len(evaluation.rows) == 1 and len(questions.rows) == 1 + 8
    first = questions.rows[1].cells[0].text
    assert first.endswith("ESN 01, 03, 04, 23, 25, 27, 33, 34")
    assert sum(text.startswith("ESN ") for text in paragraphs) == 16 + 1
    assert "ESN 38: the LSCB actively monitors" in "\n".join(paragraphs)
    assert jtai(capsys, "tracking", "C2", "--to", "aid.docx", "--in", "x").code == 2
    assert (tmp_path / "aid.docx").read_bytes() == data
    assert jtai(capsys, "tracking", "C9", "--in", "x").code == 2
    assert jtai(capsys, "tracking", "C1", "--in", "x").code == 0
    assert (tmp_path / "tracking-C1.docx").exists()


def test_the_case_number_is_the_inspectors_own(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", children=())
    assert jtai(capsys, "child", "add", "C1", "--unique-id", "007123", "--in", "x").code == 0
    assert jtai(capsys, "tracking", "C1", "--to", "a.docx", "--in", "x").code == 0
    document = docx.Document(str(tmp_path / "a.docx"))
    assert document.tables[0].rows[2].cells[1].text == "007123 (C1)"
