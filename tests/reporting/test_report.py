"""The report says first what a director needs, shows people's words as text, and is quick."""

import re
import time
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from jtai_submit.inspection.slots.interface import State
from jtai_submit.inspection.standing import Contact, Standing
from jtai_submit.reporting import history
from jtai_submit.reporting.history import Counted, counted_now, movement
from jtai_submit.reporting.overview import Course, dialled, overview
from jtai_submit.reporting.pages import report_html
from tests.reporting.standings import MOMENTS, MORNING, standing
from tests.systems import private

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd",
    "long " * 400,
)


def words(page: str) -> str:
    """What is read on the page, without tags."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize(
    ("moment", "course"),
    [
        ("nothing", Course.UNSURE),
        ("half", Course.OFF),
        ("complete", Course.READY),
        ("sent", Course.SENT),
    ],
)
def test_the_course_reads_differently_at_each_moment(
    tmp_path: Path,
    moment: str,
    course: Course,
) -> None:
    here = standing(tmp_path, moment)
    assert overview(here).course is course
    read = words(report_html(here))
    assert course.value in read
    assert ("Nothing is sent yet." in read) is (moment != "sent")
    assert ("11 packs with 77 documents arrived" in read) is (moment == "sent")


def with_expected(here: Standing, day: date | None) -> Standing:
    """The same with everything missing promised for one day."""
    promised = (replace(r, expected=day) if r.state is State.MISSING else r for r in here.slots)
    return replace(here, slots=tuple(promised))


def test_promises_decide_the_course(tmp_path: Path) -> None:
    here = standing(tmp_path, "nothing")
    due = here.slots[0].due.date()
    assert overview(with_expected(here, due)).course is Course.ON
    assert overview(with_expected(here, due + timedelta(days=1))).course is Course.OFF
    assert overview(with_expected(here, here.now.date() - timedelta(days=1))).course is Course.OFF
    close = replace(here, now=here.slots[0].due - timedelta(hours=3))
    assert overview(close).course is Course.OFF  # nobody promised it, and time runs out
    passed = replace(here, now=here.slots[0].due + timedelta(minutes=1), next_deadline=None)
    assert overview(passed).course is Course.OFF
    assert overview(passed).due == "The deadline has passed."


def test_the_forecast_counts_everything_once(tmp_path: Path) -> None:
    here = standing(tmp_path, "half")
    forecast = overview(here).forecast
    promised = sum(count for _, count in forecast.promised)
    assert (forecast.have, promised, forecast.undated, forecast.late) == (73, 1, 2, 1)
    assert forecast.have + promised + forecast.undated + forecast.late == forecast.owed


def test_how_long_sending_takes_is_said_before_it_is_too_late(tmp_path: Path) -> None:
    here = standing(tmp_path, "complete")
    assert overview(replace(here, sending_takes=200)).forecast.arrival == ""
    slow = overview(replace(here, sending_takes=7500))
    assert slow.forecast.arrival == (
        "Sent now, all that is in is there not before 09:05: it takes 2 hours 5 minutes, "
        "as fast as the last push went."
    )
    [begin] = [each for each in slow.decisions if each.question.startswith("Send what is in")]
    assert begin.until == "By Tuesday 16 May, 14:55" and slow.course is Course.READY
    late = replace(here, now=here.slots[0].due - timedelta(hours=1), sending_takes=7500)
    assert overview(late).course is Course.OFF
    assert "after the deadline" in overview(late).forecast.arrival
    assert "after the deadline" in words(report_html(late))


def test_whom_to_ring_comes_before_everything_that_is_in(tmp_path: Path) -> None:
    page = report_html(standing(tmp_path, "half"))
    ring = page.index('href="tel:01632960005"')
    assert ring < page.index("What you decide") < page.index("Sent or not")
    assert page.index("Sent or not") < page.index("Agencies and children")
    assert "Ring Kim Example (01632 960005)" in page
    assert "A letter went to Kim Example on Sunday 14 May" in page
    assert words(page).index("Local authority") < words(page).index("Safeguarding board")


@pytest.mark.parametrize(
    ("phone", "number"),
    [("01632 960001", "01632960001"), ("+44 (0)1632 960 001", "+4401632960001"), ("ext. ?", "")],
)
def test_numbers_are_dialled(phone: str, number: str) -> None:
    assert dialled(phone) == number


def test_the_director_is_told_what_to_decide_and_by_when(tmp_path: Path) -> None:
    half = overview(standing(tmp_path, "half")).decisions
    said = [f"{each.until}: {each.question} {each.about}" for each in half]
    assert [each.until for each in half] == ["By Tuesday 16 May, 17:00"] * 3
    assert "6.4 Neglect policies" in said[0] and "what does not show" in said[1]
    assert "3 reasons" in said[2]
    told = overview(standing(tmp_path, "sent")).decisions
    assert [each.until for each in told] == ["Now"] and "by mistake" in told[0].question


def test_a_refusal_that_nobody_may_decide_is_to_be_mended_or_left_out(tmp_path: Path) -> None:
    here = standing(tmp_path, "half")
    first = next(r for r in here.slots if r.state is State.PROBLEM)
    finding = replace(first.files[1].findings[0], decidable=False, code="D004")
    bad = replace(first, files=(replace(first.files[1], findings=(finding,)),))
    here = replace(here, slots=tuple(bad if r is first else r for r in here.slots))
    asked = [each.question for each in overview(here).decisions]
    assert "1 document cannot be sent: mend, or leave out?" in asked


def test_no_document_and_no_file_name_is_in_the_page(tmp_path: Path) -> None:
    for moment in MOMENTS:
        page = report_html(standing(tmp_path, moment))
        assert "Jane" not in page and "Quenby" not in page
    half = report_html(standing(tmp_path / "x"))
    assert "Comments or tracked changes (H101): 1 of 2 documents" in half


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_people_are_shown_as_text(tmp_path: Path, text: str) -> None:
    here = standing(tmp_path, "half")
    contact = Contact(text, text, text, text)
    titled = (replace(r, slot=replace(r.slot, title=text)) for r in here.slots)
    slots = tuple(replace(r, contact=contact, reason=text) for r in titled)
    page = report_html(replace(here, slots=slots, area=text, theme=text))
    assert page.count("<script") == 1 and "<img" not in page and "49 " not in page
    assert text.strip() in unescape(page)


def test_the_page_lets_nothing_in(tmp_path: Path) -> None:
    page = unescape(report_html(standing(tmp_path, "half")))
    assert "default-src 'none'" in page and "http" not in page.replace("http-equiv", "")
    assert 'style="' not in page and "onclick" not in page


def test_movement_since_the_last_report(tmp_path: Path) -> None:
    here = standing(tmp_path, "half")
    book = tmp_path / "report-history.json"
    now = counted_now(here)
    assert movement(history.load(book), now) is None
    history.save(book, (), Counted(MORNING - timedelta(days=1), 60, 77, 3, 0))
    assert private(book)
    moved = movement(history.load(book), now)
    said = "Since Sunday 14 May, 07:00: 13 more in, 2 fewer with a problem."
    assert moved and moved.words == said
    assert moved.points == "0,13 300,3"
    assert moved.label in report_html(here, history.load(book))
    book.write_text("{", "utf-8")
    assert history.load(book) == ()


def test_a_large_area_is_quick_and_small(tmp_path: Path) -> None:
    here = standing(tmp_path, "half", children=40, files=8)
    assert sum(len(report.files) for report in here.slots) >= 3000
    report_html(here)  # templates are read once
    began = time.process_time()
    page = report_html(here)
    assert time.process_time() - began <= 1.0
    assert len(page.encode()) <= 2_000_000
