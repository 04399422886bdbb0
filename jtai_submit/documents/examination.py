"""A document on its way: found, examined, judged. Codes, counts, positions and hashes only: never
its text.
"""

from dataclasses import dataclass, fields
from typing import Any

from ..inspection.finding import FileSummary, Finding
from ..people.hashed import Mention


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that reading a document brought to light: `count` times, at `where` (a page, a
    sheet).

    `choice` is what was done about it because a person decided so: keep, anonymise, remove or
    apply.
    """

    code: str
    count: int = 1
    where: str = ""
    detail: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about one finding of one file, as it was then (`sha256`; empty where
    nobody looked yet).
    """

    finding: str
    choice: str
    because: str
    by: str
    sha256: str = ""
    key: str = ""  # tells this decision from every other

    def stands(self, sha256: str) -> bool:
        return self.sha256 in ("", sha256)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a worker must know of people's wishes about a document: (finding, choice, SHA-256) of
    each decision.
    """

    decisions: tuple[tuple[str, str, str], ...] = ()
    convert: bool = False  # old Office files become new ones
    listed: str = ""  # the people to look for, as keyed hashes (people.hashed)

    def choices(self, sha256: str) -> dict[str, str]:
        """finding → choice, of those decisions that were made about these bytes. The last one
        counts.
        """
        return {code: choice for code, choice, sha in self.decisions if sha in ("", sha256)}


@dataclass(frozen=True, slots=True)
class Examination:
    """One document as a worker saw it. `clean_sha256` and `clean_bytes` are empty where it may not
    be sent.
    """

    kind: str = ""
    sha256: str = ""
    clean_sha256: str = ""
    clean_bytes: int = 0
    removed: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    dated: str = ""  # the day that the file itself says it is from, ISO 8601
    gated: bool = False  # whether redaction and its gate were run
    # The kind of the clean copy, where it is another: a converted file, a workbook without its
    # macros.
    became: str = ""
    mentions: tuple[Mention, ...] = ()  # who of the people list is in it, as ids
    silent: bool = False  # it was looked into for names, and holds no text: a scan
    pages: int = 0  # of the clean copy, where it has pages of its own: a PDF

    @property
    def ending(self) -> str:
        """The ending that fits the clean copy."""
        return self.became or self.kind


@dataclass(frozen=True, slots=True)
class Found:
    """A file below `documents/`: what its folder and the submission say of it, before it is opened.

    `path` is relative to the inspection folder, with `/`. `irregular` names what is wrong with it
    as a directory entry: a link, something that is no file, a cloud placeholder, unreadable.
    """

    path: str
    bytes: int
    mtime_ns: int
    irregular: str = ""
    slots: tuple[str, ...] = ()
    suggestion: str = ""
    left_out: str = ""
    decisions: tuple[Decided, ...] = ()
    convert: bool = False
    listed: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def wishes(self) -> Wishes:
        decisions = tuple((d.finding, d.choice, d.sha256) for d in self.decisions)
        return Wishes(decisions, self.convert, self.listed)


@dataclass(frozen=True, slots=True)
class Examined(Found):
    """A found file and what reading it brought to light; nothing, where nobody looked yet."""

    examined: Examination = Examination()

    @classmethod
    def of(cls, found: Found, examined: Examination = Examination()) -> "Examined":
        return cls(**_facts(found), examined=examined)


@dataclass(frozen=True, slots=True)
class Judged(Examined):
    """An examined file and everything that the rules say of it."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def by(cls, document: Examined, findings: tuple[Finding, ...]) -> "Judged":
        return cls(**_facts(document), examined=document.examined, findings=findings)

    @property
    def summary(self) -> FileSummary:
        """What others may know of it."""
        return FileSummary(
            self.path,
            self.bytes,
            self.examined.sha256,
            self.examined.kind,
            self.findings,
            self.left_out,
            self.suggestion,
        )


_FOUND = tuple(each.name for each in fields(Found))


def _facts(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _FOUND}
