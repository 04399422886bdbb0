"""Sign-in to Microsoft: by secret, by certificate, by a code on any device; refused in words."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
import trustme

from jtai_submit.delivery.microsoft import Tokens
from jtai_submit.errors import Refused, Unusable

TENANT = "11111111-2222-3333-4444-555555555555"


class Microsoft:
    """The few addresses of its sign-in that msal asks."""

    def __init__(self, **token: object) -> None:
        self.token, self.asked = (
            token or {"access_token": "t1", "expires_in": 3600, "token_type": "Bearer"},
            list[dict[str, list[str]]](),
        )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        base = f"https://login.microsoftonline.com/{TENANT}"
        if request.url.path.endswith("/openid-configuration"):
            return httpx.Response(
                200,
                json={
                    "token_endpoint": f"{base}/oauth2/v2.0/token",
                    "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                    "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                    "issuer": f"{base}/v2.0",
                },
            )
        if request.url.path.endswith("/discovery/instance"):
            names = ["login.microsoftonline.com", "login.windows.net"]
            known = {"preferred_network": names[0], "preferred_cache": names[1], "aliases": names}
            return httpx.Response(
                200,
                json={
                    "tenant_discovery_endpoint": f"{base}/v2.0/.well-known/openid-configuration",
                    "metadata": [known],
                },
            )
        if request.url.path.endswith("/devicecode"):
            return httpx.Response(
                200,
                json={
                    "user_code": "ABC123",
                    "device_code": "d",
                    "verification_uri": "https://microsoft.com/devicelogin",
                    "expires_in": 900,
                    "interval": 0,
                    "message": "Open https://microsoft.com/devicelogin and type ABC123",
                },
            )
        self.asked.append(parse_qs(request.read().decode()))
        return httpx.Response(200 if "access_token" in self.token else 400, json=self.token)


def tokens(
    server: Microsoft,
    said: list[str] | None = None,
    secret: str | None = None,
    certificate: Path | None = None,
) -> Tokens:
    client = httpx.Client(transport=httpx.MockTransport(server))
    say = (said if said is not None else []).append
    return Tokens(TENANT, "client", secret=secret, certificate=certificate, say=say, client=client)


def test_an_application_signs_in_with_its_secret_and_keeps_its_token() -> None:
    server = Microsoft()
    token = tokens(server, secret="hush")
    assert token(False) == "t1" and token(False) == "t1" and len(server.asked) == 1
    assert server.asked[0]["client_secret"] == ["hush"] and server.asked[0]["grant_type"] == [
        "client_credentials"
    ]
    assert token(True) == "t1" and len(server.asked) == 2  # a new one


def test_an_application_signs_in_with_its_certificate(tmp_path: Path) -> None:
    pem = tmp_path / "application.pem"
    authority = trustme.CA(key_type=trustme.KeyType.RSA)
    authority.issue_cert(
        "application", key_type=trustme.KeyType.RSA
    ).private_key_and_cert_chain_pem.write_to_path(pem)
    server = Microsoft()
    assert tokens(server, certificate=pem)(False) == "t1"
    assert "client_assertion" in server.asked[0] and "PRIVATE KEY" not in json.dumps(server.asked)
    pem.write_text("not a certificate", "utf-8")
    with pytest.raises(Unusable):
        tokens(server, certificate=pem)


def test_a_person_signs_in_with_a_code() -> None:
    said: list[str] = []
    assert tokens(Microsoft(), said)(False) == "t1"
    assert said == ["Open https://microsoft.com/devicelogin and type ABC123"]


def test_refused() -> None:
    server = Microsoft(
        error="invalid_client",
        error_description="AADSTS7000215: Invalid client secret provided.\nTrace: x",
    )
    with pytest.raises(Refused) as refused:
        tokens(server, secret="hush")(False)
    assert (
        refused.value.problems[0].code == "P002"
        and "hush" not in str(refused.value.problems)
        and "Trace" not in str(refused.value.problems)
    )
