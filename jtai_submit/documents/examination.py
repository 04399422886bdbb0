"""What is known about a document. Codes, counts, positions and hashes only: never its text."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that reading a document brought to light: `count` times, at `where` (a page, a sheet)."""

    code: str
    count: int = 1
    where: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """One document as a worker saw it. `clean_sha256` and `clean_bytes` are empty where it may not be sent."""

    kind: str = ""
    sha256: str = ""
    clean_sha256: str = ""
    clean_bytes: int = 0
    removed: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    dated: str = ""  # the day that the file itself says it is from, ISO 8601
    gated: bool = False  # whether redaction and its gate were run


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person is told about a file: what it is, what to do, whether it keeps the file from being sent."""

    code: str
    message: str
    fix: str
    blocks: bool


@dataclass(slots=True)
class Document:
    """One file below `documents/`: what the folder says of it, then what was learnt.

    `path` is relative to the inspection folder, with `/`. `irregular` names what is wrong with it as a directory
    entry: a link, something that is no file, a cloud placeholder, unreadable.
    """

    path: str
    bytes: int
    mtime_ns: int
    irregular: str = ""
    slots: tuple[str, ...] = ()
    suggestion: str = ""
    left_out: str = ""
    examined: Examination = field(default_factory=Examination)
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)
