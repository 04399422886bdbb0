"""submission.yaml: all mistakes in one run, each where it stands, with what to write instead."""

from pathlib import Path

import pytest

from jtai_submit.delivery.portals.registry import KINDS
from jtai_submit.errors import Unusable
from jtai_submit.inspection.inspection import open_inspection
from jtai_submit.manifest.reader import open_manifest

GOOD = (
    "manifest: neglect-2017\narea: Exampleshire\nnotified: 2017-05-09\nchildren: [C1, C2, "
    "C3, C4, C5]\n"
)


def problems(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    (tmp_path / "submission.yaml").write_text(text, "utf-8")
    with pytest.raises(Unusable) as stopped:
        open_inspection(tmp_path, KINDS)
    return [
        (p.code, p.where.removeprefix("submission.yaml:"), f"{p.message} | {p.fix}")
        for p in stopped.value.problems
    ]


def one(tmp_path: Path, line: str, code: str, *words: str) -> None:
    found = problems(tmp_path, GOOD + line + "\n")
    assert [f[0] for f in found] == [code], found
    assert found[0][1].startswith("5:"), found
    for word in words:
        assert word in found[0][2], found


def test_good(tmp_path: Path) -> None:
    (tmp_path / "submission.yaml").write_text(GOOD, "utf-8")
    assert [c.id for c in open_inspection(tmp_path, KINDS).submission.children] == [
        "C1",
        "C2",
        "C3",
        "C4",
        "C5",
    ]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (
            'not_applicable: [{slot: "3.14", because: none held, by: Pat}]',
            "M012",
            ['"3.14" is not an item of neglect-2017', "from 3.1 to 3.8", "did you mean 3.4?"],
        ),
        (
            "not_applicable: [{slot: C1/chronolgy, because: x, by: y}]",
            "M012",
            ["did you mean chronology?"],
        ),
        (
            "deadlines: {day-fife: {at: 2017-05-16T17:00, confirmed_by: x}}",
            "M014",
            ["did you mean day-five?"],
        ),
        ("agencies: {polise: {name: x}}", "M015", ["did you mean police?"]),
        ("owners: {C1/chronology: helth}", "M015", ["did you mean health?"]),
        ("expected: {'3.7': 15 May}", "M016", ["not a date", "2017-05-09"]),
        ("expected: {'3.77': 2017-05-15}", "M012", ["3.7"]),
        ("recipents: []", "M009", ["did you mean recipients?"]),
        ("seal: ages", "M011", ["did you mean age?"]),
        ("portal: {kind: tuss, url: x}", "M011", ["tus"]),
        ("portal: {kind: tus, ulr: x}", "M010", ["url"]),
        ("children_: x", "M009", ["did you mean children?"]),
        ("not_applicable: {slot: '3.4'}", "M011", ["list"]),
        (
            "decisions: [{file: x, finding: H101, choice: kept, because: x, by: y}]",
            "M011",
            ["keep"],
        ),
        ("requested: ['2.44']", "M012", ["2.4"]),
    ],
)
def test_mistakes(tmp_path: Path, line: str, code: str, words: list[str]) -> None:
    found = problems(tmp_path, GOOD + line + "\n")
    assert found[0][0] == code and found[0][1].startswith("5:"), found
    for word in words:
        assert word in " ".join(f[2] for f in found), found


@pytest.mark.parametrize(
    "line",
    [
        "not_applicable: [{slot: C9/chronology, because: x, by: y}]",
        "owners: {C9/chronology: police}",
        "expected: {C9/chronology: 2017-05-15}",
    ],
)
def test_what_is_left_of_a_child_that_is_gone_stops_nobody(tmp_path: Path, line: str) -> None:
    (tmp_path / "submission.yaml").write_text(GOOD + line + "\n", "utf-8")
    told = open_inspection(tmp_path, KINDS).warnings
    assert [w.code for w in told] == ["M013"] and "not one of the children" in told[0].message
    assert told[0].where.startswith("submission.yaml:5:") and "child add C9" in told[0].fix


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("2017-05-13", "M017"),
        ("2017-05-01", "M017"),
        ("2017-02-30", "M016"),
        ("9 May 2017", "M016"),
        ("", "M016"),
    ],
)
def test_notification_days(tmp_path: Path, date: str, code: str) -> None:
    found = problems(tmp_path, GOOD.replace("2017-05-09", date))
    assert [f[0] for f in found] == [code] and found[0][1].startswith("3:")


def test_a_working_day_other_than_tuesday_only_warns(tmp_path: Path) -> None:
    (tmp_path / "submission.yaml").write_text(GOOD.replace("2017-05-09", "2017-05-10"), "utf-8")
    assert [w.code for w in open_inspection(tmp_path, KINDS).warnings] == ["M018"]


def test_past_the_bank_holidays_that_are_known_it_warns(tmp_path: Path) -> None:
    (tmp_path / "submission.yaml").write_text(GOOD.replace("2017-05-09", "2045-05-09"), "utf-8")
    assert [w.code for w in open_inspection(tmp_path, KINDS).warnings] == ["M023"]


def test_all_mistakes_in_one_run(tmp_path: Path) -> None:
    text = (
        "manifest: neglect-2016\narea: Exampleshire\nnotified: soon\nchildren: [Jane Smith, "
        "C2]\nsael: age\n"
    )
    assert [f[0] for f in problems(tmp_path, text)] == ["M019", "M016", "M020", "M009"]
    text = GOOD + "requested: ['9.9']\nagencies: {a: {}}\nexpected: {'8.8': 2017-05-15}\n"
    assert sorted(f[0] for f in problems(tmp_path, text)) == ["M012", "M012", "M015"]


def test_children_are_ids_and_never_twice(tmp_path: Path) -> None:
    assert [f[0] for f in problems(tmp_path, GOOD.replace("C2", "c1"))] == ["M021"]
    one(tmp_path, "area2: x", "M009")


def test_unique_ids_stay_text(tmp_path: Path) -> None:
    (tmp_path / "submission.yaml").write_text(
        GOOD.replace("C2", '{id: C2, unique_id: "007123"}'), "utf-8"
    )
    assert open_inspection(tmp_path, KINDS).submission.children[1].unique_id == "007123"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as stopped:
        open_inspection(tmp_path, KINDS)
    assert (
        stopped.value.problems[0].code == "M001"
        and "jtai-submit init" in stopped.value.problems[0].fix
    )


def test_a_manifest_of_ones_own(tmp_path: Path) -> None:
    from jtai_submit.manifest import shipped

    (tmp_path / "mine.yaml").write_text(shipped.blank(), "utf-8")
    assert open_manifest("mine.yaml", tmp_path).manifest == "my-theme-2026"
    broken = (
        shipped.blank()
        .replace("item_deadline: day-five", "item_deadline: day-6")
        .replace('"1.1"', '"2.1"')
    )
    (tmp_path / "mine.yaml").write_text(broken, "utf-8")
    with pytest.raises(Unusable) as stopped:
        open_manifest("mine.yaml", tmp_path)
    assert [p.code for p in stopped.value.problems] == ["M014", "M012"]
