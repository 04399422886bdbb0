"""What is known about a document. Codes, counts, positions and hashes only: never its text."""

from dataclasses import dataclass, field

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

    @property
    def ending(self) -> str:
        """The ending that fits the clean copy."""
        return self.became or self.kind


@dataclass(slots=True)
class Document:
    """One file below `documents/`: what the folder says of it, then what was learnt.

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
    examined: Examination = field(default_factory=Examination)
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def wishes(self) -> Wishes:
        decisions = tuple((d.finding, d.choice, d.sha256) for d in self.decisions)
        return Wishes(decisions, self.convert, self.listed)

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)

    @property
    def summary(self) -> FileSummary:
        """What others may know of it."""
        known = self.examined
        return FileSummary(
            self.path,
            self.bytes,
            known.sha256,
            known.kind,
            self.findings,
            self.left_out,
            self.suggestion,
        )
