"""A deadline that will be missed is said early, once, with what would help."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jtai_submit.inspection.journal import Journal
from jtai_submit.pipeline.pace import Pace
from tests.make import jtai, pdf, ready

NOON = datetime(2017, 5, 16, 12, 0, tzinfo=UTC)


class Sending:
    """So many bytes a second, since noon."""

    def __init__(self, total: int, due: datetime | None, known: float = 0.0) -> None:
        self.now, self.said = 0.0, list[str]()
        self.pace = Pace(
            total,
            due,
            say=self.said.append,
            moment=lambda: NOON + timedelta(seconds=self.now),
            seconds=lambda: self.now,
            known=known,
        )

    def move(self, count: int, seconds: int) -> None:
        for _ in range(seconds):
            self.now += 1
            self.pace.move(count)


def test_in_time_nothing_is_said() -> None:
    sending = Sending(1_000_000, NOON + timedelta(hours=1))
    sending.move(1000, 100)
    assert not sending.said and round(sending.pace.rate) == 1000


def test_too_slow_is_said_once_with_what_would_help() -> None:
    sending = Sending(100_000_000, NOON + timedelta(hours=1))
    sending.move(1000, 300)
    (said,) = sending.said
    assert (
        "after the deadline (Tuesday 16 May, 13:00)" in said
        and "--agency" in said
        and "Wednesday 17 May" in said
    )


def test_the_rate_of_the_last_push_warns_before_the_first_byte() -> None:
    assert Sending(100_000_000, NOON + timedelta(hours=1), known=1000.0).said


def test_a_deadline_that_has_passed_or_is_none_warns_of_nothing() -> None:
    for due in (NOON - timedelta(hours=1), None):
        sending = Sending(100_000_000, due, known=1000.0)
        sending.move(1000, 60)
        assert not sending.said


def test_the_report_knows_how_long_sending_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    area = ready(tmp_path, only=("1.1", "3.4"))
    because = ("--incomplete", "--because", "a test")
    assert jtai(capsys, "push", area.folder, *because).code == 0
    journal = Journal.load(area.folder / ".jtai")
    journal.rate = 2.0
    journal.save()

    def page() -> str:
        jtai(capsys, "report", area.folder, "--html", tmp_path / "page.html")
        return (tmp_path / "page.html").read_text("utf-8")

    assert "there not before" not in page(), "nothing is left to be sent"
    more = area.files["1.1"].with_name("Another.pdf")
    more.write_bytes(pdf("Another one"))
    takes = timedelta(seconds=round(more.stat().st_size / 2))
    there = datetime(2017, 5, 15, 9, 30) + takes  # noqa: DTZ001 (as the area's clock shows it)
    assert takes > timedelta(minutes=5) and f"there not before {there:%H:%M}" in page()
