"""What a reader of documents begins with: every document waits for it."""

import subprocess
import sys


def test_a_reader_begins_with_little() -> None:
    code = "import sys, jtai_submit.redaction.inside as i; i.prepare(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "yaml", "httpx", "typer", "jinja2", "lxml", "pikepdf", "cryptography"}
    assert not heavy & set(done.stdout.split())
