"""The secrets of the secure site and of the mail server: kept in the system's keyring, tried,
forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..custody.codes import CODES as CUSTODY
from ..custody.secrets import forget, keep, variable
from ..delivery.interface import Limits, Step
from ..delivery.trial import Try, probe, walk
from ..errors import Exit, Problem, Refused, Stop
from ..pipeline.environment import Environment
from ..pipeline.portals import open_portal, shown_address
from ..words import size
from .opening import opened
from .result import Done

SIGN_IN = "reach the site and sign in"
QUESTIONS = {
    "portal_user": "User name at the secure site (or access key)",
    "portal_password": "Password at the secure site (or secret key)",
    "portal_token": "Token of the secure site",
    "smtp_password": "Password of the mail server",
    "graph_secret": "Secret of the application that sends mail (Microsoft Graph)",
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
class Tried:
    """What trying the site came to, step by step; `folder` where it is a folder of this
    computer.
    """

    portal: str
    folder: bool
    limits: Limits
    steps: tuple[Step, ...] = ()

    @property
    def stops(self) -> Sequence[Stop]:
        return [step.stop for step in self.steps if step.stop]

    @property
    def exit(self) -> Exit:
        """That of the first step that did not work."""
        return self.stops[0].exit if self.stops else Exit.OK

    @property
    def problems(self) -> Sequence[Problem]:
        each = [problem for stop in self.stops for problem in stop.problems]
        return [p if p.where else replace(p, where=self.portal) for p in each]

    def to_dict(self) -> Mapping[str, object]:
        return {
            "portal": self.portal,
            "room": self.limits.room,
            "largest": self.limits.largest,
            "steps": [step.to_dict() for step in self.steps],
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
    """Sign in, and try each step that a push needs with a few bytes that are taken back at once.

    A person who waits wants to know now: nothing is tried twice. What does not work is an outcome,
    with its step; raises a `Stop` only where the portal cannot even be named or opened.
    """
    inspection = opened(directory)
    portal = open_portal(inspection, env)
    address = shown_address(inspection)
    limits = Limits()

    def sign_in() -> str:
        nonlocal limits
        limits = portal.limits()
        return "" if limits.room is None else f"room for {size(limits.room)}"

    try:
        steps = list(walk(Try(SIGN_IN, sign_in)))
        if all(step.ok for step in steps):
            steps += probe(portal)
    finally:
        portal.close()
    return Tried(address, portal.kind == "folder", limits, tuple(steps))


def logout() -> Forgotten:
    """Take our secrets out of the keyring; keys stay."""
    return Forgotten(tuple(name for name in QUESTIONS if forget(name)))
