"""Old Office files become new ones, with an installed LibreOffice, where people asked for that.

Zeroing properties in the old binary formats leaves names elsewhere in them, so they are never cleaned as they are.
LibreOffice runs without a window, network access of its own, or the user's settings, in a private folder that is
wiped whatever happens.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from ..documents.kind import Kind
from .interface import Unreadable

CONVERTED = {Kind.DOC: Kind.DOCX, Kind.XLS: Kind.XLSX, Kind.PPT: Kind.PPTX, Kind.XLSB: Kind.XLSX}
SECONDS = 90
_PREFIX, _LEFT_BEHIND = "jtai-submit-private-", 15 * 60
_FILTERS = {Kind.DOCX: "docx:MS Word 2007 XML", Kind.XLSX: "xlsx:Calc MS Excel 2007 XML", Kind.PPTX: "pptx:Impress MS PowerPoint 2007 XML"}  # fmt: skip
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def office() -> str:
    """The LibreOffice of this computer; empty where there is none."""
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), "")


def converted(data: bytes, kind: Kind) -> tuple[bytes, Kind]:
    """The same document in today's format. Raises `Unreadable`: D006 without LibreOffice, D003 where that cannot read it."""
    program, new = office(), CONVERTED[kind]
    if not program:
        raise Unreadable("D006", "no LibreOffice")
    Path(tempfile.gettempdir()).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        here = Path(folder)
        source, out = here / f"document.{kind}", here / "out"
        source.write_bytes(data)
        command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
                   f"-env:UserInstallation={(here / 'profile').as_uri()}", "--convert-to", _FILTERS[new],
                   "--outdir", str(out), str(source)]  # fmt: skip
        if not _ran(command, here):
            raise Unreadable("R203", "time")
        try:
            return (out / f"document.{new}").read_bytes(), new
        except OSError:
            raise Unreadable("D003", "not converted") from None


def _ran(command: list[str], here: Path) -> bool:
    """Run it to its end, in an environment that knows nothing of the user; False where it had to be stopped."""
    private = {"PATH": os.defpath, "SYSTEMROOT": r"C:\Windows"} | dict.fromkeys(
        ("HOME", "TMPDIR", "TEMP", "TMP"), str(here)
    )
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=private, cwd=here, start_new_session=True
    ) as process:
        try:
            process.wait(SECONDS)
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:  # what it started goes with it
            if sys.platform != "win32":
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()


class PrivateFolder:
    """Where workers put what a conversion needs. It is wiped at the end; one that a killed program left behind, by the
    next. `path` is empty until it is needed."""

    def __init__(self) -> None:
        self.path = ""

    def make(self) -> str:
        for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with suppress(OSError):
                if old.is_dir() and time.time() - old.stat().st_mtime > _LEFT_BEHIND:
                    shutil.rmtree(old, ignore_errors=True)
        self.path = tempfile.mkdtemp(prefix=_PREFIX)
        return self.path

    def wipe(self) -> None:
        if self.path:
            shutil.rmtree(self.path, ignore_errors=True)
