"""The guard against the wrong child, on a labelled set: what it must stop, and what it must not."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from jtai_submit.checks.interface import Context
from jtai_submit.checks.registry import findings
from jtai_submit.documents.examination import Examined, Wishes
from jtai_submit.inspection.slots.interface import Slot
from jtai_submit.people.hashed import hashed
from jtai_submit.people.listing import once, read_people
from jtai_submit.redaction.inside import Question, look
from tests.people import papers

LIST = """\
C1:
  names: [Ann Example, Annie Example]
  born: 2009-03-01
  relatives: [Sam Example, {name: Kim Example, role: mother}]
  address: "1 High Street"
C2:
  names: [Tom Jones]
  born: 02/04/2010
  relatives: [Lee Jones]
  address: "2 Low Road, Exampleton EX1 1AB"
C3: {names: "Zoë O'Brien", born: 11 June 2008}
C4: {names: [Mary-Jane Smith-Hall], born: 2011-12-24}
C5: {names: [John Smith], born: 2007-07-07, address: "Flat 3, Rose House"}
"""
CHILDREN = ("C1", "C2", "C3", "C4", "C5")
PEOPLE = tuple(once(read_people("people.yaml", LIST, {child: child for child in CHILDREN})))
LISTED = hashed(b"k" * 32, PEOPLE, [*((c, c) for c in CHILDREN), ("C5", "0104512")], ())
# How the children are written, by their own folders' rule a name each; the last is by id.
WRITTEN = {
    "C1": (
        "Ann Example",
        "Example, Ann",
        "ANN EXAMPLE",
        "Annie Example",
        "Ann's cousin of Ann Example",
        "C1",
    ),
    "C2": ("Tom Jones", "JONES, Tom", "T. Jones (born 2 April 2010)", "Jones, of 2 Low Rd", "C2"),
    "C3": ("Zoe O’Brien", "O'BRIEN, Zoë", "Zo\u00eb OBrien", "Z. O'Brien, born 11/06/2008", "C3"),
    "C4": ("Mary-Jane Smith-Hall", "Mary Jane Smith Hall", "Smith-Hall, Mary-Jane", "C4"),
    "C5": ("John Smith", "Smith, John", "Smith, dob 07.07.2007", "104512", "C5"),
}
FIRST = {"C1": "Ann", "C2": "Tom", "C3": "Zoë", "C4": "Mary-Jane", "C5": "John"}
OTHERS = "PC Jones, Dr A. Smith and Ms Hall were there with John and Tom from the school."


@dataclass(frozen=True)
class Case:
    child: str  # in whose folder it lies; empty: among the items
    lines: tuple[str, ...]
    alarm: bool
    name: str = "minutes"


def right() -> Iterator[Case]:
    for child, ways in WRITTEN.items():
        for way in ways:
            first = FIRST[child]
            yield Case(
                child, (f"Minutes about {way}", f"Seen at home: {first} said yes.", OTHERS), False
            )
            yield Case(
                child,
                ("Chronology", f"{first} was seen.", f"Re {way} again.", "End of notes"),
                False,
            )


def wrong() -> Iterator[Case]:
    for child, ways in WRITTEN.items():
        for n, way in enumerate(ways):
            folder = [c for c in CHILDREN if c != child][n % 4]
            own = WRITTEN[folder][0]
            yield Case(
                folder, (f"Minutes about {way}", "The school was there.", "End of notes"), True
            )
            lines = (
                f"Minutes about {way}",
                f"Again {way} said so",
                f"and {way} left.",
                f"Known to {own}.",
            )
            yield Case(folder, lines, True)


def siblings() -> Iterator[Case]:
    for n in range(8):
        dates = f"On {n + 1} May 2017"
        yield Case(
            "C1", (f"{dates} Sam Example was seen.", "Sam said yes.", "Sam left with Ann."), True
        )
        yield Case(
            "C1",
            (f"{dates} Ann Example was seen.", "Ann said yes.", "Sam Example was in bed."),
            False,
        )
        yield Case(
            "C1", (f"{dates} Ann was seen.", "Kim Example said yes.", "Kim Example left."), False
        )
        yield Case("C2", (f"{dates} Lee Jones was seen.", "Lee said yes.", "End of notes"), True)


def common() -> Iterator[Case]:
    for n in range(6):
        dates = f"{n + 1} May 2017"
        yield Case(
            "C3",
            (f"{dates}: Zoë was seen.", "Mr Jones and J. Smith were in.", "PC Smith left."),
            False,
        )
        yield Case(
            "C1",
            (f"{dates}: Ann Example was seen.", "Tom Brown and John Jones spoke.", OTHERS),
            False,
        )
        yield Case(
            "C4", (f"{dates}: Smith-Hall was seen.", "Mary-Jane spoke to Smith.", OTHERS), False
        )
        yield Case(
            "",
            (f"{dates}: audit of police work.", OTHERS, "Smith chaired; Jones took notes."),
            False,
        )
        yield Case(
            "", (f"{dates}: Sam Example, Ann Brown.", "Ann Example-Jones spoke.", OTHERS), False
        )


def items() -> Iterator[Case]:
    for ways in WRITTEN.values():
        for way in ways:
            yield Case(
                "", ("An audit of cases", f"In the case of {way} it went well.", OTHERS), True
            )
    for name, alarm in (
        ("Ann Example audit", True),
        ("C3_audit", True),
        ("Jones audit", False),
        ("audit", False),
    ):
        yield Case("", ("An audit of cases", "It went well.", OTHERS), alarm, name)
    for n in range(20):
        yield Case("", (f"Policy number {n}", "Children are seen within 15 days.", OTHERS), False)


def cases() -> list[Case]:
    return [*right(), *wrong(), *siblings(), *common(), *items()]


SLOTS = {
    f"{child}/chronology": Slot(
        f"{child}/chronology", "k", "Chronology", "", "", child, "d", "o", child=child
    )
    for child in CHILDREN
} | {"3.7": Slot("3.7", "item", "Audits", "", "", "3-police", "d", "o")}
CONTEXT = Context(SLOTS, people=PEOPLE, notified=date(2017, 5, 9))


def codes(child: str, data: bytes, name: str) -> list[tuple[str, str]]:
    """What is said of names in a document, by code, in the folder of a child or of an item."""
    seen, _ = look(
        Question(name.rpartition(".")[2], "ab", True, False, Wishes(listed=LISTED)), data
    )
    assert seen.gated and seen.kind
    slot = f"{child}/chronology" if child else "3.7"
    folder = f"children/{child}/chronology" if child else "3-police/3.7-audits"
    path = f"documents/{folder}/{name}"
    document = Examined(path, len(data), 0, slots=(slot,), listed=LISTED, examined=seen)
    return [
        (f.code, f.message)
        for f in findings(document, CONTEXT)
        if f.code in ("D017", "D018", "R203")
    ]


def test_the_labelled_set() -> None:
    """At least 200 documents in ten formats: recall 0.98 or more, false alarms 0.02 or less."""
    every = cases()
    missed, false = [], []
    for case, (ending, make) in zip(every, cycle(papers.MAKERS), strict=False):
        said = codes(case.child, make(case.lines), f"{case.name}.{ending}")
        wanted = "D017" if case.child else "D018"
        if case.alarm and wanted not in [code for code, _ in said]:
            missed.append((ending, case, said))
        if not case.alarm and said:
            false.append((ending, case, said))
    alarms = sum(case.alarm for case in every)
    recall = 1 - len(missed) / alarms
    rate = len(false) / (len(every) - alarms)
    print(
        f"\n{len(every)} documents, {alarms} to be stopped: recall {recall:.3f}, false alarms "
        f"{rate:.3f}"
    )
    assert len(every) >= 200 and alarms >= 80
    assert recall >= 0.98, missed
    assert rate <= 0.02, false


@pytest.mark.parametrize("ending", ["jpg", "png", "pdf"])
@pytest.mark.parametrize("child", ["C1", ""])
def test_a_scan_is_said_and_does_not_block(ending: str, child: str) -> None:
    said = codes(child, papers.scan(ending), f"a.{ending}")
    assert [code for code, _ in said] == ["D018"] and "no text" in said[0][1]


@pytest.mark.parametrize(("ending", "make"), papers.MAKERS)
def test_every_format_is_looked_into(ending: str, make) -> None:  # type: ignore[no-untyped-def]
    lines = ("Minutes about Tom Jones", "Seen by the school.", "End of notes")
    assert [code for code, _ in codes("C1", make(lines), f"a.{ending}")] == ["D017"]


@pytest.mark.parametrize(
    "place",
    [
        "&CTom Jones",
        '&L&"Arial,Bold"&12Tom Jones&RPage &P',
        "Tom Jones",
        '&CTom &"Arial,Bold"Jones',
    ],
)
def test_what_prints_above_a_sheet_is_heard(place: str) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Seen by the school twice"
    sheet.oddHeader.center.text = "x"
    book.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"&amp;Cx", escape(place).encode())
                assert b"Jones" in data
            after.writestr(name, data)
    assert [code for code, _ in codes("C1", made.getvalue(), "a.xlsx")] == ["D017"]


def test_nothing_of_the_list_can_be_read_in_what_workers_get() -> None:
    shown = LISTED.casefold()
    for word in ("example", "ann", "jones", "smith", "high", "street", "2009", "brien", "104512"):
        assert f'"{word}' not in shown and f"{word} " not in shown


def test_the_words_of_a_finding_are_ids() -> None:
    said = codes(
        "C1", papers.text(["About Sam Example and Lee Jones.", "Zoë O'Brien", "End"]), "a.txt"
    )
    for _, message in said:
        assert not {"Sam", "Lee", "Zo", "Example", "Jones", "Brien"} & set(
            message.replace("'", " ").split()
        )
