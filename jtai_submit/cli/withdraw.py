"""`jtai-submit withdraw`: a wrong document went."""

from typing import Annotated

import typer

from .options import HERE, ByOption, InOption, Json, Plain, Quiet, desk, inspection, known, reasoned
from .screen import Screen


def command(
    slot: Annotated[
        str, typer.Argument(metavar="SLOT", help="the item or child's document for which it went, such as 3.4")
    ],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="why; it stands in the next receipt")],
    by: ByOption,
    directory: InOption = HERE,
    as_json: Json = False,
    plain: Plain = False,
    quiet: Quiet = False,
) -> int:
    """Say that what was sent for SLOT and is no longer in its folder went by mistake. The next receipt tells the people
    who hold it what to do; ring them now."""
    from ..inspection.edits import appended, listed, save
    from ..inspection.journal import Journal, only_one
    from ..pipeline.survey import Selection, examine, look
    from ..pipeline.withdrawal import TO_DO, gone_by_mistake, noted

    screen = Screen.of("withdraw", as_json, plain, quiet)
    here, table = inspection(directory), desk(screen)
    known(slot, here)
    reasoned(because, by)
    survey = look(here, Selection(), table)
    examine(survey, table, gated=False)
    gone = gone_by_mistake(slot, survey, Journal.load(here.own))
    at = table.now.isoformat(timespec="seconds")
    line = listed({"slot": slot, "because": because, "by": by, "at": at}, "sha256", list(gone))
    with only_one(here.own):  # a push that is on its way would not know of it: nothing is written then
        save(here, appended(here.source, "withdrawn", line))
        noted(here, table, slot, because, by, list(gone.values()))
    for name in gone.values():
        screen.line(f"Withdrawn: {name}", indent=4)
    screen.line("Nothing can be unsent. Ring the people who hold the pack now, and ask them:", bold=True)
    screen.line(TO_DO, indent=4)
    left = any(slot in document.slots for document in survey.documents)
    how = "" if left else f' (while nothing is there for {slot}: with --incomplete --because "…")'
    screen.line(f"Next: jtai-submit push {directory}{how}: its receipt states this.", bold=True)
    return screen.done(0, "complete", {"slot": slot, "documents": list(gone.values()), "to_do": TO_DO})
