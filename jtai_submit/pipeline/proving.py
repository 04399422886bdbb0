"""When everything has arrived: the index of it, a receipt for each deadline, and what else lies
beside the packs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..custody.keys import Signer
from ..errors import PartlySent, Temporary
from ..inspection.journal import Pack, PackState
from ..inspection.standing import Standing
from .dispatch import Dispatch
from .indexing import send_index
from .proof import write_receipt
from .withdrawal import unstated

Packs = Callable[[], Sequence[Pack]]


@dataclass(frozen=True, slots=True)
class Proving:
    """`key` opens the signing key; `because` says why something was left out."""

    dispatch: Dispatch
    key: Callable[[], Signer]
    because: str

    def receipts(self, packs: Packs, deadlines: Sequence[str], standing: Standing) -> list[str]:
        """The name of each deadline's last receipt; new ones where something has none yet.

        Raises `PartlySent` where the index did not go: what arrived has its receipt then, too.
        """
        late: Temporary | None = None
        if self.dispatch.inspection.submission.index:
            try:
                send_index(self.dispatch, packs(), deadlines)
            except Temporary as stop:
                late = stop
        fresh = [pack for pack in packs() if pack.state is PackState.SENT and not pack.receipt]
        self.dispatch.list_for_upload(fresh)
        out = [self._receipt(packs(), deadline, standing) for deadline in deadlines]
        self.dispatch.tell()  # what the receipts state as withdrawn
        if late and fresh:
            raise PartlySent(*late.problems) from late
        if late:
            raise late
        return out

    def _receipt(self, packs: Sequence[Pack], deadline: str, standing: Standing) -> str:
        """A receipt for what arrived and has none yet; otherwise the name of the last one."""
        dispatch, inspection = self.dispatch, self.dispatch.inspection
        sent = PackState.SENT
        arrived = [p for p in packs if p.deadline == deadline and p.state is sent]
        unproven = [pack for pack in arrived if not pack.receipt]
        withdrawn = unstated(dispatch.survey, dispatch.journal)
        if not unproven and not withdrawn:
            for name in dict.fromkeys(pack.receipt for pack in arrived):
                dispatch.vouch(inspection.own / "receipts" / name)
            return arrived[-1].receipt if arrived else ""
        path = write_receipt(
            inspection,
            deadline,
            unproven,
            standing,
            dispatch.journal,
            self.key(),
            dispatch.env,
            portal=dispatch.journal.portal,
            because=self.because,
            withdrawn=withdrawn,
        )
        dispatch.home.remember()
        dispatch.vouch(path)
        return path.name
