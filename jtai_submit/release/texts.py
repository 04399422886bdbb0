"""What is said in the folder: a page for the person, a page for her IT department, the licences."""

from collections.abc import Iterable

from .parts import Part

_READ_ME = """jtai-submit {version}, for Windows 10 and 11 (64-bit)

Gets everything that inspectors of children's services asked for to them: complete, clean, sealed
and proven.

1. Put it somewhere
   Right-click the zip, choose "Extract All...". Put the folder where only you can change it: in
   your own profile, or on a share that your IT department set up. Nothing is installed; to remove
   it, delete the folder.

2. Start it
   Double-click start-here.cmd. A window opens in your Documents with the list of commands.
   Windows may ask whether you trust it, because it came from the internet: your IT department can
   say so once for everybody. Do not switch the warning off yourself.

3. Rehearse
   Type: jtai-submit rehearse
   It makes up an area, goes all the way, and sends nothing. It ends with "It works".

4. Begin
   Type: jtai-submit init exampleshire --area Exampleshire --notified 2017-05-09
   Then drop documents into the folders below exampleshire\\documents, and type:
   jtai-submit check exampleshire
   Each answer says what to do next. jtai-submit COMMAND --help says more.

Good to know
 - Your originals are never changed.
 - Documents in OneDrive must be on this computer: right-click the folder, choose "Always keep on
   this device". The tool says which ones are not.
 - In PowerShell, when you are in this folder, type .\\jtai-submit instead of jtai-submit.
 - If something stops, the same command goes on where it was.
"""

_FOR_IT = """jtai-submit {version} for Windows: what your IT department wants to know

What it is
   One folder: python.org's embeddable Python {python} (SHA-256 of its zip:
   {sha256}),
   {count} packages from PyPI, each checked against a pinned SHA-256, and jtai-submit itself.
   LICENCES.txt names all parts. SHA256SUMS.txt has the hash of every file.
   The zip is reproducible: from the same inputs, the script of the project makes the same bytes.

What it needs
   64-bit Windows 10 or 11 (on Arm it runs in the emulation of x64). No administrator, no
   installer, no service, no driver, no registry entry, no scheduled task, no open port that others
   can reach. rehearse listens on 127.0.0.1 while it runs.
   The folder may be read-only. It runs from a disk, a stick or a share.

What it runs
   python\\python.exe, and copies of it that read the documents: low integrity, in a job object with
   limits of memory, and they end with it. LibreOffice, if it is installed and somebody asks for
   old formats to be converted. Neither PowerShell nor macros.
   AppLocker or WDAC: allow python\\*.exe, *.dll and *.pyd in the folder (Python's own are signed by
   the Python Software Foundation; those of packages mostly are not), by hash or by path.

What it writes
   The inspection folder that the person names; %LOCALAPPDATA%\\jtai-submit (keys, sealed);
   %TEMP% (private folders of the readers, wiped at the end). Passwords lie in Windows' Credential
   Manager, under the person's account.

Which hosts
   Only what submission.yaml names: the host of the portal and, for report --email, the mail server.
   A portal of kind sharepoint: login.microsoftonline.com, graph.microsoft.com and the tenant's
   *.sharepoint.com. It looks for no updates and reports nothing to anybody. HTTPS certificates are
   checked; a proxy is taken from HTTPS_PROXY.

Updates
   A new version is a new folder. Delete the old one; what it wrote stays usable.

What was tried, and what was not
   Tried on a Windows Python under Wine: a rehearsal, pushing and opening, long names, locked files.
   Not tried: permissions of NTFS on shares, virus scanners, OneDrive, SmartScreen, the real
   Credential Manager. Rehearse on one of your own computers first.
"""


def read_me(version: str) -> str:
    """A page for the person."""
    return _READ_ME.format(version=version)


def read_me_for_it(version: str, python: str, sha256: str, count: int) -> str:
    """A page for the IT department; `python` and `sha256` tell the embeddable package."""
    return _FOR_IT.format(version=version, python=python, sha256=sha256, count=count)


def licences(parts: Iterable[Part], site: str, python: str) -> str:
    """Every part with its licence, and where in the folder its text lies."""
    lines = [
        "Parts of this folder, their licences, and where the texts lie",
        "",
        "jtai-submit: MIT",
        "    LICENSE.txt",
        f"Python {python}: Python Software Foundation License Version 2, with those of its parts",
        "    python/LICENSE.txt",
    ]
    for part in sorted(parts, key=lambda p: p.name):
        lines.append(f"{part.name} {part.version}: {part.licence}")
        lines += [f"    {site}/{text}" for text in part.texts]
        if not part.texts:
            lines.append("    its package holds no text")
    return "\n".join(lines) + "\n"
