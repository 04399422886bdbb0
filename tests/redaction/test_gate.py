"""The gate doubts what the cleaner did; files are read only if they are what the folder said."""

import hashlib
import io
import json
import os
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from jtai_submit.documents.examination import Examination, Examined, Noticed, Wishes
from jtai_submit.documents.kind import Kind, identify
from jtai_submit.redaction.examining import Workers
from jtai_submit.redaction.gate import NO_WISHES, examine
from jtai_submit.redaction.inside import Question
from jtai_submit.redaction.interface import LARGEST, Cleaned, Unreadable
from jtai_submit.redaction.pdf import reader
from jtai_submit.redaction.shared import residue
from jtai_submit.redaction.text import reader as plain
from jtai_submit.redaction.through import DEEPEST, blocks, inner, refusal, through
from jtai_submit.workers.worker import Answer
from tests.make import pdf


def test_what_the_cleaner_forgets_the_second_reader_finds() -> None:
    original = pdf("Words", Author="Orla Quenby")
    assert reader.doubt(original, Cleaned(original))[0].code == "R201"
    other = pdf("Other words")
    assert reader.doubt(pdf("Words"), Cleaned(other))[0].code == "R202"
    assert reader.doubt(pdf("Words", pages=2), Cleaned(pdf("Words")))[0].code == "R202"


def test_strings_are_found_however_they_are_written() -> None:
    secret = "Pat (Café) Example\\home"
    for written in (
        secret.encode(),
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        secret.encode("latin-1"),
        b"Pat \\(Caf\xe9\\) Example\\\\home",
        secret.encode("utf-16-be").hex().encode(),
    ):
        assert residue.found({secret}, [b"....", b".." + written + b".."], pdf=True) == {secret}
    assert residue.found({secret}, [b"nothing"]) == set()


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"plain words\r\n\tand more\n", []),
        ("wörds £".encode("cp1252"), []),
        ("wörds".encode("utf-16"), ["H115"]),
        (b"\xef\xbb\xbfa,b\n", ["H115"]),
        ("family: \U0001f468\u200d\U0001f469".encode(), []),
        (b"red\x1b[31m", ["H112"]),
        ("zero\u200bwidth and \u202eright to left".encode(), ["H112"]),
    ],
)
def test_plain_text_goes_as_it_is(tmp_path: Path, data: bytes, codes: list[str]) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    seen, out = examine(str(path), len(data), path.stat().st_mtime_ns, True, True)
    assert [n.code for n in seen.noticed] == codes and out == (None if "H112" in codes else data)


def test_text_that_would_be_changed_is_refused() -> None:
    assert plain.doubt(b"a", Cleaned(b"b"))[0].code == "R202"


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf("Words"))
    facts = path.stat()
    path.write_bytes(pdf("Other words"))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
    assert (
        examine(str(path), facts.st_size, facts.st_mtime_ns, True, True)[0].noticed[0].code
        == "D013"
    )
    path.unlink()
    assert (
        examine(str(path), facts.st_size, facts.st_mtime_ns, True, True)[0].noticed[0].code
        == "D013"
    )


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.docx", b"PK\x03\x04", "D003"),
        ("x.pdf", b"words", "D006"),
        ("x.exe", b"MZ\x90", "D006"),
        ("x.pdf", b"%PDF-1.4 junk", "D003"),
    ],
)
def test_every_other_type_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    seen, out = examine(str(path), len(data), path.stat().st_mtime_ns, True, True)
    assert out is None and [n.code for n in seen.noticed] == [code]


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with path.open("wb") as file:
        file.truncate(257 * 1024 * 1024)
    assert (
        examine(str(path), path.stat().st_size, path.stat().st_mtime_ns, True, True)[0]
        .noticed[0]
        .code
        == "R204"
    )


def test_workers_keep_the_order(tmp_path: Path) -> None:
    for n in range(20):
        (tmp_path / f"{n}.txt").write_text(f"words {n}")
    documents = [
        Examined(
            f"{n}.txt",
            (tmp_path / f"{n}.txt").stat().st_size,
            (tmp_path / f"{n}.txt").stat().st_mtime_ns,
        )
        for n in range(20)
    ]
    with Workers(2) as workers:
        assert [data for _, data in workers.examine(tmp_path, documents, want=True)] == [
            f"words {n}".encode() for n in range(20)
        ]


def gate(
    path: Path, *, gated: bool = True, wishes: Wishes = NO_WISHES
) -> tuple[Examination, bytes | None]:
    facts = path.stat()
    return examine(str(path), facts.st_size, facts.st_mtime_ns, gated, True, wishes)


def codes(seen: Examination) -> list[str]:
    return [noticed.code for noticed in seen.noticed]


def test_what_is_only_looked_at_or_empty_gives_no_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"words")
    seen, data = gate(path, gated=False)
    assert data is None and not seen.gated and not seen.clean_sha256 and seen.sha256
    path.write_bytes(b"")
    seen, data = gate(path)
    assert data is None and seen.kind is Kind.EMPTY and not seen.clean_sha256


def test_a_file_that_the_system_does_not_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder in its place, no right to read, a broken disk: refused, with the system's own word
    for it.
    """
    path = tmp_path / "x.pdf"
    path.mkdir()
    seen, data = gate(path)
    assert data is None and codes(seen) == ["D003"] and seen.noticed[0].detail


@pytest.mark.parametrize(
    ("failure", "detail"),
    [(MemoryError(), "memory"), (RecursionError(), "RecursionError"), (KeyError("x"), "KeyError")],
)
def test_a_parser_that_trips_costs_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, detail: str
) -> None:
    def trips(*anything: object) -> Cleaned:
        raise failure

    path = tmp_path / "x.txt"
    path.write_bytes(b"words")
    monkeypatch.setattr("jtai_submit.redaction.inside.through", trips)
    seen, data = gate(path)
    assert (
        data is None
        and codes(seen) == ["R203"]
        and seen.noticed[0].detail == detail
        and not seen.clean_sha256
    )


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)  # a compound file: what old Office wrote


def test_old_documents_are_converted_where_that_is_wished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes of it is gated like any other document, under its new kind; without the wish it is
    refused.
    """
    path = tmp_path / "x.doc"
    path.write_bytes(OLD)

    def old_or_new(data: bytes, ending: str) -> Kind:
        return Kind.DOC if data == OLD else identify(data, ending)

    monkeypatch.setattr("jtai_submit.redaction.inside.identified", old_or_new)
    monkeypatch.setattr(
        "jtai_submit.redaction.gate.converted",
        lambda data, kind: (pdf("Words", Author="Orla"), "pdf"),
    )
    assert codes(gate(path)[0]) == ["D006"]
    seen, data = gate(path, wishes=Wishes(convert=True))
    assert data and b"Orla" not in data and seen.became == "pdf" and seen.kind is Kind.DOC

    looked, nothing = gate(path, gated=False, wishes=Wishes(convert=True))
    # Whether it converts is seen later.
    assert nothing is None and codes(looked) == [] and looked.kind is Kind.DOC

    def fails(data: bytes, kind: Kind) -> tuple[bytes, str]:
        raise Unreadable("R205")

    monkeypatch.setattr("jtai_submit.redaction.gate.converted", fails)
    seen, data = gate(path, wishes=Wishes(convert=True))
    assert data is None and codes(seen) == ["R205"]


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"", Kind.EMPTY, "D002"),
        (b"PK", Kind.LOCKED, "D004"),
        (b"PK\x03\x04", Kind.UNKNOWN, "D003"),
        (b"MZ", Kind.UNKNOWN, "D006"),
        (b".pfile and more", Kind.UNKNOWN, "D004"),
        (b"\x4c\0\0\0\x01\x14\x02\0" + bytes(80), Kind.UNKNOWN, "D020"),
        (b"x", Kind.TXT, None),
    ],
)
def test_why_a_kind_cannot_be_cleaned(data: bytes, kind: Kind, code: str | None) -> None:
    why = refusal(data, kind)
    assert (why.code if why else None) == code


def test_documents_in_documents() -> None:
    """Nothing stays nothing; what cannot be cleaned, or is too large, is noticed under its name or
    ends all of it.
    """
    out = Cleaned(b"")
    assert inner("a.txt", b"", {}, out) == (b"", "") and out.noticed == []
    assert inner("b", b"words", {}, out, Kind.TXT) == (b"words", Kind.TXT) and out.noticed == []
    assert inner("c.exe", b"MZ\x90", {}, out) == (b"", "")
    assert inner("d.pdf", b"%PDF-1.4 junk", {}, out) == (b"", "")
    assert [(noticed.code, noticed.where) for noticed in out.noticed] == [
        ("D006", "c.exe"),
        ("D003", "d.pdf"),
    ]
    with pytest.raises(Unreadable, match="R204"):
        inner("e.txt", bytes(LARGEST + 1), {}, out)


@pytest.mark.parametrize(
    ("failure", "detail"), [(MemoryError(), "memory"), (ZeroDivisionError(), "ZeroDivisionError")]
)
def test_a_parser_that_trips_inside_is_said_with_the_name(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, detail: str
) -> None:
    def trips(*anything: object) -> Cleaned:
        raise failure

    monkeypatch.setattr("jtai_submit.redaction.through.through", trips)
    out = Cleaned(b"")
    assert inner("a.txt", b"words", {}, out) == (b"", "")
    assert [(n.code, n.where, n.detail) for n in out.noticed] == [("R203", "a.txt", detail)]


def test_documents_deeper_than_anybody_packs_them_are_refused() -> None:
    data = b"words"
    for level in range(DEEPEST + 1):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("x.txt" if not level else "x.zip", data)
        data = packed.getvalue()
    cleaned = through(data, Kind.ZIP, {})
    assert [(n.code, n.detail) for n in cleaned.noticed] == [("R203", "nesting")]


def test_a_code_that_is_in_no_book_blocks() -> None:
    assert blocks(Noticed("X999")) and not blocks(Noticed("X999", choice="keep"))


def test_what_a_worker_says_is_checked(tmp_path: Path) -> None:
    """A worker that was taken over cannot name another hash, another document, or a finding in
    another shape.
    """
    question = Question("txt", "the hash of the original", True, True)
    clean = hashlib.sha256(b"clean").hexdigest()
    good = {
        "kind": "txt",
        "sha256": "another",
        "clean_sha256": clean,
        "clean_bytes": 5,
        "gated": False,
    }
    with Workers(1) as workers:

        def told(examination: object, data: bytes = b"clean") -> tuple[Examination, bytes | None]:
            answer = Answer({"examination": examination, "sent": True}, data)  # type: ignore[dict-item]
            return workers._look(lambda *_: answer, True, question, b"words")

        seen, data = told(good)
        assert (seen.sha256, seen.gated, data) == ("the hash of the original", True, b"clean")
        for examination, data in (
            (good | {"clean_sha256": "x"}, b"clean"),
            (good | {"clean_bytes": 6}, b"clean"),
            (good, b"other"),
            (good | {"noticed": "H101"}, b"clean"),
            ("no examination", b"clean"),
        ):
            seen, out = told(examination, data)
            assert out is None
            assert [noticed.code for noticed in seen.noticed] == ["R203"]


def test_what_is_asked_and_told_survives_the_pipe() -> None:
    wishes = Wishes((("H101", "keep", "ab"), ("H102", "remove", "")), True)
    question = Question("doc", "ab", True, False, wishes, "doc")
    assert Question.from_facts(json.loads(json.dumps(question.to_facts()))) == question
    seen = Examination(
        "txt",
        "a",
        "b",
        3,
        ("comments",),
        (Noticed("H101", 2, "page 1", "x", "keep"),),
        "2017-05-09",
    )
    facts = json.loads(json.dumps(asdict(seen)))
    assert TypeAdapter(Examination).validate_python(facts) == seen
