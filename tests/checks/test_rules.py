"""The rules: each has words, and each speaks when it should."""

from dataclasses import replace
from pathlib import Path

import pytest

from jtai_submit.actions.explain import rule_book
from jtai_submit.checks.interface import Context, Rule
from jtai_submit.checks.registry import BOOK, RULES, SLOT_RULES, findings
from jtai_submit.documents.examination import Examination, Examined, Noticed
from jtai_submit.documents.walk import LINK, ONLINE_ONLY


def document(
    path: str = "documents/3-police/3.4-x/a.pdf", size: int = 9, **facts: object
) -> Examined:
    noticed = facts.pop("noticed", ())
    examined = Examination("pdf", "ab", noticed=noticed)  # type: ignore[arg-type]
    made = Examined(path, size, 0, slots=("3.4",), examined=examined)
    return replace(made, **facts)  # type: ignore[arg-type]


def codes(made: Examined, context: Context | None = None) -> list[str]:
    return [f.code for f in findings(made, context or Context())]


def test_no_code_is_used_twice() -> None:
    codes = [rule.code for rule in RULES] + [rule.code for rule in SLOT_RULES]
    assert len(codes) == len(set(codes))


def test_a_fine_document_has_no_findings() -> None:
    assert codes(document()) == []


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (document(size=0), "D002"),
        (document(noticed=(Noticed("D003"),)), "D003"),
        (document(noticed=(Noticed("D004"),)), "D004"),
        (document("documents/3-police/3.4-x/a.docx"), "D005"),
        (document("documents/3-police/3.4-x/a"), "D005"),
        (document(noticed=(Noticed("D006", detail="docx"),)), "D006"),
        (document(slots=()), "D008"),
        (document(irregular=LINK), "D010"),
        (document(irregular=ONLINE_ONLY), "D014"),
        (document(noticed=(Noticed("D013"),)), "D013"),
    ],
)
def test_each_rule_speaks(made: Examined, code: str) -> None:
    assert codes(made) == [code]


@pytest.mark.parametrize(
    ("dated", "codes_"), [("2016-11-01", ["D012"]), ("2016-12-01", []), ("", [])]
)
def test_look_back(dated: str, codes_: list[str]) -> None:
    from datetime import date

    from jtai_submit.inspection.slots.interface import Slot

    slot = Slot(
        "1.4",
        "item",
        "Practice audits",
        "",
        "1/1.4-x",
        "1",
        "day-five",
        "local-authority",
        look_back=6,
    )
    made = document(slots=("1.4",), examined=Examination("pdf", "ab", dated=dated))
    assert codes(made, Context({"1.4": slot}, notified=date(2017, 5, 9))) == codes_


def test_duplicates_and_watched_names() -> None:
    made = document("documents/3-police/3.4-x/Jane Smith report.pdf")
    context = Context(
        same={"ab": [made.path, "documents/1-local-authority/1.4-x/b.pdf"]},
        watched=("jane smith", "Jones"),
    )
    found = {f.code: f.message for f in findings(made, context)}
    assert set(found) == {"D007", "D011"} and "1.4-x/b.pdf" in found["D007"]
    assert "mith" not in found["D011"]
    assert codes(document("documents/3-police/3.4-x/Janesmithson.pdf"), context) == ["D007"]


@pytest.mark.parametrize("code", sorted(BOOK))
def test_every_code_has_plain_words(code: str) -> None:
    entry = BOOK[code]
    for text in (entry.title, entry.meaning, entry.fix):
        assert text and not {"please", "sorry", "invalid", "oops", "redact", "slot"} & set(
            text.replace(".", "").split()
        )


@pytest.mark.parametrize("rule", [r for r in RULES if r.says], ids=lambda r: r.code)
def test_every_noticed_code_makes_a_sentence(rule: Rule) -> None:
    for noticed in (
        Noticed(rule.code),
        Noticed(rule.code, 3, "pages 1, 2", "passage"),
        Noticed(rule.code, 2, "line 4", "character"),
    ):
        assert rule.says
        message = rule.says(noticed)
        assert message and message == message.strip(". ")


def test_every_code_that_is_raised_is_in_the_book() -> None:
    import re

    import jtai_submit

    book, root = rule_book(), Path(jtai_submit.__file__).parent
    raised = {
        c
        for p in root.rglob("*.py")
        for c in re.findall(r'"([MDHRKPS]\d{3})"', p.read_text("utf-8"))
    }
    assert raised <= set(book)


def test_blocking_is_as_the_contract_says() -> None:
    warns = {code for code, entry in BOOK.items() if not entry.blocks}
    documents = {
        "D005",
        "D007",
        "D008",
        "D009",
        "D011",
        "D012",
        "D018",
        "D019",
        "D021",
        "D022",
        "D023",
        "D024",
    }
    assert {c for c in warns if c[0] == "D"} == documents
    assert {c for c in warns if c[0] == "H"} == {"H114", "H115", "H117"}
    assert not {c for c in warns if c[0] == "R"}
