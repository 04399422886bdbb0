"""Who is named in a document, heard while it goes through: ids and counts, and no text.

What is heard is the cleaned copy of the document and of each document in it, and the names of files
that stand inside: what inspectors will read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from ..documents.examination import Noticed
from ..people.hashed import Listener, Mention, of_texts
from .interface import Cleaned, Format


@dataclass(slots=True)
class Ear:
    """What was heard; `silent` where there is no text to hear."""

    listener: Listener | None = None
    texts: bool = False  # whether more than names of files is asked for
    mentions: tuple[Mention, ...] = ()
    silent: bool = False
    lost: bool = False  # whether a text, or a picture of one, was there and could not be heard
    noticed: list[Noticed] = field(default_factory=list)


_EAR: ContextVar[Ear | None] = ContextVar("ear", default=None)


@contextmanager
def listening(listed: str) -> Iterator[Ear]:
    """Listen for the people of a list (as keyed hashes) to whatever goes through meanwhile."""
    ear = Ear(Listener(listed), of_texts(listed)) if listed else Ear()
    token = _EAR.set(ear if listed else None)
    try:
        yield ear
    finally:
        _EAR.reset(token)
    if ear.listener:
        heard = ear.listener.heard()
        ear.mentions = heard.mentions
        ear.silent = ear.texts and (ear.lost or not heard.read)
        if heard.watched:
            ear.noticed.append(Noticed("D011", heard.watched, detail="inside"))


def hear(form: Format, cleaned: Cleaned) -> None:
    """The texts of a cleaned copy.

    A text that cannot be taken out costs nothing but its being heard: whether the copy is sound is
    for the second reader to say.
    """
    ear = _EAR.get()
    if not ear or not ear.listener or not ear.texts or not form.said:
        return
    try:
        for text in form.said(cleaned.data, cleaned.shown):
            if text is None:
                ear.lost = True
            else:
                ear.listener.hear(text)
    except Exception:
        ear.lost = True


def hear_name(name: str) -> None:
    """The name of a file that stands inside a document."""
    ear = _EAR.get()
    if ear and ear.listener:
        ear.listener.hear(name, title=True)
