"""The other shipped manifests, those that build on one another, what differs between two."""

import re
from datetime import date
from pathlib import Path

import pytest

from jtai_submit.errors import Unusable
from jtai_submit.inspection.submission import Submission
from jtai_submit.inspection.timetable import timetable
from jtai_submit.manifest.difference import Change, differences
from jtai_submit.manifest.models import ManifestKind
from jtai_submit.manifest.reader import open_manifest
from tests.conftest import SHARED, needs
from tests.make import jtai, pdf

Capsys = pytest.CaptureFixture[str]
READINESS = open_manifest("schools-readiness-neglect-2017")
LISTS = open_manifest("annex-a-lists-2019")
NEGLECT = open_manifest("neglect-2017")


def test_the_checklist_has_every_row_and_sub_point() -> None:
    (school,) = READINESS.agencies
    assert READINESS.kind is ManifestKind.READINESS and len(school.items) == 17
    several = {i.slug: len(i.parts) for i in school.items if len(i.parts) > 1}
    expected = {"dsl": 7, "indicators": 6, "profiles": 5, "data-set": 6, "policies": 5}
    assert several == expected
    reviewed = {part.id: part.review for i in school.items for part in i.parts if part.review}
    assert reviewed == {"audit-tool": 12, "child-protection-policy": 12}


def test_the_checklists_words_are_its_own_and_nobody_is_named() -> None:
    source = needs(SHARED / "sources") / "000_d828cfc4a14f5196.txt"
    words = re.sub(r"\s+", " ", source.read_text("utf-8"))
    (school,) = READINESS.agencies
    for item in school.items:
        assert item.text in words, item.text
        titles = [part.title for part in item.parts if part.id != "in-place"]
        assert all(title in words for title in titles), titles
    text = READINESS.model_dump_json()
    assert "@" not in text and not re.search(r"Leckie|\b01\d{3} ", text)


def test_a_school_is_ready(tmp_path: Path, capsys: Capsys) -> None:
    kind = ("--manifest", "schools-readiness-neglect-2017")
    area = ("--area", "Example School", "--notified", "2017-05-13")
    made = jtai(capsys, "init", "x", *kind, *area)
    assert made.code == 0 and "M017" not in made.out
    assert (tmp_path / "x/documents/1-school/1.10-data-set").is_dir()
    fresh = jtai(capsys, "check", "x", "--json")
    assert fresh.code == 1 and fresh.data["counts"]["missing"] == 17
    shown = jtai(capsys, "check", "x").out
    assert "P003" not in shown and "Next: jtai-submit part 1.1 briefings" in shown
    (tmp_path / "x/documents/1-school/1.12-policies/Policies.pdf").write_bytes(pdf("Policies"))
    by = ("--by", "Sam Example", "--in", "x")
    for item in READINESS.agencies[0].items:
        if item.id != "1.12":
            parts = [part.id for part in item.parts]
            assert jtai(capsys, "part", item.id, *parts, *by).code == 0
    told = jtai(capsys, "check", "x")
    assert told.code == 0 and "nothing; everything is in place" in told.out
    assert "it is not said when it was last reviewed" in told.out
    old = ("child-protection-policy", "--reviewed", "2016-04-01")
    assert jtai(capsys, "part", "1.12", *old, *by).code == 0
    assert "reviewed on 2016-04-01, more than 12 months before" in jtai(capsys, "check", "x").out
    assert jtai(capsys, "report", "x", "--html", "r.html").code == 0
    assert "Designated safeguarding lead prepared" in (tmp_path / "r.html").read_text("utf-8")
    assert jtai(capsys, "push", "x").code == 2
    assert jtai(capsys, "timetable", "x", "--ics", "x.ics").code == 0


def test_lists_1_to_7_of_the_template() -> None:
    assert LISTS.kind is ManifestKind.LISTS
    numbers = {each.number: each.slug for each in LISTS.lists}
    assert numbers == {
        1: "contacts",
        2: "early-help",
        3: "referrals",
        4: "assessments",
        5: "section-47",
        6: "child-in-need",
        7: "child-protection-plan",
    }
    for each in LISTS.lists:
        names = [field.name for field in each.every]
        assert each.key and set(each.key) <= set(names) and len(names) == len(set(names))
        assert each.window and set(each.window.dates) <= set(names)
        # what is not held is left open
        assert (each.text, each.deadline, each.look_back) == ("", "", None)
        assert not [name for name in names if "unborn" in name.lower() or "neglect" in name.lower()]
    once = [each.slug for each in LISTS.lists if each.key == ("Child Unique ID",)]
    assert once == ["child-in-need", "child-protection-plan"]


def test_lists_alone_are_no_inspection(tmp_path: Path, capsys: Capsys) -> None:
    area = ("--manifest", "annex-a-lists-2019", "--area", "E", "--notified", "2017-05-09")
    made = jtai(capsys, "init", "x", *area, "--json")
    assert made.code == 2 and made.json["errors"][0]["code"] == "M019"
    assert not (tmp_path / "x").exists()


LATER = """\
extends: annex-a-lists-2019
manifest: later-2026
kind: inspection
title: A later framework
source: made up for a test
notification: {day: 1, weekday: Monday}
children: {at_least: 5, at_most: 7, chosen: chosen}
deadlines:
  - {id: day-two, title: Day two, day: 2, week: 1, weekday: Tuesday, owes: all, text: x}
moments:
  - {id: chosen, title: Chosen, day: 3, week: 1, weekday: Wednesday, text: x}
item_deadline: day-two
agencies:
  - id: 1-local-authority
    title: Local authority
    heading: Local authority
    items: [{id: "1.1", slug: audits, title: Audits, text: audits}]
key_document_deadline: day-two
key_documents: [{slug: chronology, title: Chronology, text: a chronology}]
lists:
  - {slug: contacts, deadline: day-two, text: all contacts, look_back: 3 months}
"""


def later(tmp_path: Path, text: str) -> Path:
    line = "  - {{slug: {}, deadline: day-two, text: x}}\n"
    others = "".join(line.format(each.slug) for each in LISTS.lists[1:])
    (tmp_path / "later.yaml").write_text(text + others, "utf-8")
    return tmp_path / "later.yaml"


def test_a_later_manifest_builds_on_the_lists(tmp_path: Path, capsys: Capsys) -> None:
    later(tmp_path, LATER)
    made = open_manifest("later.yaml", tmp_path)
    contacts = made.lists[0]
    assert contacts.text == "all contacts" and contacts.look_back == 3
    assert [f.name for f in contacts.fields] == [f.name for f in LISTS.lists[0].fields]
    area = ("--manifest", "later.yaml", "--area", "E", "--notified", "2026-05-11")
    assert jtai(capsys, "manifests", "check", "later.yaml").code == 0
    assert jtai(capsys, "init", "x", *area).code == 0


def test_mistakes_stand_where_they_were_typed(tmp_path: Path) -> None:
    path = later(tmp_path, LATER.replace("slug: contacts, deadline: day-two", "slug: contacts"))
    with pytest.raises(Unusable) as stopped:
        open_manifest(str(path), tmp_path)
    (problem,) = stopped.value.problems
    assert problem.code == "M014"
    assert "contacts" in problem.excerpt
    for old, new, code in (
        ("extends: annex-a-lists-2019", "extends: annex-b", "M019"),
        ("extends: annex-a-lists-2019", "extends: later.yaml", "M008"),
        ("item_deadline: day-two\n", "", "M010"),
        ("look_back: 3 months", "window: {dates: [Nobody's field]}", "M011"),
    ):
        later(tmp_path, LATER.replace(old, new))
        with pytest.raises(Unusable) as stopped:
            open_manifest("later.yaml", tmp_path)
        assert code in [p.code for p in stopped.value.problems]


def test_what_differs(tmp_path: Path, capsys: Capsys) -> None:
    assert differences(NEGLECT, NEGLECT) == ()
    later(tmp_path, LATER)
    found = differences(NEGLECT, open_manifest("later.yaml", tmp_path))
    by_key = {(each.ask.kind, each.ask.key): each for each in found}
    assert by_key["item", "local-authority/audits"].change is Change.NEW
    assert by_key["item", "police/risk-assessments"].change is Change.GONE
    assert by_key["item", "police/risk-assessments"].ask.who == "Police"
    assert by_key["key document", "chronology"].change is Change.CHANGED
    told = jtai(capsys, "manifests", "diff", "neglect-2017", "later.yaml", "--json").data
    assert {d["change"] for d in told["differences"]} == {"new", "gone", "changed"}
    assert len(told["differences"]) == len(found)
    shown = jtai(capsys, "manifests", "diff", "neglect-2017", "later.yaml").out
    assert "Local authority, item, 1.1 Audits: audits" in shown
    assert jtai(capsys, "manifests", "diff", "neglect-2017", "nothing").code == 3
    longer = later(tmp_path, LATER.replace("3 months", "6 months")).rename(tmp_path / "l.yaml")
    later(tmp_path, LATER)
    (change,) = differences(
        open_manifest("later.yaml", tmp_path), open_manifest(longer.name, tmp_path)
    )
    assert (change.change, change.ask.key) == (Change.CHANGED, "contacts")
    same = jtai(capsys, "manifests", "diff", "neglect-2017", "neglect-2017")
    assert "They ask for the same." in same.out


def test_every_shipped_manifest_is_listed_and_shown(capsys: Capsys) -> None:
    ids = [m["id"] for m in jtai(capsys, "manifests", "list", "--json").data["manifests"]]
    assert set(ids) == {"annex-a-lists-2019", "neglect-2017", "schools-readiness-neglect-2017"}
    for each in ids:
        assert jtai(capsys, "manifests", "show", each).code == 0


def test_a_day_without_a_count_is_its_weekday() -> None:
    for day in (8, 9, 12):  # Monday, Tuesday, Friday of one week
        about = Submission(
            area="E", manifest=READINESS.manifest, notified=date(2017, 5, day), children=()
        )
        (due,) = timetable(READINESS, about)
        assert due.due.date() == date(2017, 5, 12) and not due.parted
