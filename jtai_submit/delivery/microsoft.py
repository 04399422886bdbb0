"""Tokens for Microsoft Graph: an application's secret or certificate, or a person who signs in with
a code on any device.

https://learn.microsoft.com/entra/msal/python. msal keeps tokens in memory only: a person's sign-in
is asked for again in the next run.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from ..errors import Refused, Unusable
from ..storage import read_file
from .codes import CODES
from .interface import Again

AUTHORITY = "https://login.microsoftonline.com"
_APPLICATION = ["https://graph.microsoft.com/.default"]
_PERSON = [
    "https://graph.microsoft.com/Files.ReadWrite.All",
    "https://graph.microsoft.com/Sites.ReadWrite.All",
]


class _Line:
    """msal's idea of an HTTP client, on ours."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def post(
        self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_: Any
    ) -> httpx.Response:
        return self.client.post(url, params=params, data=data, headers=headers)

    def get(self, url: str, params: Any = None, headers: Any = None, **_: Any) -> httpx.Response:
        return self.client.get(url, params=params, headers=headers)

    def close(self) -> None:
        self.client.close()


class Tokens:
    """Call it for a token; with True for one that is new."""

    def __init__(
        self,
        tenant: str,
        client_id: str,
        *,
        secret: str | None,
        certificate: Path | None,
        say: Callable[[str], None],
        client: httpx.Client | None = None,
        authority: str = AUTHORITY,
        variable: str = "JTAI_SUBMIT_PORTAL_PASSWORD",
    ) -> None:
        """`variable` is where people put the secret, for what they are told."""
        try:
            import msal
        except ImportError:
            fix = 'install it: pip install "jtai-submit[sharepoint]"'
            raise Unusable(
                CODES["P010"].problem(
                    "signing in at Microsoft needs msal, which is not installed", fix
                )
            ) from None
        self.say, self.variable = say, variable
        line = _Line(client or httpx.Client(timeout=60.0, follow_redirects=False))
        facts = {"authority": f"{authority}/{tenant}", "http_client": line}
        self.app: Any
        try:
            if secret or certificate:
                proof = _certificate(certificate) if certificate else secret
                self.app = msal.ConfidentialClientApplication(
                    client_id, client_credential=proof, **facts
                )
            else:
                self.app = msal.PublicClientApplication(client_id, **facts)
        except (ValueError, httpx.HTTPError) as e:
            fix = "check tenant: and client_id: in submission.yaml, and your connection"
            raise Refused(
                CODES["P002"].problem(f"Microsoft's sign-in cannot be used: {e}", fix)
            ) from None

    def __call__(self, fresh: bool) -> str:
        import msal

        try:
            return self._token(fresh)
        except (msal.exceptions.MsalError, ValueError) as e:
            raise self._refused(str(e)) from None
        except httpx.TransportError:
            raise Again("Microsoft's sign-in does not answer") from None

    def _token(self, fresh: bool) -> str:
        import msal

        if fresh and isinstance(self.app, msal.ConfidentialClientApplication):
            # msal would give the one that was refused again, from its memory, as long as it lasts.
            self.app.remove_tokens_for_client()
        if isinstance(self.app, msal.ConfidentialClientApplication):
            return self._said(self.app.acquire_token_for_client(scopes=_APPLICATION))
        accounts = self.app.get_accounts()
        if accounts:
            again = self.app.acquire_token_silent(_PERSON, accounts[0], force_refresh=fresh)
            if again:
                return self._said(again)
        # RFC 8628: the device flow. It needs no browser on this computer, and no address to come
        # back to.
        flow = self.app.initiate_device_flow(scopes=_PERSON)
        if "message" not in flow:
            return self._said(flow)
        self.say(str(flow["message"]))  # which page to open, and which code to type there
        return self._said(self.app.acquire_token_by_device_flow(flow))

    def _said(self, answer: dict[str, Any]) -> str:
        token = answer.get("access_token")
        if not isinstance(token, str):
            raise self._refused(
                str(answer.get("error_description") or answer.get("error") or "no reason given")
            )
        return token

    def _refused(self, why: str) -> Refused:
        fix = (
            f"check tenant: and client_id:, and {self.variable} or certificate:, with your IT "
            "department"
        )
        said = (why.splitlines() or [""])[0]
        return Refused(CODES["P002"].problem(f"Microsoft refused to sign you in: {said}", fix))


def _certificate(file: Path) -> dict[str, str]:
    """A PEM file with a private key and its certificate, as msal wants it. Raises `Unusable`
    (P012).
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    try:
        pem = read_file(file).decode()
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except (OSError, ValueError) as e:
        fix = "give one PEM file that holds the application's private key and its certificate"
        raise Unusable(
            CODES["P012"].problem(f"certificate: cannot be used: {e}", fix, str(file))
        ) from None
    return {
        "private_key": pem,
        # What Entra names a certificate by (RFC 7515, 4.1.7); nothing is proven by it.
        "thumbprint": certificate.fingerprint(hashes.SHA1()).hex(),  # noqa: S303
        "public_certificate": pem,
    }
