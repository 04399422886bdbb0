"""The people list: YAML and tables, and what is wrong with them, told without what is in them."""

from datetime import date

import pytest

from jtai_submit.errors import Unusable
from jtai_submit.people.listing import once, read_people
from jtai_submit.people.person import Person

BORN = date(2009, 3, 1)


def test_a_list_in_yaml() -> None:
    text = """\
c1: {names: [Ann Example, Annie Example], born: 2009-03-01, relatives: [Sam Example],
     address: "1 High Street"}
C2: {names: Sam Example, relatives: [{name: Kim Example, role: Mother}]}
"""
    assert tuple(once(read_people("people.yaml", text, {"C1": "C1", "C2": "C2"}))) == (
        Person("C1", "C1", ("Ann Example", "Annie Example"), "", BORN, None, ("1 High Street",)),
        Person("C2", "C2", ("Sam Example",)),  # a relative of C1 who is tracked is that child
        Person("C2/1", "C2", ("Kim Example",), "mother"),
    )


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "sep={}\n"])
@pytest.mark.parametrize("born", ["2009-03-01", "01/03/2009", "1.3.2009", "1 March 2009"])
def test_a_table(between: str, start: str, born: str) -> None:
    rows = ["child,name,role,born,address", f"C1,Ann Example,,{born},1 High Street"]
    rows += ["C1,Annie Example,alias,,", "C1,Kim Example,Mother,,", ""]
    text = start.format(between) + "\r\n".join(rows).replace(",", between)
    assert read_people("people.csv", text, {"C1": "C1"}) == (
        Person("C1", "C1", ("Ann Example", "Annie Example"), "", BORN, None, ("1 High Street",)),
        Person("C1/1", "C1", ("Kim Example",), "mother"),
    )


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("people.yaml", "", "M003"),
        ("people.yaml", "- Ann Example\n", "M003"),
        ("people.yaml", "C1: {names: [Ann Example], brn: x}\n", "M009"),
        ("people.yaml", "C1: {names: [Ann Example], born: Orla}\n", "M"),
        ("people.yaml", "C1: {names: Ann Example\n", "M005"),
        ("people.csv", "who,what\nC1,Ann Example\n", "M010"),
        ("people.csv", "child,name\nC1,\n", "M010"),
        ("people.csv", "child,name,born\nC1,Ann Example,Orla\n", "M011"),
        ("people.csv", "child,name,role\nC1,Ann Example,mother\n", "M010"),
    ],
)
def test_mistakes_are_told_without_names(name: str, text: str, code: str) -> None:
    with pytest.raises(Unusable) as stop:
        read_people(name, text, {"C1": "C1"})
    assert stop.value.problems[0].code.startswith(code)
    for problem in stop.value.problems:
        assert problem.where.startswith(name) and problem.excerpt == ""
        assert "Orla" not in f"{problem.message} {problem.fix}"
        assert "Ann Example" not in problem.message


@pytest.mark.parametrize(
    ("role", "born", "grown"),
    [
        ("mother", None, True),
        ("step-father", None, True),
        ("social worker", None, True),
        ("brother", None, False),
        ("", None, False),
        ("", date(1999, 5, 9), True),
        ("", date(1999, 5, 10), False),
    ],
)
def test_who_is_grown_up(role: str, born: date | None, grown: bool) -> None:
    person = Person("C1/1", "C1", ("Kim Example",), role, born)
    assert person.grown(date(2017, 5, 9)) is grown


@pytest.mark.parametrize(
    ("written", "born", "year"),
    [
        ("01/03/2009 00:00", BORN, None),
        ("2009-03-01 00:00:00", BORN, None),
        ("1980", None, 1980),
        ("not known", None, None),
        ("N/K", None, None),
    ],
)
def test_dates_as_spreadsheets_and_people_write_them(
    written: str, born: date | None, year: int | None
) -> None:
    rows = f"child,name,role,born\nC1,Ann Example,child,{written}\nC1,Sam Example,,{written}\n"
    table = read_people("people.csv", rows, {})
    block = read_people("people.yaml", f"C1: {{names: Ann Example, born: {written}}}", {})
    assert {(each.born, each.year) for each in (*table, *block)} == {(born, year)}


def test_who_was_born_long_ago_is_grown() -> None:
    on = date(2017, 5, 9)
    assert Person("C1/1", "C1", ("Sam Example",), year=1980).grown(on)
    assert not Person("C1/1", "C1", ("Sam Example",), year=2001).grown(on)
