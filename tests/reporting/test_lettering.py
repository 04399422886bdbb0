"""Text that falls into lines: nothing is lost, nothing is wider than its column."""

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from jtai_submit.reporting.lettering import PLAIN, in_lines, typefaces

typefaces()


@given(st.text("abWi_- é", max_size=80), st.floats(20, 200))
def test_nothing_is_lost_or_too_wide(text: str, width: float) -> None:
    lines = in_lines(text, PLAIN, 8, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(stringWidth(line, PLAIN, 8) <= width + 0.01 for line in lines)


def test_names_of_packs_are_cut_where_people_would() -> None:
    name = "exampleshire_day-five_3-police_v1"
    assert in_lines(name, PLAIN, 8, 124) == ("exampleshire_day-five_3-", "police_v1")
