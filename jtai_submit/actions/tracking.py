"""An aid for the joint evaluation of one tracked child."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Usage
from ..reporting.tracking import tracking_aid
from .opening import known_child, opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Aid(Done):
    child: str
    file: Path

    def to_dict(self) -> Mapping[str, object]:
        return {"child": self.child, "file": str(self.file), "owed": False}


def write_aid(directory: Path, child: str, to: Path | None = None) -> Aid:
    """Write the aid as DOCX. Raises `Usage` for an unknown child, or where a file is there."""
    inspection = opened(directory)
    meant = known_child(child, inspection)
    tracking = inspection.manifest.tracking
    if tracking is None:
        message = f"{inspection.manifest.manifest} holds no tool for tracking"
        raise Usage(Problem("", message, "see: jtai-submit manifests show"))
    unique = next(c.unique_id for c in inspection.submission.children if c.id == meant)
    file = to or Path(f"tracking-{meant}.docx")
    if file.suffix.lower() != ".docx":
        raise Usage(Problem("", "the aid is a DOCX", f"name it {file.stem}.docx", str(file)))
    try:
        with file.open("xb") as out:
            out.write(tracking_aid(tracking, meant, unique))
    except FileExistsError:
        message = "the file is there already, and nothing is overwritten"
        raise Usage(Problem("", message, "name another file: --to", str(file))) from None
    return Aid(meant, file)
