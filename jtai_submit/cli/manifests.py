"""`jtai-submit manifests`: the lists of what is asked."""

from pathlib import Path
from typing import Annotated

import typer

from ..actions import manifests
from ..manifest.difference import Change
from ..manifest.models import Manifest, ManifestKind
from ..words import counted, typed
from .help import app as new_app
from .options import EXITS, Json, Plain, Quiet
from .screen import Screen

app = new_app()
Name = Annotated[str, typer.Argument(metavar="ID|FILE", help="the id of a manifest, or a file")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="a file")]


@app.callback(epilog=EXITS)
def group() -> None:
    """Look at the lists of what inspectors ask for, or make one for a theme that is not shipped."""


@app.command("list", epilog=EXITS)
def listed(as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """The manifests that are shipped."""
    screen = Screen.of("manifests", as_json, plain, quiet)
    result = manifests.listed()
    for manifest in result.manifests:
        screen.line(f"{manifest.manifest}  {manifest.title}")
    return screen.done(result)


@app.command(epilog=EXITS)
def show(name: Name, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Everything that one asks for."""
    screen = Screen.of("manifests", as_json, plain, quiet)
    result = manifests.shown(name)
    _show(screen, result.manifest)
    return screen.done(result)


@app.command(epilog=EXITS)
def new(file: File, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Write a commented blank."""
    screen = Screen.of("manifests", as_json, plain, quiet)
    result = manifests.write_blank(file)
    check = typed(("manifests", "check", str(file)))
    screen.line(f"Wrote {file}. Fill it in, then: {check}", bold=True, whole=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def check(file: Name, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Check a file of your own."""
    screen = Screen.of("manifests", as_json, plain, quiet)
    result = manifests.shown(file)
    m = result.manifest
    agencies = counted(len(m.agencies), "agency", "agencies")
    asked = f"{counted(len(m.items), 'item')}, {counted(len(m.key_documents), 'key document')}"
    words = f"{file} can be used: {agencies}, {asked}."
    screen.line(words, bold=True)
    return screen.done(result)


@app.command(epilog=EXITS)
def diff(
    old: Name,
    new: Name,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """What the second asks that the first does not, and who is asked."""
    screen = Screen.of("manifests", as_json, plain, quiet)
    result = manifests.compared(old, new)
    for change in Change:
        mine = [each.ask for each in result.differences if each.change is change]
        if not mine:
            continue
        screen.line(f"{change.value.capitalize()}: {len(mine)}", bold=True)
        for ask in mine:
            words = f": {ask.words}" if ask.words else f": {ask.detail}"
            screen.line(f"  {ask.who}, {ask.kind}, {ask.title}{words}", indent=4)
    if not result.differences:
        screen.line("They ask for the same.", bold=True)
    return screen.done(result)


def _show(screen: Screen, manifest: Manifest) -> None:
    screen.line(f"{manifest.manifest}: {manifest.title}", bold=True)
    screen.line(manifest.source)
    for agency in manifest.agencies:
        screen.line()
        screen.line(f"{agency.heading}  (documents/{agency.id})", bold=True)
        for item in agency.items:
            asked = " (only if asked for)" if item.on_request else ""
            screen.line(f"  {item.id}  {item.text}{asked}", indent=7)
            for part in item.parts:
                screen.line(f"       {part.id}: {part.title}", indent=9)
    if manifest.key_documents:
        _show_documents(screen, manifest)
    if manifest.kind is not ManifestKind.READINESS:
        _show_lists(screen, manifest)


def _show_documents(screen: Screen, manifest: Manifest) -> None:
    screen.line()
    screen.line("Key documents about each tracked child  (documents/children/ID)", bold=True)
    for document in manifest.key_documents:
        screen.line(f"  {document.slug}: {document.text}", indent=4)


def _show_lists(screen: Screen, manifest: Manifest) -> None:
    screen.line()
    screen.line("Lists", bold=True)
    for each in manifest.lists:
        due = f", due {each.deadline}" if each.deadline else ""
        screen.line(f"  {each.slug}: {len(each.fields)} fields{due}", indent=4)
    for ten in manifest.lists_of_ten:
        screen.line(f"  {ten.slug}: {ten.cases} cases, due {ten.deadline}", indent=4)
