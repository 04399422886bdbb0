"""The folder that is handed out: made of PyPI's embeddable Python, unpacked, rehearsed from."""

import io
import json
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace

import pytest

from jtai_submit.release.windows import make
from tests.conftest import program

from .conftest import Machine
from .environment import NOT_UNDER_WINE, ROOT, embeddable, stub

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]
LARGEST = 60_000_000  # bytes
# Not what Windows itself has, nor what a person has installed.
PLACE = "Zoë’s folder – für IT (2)"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return embeddable(tmp_path_factory.mktemp("python"))


@pytest.fixture(scope="module")
def made(python: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make(python, ROOT, tmp_path_factory.mktemp("downloads"))


def test_the_same_inputs_make_the_same_bytes(
    python: bytes, made: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert make(python, ROOT, tmp_path_factory.mktemp("again")) == made


def test_it_holds_what_it_says(made: bytes) -> None:
    assert len(made) <= LARGEST
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = set(archive.namelist())
        told = archive.read("jtai-submit/LICENCES.txt").decode()
        site = "jtai-submit/python/Lib/site-packages"
        for line in told.splitlines():
            if line.startswith(("    python/", "    LICENSE")):
                assert f"jtai-submit/{line.strip()}" in names
        assert ": not said" not in told
        assert f"{site}/jtai_submit/manifests/neglect-2017.yaml" in names
        assert not [name for name in names if name.startswith(f"{site}/jtai_submit/release")]
        assert not [name for name in names if name.endswith(".pyc")]
        assert "pikepdf" in told and "Python 3.13.2" in told


def test_it_rehearses_from_any_folder(pc: Machine, made: bytes) -> None:
    folder = pc.here / PLACE
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        archive.extractall(folder)
    inside = folder / "jtai-submit/python"
    for name in NOT_UNDER_WINE:
        (inside / name).unlink()
    stub(inside)
    there = replace(pc, here=folder / "jtai-submit")
    command = ("cmd", "/c", "jtai-submit.cmd")
    ran = there.command(*command, "rehearse", "--json", seconds=500)
    assert ran.code == 0, ran.out + ran.err
    figures = json.loads(ran.out)["data"]["figures"]
    assert figures["documents"] >= 60
    assert figures["markers_found"] == 0
    area = there.here / "jtai-rehearsal"
    began = time.monotonic()
    checked = there.command(*command, "check", str(area.name), "--json", seconds=500)
    took = time.monotonic() - began
    assert checked.code in (0, 1), checked.out + checked.err
    shutil.rmtree(area / ".jtai/cache", ignore_errors=True)
    began = time.monotonic()
    subprocess.run([*program(), "check", str(area)], capture_output=True)
    here = time.monotonic() - began
    print(f"a first check: {took:.1f} s there, {here:.1f} s here; {len(made) / 1e6:.1f} MB")
    used = there.command(*command, "explain", "nothing")
    assert used.code == 3, "what the program ends with is what the command ends with"
