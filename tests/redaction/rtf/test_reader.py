"""RTF: code pages by their numbers, names that nobody sees, and the second reader's scan."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.redaction import rtf
from jtai_submit.redaction.interface import Cleaned
from jtai_submit.redaction.rtf import reader, tokens
from tests.redaction.test_decisions import decided

MARK = b"QuimbyMarrable"


def document(body: bytes, page: bytes = b"\\ansicpg1252") -> bytes:
    return b"{\\rtf1\\ansi" + page + b"\\deff0{\\fonttbl{\\f0 Arial;}}\\pard " + body + b"\\par}"


@pytest.mark.parametrize("number", [0, 42, 437, 850, 932, 1250, 10000, 10007, 28605, 65001, 99999])
def test_code_pages_that_are_named(tmp_path: Path, number: int) -> None:
    data = document(b"Visible words caf\\'e9", b"\\ansicpg%d" % number)
    seen, cleaned = decided(tmp_path, data, "rtf")
    assert cleaned is not None and b"caf\\'e9" in cleaned, seen.noticed


def test_the_macintosh_has_letters_of_its_own() -> None:
    assert reader.scan(document(b"caf\\'8e", b"\\ansicpg10000"))["the text"].strip() == "café"
    assert reader.scan(document(b"caf\\'e9", b""))["the text"].strip() == "café"


@pytest.mark.parametrize(
    "body",
    [
        b"x\\u-70000000?y",
        b"x\\u99999999999?y",
        b"\\'zz words",
        b"\\fs99999999999999999999 words",
        b"{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt words}}",
    ],
)
def test_what_trips_striprtf_stops_nothing(tmp_path: Path, body: bytes) -> None:
    seen, _ = decided(tmp_path, document(body + b" more"), "rtf")
    assert [n.code for n in seen.noticed if n.code == "R203"] == []


SHAPE = (
    b"words{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 1}}{\\sp{\\sn %s}{\\sv %s}}}}"
)
FORM = (
    b"words{\\field{\\*\\fldinst FORMTEXT{\\*\\formfield{\\fftype0{\\*%s %s}}}}{\\fldrslt shown}}"
)


@pytest.mark.parametrize(
    "body",
    [
        *(
            SHAPE % (name, MARK)
            for name in (b"wzName", b"wzDescription", b"wzTooltip", b"pihlShape", b"wzScript")
        ),
        *(
            FORM % (name, MARK)
            for name in (
                b"\\ffname",
                b"\\ffhelptext",
                b"\\ffstattext",
                b"\\ffdeftext",
                b"\\ffentrymcr",
                b"\\ffexitmcr",
            )
        ),
        b"words{\\*\\listtable{\\list{\\listlevel{\\leveltext \\'01x;}}{\\listname %s;}\\listid1}}"
        % MARK,
        b"words{\\*\\listtable{\\list{\\listlevel{\\leveltext \\'01x;}}{\\*\\liststylename %s;}}}"
        % MARK,
        b"words{\\*\\jo %s}" % MARK,
        b"words{\\*\\newer2030 {\\in %s}}" % MARK,
        b"words{\\nextfile C:\\\\Users\\\\%s}" % MARK,
    ],
)
def test_names_that_nobody_sees_go(tmp_path: Path, body: bytes) -> None:
    seen, cleaned = decided(tmp_path, document(body), "rtf")
    assert cleaned is not None and MARK not in cleaned and b"words" in cleaned, seen.noticed
    assert rtf.clean(cleaned).data == cleaned


@pytest.mark.parametrize("body", [b"", b" \\par\\par ", b"{\\*\\generator x}"])
def test_a_document_in_which_nothing_shows(tmp_path: Path, body: bytes) -> None:
    seen, cleaned = decided(tmp_path, document(body), "rtf")
    assert cleaned is not None and [n.code for n in seen.noticed] == ["D019"]


PLACES = {
    "the text": b"Words that show",
    "the header": b"body{\\header Words that show\\par}",
    "the footer": b"body{\\footerf Words that show\\par}",
    "a note": b"body{\\footnote Words that show}",
    "a shape": b"body{\\shp{\\*\\shpinst{\\shptxt Words that show}}}",
}


@pytest.mark.parametrize("place", PLACES)
def test_the_scan_reads_each_place(place: str) -> None:
    assert reader.scan(document(PLACES[place]))[place].strip() == "Words that show"


@pytest.mark.parametrize("place", PLACES)
def test_the_second_reader_sees_words_that_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    data = document(PLACES[place])
    assert decided(tmp_path, data, "rtf")[1] is not None
    whole = tokens.Group.written
    monkeypatch.setattr(
        tokens.Group, "written", lambda self: whole(self).replace(b"that show", b"")
    )
    seen, cleaned = decided(tmp_path, data, "rtf")
    assert cleaned is None and [(n.code, n.where) for n in seen.noticed] == [("R202", place)]


@pytest.mark.parametrize("place", [p for p in PLACES if p != "the text"])
def test_the_second_reader_has_tokens_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    whole = tokens.Group.groups
    monkeypatch.setattr(
        tokens.Group,
        "groups",
        lambda self: [g for g in whole(self) if b"show" not in g.written() or g is self],
    )
    data = document(PLACES[place])
    lost = Cleaned(data.replace(b"Words that show", b""))
    assert [(n.code, n.where) for n in reader.doubt(data, lost)] == [("R202", place)]


def test_the_second_reader_sees_what_tells() -> None:
    data = document(b"words")
    for told in (
        b"{\\info{\\author x}}",
        b"{\\*\\generator x}",
        b"{\\object{\\*\\objdata 00}}",
        b"{\\*\\userprops x}",
    ):
        assert [n.code for n in reader.doubt(data, Cleaned(document(b"words" + told)))] == ["R201"]
    hidden = Cleaned(document(b"words{\\*\\x Qu\\'69mbyMarrable}"), secrets={MARK.decode()})
    assert [n.code for n in reader.doubt(data, hidden)] == ["R201"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                b"\\u8217?",
                b"\\'e9",
                b"\\bin3 {}{",
                b"\\*",
                b"\\header",
                b"a b",
                b"\\",
                b"\\uc0",
                b"\\~",
                b"\n",
                b"\\pict",
                b"\\ansicpg0",
            ]
        ),
        max_size=30,
    )
)
def test_anything_is_scanned(pieces: list[bytes]) -> None:
    data = b"{\\rtf1 " + b"".join(pieces) + b"}"
    assert isinstance(reader.scan(data), dict) and isinstance(reader.scan_all(data), str)
