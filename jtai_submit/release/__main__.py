"""`python -m jtai_submit.release windows --python ZIP [--to FOLDER]`, in a checkout."""

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

from ..storage import write_atomically
from .windows import NAME, make

_PROJECT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m jtai_submit.release", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    windows = kinds.add_parser("windows", help="the folder for Windows, in a zip")
    windows.add_argument(
        "--python",
        type=Path,
        required=True,
        metavar="ZIP",
        help="python.org's embeddable package: python-3.x.y-embed-amd64.zip",
    )
    windows.add_argument("--sha256", help="its hash as python.org says it; another is refused")
    windows.add_argument("--to", type=Path, default=Path("dist"), metavar="FOLDER")
    asked = parser.parse_args()
    try:
        python = asked.python.read_bytes()
        found = hashlib.sha256(python).hexdigest()
        if asked.sha256 and asked.sha256.lower() != found:
            raise ValueError(f"{asked.python}: its SHA-256 is {found}, not {asked.sha256}")
        with tempfile.TemporaryDirectory() as downloads:
            data = make(python, _PROJECT, Path(downloads))
    except (OSError, ValueError) as e:
        sys.stderr.write(f"{e}\n")
        return 1
    path = asked.to / NAME
    write_atomically(path, data)
    sys.stdout.write(f"{hashlib.sha256(data).hexdigest()}  {path} ({len(data) / 1e6:.1f} MB)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
