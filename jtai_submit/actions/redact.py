"""Clean copies of single files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem, Usage
from ..pipeline.environment import Environment
from ..pipeline.sheets import Cleaned, write_sheet
from ..pipeline.single import Copy, clean_copies
from .output import output, outside


@dataclass(frozen=True, slots=True)
class Redacted:
    copies: tuple[Copy, ...]

    @property
    def refused(self) -> list[Copy]:
        return [copy for copy in self.copies if copy.output is None]

    @property
    def exit(self) -> Exit:
        return Exit.NOT_READY if self.refused else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        return tuple(f.problem(str(c.source)) for c in self.refused for f in c.findings if f.blocks)

    def to_dict(self) -> Mapping[str, object]:
        return {"files": [_data(copy) for copy in self.copies]}


def redact(
    files: Sequence[Path],
    to: Path,
    env: Environment,
    *,
    convert: bool = False,
    sheet: Path | None = None,
) -> Redacted:
    """Clean each file into `to`; originals are never changed, copies never overwritten. `sheet` is
    where a page goes that says what was taken out. Raises `Usage`.
    """
    for file in files:
        if file.is_dir():
            fix = "name the files in it, such as FOLDER/*.docx"
            raise Usage(Problem("", "this is a folder", fix, str(file)))
        if not file.is_file():
            raise Usage(Problem("", "there is no such file", "check the path", str(file)))
    if sheet:
        output(sheet, "cleaned.html")
    outside(to / "copies")
    copies = tuple(clean_copies(files, to, env, convert=convert))
    if sheet:
        told = [Cleaned(c.document, c.kind, c.removed, c.findings) for c in copies]
        write_sheet(sheet, "copies", Path(), told, env)
    return Redacted(copies)


def _data(copy: Copy) -> dict[str, object]:
    why = next((f for f in copy.findings if f.blocks), None) if copy.output is None else None
    return {
        "source": str(copy.source),
        "output": str(copy.output) if copy.output else None,
        "type": copy.kind or None,
        "removed": list(copy.removed),
        "findings": [f.to_dict() for f in copy.findings],
        "refused": why and {"code": why.code, "message": why.message, "fix": why.fix},
    }
