"""A push from Windows to a secure site on this computer: killed, gone on with, opened, verified."""

import io
import json
from pathlib import Path

import docx
import pytest

from jtai_submit.rehearsal.portal import embedded
from tests.make import Ready, ready

from .conftest import Machine

pytestmark = [pytest.mark.real, pytest.mark.timeout(500)]
SLOTS = ("1.1", "2.1", "3.4", "5.1")
REASON = ("--incomplete", "--because", "a test")


def keyed(pc: Machine) -> None:
    made = pc.jtai("keys", "new", "--json")
    assert made.code == 0, made.err
    shown = pc.jtai("keys", "show", "--json")
    told = json.loads(made.out)["data"]["recipient"]
    assert json.loads(shown.out)["data"]["recipient"] == told


def opened(pc: Machine, area: Ready, pack: Path, name: str, to: str) -> list[Path]:
    (pc.here / "id.txt").write_text(f"{area.identity}\n")
    made = pc.here / name
    made.write_bytes(pack.read_bytes())
    ran = pc.jtai("open", made.name, "--to", to, "--identity", "id.txt", "--json")
    assert ran.code == 0, ran.err
    return [path for path in (pc.here / to).rglob("data/**/*.pdf") if path.is_file()]


def test_a_killed_push_is_gone_on_with(pc: Machine, tmp_path: Path) -> None:
    with embedded(tmp_path / "portal") as portal:
        named = f"{{kind: tus, url: {portal.url}}}"
        area = ready(tmp_path, only=SLOTS, children=("C1",), portal=named)
        keyed(pc)
        command = ("push", area.folder.name, *REASON, "--parallel", "1", "--json")
        slowly = ("--limit-rate", "10K")
        killed = pc.jtai(*command, *slowly, kill_when=lambda: bool(portal.arrived()))
        before = set(portal.arrived())
        assert killed.code != 0
        assert before
        again = pc.jtai(*command)
        assert again.code == 0, again.err
        arrived = portal.arrived()
        packs = [name for name in arrived if name.endswith(".age")]
        assert before < set(arrived)
        assert len(packs) == len(SLOTS)
        for number, name in enumerate(packs):
            assert len(opened(pc, area, arrived[name], name, f"out{number}")) == 1
    receipt = f"{area.folder.name}\\.jtai\\receipts\\0001_day-five.json"
    verified = pc.jtai("verify", receipt)
    assert verified.code == 0, verified.err
    assert pc.jtai("check", area.folder.name, "--json").code in (0, 1)


def test_a_decision_is_pasted_from_what_check_says(pc: Machine, tmp_path: Path) -> None:
    area = ready(tmp_path, only=("3.7",), children=("C1",))
    word, out = docx.Document(), io.BytesIO()
    word.add_paragraph("Words")
    word.add_comment(word.paragraphs[0].runs, text="a remark", author="Orla Quenby")
    word.save(out)
    area.files["3.7"].unlink()
    name = "R&D 100% (final) for Zoë's file.docx"
    (area.files["3.7"].parent / name).write_bytes(out.getvalue())
    text = pc.jtai("check", area.folder.name, "--agency", "police").out
    [suggested] = [line for line in text.splitlines() if 'jtai-submit decide "' in line]
    quoted = suggested.partition("jtai-submit decide ")[2].partition('" H101')[0]
    assert quoted.startswith('"documents/')
    assert quoted.endswith(name)
    where = ("--because", "part of it", "--by", "Pat", "--in", area.folder.name)
    done = pc.jtai("decide", quoted[1:], "H101", "keep", *where)
    assert done.code == 0, done.err
    after = pc.jtai("check", area.folder.name, "--agency", "police", "--json")
    found = [f for s in json.loads(after.out)["data"]["slots"] for f in s["files"]]
    assert [f["findings"][0]["blocks"] for f in found if f["path"].endswith(name)] == [False]
