"""The README is short, leads nowhere that is not there, and its walk works word for word."""

import re
import shlex
from pathlib import Path

import pytest

from tests.make import jtai

Capsys = pytest.CaptureFixture[str]
HOME = Path(__file__).parents[1]
README = HOME / "README.md"


def walk() -> list[list[str]]:
    found = re.search(r"```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found
    return [shlex.split(line) for line in found.group(1).splitlines() if line]


def test_it_is_short() -> None:
    assert len(README.read_text("utf-8").split()) <= 900


@pytest.mark.parametrize(
    "page", [README, *sorted((HOME / ".github").glob("*.md")), HOME / "jtai_submit" / "README.md"]
)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"", text):
        target, _, heading = (link[0] or link[1]).partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        there = page.parent / target if target else page
        assert there.exists(), target
        if heading:
            names = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
            assert heading in {
                re.sub(r"[^\w -]", "", name.lower()).strip().replace(" ", "-") for name in names
            }, link


@pytest.mark.real
def test_the_walk_works_word_for_word(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JTAI_SUBMIT_PASSPHRASE", "a long passphrase for a test")
    monkeypatch.chdir(tmp_path)
    assert jtai(capsys, "rehearse").code == 0
    for program, *arguments in walk():
        assert program == "jtai-submit"
        result = jtai(capsys, *arguments)
        assert result.code == 0, (arguments, result.out, result.err)
    assert list((tmp_path / "opened").rglob("manifest-sha256.txt")) or list(
        (tmp_path / "opened").iterdir()
    )
