"""What `portal:` says, and what a portal is opened with."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ..errors import Problem, Unusable
from .address import signed
from .codes import CODES
from .interface import Portal
from .throttle import Throttle

if TYPE_CHECKING:
    from .http import Site


@dataclass(frozen=True, slots=True)
class Access:
    """What opening a portal may use: `root` is the folder that paths in the settings start from.

    `secret(name, question)` gives a secret, or None; `mistake(code, message, fix, field)` is a
    problem that names the place of a setting in the file that it was read from.
    """

    root: Path
    secret: Callable[[str, str], str | None]
    mistake: Callable[[str, str, str, str], Problem]
    say: Callable[[str], None]
    throttle: Throttle

    def path(self, setting: str) -> Path | None:
        return self.root / Path(setting).expanduser() if setting else None

    def site(self, settings: "PortalSettings", url: str, **more: Any) -> "Site":
        """A line to a site, with the certificate authority and the speed of these settings."""
        from .http import Site

        return Site(url, ca_file=self.path(settings.ca_file), throttle=self.throttle, **more)

    def sign_in(self) -> dict[str, Any]:
        """A token, or a name and a password, for sites that take either."""
        name, password = self.secret("PORTAL_USER", ""), self.secret("PORTAL_PASSWORD", "")
        token = (self.secret("PORTAL_TOKEN", "") or "").strip() or None
        return {"token": token, "user": (name, password) if name and password else None}


class PortalSettings(BaseModel, ABC):
    """What each kind of portal has beside its own: one class a kind, in the file that speaks its
    protocol.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    example: ClassVar[str]  # as it stands in the commented submission.yaml

    ca_file: str = Field("", description="extra certificate authority, a PEM file")
    limit_rate: str = Field(
        "",
        pattern=r"^(\d+(\.\d+)?[kKmMgG]?)?$",
        description="at most so much a second, such as 2M",
    )

    def fits(self, access: Access) -> None:
        """Whether these settings may be kept: no line is opened. Raises `Unusable` (P003, P005,
        P024).
        """
        for field, value in self:
            if isinstance(value, str) and "//" in value:
                self.address(access, value, field)
        self.shown()

    def address(self, access: Access, url: str, field: str) -> str:
        """The address of a setting. Raises `Unusable` (P024) where a password is in it, without
        showing the line.
        """
        if signed(url):
            code = CODES["P024"]
            message = "a user name, a password or a token stands in the portal's address"
            problem = access.mistake(code.id, message, code.fix, field)
            raise Unusable(replace(problem, excerpt=""))
        return url

    @abstractmethod
    def shown(self) -> str:
        """The portal as receipts name it, without anything secret. Raises `Unusable` (P005)."""

    @abstractmethod
    def open(self, access: Access) -> Portal:
        """The portal, ready to be asked. Raises a `Stop` where it cannot be used."""
