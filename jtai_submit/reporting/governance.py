"""A page for the information-governance officer, to be quoted in an impact assessment (DPIA)."""

from dataclasses import dataclass
from datetime import datetime

from ..inspection.submission import Seal
from ..words import counted, spoken_day
from .pages import page

_LEAVES = {
    Seal.AGE: (
        "One sealed pack for each agency and each child. From outside one sees the area's name, "
        "the deadline, the agency or the child's id, a version and the size; nothing else.",
    ),
    Seal.ZIP: (
        "One pack for each agency and each child, sealed with a passphrase. From outside one also "
        "sees the names and sizes of the documents in it.",
    ),
    Seal.NONE: (
        "The cleaned documents themselves, in numbered folders, not sealed.",
        "The secure site must be encrypted itself.",
    ),
}
_IN_EVERY_PACK = (
    "Copies of the documents from which metadata was removed. A copy that cannot be cleaned, and "
    "shown to be clean, does not go.",
    "An index: numbers, titles, reasons for what is not applicable, checksums.",
)
_LOGGED = (
    "audit.jsonl: what was sent, withdrawn, confirmed and wiped, when, and by whom where a person "
    "said so, with checksums. Each line holds the checksum of the one before: a change shows.",
    "journal.json: which files were packed, by path and checksum. It may be read by every agency "
    "that can open the inspection folder.",
    "receipts: what was sent, signed. Their private part, which names the original files, is "
    "readable by its maker alone.",
    "cache: what checks found, as codes, counts, positions, checksums; never text of a document.",
    "report-history.json, letters.json: counts; who was written to, when. For their maker alone.",
)
_DELETED = (
    "Nothing is deleted by itself, and no document of yours is ever changed or deleted.",
    "jtai-submit clean wipes sealed copies of what was sent, what checks found, and rehearsals. "
    "That it did so is logged.",
    "Receipts, journal and log stay with the inspection folder. Your retention schedule says when "
    "that folder goes; deleting it deletes them too.",
    "Copies on the secure site are for the inspectorates to delete. What went by mistake can only "
    "be withdrawn: those who hold it are told what to delete.",
)
_NOT_DONE = (
    "It does not black out names or judge what is written in a document: people read it first.",
    "It decides nothing about a child or a family, and nothing about the lawful basis.",
    "It has no account, sends no figures about its use, and asks no server but those named here.",
    "It opens documents on this computer only, in processes that are kept from the network where "
    "the system allows that.",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """An area's own settings. `site`: kind and host; `letters`: leads with an email address."""

    area: str
    theme: str
    now: datetime
    version: str
    seal: Seal
    readers: tuple[str, ...]
    site: str
    keys_made: bool
    report_to: tuple[str, ...]
    mail_server: str
    letters: int
    watched: bool
    converts: bool
    children: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and its answers, a paragraph each."""

    title: str
    answers: tuple[str, ...]


def governance_html(answers: Answers) -> str:
    made = f"{spoken_day(answers.now.date())} {answers.now.year}"
    return page("governance.html", answers=answers, questions=questions(answers), made=made)


def questions(answers: Answers) -> tuple[Question, ...]:
    """In the order in which an assessment asks."""
    return (
        Question("What is it about", _subject(answers)),
        Question("What leaves this computer, and where to", _leaves(answers)),
        Question("Who can read it", _readers(answers)),
        Question("Where the keys and passwords live", _keys(answers)),
        Question("What is logged", _LOGGED),
        Question("What is deleted, and when", _DELETED),
        Question("What it does not do", _NOT_DONE),
    )


def _subject(answers: Answers) -> tuple[str, ...]:
    many = counted(answers.children, "child", "children")
    about = many if answers.children else "children whom the inspectors have not chosen yet"
    watch = (
        "File names are compared with a list of names that is kept on this computer."
        if answers.watched
        else "No list of names is set (watch:): names of people in file names are not looked for."
    )
    return (
        f"{answers.theme}. Documents about {about}, and about the work of agencies.",
        "Children stand by their ids in folders, packs, reports and emails, never by their names.",
        watch,
    )


def _leaves(answers: Answers) -> tuple[str, ...]:
    unset = "No secure site is set yet (portal:)."
    site = f"Packs go to: {answers.site}." if answers.site else unset
    return (*_LEAVES[answers.seal], *_IN_EVERY_PACK, site, *_mail(answers), *_programs(answers))


def _mail(answers: Answers) -> tuple[str, ...]:
    if not answers.report_to:
        return ("No report is emailed: no address is set (report:).",)
    people = ", ".join(answers.report_to)
    leads = counted(answers.letters, "lead")
    server = answers.mail_server or "no mail server; it is written to a file"
    return (
        f"The completeness report goes to {people}, through {server}. It holds "
        "counts, titles, children's ids, reasons, and the names and numbers of agencies' leads; no "
        "document and no name of a file. Without encryption of the line it is not sent.",
        f"Letters about what is missing can go to {leads}: each only what that agency owes.",
    )


def _programs(answers: Answers) -> tuple[str, ...]:
    if not answers.converts:
        return ()
    return ("Old Office files are converted by LibreOffice on this computer.",)


def _readers(answers: Answers) -> tuple[str, ...]:
    originals = (
        "The originals lie in the inspection folder: whoever may open that folder can read them. "
        "Its permissions are yours to set."
    )
    if answers.seal is Seal.AGE:
        named = ", ".join(answers.readers) or "nobody yet (recipients:)"
        only = f"Only these people can open the packs, each with a key of their own: {named}."
        return (only, originals)
    if answers.seal is Seal.ZIP:
        return ("Everybody who is told the passphrase can open the packs (AES-256).", originals)
    return ("Everybody whom the secure site lets in can read what was sent.", originals)


def _keys(answers: Answers) -> tuple[str, ...]:
    made = "made" if answers.keys_made else "not made yet"
    return (
        f"The user's own keys (on this computer: {made}) lie in the user's settings folder, sealed "
        "with a passphrase. They are never sent. A recovery page can be printed.",
        "Passwords are asked for, or kept in this computer's keyring if that encrypts. "
        "None stands in a file, a log or a command.",
    )
