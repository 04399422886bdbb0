"""Packs and keys against the age of the browser: npm's `age-encryption`, which inspectors may use
in a web page.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jtai_submit.packing import recipients
from jtai_submit.packing.age import CHUNK
from jtai_submit.packing.hybrid import HybridIdentity
from tests.conftest import tool
from tests.packing.test_age import decrypt, encrypt
from tests.real.servers import absent

pytestmark = pytest.mark.real
MODULES = Path(sys.prefix) / "npm" / "node_modules"  # .ci/run installs it
SCRIPT = """
import { readFileSync, writeFileSync } from "node:fs"
import { Decrypter, Encrypter } from "age-encryption"
import { generateHybridIdentity, generateX25519Identity } from "age-encryption"
import { identityToRecipient } from "age-encryption"
const [what, ...rest] = process.argv.slice(2)
if (what === "keys") {
  for (const make of [generateX25519Identity, generateHybridIdentity]) {
    const identity = await make()
    console.log(identity, await identityToRecipient(identity))
  }
} else if (what === "seal") {
  const e = new Encrypter()
  e.addRecipient(rest[0])
  writeFileSync(rest[2], await e.encrypt(readFileSync(rest[1])))
} else {
  const d = new Decrypter()
  d.addIdentity(rest[0])
  writeFileSync(rest[2], await d.decrypt(readFileSync(rest[1])))
}
"""


@pytest.fixture
def browser(tmp_path: Path) -> list[str]:
    if not (MODULES / "age-encryption").is_dir():
        absent("npm's age-encryption")
    node = tool("node")
    (tmp_path / "node_modules").symlink_to(MODULES, target_is_directory=True)
    script = tmp_path / "age.mjs"
    script.write_text(SCRIPT, "utf-8")
    return [node, str(script)]


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, encoding="utf-8", timeout=100
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("hybrid", [False, True])
def test_what_one_seals_the_other_opens(tmp_path: Path, browser: list[str], hybrid: bool) -> None:
    mine = recipients.generate_hybrid() if hybrid else recipients.generate()
    theirs = run(*browser, "keys").splitlines()[hybrid].split()
    plain, sealed, back = tmp_path / "plain", tmp_path / "sealed", tmp_path / "back"
    for size in (0, 1, CHUNK, 3 * CHUNK + 5):
        plain.write_bytes(os.urandom(size))
        run(*browser, "seal", str(mine.recipient()), plain, sealed)
        assert decrypt(sealed.read_bytes(), mine) == plain.read_bytes()
        sealed.write_bytes(encrypt(plain.read_bytes(), recipients.recipient(theirs[1])))
        run(*browser, "open", theirs[0], sealed, back)
        assert back.read_bytes() == plain.read_bytes()
    read = recipients.identity(theirs[0])
    assert isinstance(read, recipients.X25519Identity | HybridIdentity)
    assert str(read.recipient()) == theirs[1]
