"""Every code that reading can notice has words, wherever it is noticed; and no rule can stop
a run.
"""

import ast
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import NoReturn

import pytest

import jtai_submit
from jtai_submit.checks import registry
from jtai_submit.checks.document.sentence import together
from jtai_submit.checks.interface import Context
from jtai_submit.checks.registry import BOOK, findings
from jtai_submit.documents.examination import Examination, Examined, Noticed
from jtai_submit.inspection.finding import Finding
from jtai_submit.redaction.gate import examine
from jtai_submit.redaction.interface import Choices, Cleaned, Format, Unreadable
from jtai_submit.redaction.text import cleaner as text
from jtai_submit.redaction.through import blocks
from tests.outlook import attached, message

ROOT = Path(jtai_submit.__file__).parent


def noticeable() -> set[tuple[str, str]]:
    """(code, detail) of every `Noticed(…)` and `Unreadable(…)` in the program, as far as they are
    written out.
    """
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if (
                name not in ("Noticed", "Unreadable")
                or not isinstance(node, ast.Call)
                or not node.args
            ):
                continue
            first = node.args[0]
            words = [n.value for n in ast.walk(first) if isinstance(n, ast.Constant)]
            codes = [w for w in words if isinstance(w, str) and re.fullmatch(r"[A-Z]\d{3}", w)]
            details = [k.value for k in node.keywords if k.arg == "detail"]
            details += node.args[1:2] if name == "Unreadable" else node.args[3:4]
            said = [d.value for d in details if isinstance(d, ast.Constant)]
            found |= {(code, str(detail)) for code in codes for detail in said or [""]}
    return found


NOTICEABLE = sorted(noticeable())


def document(*noticed: Noticed) -> Examined:
    seen = Examination("zip", "ab", noticed=noticed)
    return Examined("documents/3-police/3.4-x/a.zip", 9, 0, slots=("3.4",), examined=seen)


def said(*noticed: Noticed) -> list[Finding]:
    return list(findings(document(*noticed), Context()))


def test_there_is_something_to_look_at() -> None:
    assert len(NOTICEABLE) > 60 and {code for code, _ in NOTICEABLE} <= set(BOOK)


@pytest.mark.parametrize(("code", "detail"), NOTICEABLE)
def test_every_code_and_detail_has_a_sentence(code: str, detail: str) -> None:
    for count in (1, 3):
        for where in ("", "page 2", "in.zip, notes.docx, page 2"):
            (finding,) = said(Noticed(code, count, where, detail))
            assert finding.code == code and finding.message and finding.fix
            assert finding.message == finding.message.strip(". ") and "  " not in finding.message
            if "," in where:
                assert "in.zip, notes.docx" in finding.message
            assert finding.blocks == BOOK[code].blocks == blocks(Noticed(code))


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, data)
    return out.getvalue()


def mailed(name: str, data: bytes) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "pat@example.org", "x"
    made.set_content("words")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def in_outlook(name: str, data: bytes) -> bytes:
    return message(attachments=[attached(name, data)])


def mailed_in_mail(name: str, data: bytes) -> bytes:
    inner, outer = EmailMessage(), EmailMessage()
    for made in (inner, outer):
        made["From"], made["Subject"] = "pat@example.org", "Earlier"
        made.set_content("words")
    inner.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    outer.add_attachment(inner)
    return outer.as_bytes()


CONTAINERS: dict[str, tuple[str, Callable[[str, bytes], bytes], str]] = {
    "zip": ("zip", zipped, "probe.txt"),
    "mail": ("eml", mailed, "probe.txt"),
    "msg": ("msg", in_outlook, "probe.txt"),
    "mail in mail": ("eml", mailed_in_mail, "Earlier, probe.txt"),
    "zip in zip": ("zip", lambda n, d: zipped("in.zip", zipped(n, d)), "in.zip, probe.txt"),
    "zip in mail": ("eml", lambda n, d: mailed("in.zip", zipped(n, d)), "in.zip, probe.txt"),
    "mail in zip": ("zip", lambda n, d: zipped("in.eml", mailed(n, d)), "in.eml, probe.txt"),
}


@pytest.mark.parametrize("how", CONTAINERS)
def test_every_code_in_every_container_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    ending, wrap, place = CONTAINERS[how]
    path = tmp_path / f"x.{ending}"
    path.write_bytes(wrap("probe.txt", b"words"))
    size, mtime = path.stat().st_size, path.stat().st_mtime_ns
    for code, detail in NOTICEABLE:
        for raised in (True, False) if BOOK[code].blocks else (False,):

            def clean(
                data: bytes,
                choices: Choices,
                code: str = code,
                detail: str = detail,
                raised: bool = raised,
            ) -> Cleaned:
                if raised:
                    raise Unreadable(code, detail)
                return Cleaned(data, noticed=[Noticed(code, where="line 1", detail=detail)])

            form = Format(clean, lambda original, cleaned: [])
            monkeypatch.setattr("jtai_submit.redaction.text.FORMAT", form)
            seen, out = examine(str(path), size, mtime, True, True)
            mine = [n for n in seen.noticed if (n.code, n.detail) == (code, detail)]
            where = place + ("" if raised else ", line 1")
            assert where in [n.where for n in mine], (code, detail, seen.noticed)
            assert (out is None) == BOOK[code].blocks
            told = findings(replace_examined(seen), Context())
            assert any(f.code == code and place in f.message for f in told), (code, detail, told)
    assert text.clean(b"words").noticed == []


@pytest.mark.parametrize("how", CONTAINERS)
@pytest.mark.parametrize("trouble", [KeyError, MemoryError, RecursionError])
def test_a_parser_that_trips_inside_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, trouble: type[Exception]
) -> None:
    ending, wrap, place = CONTAINERS[how]
    path = tmp_path / f"x.{ending}"
    path.write_bytes(wrap("probe.csv", b"words"))

    def clean(data: bytes, choices: Choices) -> Cleaned:
        if data == b"words":
            raise trouble
        return text.clean(data)

    monkeypatch.setattr(
        "jtai_submit.redaction.text.FORMAT", Format(clean, lambda original, cleaned: [])
    )
    seen, out = examine(str(path), path.stat().st_size, path.stat().st_mtime_ns, True, True)
    assert out is None
    assert ("R203", place.replace(".txt", ".csv")) in [(n.code, n.where) for n in seen.noticed]


def replace_examined(seen: Examination) -> Examined:
    return replace(document(), examined=seen)


@pytest.mark.parametrize("code", ["X999", "H199", "D005", "D001", ""])
def test_a_code_without_words_blocks_and_stops_nothing(code: str) -> None:
    (finding,) = said(Noticed(code, where="a.docx", detail="new"))
    assert finding.blocks and finding.code == code
    assert "a.docx" in finding.message and "new" in finding.message and finding.fix


@pytest.mark.parametrize("choice", ["keep", "anonymise", "remove", "something else"])
def test_a_choice_nobody_knows_stops_nothing(choice: str) -> None:
    assert said(Noticed("H101", choice=choice))


def test_a_rule_that_trips_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(*_: object) -> NoReturn:
        raise KeyError("3.4")

    broken = [
        replace(rule, find=trips) if rule.code == "D012" else rule for rule in registry._FINDERS
    ]
    monkeypatch.setattr(registry, "_FINDERS", broken)
    found = said(Noticed("H101"))
    assert [(f.code, f.blocks) for f in found] == [("R203", True), ("H101", True)]
    assert "D012" in found[0].message
    silent = replace(registry._SAYERS["H101"], says=trips)
    monkeypatch.setitem(registry._SAYERS, "H101", silent)
    assert [f.code for f in said(Noticed("H101"))] == ["R203", "R203"]


def test_the_same_is_said_once_with_a_number() -> None:
    films = [Noticed("D006", where=f"{n}.mp4", detail="film") for n in range(3)]
    assert [f.message for f in said(*films)] == [
        "0.mp4; 1.mp4 and 2.mp4 in it: films cannot be cleaned"
    ]
    many = [Noticed("D006", where=f"{n}.mp4", detail="film") for n in range(9)]
    (finding,) = said(*many)
    assert "4.mp4 and 4 more" in finding.message and "5.mp4" not in finding.message
    same = [Noticed("H111", detail="picture")] * 4
    assert [n.count for n in together(same)] == [4]
    assert len(said(Noticed("D006", detail="film"), Noticed("D006", detail="sound"))) == 2
    assert len(said(Noticed("H101"), Noticed("H101", choice="keep"))) == 2
    assert together([Noticed("H101"), Noticed("H102"), Noticed("H101")])[0].count == 2


@pytest.mark.parametrize(
    ("noticed", "message", "advice"),
    [
        (Noticed("D002", where="02 Notes.txt"), "02 Notes.txt in it is empty", "again"),
        (Noticed("D002", detail="zip"), "the zip has no file in it", "without a zip"),
        (
            Noticed("D006", where="winmail.dat", detail="winmail"),
            "winmail.dat in it",
            "HTML format",
        ),
        (Noticed("D006", where="invite.ics", detail="calendar"), "invite.ics in it", "print it"),
        (Noticed("D006", where="pat.vcf", detail="contact"), "pat.vcf in it", "print it"),
        (
            Noticed("D004", where="message.rpmsg", detail="rights"),
            "message.rpmsg in it",
            "protection",
        ),
        (
            Noticed("D004", where="b.pdf"),
            "b.pdf in it: the file is protected with a password",
            "password",
        ),
        (Noticed("D003", where="b.docx", detail="font"), "b.docx in it: a font", "another copy"),
        (Noticed("D003", where="b.docx"), "b.docx in it: the file is damaged", "another copy"),
        (
            Noticed("D014", where="Plan.docx", detail="link"),
            "the attachment Plan.docx is only a link to a file",
            "save",
        ),
        (Noticed("D019"), "nothing shows in it", "right file"),
        (Noticed("D020"), "this is a shortcut, not the document: copy the document here", "copy"),
    ],
)
def test_words_fit_the_kind(noticed: Noticed, message: str, advice: str) -> None:
    (finding,) = said(noticed)
    assert message in finding.message and advice in finding.fix.lower() + finding.fix
