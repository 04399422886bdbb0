"""An inspection from notification to the end of week two by commands alone, the clock moving: every
round is pushed to a real portal, and opened. With `-s` its transcript.
"""

import random
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jtai_submit.inspection.inspection import Inspection, open_inspection
from jtai_submit.packing.age import Reader
from jtai_submit.packing.recipients import generate
from jtai_submit.rehearsal import lists
from jtai_submit.rehearsal.portal import Embedded, embedded
from tests.make import fill, pdf

from .shell import Shell

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
IN = "--in exampleshire"
_ANSWER = 6  # the column of a sheet: after id, name, date of birth, address and relatives
CHILDREN = ("C1", "C2", "C3", "C4", "C5")


def exported(here: Inspection, deadline: str) -> None:
    """The lists of a deadline, as they come out of the area's own systems."""
    chance = random.Random(1)
    for asked in here.manifest.every_list:
        if asked.deadline == deadline:
            paper = lists.child_list(asked, here.submission.notified, chance)
            (here.documents / "lists" / f"{asked.slug}.csv").write_bytes(paper.data)


def answered(sheet: Path, identity: object, to: Path) -> None:
    """The holder's side: open the sheet, answer each child, send it back."""
    with sheet.open("rb") as file:
        book = load_workbook(Reader(file, [identity]))  # type: ignore[list-item]
    table = book.active
    assert table is not None
    for row in table.iter_rows(min_row=3):  # below the title and the headings
        table.cell(row[0].row, _ANSWER, "N" if int(str(row[0].value)) % 3 else "Y")
    book.save(to)


def opened(shell: Shell, site: Embedded, arrived: Path) -> None:
    """The inspectors' side: everything that lies there, opened at once."""
    arrived.mkdir(exist_ok=True)
    for name, path in site.arrived().items():
        (arrived / name).write_bytes(path.read_bytes())
    shell.types("jtai-submit open arrived --identity inspector.txt --to opened --quiet")


def test_from_notification_to_the_end_of_week_two(tmp_path: Path) -> None:
    shell, inspector, holder = Shell(tmp_path), generate(), generate()
    (tmp_path / "inspector.txt").write_text(f"{inspector}\n", "utf-8")
    (tmp_path / "people.csv").write_text(
        "child,name,role,born,address\n104501,Ann Quenby,child,2009-03-01,1 High Street\n"
    )
    folder, arrived = tmp_path / "exampleshire", tmp_path / "arrived"

    def push(deadline: str, at: str, expected: str = "Complete") -> None:
        shell.at = at
        assert expected in shell.types(f"jtai-submit push exampleshire --for {deadline}")

    with embedded(tmp_path / "site") as site:
        shell.types("jtai-submit init exampleshire --area Exampleshire --notified 2017-05-09")
        shell.types("jtai-submit keys new")
        shell.types(f"jtai-submit recipient add 'Lead inspector' {inspector.recipient()} {IN}")
        shell.types(f"jtai-submit recipient add 'Our own copy' own {IN}")
        shell.types(f"jtai-submit portal set tus url={site.url} {IN}")
        shell.names_leads(IN)
        shell.types("jtai-submit timetable exampleshire --ics dates.ics")
        here = open_inspection(folder)

        exported(here, "notification-day")
        shell.at = "2017-05-09T15:30"
        said = shell.types(f"jtai-submit lists check {IN}", 1)  # those of later days
        assert "Nothing keeps a list from being sent" in said
        push("notification-day", "2017-05-09T16:00")

        exported(here, "day-one")
        fill(here, ("context-note",))
        push("day-one", "2017-05-10T14:00")

        shell.at = "2017-05-10T17:00"
        shell.types(f"jtai-submit answers select {' '.join(lists.ids(20))} {IN}")
        for question in (
            "youth-offending-team",
            "national-probation-service",
            "community-rehabilitation-company",
            "police",
        ):
            key = f"--key {holder.recipient()} --people people.csv"
            shell.types(f"jtai-submit answers sheet {question} {key} --to {question}.age {IN}")
            answered(tmp_path / f"{question}.age", holder, tmp_path / f"{question}.xlsx")
            shell.at = "2017-05-11T12:00"
            shell.types(f"jtai-submit answers take {question}.xlsx {IN}")
        push("day-two-answers", "2017-05-11T15:00")
        exported(here, "day-two")
        push("day-two", "2017-05-11T16:30")

        shell.at = "2017-05-12T09:30"
        shell.types(f"jtai-submit answers brief --to brief.html {IN}")
        shell.types(f"jtai-submit child add {' '.join(CHILDREN)} {IN}")
        meeting = "--at 2017-05-23T10:00 --place 'Civic Centre' --by 'Sam Example'"
        shell.types(f"jtai-submit meeting add C1 'review conference' {meeting} {IN}")
        files = fill(open_inspection(folder))
        files["C4/return-home-interview"].unlink()
        why = "--because 'not missing in the period' --by 'Sam Example'"
        shell.types(f"jtai-submit exempt C4/return-home-interview {why} {IN}")
        shell.at = "2017-05-15T17:00"
        shell.types("jtai-submit check exampleshire --for day-five --quiet")
        push("day-five", "2017-05-16T12:00")

        fill(open_inspection(folder), tuple(f"{child}/evaluation" for child in CHILDREN))
        push("day-seven", "2017-05-18T12:00")

        shell.at = "2017-05-19T15:10"
        asked = "--owner health --due 2017-05-24 --from CQC"
        shell.types(f"jtai-submit request add 'Records of two visits' {asked} {IN}")
        (folder / "documents/requests/R1/records.pdf").write_bytes(pdf("Records of two visits"))
        for child in CHILDREN:
            for who in ("child", "carer"):
                shell.types(f"jtai-submit consent {child} {who} --by 'Sam Example' {IN}")
        push("on-request", "2017-05-19T16:00")
        push("week-two", "2017-05-19T16:30")

        files["3.2"].unlink()
        shell.at = "2017-05-22T09:00"
        mistake = "--because 'it was about another area' --by 'Sam Example'"
        shell.types(f"jtai-submit withdraw 3.2 {mistake} {IN}")
        files["3.2"].write_bytes(pdf("The right one"))
        push("day-five", "2017-05-22T09:10")
        opened(shell, site, arrived)
        shell.types("jtai-submit history exampleshire")
        assert "agree" in shell.types(f"jtai-submit verify {IN} --against portal")
    print("\n".join(shell.lines))
    names = {path.name for path in (tmp_path / "opened").iterdir()}
    rounds = {name.split("_")[1] for name in names}
    assert len(rounds) == 8, rounds
    indexes = sorted(name for name in names if "_index_" in name)
    assert indexes[-1].startswith("exampleshire_week-two") and len(indexes) == 9
    last = tmp_path / "opened/exampleshire_day-five_index_v2/data/index/index-of-documents.xlsx"
    sheet = load_workbook(last).active
    assert sheet is not None
    notes = [str(row[8]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert notes.count("withdrawn") == 1 and notes.count("new") == 1, set(notes)
    every = [path for path in (tmp_path / "opened").rglob("*") if path.is_file()]
    assert not [path for path in every if b"Quenby" in path.read_bytes()]
    assert list(arrived.glob("*_withdrawn-*.txt"))
