"""A holder's sheet: who is in the people file stands in it, however that file was written."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jtai_submit.packing.age import Reader
from jtai_submit.packing.recipients import generate
from tests.make import inspection, jtai

Capsys = pytest.CaptureFixture[str]
TABLE = """child,name,role,born,address
C1,Ann Example,child,2009-03-01,1 High Street
104500,Annie Example,alias,,
C1,Sam Example,father,1980,
C1,Bo Example,brother,03/02/2012 00:00,
"""
BLOCKS = """\
C1:
  names: [Ann Example, Annie Example]
  born: 2009-03-01
  address: 1 High Street
  relatives:
  - {name: Sam Example, role: father, born: 1980}
  - {name: Bo Example, role: brother, born: 3/2/2012}
"""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("people.csv", TABLE.encode()),
        ("people.csv", TABLE.encode("utf-8-sig")),
        ("people.csv", ("sep=;\n" + TABLE.replace(",", ";")).encode("cp1252")),
        ("people.txt", TABLE.replace(",", "\t").encode("utf-16")),
        ("people.yaml", BLOCKS.encode()),
    ],
)
def test_names_and_households(tmp_path: Path, capsys: Capsys, name: str, data: bytes) -> None:
    inspection(tmp_path / "x", children=())
    text = (tmp_path / "x/submission.yaml").read_text("utf-8")
    (tmp_path / "x/submission.yaml").write_text(
        text.replace("children: []", 'children: [{id: C1, unique_id: "0104500"}]')
        + 'selected: ["104500"]\n',
        "utf-8",
    )
    (tmp_path / name).write_bytes(data)
    identity = generate()
    made = jtai(
        capsys,
        *("answers", "sheet", "police", "--people", tmp_path / name, "--in", "x", "--json"),
        *("--key", str(identity.recipient()), "--to", "p.age"),
    )
    assert made.code == 0 and made.data["unnamed"] == [], made.out
    with Path("p.age").open("rb") as file:
        sheet = load_workbook(io.BytesIO(Reader(file, [identity]).read())).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][:5] == [
        "104500",
        "Ann Example, Annie Example",
        "01/03/2009",
        "1 High Street",
        "Sam Example (father), born 1980; Bo Example (brother), born 03/02/2012",
    ]


@pytest.mark.parametrize("data", [b"- a\n- b", b"a: [", b"words", b"\0\1\2", b'child,name\nC1,"x'])
def test_what_is_no_people_file(tmp_path: Path, capsys: Capsys, data: bytes) -> None:
    inspection(tmp_path / "x", selected='["104500"]')
    (tmp_path / "people").write_bytes(data)
    told = jtai(
        capsys, "answers", "sheet", "police", "--people", "people", "--to", "p.age", "--in", "x"
    )
    assert told.code == 2 and "people" in told.err and not Path("p.age").exists()


def test_a_sheet_of_ids_alone_is_said_and_never_takes_the_place_of_one_with_names(
    tmp_path: Path, capsys: Capsys
) -> None:
    inspection(tmp_path / "x", children=())
    file = tmp_path / "x/submission.yaml"
    file.write_text(file.read_text("utf-8") + 'selected: ["104500"]\n', "utf-8")
    key = ("--key", str(generate().recipient()), "--in", "x")
    made = jtai(capsys, "answers", "sheet", "police", "--to", "p.age", *key)
    assert made.code == 0 and "the sheet names nobody" in " ".join(made.out.split())
    assert jtai(capsys, "answers", "sheet", "police", "--to", "p.age", *key).code == 2
