"""A push that is stopped anywhere goes on with the same command: nothing lost, nothing sent twice,
nothing stale.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jtai_submit.inspection.journal import only_one
from jtai_submit.packing.opening import open_archive
from jtai_submit.rehearsal.portal import Embedded, embedded
from tests.conftest import program
from tests.make import Ready, jtai, pdf, ready

Capsys = pytest.CaptureFixture[str]
SMALL = ("--incomplete", "--because", "a test")


def noise(megabytes: int) -> bytes:
    """A text document of so many megabytes that does not compress."""
    return os.urandom(megabytes * 500_000).hex().encode()


@pytest.fixture
def portal(tmp_path: Path):  # type: ignore[no-untyped-def]
    with embedded(tmp_path / "portal") as server:
        yield server


def whole(area: Ready, server: Embedded, packs: int) -> None:
    """Every pack arrived once and opens."""
    arrived = server.arrived()
    assert len([n for n in arrived if n.endswith(".age")]) == packs
    for name, path in arrived.items():
        if name.endswith(".age"):
            with path.open("rb") as file, open_archive(file, [area.identity], name) as archive:
                assert archive.testzip() is None


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(
    "after",
    [
        0.9,
        1.7,
        pytest.param(1.3, marks=pytest.mark.real),
        pytest.param(2.2, marks=pytest.mark.real),
    ],
)
def test_killed_and_run_again(
    tmp_path: Path, capsys: Capsys, portal: Embedded, after: float
) -> None:
    area = ready(
        tmp_path,
        only=("3.1", "3.4", "1.1"),
        children=("C1",),
        portal=f"{{kind: tus, url: {portal.url}}}",
    )
    for slot in ("3.1", "1.1"):
        area.files[slot].with_suffix(".txt").write_bytes(noise(30))
    process = subprocess.Popen(
        [*program(), "push", str(area.folder), *SMALL],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert result.code == 0, result.err
    whole(area, portal, 2)
    assert not list((area.folder / ".jtai/outbox").glob("*.part"))


def _sealing(area: Ready) -> bool:
    """Whether a push is under way that has something to lose."""
    return any((area.folder / ".jtai/outbox").glob("*"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT")
def test_ctrl_c_says_that_nothing_is_lost(tmp_path: Path, capsys: Capsys, portal: Embedded) -> None:
    area = ready(
        tmp_path, only=("3.1",), children=("C1",), portal=f"{{kind: tus, url: {portal.url}}}"
    )
    area.files["3.1"].with_suffix(".txt").write_bytes(noise(60))
    process = subprocess.Popen(
        [*program(), "push", str(area.folder), *SMALL],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    while process.poll() is None and not _sealing(area):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert process.returncode == 0 or "run the same command again" in err
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0
    whole(area, portal, 1)


def test_a_portal_that_is_down(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = ready(
        tmp_path,
        only=("3.4",),
        children=("C1",),
        portal="{kind: tus, url: 'http://127.0.0.1:9/files'}",
    )
    from jtai_submit.delivery import courier

    monkeypatch.setattr(courier, "TRIES", 2)
    monkeypatch.setattr(courier, "_jitter", lambda state: 0.0)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert (
        result.code == 5
        and result.json["status"] == "error"
        and result.json["errors"][0]["code"] == "P001"
    )


def test_some_arrived_and_then_the_portal_was_gone(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.delivery.portals.folder import Folder
    from jtai_submit.errors import Problem, Temporary

    area = ready(tmp_path, only=("1.1", "3.4"), children=("C1",))
    start = Folder.start

    def fails(self: Folder, parcel):  # type: ignore[no-untyped-def]
        if "3-police" in parcel.name:
            raise Temporary(Problem("P001", "gone", "again"))
        return start(self, parcel)

    monkeypatch.setattr(Folder, "start", fails)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert (
        result.code == 4
        and result.json["status"] == "partly-sent"
        and "1 of 2 packs sent" in result.json["errors"][0]["message"]
    )
    monkeypatch.setattr(Folder, "start", start)
    again = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert again.code == 0 and {p["state"] for p in again.data["packs"]} == {"sent"}


def test_a_document_that_changed_after_sealing_is_sealed_anew(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.delivery.portals.folder import Folder
    from jtai_submit.errors import Problem, Temporary

    area = ready(tmp_path, only=("3.4",), children=("C1",))
    send = Folder.send

    def half(self: Folder, session, parcel, offset, moved):  # type: ignore[no-untyped-def]
        if parcel.name.endswith(".age"):
            Path(session).write_bytes(b"half of it")
            raise Temporary(Problem("P001", "gone", "again"))
        return send(self, session, parcel, offset, moved)

    monkeypatch.setattr(Folder, "send", half)
    assert jtai(capsys, "push", area.folder, *SMALL).code == 5
    monkeypatch.setattr(Folder, "send", send)
    area.files["3.4"].write_bytes(pdf("What is right now"))
    packs = jtai(capsys, "push", area.folder, *SMALL, "--json").data["packs"]
    assert [(p["version"], p["state"]) for p in packs] == [
        (2, "sent")
    ]  # its first number was begun, and is not given again
    assert sorted(p.name for p in area.site.iterdir()) == [
        "exampleshire_day-five_3-police_v2.zip.age",
        "exampleshire_day-five_receipt-0001.json",
        "exampleshire_how-to-open.txt",
    ]
    with (
        (area.site / packs[0]["name"]).open("rb") as file,
        open_archive(file, [area.identity], "") as archive,
    ):
        name = next(n for n in archive.namelist() if n.endswith(".pdf"))
        import io

        import pypdf

        assert (
            "What is right now"
            in pypdf.PdfReader(io.BytesIO(archive.read(name))).pages[0].extract_text()
        )


def test_two_pushes_at_once(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    with only_one(area.folder / ".jtai"):
        result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert (
        result.code == 5 and result.json["errors"][0]["code"] == "P011" and not area.site.exists()
    )


def test_a_full_disk_in_the_outbox(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jtai_submit.pipeline import outbox

    area = ready(tmp_path, only=("3.4",), children=("C1",))

    def full(self: object, data: memoryview) -> None:
        raise OSError(28, "No space left on device")

    write = outbox._Whole.write
    monkeypatch.setattr(outbox._Whole, "write", full)
    result = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert (
        result.code == 5
        and result.json["errors"][0]["code"] == "S008"
        and not list((area.folder / ".jtai/outbox").iterdir())
    )
    monkeypatch.setattr(outbox._Whole, "write", write)
    assert jtai(capsys, "push", area.folder, *SMALL).code == 0


def test_a_refused_document_is_found_before_anything_is_sent(
    tmp_path: Path, capsys: Capsys
) -> None:
    area = ready(tmp_path, children=("C1",))
    area.files["6.5"].write_bytes(pdf("Words")[:300])
    result = jtai(capsys, "push", area.folder, "--json")
    assert (
        result.code == 1
        and not area.site.exists()
        and {e["code"] for e in result.json["errors"]} == {"D003"}
    )
    assert (
        not list((area.folder / ".jtai/outbox").glob("*"))
        if (area.folder / ".jtai/outbox").exists()
        else True
    )
    sent = jtai(capsys, "push", area.folder, *SMALL, "--json")
    assert sent.code == 0 and sent.json["status"] == "incomplete"
    shown = jtai(capsys, "receipts", "show", "1", "--in", area.folder, "--json").data["receipts"][0]
    assert any(n["slot"] == "6.5" and "D003" in n["why"] for n in shown["not_sent"])


def test_a_file_left_out_by_decision_does_not_stop_its_pack(tmp_path: Path, capsys: Capsys) -> None:
    decision = (
        "[{file: documents/3-police/3.4-child-protection-referral-document/old.pdf, "
        "choice: leave-out, because: superseded, by: Pat}]"
    )
    area = ready(tmp_path, children=("C1",), decisions=decision)
    area.files["3.4"].with_name("old.pdf").write_bytes(b"%PDF- broken")
    result = jtai(capsys, "push", area.folder, "--json")
    assert result.code == 0 and result.json["status"] == "complete"
    with (
        (area.site / "exampleshire_day-five_3-police_v1.zip.age").open("rb") as file,
        open_archive(file, [area.identity], "") as archive,
    ):
        assert (
            not [n for n in archive.namelist() if "old" in n]
            and "superseded" in archive.read("index.html").decode()
        )


def test_one_file_for_two_items(tmp_path: Path, capsys: Capsys) -> None:
    file = "documents/1-local-authority/1.4-practice-audits/Practice audits.pdf"
    area = ready(tmp_path, children=("C1",), also=f'[{{slot: "3.7", files: ["{file}"]}}]')
    area.files["3.7"].unlink()
    assert jtai(capsys, "push", area.folder).code == 0
    with (
        (area.site / "exampleshire_day-five_3-police_v1.zip.age").open("rb") as sealed,
        open_archive(sealed, [area.identity], "") as archive,
    ):
        assert (
            "data/3-police/3.7-audits-and-action-plans/01 Practice audits.pdf" in archive.namelist()
        )


def test_originals_are_never_touched(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, children=("C1",))
    before = {
        p: (p.read_bytes(), p.stat().st_mtime_ns)
        for p in area.folder.joinpath("documents").rglob("*.pdf")
    }
    jtai(capsys, "check", area.folder)
    jtai(capsys, "rehearse", area.folder)
    jtai(capsys, "push", area.folder)
    assert {
        p: (p.read_bytes(), p.stat().st_mtime_ns)
        for p in area.folder.joinpath("documents").rglob("*.pdf")
    } == before


def test_no_secret_and_no_plaintext_is_left_behind(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_PORTAL_TOKEN", "tok-8c1f-secret")
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    area.files["3.4"].with_suffix(".txt").write_text("the-words-of-the-document")
    jtai(capsys, "check", area.folder)
    jtai(capsys, "push", area.folder, *SMALL)
    left = b"".join(p.read_bytes() for p in (area.folder / ".jtai").rglob("*") if p.is_file())
    for secret in (
        b"tok-8c1f-secret",
        b"correct horse",
        b"the-words-of-the-document",
        b"Orla Quenby",
    ):
        assert secret not in left


def test_threads_end(tmp_path: Path, capsys: Capsys) -> None:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    jtai(capsys, "push", area.folder, *SMALL)
    assert [
        t
        for t in threading.enumerate()
        if t.name.startswith("Thread-") and "_run" in t.name and t.is_alive()
    ] == []
