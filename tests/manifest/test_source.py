"""Reading YAML: every bad file gets its place and its words, and none can hurt."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jtai_submit.errors import Unusable
from jtai_submit.manifest.source import read


def refusal(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Unusable) as stopped:
        read("submission.yaml", raw)
    return [(p.code, p.where) for p in stopped.value.problems]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", [("M003", "submission.yaml")]),
        (b"  \n\n", [("M003", "submission.yaml")]),
        (b"# only a note\n", [("M003", "submission.yaml:1:1")]),
        (b"- 1\n", [("M003", "submission.yaml:1:1")]),
        (b"area: Caf\xe9\n", [("M002", "submission.yaml:1:1")]),
        (b"area: x\nchild: \xff\n", [("M002", "submission.yaml:2:1")]),
        (
            b"a: 1\nb: 2\na: 3\nb: 4\n",
            [("M006", "submission.yaml:3:1"), ("M006", "submission.yaml:4:1")],
        ),
        (b"a: &x [1]\nb: *x\n", [("M007", "submission.yaml:1:4")]),
        (b"a: !!python/object/apply:os.system [x]\n", [("M007", "submission.yaml:1:4")]),
        (b"a: 1\n---\nb: 2\n", [("M007", "submission.yaml:2:1")]),
        (b"[" * 50_000, [("M008", "submission.yaml:1:21")]),
        (b"a: " + b"[{a: " * 3_000, [("M008", "submission.yaml:1:54")]),
        (b"- " * 3_000, [("M008", "submission.yaml:1:41")]),
        (b"a: b: c\n", [("M005", "submission.yaml:1:5")]),
        (b"a: [1, 2\n", [("M005", "submission.yaml:2:1")]),
        (b"\ta: 1\n", [("M005", "submission.yaml:1:1")]),
        (b"a: \x01\n", [("M005", "submission.yaml:1:4")]),
        (b"? [a]\n: 1\n", [("M005", "submission.yaml:1:3")]),
        (b"a: 1\n" + b"#" * 6_000_000, [("M004", "submission.yaml")]),
    ],
)
def test_bad_files(raw: bytes, expected: list[tuple[str, str]]) -> None:
    assert refusal(raw) == expected


def test_brackets_that_open_nothing_are_not_counted() -> None:
    text = "because: see [1\n" + "".join(f"a{n}: see [ and {{ of O'Brien's\n" for n in range(30))
    text += "".join(f"b{n}: '[[' # [[\nc{n}: \"{{[\"\n" for n in range(30))
    assert len(read("submission.yaml", text.encode()).data) == 91


def test_an_alias_bomb_costs_nothing() -> None:
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(20)
    )
    began = time.process_time()
    assert refusal(bomb)[0][0] == "M007"
    assert time.process_time() - began < 1


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read("m", b"\xef\xbb\xbfarea: x\n").data == {"area": "x"}


def test_scalars_stay_text() -> None:
    text = b'a: 007123\nb: NO\nc: 2017-05-09\nd: 1.10\ne: true\nf:\ng: ""\nh: ~\n'
    assert read("m", text).data == {
        "a": "007123",
        "b": "NO",
        "c": "2017-05-09",
        "d": "1.10",
        "e": "true",
        "f": None,
        "g": "",
        "h": None,
    }


def test_the_excerpt_points_at_the_place() -> None:
    source = read("submission.yaml", b"area: x\nnot_applicable:\n  - {slot: '3.14', by: Pat}\n")
    problem = source.problem("M012", "no", "fix", ("not_applicable", 0, "slot"))
    assert problem.where == "submission.yaml:3:12"
    assert problem.excerpt == "   3 |   - {slot: '3.14', by: Pat}\n     |            ^^^^^^"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read("m", text.encode("utf-8", "surrogatepass"))
    except Unusable as stopped:
        assert all(p.code.startswith("M") and p.message and p.fix for p in stopped.problems)


def test_three_thousand_entries_are_quick() -> None:
    text = "area: x\nnot_applicable:\n" + "".join(
        f"  - {{slot: C{n}/chronology, because: none, by: Pat}}\n" for n in range(3000)
    )
    began = time.process_time()
    assert len(read("m", text.encode()).data["not_applicable"]) == 3000
    assert time.process_time() - began < 2
