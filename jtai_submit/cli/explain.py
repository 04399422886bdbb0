"""`jtai-submit explain`: the rule book, and the words of what is asked."""

import re
from typing import Annotated

import typer

from ..actions.explain import SlotExplained, explain, explain_slot
from ..words import spoken
from .options import HERE, In, Json, Plain, Quiet
from .screen import Screen

_WHAT = "a code such as D004, an item such as 3.7; without it all codes"
_CODE = re.compile(r"[A-Za-z]\d*")


def command(
    what: Annotated[str, typer.Argument(metavar="[CODE|SLOT]", help=_WHAT)] = "",
    directory: In = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say what a code means and what to do about it, or what exactly is asked for."""
    screen = Screen.of("explain", as_json, plain, quiet)
    if what and not _CODE.fullmatch(what):
        asked = explain_slot(what, directory)
        _show(screen, asked)
        return screen.done(asked)
    result = explain(what)
    for entry in result.codes:
        warns = "" if entry.blocks else " (warns only)"
        screen.line(f"{entry.id}  {entry.title}{warns}", bold=not result.whole)
        if not result.whole:
            screen.line(entry.meaning)
            screen.line(f"To fix: {entry.advice}")
    return screen.done(result)


def _show(screen: Screen, asked: SlotExplained) -> None:
    slot, contact = asked.slot, asked.contact
    screen.line(slot.shown, bold=True)
    screen.line(slot.text)
    if slot.look_back:
        screen.line(f"Look back: the {slot.look_back} months before notification")
    if slot.on_request:
        screen.line("Only if the lead inspector asks for it.")
    screen.line(
        f"Due:       {asked.deadline.title}, {spoken(asked.slot.due or asked.deadline.due)}"
    )
    ring = f": {contact.ring}" if contact.ring else ""
    screen.line(f"Gathered by {contact.agency}{ring}")
    screen.line(f"Folder:    {asked.folder}", whole=True)
