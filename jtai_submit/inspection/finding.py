"""What a check or the redaction noticed, as people are told it; and what is known of a file beside
its findings.
"""

from dataclasses import dataclass, replace

from ..errors import OR_DECIDE, Code, Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a file or about something owed: what it is, what to do, whether it keeps it
    from being sent.

    `title` is the rule book's, and tells nothing about the file at hand; `slot` the one thing that
    it is about, where a file is there for several.
    """

    code: str
    message: str
    fix: str
    blocks: bool
    decidable: bool = False
    title: str = ""
    slot: str = ""

    @classmethod
    def of(cls, entry: Code, message: str) -> "Finding":
        return cls(entry.id, message, entry.advice, entry.blocks, entry.decidable, entry.title)

    @property
    def edit(self) -> str:
        """What to do about the document itself, without the offer to decide."""
        return self.fix.removesuffix(OR_DECIDE)

    def problem(self, where: str) -> Problem:
        return Problem(self.code, self.message, self.fix, where)

    def to_dict(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.message,
            "fix": self.fix,
            "blocks": self.blocks,
        }


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file below `documents/` as others may know it: `path` with `/`, sizes in bytes, what was
    found, never text.
    """

    path: str
    bytes: int
    sha256: str = ""
    kind: str = ""
    findings: tuple[Finding, ...] = ()
    left_out: str = ""  # why a person decided that it is not sent
    suggestion: str = ""  # the folder that it may belong in, for a file that belongs to nothing

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)

    def to_dict(self) -> dict[str, object]:
        """As it stands under `files` in JSON."""
        return {
            "path": self.path,
            "bytes": self.bytes,
            "sha256": self.sha256 or None,
            "type": self.kind or None,
            "left_out": self.left_out or None,
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def about(self, slot: str) -> "FileSummary":
        """With what is said of one slot alone, and of the whole."""
        return replace(self, findings=tuple(f for f in self.findings if f.slot in ("", slot)))

    def public(self) -> "FileSummary":
        """Without its name, and without sentences that could tell it: the rule book's titles stand
        in their place.
        """
        told = tuple(replace(f, message=f.title or f.code, fix="") for f in self.findings)
        return FileSummary(
            "", self.bytes, kind=self.kind, findings=told, left_out=bool(self.left_out) * "left out"
        )
