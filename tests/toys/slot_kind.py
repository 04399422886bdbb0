"""One poster that every submission owes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from jtai_submit.inspection.slots.interface import Matches, Slot, State
from jtai_submit.inspection.submission import Submission
from jtai_submit.manifest.models import Manifest


class Posters:
    name = "poster"

    def slots(self, manifest: Manifest, submission: Submission) -> Iterator[Slot]:
        yield Slot(
            id="toy/poster",
            kind=self.name,
            title="Poster",
            text="a poster",
            folder="toys/poster",
            group="toys",
            deadline=manifest.item_deadline,
            owner=manifest.agencies[0].slug,
        )

    def ids(self, manifest: Manifest, submission: Submission) -> Iterable[str]:
        return ("toy/poster",)

    def matches(self, slots: Sequence[Slot]) -> Matches:
        def find(folders: Sequence[str]) -> Iterable[str]:
            mine = len(folders) > 1 and folders[0] == "toys"
            return ("toy/poster",) if mine and folders[1].casefold().startswith("poster") else ()

        return find

    def absent(
        self, slot: Slot, submission: Submission, now: datetime, moments: Mapping[str, datetime]
    ) -> State:
        return State.MISSING


KIND = Posters()
