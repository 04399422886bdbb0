"""A format of our own: a first line `TOY1`, then `name: value` lines, of which `text`
alone shows.
"""

from jtai_submit.documents.examination import Noticed
from jtai_submit.redaction.interface import NO_CHOICES, Choices, Cleaned, Format, Unreadable

_FIRST = b"TOY1\n"


def clean(data: bytes, choices: Choices = NO_CHOICES) -> Cleaned:
    if not data.startswith(_FIRST):
        raise Unreadable("D003", "its first line")
    lines = data.splitlines(keepends=True)[1:]
    kept = [line for line in lines if line.startswith(b"text:")]
    gone = [line.partition(b":") for line in lines if line not in kept]
    secrets = {value.strip().decode() for _, _, value in gone}
    names = sorted({name.decode() for name, _, _ in gone})
    return Cleaned(_FIRST + b"".join(kept), removed=names, secrets=secrets)


def doubt(original: bytes, cleaned: Cleaned) -> list[Noticed]:
    found = [s for s in cleaned.secrets if s.encode() in cleaned.data]
    return [Noticed("R201", len(found))] if found else []


FORMAT = Format(clean, doubt, looks_like=lambda data: data.startswith(_FIRST))
