"""Names that we give: no sign on which BagIt and its programs differ; bagit.py accepts
every one.
"""

import io
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jtai_submit.packing import bag, names

ODD = [
    "plan 50% done.pdf",
    "smith%20audit.pdf",
    "%.pdf",
    "100%.pdf",
    "5 % of 9%%.pdf",
    "a#b&c.pdf",
    "½ 💷.pdf",
    "quote'\".pdf",
    "a:b.pdf",
    "CON.pdf",
    "x..pdf",
    "n" * 200 + ".pdf",
    "Cafe\u0301.pdf",
    "[x] {y}.pdf",
    "~$x.pdf",
    "a  b.pdf",
    "tab\tline\n.pdf",
    "-rf.pdf",
    "*.pdf",
]


def given_name(name: str, number: int = 1) -> str:
    return names.member_name("3-police/3.7-x", number, "pdf", child=False, name=name)


def test_bagit_accepts_every_one(tmp_path: Path) -> None:
    files = {given_name(name, number): name.encode() for number, name in enumerate(ODD, 1)}
    entries = [bag.Entry(n, len(d), bag.digest(io.BytesIO(d))[1]) for n, d in files.items()]
    for name, data in {
        **files,
        **bag.tag_files(entries, {"A": "b"}, {"index.html": b"<p>"}),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    bagit.Bag(str(tmp_path)).validate()
    assert list(names.unsafe_names(files)) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plan 50% done.pdf", "plan 50 per cent done"),
        ("smith%20audit.pdf", "smith-20audit"),
        ("100%.pdf", "100 per cent"),
    ],
)
def test_a_percent_sign_is_put_in_words(name: str, shown: str) -> None:
    assert given_name(name) == f"data/3-police/3.7-x/01 {shown}.pdf"


@given(st.text(min_size=1, max_size=60))
def test_no_name_of_ours_has_a_percent_sign(name: str) -> None:
    assert "%" not in given_name(name) and names.safe_member(given_name(name))


def test_what_leads_out_of_a_folder_is_unsafe() -> None:
    assert list(names.unsafe_names(["a.txt", "../b.txt", "C:/c.txt", "d/CON"])) == [
        "../b.txt",
        "C:/c.txt",
        "d/CON",
    ]
