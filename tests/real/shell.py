"""Somebody who types commands, one shell after the other, with a clock of their own."""

import os
import shlex
import subprocess
from pathlib import Path

from tests.conftest import program

LEADS = {
    "local-authority": "Sam",
    "safeguarding-board": "Robin",
    "police": "Pat",
    "probation": "Alex",
    "youth-offending": "Kim",
    "health": "Lee",
}


class Shell:
    """`at` is the clock of whoever types; `lines` what was typed and said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at = folder, "2017-05-09T10:30"
        self.lines = list[str]()

    def types(self, line: str, expected: int = 0) -> str:
        """A command as it is typed; what it says."""
        environment = os.environ | {"JTAI_SUBMIT_NOW": self.at, "COLUMNS": "80"}
        command = [*program(), *shlex.split(line)[1:]]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", cwd=self.folder, env=environment
        )
        said = done.stdout + done.stderr
        self.lines += [f"\n{self.at[-5:]}  $ {line}", said.rstrip(), f"[exit {done.returncode}]"]
        assert done.returncode == expected, said
        return said

    def names_leads(self, inside: str) -> None:
        """Each agency's lead, with an address and a number."""
        for slug, lead in LEADS.items():
            who = f"--lead '{lead} Example' --email {lead.lower()}@example.org"
            self.types(f"jtai-submit agency set {slug} {who} --phone '01632 960001' {inside}")
