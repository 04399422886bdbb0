"""Decisions about hidden content, from the command to the receipt."""

import io
import json
from pathlib import Path

import pikepdf
import pytest

from tests.make import Ready, jtai, pdf, ready

SLOTS = ("3.4", "3.7")


def commented(words: str = "What the note says") -> bytes:
    with pikepdf.open(io.BytesIO(pdf("Visible words"))) as document:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[9, 9, 20, 20],
            Contents=words,
            T="Pat Example",
        )
        document.pages[0].Annots = pikepdf.Array([note])
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.fixture
def area(tmp_path: Path) -> Ready:
    made = ready(tmp_path, only=SLOTS)
    made.files["3.7"].write_bytes(commented())
    return made


def finding(
    capsys: pytest.CaptureFixture[str], area: Ready, slot: str = "3.7"
) -> list[dict[str, object]]:
    slots = jtai(capsys, "check", area.folder, "--json").data["slots"]
    found: list[dict[str, object]] = next(s for s in slots if s["id"] == slot)["files"][0][
        "findings"
    ]
    return found


def test_a_comment_is_kept_sent_and_said_in_the_receipt(
    capsys: pytest.CaptureFixture[str], area: Ready
) -> None:
    assert [f["blocks"] for f in finding(capsys, area)] == [True]
    file = area.files["3.7"].relative_to(area.folder).as_posix()
    done = jtai(
        capsys,
        "decide",
        file,
        "h101",
        "keep",
        "--because",
        "part of the audit",
        "--by",
        "Pat Example",
        "--in",
        area.folder,
    )
    assert done.code == 0 and "kept as it is" in done.out
    said = finding(capsys, area)
    assert [f["blocks"] for f in said] == [False] and "part of the audit" in str(said[0]["message"])
    assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "trial").code == 0
    own = area.folder / ".jtai"
    page = next((own / "receipts").glob("*.html")).read_text("utf-8")
    assert "Comments: kept as it is" in page and "part of the audit" in page
    shown = jtai(capsys, "receipts", "list", "--json", "--in", area.folder).data["receipts"][0]
    files = [f for pack in shown["packs"] for f in pack["files"]]
    assert [f["decided"] for f in files if f["decided"]] == [
        [{"finding": "H101", "choice": "keep", "because": "part of the audit"}]
    ]
    assert "Pat Example" not in json.dumps(files) and "original_sha256" not in json.dumps(files)
    private = json.loads(next((own / "receipts" / "private").glob("*.json")).read_text("utf-8"))
    kept = [f for pack in private["packs"] for f in pack["files"] if f["decided"]]
    assert kept[0]["decided"][0]["by"] == "Pat Example" and len(kept[0]["original_sha256"]) == 64
    assert any(
        "document properties" in f["removed"] for pack in private["packs"] for f in pack["files"]
    )
    sent = [json.loads(line) for line in (own / "audit.jsonl").read_text("utf-8").splitlines()]
    assert any(f["removed"] for line in sent if line["event"] == "sent" for f in line["files"])


def test_a_changed_file_voids_its_decisions(
    capsys: pytest.CaptureFixture[str], area: Ready
) -> None:
    path = area.files["3.7"]
    assert (
        jtai(
            capsys,
            "decide",
            path,
            "H101",
            "remove",
            "--because",
            "notes to self",
            "--by",
            "Pat",
            "--in",
            area.folder,
        ).code
        == 0
    )
    path.write_bytes(commented("Something else"))
    [said] = finding(capsys, area)
    assert said["blocks"] and "changed after the decision" in str(said["message"])


def test_a_decision_typed_by_hand_counts_for_the_file_as_it_is(
    capsys: pytest.CaptureFixture[str], area: Ready
) -> None:
    path = area.files["3.7"]
    entry = (
        f'{{file: "{path.relative_to(area.folder).as_posix()}", finding: H101, choice: '
        f"anonymise, because: b, by: Pat}}"
    )
    yaml = area.folder / "submission.yaml"
    yaml.write_text(yaml.read_text("utf-8") + f"decisions: [{entry}]\n", "utf-8")
    assert [f["blocks"] for f in finding(capsys, area)] == [False]
    path.write_bytes(commented("Something else"))
    assert [f["blocks"] for f in finding(capsys, area)] == [True]


def test_what_was_left_out_and_changed_since_is_looked_at_again(
    capsys: pytest.CaptureFixture[str], area: Ready
) -> None:
    path = area.files["3.7"]
    done = jtai(
        capsys,
        "decide",
        path,
        "H101",
        "leave-out",
        "--because",
        "a draft",
        "--by",
        "Pat",
        "--in",
        area.folder,
    )
    assert done.code == 0
    assert finding(capsys, area) == []
    path.write_bytes(pdf("Another document"))
    assert [f["code"] for f in finding(capsys, area)] == ["D015"]
    assert jtai(capsys, "push", area.folder, "--incomplete", "--because", "trial").code == 0
    packed = json.loads((area.folder / ".jtai/journal.json").read_text("utf-8"))["packs"]
    assert [f["slot"] for pack in packed for f in pack["files"]] == ["3.4"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("3.7", "H101", "burn"), "cannot be decided"),
        (("3.7", "H999", "keep"), "no code"),
        (("3.7", "H103", "keep"), "was not found in this file"),
        (("3.4", "H101", "keep"), "was not found in this file"),
        (("nowhere.pdf", "H101", "keep"), "there is no document"),
    ],
)
def test_decisions_that_make_no_sense(
    capsys: pytest.CaptureFixture[str], area: Ready, arguments: tuple[str, ...], words: str
) -> None:
    file, code, choice = arguments
    before = (area.folder / "submission.yaml").read_bytes()
    done = jtai(
        capsys,
        "decide",
        area.files.get(file, file),
        code,
        choice,
        "--because",
        "b",
        "--by",
        "P",
        "--in",
        area.folder,
    )
    assert done.code == 2 and words in done.err + done.out
    assert (area.folder / "submission.yaml").read_bytes() == before
