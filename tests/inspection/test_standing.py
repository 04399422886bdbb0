"""Where everything stands, as a value that can be written down and read again."""

import json
from pathlib import Path

import pytest

from jtai_submit.cli.computer import environment
from jtai_submit.cli.screen import Screen
from jtai_submit.inspection.inspection import open_inspection
from jtai_submit.inspection.standing import Standing, from_json, to_json
from jtai_submit.pipeline.judge import check
from jtai_submit.pipeline.survey import Selection
from tests.make import ready

SECRET = "Minutes about Jo Bloggs.pdf"


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    area.files["3.4"].rename(area.files["3.4"].with_name(SECRET))
    (area.folder / "documents" / SECRET).write_bytes(b"")
    return check(open_inspection(area.folder), Selection(), environment(Screen("check")))


def test_it_is_the_same_after_it_was_written_and_read(standing: Standing) -> None:
    assert from_json(to_json(standing)) == standing
    assert json.loads(to_json(standing))["jtai_standing"] == 1


def test_a_later_form_is_refused(standing: Standing) -> None:
    later = to_json(standing).replace(b'"jtai_standing": 1', b'"jtai_standing": 2')
    with pytest.raises(ValueError, match="jtai_standing"):
        from_json(later)


def test_the_public_form_names_no_file(standing: Standing) -> None:
    assert SECRET.encode() in to_json(standing)
    assert b"Bloggs" not in to_json(standing.public())
    assert [r.state for r in standing.public().slots] == [r.state for r in standing.slots]
