"""The commands, run by a real Windows Python under Wine."""

import json
from pathlib import Path

import pytest

from jtai_submit import __version__

from .conftest import Machine

pytestmark = [pytest.mark.real, pytest.mark.timeout(420)]


def test_it_starts(pc: Machine) -> None:
    ran = pc.jtai("--version")
    assert (ran.code, ran.out) == (0, f"jtai-submit {__version__}\n"), ran.err


def test_it_rehearses_every_slot(pc: Machine) -> None:
    ran = pc.jtai("rehearse", "--json", seconds=400)
    assert ran.code == 0, ran.out + ran.err
    told = json.loads(ran.out)["data"]
    figures = told["figures"]
    assert figures["documents"] >= 60
    assert figures["markers_planted"] >= 300
    assert figures["markers_found"] == 0
    assert figures["text_differences"] == 0
    assert told["gaps"] == []
    assert len(told["packs"]) == 27, "and the index"


def test_an_inspection_begins_and_is_checked(pc: Machine) -> None:
    made = pc.jtai("init", "exampleshire", "--area", "Exampleshire", "--notified", "2017-05-09")
    assert made.code == 0, made.err
    folder = Path(pc.here, "exampleshire/documents/3-police")
    assert (folder / "3.4-child-protection-referral-document").is_dir()
    checked = pc.jtai("check", "exampleshire", "--agency", "police", "--json")
    assert checked.code == 1, checked.out + checked.err
    assert json.loads(checked.out)["data"]["counts"]["missing"] > 0
