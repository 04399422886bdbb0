"""Pages: what browsers show of them, whatever stands before the first element and behind the
last.
"""

from pathlib import Path

import pytest

from jtai_submit.documents.kind import Kind, identify
from jtai_submit.redaction import html
from jtai_submit.redaction.html import cleaner, styles
from tests.redaction.test_decisions import decided

PAGE = "<html><head><title>T</title>{head}</head><body><p>Visible words</p>{body}</body></html>"


@pytest.mark.parametrize(
    "before",
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
        'Strict//EN" "x">',
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
        "<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html>",
        "\ufeff\n<!DOCTYPE HTML>",
        "<HTML>",
    ],
)
def test_pages_are_known_by_what_begins_them(tmp_path: Path, before: str) -> None:
    data = (before + PAGE.format(head="", body="")).encode()
    assert identify(data, "html") is Kind.HTML and identify(data, "xhtml") is Kind.HTML
    seen, cleaned = decided(tmp_path, data, "html")
    assert cleaned is not None and b"Visible words" in cleaned, seen.noticed
    wide = (before + PAGE.format(head="", body="")).lstrip("\ufeff").encode("utf-16")
    assert identify(wide, "html") is Kind.HTML


@pytest.mark.parametrize(
    "behind",
    [
        "<p>checked by the virus scanner</p>",
        "checked by the virus scanner",
        "<html><body>checked by the virus scanner</body></html> and more",
        "</body></html><div>checked by the virus scanner</div></HTML >",
    ],
)
def test_pages_go_on_behind_their_end(tmp_path: Path, behind: str) -> None:
    page = PAGE.format(head="", body="") + behind
    seen, cleaned = decided(tmp_path, page.encode(), "html")
    assert cleaned is not None and b"checked by the virus scanner" in cleaned, seen.noticed
    head = b"From: pat@example.org\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n"
    seen, cleaned = decided(tmp_path, head + page.encode(), "eml")
    assert cleaned is not None and b"checked by the virus scanner" in cleaned, seen.noticed


WHITE = [
    '<p style="color:#ffffff">secret</p>',
    '<p style="COLOR: White">secret</p>',
    '<p style="color:rgb(254,254,254)">secret</p>',
    '<font color="#FFFFFF">secret</font>',
    '<div style="background:#000"><p style="color:black">secret</p></div>',
    '<table bgcolor="navy"><tr><td><span style="color:#000080">secret</span></td></tr></table>',
    "<style>.a { color: #fff }</style><p class='a'>secret</p>",
    "<style>@media screen { #x { color: #fff } }</style><p id='x'>secret</p>",
]
SHOWN = [
    '<div style="background-color:#003366"><p style="color:#fff">title</p></div>',
    '<table bgcolor="#003366"><tr><td><font color="white">title</font></td></tr></table>',
    '<td background="cid:x"><p style="color:#fff">title</p></td>',
    '<div style="background:url(cid:x)"><p style="color:#fff">title</p></div>',
    "<style>.h { background: #003366 } .h p { color: #fff }</style><div "
    "class='h'><p>title</p></div>",
    '<p style="color:#ffffff"></p>',
    '<p style="color:#fff"><span style="color:#000">title</span></p>',
    '<p style="color:#eeeeee">faint</p>',
    "<style>@media print { p { color: #fff } }</style>",
    '<p style="background-color:#fff;color:#000">x</p>',
    '<p style="color:inherit">x</p>',
    '<p style="color:var(--x)">x</p>',
]


@pytest.mark.parametrize("body", WHITE)
def test_white_on_white_is_found(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, PAGE.format(head="", body=body).encode(), "html")
    assert cleaned is None and [(n.code, n.count) for n in seen.noticed] == [("H112", 1)], (
        seen.noticed
    )


@pytest.mark.parametrize("body", SHOWN)
def test_what_shows_is_no_finding(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, PAGE.format(head="", body=body).encode(), "html")
    assert cleaned is not None and seen.noticed == (), seen.noticed


@pytest.mark.parametrize(
    "address", ["page2.html", "page_files/a.png", "/news/today", "?id=1", "../index.html", "#top"]
)
def test_what_lies_beside_a_saved_page_is_no_finding(tmp_path: Path, address: str) -> None:
    body = f'<a href="{address}">x</a><img src="{address}">'
    seen, cleaned = decided(tmp_path, PAGE.format(head="", body=body).encode(), "html")
    assert cleaned is not None and seen.noticed == (), seen.noticed


@pytest.mark.parametrize(
    "body",
    [
        '<p id="C:\\Users\\quimby\\a">x</p>',
        '<p class="\\\\server\\cs\\quimby">x</p>',
        '<a name="file:///c:/quimby">x</a>',
        '<td headers="/home/quimby/a">x</td>',
        '<a href="..\\..\\quimby\\x.doc">x</a>',
        '<a href="../../quimby/x.htm">x</a>',
        '<a href="/Users/quimby/x.htm">x</a>',
        "<style>p::after { content: 'C:\\Users\\quimby' }</style>",
    ],
)
def test_every_string_that_stays_is_looked_at(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(tmp_path, PAGE.format(head="", body=body).encode(), "html")
    assert cleaned is None and [n.code for n in seen.noticed] == ["H113"], seen.noticed


@pytest.mark.parametrize("body", ["", "<p>&nbsp; </p>", "<div><!-- words --></div>"])
def test_a_page_in_which_nothing_shows(tmp_path: Path, body: str) -> None:
    seen, cleaned = decided(
        tmp_path, f"<html><head><title>T</title></head><body>{body}</body></html>".encode(), "html"
    )
    assert cleaned is not None and [n.code for n in seen.noticed] == ["D019"]


def test_the_second_reader_sees_words_that_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = PAGE.format(head="", body="<p>More</p>").encode()
    whole = cleaner._parsed

    def losing(data: bytes) -> object:
        root = whole(data)
        body = root.find("body")
        body.remove(body[-1])
        return root

    monkeypatch.setattr(cleaner, "_parsed", losing)
    seen, cleaned = decided(tmp_path, data, "html")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R202"]


def test_the_second_reader_has_letters_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = PAGE.format(head='<meta charset="iso-8859-2">', body="<p>Łódź</p>").encode("iso-8859-2")
    assert decided(tmp_path, data, "html")[1] is not None
    monkeypatch.setattr(cleaner, "decoded", lambda data, label: data.decode("cp1252", "replace"))
    seen, cleaned = decided(tmp_path, data, "html")
    assert cleaned is None and [n.code for n in seen.noticed] == ["R202"]


def test_a_sheet_that_is_no_css_is_no_trouble() -> None:
    for sheet in (
        "{{{",
        "@media",
        "p {",
        "<!-- p {color:red} -->",
        "\0",
        "@media screen { p { color: #fff }",
    ):
        styles.rules([sheet])
    assert html.clean(PAGE.format(head="<style>{{{</style>", body="").encode()).noticed == []
