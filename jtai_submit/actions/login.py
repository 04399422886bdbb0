"""The secrets of the secure site and of the mail server: kept in the system's keyring, tried, forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..custody.codes import CODES as CUSTODY
from ..custody.secrets import forget, keep, variable
from ..delivery.codes import CODES as DELIVERY
from ..delivery.interface import Again, Limits
from ..errors import Refused, Temporary
from ..pipeline.environment import Environment
from ..pipeline.portals import open_portal, shown_address
from .opening import opened
from .result import Done

QUESTIONS = {
    "portal_user": "User name at the secure site (or access key)",
    "portal_password": "Password at the secure site (or secret key)",
    "portal_token": "Token of the secure site",
    "smtp_password": "Password of the mail server",
}


@dataclass(frozen=True, slots=True)
class Kept(Done):
    """Names of the secrets that were put into the keyring."""

    names: tuple[str, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {"kept": list(self.names)}


@dataclass(frozen=True, slots=True)
class Forgotten(Done):
    names: tuple[str, ...]

    def to_dict(self) -> Mapping[str, object]:
        return {"forgotten": list(self.names)}


@dataclass(frozen=True, slots=True)
class Tried(Done):
    """The site answers; `folder` where it is a folder of this computer."""

    portal: str
    folder: bool
    limits: Limits

    def to_dict(self) -> Mapping[str, object]:
        return {
            "portal": self.portal,
            "room": self.limits.room,
            "largest": self.limits.largest,
        }


def login(env: Environment) -> Kept:
    """Keep what the environment or a person gives. Raises `Refused` (K004, K011)."""
    kept = []
    for name, question in QUESTIONS.items():
        value = env.secrets.environment.get(variable(name))
        value = value or (env.secrets.ask(question) if env.secrets.ask else "")
        if value:
            keep(name, value)
            kept.append(name)
    if not kept:
        fix = f"run it in a terminal, or set {variable('portal_token')} for this one time"
        message = "nobody is there to ask, so nothing was kept"
        raise Refused(CUSTODY["K004"].problem(message, fix))
    return Kept(tuple(kept))


def try_login(directory: Path, env: Environment) -> Tried:
    """Sign in and ask for limits; nothing is sent. A person who waits wants to know now: nothing is tried twice."""
    inspection = opened(directory)
    address = shown_address(inspection)
    portal = open_portal(inspection, env)
    try:
        return Tried(address, portal.kind == "folder", portal.limits())
    except Again as e:
        fix = "check portal: in submission.yaml, and your connection"
        message = f"the secure site does not answer: {e}"
        raise Temporary(DELIVERY["P001"].problem(message, fix, address)) from None
    finally:
        portal.close()


def logout() -> Forgotten:
    """Take our secrets out of the keyring; keys stay."""
    return Forgotten(tuple(name for name in QUESTIONS if forget(name)))
