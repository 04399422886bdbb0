"""A coordinator's night by commands alone, from an empty folder to a receipt that the site and the
inspectors' own copy agree with: no file of settings is opened by hand. With `-s` its transcript.
"""

from pathlib import Path

import pytest
from docx import Document

from jtai_submit.inspection.inspection import open_inspection
from jtai_submit.packing.recipients import generate
from jtai_submit.rehearsal.portal import embedded
from tests.make import fill

from .shell import Shell

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]


def commented(path: Path) -> None:
    document = Document()
    words = document.add_paragraph("What the audit found.")
    document.add_comment(words.runs, "Is that right?", author="Orla Quenby", initials="OQ")
    document.save(str(path))


def test_from_init_to_a_verified_receipt(tmp_path: Path) -> None:
    night, inspector = Shell(tmp_path), generate()
    (tmp_path / "inspector.txt").write_text(f"{inspector}\n", "utf-8")
    inside = "--in exampleshire"
    with embedded(tmp_path / "site") as site:
        night.types("jtai-submit init exampleshire --area Exampleshire --notified 2017-05-09")
        told = night.types("jtai-submit setup exampleshire")
        assert "jtai-submit keys new" in told and "jtai-submit portal set" in told
        night.types("jtai-submit keys new")
        night.types(f"jtai-submit recipient add 'Lead inspector' {inspector.recipient()} {inside}")
        night.types(f"jtai-submit recipient add 'Our own copy' own {inside}")
        night.types(f"jtai-submit portal set tus url={site.url} {inside}")
        night.names_leads(inside)
        to = "--to dcs@council.example --smtp host=mail.council.example --smtp user=jtai"
        night.types(f"jtai-submit report set {to} {inside}")
        assert "To do" not in night.types("jtai-submit setup exampleshire")
        assert "take" in night.types(f"jtai-submit login --check {inside}")
        night.at = "2017-05-11T16:40"
        night.types(f"jtai-submit child add C1 C2 C3 C4 C5 {inside}")
        here = open_inspection(tmp_path / "exampleshire")
        files = fill(here)
        files["C1/return-home-interview"].unlink()
        audit = files["3.7"].with_name("Audit.docx")
        commented(audit)
        night.at = "2017-05-15T18:05"
        said = night.types("jtai-submit check exampleshire", 1)
        assert "eturn home interview" in said and "H101" in said
        because = '--because "not missing in the period" --by "Sam Example"'
        night.types(f"jtai-submit exempt C1/return-home-interview {because} {inside}")
        why = '--because "internal" --by "Sam Example"'
        night.types(f"jtai-submit decide 3.7 H101 remove {why} {inside}")
        night.types("jtai-submit check exampleshire --for day-five")
        night.types("jtai-submit report exampleshire --html report.html --quiet", 1)
        night.types("jtai-submit push exampleshire --for day-five")
        assert "agree" in night.types(f"jtai-submit verify 1 {inside} --against portal")
        night.types("jtai-submit history exampleshire")
        packs = [p for n, p in site.arrived().items() if n.endswith(".age")]
        assert len(packs) == 12, "and the index"
        for name, path in site.arrived().items():
            if name.endswith(".age"):
                (tmp_path / name).write_bytes(path.read_bytes())
        police = next(tmp_path.glob("*_3-police_*.age")).name
        night.types(f"jtai-submit open {police} --identity inspector.txt --to opened")
    print("\n".join(night.lines))
    opened = [p for p in (tmp_path / "opened").rglob("*") if p.suffix in (".pdf", ".docx")]
    assert len(opened) > 8
    assert all(b"Orla Quenby" not in p.read_bytes() for p in opened)
