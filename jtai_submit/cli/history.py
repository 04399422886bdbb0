"""`jtai-submit history`: everything that happened, from the audit log."""

from datetime import datetime

from ..words import counted
from .options import HERE, Directory, Json, Plain, Quiet, desk, inspection
from .screen import Screen

WORDS = {
    "sent": "Sent {pack}, arrival verified by {verification}",
    "receipt": "Receipt {receipt}",
    "cleaned": "Our own copies were wiped: {files} in all",
    "withdrawn": "{by} withdrew {slot}: {because}",
    "confirmed": "{by} confirmed by hand that {pack} was uploaded",
}


def command(directory: Directory = HERE, as_json: Json = False, plain: Plain = False, quiet: Quiet = False) -> int:
    """Show what was sent when, after checking that nobody changed the log: against itself, and against the receipts."""
    from ..pipeline.later import history
    from ..words import spoken

    screen = Screen.of("history", as_json, plain, quiet)
    here = inspection(directory)
    events = history(here, desk(screen).keys.trusted())
    for event in events:
        words = WORDS.get(str(event["event"]), str(event["event"])).format_map({k: str(v) for k, v in event.items()})
        screen.line(f"{spoken(datetime.fromisoformat(str(event['at'])))}  {words}", indent=4)
    if not events:
        screen.line("Nothing was sent yet.")
    else:
        screen.line(f"The log is whole: {counted(len(events), 'line')}, and every receipt agrees with it.", bold=True)
    return screen.done(0, "complete", {"events": events})
