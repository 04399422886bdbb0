"""The pages in a real browser: small screens, print, keyboard, no script, and axe-core."""

import json
import re
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jtai_submit.reporting.message import Sender, compose
from jtai_submit.reporting.pages import report_html
from tests.conftest import tool
from tests.make import inspection, jtai, ready
from tests.reporting.standings import MOMENTS, standing

pytestmark = pytest.mark.real

Capsys = pytest.CaptureFixture[str]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=20000",
)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_MEASURE = """
const told = [...document.querySelectorAll('a.ring, .bad')].filter(e => !e.closest('.group'));
const shown = told.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect());
axe.run(document).then(result => parent.postMessage({
  width: document.documentElement.scrollWidth, height: document.body.scrollHeight,
  trouble: Math.max(0, ...shown.map(r => r.bottom)),
  violations: result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')),
}, '*'));
"""


def chromium(tmp_path: Path, page: Path, *more: str) -> str:
    done = subprocess.run(
        [tool("chromium"), *FLAGS, f"--user-data-dir={tmp_path / 'browser'}", *more, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )
    return done.stdout


def measured(tmp_path: Path, html: str, width: int, *flags: str) -> dict[str, Any]:
    """What the page measures in a frame of that width, and what axe-core says of it; `flags` are
    the browser's.
    """
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    whole = _POLICY.sub("", html) + f"<script>{axe}</script><script>{_MEASURE}</script>"
    text = json.dumps(whole).replace("</", "<\\/")
    outside = tmp_path / "outside.html"
    outside.write_text(
        f'<!doctype html><meta charset="utf-8"><pre id="out"></pre><script>'
        "addEventListener('message', e => out.textContent = JSON.stringify(e.data));"
        f"const frame = document.createElement('iframe'); frame.style.width = '{width}px';"
        f"frame.style.border = 0; frame.height = 568; frame.srcdoc = {text};"
        "document.body.append(frame);</script>",
        "utf-8",
    )
    dom = chromium(tmp_path, outside, "--dump-dom", "--window-size=1400,900", *flags)
    found = re.search(r'<pre id="out">(.*?)</pre>', dom, re.S)
    assert found and found[1], "the page did not answer"
    from html import unescape

    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_phone_and_a_wide_screen(tmp_path: Path, moment: str) -> None:
    page = report_html(standing(tmp_path, moment))
    phone = measured(tmp_path, page, 320)
    assert phone["violations"] == [] and phone["width"] <= 320
    assert phone["trouble"] <= 2 * 568  # nobody to ring, nothing missing below the second screen
    if moment in ("complete", "sent"):
        assert phone["height"] <= 3 * 568
    wide = measured(tmp_path, page, 1280)
    assert wide["violations"] == [] and wide["width"] <= 1280


@pytest.mark.parametrize("flag", ["--force-dark-mode", "--force-high-contrast"])
def test_dark_and_with_the_colours_of_the_system(tmp_path: Path, flag: str) -> None:
    page = report_html(standing(tmp_path, "half"))
    seen = measured(tmp_path, page, 1280, flag)
    assert seen["violations"] == [] and seen["width"] <= 1280


def test_twice_as_large(tmp_path: Path) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10: the page at 200 %, and letters alone twice as large."""
    page = report_html(standing(tmp_path, "half"))
    zoomed = measured(tmp_path, page, 640)
    larger = page.replace("</head>", "<style>html{font-size:200%}</style></head>", 1)
    letters = measured(tmp_path, larger, 640)
    for seen in (zoomed, letters):
        assert seen["violations"] == [] and seen["width"] <= 640
    assert letters["height"] > 1.5 * zoomed["height"], "letters follow what a person set"


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_prints_on_three_pages(tmp_path: Path, moment: str) -> None:
    page = tmp_path / "r.html"
    page.write_text(report_html(standing(tmp_path, moment)), "utf-8")
    printed = tmp_path / "r.pdf"
    chromium(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    pages = PdfReader(printed).pages
    assert len(pages) <= 3
    text = " ".join(each.extract_text() for each in pages)
    assert "Not applicable" in text and "Pat Example" in text  # closed on the screen, open on paper


def test_its_own_policy_lets_its_own_script_run(tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    page.write_text(report_html(standing(tmp_path, "half")), "utf-8")
    dom = chromium(tmp_path, page, "--dump-dom")
    assert '<div class="filter">' in dom  # shown by the script
    assert '<div class="filter" hidden' in page.read_text("utf-8")  # and only by it


def _email(tmp_path: Path, capsys: Capsys) -> str:
    sender = Sender("jtai@council.example", ("dcs@council.example",))
    part = compose(standing(tmp_path, "half"), sender).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def _receipt(tmp_path: Path, capsys: Capsys) -> str:
    area = ready(tmp_path, only=("3.4",), children=("C1",))
    jtai(capsys, "push", area.folder, "--incomplete", "--because", "a test")
    return next((area.folder / ".jtai" / "receipts").glob("*.html")).read_text("utf-8")


def _governance(tmp_path: Path, capsys: Capsys) -> str:
    inspection(tmp_path / "x")
    jtai(capsys, "report", "x", "--governance", "g.html")
    return (tmp_path / "g.html").read_text("utf-8")


@pytest.mark.parametrize("make", [_email, _receipt, _governance])
def test_the_other_pages(
    tmp_path: Path,
    capsys: Capsys,
    make: Callable[[Path, Capsys], str],
    light: None,
) -> None:
    html = make(tmp_path, capsys)
    for width in (320, 1280):
        told = measured(tmp_path, html, width)
        assert told["violations"] == [] and told["width"] <= width
