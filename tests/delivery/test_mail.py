"""The report by email, to a real mail server on loopback with STARTTLS and AUTH."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from jtai_submit.delivery import mail
from jtai_submit.delivery.mail import Server, post
from jtai_submit.errors import Exit, Stop
from jtai_submit.reporting.message import LARGEST
from tests.make import fill, inspection, jtai

Capsys = pytest.CaptureFixture[str]
PASSWORD = "a password made for this test"


class Box:
    """What a mail server took. Refuses addresses at refused.example."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], bytes, bool]] = []
        self.refuses = self.farewell = ""

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self.farewell or "221 Bye"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.endswith("@refused.example"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return self.refuses
        self.letters.append((envelope.rcpt_tos, envelope.content, session.ssl is not None))
        return "250 taken"


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = data.login == b"jtai" and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(tls: ssl.SSLContext | None, **more: Any) -> Iterator[tuple[int, Box]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Box()
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=authenticate,
        auth_required=tls is not None,
        auth_require_tls=True,
        **more,
    )
    server.start()
    try:
        yield port, box
    finally:
        server.stop()


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return ca


def certificate(ca: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    return context


def letter(*to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "jtai@council.example", ", ".join(to), "x"
    message.set_content("words")
    return message


def refused(
    port: int,
    ca: Path | None,
    password: str = PASSWORD,
    to: tuple[str, ...] = ("dcs@council.example",),
) -> Stop:
    with pytest.raises(Stop) as stop:
        post(letter(*to), to, Server("127.0.0.1", port, "jtai", ca), password)
    assert PASSWORD not in str(stop.value) + repr(stop.value.problems)
    return stop.value


def test_what_goes_wrong(tmp_path: Path, authority: trustme.CA) -> None:
    ca = tmp_path / "ca.pem"
    with mail_server(certificate(authority)) as (port, box):
        assert (refused(port, None).exit, refused(port, None).problems[0].code) == (
            Exit.REFUSED,
            "P012",
        )
        assert refused(port, ca, "wrong").problems[0].code == "P015"
        assert refused(port, ca, to=("a@refused.example",)).problems[0].code == "P017"
        assert box.letters == []
        partly = refused(port, ca, to=("dcs@council.example", "a@refused.example"))
        assert partly.exit is Exit.PARTLY_SENT and "a@refused.example" in partly.problems[0].message
        assert [to for to, _, _ in box.letters] == [["dcs@council.example"]]
    dead = refused(port, ca)
    assert (dead.exit, dead.problems[0].code) == (Exit.TEMPORARY, "P014")
    with mail_server(certificate(authority, "other.example")) as (port, box):
        assert refused(port, ca).problems[0].code == "P012" and box.letters == []
    with mail_server(None) as (port, box):
        assert refused(port, ca).problems[0].code == "P016" and box.letters == []
    missing = refused(port, tmp_path / "none.pem")
    assert (missing.exit, missing.problems[0].code) == (Exit.UNUSABLE, "P012")


# To refuse an old protocol, the test has to offer one.
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
def test_an_old_protocol_is_refused(tmp_path: Path, authority: trustme.CA) -> None:
    old = certificate(authority)
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with mail_server(old) as (port, box):
        assert refused(port, tmp_path / "ca.pem").exit is Exit.TEMPORARY and box.letters == []


def test_the_report_arrives(
    tmp_path: Path, capsys: Capsys, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_SMTP_PASSWORD", PASSWORD)
    with mail_server(certificate(authority)) as (port, box):
        smtp = f"{{host: 127.0.0.1, port: {port}, user: jtai, ca_file: ../ca.pem}}"
        here = inspection(
            tmp_path / "x",
            report=f"{{to: [dcs@council.example, deputy@council.example], smtp: {smtp}}}",
            agencies="{police: {name: Exampleshire Police, lead: Pat Example, phone: '01632 "
            "960001'}}",
        )
        files = fill(here, ("3.4", "C1/chronology"))
        result = jtai(capsys, "report", "x", "--email", "--json")
        assert result.code == 1 and result.data["email"]["sent"] is True, result.err
        assert PASSWORD not in result.out + result.err
        shown = jtai(capsys, "report", "x", "--email", "--dry-run")
        assert (
            shown.out.startswith("This is a dry run: nothing is sent.")
            and "Subject: OFFICIAL-SENSITIVE" in shown.out
        )
        assert (
            shown.out.strip().endswith("This is a dry run: nothing is sent.")
            and len(box.letters) == 1
        )
    ((to, raw, encrypted),) = box.letters
    assert encrypted and to == ["dcs@council.example", "deputy@council.example"]
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert (
        message["Subject"].startswith("OFFICIAL-SENSITIVE: not complete")
        and "C1" not in message["Subject"]
    )
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    words = text.get_content()
    flat = " ".join(words.split())
    assert (
        flat.index("Not complete")
        < flat.index("ring Pat Example (01632 960001)")
        < flat.index("MISSING")
    )
    assert "Child C1: " in words and all(len(line) <= 78 for line in words.splitlines())
    assert len(words.encode()) + len(html.get_content().encode()) <= LARGEST
    # Titles of items are asked for by everybody; names of files are not for a mailbox.
    for path in files.values():
        assert path.name not in words and path.name not in html.get_content()
    (page,) = message.iter_attachments()
    assert page.get_filename() == "completeness-report.html" and "<h1>" in page.get_content()
    assert not (tmp_path / "completeness-report.html").exists()


def test_letters_arrive_each_with_its_own(
    tmp_path: Path, capsys: Capsys, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_SMTP_PASSWORD", PASSWORD)
    leads = (
        "{police: {name: Police, lead: Pat, email: pat@police.example, phone: '01632 960001'}, "
        "health: {name: Health, lead: Lee, email: lee@refused.example}}"
    )
    with mail_server(certificate(authority)) as (port, box):
        smtp = f"{{host: 127.0.0.1, port: {port}, user: jtai, ca_file: ../ca.pem}}"
        report = f"{{to: [dcs@council.example], smtp: {smtp}}}"
        here = inspection(tmp_path / "x", report=report, agencies=leads)
        for slot, path in fill(here).items():
            if slot in ("3.4", "6.4"):
                path.unlink()
        first = jtai(capsys, "chase", "x", "--json")
        again = jtai(capsys, "chase", "x", "--agency", "police", "--json")
    fates = {each["agency"]: each["status"] for each in first.data["letters"]}
    assert (fates["police"], fates["health"]) == ("sent", "refused") and first.code == 4
    problem = next(e for e in first.json["errors"] if "lee@refused.example" in e["message"])
    assert problem["code"] == "P017" and "agency set health --email" in problem["fix"]
    assert [to for to, _, _ in box.letters] == [["pat@police.example"]], "no letter goes twice"
    assert again.data["letters"][0]["status"] == "today", again.out
    message = message_from_bytes(box.letters[0][1], policy=default)
    assert isinstance(message, EmailMessage) and box.letters[0][2], "encrypted"
    body = message.get_body(("plain",))
    assert body is not None and "3.4 Child protection referral" in body.get_content()
    assert "6.4" not in body.get_content() and PASSWORD not in first.out + first.err
    (calendar,) = message.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"


def test_a_file_for_a_mail_program(tmp_path: Path, capsys: Capsys) -> None:
    inspection(
        tmp_path / "x", report="{to: [dcs@council.example], from: coordinator@council.example}"
    )
    result = jtai(capsys, "report", "x", "--eml", "report.eml")
    assert result.code == 1 and "It is not sent" in result.out
    message = message_from_bytes((tmp_path / "report.eml").read_bytes(), policy=default)
    assert message["From"] == "jtai-submit <coordinator@council.example>" and message["Date"]
    nobody = jtai(capsys, "report", "x", "--email")
    assert nobody.code == 3 and "P018" in nobody.err


def test_the_largest_submission_still_fits(tmp_path: Path, capsys: Capsys) -> None:
    children = tuple(f"C{n}" for n in range(1, 31))
    inspection(tmp_path / "x", children=children, report="{to: [dcs@council.example]}")
    jtai(capsys, "report", "x", "--eml", "report.eml")
    message = message_from_bytes((tmp_path / "report.eml").read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    assert sum(len(body.as_bytes()) for body in bodies if body) <= LARGEST
    assert "more: see the attached page" in bodies[0].get_content()  # type: ignore[union-attr]


def test_words_of_people_are_escaped(tmp_path: Path, capsys: Capsys) -> None:
    reason = "<b>none</b> & nothing"
    inspection(
        tmp_path / "x",
        report="{to: [dcs@council.example]}",
        not_applicable=f"[{{slot: '4.5', because: '{reason}', by: Pat, on: 2017-05-10}}]",
    )
    jtai(capsys, "report", "x", "--eml", "report.eml")
    message = message_from_bytes((tmp_path / "report.eml").read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert "&lt;b&gt;none" in message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert reason in " ".join(message.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answer", "code", "exit"),
    [
        ("552 message size exceeds fixed limit", "P023", Exit.REFUSED),
        ("554 not wanted here", "P023", Exit.REFUSED),
        ("451 try again later", "P014", Exit.TEMPORARY),
    ],
)
def test_a_message_that_is_not_taken(
    tmp_path: Path, authority: trustme.CA, answer: str, code: str, exit: Exit
) -> None:
    with mail_server(certificate(authority)) as (port, box):
        box.refuses = answer
        stop = refused(port, tmp_path / "ca.pem")
    assert (stop.problems[0].code, stop.exit) == (code, exit)
    assert answer[4:] in stop.problems[0].message


def test_what_was_taken_is_sent_whatever_the_goodbye(tmp_path: Path, authority: trustme.CA) -> None:
    """Told otherwise, a person would send it again, and it would be there twice."""
    with mail_server(certificate(authority)) as (port, box):
        box.farewell = "421 closing"
        to = ("dcs@council.example",)
        post(letter(*to), to, Server("127.0.0.1", port, "jtai", tmp_path / "ca.pem"), PASSWORD)
        assert len(box.letters) == 1


def test_a_mail_server_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LONGEST", 0.5)

    def drips(listener: socket.socket) -> None:
        end, _ = listener.accept()
        with end, suppress(OSError):
            while True:
                end.sendall(b"2")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drips, args=(listener,), daemon=True).start()
        began = time.monotonic()
        assert refused(listener.getsockname()[1], None).problems[0].code == "P014"
        assert time.monotonic() - began < 5
