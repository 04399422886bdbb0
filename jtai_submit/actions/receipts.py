"""Proof of what was sent: the receipts of an inspection."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..custody import receipt
from ..custody.codes import CODES as CUSTODY
from ..custody.receipt import Receipt
from ..errors import Problem, Unusable, Usage
from ..inspection.inspection import Inspection
from ..manifest.codes import CODES as MANIFEST
from ..pipeline import later
from ..pipeline.environment import Environment
from .opening import command, opened
from .result import Done


@dataclass(frozen=True, slots=True)
class Listed(Done):
    """Receipts with the files they were read from, oldest first."""

    receipts: tuple[tuple[Path, Receipt], ...]

    def to_dict(self) -> Mapping[str, object]:
        return {"receipts": [_data(path, each) for path, each in self.receipts]}


@dataclass(frozen=True, slots=True)
class Confirmed(Done):
    """A person uploaded these packs by hand."""

    receipt: str
    packs: tuple[str, ...]
    by: str

    def to_dict(self) -> Mapping[str, object]:
        return {"receipt": self.receipt, "packs": list(self.packs), "by": self.by}


def listed(directory: Path, env: Environment) -> Listed:
    return _read(_paths(opened(directory)), env)


def shown(directory: Path, number: str, env: Environment) -> Listed:
    """One receipt; without a number the newest."""
    return _read([named(opened(directory), number, directory)], env)


def confirm(directory: Path, number: str, by: str, env: Environment) -> Confirmed:
    """Keep in the log that `by` uploaded the packs of a receipt. Raises `Usage`,
    `Unusable` (K007).
    """
    if not by.strip():
        fix = 'say who uploaded them: --by "…"'
        raise Usage(MANIFEST["M010"].problem("nobody is named", fix, "--by"))
    inspection = opened(directory)
    path = named(inspection, number, directory)
    read = receipt.read(path, env.keys.trusted(), env.keys.retirements())
    if not read.known:
        message = "nobody here knows who signed this receipt"
        fix = "the one who signed it confirms it"
        raise Unusable(CUSTODY["K007"].problem(message, fix, str(path)))
    packs = later.confirm(inspection, path.name, read.predicate, by, env)
    return Confirmed(path.name, tuple(packs), by)


def _paths(inspection: Inspection) -> list[Path]:
    return sorted((inspection.own / "receipts").glob("[0-9][0-9][0-9][0-9]_*.json"))


def named(inspection: Inspection, number: str, directory: Path) -> Path:
    """The receipt of a number, such as 1 or 0001, or of its whole name; the newest without any.

    Raises `Usage` where there is none.
    """
    every = _paths(inspection)
    if not every:
        raise Usage(Problem("", "there are no receipts yet", "send something: jtai-submit push"))
    found = every[-1:] if not number else [path for path in every if _is(path, number)]
    if len(found) != 1:
        fix = f"see: {command(directory, 'receipts', 'list')}"
        raise Usage(Problem("", f'there is no receipt "{number}"', fix))
    return found[0]


def _is(path: Path, number: str) -> bool:
    digits = path.stem.partition("_")[0].lstrip("0")
    return number in (path.name, path.stem) or digits == number.lstrip("0")


def _read(paths: list[Path], env: Environment) -> Listed:
    trusted, retired = env.keys.trusted(), env.keys.retirements()
    return Listed(tuple((path, receipt.read(path, trusted, retired)) for path in paths))


def _data(path: Path, each: Receipt) -> dict[str, object]:
    return {
        "file": str(path),
        "signer": each.signer,
        "known": each.known,
        "subject": [subject.to_dict() for subject in each.subjects],
        **each.predicate.model_dump(mode="json"),
    }
