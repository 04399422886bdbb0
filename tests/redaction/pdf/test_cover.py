"""Text that nobody sees, measured on pages of two kinds."""

import io
from pathlib import Path

import pikepdf
import pytest

from jtai_submit.redaction.pdf import ink
from tests.redaction.pdf.labelled import BAD, GOOD


def noticed(data: bytes) -> list[str]:
    return [n.code for n in ink.find(data)]


def test_the_labelled_set() -> None:
    missed = [name for name, data in BAD.items() if not noticed(data)]
    alarms = [name for name, data in GOOD.items() if noticed(data)]
    print(
        f"\n{len(BAD)} pages with unseen text, {len(missed)} missed; {len(GOOD)} without, "
        f"{len(alarms)} false alarms"
    )
    assert len(BAD) + len(GOOD) >= 60
    assert len(missed) <= 0.05 * len(BAD), missed
    assert len(alarms) <= 0.05 * len(GOOD), alarms


@pytest.mark.parametrize(
    "name", ["black box over a name", "photograph over a name", "two boxes", "in a form"]
)
def test_boxes_are_counted(name: str) -> None:
    [found] = ink.find(BAD[name])
    assert (found.code, found.count, found.where) == (
        "H108",
        2 if name == "two boxes" else 1,
        "page 1",
    )


def test_places_are_said() -> None:
    with pikepdf.open(io.BytesIO(GOOD["framed"])) as document:
        for name in ("white on white", "text below the page"):
            with pikepdf.open(io.BytesIO(BAD[name])) as other:
                document.pages.extend(other.pages)
        out = io.BytesIO()
        document.save(out)
    found = {(n.code, n.detail): n.where for n in ink.find(out.getvalue())}
    assert found == {("H112", "passage"): "page 2", ("H112", "outside"): "page 3"}


def test_pages_of_the_corpus_raise_few_alarms(corpus: Path) -> None:
    said = {
        p.name: noticed(p.read_bytes())
        for p in sorted(corpus.rglob("*.pdf"))
        if p.stat().st_size < 3_000_000 and b"/Encrypt" not in p.read_bytes()
    }
    assert len(said) > 20 and [name for name, codes in said.items() if codes] in (
        [],
        ["testPDF_angles.pdf"],
    )
