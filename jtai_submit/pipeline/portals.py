"""Which portal a submission means, opened with its secrets."""

from pathlib import Path
from typing import Any

from ..delivery.address import shown
from ..delivery.chunks import taken
from ..delivery.interface import Moved, Parcel, Portal, Standing, Tier
from ..delivery.portals.folder import Folder
from ..delivery.throttle import Throttle, rate
from ..errors import Problem, Unusable, Usage
from ..inspection.inspection import Inspection
from ..inspection.submission import FolderPortal, S3Portal, Seal, SharepointPortal, TusPortal, WebdavPortal
from ..storage import long
from .environment import Desk

OverHttp = TusPortal | WebdavPortal | S3Portal | SharepointPortal


class DryRun:
    """Asks the real portal what it would say, accepts everything, and drops it."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.kind, self.forgets = portal, portal.kind, portal.forgets

    def standing(self) -> Standing:
        return self.portal.standing()

    def start(self, parcel: Parcel) -> str:
        if self.portal.has("", parcel):
            raise taken(parcel.name)
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


def open_portal(inspection: Inspection, desk: Desk, limit_rate: str = "") -> Portal:
    """The portal that the submission names, at most so fast. Raises `Unusable` where none is named."""
    wanted = inspection.submission.portal
    if wanted is None:
        raise Unusable(
            Problem(
                "P003",
                "the submission does not say where to send to",
                "add portal: to submission.yaml, such as portal: {kind: folder, path: ../to-upload}",
                "submission.yaml",
            )
        )
    throttle = Throttle(_rate(inspection, limit_rate), desk.sleep)
    if isinstance(wanted, FolderPortal):
        folder = inspection.root / Path(wanted.path).expanduser()
        if folder.resolve().is_relative_to(inspection.root.resolve() / "documents"):
            fix = "name a folder beside the inspection, such as ../to-upload"
            message = "the portal's folder lies among the documents that are to be sent"
            raise Unusable(inspection.source.problem("P003", message, fix, ("portal", "path")))
        return Folder(long(folder))
    return _over_http(wanted, inspection, desk, throttle)


def _rate(inspection: Inspection, flag: str) -> int | None:
    portal = inspection.submission.portal
    try:
        return rate(flag or (portal.limit_rate if portal else ""))
    except ValueError as e:
        fix = "write it like 500k or 2M (bytes a second)"
        if flag:
            raise Usage(Problem("", str(e), fix, "--limit-rate")) from None
        raise Unusable(inspection.source.problem("M004", str(e), fix, ("portal", "limit_rate"))) from None


def _over_http(wanted: OverHttp, inspection: Inspection, desk: Desk, throttle: Throttle) -> Portal:
    from ..delivery.http import Site

    ca_file = inspection.root / wanted.ca_file if wanted.ca_file else None
    secrets = desk.secrets

    def site(url: str, **more: Any) -> Site:
        return Site(url, ca_file=ca_file, throttle=throttle, **more)

    if isinstance(wanted, SharepointPortal):
        from ..delivery.microsoft import Tokens
        from ..delivery.portals.sharepoint import GRAPH, Bearer, SharePoint

        certificate = inspection.root / Path(wanted.certificate).expanduser() if wanted.certificate else None
        secret = secrets.get("PORTAL_PASSWORD")
        tokens = Tokens(wanted.tenant, wanted.client_id, secret=secret, certificate=certificate, say=desk.progress.say)
        return SharePoint(site(GRAPH, auth=Bearer(tokens)), site, wanted.site, wanted.library, wanted.folder)
    token = (secrets.get("PORTAL_TOKEN") or "").strip() or None
    if isinstance(wanted, S3Portal):
        from ..delivery.portals.s3 import S3, Signature

        key = secrets.get("PORTAL_USER", "Access key of the secure site") or ""
        hidden = secrets.get("PORTAL_PASSWORD", "Secret key of the secure site") or ""
        return S3(
            site(wanted.endpoint, auth=Signature(wanted.region, key, hidden, token)), wanted.bucket, wanted.prefix
        )
    from ..delivery.portals.tus import Tus
    from ..delivery.portals.webdav import Webdav

    name, password = secrets.get("PORTAL_USER"), secrets.get("PORTAL_PASSWORD")
    signed_in = site(wanted.url, token=token, user=(name, password) if name and password else None)
    return Tus(signed_in) if isinstance(wanted, TusPortal) else Webdav(signed_in)


def shown_address(inspection: Inspection) -> str:
    """The portal as receipts name it: without anything secret that an address may hold. Raises `Unusable` (P005)."""
    match inspection.submission.portal:
        case FolderPortal(path=path):
            return f"folder {path}"
        case TusPortal(url=url) | WebdavPortal(url=url) as portal:
            return f"{portal.kind} {shown(url)}"
        case S3Portal(endpoint=endpoint, bucket=bucket, prefix=prefix):
            return f"s3 {shown(endpoint)} {bucket}/{prefix.strip('/')}"
        case SharepointPortal(site=site, library=library, folder=folder):
            return f"sharepoint {site} {library}/{folder.strip('/')}"
        case None:
            return ""


def sealable(inspection: Inspection) -> None:
    """Raises `Unusable` where packs cannot be sealed as the submission says."""
    from .readiness import recipient_mistakes

    submission = inspection.submission
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
