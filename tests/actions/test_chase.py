"""Letters: one to each late lead, only theirs, once a day, and the report says so."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import icalendar
import pytest

from tests.make import fill, inspection, jtai
from tests.systems import private

Capsys = pytest.CaptureFixture[str]
AGENCIES = (
    "{police: {name: Police, lead: Pat Example, email: pat@example.org, phone: '01632 960001'}, "
    "health: {name: Health, lead: Lee Example, phone: '01632 960002'}, "
    "local-authority: {name: Council, lead: Sam Example, email: sam@example.org, phone: '01632 1'}}"
)


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """Police and health lack one item each; the council owes its lists; everything else is in."""
    here = inspection(tmp_path / "x", children=("C1",), agencies=AGENCIES)
    for slot, path in fill(here).items():
        if slot in ("3.4", "6.4"):
            path.unlink()
        elif slot == "3.7":
            path.write_bytes(b"")
    return here.root


def read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_each_lead_reads_only_what_is_theirs(area: Path, capsys: Capsys) -> None:
    result = jtai(capsys, "chase", "x", "--eml", "letters", "--json")
    assert result.code == 0, result.err
    fates = {each["agency"]: each["status"] for each in result.data["letters"]}
    assert fates == {"local-authority": "written", "police": "written", "health": "written"}
    police = read(Path("letters/police.eml"))
    said = text(police)
    assert police["To"] == "pat@example.org" and police["X-Unsent"] == "1"
    assert police["Reply-To"] == "sam@example.org"
    subject = "2 documents are still to come from you, due Tuesday 16 May"
    assert police["Subject"] == f"OFFICIAL-SENSITIVE: {subject}"
    assert "3.4 Child protection referral document: Missing" in said
    assert "3.7 Audits and action plans: There is a problem" in said
    assert "child protection referral document" in said and "6.4" not in said
    assert "Tuesday 16 May 2017, 17:00" in said
    assert "Sam Example (01632 1)" in said and "Do not send documents by email" in said
    assert ".pdf" not in said  # no letter names a document
    assert read(Path("letters/health.eml"))["To"] is None


def test_the_deadline_goes_into_the_calendar(area: Path, capsys: Capsys) -> None:
    jtai(capsys, "chase", "x", "--eml", "letters", "--agency", "police")
    (attached,) = read(Path("letters/police.eml")).iter_attachments()
    data = attached.get_payload(decode=True)
    assert isinstance(data, bytes)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("DTSTART").isoformat() == "2017-05-16T16:00:00+00:00"
    assert len(event.walk("VALARM")) == 2
    assert b"3.4" not in data and b"Pat" not in data and b"C1" not in data
    assert not Path("letters/health.eml").exists()


def test_nobody_is_written_to_twice_a_day(
    area: Path,
    capsys: Capsys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = ("chase", "x", "--eml", "letters", "--json")
    jtai(capsys, *letters)
    again = jtai(capsys, *letters).data["letters"]
    assert [each["status"] for each in again] == ["today"] * 3
    asked = jtai(capsys, *letters, "--again").data["letters"]
    assert [each["status"] for each in asked] == ["written"] * 3
    monkeypatch.setenv("JTAI_SUBMIT_NOW", "2017-05-16T07:00")
    assert [e["status"] for e in jtai(capsys, *letters).data["letters"]] == ["written"] * 3
    assert private(area / ".jtai" / "letters.json")
    jtai(capsys, "report", "x", "--html", "r.html")
    page = Path("r.html").read_text("utf-8")
    assert "A letter to Pat Example was written on Tuesday 16 May, 07:00, to be sent" in page


def test_a_dry_run_shows_them_and_keeps_nothing(area: Path, capsys: Capsys) -> None:
    result = jtai(capsys, "chase", "x", "--dry-run")
    assert result.code == 0 and "Subject: OFFICIAL-SENSITIVE" in result.out
    assert result.out.startswith("This is a dry run")
    assert "would go to pat@example.org" in result.out
    assert not (area / ".jtai" / "letters.json").exists()


def test_without_a_mail_server_it_says_what_to_set(area: Path, capsys: Capsys) -> None:
    result = jtai(capsys, "chase", "x")
    assert result.code == 3 and "P018" in result.err
    assert jtai(capsys, "chase", "x", "--agency", "martians", "--dry-run").code == 2


def test_a_damaged_list_stops_letters_and_not_the_report(area: Path, capsys: Capsys) -> None:
    (area / ".jtai" / "letters.json").write_text("{", "utf-8")
    assert jtai(capsys, "chase", "x", "--eml", "letters").code == 3
    assert jtai(capsys, "report", "x", "--html", "r.html").code == 1


def test_nobody_owes_anything(tmp_path: Path, capsys: Capsys) -> None:
    fill(inspection(tmp_path / "x", children=("C1",)))
    result = jtai(capsys, "chase", "x", "--dry-run", "--agency", "police")
    assert "Nobody owes anything" in result.out
