"""Who gets the completeness report, and through which server, as `submission.yaml` says it."""

from typing import Annotated

from pydantic import Field

from ..manifest.base import Model


class Smtp(Model):
    host: str = Field(pattern=r"^[^\s,;=/<>\"]+$", description="the mail server")
    port: int = Field(587, ge=1, le=65535, description="587 (STARTTLS) or 465")
    user: str = Field(
        "", description="who signs in; the password is asked for, or in JTAI_SUBMIT_SMTP_PASSWORD"
    )
    ca_file: str = Field("", description="extra certificate authority, a PEM file")


class GraphMail(Model):
    """Microsoft Graph sends the email: an application that may send from the mailbox in `from`."""

    tenant: str = Field(min_length=1, description="the organisation's domain, or its id")
    client_id: str = Field(
        min_length=1,
        description="the application; its secret is asked for, or in JTAI_SUBMIT_GRAPH_SECRET",
    )
    certificate: str = Field(
        "", description="in place of a secret: a PEM file with the application's key"
    )
    ca_file: str = Field("", description="extra certificate authority, a PEM file")


ADDRESS = r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+$"
EmailAddress = Annotated[str, Field(pattern=ADDRESS)]


class Report(Model):
    """To whom the completeness report is emailed, and through which server."""

    to: tuple[EmailAddress, ...] = Field(description="email addresses")
    cc: tuple[EmailAddress, ...] = Field((), description="who gets a copy, such as a deputy")
    smtp: Smtp | None = None
    graph: GraphMail | None = Field(None, description="in place of smtp")
    sender: EmailAddress | None = Field(
        None, alias="from", description="who it comes from; without it, the user"
    )

    @property
    def from_address(self) -> str:
        """The sender's address: as given, or made of the user and the server."""
        user, host = (self.smtp.user, self.smtp.host) if self.smtp else ("", "localhost")
        return self.sender or (user if "@" in user else f"{user or 'jtai-submit'}@{host}")
