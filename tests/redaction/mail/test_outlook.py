"""Outlook messages: letters in code pages, attachments that are only links, and the second reader's
own look.
"""

from pathlib import Path

import pytest

from jtai_submit.redaction.mail import outlook, outlook_reader
from jtai_submit.redaction.shared import codepages
from tests.make import pdf
from tests.outlook import (
    BYTES,
    NARROW,
    NUMBER,
    WIDE,
    attached,
    compound,
    message,
    parts,
    person,
    properties,
)
from tests.redaction.mail.test_mail import read
from tests.redaction.test_decisions import decided

PAGE, INTERNET = (0x3FFD, NUMBER), (0x3FDE, NUMBER)
BODY, HTML = (0x1000, NARROW), (0x1013, BYTES)


def text(cleaned: bytes | None, kind: str = "plain") -> str:
    assert cleaned is not None
    part = read(cleaned).get_body((kind,))
    assert part is not None
    return str(part.get_content()).strip()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1252, "“quoted” €20 café"),
        (28605, "€20 œuvre"),
        (28592, "Łódź"),
        (28595, "Привет"),
        (28597, "Γειά"),
        (28599, "Işık"),
        (10000, "café – “quoted”"),
        (10007, "Привет"),
        (20866, "Привет"),
        (21866, "Привіт"),
        (50220, "日本語"),
        (932, "①日本語"),
        (936, "朱镕基"),
        (949, "한국어"),
        (20127, "café"),
        (65001, "worker’s – 日本語"),
        (1251, "Привет"),
    ],
)
def test_code_pages_by_their_numbers(tmp_path: Path, number: int, words: str) -> None:
    raw = words.encode(codepages.codec(number))
    seen, cleaned = decided(tmp_path, message(text=None, values={PAGE: number, BODY: raw}), "msg")
    assert text(cleaned) == words, seen.noticed
    page = f"<html><body>{words}</body></html>".encode(codepages.codec(number))
    data = message(values={INTERNET: number, HTML: page})
    seen, cleaned = decided(tmp_path, data, "msg")
    assert words in text(cleaned, "html"), seen.noticed


def test_what_is_unicode_is_not_decoded_again(tmp_path: Path) -> None:
    words = "the worker’s £ — 日本"
    page = f"<html><body>{words}</body></html>"
    data = message(text=words, values={INTERNET: 1252, PAGE: 949, (0x1013, WIDE): page})
    seen, cleaned = decided(tmp_path, data, "msg")
    assert text(cleaned) == words and words in text(cleaned, "html"), seen.noticed


@pytest.mark.parametrize(
    ("named", "other", "raw", "words"),
    [
        (932, 1252, "the café’s £".encode("cp1252"), "the café’s £"),
        (1252, 65001, "\u0441\u0401 words".encode(), "\u0441\u0401 words"),
        (949, 0, "“quoted”".encode("cp1252"), "“quoted”"),
        (99999, 0, "café".encode("cp1252"), "café"),
        (0, 1251, "Привет".encode("cp1251"), "Привет"),
    ],
)
def test_where_the_page_does_not_fit_another_is_tried(
    tmp_path: Path, named: int, other: int, raw: bytes, words: str
) -> None:
    values = {PAGE: named, INTERNET: other, BODY: raw}
    seen, cleaned = decided(tmp_path, message(text=None, values=values), "msg")
    assert text(cleaned) == words, seen.noticed


def test_letters_that_cannot_be_told_are_a_finding(tmp_path: Path) -> None:
    raw = "日本語のテキスト".encode("cp932") + b"\x81"
    seen, cleaned = decided(tmp_path, message(text=None, values={PAGE: 932, BODY: raw}), "msg")
    assert cleaned is None and [(n.code, n.detail) for n in seen.noticed] == [("R202", "letters")]


@pytest.mark.parametrize("method", [2, 3, 4, 7])
def test_an_attachment_that_is_only_a_link_stops_the_mail(tmp_path: Path, method: int) -> None:
    link = attached(
        "Chronology C2.docx", None, method, values={(0x370D, WIDE): "https://example.org/x"}
    )
    seen, cleaned = decided(tmp_path, message(attachments=[link]), "msg")
    assert cleaned is None
    assert [(n.code, n.where, n.detail) for n in seen.noticed] == [
        ("D014", "Chronology C2.docx", "link")
    ]


@pytest.mark.parametrize("data", [b"", None])
def test_an_attachment_without_bytes_is_named(tmp_path: Path, data: bytes | None) -> None:
    seen, cleaned = decided(tmp_path, message(attachments=[attached("Plan.docx", data)]), "msg")
    assert cleaned is None and [(n.code, n.where) for n in seen.noticed] == [("D002", "Plan.docx")]


@pytest.mark.parametrize(
    "sort",
    [
        "IPM.Note.EnterpriseVault.Shortcut",
        "IPM.Note.Shortcut",
        "IPM.Note.EAS",
        "IPM.Post.ArchiveManager.Stub",
    ],
)
def test_what_an_archive_left_is_no_mail(tmp_path: Path, sort: str) -> None:
    seen, cleaned = decided(tmp_path, message(values={(0x001A, WIDE): sort}), "msg")
    assert cleaned is None and [(n.code, n.detail) for n in seen.noticed] == [("D014", "archived")]


def nested() -> bytes:
    link = attached("Plan.docx", None, 7)
    inner = parts(attachments=[link], head=24, text="Inside.")
    holder = properties({(0x3705, NUMBER): 5, (0x3001, WIDE): "Earlier mail"}, 8)
    return compound(parts(attachments=[holder | {"__substg1.0_3701000D": inner}]))


def test_a_link_in_a_mail_in_a_mail_has_its_place(tmp_path: Path) -> None:
    seen, cleaned = decided(tmp_path, nested(), "msg")
    assert cleaned is None and [(n.code, n.where) for n in seen.noticed] == [
        ("D014", "Earlier mail, Plan.docx")
    ]


def test_bytes_behind_the_list_of_properties_move_nothing(tmp_path: Path) -> None:
    tree = parts()
    tree["__properties_version1.0"] = tree["__properties_version1.0"] + bytes(8)
    seen, cleaned = decided(tmp_path, compound(tree), "msg")
    assert cleaned is not None, seen.noticed
    assert read(cleaned)["Date"].startswith("Tue, 09 May 2017 10:00:00")


def test_many_recipients(tmp_path: Path) -> None:
    people = [person(f"Person {n}", f"p{n}@example.org", 1 + n % 2) for n in range(400)]
    seen, cleaned = decided(tmp_path, message(people=people), "msg")
    assert cleaned is not None, seen.noticed
    assert len(read(cleaned)["To"].addresses) == len(read(cleaned)["Cc"].addresses) == 200


def whole() -> bytes:
    return message(
        people=[
            person("Sam Example", "sam@example.org"),
            person("Lee Example", "lee@example.org", 2),
        ],
        values={HTML: b"<html><body><p>What was said.</p></body></html>"},
        attachments=[attached("minutes.pdf", pdf("Words")), attached("list.csv", b"a,b\r\n")],
    )


LOST = {
    "a body": ("bodies", lambda self, made: made.set_content("")),
    "a page": ("html", lambda self: ""),
    "an attachment": ("attach", lambda self, made: None),
    "who it is to": ("heads", lambda self, first=outlook._Storage.heads: {**first(self), "To": ""}),
    "a copy": ("heads", lambda self, first=outlook._Storage.heads: {**first(self), "Cc": ""}),
    "who it is from": (
        "heads",
        lambda self, first=outlook._Storage.heads: {**first(self), "From": "x@example.org"},
    ),
    "the date": ("moment", lambda self: "Tue, 09 May 2017 11:00:00 +0000"),
    "half of it": (
        "text",
        lambda self, tag, first=outlook._Storage.text: first(self, tag)[
            : 4 if tag == 0x1000 else None
        ],
    ),
    "bytes": ("binary", lambda self, tag, first=outlook._Storage.binary: first(self, tag)[:-1]),
}


@pytest.mark.parametrize("what", LOST)
def test_the_second_reader_sees_what_the_cleaner_loses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert decided(tmp_path, whole(), "msg")[1] is not None
    name, broken = LOST[what]
    monkeypatch.setattr(outlook._Storage, name, broken)
    seen, cleaned = decided(tmp_path, whole(), "msg")
    assert cleaned is None and seen.noticed[0].code in ("R202", "D003"), seen.noticed


def test_the_second_reader_sees_letters_that_became_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {PAGE: 1252, BODY: "the worker’s".encode("cp1252")}
    monkeypatch.setattr(codepages, "read", lambda data, pages: data.decode("ascii", "replace"))
    seen, cleaned = decided(tmp_path, message(text=None, values=values), "msg")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R202"]


def test_real_messages_agree_with_their_second_reader(corpus: Path) -> None:
    from jtai_submit.redaction.interface import Unreadable
    from jtai_submit.redaction.mail.structure import read as structure

    told = {}
    for path in sorted(corpus.rglob("*.msg")):
        data = path.read_bytes()
        try:
            made = outlook.to_mail(data)
        except Unreadable:
            continue
        told[path.name] = outlook_reader.agrees(data, structure(made))
    assert len(told) >= 5 and set(told.values()) == {""}
