"""Old Office files become new ones, with an installed LibreOffice, where people asked for that.

Zeroing properties in the old binary formats leaves names elsewhere in them, so they are never
cleaned as they are. LibreOffice runs without a window and without the user's settings, cut off from
the network by the system (see workers/program.py) and, on every system, by its own switches; its
folder vanishes whatever happens.
"""

import re
import shutil
from pathlib import Path
from xml.sax.saxutils import escape

from ..documents.kind import Kind
from ..workers.program import NoResult, Program, run
from .interface import Unreadable

CONVERTED = {Kind.DOC: Kind.DOCX, Kind.XLS: Kind.XLSX, Kind.PPT: Kind.PPTX, Kind.XLSB: Kind.XLSX}
SECONDS = 90
_FILTERS = {
    Kind.DOCX: "docx:MS Word 2007 XML",
    Kind.XLSX: "xlsx:Calc MS Excel 2007 XML",
    Kind.PPTX: "pptx:Impress MS PowerPoint 2007 XML",
}
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# LibreOffice's own switches (org.openoffice.…, officecfg/registry/schema in its source). "proxy"
# keeps it by itself from
# fetching over HTTP, which tests/real/test_convert.py tries. "passive" helps and is not counted on:
# with
# BlockUntrustedRefererLinks alone, LibreOffice 7.4 did fetch a linked picture.
SWITCHES = {
    # Whatever it would fetch goes to a port of this computer where nobody listens (RFC 863,
    # discard).
    "proxy": (
        ("Inet/Settings", "ooInetProxyType", "2"),
        ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
        ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
        ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
        ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
        ("Inet/Settings", "ooInetNoProxy", ""),
    ),
    "passive": (  # no macros, no scripts, no links followed or brought up to date (2: never)
        ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
        ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
        ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
        ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
        ("Office.Writer/Content/Update", "Link", "2"),
        ("Office.Calc/Content/Update", "Link", "2"),
    ),
}
# [MS-DOC] 2.4.1: old Office files keep text with one byte a letter, or with two (UTF-16)
_FILES = re.compile(
    rb"(?:file|smb|davs?|s?ftp|vnd\.sun\.star\.\w+):|\\\\[\w.$-]{2,63}\\", re.IGNORECASE
)


def office() -> str:
    """The LibreOffice of this computer; empty where there is none."""
    return shutil.which("soffice") or next(
        (place for place in _PLACES if Path(place).is_file()), ""
    )


def converted(data: bytes, kind: Kind) -> tuple[bytes, Kind]:
    """The same document in today's format.

    Raises `Unreadable`: D006 without LibreOffice, D003 where that cannot read it, R203 where it
    takes too long.
    """
    program, new = office(), CONVERTED[kind]
    if not program:
        raise Unreadable("D006", "no LibreOffice")
    made = run(_program(Path(program), data, kind, new))
    match made:
        case bytes():
            return made, new
        case NoResult.TIME | NoResult.CRASH:
            raise Unreadable("R203", made.value)
        case NoResult.NETWORK:
            raise Unreadable("D006", "no cut")
        case _:
            raise Unreadable("D003", "not converted")


def _program(office_: Path, data: bytes, kind: Kind, new: Kind) -> Program:
    command = (
        str(office_),
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
        "-env:UserInstallation={uri}/profile",
        "--convert-to",
        _FILTERS[new],
        "--outdir",
        "{folder}/out",
        f"{{folder}}/document.{kind}",
    )
    files = {
        f"document.{kind}": data,
        "profile/user/registrymodifications.xcu": settings(*SWITCHES),
    }
    place = office_.resolve().parent
    readable = (place.parent if place.name == "program" else place,)
    own_switches = not leads_to_files(data)
    return Program(command, files, f"out/document.{new}", SECONDS, readable, own_switches)


def leads_to_files(data: bytes) -> bool:
    """Whether it names files on servers or disks, from which LibreOffice's switches are not known
    to keep it.
    """
    return any(_FILES.search(text) for text in (data, data[::2], data[1::2]))


def settings(*names: str) -> bytes:
    """A profile's settings with these of the switches set."""
    items = "".join(_item(*each) for name in names for each in SWITCHES[name])
    space = "http://openoffice.org/2001/registry"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{space}">{items}</oor:items>'
    ).encode()


def _item(path: str, name: str, value: str) -> str:
    text = f"<value>{escape(value)}</value>"
    return (
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" '
        f'oor:op="fuse">{text}</prop></item>'
    )
