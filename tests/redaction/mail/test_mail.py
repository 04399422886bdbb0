"""EML, HTML and ZIP: documents in documents, each cleaned and doubted."""

import email
import io
import zipfile
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from jtai_submit.redaction.archive import cleaner as archive
from jtai_submit.redaction.html import cleaner as html
from jtai_submit.redaction.html.cleaner import CAN
from jtai_submit.redaction.interface import Unreadable
from jtai_submit.redaction.mail import cleaner as mail
from jtai_submit.redaction.shared import residue
from tests.make import pdf
from tests.redaction.plant import MARKER, exif, picture
from tests.redaction.test_decisions import commented, decided

HEADERS = (
    "Received",
    "X-Originating-IP",
    "X-Mailer",
    "User-Agent",
    "Return-Path",
    "Delivered-To",
    "Authentication-Results",
    "DKIM-Signature",
    "Bcc",
    "X-MS-Exchange-Organization-AuthSource",
    "Message-ID",
    "References",
    "In-Reply-To",
    "Thread-Index",
    "X-Anything",
    "Sender",
    "List-Id",
    "Organization",
)


def a_mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Cc"] = (
        "Pat Example <pat@example.org>",
        "Sam <sam@example.org>",
        "lee@example.org",
    )
    message["Date"], message["Subject"] = (
        "Tue, 09 May 2017 10:00:00 +0100",
        "Strategy discussion – café",
    )
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("What was said.\n\nOn two lines, with £ and é.\n")
    return message


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("name", HEADERS)
def test_headers_that_tell_the_way(tmp_path: Path, name: str) -> None:
    data = a_mail(
        **{
            name: f"<4f2a91@{'host-4711.internal.example'}>"
            if "ID" in name or name == "References"
            else "host-4711.internal.example"
        }
    )
    seen, cleaned = decided(tmp_path, data.as_bytes(), "eml")
    assert cleaned is not None and seen.noticed == (), seen.noticed
    assert b"host-4711" not in cleaned
    after = read(cleaned)
    assert [after[h] for h in ("From", "To", "Cc", "Date", "Subject")] == [
        data[h] for h in ("From", "To", "Cc", "Date", "Subject")
    ]
    assert after.get_content() == data.get_content()
    assert mail.clean(cleaned).data == cleaned, "cleaning what is clean changes nothing"


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    message = a_mail()
    message.add_alternative(
        '<html><body><p>What was said.</p><img src="cid:photo@host-4711"></body></html>',
        subtype="html",
    )
    message.add_attachment(
        pdf("Visible", Author=MARKER),
        maintype="application",
        subtype="pdf",
        filename="minutes é.pdf",
    )
    message.add_attachment(
        picture(exif=exif()),
        maintype="image",
        subtype="jpeg",
        filename="photo.jpg",
        cid="<photo@host-4711>",
    )
    inner = a_mail(Received="from host-4711.internal.example")
    inner.add_attachment(
        pdf("Inner", Author=MARKER), maintype="application", subtype="pdf", filename="inner.pdf"
    )
    message.add_attachment(inner)
    seen, cleaned = decided(tmp_path, message.as_bytes(), "eml")
    assert cleaned is not None, seen.noticed
    after = read(cleaned)
    parts = [p for p in after.walk() if not p.is_multipart()]
    bodies: list[bytes] = [p.get_payload(decode=True) for p in parts]  # type: ignore[misc]
    assert not residue.found({MARKER, "host-4711"}, [cleaned, *bodies])
    assert [p.get_filename() for p in parts if p.get_filename()] == [
        "minutes é.pdf",
        "photo.jpg",
        "inner.pdf",
    ]
    page = next(p for p in parts if p.get_content_type() == "text/html").get_content()
    photo = next(p for p in parts if p.get_filename() == "photo.jpg")
    assert f"cid:{str(photo['Content-ID']).strip('<>')}" in page
    assert mail.clean(cleaned).data == cleaned


def test_what_is_found_in_an_attachment_stops_the_mail(tmp_path: Path) -> None:
    message = a_mail()
    message.add_attachment(commented(), maintype="application", subtype="pdf", filename="notes.pdf")
    seen, cleaned = decided(tmp_path, message.as_bytes(), "eml")
    assert cleaned is None and sorted((n.code, n.where) for n in seen.noticed) == [
        ("H101", "notes.pdf, page 2"),
        ("H106", "notes.pdf"),
    ]
    seen, cleaned = decided(tmp_path, message.as_bytes(), "eml", H101="remove", H106="remove")
    assert cleaned is not None and b"Pat Example" in cleaned, seen.noticed
    message.add_attachment(
        b"MZ\x90\0", maintype="application", subtype="x-msdownload", filename="tool.exe"
    )
    seen, cleaned = decided(tmp_path, message.as_bytes(), "eml", H101="remove", H106="remove")
    assert cleaned is None and ("D006", "tool.exe") in [(n.code, n.where) for n in seen.noticed]


def test_signed_and_sealed_mails(tmp_path: Path) -> None:
    signed = a_mail().as_string().replace("Content-Type: text/plain", "Content-Type: text/plain")
    data = (
        "From: pat@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/signed; "
        "boundary=b\n\n--b\nContent-Type: "
        "text/plain\n\nwords\n--b\nContent-Type: application/pkcs7-signature; "
        "name=smime.p7s\n\nAAAA\n--b--\n"
    )
    seen, cleaned = decided(tmp_path, data.encode(), "eml")
    assert (
        signed
        and cleaned is not None
        and [n.code for n in seen.noticed] == ["H114"]
        and b"smime.p7s" not in cleaned
    )
    seen, cleaned = decided(tmp_path, data.replace("pkcs7-signature", "pkcs7-mime").encode(), "eml")
    assert cleaned is None and [n.code for n in seen.noticed] == ["D004"]


PAGE = "<html><head><title>T</title>{head}</head><body><p>Visible words</p>{body}</body></html>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f'<meta name="author" content="{MARKER}">', ""),
        (
            f"<!--[if gte mso "
            f"9]><xml><o:DocumentProperties><o:Author>{MARKER}</o:Author></o:DocumentProperties></xml><![endif]-->",
            "",
        ),
        (f"<script>var who = '{MARKER}'</script>", ""),
        (f"<style>p {{ color: black }} /* {MARKER} */</style>", ""),
        (f'<base href="https://{MARKER.split()[0]}.example/">', ""),
        (f'<link rel="File-List" href="{MARKER}/filelist.xml">', ""),
        ("", f'<p onclick="tell(\'{MARKER}\')" data-who="{MARKER}">x</p>'),
        ("", f"<!-- {MARKER} -->"),
        ("", f"<a href=\"javascript:say('{MARKER}')\">x</a>"),
        ("", f'<img src="https://tracker.example/{MARKER}.gif" alt="x">'),
        (
            "",
            '<img src="data:image/jpeg;base64,'
            + __import__("base64").b64encode(picture(exif=exif())).decode()
            + '">',
        ),
    ],
)
def test_pages_without_what_describes_them(tmp_path: Path, head: str, body: str) -> None:
    data = PAGE.format(head=head, body=body).encode()
    seen, cleaned = decided(tmp_path, data, "html")
    assert cleaned is not None and seen.noticed == (), seen.noticed
    assert (
        MARKER.encode() not in cleaned
        and MARKER.split()[0].encode() not in cleaned
        and b"Visible words" in cleaned
    )
    assert exif() not in __import__("base64").b64decode(
        cleaned.partition(b"base64,")[2].partition(b'"')[0] or b""
    )
    assert html.clean(cleaned).data == cleaned


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("H112", '<p style="display:none">secret</p>'),
        ("H112", "<p hidden>secret</p>"),
        ("H112", '<p style="font-size:0">secret</p>'),
        ("H109", '<input type="hidden" value="secret">'),
        ("H111", '<iframe src="https://example.org"></iframe>'),
        ("H113", '<a href="file:///c:/x.doc">x</a>'),
    ],
)
def test_pages_that_hide(tmp_path: Path, code: str, body: str) -> None:
    data = PAGE.format(head="", body=body).encode()
    seen, cleaned = decided(tmp_path, data, "html")
    assert cleaned is None and [n.code for n in seen.noticed] == [code]
    seen, cleaned = decided(tmp_path, data, "html", **{code: "keep"})
    assert (cleaned is not None) == ("keep" in CAN.get(code, ""))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
def test_letters_of_pages(tmp_path: Path, coding: str) -> None:
    named = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={coding}">'
        if coding.startswith("iso")
        else ""
    )
    seen, cleaned = decided(
        tmp_path, PAGE.format(head=named, body="<p>café £5</p>").encode(coding), "html"
    )
    assert cleaned is not None and "café £5" in cleaned.decode("utf-8"), seen.noticed


def zipped(*members: tuple[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = comment
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def test_a_zip_of_documents(tmp_path: Path) -> None:
    inner = zipped(("deep.pdf", pdf("Deep", Author=MARKER)))
    data = zipped(
        ("a/minutes.pdf", pdf("Visible", Author=MARKER)),
        ("Thumbs.db", MARKER.encode()),
        ("inner.zip", inner),
        ("list.csv", b"a,b\n"),
        comment=MARKER.encode(),
    )
    seen, cleaned = decided(tmp_path, data, "zip")
    assert cleaned is not None, seen.noticed
    with zipfile.ZipFile(io.BytesIO(cleaned)) as file:
        assert file.namelist() == ["a/minutes.pdf", "inner.zip", "list.csv"]
        assert not residue.found({MARKER}, [cleaned, *(file.read(n) for n in file.namelist())])
    assert archive.clean(cleaned).data == cleaned


@pytest.mark.parametrize(
    "name", ["../x.pdf", "/x.pdf", "C:/x.pdf", "a/../../x.pdf", "a\\..\\..\\x.pdf"]
)
def test_names_that_lead_elsewhere(name: str) -> None:
    with pytest.raises(Unreadable):
        archive.clean(zipped((name, pdf("x"))))


def test_bombs(tmp_path: Path) -> None:
    for data in (
        zipped(("zeros.txt", bytes(300_000_000))),
        zipped(*((f"{n}.txt", b"x") for n in range(1001))),
    ):
        seen, cleaned = decided(tmp_path, data, "zip")
        assert cleaned is None and [n.code for n in seen.noticed] == ["R203"]
    nested = zipped(("x.txt", b"x"))
    for _ in range(8):
        nested = zipped(("x.zip", nested))
    seen, cleaned = decided(tmp_path, nested, "zip")
    assert cleaned is None and any(n.code == "R203" for n in seen.noticed)


def test_a_member_that_cannot_be_cleaned_is_named(tmp_path: Path) -> None:
    seen, cleaned = decided(
        tmp_path,
        zipped(("good.pdf", pdf("x")), ("tool.exe", b"MZ\x90\0\0"), ("empty.pdf", b"")),
        "zip",
    )
    assert cleaned is None
    assert {(n.code, n.where) for n in seen.noticed} == {
        ("D006", "tool.exe"),
        ("D002", "empty.pdf"),
    }


def test_messages_of_outlook(tmp_path: Path, corpus: Path) -> None:
    for name in ("cyrillic_message.msg", "test-outlook.msg"):
        data = next(corpus.rglob(name)).read_bytes()
        seen, cleaned = decided(tmp_path, data, "msg")
        assert cleaned is not None, seen.noticed
        assert seen.ending == "eml" and read(cleaned)["Subject"] and read(cleaned)["From"]


@pytest.mark.parametrize(
    "body",
    [
        '<p style="max-height:0;overflow:hidden">secret</p>',
        '<p style="position:absolute;left:-9999px">secret</p>',
        '<p style="color:transparent">secret</p>',
        "<style>div>b{display:none}</style><div><b>secret</b></div>",
        '<div style="display:none"><img src="cid:x"></div>',
        '<svg><g display="none"><text>secret</text></g></svg>',
        "<dialog>secret</dialog>",
        '<img alt="C:\\Users\\oquenby\\x.jpg" src="cid:x">',
        '<a href="../../oquenby/x.htm">x</a>',
        '<a href="data:application/octet-stream;base64,AAAA">x</a>',
        '<img src="data:image/svg+xml,%3Csvg/%3E">',
    ],
)
def test_what_pages_hide_elsewhere(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, PAGE.format(head="", body=body).encode(), "html")
    assert cleaned is None and seen.noticed[0].code.startswith("H1"), seen.noticed


def test_pictures_in_styles_lose_their_metadata(tmp_path: Path) -> None:
    import base64

    data = base64.b64encode(picture(exif=exif())).decode()
    body = f'<div style="background-image:url(data:image/jpeg;base64,{data})">x</div>'
    seen, cleaned = decided(tmp_path, PAGE.format(head="", body=body).encode(), "html")
    assert cleaned is not None, seen.noticed
    kept = base64.b64decode(cleaned.partition(b"base64,")[2].partition(b")")[0])
    assert kept.startswith(b"\xff\xd8") and MARKER.encode() not in kept


@pytest.mark.parametrize(
    ("label", "coding"),
    [("gb2312", "gbk"), ("shift_jis", "cp932"), ("iso-8859-1", "cp1252"), ("us-ascii", "cp1252")],
)
def test_labels_are_read_as_browsers_read_them(tmp_path: Path, label: str, coding: str) -> None:
    words = {"gbk": "朱镕基", "cp932": "①日本語", "cp1252": "“quoted” €"}[coding]
    page = PAGE.format(head=f'<meta charset="{label}">', body=f"<p>{words}</p>").encode(coding)
    seen, cleaned = decided(tmp_path, page, "html")
    assert cleaned is not None and words in cleaned.decode("utf-8"), seen.noticed
    message = (
        f"From: pat@example.org\r\nSubject: x\r\nContent-Type: text/html; "
        f"charset={label}\r\n\r\n".encode()
        + page
    )
    seen, cleaned = decided(tmp_path, message, "eml")
    assert cleaned is not None and words in read(cleaned).get_content(), seen.noticed


def test_ids_that_begin_alike(tmp_path: Path) -> None:
    message = a_mail()
    message.add_alternative(
        '<p><img src="cid:img1"><img src="CID:img10"><img src="cid:a%4001D9.HOST"></p>',
        subtype="html",
    )
    for name in ("img1", "img10", "a@01D9.HOST"):
        message.add_attachment(
            picture(), maintype="image", subtype="jpeg", filename=f"{name[:4]}.jpg", cid=f"<{name}>"
        )
    seen, cleaned = decided(tmp_path, message.as_bytes(), "eml")
    assert cleaned is not None and b"01D9" not in cleaned, seen.noticed
    page = next(
        p for p in read(cleaned).walk() if p.get_content_type() == "text/html"
    ).get_content()
    assert [page.count(f"cid:part{n}@mail") for n in (1, 2, 3)] == [1, 1, 1]


def test_ordinary_mails_go_through(tmp_path: Path) -> None:
    for data in (
        b"From: pat@example.org\nSubject: x\nContent-Type: text/html\n\n<div dir=ltr>Hello</div>\n",
        "From: Größe <pat@example.org>\nSubject: Größe\nDate: x\n\nGrüße\n".encode(),
    ):
        seen, cleaned = decided(tmp_path, data, "eml")
        assert cleaned is not None, seen.noticed
        last = read(cleaned)
    assert last["Subject"] == "Größe" and "Größe" in str(last["From"])


def test_several_mails_in_one_file(tmp_path: Path) -> None:
    data = (
        b"From x\nFrom: a@example.org\nSubject: x\n\nhi\n\nFrom y Mon Jan 1\nReceived: from "
        b"host-4711\nSubject: y\n\nho\n"
    )
    seen, cleaned = decided(tmp_path, data, "eml")
    assert cleaned is None and seen.noticed[0].detail == "several mails"


def test_unseen_characters_in_a_mail(tmp_path: Path) -> None:
    message = a_mail()
    message.set_content("hi\u200b\u202esecret\n")
    seen, cleaned = decided(tmp_path, message.as_bytes(), "eml")
    assert cleaned is None and [n.code for n in seen.noticed] == ["H112"]


def test_looking_at_a_mail_takes_no_time() -> None:
    from jtai_submit.documents.kind import identify

    assert identify(b"Note: x\r\n" + b" y\r\n" * 400 + b"zzz", "log")
