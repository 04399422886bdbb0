"""Handing a message to a mail server: encrypted or not at all (RFC 5321, 3207, 8314, 4954)."""

import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from threading import Timer
from typing import Any

from ..errors import PartlySent, Problem, Refused, Stop, Temporary
from ..words import in_a_line
from .codes import CODES
from .tls import trust

SECONDS = 60.0  # for each answer
LONGEST = 300.0  # seconds for everything: a server that drips meets every single time-out
SUBMISSIONS = 465  # RFC 8314, 3.3: encrypted from the first byte


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

    Raises `Temporary` (P014) where the server does not answer, `Refused` where it is not encrypted
    (P016), not trusted (P012), does not let us in (P015), takes no address (P017) or not this
    message (P023), `PartlySent` where it takes some of the addresses.
    """
    try:
        with _line(server) as line:
            if server.user:
                line.login(server.user, password or "")
            refused = line.send_message(
                message, from_addr=str(message["From"].addresses[0].addr_spec), to_addrs=list(to)
            )
    except ssl.SSLCertVerificationError as e:
        fix = (
            "check host: in submission.yaml; if the server has an authority of its own, give "
            "it with ca_file:"
        )
        raise Refused(
            CODES["P012"].problem(
                f"the mail server's certificate is refused: {e.verify_message}", fix, str(server)
            )
        ) from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        fix = "check user: in submission.yaml, and JTAI_SUBMIT_SMTP_PASSWORD"
        raise Refused(
            CODES["P015"].problem(
                "the mail server does not accept the user name or password", fix, str(server)
            )
        ) from None
    except smtplib.SMTPRecipientsRefused as e:
        raise Refused(_unknown(e.recipients, server)) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as e:
        raise _not_taken(e, server) from None
    except (smtplib.SMTPException, OSError) as e:
        fix = (
            "check host: and port: in submission.yaml and your connection, and run the same "
            "command again"
        )
        raise Temporary(
            CODES["P014"].problem(
                f"the mail server cannot be reached or broke off ({_why(e)})", fix, str(server)
            )
        ) from None
    if refused:
        raise PartlySent(_unknown(refused, server))


@contextmanager
def _line(server: Server) -> Iterator[smtplib.SMTP]:
    """A line that is encrypted, and whose other end is who it says; let go of after `LONGEST`
    seconds at the latest.

    The goodbye is not waited for: what was taken is taken, whatever the server says to QUIT, and
    must not be sent twice.
    """
    context = trust(server.ca_file)
    line: smtplib.SMTP
    if server.port == SUBMISSIONS:
        line = _BoundedTls(server.host, server.port, timeout=SECONDS, context=context)
    else:
        line = _Bounded(server.host, server.port, timeout=SECONDS)
    try:
        if server.port != SUBMISSIONS:
            _encrypted(line, server, context)
        yield line
        with suppress(smtplib.SMTPException, OSError):
            line.quit()
    finally:
        line.close()


class _Bounded(smtplib.SMTP):
    """Closed from outside after `LONGEST` seconds."""

    end: Timer | None = None

    def connect(
        self, host: str = "localhost", port: int = 0, source_address: Any = None
    ) -> tuple[int, bytes]:
        self.end = Timer(LONGEST, self.cut)
        self.end.daemon = True
        self.end.start()
        return super().connect(host, port, source_address)

    def cut(self) -> None:
        """Whoever reads from the line is told that it is closed."""
        if isinstance(self.sock, socket.socket):
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self.end:
            self.end.cancel()
        super().close()


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _encrypted(line: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    """STARTTLS, or nothing. smtplib would do without, unless it is told."""
    try:
        line.starttls(context=context)
        # RFC 3207, 4.2: what the server said before is forgotten, for anybody could have said it.
        line.ehlo()
    except smtplib.SMTPNotSupportedError:
        fix = "use a port with encryption: 587 with STARTTLS, or 465"
        message = "the mail server does not encrypt, so nothing was sent"
        raise Refused(CODES["P016"].problem(message, fix, str(server))) from None


def _not_taken(error: smtplib.SMTPResponseException, server: Server) -> Stop:
    """The server took the sign-in, and not this message: for good, or (4xx, RFC 5321 4.2.1) for
    now.
    """
    said = error.smtp_error
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    plain = in_a_line(words, 200)
    message = f"the mail server does not take the report: {error.smtp_code} {plain}"
    if 400 <= error.smtp_code < 500:
        fix = "run the same command again later"
        return Temporary(CODES["P014"].problem(message, fix, str(server)))
    fix = (
        "write it to a file with --eml and attach it yourself, or ask the people who run the "
        "mail server"
    )
    if error.smtp_code == 552:  # RFC 1870, 6.1: larger than the server takes
        message += ": it is too large for this server"
    elif isinstance(error, smtplib.SMTPSenderRefused):
        fix = "check report: from: in submission.yaml"
    return Refused(CODES["P023"].problem(message, fix, str(server)))


def _unknown(refused: object, server: Server) -> Problem:
    addresses = ", ".join(sorted(map(str, refused)))  # type: ignore[call-overload]
    return CODES["P017"].problem(
        f"the mail server does not take {addresses}",
        "check report: to: in submission.yaml",
        str(server),
    )


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
