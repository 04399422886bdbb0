"""Parts of items that a document's name tells."""

import pytest

from jtai_submit.inspection.slots.interface import SlotPart
from jtai_submit.inspection.slots.recognised import may_be


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("July 2016 minutes.docx", "2016-07"),
        ("LSCB minutes Jul-16.pdf", "2016-07"),
        ("Sept 2016.pdf", "2016-09"),
        ("Board minutes 2016-06-14.docx", "2016-06"),
        ("Board 20160614.docx", "2016-06"),
        ("Minutes 14.06.2016.pdf", "2016-06"),
        ("Minutes 14.6.16.pdf", "2016-06"),
        ("minutes_2016_07.pdf", "2016-07"),
        ("07-2016.pdf", "2016-07"),
        ("May 2017.pdf", "2017-05"),
    ],
)
def test_months(name: str, month: str) -> None:
    every = [f"{year}-{n:02}" for year in (2015, 2016, 2017) for n in range(1, 13)]
    assert [m for m in every if may_be(name, SlotPart(m, ""))] == [month]


@pytest.mark.parametrize("name", ["minutes.pdf", "Mayor 2016.pdf", "item 07.pdf", "120160614.pdf"])
def test_no_month(name: str) -> None:
    every = [f"2016-{n:02}" for n in range(1, 13)]
    assert not [m for m in every if may_be(name, SlotPart(m, ""))]


@pytest.mark.parametrize(
    ("name", "title", "it_may"),
    [
        ("Practice audit 2016.pdf", "practice audits", True),
        ("Strategy.pdf", "strategies", True),
        ("Our strategies.pdf", "strategies", True),
        ("Local data.xlsx", "at a local level", True),
        ("Agency data.xlsx", "at a local level", False),
        ("LSCB structure and sub-groups.pdf", "structure of the LSCB and sub-groups", True),
        ("anything.pdf", "data of the", False),
    ],
)
def test_titles(name: str, title: str, it_may: bool) -> None:
    assert may_be(name, SlotPart("x", title)) is it_may
