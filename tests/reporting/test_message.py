"""The email says what the page's top says, goes once, and opens as a draft where it is a file."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from jtai_submit.actions.opening import opened
from jtai_submit.inspection.standing import Standing
from jtai_submit.reporting.message import LARGEST, Sender, compose, subject
from tests.make import inspection, jtai
from tests.reporting.standings import MOMENTS, standing

Capsys = pytest.CaptureFixture[str]
SENDER = Sender("jtai@council.example", ("dcs@council.example",), ("deputy@council.example",))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def flat(message: EmailMessage) -> str:
    return " ".join(body(message, "plain").split())


@pytest.mark.parametrize("moment", MOMENTS)
def test_text_and_html_say_the_same_top(tmp_path: Path, moment: str) -> None:
    here = standing(tmp_path, moment)
    message = compose(here, SENDER)
    html = body(message, "html")
    for said in (here.verdict, "What you decide, by when", "Sent or not"):
        assert said.casefold() in flat(message).casefold() and said in html
    assert "Jane" not in flat(message) + html and "<script" not in html
    sizes = [len(body(message, kind).encode()) for kind in ("plain", "html")]
    assert sum(sizes) <= LARGEST


def test_the_subject_tells_how_it_stands_and_no_id(tmp_path: Path) -> None:
    subjects = [subject(standing(tmp_path, moment)) for moment in MOMENTS]
    assert subjects == [
        "OFFICIAL-SENSITIVE: not complete, 3 of 77 in, due Tuesday 16 May",
        "OFFICIAL-SENSITIVE: not complete, 73 of 77 in, due Tuesday 16 May",
        "OFFICIAL-SENSITIVE: complete, 77 of 77 in, due Tuesday 16 May",
        "OFFICIAL-SENSITIVE: sent, 77 of 77 in",
    ]


def test_a_withdrawal_is_told(tmp_path: Path) -> None:
    said = flat(compose(standing(tmp_path, "sent"), SENDER))
    assert "Withdrawn: 3.4 Child protection referral document" in said
    assert "another child's report" in said and "told by the next receipt" in said


def test_a_resend_is_the_same_message(tmp_path: Path) -> None:
    here = standing(tmp_path, "half")

    def id_of(now: Standing, sender: Sender = SENDER) -> str:
        return str(compose(now, sender)["Message-ID"])

    later = replace(here, now=here.now + timedelta(minutes=20))
    assert id_of(here) == id_of(later)
    assert id_of(here) != id_of(replace(here, now=here.now + timedelta(days=1)))
    assert id_of(here) != id_of(replace(here, slots=here.slots[1:]))
    assert id_of(here) != id_of(here, replace(SENDER, cc=()))


def test_a_deputy_gets_a_copy(tmp_path: Path) -> None:
    message = compose(standing(tmp_path), SENDER)
    assert message["Cc"] == "deputy@council.example"
    assert SENDER.everybody == ("dcs@council.example", "deputy@council.example")


def test_a_file_opens_as_a_draft(tmp_path: Path, capsys: Capsys) -> None:
    report = "{to: [dcs@council.example], cc: [deputy@council.example], from: me@council.example}"
    inspection(tmp_path / "x", report=report)
    jtai(capsys, "report", "x", "--eml", "r.eml")
    raw = Path("r.eml").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")  # RFC 5322, 2.1
    message = message_from_bytes(raw, policy=default)
    assert message["X-Unsent"] == "1" and message["Cc"] == "deputy@council.example"
    assert compose(standing(tmp_path), SENDER)["X-Unsent"] is None


def test_a_copy_is_set_and_kept(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    jtai(capsys, "report", "set", "--in", "x", "--to", "a@b.example", "--cc", "c@b.example")
    jtai(capsys, "report", "set", "--in", "x", "--to", "d@b.example")
    now = opened(Path("x")).submission.report
    assert now and (now.to, now.cc) == (("d@b.example",), ("c@b.example",))
