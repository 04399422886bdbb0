"""The pages that travel: the index at the top of each pack, and how to open a pack without this
program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..words import held, size

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Listed:
    """One file as the index shows it. `name` is its name in the bag.

    `news` says in a later pack what it is: `new`, or `replaces 01 Referral form (v1)`.
    """

    name: str
    title: str
    bytes: int
    news: str = ""

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
    earlier: tuple[str, ...] = ()  # what was sent before and still counts: `01 Referral form (v1)`


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("jtai_submit.packing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )


def index_html(
    title: str, inspection: str, sections: Sequence[Section], replaces: str = ""
) -> bytes:
    page = _templates().get_template("index.html")
    return page.render(
        title=title, inspection=inspection, sections=sections, replaces=replaces
    ).encode()


_CHECKED = """
To check that nothing changed on the way (optional):
   the folder is a BagIt bag (RFC 8493): bagit.py --validate FOLDER
   or, in the folder: sha256sum -c manifest-sha256.txt
"""
_READ = "open index.html in the folder: it lists every document in Annex A's order, with links"
_GET_AGE = """
Where to get age
   Windows        winget install FiloSottile.age
                  or, where nothing may be installed: the zip from
                  https://github.com/FiloSottile/age/releases holds age.exe; unpack it
                  beside the packs, that is enough (no administrator is needed)
   macOS          brew install age
   Linux          apt install age, or dnf install age
"""
_ALL = """
All packs at once, in the folder where they lie:
   Windows (PowerShell)
      Get-ChildItem *.zip.age | ForEach-Object {
        $n = $_.Name -replace '\\.zip\\.age$', ''
        age -d -i IDENTITY-FILE -o "$n.zip" $_.Name; Expand-Archive "$n.zip" $n }
   macOS, Linux
      for p in *.zip.age; do n="${p%.zip.age}"
        age -d -i IDENTITY-FILE -o "$n.zip" "$p" && unzip -q "$n.zip" -d "$n"; done
"""
_ALL_LOCKED = """
All packs at once, in the folder where they lie (the passphrase is asked for each):
   Windows        select them in 7-Zip, Extract, to "*\\"
   macOS, Linux   for p in *.zip; do 7z x "$p" -o"${p%.zip}"; done
"""


def how_to_open(area: str) -> bytes:
    """For an inspector without this program: three steps with standard tools, and one for all."""
    return _lines(f"""How to open the packs from {area}

Each pack is a zip file inside an age file (https://age-encryption.org, a public format; age is
free for Windows, macOS and Linux). You need the identity file that belongs to the key you gave
{area}. If that key begins with age1pq1, you need age 1.3 or later.

1. Decrypt       age -d -i IDENTITY-FILE -o PACK.zip PACK.zip.age
2. Unzip         double-click PACK.zip, or: unzip PACK.zip -d PACK
3. Read          {_READ}
{_ALL}{_GET_AGE}{_CHECKED}
With jtai-submit all of this is one command, and it says who sealed each pack:
   jtai-submit open . --to opened --identity IDENTITY-FILE
""")


def how_to_unlock(area: str) -> bytes:
    """The same where packs are zip files with a passphrase."""
    return _lines(f"""How to open the packs from {area}

Each pack is a zip file that is locked with a passphrase (AES-256). {area} tells you the
passphrase by telephone. The zip programs that come with Windows and macOS may not open it; 7-Zip
(free, Windows and Linux, https://www.7-zip.org; its portable form needs no installation), WinZip
and Keka (macOS) do.

1. Unlock        with 7-Zip: right-click PACK.zip, Extract, type the passphrase;
                 or: 7z x PACK.zip -oPACK
2. Read          {_READ}
{_ALL_LOCKED}{_CHECKED}
With jtai-submit this is one command, which asks for the passphrase once:
   jtai-submit open . --to opened
""")


def how_to_read(area: str) -> bytes:
    """The same where nothing is locked: the site itself is."""
    return _lines(f"""How to read the packs from {area}

Each pack is a folder whose name says deadline, agency or child, and version. Nothing in it is
locked: the site that holds it is.

1. Read          {_READ}
2. Newer ones    where there is a _v2 beside a _v1, both count; the index of _v2 says for each
                 document whether it is new or replaces an earlier one
{_CHECKED}""")


def notice(area: str, documents: Sequence[tuple[str, str, str]], to_do: str) -> bytes:
    """What lies on the portal for a document that went by mistake. `documents`: pack, name in it,
    SHA-256 (hexadecimal). The reason stands in the receipt, which not everybody reads.
    """
    what = "\n".join(
        f"Pack       {pack}\nDocument   {name}\nSHA-256    {sha256}\n"
        for pack, name, sha256 in documents
    )
    return _lines(f"""Withdrawn: {area} sent this by mistake

{what}
What to do
{to_do}

{area}'s receipt says when and why it was withdrawn.
""")


def _lines(text: str) -> bytes:
    """Lines that end as Notepad wants them."""
    return text.replace("\n", "\r\n").encode()


def upload_checklist(
    area: str, packs: Sequence[tuple[str, int, int]], notices: Sequence[str] = ()
) -> bytes:
    """For a person who uploads by browser: one line a pack (name, files, bytes), and one a
    notice.
    """
    lines = [f"[ ] {name}    {held(files)}, {size(count)}" for name, files, count in packs]
    lines += [f"[ ] {name}    says what was withdrawn" for name in notices]
    text = [
        f"Upload checklist, {area}",
        "",
        "Upload each folder or file below, then tick it.",
        "",
        *lines,
        "",
        "Keep this list with the receipt.",
        "",
    ]
    return "\r\n".join(text).encode()
