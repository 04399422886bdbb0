"""Handing a message to a mail server: encrypted or not at all (RFC 5321, 3207, 8314, 4954)."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ..errors import PartlySent, Problem, Refused, Temporary
from .codes import CODES
from .tls import trust

SECONDS = 60.0
SUBMISSIONS = 465  # the port that is encrypted from the first byte


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and who signs in to it. `ca_file` is an authority of one's own, in PEM."""

    host: str
    port: int
    user: str = ""
    ca_file: Path | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def post(message: EmailMessage, to: Sequence[str], server: Server, password: str | None) -> None:
    """Hand the message over for every address in `to`.

    Raises `Temporary` (P014) where the server does not answer, `Refused` where it is not encrypted (P016), not trusted
    (P012), does not let us in (P015) or takes no address (P017), `PartlySent` where it takes some of them.
    """
    try:
        with _connected(server) as line:
            if server.user:
                line.login(server.user, password or "")
            refused = line.send_message(
                message, from_addr=str(message["From"].addresses[0].addr_spec), to_addrs=list(to)
            )
    except ssl.SSLCertVerificationError as e:
        fix = "check host: in submission.yaml; if the server has an authority of its own, give it with ca_file:"
        raise Refused(
            CODES["P012"].problem(f"the mail server's certificate is refused: {e.verify_message}", fix, str(server))
        ) from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        fix = "check user: in submission.yaml, and JTAI_SUBMIT_SMTP_PASSWORD"
        raise Refused(
            CODES["P015"].problem("the mail server does not accept the user name or password", fix, str(server))
        ) from None
    except smtplib.SMTPRecipientsRefused as e:
        raise Refused(_unknown(e.recipients, server)) from None
    except (smtplib.SMTPException, OSError) as e:
        fix = "check host: and port: in submission.yaml and your connection, and run the same command again"
        raise Temporary(
            CODES["P014"].problem(f"the mail server cannot be reached or broke off ({_why(e)})", fix, str(server))
        ) from None
    if refused:
        raise PartlySent(_unknown(refused, server))


def _connected(server: Server) -> smtplib.SMTP:
    """A line that is encrypted, and whose other end is who it says. smtplib would do without, unless it is told."""
    context = trust(server.ca_file)
    if server.port == SUBMISSIONS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    line = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        line.starttls(context=context)
        line.ehlo()
    except smtplib.SMTPNotSupportedError:
        line.close()
        fix = "use a port with encryption: 587 with STARTTLS, or 465"
        raise Refused(
            CODES["P016"].problem("the mail server does not encrypt, so nothing was sent", fix, str(server))
        ) from None
    except BaseException:
        line.close()
        raise
    return line


def _unknown(refused: object, server: Server) -> Problem:
    addresses = ", ".join(sorted(map(str, refused)))  # type: ignore[call-overload]
    return CODES["P017"].problem(
        f"the mail server does not take {addresses}", "check report: to: in submission.yaml", str(server)
    )


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
