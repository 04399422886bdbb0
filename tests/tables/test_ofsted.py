"""Ofsted's own template, as most authorities export it: not one thing in it blocks."""

from tests.tables.make import blocking, ofsted, read, xlsx_of


def test_the_template_passes_without_one_false_block() -> None:
    facts, children = read(xlsx_of(ofsted()))
    assert [each.slug for each in facts.lists] == [
        "contacts",
        "early-help",
        "referrals",
        "assessments",
        "section-47",
        "child-in-need",
        "child-protection-plan",
    ]
    assert [each.rows for each in facts.lists] == [15, *[14] * 6]
    assert {each.heading_row for each in facts.lists} == {2}
    for each in facts.lists:
        found = {remark.code for remark in each.remarks}
        assert blocking(found) == set()
        assert found <= {"T004", "T015"}, (each.slug, each.remarks)
    assert children["contacts"].ids[0] == "104500" and children["contacts"].ages[-2] == -1


def test_what_the_template_lacks_is_said_once_a_column_and_never_the_unborn() -> None:
    facts, _ = read(xlsx_of(ofsted()))
    said = {each.slug: [r.words for r in each.remarks if r.code == "T004"] for each in facts.lists}
    assert {slug: len(words) for slug, words in said.items()} == {
        "contacts": 0,
        "early-help": 0,
        "referrals": 0,
        "assessments": 1,
        "section-47": 0,
        "child-in-need": 1,
        "child-protection-plan": 2,
    }
    assert not any("unborn" in words for every in said.values() for words in every)
