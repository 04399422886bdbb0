"""Edits change one place and leave every other byte."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.inspection.edits import save
from jtai_submit.inspection.splices import (
    appended,
    dropped_from,
    entry,
    put,
    put_in,
    removed,
    scalar,
)
from jtai_submit.manifest.source import read
from tests.make import inspection

LISTS = [
    "a: 1\n",
    "a: 1",
    "items:\na: 1\n",
    "items: []  # none yet\na: 1\n",
    "items: [x]\na: 1\n",
    "items: [x, {y: z}]  # two\n",
    "items:\n  - x\n  - y  # last\n\n# a note\na: 1\n",
    "items:\n- x\n- y\na: 1\n",
    "items:\n  - slot: x\n    by: |\n      many\n      lines\n  # after\na: 1\n",
    "items:\n  - slot: x\n    by: y\n\n\n# the end",
    "a: 1\r\nitems:\r\n  - x\r\nb: 2\r\n",
    "items:\n    - {x: y}\n",
    "items: [\n  {x: y}  # why\n  ]\na: 1\n",
    "items: [\n  {x: y},\n]\n",
    "items: [x, y,]\n",
    "items: [  # none yet\n]\n",
    "items: [x # only\n  ,]\n",
    "a: 1\n...\n",
    "---\na: 1\nitems: [x]\n... # the end\n",
    "items:\n  -\n    slot: x\n    by: y\n  - # of the second\n    slot: z\na: 1\n",
    "items:\n-\n  slot: x\n-\n  slot: z\n",
    "items:\n  - slot: x\n    by: |\n      many\n      lines\n  - slot: z\na: 1\n",
    "a: 1\r\nitems:\r\n  - x",
]
MAPPINGS = [
    "items: {x: 1}\n",
    "items: {x: 1,}\n",
    "items: {\n  x: 1  # why\n}\na: 1\n",
    "items:\n  x: 1\na: 1\n",
    "a: 1\n...\n",
    "items:\n  x:\n  - one\n  - two\na: 1\n",
    "items:\n  x: # ours\n    - name: one\n      by: |\n        many\n        lines\na: 1\n",
    "items:\n  x: |\n    many\n    lines\n\na: 1\n",
    "items: ~\na: 1\n",
    "items: null  # none\na: 1\n",
    "items:\na: 1\n",
    "a: 1\r\nitems:\r\n  x: 1",
]


@pytest.mark.parametrize("text", LISTS)
def test_one_entry_more_and_nothing_else(text: str) -> None:
    before = read("m", text.encode())
    after = appended(before, "items", entry(slot="3.4", because="none: held"))
    now = read("m", after.encode()).data
    assert now["items"] == [
        *(before.data.get("items") or []),
        {"slot": "3.4", "because": "none: held"},
    ]
    assert {k: v for k, v in now.items() if k != "items"} == {
        k: v for k, v in before.data.items() if k != "items"
    }
    added = [
        line for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line[0] in "+-"
    ]
    assert len([line for line in added if line[0] == "-"]) <= 1 and len(added) <= 2 + (
        "items:" not in text
    )
    assert ("\r\n" in text) == ("\r\n" in after)


@pytest.mark.parametrize("text", [each for each in LISTS if "items" in each])
def test_each_entry_goes_and_nothing_else(text: str) -> None:
    before = read("m", text.encode())
    for n in range(len(before.data["items"] or [])):
        now = read("m", removed(before, "items", n).encode()).data
        left = [each for m, each in enumerate(before.data["items"]) if m != n]
        assert (now["items"] or []) == left
        assert {**now, "items": left} == {**before.data, "items": left}


@pytest.mark.parametrize("text", MAPPINGS)
def test_a_name_comes_and_goes(text: str) -> None:
    before = read("m", text.encode())
    with_y = read("m", put_in(before, "items", "y", "2").encode())
    known = before.data.get("items") or {}
    assert with_y.data == {**before.data, "items": {**known, "y": "2"}}
    for name in ("y", *known):
        left = {k: v for k, v in with_y.data["items"].items() if k != name}
        assert read("m", dropped_from(with_y, "items", name).encode()).data["items"] == left
    only = read("m", text.encode())
    for name in known:
        gone = read("m", dropped_from(only, "items", name).encode()).data["items"] or {}
        assert gone == {k: v for k, v in known.items() if k != name}


@pytest.mark.parametrize("text", MAPPINGS)
def test_a_value_gives_way_to_another_and_nothing_else_changes(text: str) -> None:
    before = read("m", text.encode())
    rest = {name: value for name, value in before.data.items() if name != "items"}
    known = before.data.get("items") or {}
    once = read("m", put_in(before, "items", "x", "{z: new}").encode())
    assert once.data == {**rest, "items": {**known, "x": {"z": "new"}}}
    again = read("m", put(once, "items", "[new]").encode())
    assert again.data == {**rest, "items": ["new"]}


@given(st.text(min_size=1, max_size=60))
def test_any_text_survives_as_a_value(text: str) -> None:
    source = appended(read("m", b"items: []\n"), "items", f"{{by: {scalar(text)}}}")
    try:
        raw = source.encode()
    except UnicodeEncodeError:
        return
    assert read("m", raw).data == {"items": [{"by": text}]}


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["a", "b: c", "3.4", "yes"]), min_size=1, max_size=6))
def test_many_edits_one_after_the_other(values: list[str]) -> None:
    text = "# top\nitems:\n  - first\nend: x\n"
    for value in values:
        text = appended(read("m", text.encode()), "items", scalar(value))
    assert read("m", text.encode()).data == {"items": ["first", *values], "end": "x"}


def test_save_keeps_a_byte_order_mark_and_refuses_what_does_not_read_back(tmp_path: Path) -> None:
    from jtai_submit.errors import Unusable
    from jtai_submit.inspection.inspection import open_inspection

    inspection(tmp_path / "x")
    file = tmp_path / "x" / "submission.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    here = open_inspection(tmp_path / "x")
    save(here, appended(here.source, "children", "C6"))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf#")
    here, before = open_inspection(tmp_path / "x"), file.read_bytes()
    with pytest.raises(Unusable):
        save(here, appended(here.source, "children", "C6"))
    assert file.read_bytes() == before
