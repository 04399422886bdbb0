"""The page for an information-governance officer states the area's own settings, and no secret."""

from pathlib import Path

import pytest

from tests.make import extend, inspection, jtai

Capsys = pytest.CaptureFixture[str]


def page(capsys: Capsys, **more: str) -> str:
    inspection(Path("x"))
    extend(Path("x"), **more)
    result = jtai(capsys, "report", "x", "--governance", "dpia.html")
    assert result.code == 0 and "dpia.html" in result.out, result.err
    return Path("dpia.html").read_text("utf-8")


def test_an_area_that_has_set_everything(capsys: Capsys) -> None:
    written = page(
        capsys,
        portal="{kind: tus, url: 'https://portal.example/files/secret-part/'}",
        report="{to: [dcs@council.example], cc: [deputy@council.example], "
        "smtp: {host: mail.example, port: 587, user: jtai}}",
        agencies="{police: {name: Police, lead: Pat Example, email: pat@example.org}}",
        watch="watch.txt",
    )
    assert "tus, portal.example" in written and "secret-part" not in written
    assert "dcs@council.example, deputy@council.example, through mail.example" in written
    assert "can go to 1 lead" in written and "nobody yet (recipients:)" in written
    assert "Documents about 5 children" in written and "kept on this computer" in written


@pytest.mark.parametrize(
    ("seal", "words"),
    [
        ("zip", "Everybody who is told the passphrase"),
        ("none", "Everybody whom the secure site lets in"),
    ],
)
def test_the_seal_decides_who_can_read(capsys: Capsys, seal: str, words: str) -> None:
    written = page(capsys, seal=seal)
    assert words in written and "No secure site is set yet" in written
    assert "No report is emailed" in written
