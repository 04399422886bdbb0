"""Folders that are no place to send to, and addresses that hold a password."""

from pathlib import Path
from urllib.parse import quote

import pytest

from jtai_submit.delivery.portals.registry import portal_settings
from jtai_submit.delivery.settings import Access
from jtai_submit.delivery.throttle import UNLIMITED
from jtai_submit.delivery.trial import probe
from jtai_submit.errors import Problem, Unusable
from tests.systems import WINDOWS, needs_links


def access(root: Path) -> Access:
    def mistake(code: str, message: str, fix: str, field: str) -> Problem:
        return Problem(
            code, message, fix, f"submission.yaml portal: {field}", "the line as it stands"
        )

    return Access(root, lambda name, question: "secret", mistake, lambda text: None, UNLIMITED)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("documents/3-police", ".jtai/outbox"):
        (tmp_path / "area" / folder).mkdir(parents=True)
    if not WINDOWS:
        (tmp_path / "link").symlink_to(tmp_path / "area/.jtai", target_is_directory=True)
        (tmp_path / "area/out").symlink_to("documents", target_is_directory=True)
    return tmp_path / "area"


@pytest.mark.parametrize(
    "path",
    [
        ".jtai",
        ".jtai/outbox",
        ".jtai/not-there-yet/x",
        "./.jtai/../.jtai",
        "../area/.jtai",
        pytest.param("../link", marks=needs_links),
        pytest.param("../link/outbox", marks=needs_links),
        "documents",
        "documents/3-police",
        "documents/new",
        pytest.param("out", marks=needs_links),
        pytest.param("out/x", marks=needs_links),
        ".",
        "",
        "../area",
        "..",
        "/",
        pytest.param("../link/..", marks=needs_links),
    ],
)
def test_no_place_to_send_to(root: Path, path: str) -> None:
    with pytest.raises(Unusable) as stopped:
        portal_settings({"kind": "folder", "path": path}).open(access(root))
    (problem,) = stopped.value.problems
    assert problem.code == "P003" and problem.where == "submission.yaml portal: path"


@pytest.mark.parametrize(
    "path", ["../to-upload", "to-upload", "../area-2", "../documents", "documents-out"]
)
def test_places_to_send_to(root: Path, path: str) -> None:
    portal = portal_settings({"kind": "folder", "path": path}).open(access(root))
    assert all(step.ok for step in probe(portal)) and not list((root / path).iterdir())


@pytest.mark.parametrize("user", ["pat:s3cret@", "pat@", f"pat:{quote('s3cret@x')}@", ":s3cret@"])
@pytest.mark.parametrize(
    "portal",
    [
        {"kind": "tus", "url": "https://{}portal.example/"},
        {"kind": "webdav", "url": "https://{}portal.example/"},
        {"kind": "s3", "endpoint": "https://{}portal.example/", "bucket": "b"},
    ],
)
def test_a_password_in_an_address_is_refused_and_not_shown(
    root: Path, portal: dict[str, str], user: str
) -> None:
    named = {field: value.format(user) for field, value in portal.items()}
    settings = portal_settings(named)
    assert "s3cret" not in settings.shown()
    with pytest.raises(Unusable) as stopped:
        settings.open(access(root))
    (problem,) = stopped.value.problems
    assert problem.code == "P024" and not problem.excerpt and "s3cret" not in str(problem)
