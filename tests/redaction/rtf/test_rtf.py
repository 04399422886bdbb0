"""RTF: markers gone, hidden things found, what is said is as it was."""

from pathlib import Path

import pytest
from striprtf.striprtf import rtf_to_text

from jtai_submit.redaction.inside import Question, look
from jtai_submit.redaction.interface import Unreadable
from jtai_submit.redaction.rtf import cleaner as rtf
from jtai_submit.redaction.rtf.cleaner import CAN
from jtai_submit.redaction.shared import residue
from tests.redaction.plant import MARKER, exif, picture
from tests.redaction.test_decisions import decided

HEAD = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Arial;}}%s\pard Visible words caf\'e9 "
    r"\u8212? and more.\par %s}"
)
M = MARKER.replace("\\", "")
ASKED = Question("rtf", "", gated=True, want=True)


def document(head: str = "", body: str = "", after: str = "") -> bytes:
    return (HEAD % (head, body)).encode() + after.encode()


def as_text(data: bytes) -> str:
    """What another reader of RTF shows."""
    text: str = rtf_to_text(data.decode("latin-1"), errors="ignore")  # type: ignore[no-untyped-call]
    return text


def pict(**more: object) -> str:
    return r"{\*\shppict{\pict\jpegblip\picw40\pich30 " + picture(**more).hex() + "}}"


# Words that 1.9.1 has behind \* alone: who knows them shows nothing of them without it, either.
STAR_LOST = """
datafield file hlsrc mailmerge mmdatasource mmodsoname oldcprops passwordhash protusertbl
windowcaption writereservhash xmlattrvalue
""".split()


@pytest.mark.parametrize("word", STAR_LOST)
def test_a_destination_that_lost_its_star_does_not_travel(word: str) -> None:
    starred = look(ASKED, document(body=rf"{{\*\{word} {M}}}"))[1]
    assert starred is not None and M.encode() not in starred
    seen, out = look(ASKED, document(body=rf"{{\{word} {M}}}"))
    assert out is None and {n.code for n in seen.noticed} == {"R202"}, "readers differ on it"


@pytest.mark.parametrize("word", [r"rtlch\*\nobodyknows", r"*\ud\*\nobodyknows"])
def test_a_star_in_the_middle_of_a_group_is_refused(word: str) -> None:
    seen, out = look(ASKED, document(body=rf"{{\{word} {M}}}"))
    assert out is None and {n.code for n in seen.noticed} == {"D003"}


@pytest.mark.parametrize("word", ["listlevel", "defchp", "formfield", r"*\nesttableprops"])
def test_words_where_there_should_be_none_are_refused(word: str) -> None:
    seen, out = look(ASKED, document(body=rf"{{\{word} {M}}}"))
    assert out is None and {n.code for n in seen.noticed} == {"D003"}


def test_the_panose_of_a_font_holds_its_digits_alone() -> None:
    def of(text: str) -> bytes | None:
        fonts = r"{\fonttbl{\f0\fswiss{\*\panose " + text + "}Arial;}}"
        return look(ASKED, document(head=fonts))[1]

    kept, gone = of("020b0604020202020204"), of(M)
    assert kept is not None and b"020b0604020202020204" in kept
    assert gone is not None and M.encode() not in gone


GONE = {
    "author": document(r"{\info{\author " + M + r"}}"),
    "author in escapes": document(
        r"{\info{\author " + "".join(rf"\'{b:02x}" for b in M.encode()) + "}}"
    ),
    "company": document(r"{\info{\company " + M + r"}{\operator x}}"),
    "own property": document(r"{\*\userprops{\propname Client}{\staticval " + M + "}}"),
    "document variable": document(r"{\*\docvar {x}{" + M + "}}"),
    "generator": document(r"{\*\generator " + M + ";}"),
    "template": document(r"{\*\template C:\\" + M + ".dot}"),
    "data store": document(r"{\*\datastore " + M.encode().hex() + "}{\\*\\xmlnstbl " + M + "}"),
    "unknown destination": document(r"{\*\nobodyknows " + M + "}"),
    "list of revisions": document(r"{\*\revtbl{Unknown;}{" + M + ";}}"),
    "files": document(r"{\filetbl{\file\fid0 " + M + "}}"),
    "after its end": document(after=M),
    "exif of a picture": document(body=pict(exif=exif())),
    "comment of a picture": document(body=pict(comment=M.encode())),
    "name of a picture": document(
        body=r"{\shp{\*\shpinst{\sp{\sn pibName}{\sv C:\\" + M + ".jpg}}}}"
    ),
}
HELD = {
    "comment": (
        "H101",
        document(
            body=r"{\*\atnid OQ}{\*\atnauthor " + M + r"}\chatn{\*\annotation{\*\atndate 1}said}"
        ),
    ),
    "insertion": (
        "H102",
        document(r"{\*\revtbl{Unknown;}{" + M + ";}}", r"{\revised\revauth1\revdttm1 new words}"),
    ),
    "embedded file": (
        "H111",
        document(
            body=r"{\object\objemb{\*\objclass x}{\*\objdata "
            + M.encode().hex()
            + r"}{\result shown}}"
        ),
    ),
    "hidden words": ("H112", document(body=r"{\v secret words}")),
    "author field": ("H113", document(body=r"{\field{\*\fldinst AUTHOR}{\fldrslt " + M + "}}")),
    "link to a file": (
        "H113",
        document(body=r'{\field{\*\fldinst HYPERLINK "file:///c:/x.doc"}{\fldrslt x}}'),
    ),
}


@pytest.mark.parametrize("name", GONE)
def test_the_marker_is_gone(tmp_path: Path, name: str) -> None:
    data = GONE[name]
    seen, cleaned = decided(tmp_path, data, "rtf")
    assert cleaned is not None and seen.noticed == (), seen.noticed
    assert not residue.found({M}, [cleaned]) and M.encode().hex().encode() not in cleaned
    assert MARKER.encode().hex().encode() not in cleaned.lower()
    assert as_text(cleaned) == as_text(document())
    assert rtf.clean(cleaned).data == cleaned, "cleaning what is clean changes nothing"


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("choice", ["", "keep", "anonymise", "remove"])
def test_hidden_content(tmp_path: Path, name: str, choice: str) -> None:
    code, data = HELD[name]
    seen, cleaned = decided(tmp_path, data, "rtf", **({code: choice} if choice else {}))
    assert [n.code for n in seen.noticed if n.code != "H113"][:1] == [code] or code == "H113"
    if choice not in CAN[code].split():
        assert cleaned is None
        return
    assert cleaned is not None, seen.noticed
    marker = {M.encode(), M.encode().hex().encode()}
    assert any(m in cleaned for m in marker) == (
        choice == "keep" and any(m in data for m in marker)
    )
    assert ("said" in cleaned.decode("latin-1")) == (name == "comment" and choice != "remove")


@pytest.mark.parametrize(
    "data", [b"{\\rtf1", b"{\\rtf1 {x}", b"{\\rtf1\\bin99 x}", b"{\\rtf1" + b"{" * 500 + b"}" * 501]
)
def test_what_does_not_close_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        rtf.clean(data)


def test_what_is_not_touched_stays_as_it_was_written() -> None:
    data = document(body=r"{\b bold\b0}\bin3 }{\ \{x\}")
    assert rtf.clean(data).data == data


@pytest.mark.parametrize(
    "body",
    [
        r"{\header \pard {\rtlch\fcs1 \ltrch\fcs0 \b\insrsid12345 Secret}}",
        r"{\fs24\insrsid1 2024}",
        r"{\*\footnote \chftn said below}",
        r"{\upr{??}{\*\ud{\u1054 ?\u1055 ?}}}",
        r"{\field{\*\fldinst PAGE}{\fldrslt 1}}",
    ],
)
def test_what_shows_is_still_there(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, document(body=body), "rtf")
    assert cleaned is not None, seen.noticed
    for words in ("Secret", "2024", "said below", "u1055", "PAGE"):
        assert (words in body) == (words in cleaned.decode("latin-1"))
    assert b"bSecret" not in cleaned and b"fs242024" not in cleaned


@pytest.mark.parametrize(
    "body",
    [
        r"{\field{\*\fldinst { ADDIN ZOTERO_ITEM " + M + r"}}{\fldrslt (Smith)}}",
        r'{\field{\*\fldinst SET bm "' + M + r'"}{\fldrslt }}',
        r"{\xe {" + M + "}}",
        r"{\shp{\*\shpinst{\sp{\sn fillBlipName}{\sv " + M + "}}}}",
        r"{\*\ffdeftext " + M + "}",
    ],
)
def test_codes_do_not_travel(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, document(body=body), "rtf")
    assert cleaned is not None and M.encode() not in cleaned, seen.noticed
    assert ("(Smith)" in body) == (b"(Smith)" in cleaned)


@pytest.mark.parametrize(
    "body",
    [
        r"{\cs15\v secret}",
        r"{\v\uc0\u1090 \u1072 }",
        r"{\shp{\*\shpinst{\sp{\sn fHidden}{\sv 1}}{\shptxt secret}}}",
        r'{\field{\*\fldinst HYPERLINK \\l "tip" "\\\\srv\\x"}{\fldrslt x}}',
        r"{\pict\dibitmap0 " + M.encode().hex() + "}",
        r"{\pict\pngblip{" + M.encode().hex() + "}}",
    ],
)
def test_what_hides_elsewhere(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, document(body=body), "rtf")
    assert cleaned is None, seen.noticed


def test_no_space_comes_in_where_an_id_goes() -> None:
    assert rtf.clean(document(body=r"one\insrsid5 two{\b\insrsid5 three}")).data == document(
        body=r"onetwo{\b three}"
    )
