"""Plain texts: known by their ending, whatever way their letters are written."""

from pathlib import Path

import pytest

from jtai_submit.documents.kind import Kind, identify
from tests.redaction.test_decisions import decided

WORDS = "Name,Day\r\nC1,2017-05-09\r\nCafé,£5\r\n"


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["csv", "txt", "md"])
@pytest.mark.parametrize("words", [WORDS, "Привет, мир\r\nи так далее\r\n"])
def test_utf_16_without_a_mark(tmp_path: Path, coding: str, ending: str, words: str) -> None:
    data = words.encode(coding)
    assert identify(data, ending) is Kind(ending)
    seen, cleaned = decided(tmp_path, data, ending)
    assert cleaned == data and [(n.code, n.detail) for n in seen.noticed] == [("H115", "no mark")]


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_what_nobody_sees_is_found_there_too(tmp_path: Path, coding: str) -> None:
    seen, cleaned = decided(tmp_path, (WORDS + "zero\u200bwidth").encode(coding), "csv")
    assert cleaned is None and ("H112", "line 4") in [(n.code, n.where) for n in seen.noticed]


@pytest.mark.parametrize(
    "data", [b"a\0b\0c", bytes(range(256)), b"\0" * 64, b"\x01\0\x02\0\x03\0" * 20]
)
def test_other_bytes_are_no_text(data: bytes) -> None:
    assert identify(data, "csv") not in (Kind.CSV, Kind.TXT)


@pytest.mark.parametrize(
    "data", [b" ", b"\r\n\r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0\u2003".encode()]
)
def test_a_text_of_blanks_shows_nothing(tmp_path: Path, data: bytes) -> None:
    seen, cleaned = decided(tmp_path, data, "txt")
    assert cleaned == data and "D019" in [n.code for n in seen.noticed]
