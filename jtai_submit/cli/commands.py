"""Every command with its one line of help: the first page is made from this, before any library is
loaded.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`module` is the file beside this one; `default` the sub-command that is meant where none is
    named.
    """

    summary: str
    module: str
    default: str = ""


FIRST = {
    "init": Command("make the inspection folder", "init"),
    "check": Command("what is in, what is missing, what is wrong, and what to do next", "check"),
    "push": Command("clean, pack, seal and send; run it again to go on after a stop", "push"),
    "rehearse": Command("try it all on made-up documents; nothing is sent", "rehearse"),
    "report": Command("the completeness report, as a page or an email", "report"),
}
MORE = {
    "setup": Command("what is set up, and the command for what is not", "setup"),
    "recipient": Command("whose keys open the packs", "recipient"),
    "portal": Command("where packs are sent to", "portal"),
    "agency": Command("who gathers what, and whom to ring", "agency"),
    "chase": Command("one letter to each lead who owes something", "chase"),
    "notes": Command("a note in each folder: what belongs there, until when", "notes"),
    "redact": Command("clean copies of single files", "redact"),
    "timetable": Command("every deadline in local time, and who owes what", "timetable"),
    "manifests": Command("the lists of what is asked", "manifests", "list"),
    "open": Command("decrypt, check and unpack packs", "open_packs"),
    "receipts": Command("proof of what was sent", "receipts", "list"),
    "verify": Command("check a receipt, and ask the secure site again", "verify"),
    "index": Command("one index of every document that was sent", "index"),
    "history": Command("everything that was sent, from a log that shows every change", "history"),
    "exempt": Command("say that something is not applicable, and why", "exempt"),
    "decide": Command("keep or remove hidden content, or leave a file out", "decide"),
    "withdraw": Command("a wrong document went: say so, and what must be done now", "withdraw"),
    "child": Command("add, swap or remove the children that the inspectors chose", "child"),
    "lists": Command("the lists of children: headings, wrong rows, corrections", "lists", "check"),
    "answers": Command("the four questions about the selected children", "answers"),
    "chronology": Command("check a chronology, or merge several by date", "chronology"),
    "part": Command("say that a part of an item such as 1.2 is there", "part"),
    "meeting": Command("record meetings in the fieldwork week", "meeting"),
    "consent": Command("record who consents to talk with inspectors", "consent"),
    "request": Command("what inspectors ask for later", "request"),
    "sign-off": Command("a lead approves exactly what is there", "sign_off"),
    "release": Command("the director lets exactly what is there go", "release"),
    "tracking": Command("an aid for the joint evaluation of one child", "tracking"),
    "keys": Command("your own keys, and how to recover them", "keys", "show"),
    "login": Command("keep passwords in this computer's keyring", "login"),
    "logout": Command("forget them", "logout"),
    "clean": Command("wipe the program's own copies", "clean"),
    "completion": Command("complete commands, agencies and documents in your shell", "completion"),
    "explain": Command("what a code such as D004 means, or what 3.7 asks for", "explain"),
}
COMMANDS = FIRST | MORE
HIDDEN = {"report set": Command("to whom the report is emailed", "report_set")}
# Commands that do nothing but tell: where that cannot be written, nothing was done.
ONLY_TELL = frozenset(
    "check completion explain history manifests receipts setup timetable verify".split()
)
ALIASES = {  # what people type for it
    "send": "push",
    "submit": "push",
    "upload": "push",
    "status": "check",
    "clean-metadata": "redact",
    "decrypt": "open",
}


def _listed(commands: dict[str, Command]) -> str:
    return "\n".join(f"  {name:<11} {command.summary}" for name, command in commands.items())


HELP = f"""\
Usage: jtai-submit COMMAND [OPTIONS]

Everything that inspectors asked for: complete, clean, sealed, sent and proven.

Commands:
{_listed(FIRST)}

More:
{_listed(MORE)}

Each command: jtai-submit COMMAND --help
"""
