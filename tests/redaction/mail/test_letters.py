"""Mails as they come: raw letters in headers, marks, UTF-16, wrapped and missing attachments; and
the second reader.
"""

import base64
from email.message import Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jtai_submit.redaction import mail
from jtai_submit.redaction.mail import cleaner, making, reader, structure
from jtai_submit.redaction.mail.cleaner import _Maker
from jtai_submit.redaction.mail.told import told
from tests.make import pdf
from tests.redaction.mail.test_mail import a_mail, read
from tests.redaction.test_decisions import decided

HEAD = (
    "From: Pat <pat@example.org>\r\nTo: Sam <sam@example.org>\r\nSubject: "
    "x\r\nMIME-Version: 1.0\r\n"
)
PARTS = (
    HEAD + 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: '
    "text/plain\r\n\r\nwords\r\n--b\r\n{}\r\n--b--\r\n"
)


@pytest.mark.parametrize("coding", ["utf-8", "cp1252"])
@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Subject", "Café – £5", "Café – £5"),
        ("From", "Zoë Example <z@example.org>", "Zoë Example"),
        ("To", "Seán Ó <s@example.org>, Ann <a@example.org>", "Seán Ó"),
        ("To", "Seán Ó, Ann <a@example.org>", "Seán Ó"),
        ("Cc", "pat@example.org (Zoë)", "Zoë"),
    ],
)
def test_raw_letters_in_headers(
    tmp_path: Path, coding: str, name: str, value: str, shown: str
) -> None:
    kept = "".join(line + "\r\n" for line in HEAD.splitlines() if not line.startswith(name))
    data = f"{name}: {value}\r\n{kept}\r\nwords".encode(coding)
    seen, cleaned = decided(tmp_path, data, "eml")
    assert cleaned is not None and cleaned.isascii(), seen.noticed
    assert shown in str(read(cleaned)[name])


@pytest.mark.parametrize("coding", ["utf-8", "cp1252"])
def test_raw_letters_in_names_of_attachments(tmp_path: Path, coding: str) -> None:
    part = (
        'Content-Type: text/csv; name="café.csv"\r\nContent-Disposition: attachment; '
        'filename="café.csv"\r\n\r\na,b'
    )
    seen, cleaned = decided(tmp_path, PARTS.format(part).encode(coding), "eml")
    assert cleaned is not None, seen.noticed
    assert [p.get_filename() for p in read(cleaned).iter_attachments()] == ["café.csv"]


@pytest.mark.parametrize(
    "name",
    [
        r"C:\\Users\\quimby320\\a.csv",
        r"\\\\server\\quimby320\\a.csv",
        "/home/quimby320/a.csv",
        "quimby320/a.csv",
    ],
)
def test_names_of_attachments_without_their_path(tmp_path: Path, name: str) -> None:
    part = (
        f'Content-Type: text/csv; name="{name}"\r\nContent-Disposition: attachment; '
        f'filename="{name}"\r\n'
        "Content-Description: quimby320\r\nContent-Location: "
        "file:///C:/Users/quimby320/a.csv\r\n\r\na,b"
    )
    seen, cleaned = decided(tmp_path, PARTS.format(part).encode(), "eml")
    assert cleaned is not None and b"quimby320" not in cleaned, seen.noticed
    assert [p.get_filename() for p in read(cleaned).iter_attachments()] == ["a.csv"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbf" + HEAD.encode() + b"\r\nwords", "words"),
        (b"\r\n\r\n" + HEAD.encode() + b"\r\nwords", "words"),
        (
            (HEAD + "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nwörds £").encode("utf-16"),
            "wörds £",
        ),
        (
            (HEAD + "Content-Type: text/plain; charset=utf-16\r\n\r\nwörds").encode("utf-16"),
            "wörds",
        ),
        (b"\xfe\xff" + (HEAD + "\r\nwörds").encode("utf-16-be"), "wörds"),
        (b"From pat Mon May  1 10:00:00 2017\r\n" + HEAD.encode() + b"\r\nwords", "words"),
    ],
)
def test_marks_and_utf_16(tmp_path: Path, data: bytes, words: str) -> None:
    seen, cleaned = decided(tmp_path, data, "eml")
    assert cleaned is not None, seen.noticed
    assert read(cleaned).get_content().strip() == words


EMPTY = (
    'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="plan.pdf"\r\n\r\n'
)


@pytest.mark.parametrize(
    ("part", "code", "where", "detail"),
    [
        (
            'Content-Type: message/external-body; access-type=URL; URL="http://example.org/x"; '
            'name="plan.pdf"\r\n\r\n'
            "Content-Type: application/pdf\r\n",
            "D014",
            "plan.pdf",
            "link",
        ),
        (
            'Content-Type: text/x-moz-deleted; name="plan.pdf"\r\n\r\nYou deleted it',
            "D014",
            "plan.pdf",
            "deleted",
        ),
        (
            'Content-Type: application/octet-stream; name="plan.pdf"\r\nX-Mozilla-Cloud-Part: '
            "cloudFile; url=https://x\r\n\r\n",
            "D014",
            "plan.pdf",
            "link",
        ),
        (EMPTY, "D002", "plan.pdf", ""),
        (
            "Content-Type: message/partial; id=x; number=1\r\n\r\nwords",
            "D006",
            "",
            "a piece of a mail",
        ),
        (
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n",
            "D006",
            "",
            "a notice about a mail",
        ),
        (
            "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: "
            "base64\r\n\r\neJ8+IgAA",
            "D006",
            "winmail.dat",
            "winmail",
        ),
        (
            "Content-Type: application/x-microsoft-rpmsg-message; "
            "name=message.rpmsg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.b64encode(bytes.fromhex("76e80460c411e386")).decode(),
            "D004",
            "message.rpmsg",
            "rights",
        ),
        (
            "Content-Type: text/calendar; name=invite.ics\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR",
            "D006",
            "invite.ics",
            "calendar",
        ),
        (
            "Content-Type: text/x-vcard; name=pat.vcf\r\n\r\nBEGIN:VCARD\r\nEND:VCARD",
            "D006",
            "pat.vcf",
            "contact",
        ),
    ],
)
def test_what_is_no_attachment_is_named(
    tmp_path: Path, part: str, code: str, where: str, detail: str
) -> None:
    seen, cleaned = decided(tmp_path, PARTS.format(part).encode(), "eml")
    assert cleaned is None and (code, where, detail) in [
        (n.code, n.where, n.detail) for n in seen.noticed
    ]


def test_a_mail_without_anything(tmp_path: Path) -> None:
    for body in ("", "\r\n \r\n"):
        seen, cleaned = decided(tmp_path, (HEAD + "\r\n" + body).encode(), "eml")
        assert cleaned is not None and [(n.code, n.detail) for n in seen.noticed] == [
            ("D019", "mail")
        ]
    only = PARTS.replace("words", "").format('Content-Type: text/csv; name="a.csv"\r\n\r\na,b')
    seen, cleaned = decided(tmp_path, only.encode(), "eml")
    assert cleaned is not None and seen.noticed == ()


@pytest.mark.parametrize("way", ["base64", "quoted-printable"])
def test_a_mail_inside_that_is_coded_for_the_way(tmp_path: Path, way: str) -> None:
    inner = (HEAD.replace("Subject: x", "Subject: earlier") + "\r\nsaid before").encode()
    coded = (
        base64.encodebytes(inner).decode()
        if way == "base64"
        else inner.decode().replace("=", "=3D")
    )
    part = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {way}\r\n\r\n{coded}"
    seen, cleaned = decided(tmp_path, PARTS.format(part).encode(), "eml")
    assert cleaned is not None, seen.noticed
    inside = list(read(cleaned).iter_attachments())[0].get_content()
    assert inside["Subject"] == "earlier" and inside.get_content().strip() == "said before"


def whole() -> bytes:
    message = a_mail()
    message.add_alternative("<html><body><p>What was said.</p></body></html>", subtype="html")
    message.add_attachment(
        pdf("Words"), maintype="application", subtype="pdf", filename="minutes.pdf"
    )
    message.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="list.csv")
    message.add_attachment(a_mail())
    return message.as_bytes()


LOSSES = {
    "a body": ("text/plain", b""),
    "a page": ("text/html", b""),
    "an attachment": ("application/pdf", None),
    "a list": ("text/csv", b"a\n"),
    "a mail": ("message/rfc822", None),
}


@pytest.mark.parametrize("what", LOSSES)
def test_the_second_reader_sees_a_part_that_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert decided(tmp_path, whole(), "eml")[1] is not None
    kind, body = LOSSES[what]
    first = _Maker.part

    def losing(self: _Maker, old: Message) -> Message | None:
        made = first(self, old)
        if old.get_content_type() != kind or made is None:
            return made
        if body is None:
            return None
        del made["Content-Transfer-Encoding"]
        making.pack(made, body)
        return made

    monkeypatch.setattr(_Maker, "part", losing)
    seen, cleaned = decided(tmp_path, whole(), "eml")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R202"]


@pytest.mark.parametrize("name", ["From", "To", "Cc", "Date", "Subject"])
def test_the_second_reader_sees_a_header_that_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = making.header
    monkeypatch.setattr(cleaner, "header", lambda n, value: "" if n == name else first(n, value))
    seen, cleaned = decided(tmp_path, whole(), "eml")
    assert cleaned is None and [(n.code, n.where) for n in seen.noticed] == [
        ("R202", f"the header {name}")
    ]


def test_the_second_reader_shares_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    original = whole()
    clean = mail.clean(original)

    def gone(*_: object, **__: object) -> None:
        raise AssertionError("the second reader reads with email")

    monkeypatch.setattr("email.message_from_bytes", gone)
    monkeypatch.setattr("email.message.Message.walk", gone)
    monkeypatch.setattr("email.message.Message.get_payload", gone)
    assert reader.doubt(original, clean) == []


@settings(max_examples=60, deadline=None)
@given(
    subject=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=80),
    name=st.text(
        st.characters(
            blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), blacklist_characters='\\/"'
        ),
        max_size=30,
    ),
    body=st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=200),
    way=st.sampled_from(["base64", "quoted-printable", "8bit"]),
)
def test_both_readers_read_what_programs_write(
    subject: str, name: str, body: str, way: str
) -> None:
    message = a_mail()
    del message["Subject"]
    message["Subject"] = subject
    message.set_content(body, cte=way)
    message.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename=f"{name}.csv")
    data = message.as_bytes()
    said = [t.value for t in told(structure.read(data)) if t.sort == "text"]
    assert said == ["".join(body.split())]
    assert [n for n in reader.doubt(data, mail.clean(data)) if n.code == "R202"] == []


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_the_structure_of_anything_is_read_or_refused(data: bytes) -> None:
    list(told(structure.read(data)))
