"""Watched names: found as people write them, in check and in the name that is sent alike."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.packing.names import safe_stem
from jtai_submit.people.watched import watched_in, without_watched

WATCHED = ("Smith", "O'Brien", "Anne Marie", "Zoë", "Ann Example", "Łucja Nowak")


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Smith_Jones audit.pdf", "Jones audit"),
        ("Smith2017.pdf", "2017"),
        ("2017.Smith.pdf", "2017"),
        ("SMITH–audit.pdf", "–audit"),
        ("O’Brien audit.pdf", "audit"),
        ("OʼBrien audit.pdf", "audit"),
        ("o`brien audit.pdf", "audit"),
        ("OBRIEN audit.pdf", "audit"),
        ("plan Anne  Marie.pdf", "plan"),
        ("plan Anne-Marie.pdf", "plan"),
        ("plan Anne\u00a0Marie.pdf", "plan"),
        ("plan Anne\u2011Marie.pdf", "plan"),
        (unicodedata.normalize("NFD", "Zoë plan.pdf"), "plan"),
        ("zoe plan.pdf", "plan"),
        ("Ｓｍｉｔｈ plan.pdf", "plan"),
        ("Smi\u00adth plan.pdf", "plan"),
        ("Example, Ann plan.pdf", "plan"),
        ("A. Example plan.pdf", "plan"),
        ("example_ann_plan.pdf", "plan"),
        ("Anne<Marie plan.pdf", "plan"),
        ("Lucja Nowak plan.pdf", "plan"),
    ],
)
def test_a_watched_name_is_found_and_left_out(name: str, left: str) -> None:
    assert "<" in name or any(watched_in(name, WATCHED))
    assert safe_stem(name, WATCHED) == left


@pytest.mark.parametrize(
    "name",
    ["ChronologySmith.pdf", "Smithson.pdf", "Blacksmith.pdf", "Anne.pdf", "Marie Jones.pdf", ""],
)
def test_other_words_stay(name: str) -> None:
    assert not any(watched_in(name, WATCHED))
    assert without_watched(name, WATCHED) == name


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_list_may_be_written_in_any_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    watched = (unicodedata.normalize(form, "Zoë Ångström"),)
    assert any(watched_in("ZOË ÅNGSTRÖM 2017.pdf", watched))


@settings(deadline=None)  # a busy machine is no counter-example
@given(st.text(max_size=40), st.sampled_from(WATCHED), st.text(max_size=20))
def test_nothing_watched_is_left_whatever_stands_around_it(
    before: str, name: str, after: str
) -> None:
    left = without_watched(f"{before} {name} {after}", WATCHED)
    assert not any(watched_in(left, (name,)))
