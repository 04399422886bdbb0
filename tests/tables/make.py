"""Lists for tests: small, invented, in the shapes in which authorities export them."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from jtai_submit.manifest.columns import Holds
from jtai_submit.manifest.models import Manifest
from jtai_submit.manifest.reader import open_manifest
from jtai_submit.tables.codes import CODES
from jtai_submit.tables.facts import CHILDREN, FACTS, ORDER, Children, FileFacts, Order
from jtai_submit.tables.worker import look

NOTIFIED, TODAY = date(2017, 5, 9), date(2017, 5, 11)
Rows = Sequence[Sequence[Any]]


@cache
def manifest() -> Manifest:
    return open_manifest("neglect-2017")


def order(only: str = "", **more: Any) -> Order:
    return Order("list", manifest().every_list, NOTIFIED, TODAY, only, **more)


def read(data: bytes, only: str = "", **more: Any) -> tuple[FileFacts, dict[str, Children]]:
    """A file as the worker reads it."""
    facts, rows = look(ORDER.dump_python(order(only, **more), mode="json", by_alias=True), data)
    return FACTS.validate_python(facts), CHILDREN.validate_json(rows)


def codes(data: bytes, only: str = "", **more: Any) -> set[str]:
    """The codes of everything that is said of a file; T001 and T002 as `check` would."""
    facts, _ = read(data, only, **more)
    if facts.problem:
        return {"T001"}
    if not facts.lists:
        return {"T002"}
    return {remark.code for each in facts.lists for remark in each.remarks}


def blocking(found: set[str]) -> set[str]:
    return {code for code in found if CODES[code].blocks}


def csv_of(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(sheets: dict[str, Rows], *, date1904: bool = False) -> bytes:
    book = Workbook()
    if date1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHARED = (
    '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)


def with_shared_strings(workbook: bytes, sheet: str, items: str) -> bytes:
    """A workbook whose first sheet is this one, and whose strings are shared, as Excel writes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name.endswith("workbook.xml.rels"):
                part = part.replace("</Relationships>", _SHARED)
            new.writestr(name, sheet if name.endswith("/sheet1.xml") else part)
        new.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{items}</sst>")
    return out.getvalue()


LISTS = {each.slug: each for each in manifest().every_list}
_RIGHT = {  # what a cell holds in a right row, by what its column holds
    Holds.DATE: "02/05/2017",
    Holds.BORN: "01/03/2009",
    Holds.EXPECTED: "",
    Holds.AGE: "8",
    Holds.YES_NO: "N",
    Holds.NUMBER: "1",
    Holds.STATUS: "CIN",
}


def rows_of(slug: str, many: int = 10) -> list[list[str]]:
    """A list with every heading that is asked for, and so many rows."""
    fields = LISTS[slug].fields
    ids = (f"1045{n:02}" for n in range(many))
    each = ([i if f.holds is Holds.ID else _RIGHT.get(f.holds, "x") for f in fields] for i in ids)
    return [[field.name for field in fields], *each]


CONTACTS = [field.name for field in manifest().lists[2].fields]


def contact(n: int, **cells: str) -> list[str]:
    """One row of the list of contacts, right in everything that is not given."""
    row = dict(
        zip(
            CONTACTS,
            (f"1045{n:02}", "F", "WBRI", "01/03/2009", "", "8", "20/04/2017", "School"),
            strict=True,
        )
    )
    return list((row | {name.replace("_", " "): value for name, value in cells.items()}).values())


def contacts(*rows: list[str], many: int = 6) -> list[list[str]]:
    """The list of contacts with these rows behind so many right ones."""
    return [CONTACTS, *(contact(n) for n in range(many)), *rows]


def ofsted() -> dict[str, Rows]:
    """A workbook as Ofsted's template has it (2019): a title, the headings below, codes, no column
    for the unborn, the later lists beside.
    """
    base = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
    team = ["Allocated Team", "Allocated Worker"]
    worked = ["North", "Worker 1"]

    def child(n: int) -> list[Any]:
        age = 7 + n % 8
        return [104500 + n, "ab"[n % 2] + ") Male", "a) WBRI", date(2017 - age, 3, 1), age]

    unborn: list[Any] = [104999, "c) Not stated/recorded", "r) REFU", date(2017, 8, 1), -1]
    blank: list[Any] = [104998, "c) Not stated/recorded", "r) REFU", None, -1]
    every = [*(child(n) for n in range(12)), unborn, blank]
    started, seen, disabled = date(2017, 3, 1), date(2017, 5, 2), "b) No"
    return {
        "Front_Sheet": [["Annex A: child level data"]],
        "List_1": [
            ["List 1: Contacts"],
            [*base, "Date of Contact", "Contact Source"],
            *([*c, date(2017, 4, 20), "a) 1A: Individual"] for c in every),
            [*child(1), date(2017, 4, 28), "u) 10: Unknown"],
        ],
        "List_2": [
            ["List 2: Early help"],
            [
                *base,
                "Assessment start date",
                "Assessment completion date",
                "Organisation completing assessment",
            ],
            *([*c, date(2016, 6, 1), None, "Family hub"] for c in every),
        ],
        "List_3": [
            ["List 3: Referrals"],
            [
                *base,
                "Date of referral",
                "Referral Source",
                "Referral NFA?",
                "Number of Referrals in Last 12 Months",
                *team,
            ],
            *([*c, started, "h) 5A: School", "b) No", 0, *worked] for c in every),
        ],
        "List_4": [
            ["List 4: Assessments"],
            [
                *base,
                "Does the Child have a Disability",
                "Continuous Assessment Start Date",
                "Child Seen During Continuous Assessment",
                "Continuous Assessment Date of Authorisation",
                "Was the child assessed as requiring LA children’s social care support",
                *team,
            ],
            *([*c, disabled, started, "a) Yes", None, "a) Yes", *worked] for c in every),
        ],
        "List_5": [
            ["List 5: Section 47"],
            [
                *base,
                "Does the Child have a Disability",
                "Strategy discussion initiating Section 47 Enquiry Start Date",
                "Number of Section 47 Enquiries in the last 12 months",
                "Was an Initial Child Protection Conference deemed unnecessary?",
                "Date of Initial Child Protection Conference",
                "Did the Initial Child Protection Conference Result in a Child Protection Plan",
                "Number of ICPCs in the last 12 months",
                *team,
            ],
            *([*c, disabled, started, 0, None, None, None, 0, *worked] for c in every),
        ],
        "List_6": [
            ["List 6: Child in need"],
            [
                *base,
                "Does the Child have a Disability",
                "CIN Start Date",
                "Primary Need Code",
                "Date Child Was Last Seen",
                "CIN Closure Date",
                "Reason for Closure",
                "Case status",
                *team,
            ],
            *(
                [
                    *c,
                    disabled,
                    date(2016, 3, 1),
                    "N1 - Abuse or neglect",
                    seen,
                    None,
                    None,
                    "a) CIN",
                    *worked,
                ]
                for c in every
            ),
        ],
        "List_7": [
            ["List 7: Child protection plan"],
            [
                *base,
                "Does the Child have a Disability",
                "Child Protection Plan Start Date",
                "Initial Category of Abuse",
                "Latest Category of Abuse",
                "Date of the Last Statutory Visit",
                "Was the Child Seen Alone?",
                "Date of latest review conference",
                "Child Protection Plan End Date",
                "Subject to Emergency Protection Order or Protected Under Police Powers in Last "
                "Six Months (Y/N)",
                "Number of Previous Child Protection Plans",
                *team,
            ],
            *(
                [
                    *c,
                    disabled,
                    date(2016, 3, 1),
                    "a) Neglect",
                    "a) Neglect",
                    seen,
                    "c) Unknown",
                    date(2017, 2, 2),
                    None,
                    disabled,
                    1,
                    *worked,
                ]
                for c in every
            ),
        ],
        "List_10": [["List 10: Care leavers"], ["Child Unique ID", "Gender"], [1, "a) Male"]],
        "Codes_used": [["Gender", "a) Male"]],
    }
