"""One place to add one thing: each toy is one new file and one line of a registry, in a copy of the
house.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import jtai_submit
from jtai_submit.manifest import shipped

TOYS = Path(__file__).parent / "toys"


@dataclass
class House:
    """A copy of the package in which something new is built."""

    root: Path

    def add(self, toy: str, to: str, registry: str, before: str, line: str) -> None:
        """Put `toys/TOY` where it belongs, and one line into a registry."""
        place = self.root / "jtai_submit" / to
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOYS / toy, place)
        listed = self.root / "jtai_submit" / registry
        text = listed.read_text("utf-8")
        assert text.count(before) == 1
        listed.write_text(text.replace(before, f"{line}\n    {before}"), "utf-8")

    def run(self, *arguments: str) -> dict[str, Any]:
        """One command of the new house, as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "jtai_submit", *arguments, "--json"],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root)},
        )
        assert done.stdout, done.stderr
        document: dict[str, Any] = json.loads(done.stdout)
        return document


@pytest.fixture
def house(tmp_path: Path) -> House:
    root = tmp_path / "house"
    shutil.copytree(Path(jtai_submit.__file__).parent, root / "jtai_submit")
    shutil.copytree(shipped.folder(), root / "manifests")
    return House(root)


def made(house: House) -> Path:
    area = ("--area", "Exampleshire", "--notified", "2017-05-09", "--child", "C1")
    assert house.run("init", "x", *area)["exit_code"] == 0
    return house.root / "x"


def test_a_portal(house: House) -> None:
    house.add(
        "portal.py",
        "delivery/portals/toy.py",
        "delivery/portals/registry.py",
        '"folder",',
        '"toy",',
    )
    folder = made(house)
    file = folder / "submission.yaml"
    text = file.read_text("utf-8")
    assert "# portal: {kind: toy, shelf: A}" in text
    file.write_text(text + "portal: {kind: toy, shlf: B}\n")
    told = house.run("check", "x")["errors"]
    assert {e["code"] for e in told} == {"M009", "M010"}
    file.write_text(text + "portal: {kind: toy, shelf: B}\n")
    assert house.run("check", "x")["exit_code"] == 1
    tried = house.run("login", "--check", "--in", "x")
    assert tried["exit_code"] == 0 and tried["data"]["portal"] == "toy shelf B"
    file.write_text(text + "portal: {kind: tooy, shelf: B}\n")
    assert "did you mean toy?" in house.run("check", "x")["errors"][0]["fix"]


def test_a_slot_kind(house: House) -> None:
    house.add(
        "slot_kind.py",
        "inspection/slots/toy.py",
        "inspection/slots/registry.py",
        '"children",',
        '"toy",',
    )
    folder = made(house)
    assert (folder / "documents/toys/poster").is_dir()
    states = {s["id"]: s["state"] for s in house.run("check", "x", "--quick")["data"]["slots"]}
    assert states["toy/poster"] == "missing"
    (folder / "documents/toys/Poster of May/a.txt").parent.mkdir()
    (folder / "documents/toys/Poster of May/a.txt").write_text("A poster.")
    checked = house.run("check", "x")["data"]
    states = {s["id"]: s["state"] for s in checked["slots"]}
    assert states["toy/poster"] == "provided" and not checked["strays"]
    exempt = ("exempt", "toy/poster", "--because", "none", "--by", "Pat", "--in", "x")
    assert house.run(*exempt)["exit_code"] == 0


def test_a_slot_rule(house: House) -> None:
    house.add(
        "slot_rule.py",
        "checks/slot/z901_toy.py",
        "checks/registry.py",
        '"d001_missing",',
        '"z901_toy",',
    )
    folder = made(house)
    explained = house.run("explain", "z901")["data"]["codes"][0]
    assert explained["title"] == "A toy of a rule" and not explained["blocks"]
    (folder / "documents/3-police/3.4-child-protection-referral-document/a.txt").write_text(
        "Words."
    )
    shown = subprocess.run(
        [sys.executable, "-m", "jtai_submit", "check", "x", "--quick"],
        capture_output=True,
        encoding="utf-8",
        cwd=house.root,
        env=os.environ | {"PYTHONPATH": str(house.root)},
    )
    assert "Note: one file alone answers 3.4 (Z901)" in shown.stdout


def test_a_document_rule(house: House) -> None:
    house.add(
        "document_rule.py",
        "checks/document/z902_toy.py",
        "checks/registry.py",
        '"d002_empty",',
        '"z902_toy",',
    )
    folder = made(house)
    assert house.run("explain", "z902")["data"]["codes"][0]["blocks"]
    item = folder / "documents/3-police/3.4-child-protection-referral-document"
    (item / "toy of a name.txt").write_text("Words.")
    slots = {s["id"]: s for s in house.run("check", "x", "--quick")["data"]["slots"]}
    assert slots["3.4"]["state"] == "problem"
    assert [f["code"] for f in slots["3.4"]["files"][0]["findings"]] == ["Z902"]


def test_a_document_format(house: House) -> None:
    house.add(
        "format.py",
        "redaction/toy/__init__.py",
        "redaction/registry.py",
        '"pdf": (Kind.PDF,),',
        '"toy": ("toy",),',
    )
    (house.root / "a.toy").write_bytes(b"TOY1\nauthor: Orla Quenby\ntext: What shows.\n")
    done = house.run("redact", "a.toy", "--to", "out")
    file = done["data"]["files"][0]
    assert (file["type"], file["refused"], file["removed"]) == ("toy", None, ["author"])
    assert (house.root / "out/a.toy").read_bytes() == b"TOY1\ntext: What shows.\n"
