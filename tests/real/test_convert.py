"""Old Office files through an installed LibreOffice."""

import subprocess
import tempfile
from pathlib import Path

import pytest

from jtai_submit.documents.examination import Document
from jtai_submit.redaction import convert
from jtai_submit.redaction.examining import Workers
from tests.conftest import tool
from tests.make import jtai
from tests.redaction.plant_office import GONE, plain, planted

pytestmark = pytest.mark.real
OLD = {"docx": "doc", "xlsx": "xls", "pptx": "ppt"}


def old(folder: Path, kind: str) -> Path:
    """An old Office file, made of a new one that carries a marker."""
    source = folder / f"x.{kind}"
    source.write_bytes(
        planted(*GONE[f"{kind}: core properties"]) if f"{kind}: core properties" in GONE else plain(kind)
    )
    subprocess.run([tool("soffice"), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", OLD[kind],
                    "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)  # fmt: skip
    return folder / f"x.{OLD[kind]}"


@pytest.mark.parametrize("kind", OLD)
def test_old_office_files_become_new_ones(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old(tmp_path, kind)
    refused = jtai(capsys, "redact", path, "--to", tmp_path / "out", "--json")
    assert refused.code == 1 and refused.data["files"][0]["refused"]["code"] == "D006"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = jtai(capsys, "redact", path, "--to", tmp_path / "out", "--convert", "--json")
    assert done.code == 0, done.out
    assert Path(done.data["files"][0]["output"]).suffix == f".{kind}"
    assert b"Orla Quenby" not in Path(done.data["files"][0]["output"]).read_bytes()
    assert not list(tmp_path.glob("jtai-submit-private-*")), "nothing is left behind"


def test_without_libreoffice_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old(tmp_path, "docx")
    monkeypatch.setattr(convert, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = path.stat()
    document = Document(path.name, facts.st_size, facts.st_mtime_ns, convert=True)
    with Workers(1) as workers:
        [(seen, data)] = workers.examine(tmp_path, [document], want=True)
    assert data is None and seen.examined.noticed[0].detail == "no LibreOffice"


def test_a_conversion_that_takes_too_long_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(convert, "office", lambda: str(slow))
    monkeypatch.setattr(convert, "SECONDS", 0.5)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "private"))
    from jtai_submit.documents.kind import Kind
    from jtai_submit.redaction.interface import Unreadable

    with pytest.raises(Unreadable) as caught:
        convert.converted(b"x", Kind.DOC)
    assert caught.value.noticed.detail == "time" and not any((tmp_path / "private").iterdir())
