"""Which portal a submission means, opened with its secrets."""

from pathlib import Path

from ..delivery.folder import Folder
from ..delivery.interface import Moved, Parcel, Portal, Standing, Tier
from ..errors import Problem, Unusable
from ..manifest.reader import Inspection
from ..manifest.submission import FolderPortal, Seal, TusPortal
from .desk import Desk


class DryRun:
    """Asks the real portal what it would say, accepts everything, and drops it."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.kind = portal, portal.kind

    def standing(self) -> Standing:
        return self.portal.standing()

    def start(self, parcel: Parcel) -> str:
        return ""

    def offset(self, session: str, parcel: Parcel) -> int | None:
        return parcel.bytes

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        moved(parcel.bytes)

    def has(self, session: str, parcel: Parcel) -> bool:
        return False

    def finish(self, session: str, parcel: Parcel) -> Tier:
        return Tier.NONE

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        return self.portal.confirm(session, parcel)

    def abandon(self, session: str) -> None:
        """There is nothing to take back."""

    def close(self) -> None:
        self.portal.close()


def open_portal(inspection: Inspection, desk: Desk) -> Portal:
    """Raises `Unusable` where none is named, or its kind is not built yet."""
    wanted = inspection.submission.portal
    if isinstance(wanted, FolderPortal):
        return Folder(inspection.root / Path(wanted.path).expanduser())
    if isinstance(wanted, TusPortal):
        from ..delivery.http import Site
        from ..delivery.tus import Tus

        user, password = desk.secrets.get("PORTAL_USER"), desk.secrets.get("PORTAL_PASSWORD")
        ca_file = inspection.root / wanted.ca_file if wanted.ca_file else None
        token = desk.secrets.get("PORTAL_TOKEN")
        return Tus(Site(wanted.url, token=token, user=(user, password) if user and password else None, ca_file=ca_file))
    if wanted is None:
        raise Unusable(
            Problem(
                "P003",
                "the submission does not say where to send to",
                "add portal: to submission.yaml, such as portal: {kind: folder, path: ../to-upload}",
                "submission.yaml",
            )
        )
    raise Unusable(
        inspection.source.problem(
            "P010",
            f"portals of kind {wanted.kind} are not built yet",
            "use kind: folder or kind: tus",
            ("portal", "kind"),
        )
    )


def shown_address(inspection: Inspection) -> str:
    """The portal as receipts name it: without anything secret that an address may hold."""
    wanted = inspection.submission.portal
    if isinstance(wanted, TusPortal):
        from urllib.parse import urlsplit

        parts = urlsplit(wanted.url)
        return f"tus {parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
    return f"folder {wanted.path}" if isinstance(wanted, FolderPortal) else ""


def sealable(inspection: Inspection) -> None:
    """Raises `Unusable` where packs cannot be sealed as the submission says."""
    from .readiness import recipient_mistakes

    submission = inspection.submission
    if submission.seal is Seal.ZIP:
        raise Unusable(
            inspection.source.problem("S007", "seal: zip is not built yet", "use seal: age or seal: none", ("seal",))
        )
    if submission.seal is Seal.AGE:
        if not submission.recipients:
            raise Unusable(
                Problem(
                    "S006",
                    "no recipients are named, so nobody could open the packs",
                    "add recipients: to submission.yaml, or use seal: none where the site itself is encrypted",
                    "submission.yaml",
                )
            )
        if mistakes := recipient_mistakes(inspection):
            raise Unusable(*mistakes)
