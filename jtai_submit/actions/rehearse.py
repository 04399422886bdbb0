"""The whole way, on made-up documents or on the real folder; nothing is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Exit, Problem
from ..inspection.finding import FileSummary
from ..inspection.inspection import Inspection
from ..pipeline.environment import Environment
from ..pipeline.outcome import Outcome
from ..rehearsal import rehearse as rehearsal
from ..rehearsal import sample
from ..rehearsal.whole import Played, play
from .opening import opened
from .push import pack_data

SAMPLE = Path("jtai-rehearsal")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How it went; `refused` are the sample's documents that were refused at first, and then put
    right.
    """

    inspection: Inspection
    outcome: rehearsal.Rehearsed
    refused: tuple[FileSummary, ...] = ()
    played: Played | None = None  # where it was a mock inspection

    @property
    def exit(self) -> Exit:
        return Exit.OK if self.outcome.passed else Exit.NOT_READY

    @property
    def problems(self) -> Sequence[Problem]:
        return self.inspection.warnings

    @property
    def pushed(self) -> Outcome:
        return self.outcome.outcome

    @property
    def receipt(self) -> Path | None:
        name = self.pushed.receipt
        return self.outcome.folder / "receipts" / name if name else None

    def to_dict(self) -> Mapping[str, object]:
        outcome = self.outcome
        return {
            "packs": [pack_data(pack) for pack in self.pushed.packs],
            "receipt": str(self.receipt) if self.receipt else None,
            "dry_run": True,
            "area": str(self.inspection.root),
            "report": str(outcome.report),
            "gaps": [report.slot.id for report in self.pushed.standing.failing],
            "refused_first": [
                {"file": file.path, "code": f.code, "message": f.message, "fix": f.fix}
                for file in self.refused
                for f in file.findings
                if f.blocks
            ],
            "figures": {
                "documents": len(outcome.seen),
                "bytes": outcome.bytes,
                "seconds": round(outcome.seconds, 2),
                "markers_planted": outcome.markers_planted,
                "markers_found": outcome.markers_found,
                "text_differences": outcome.text_differences,
            },
        } | ({"score": _score(self.played)} if self.played else {})


def _score(played: Played) -> dict[str, object]:
    return {
        "per_cent_in_time": played.score,
        "rounds": [
            {
                "deadline": each.due.id,
                "due": each.due.due.isoformat(),
                "owed": each.owed,
                "in_time": each.in_time,
                "late": [
                    {
                        "slot": late.slot,
                        "agency": late.agency,
                        "came": late.came.isoformat() if late.came else None,
                    }
                    for late in each.late
                ],
            }
            for each in played.rounds
        ],
    }


def rehearse_folder(directory: Path, env: Environment, *, whole: bool = False) -> Rehearsed:
    """Rehearse a real folder; gaps are listed, and nothing in it is set to sent. `whole` plays
    every deadline with a moving clock.
    """
    inspection = opened(directory)
    if whole:
        played = play(inspection, env, None, {})
        return Rehearsed(inspection, played.rehearsed, played=played)
    return Rehearsed(inspection, rehearsal.rehearse(inspection, env, None))


def rehearse_sample(
    env: Environment,
    begun: Callable[[Path], None],
    looked: Callable[[Sequence[FileSummary]], None],
    *,
    whole: bool = False,
) -> Rehearsed:
    """Rehearse a made-up area in a new folder. `begun` is told the folder, `looked` what was
    refused at first.
    """
    folder = _free(SAMPLE)
    begun(folder)
    area = sample.make(folder, env.now.date())
    refused = tuple(rehearsal.first_look(area.inspection, env))
    looked(refused)
    area.correct()
    if whole:
        played = play(area.inspection, env, area.markers, sample.arrivals(area))
        return Rehearsed(area.inspection, played.rehearsed, refused, played)
    outcome = rehearsal.rehearse(area.inspection, env, area.markers)
    return Rehearsed(area.inspection, outcome, refused)


def _free(wanted: Path) -> Path:
    folder, number = wanted, 1
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder
