"""D003: a file that cannot be read as what it is."""

from collections.abc import Iterator
from dataclasses import replace

from ...documents.examination import Examined, Noticed
from ...documents.walk import UNFINISHED
from ...errors import Code
from ..interface import Context
from .sentence import Sentence, constant, lines, of, rule, unnamed

_UNFINISHED = "this is a download that did not end"
_DOWNLOAD = "Download it again, wait until it has ended, and take this file away."
_WORDS = {
    "cut short": "the file is cut short",
    "no mail": "the file says that it is a mail, and has nothing of one",
    "a mail inside": "a mail that is attached is damaged",
    "text": "its text is in no encoding that programs write",
    "letters": "some of its letters are in another encoding than the one it names",
    "picture": "a picture in it is damaged, or of a kind that nobody here can read",
    "a picture": "a picture in it is damaged",
    "font": "a font in it is damaged, or of a kind that nobody here can read",
    "a link": "it holds a link to another file in place of a file",
    "a member's name": "a file in it has a name that would lead out of the zip",
    "two parts of one name": "it holds two files of one name",
    "a part is missing or broken": "a part of it is missing or damaged",
    "a part is broken": "a part of it is damaged",
    "a part is not what it says": "a part of it is not what it says that it is",
    "no document in it": "there is no document in it",
    "not converted": "LibreOffice could not convert it",
    "pages in a circle": "its pages lead round in a circle",
    "pages": "it has no page that can be read",
    "page description": "what draws a page of it is damaged",
    "a stream": "a part of it is damaged",
    **dict.fromkeys(
        ("Permission denied", "Access is denied"),
        "you may not read the file: ask whoever keeps it, or its folder, for access",
    ),
}


def find(document: Examined, _: Context) -> Iterator[str]:
    if document.irregular == UNFINISHED:
        yield f"{_UNFINISHED}: {_DOWNLOAD[0].lower()}{_DOWNLOAD[1:-1]}"


def _other(noticed: Noticed) -> str:
    if noticed.detail.startswith("page "):
        return f"the file is damaged and {noticed.detail} cannot be read"
    if " " in noticed.detail:  # words of ours; one word alone is the name of a program's error
        return f"{of(noticed)}the file is damaged and cannot be read: {noticed.detail}"
    return f"{of(noticed)}the file is damaged and cannot be read{unnamed(noticed)}"


RULE = replace(
    rule(
        "D003",
        Code(
            "Damaged file",
            "The file cannot be read; often a copy or download that was interrupted.",
            "Open it in its program; if that works, save it again, otherwise ask for another copy.",
        ),
        (
            Sentence("download", constant(_UNFINISHED), _DOWNLOAD),
            *lines(_WORDS),
            Sentence("", _other),
        ),
    ),
    find=find,
)
