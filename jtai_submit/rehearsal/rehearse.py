"""The conductor of a rehearsal: the same `push`, to a portal of our own, with throw-away keys,
opened and compared.
"""

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ..custody.keys import Signer
from ..delivery.http import Site
from ..delivery.portals.tus import Tus
from ..inspection.finding import FileSummary
from ..inspection.inspection import Inspection
from ..inspection.submission import Recipient, Seal
from ..packing.recipients import generate
from ..pipeline.environment import Environment
from ..pipeline.judge import check
from ..pipeline.outcome import Options, Outcome
from ..pipeline.push import push
from ..pipeline.survey import Selection
from ..reporting.pages import report_html
from .inspector import Seen, inspect
from .portal import embedded


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How it went. `folder` holds the receipt and the report."""

    outcome: Outcome
    folder: Path
    report: Path
    seen: tuple[Seen, ...]
    bytes: int
    seconds: float

    @property
    def markers_planted(self) -> int:
        return sum(each.planted for each in self.seen)

    @property
    def markers_found(self) -> int:
        return sum(len(each.found) for each in self.seen)

    @property
    def text_differences(self) -> int:
        return sum(each.text_differs for each in self.seen)

    @property
    def clean(self) -> bool:
        return not self.markers_found and not self.text_differences

    @property
    def passed(self) -> bool:
        return self.clean and self.outcome.standing.ready and bool(self.seen)


def rehearse(
    inspection: Inspection,
    env: Environment,
    markers: dict[str, list[str]] | None,
    clock: Callable[[], float] = time.monotonic,
    rounds: Iterable[tuple[Environment, Selection]] = (),
) -> Rehearsed:
    """Rehearse a folder; writes only below its `.jtai/rehearsals/`, and sets nothing to sent.

    `rounds` are pushes before the last one, which sends whatever has not gone by then: each with
    its clock and what it is about.
    """
    began = clock()
    folder = _new_folder(inspection.own / "rehearsals")
    identity = generate()
    with embedded(folder / "portal") as portal:
        stand_in = replace(
            inspection,
            own=folder,
            submission=inspection.submission.model_copy(
                update={
                    "seal": Seal.AGE,
                    "portal": {"kind": "tus", "url": portal.url},
                    "recipients": (
                        Recipient(
                            name="An inspector, for this rehearsal", key=str(identity.recipient())
                        ),
                    ),
                }
            ),
        )
        line, options = Tus(Site(portal.url)), Options(incomplete=True, because="a rehearsal")
        try:
            for at, selection in rounds:
                push(stand_in, selection, line, Signer.throw_away, at, options)
                env = at
            outcome = push(stand_in, Selection(), line, Signer.throw_away, env, options)
        finally:
            line.close()
        env.progress.begin(
            "Opening as an inspector", sum(f.bytes for p in outcome.packs for f in p.files)
        )
        seen = []
        with env.workers() as workers:
            for each in inspect(
                outcome.packs, portal.arrived(), identity, inspection.root, markers, workers
            ):
                seen.append(each)
                env.progress.move(
                    next(f.bytes for p in outcome.packs for f in p.files if f.path == each.path),
                    each.path,
                )
        env.progress.end()
    report = folder / "report.html"
    report.write_text(report_html(outcome.standing), "utf-8")
    for name in ("portal", "outbox", "cache"):  # ciphertext whose key is gone
        shutil.rmtree(folder / name, ignore_errors=True)
    size = sum(f.bytes for p in outcome.packs for f in p.files)
    return Rehearsed(outcome, folder, report, tuple(seen), size, clock() - began)


def first_look(inspection: Inspection, env: Environment) -> list[FileSummary]:
    """The documents that `check` would refuse."""
    seen = check(inspection, Selection(), env)
    return [document for report in seen.slots for document in report.files if document.blocked]


def _new_folder(above: Path) -> Path:
    number = 1
    while True:
        folder = above / f"{number:04}"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
        else:
            return folder
