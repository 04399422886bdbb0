"""Rules over several lists: the cases, the first two lists, the tracked children."""

from datetime import date

from jtai_submit.tables.across.interface import Known
from jtai_submit.tables.facts import Children
from jtai_submit.tables.reading import across
from tests.tables.make import NOTIFIED, manifest

NEED, PLAN = "child in need", "child protection plan"
BORN = date(2009, 3, 1)


def cases(*statuses: str, first: int = 1) -> Children:
    ids = tuple(f"00{first + n}" for n in range(len(statuses)))
    return Children(tuple(range(2, 2 + len(ids))), ids, statuses=statuses)


def children(*ids: str, neglect: str = "Y", born: date = BORN, gender: str = "f") -> Children:
    rows = tuple(range(2, 2 + len(ids)))
    many = len(ids)
    return Children(rows, ids, (born,) * many, (8,) * many, (gender,) * many, (), (neglect,) * many)


def said(found: dict[str, Children], **more: object) -> set[tuple[str, str, int]]:
    known = Known({}, {}, NOTIFIED, **more)  # type: ignore[arg-type]
    return {(slug, r.code, r.row) for slug, r in across(manifest().every_list, found, known)}


def right() -> dict[str, Children]:
    return {
        "child-in-need": children("1", "3", "5"),
        "child-protection-plan": children("2", "4", "6"),
        "ten-multi-agency": cases(NEED, PLAN),
        "ten-positive-engagement": cases(NEED, PLAN, first=3),
        "ten-youth-offending-or-probation": cases(NEED, PLAN, first=5),
    }


def test_lists_that_agree_have_nothing_to_say() -> None:
    assert said(right()) == set()


def test_the_three_lists_together_need_both_kinds() -> None:
    found = right()
    for slug in list(found)[2:]:
        found[slug] = cases(NEED)
    found["child-in-need"] = children("1")
    assert ("ten-multi-agency", "T043", 0) in said(found)
    found.pop("ten-positive-engagement")  # not all are there yet
    assert not any(code == "T043" for _, code, _ in said(found))


def test_a_case_in_neither_of_the_first_two_lists() -> None:
    found = right() | {"ten-multi-agency": cases(NEED, PLAN, NEED, first=7)}
    rows = {row for slug, code, row in said(found) if code == "T044"}
    assert rows == {2, 3, 4}
    found["ten-multi-agency"] = cases("child looked after", first=9)
    assert not any(code == "T044" for _, code, _ in said(found))


def test_a_plan_that_the_list_of_plans_lacks() -> None:
    found = right() | {"ten-multi-agency": cases(PLAN)}
    assert ("ten-multi-agency", "T045", 2) in said(found)


def test_birth_and_gender_that_differ_between_lists() -> None:
    found = right() | {"contacts": children("1", gender="m", born=date(2010, 1, 1))}
    assert [(s, c, r) for s, c, r in sorted(said(found))] == [("contacts", "T045", 2)]


def test_neglect_is_n() -> None:
    found = right() | {"child-in-need": children("1", "3", "5", neglect="N")}
    assert {each for each in said(found) if each[1] == "T046"} == {
        ("ten-multi-agency", "T046", 2),
        ("ten-positive-engagement", "T046", 2),
        ("ten-youth-offending-or-probation", "T046", 2),
    }


def test_age_told_by_the_first_lists() -> None:
    found = right() | {"child-in-need": children("1", "3", "5", born=date(2000, 1, 1))}
    assert ("ten-multi-agency", "T041", 2) in said(found)


def test_tracked_children() -> None:
    tracked = (("C1", "001"), ("C2", "99"), ("C3", ""))
    assert [code for _, code, _ in said(right(), tracked=tracked)] == ["T048"]
    exempt = frozenset({"C1/plan-and-review"})
    assert not any(c == "T049" for _, c, _ in said(right(), tracked=tracked, exempt=exempt))
    planned = (("C1", "002"),)
    assert ("child-protection-plan", "T049", 2) in said(right(), tracked=planned, exempt=exempt)
