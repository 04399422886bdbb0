"""The portal that a submission means, opened with this computer's secrets."""

from ..delivery.codes import CODES as DELIVERY
from ..delivery.interface import Portal
from ..delivery.portals.registry import portal_settings
from ..delivery.settings import Access, PortalSettings
from ..delivery.throttle import UNLIMITED, Throttle, rate
from ..errors import Problem, Unusable, Usage
from ..inspection.inspection import Inspection
from ..inspection.submission import Seal
from ..packing.codes import CODES as PACKING
from .environment import Environment
from .readiness import recipient_mistakes


def open_portal(inspection: Inspection, env: Environment, limit_rate: str = "") -> Portal:
    """The portal that the submission names, at most so fast. Raises `Unusable` where
    none is named.
    """
    settings = named_portal(inspection)
    if settings is None:
        message = "the submission does not say where to send to"
        fix = "say where: jtai-submit portal set folder path=../to-upload"
        raise Unusable(DELIVERY["P003"].problem(message, fix, "submission.yaml"))

    throttle = Throttle(_rate(settings, limit_rate, inspection), env.sleep)
    return settings.open(_access(inspection, env, throttle))


def _access(inspection: Inspection, env: Environment, throttle: Throttle) -> Access:
    def mistake(code: str, message: str, fix: str, field: str) -> Problem:
        return inspection.source.problem(code, message, fix, ("portal", field))

    return Access(inspection.root, env.secrets.get, mistake, env.progress.say, throttle)


def unfit(inspection: Inspection, env: Environment) -> tuple[Problem, ...]:
    """What keeps the portal's settings from being kept or used, as far as no site need be asked."""
    settings = named_portal(inspection)
    if settings is None:
        return ()
    try:
        settings.fits(_access(inspection, env, UNLIMITED))
    except Unusable as stop:
        return tuple(stop.problems)
    return ()


def named_portal(inspection: Inspection) -> PortalSettings | None:
    portal = inspection.submission.portal
    return portal_settings(portal) if portal else None


def shown_address(inspection: Inspection) -> str:
    """The portal as receipts name it; empty where none is named, or its address is none."""
    settings = named_portal(inspection)
    try:
        return settings.shown() if settings else ""
    except Unusable:
        return ""  # `unfit` says it, and nothing is sent there


def _rate(settings: PortalSettings, flag: str, inspection: Inspection) -> int | None:
    try:
        return rate(flag or settings.limit_rate)
    except ValueError as e:
        fix = "write it like 500k or 2M (bytes a second)"
        if flag:
            raise Usage(Problem("", str(e), fix, "--limit-rate")) from None
        place = ("portal", "limit_rate")
        raise Unusable(inspection.source.problem("M004", str(e), fix, place)) from None


def sealable(inspection: Inspection) -> None:
    """Raises `Unusable` where packs cannot be sealed as the submission says."""
    submission = inspection.submission
    if submission.seal is not Seal.AGE:
        return
    if not submission.recipients:
        message = "no recipients are named, so nobody could open the packs"
        fix = 'name them: jtai-submit recipient add "NAME" KEY'
        raise Unusable(PACKING["S006"].problem(message, fix, "submission.yaml"))
    if mistakes := recipient_mistakes(inspection):
        raise Unusable(*mistakes)
