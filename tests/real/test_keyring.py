"""A real Secret Service: login keeps, commands find, logout forgets, a locked one is
said in words.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import tool

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="the Secret Service is Linux's"
    ),
]
SCRIPT = """
import json, os, sys
from jtai_submit.cli.app import run
from jtai_submit.custody.secrets import Secrets, stored
def say(*arguments):
    print("##", " ".join(arguments), run(list(arguments)), flush=True)
os.environ["JTAI_SUBMIT_PORTAL_TOKEN"] = sys.argv[1]
say("login", "--json")
del os.environ["JTAI_SUBMIT_PORTAL_TOKEN"]
print("## found", Secrets(os.environ, stored).get("PORTAL_TOKEN") == sys.argv[1])
say("logout", "--json")
print("## found", Secrets(os.environ, stored).get("PORTAL_TOKEN") == sys.argv[1])
"""


def in_a_session(home: Path, unlock: bool, secret: str) -> str:
    tool("gnome-keyring-daemon")
    (home / "script.py").write_text(SCRIPT, "utf-8")
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_DATA_HOME": str(home / "data"),
    }
    environment.pop("PYTHON_KEYRING_BACKEND", None)
    start = (
        "echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
        if unlock
        else ""
    )
    command = f'{start}exec "{sys.executable}" "{home / "script.py"}" {secret}'
    done = subprocess.run(
        [tool("dbus-run-session"), "--", "bash", "-c", command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout + done.stderr


def test_kept_found_forgotten(machine: Path) -> None:
    secret = os.urandom(12).hex()
    said = in_a_session(machine, True, secret)
    assert "## login --json 0" in said and "## logout --json 0" in said, said
    assert said.index("## found True") < said.index("## found False")
    assert secret not in said
    kept = [p for p in machine.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()]
    assert not kept  # it encrypts


def test_without_a_keyring_that_is_said(machine: Path) -> None:
    said = in_a_session(machine, False, "abc")
    assert "## login --json 6" in said and "K011" in said and "Traceback" not in said, said
