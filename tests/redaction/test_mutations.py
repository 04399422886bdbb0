"""Whatever is broken in a document: cleaned or refused in words, in time, and the marker never
travels.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from jtai_submit.documents.examination import Examined
from jtai_submit.redaction.codes import CODES
from jtai_submit.redaction.examining import Workers
from jtai_submit.redaction.rtf.tokens import parse, words
from jtai_submit.rehearsal.inspector import search
from tests.conftest import REAL
from tests.redaction.mutations import bases, later_bases, mutated
from tests.redaction.pdf.test_places import NAME
from tests.redaction.plant import MARKER
from tests.redaction.rtf.test_rtf import as_text

SECONDS = 20.0
# Breaking their source can make a word of the head one of the page.
_SHOWN = (".rtf", ".html", ".eml")


def run(
    folder: Path,
    count: int,
    more: tuple[Path, ...] = (),
    whole: Callable[[], list[tuple[str, bytes]]] = bases,
) -> Counter[str]:
    """Break so many documents, clean them, and look for the marker in what is let through. What
    came of them.
    """
    documents, came = list[Examined](), Counter[str]()
    for n, (ending, data) in enumerate(mutated(count, more=more, whole=whole)):
        path = folder / f"{n}.{ending}"
        path.write_bytes(data)
        facts = path.stat()
        documents.append(Examined(path.name, facts.st_size, facts.st_mtime_ns))
    last = time.monotonic()
    with Workers(seconds=SECONDS) as workers:
        for document, copy in workers.examine(folder, documents, want=True):
            assert time.monotonic() - last < 2 * SECONDS, document.path
            last = time.monotonic()
            codes = {noticed.code for noticed in document.examined.noticed}
            assert all(code in CODES or code.startswith("D0") for code in codes)
            assert copy is not None or codes or document.examined.kind == "empty", document.path
            came[" ".join(sorted(codes - {"H114", "H115"})) if copy is None else "let through"] += 1
            if copy is not None and search({MARKER, NAME}, copy):
                # Packed bytes of another document, shown as letters.
                garbage = MARKER.encode() not in copy
                visible = document.path.endswith(_SHOWN) and (garbage or MARKER in _said(copy))
                assert visible, f"leak: {document.path}"
    return came


def _said(data: bytes) -> str:
    if data.startswith(b"{\\rtf"):
        styles = [
            words(group)
            for group in parse(data).groups()
            if group.destination in ("stylesheet", "fonttbl", "listtable")
        ]
        return as_text(data) + "".join(styles)  # names of styles stay
    return data.decode("utf-8", "replace")


def test_broken_documents(tmp_path: Path) -> None:
    count = 400 if REAL else 150
    came = run(tmp_path, count)
    assert came["let through"] > count / 20 and came.total() == count, came


def test_broken_messages_texts_pictures_and_fonts(tmp_path: Path) -> None:
    count = 400 if REAL else 100
    came = run(tmp_path, count, whole=later_bases)
    assert came["let through"] > count / 20 and came.total() == count, came


@pytest.mark.bench
@pytest.mark.skipif(not os.environ.get("JTAI_BENCH"), reason="set JTAI_BENCH=1 to measure")
@pytest.mark.timeout(3000)
def test_two_thousand_of_the_later_kinds(tmp_path: Path, corpus: Path) -> None:
    kinds = (".rtf", ".msg", ".heic")
    more = tuple(p for p in sorted(corpus.rglob("*")) if p.suffix in kinds)
    small = tuple(p for p in more if p.stat().st_size < 60_000 or p.suffix == ".heic")
    came = run(tmp_path, 2000, small, later_bases)
    print(f"\n2,000 broken documents: {dict(came.most_common())}")


@pytest.mark.bench
@pytest.mark.skipif(not os.environ.get("JTAI_BENCH"), reason="set JTAI_BENCH=1 to measure")
@pytest.mark.timeout(3000)
def test_five_thousand(tmp_path: Path, corpus: Path) -> None:
    kinds = (".docx", ".xlsx", ".pptx", ".pdf", ".odt", ".ods", ".rtf", ".msg", ".eml", ".heic")
    more = tuple(
        p for p in sorted(corpus.rglob("*")) if p.suffix in kinds and p.stat().st_size < 60_000
    )[::2]
    came = run(tmp_path, 5000, more)
    print(f"\n5,000 broken documents: {dict(came.most_common())}")
