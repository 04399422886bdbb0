"""The pages that travel: the index at the top of each pack, and how to open a pack without this program."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..words import counted, size

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Listed:
    """One file as the index shows it. `name` is its name in the bag."""

    name: str
    title: str
    bytes: int

    @property
    def href(self) -> str:
        return quote(self.name)

    @property
    def about(self) -> str:
        return f"{self.name.rpartition('.')[2].upper()}, {size(self.bytes)}"


@dataclass(frozen=True, slots=True)
class Section:
    """One item or key document: its files, and what is to be said where there are none."""

    number: str
    title: str
    text: str
    files: tuple[Listed, ...]
    notes: tuple[str, ...] = ()


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("jtai_submit.packing"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def index_html(title: str, inspection: str, sections: Sequence[Section], replaces: str = "") -> bytes:
    page = _templates().get_template("index.html")
    return page.render(title=title, inspection=inspection, sections=sections, replaces=replaces).encode()


_CHECKED = """
To check that nothing changed on the way (optional):
   the folder is a BagIt bag (RFC 8493): bagit.py --validate pack
   or, in the folder: sha256sum -c manifest-sha256.txt
"""


def how_to_open(area: str) -> bytes:
    """For an inspector without this program: three steps with standard tools."""
    return f"""How to open the packs from {area}

Each pack is a zip file inside an age file (https://age-encryption.org, a public format; age is free for Windows,
macOS and Linux). You need the identity file that belongs to the key you gave {area}. If that key begins with
age1pq1, you need age 1.3 or later.

1. Decrypt       age -d -i IDENTITY-FILE -o pack.zip PACK.zip.age
2. Unzip         double-click pack.zip, or: unzip pack.zip -d pack
3. Read          open index.html in the folder: it lists every document in Annex A's order, with links
{_CHECKED}
With jtai-submit all of this is one command:
   jtai-submit open PACK.zip.age --to pack --identity IDENTITY-FILE
""".replace("\n", "\r\n").encode()


def how_to_unlock(area: str) -> bytes:
    """The same where packs are zip files with a passphrase."""
    return f"""How to open the packs from {area}

Each pack is a zip file that is locked with a passphrase (AES-256). {area} tells you the passphrase by telephone.
The zip programs that come with Windows and macOS may not open it; 7-Zip (free, Windows and Linux), WinZip and
Keka (macOS) do.

1. Unlock        with 7-Zip: right-click PACK.zip, Extract, type the passphrase; or: 7z x PACK.zip -opack
2. Read          open index.html in the folder: it lists every document in Annex A's order, with links
{_CHECKED}
With jtai-submit this is one command, which asks for the passphrase:
   jtai-submit open PACK.zip --to pack
""".replace("\n", "\r\n").encode()


def upload_checklist(area: str, packs: Sequence[tuple[str, int, int]]) -> bytes:
    """For a person who uploads by browser: one line a pack (name, files, bytes)."""
    lines = [f"[ ] {name}    {counted(files, 'file')}, {size(count)}" for name, files, count in packs]
    text = [f"Upload checklist, {area}", "", "Upload each folder or file below, then tick it.", "", *lines, "",
            "Keep this list with the receipt.", ""]  # fmt: skip
    return "\r\n".join(text).encode()
