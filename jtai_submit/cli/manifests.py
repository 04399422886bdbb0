"""`jtai-submit manifests`: the lists of what is asked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import Problem, Usage
from .options import Json, Plain, Quiet
from .screen import Screen

if TYPE_CHECKING:
    from ..manifest.models import Manifest


def command(
    what: Annotated[
        str, typer.Argument(metavar="[list|show|new|check]", help="list them, show one, write a blank, check a file")
    ] = "list",
    name: Annotated[str, typer.Argument(metavar="[ID|FILE]", help="the id of a manifest, or a file")] = "",
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Look at the lists of what inspectors ask for, or make one for a theme that is not shipped."""
    from ..manifest import shipped
    from ..manifest.reader import open_manifest

    screen = Screen.of("manifests", as_json, plain, quiet)
    if what not in ("list", "show", "new", "check"):
        raise Usage(
            Problem(
                "", f'"{what}" is not something that manifests can do', "use: list, show ID, new FILE or check FILE"
            )
        )
    if what != "list" and not name:
        raise Usage(
            Problem(
                "",
                f"manifests {what} needs a name",
                f"jtai-submit manifests {what} {'ID' if what == 'show' else 'FILE'}",
            )
        )
    if what == "list":
        found = [open_manifest(each) for each in shipped.ids()]
        for manifest in found:
            screen.line(f"{manifest.manifest}  {manifest.title}")
        return screen.done(0, "complete", {"manifests": [{"id": m.manifest, "title": m.title} for m in found]})
    if what == "new":
        return _new(screen, Path(name), shipped.blank())
    manifest = open_manifest(name)
    if what == "check":
        screen.line(
            f"{name} can be used: {len(manifest.agencies)} agencies, {len(manifest.items)} items, {len(manifest.key_documents)} key documents.",
            bold=True,
        )
    else:
        _show(screen, manifest)
    return screen.done(0, "complete", manifest.model_dump(mode="json", by_alias=True))


def _new(screen: Screen, path: Path, text: str) -> int:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Usage(
            Problem("", "the file is there already, and nothing is overwritten", "name another file", str(path))
        ) from None
    screen.line(f"Wrote {path}. Fill it in, then: jtai-submit manifests check {path}", bold=True)
    return screen.done(0, "complete", {"file": str(path)})


def _show(screen: Screen, manifest: "Manifest") -> None:
    screen.line(f"{manifest.manifest}: {manifest.title}", bold=True)
    screen.line(manifest.source)
    for agency in manifest.agencies:
        screen.line()
        screen.line(f"{agency.heading}  (documents/{agency.id})", bold=True)
        for item in agency.items:
            screen.line(f"  {item.id}  {item.text}{' (only if asked for)' if item.on_request else ''}", indent=7)
    screen.line()
    screen.line("Key documents about each tracked child  (documents/children/ID)", bold=True)
    for document in manifest.key_documents:
        screen.line(f"  {document.slug}: {document.text}", indent=4)
    screen.line()
    screen.line("Lists", bold=True)
    for each in manifest.lists:
        screen.line(f"  {each.slug}: {len(each.fields)} fields, due {each.deadline}", indent=4)
    for ten in manifest.lists_of_ten:
        screen.line(f"  {ten.slug}: {ten.cases} cases, due {ten.deadline}", indent=4)
