"""The shipped manifest holds all of Annex A, in the guidance's own words."""

import re

import pytest

from jtai_submit.delivery.portals.registry import portal_models
from jtai_submit.inspection.schema import render
from jtai_submit.manifest import shipped
from jtai_submit.manifest.reader import open_manifest
from tests.conftest import SHARED, needs

MANIFEST = open_manifest("neglect-2017")


def test_counts() -> None:
    assert [len(a.items) for a in MANIFEST.agencies] == [7, 4, 8, 5, 4, 5]
    assert len(MANIFEST.items) == 33 and len(MANIFEST.key_documents) == 9
    assert [len(each.fields) for each in MANIFEST.lists] == [15, 19, 8, 8, 12, 13, 15]
    assert [each.fields_needed for each in MANIFEST.lists] == ["where possible"] * 2 + [
        "always"
    ] * 5
    assert [each.cases for each in MANIFEST.lists_of_ten] == [10, 10, 10]
    assert MANIFEST.questions and len(MANIFEST.questions.each) == 4
    assert [d.id for d in MANIFEST.deadlines] == [
        "notification-day",
        "day-one",
        "day-two-answers",
        "day-two",
        "day-five",
        "day-seven",
        "on-request",
        "week-two",
    ]
    assert all(
        (
            MANIFEST.meetings,
            MANIFEST.evaluation,
            MANIFEST.consent,
            MANIFEST.requests,
            MANIFEST.context_note,
        )
    )
    assert [i.id for i in MANIFEST.items.values() if i.on_request] == ["2.4"]
    assert {i.id: i.look_back for i in MANIFEST.items.values() if i.look_back} == {
        "1.4": 6,
        "2.2": 12,
    }


def test_the_words_are_the_guidances_own() -> None:
    source = needs(SHARED / "sources") / "001_9f9179686f40cb5b.txt"
    words = re.sub(
        r"\s+", " ", re.sub(r"\[footnoteRef.*?\]\s?(\[[^]]*\])?", "", source.read_text("utf-8"))
    )
    said = [item.text for item in MANIFEST.items.values()] + [
        d.text for d in MANIFEST.key_documents
    ]
    said += [e for d in MANIFEST.key_documents for e in d.events] + [
        f.name for each in MANIFEST.lists for f in each.fields
    ]
    said += [q.text for q in MANIFEST.questions.each] if MANIFEST.questions else []
    said += [MANIFEST.talks.text, *MANIFEST.talks.groups] if MANIFEST.talks else []
    said += [each.text for each in (*MANIFEST.deadlines, *MANIFEST.moments)]
    for text in said:
        assert re.sub(r"\s+", " ", text).rstrip(".") in words, text


@pytest.mark.parametrize("name", ["manifest", "submission"])
def test_the_schema_is_in_step(name: str) -> None:
    made = f"render({name!r}, portal_models())"
    anew = (
        'python -c "from jtai_submit.delivery.portals.registry import portal_models; '
        "from jtai_submit.inspection.schema import render; "
        "from jtai_submit.manifest import shipped; "
        f"(shipped.folder() / '{name}.schema.json').write_text({made}, 'utf-8')\""
    )
    assert shipped.schema(name) == render(name, portal_models()), f"make it anew: {anew}"


def test_slugs_are_the_contract() -> None:
    product = needs(SHARED / "design") / "product.md"
    line = next(x for x in product.read_text("utf-8").splitlines() if x.startswith("Items: "))
    expected = dict(part.split(" ") for part in line.removeprefix("Items: ").split(" · "))
    assert {i.id: i.slug for i in MANIFEST.items.values()} == expected
