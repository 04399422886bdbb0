"""Mail through Microsoft Graph, by its rules: MIME in base64, 202, errors with a code."""

import base64
import json
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import httpx
import pytest
import respx

from jtai_submit.delivery.graph import GRAPH, Bearer
from jtai_submit.delivery.graph_mail import send
from jtai_submit.delivery.http import Site
from jtai_submit.errors import Exit, Stop
from tests.make import fill, inspection, jtai

Capsys = pytest.CaptureFixture[str]
MAILBOX = "jtai@council.example"
ADDRESS = f"{GRAPH}/users/{MAILBOX}/sendMail"
SECRET = "a secret made for this test"


@pytest.fixture
def graph() -> Iterator[respx.Route]:
    with respx.mock() as router:
        yield router.post(ADDRESS).respond(202)


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = MAILBOX, "dcs@council.example", "Wörds"
    message.set_content("words\n")
    return message


def sent() -> None:
    line = Site(GRAPH, auth=Bearer(lambda fresh: "new" if fresh else "old"))
    send(letter(), MAILBOX, line)
    line.close()


def test_the_whole_message_goes(graph: respx.Route) -> None:
    sent()
    request = graph.calls.last.request
    assert request.headers["Authorization"] == "Bearer old"
    assert request.headers["Content-Type"] == "text/plain"
    message = message_from_bytes(base64.b64decode(request.content), policy=default)
    assert (message["To"], message["Subject"]) == ("dcs@council.example", "Wörds")


def test_a_token_that_has_ended_is_asked_for_again(graph: respx.Route) -> None:
    graph.side_effect = [httpx.Response(401), httpx.Response(202)]
    sent()
    assert [c.request.headers["Authorization"] for c in graph.calls] == ["Bearer old", "Bearer new"]


@pytest.mark.parametrize(
    ("status", "error", "code", "exit"),
    [
        (403, "ErrorAccessDenied", "P015", Exit.REFUSED),
        (401, "InvalidAuthenticationToken", "P015", Exit.REFUSED),
        (404, "ErrorInvalidUser", "P023", Exit.REFUSED),
        (400, "ErrorInvalidRecipients", "P017", Exit.REFUSED),
        (400, "ErrorMimeContentInvalidBase64String", "P023", Exit.REFUSED),
        (413, "ErrorMessageSizeExceeded", "P023", Exit.REFUSED),
        (429, "ApplicationThrottled", "P014", Exit.TEMPORARY),
        (503, "", "P014", Exit.TEMPORARY),
    ],
)
def test_what_it_does_not_take(
    graph: respx.Route, status: int, error: str, code: str, exit: Exit
) -> None:
    body = {"error": {"code": error, "message": "In words,\nof two lines."}} if error else None
    graph.respond(status, json=body) if body else graph.respond(status)
    with pytest.raises(Stop) as stop:
        sent()
    assert (stop.value.problems[0].code, stop.value.exit) == (code, exit)
    told = stop.value.problems[0].message
    assert exit is Exit.TEMPORARY or (error in told and "In words, of two lines." in told)
    assert graph.call_count == (2 if status == 401 else 1), "it is not sent again by itself"


def test_a_line_that_breaks_is_not_tried_again(graph: respx.Route) -> None:
    graph.side_effect = httpx.ReadError("reset")
    with pytest.raises(Stop) as stop:
        sent()
    assert stop.value.exit is Exit.TEMPORARY and graph.call_count == 1


def signing_in(router: respx.MockRouter, answer: dict[str, object]) -> None:
    """Microsoft's sign-in as far as an application goes."""
    host = "https://login.microsoftonline.com"
    router.get(url__startswith=f"{host}/common/discovery").respond(
        json={"tenant_discovery_endpoint": f"{host}/example.org/oidc", "metadata": []}
    )
    router.get(url__regex=rf"{host}/.*openid-configuration.*").respond(
        json={
            "authorization_endpoint": f"{host}/example.org/authorize",
            "token_endpoint": f"{host}/example.org/token",
            "issuer": f"{host}/example.org/v2.0",
        }
    )
    router.post(f"{host}/example.org/token").respond(json=answer)


REPORT = (
    "{to: [dcs@council.example], cc: [deputy@council.example], "
    f"graph: {{tenant: example.org, client_id: abc}}, from: {MAILBOX}}}"
)


def test_the_report_goes_by_graph(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_GRAPH_SECRET", SECRET)
    here = inspection(tmp_path / "x", report=REPORT)
    fill(here, ("3.4",))
    with respx.mock(assert_all_called=False) as router:
        signing_in(router, {"access_token": "t", "token_type": "Bearer", "expires_in": 3599})
        post = router.post(ADDRESS).respond(202)
        result = jtai(capsys, "report", "x", "--email", "--json")
    assert result.code == 1 and result.data["email"]["sent"] is True, result.err
    assert SECRET not in result.out + result.err
    message = message_from_bytes(base64.b64decode(post.calls.last.request.content), policy=default)
    assert message["To"] == "dcs@council.example" and message["Cc"] == "deputy@council.example"
    assert MAILBOX in message["From"]


def test_what_is_missing_is_said(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x", report=REPORT)
    nobody = jtai(capsys, "report", "x", "--email", "--json")
    assert nobody.code == 6 and nobody.json["errors"][0]["code"] == "P015"
    assert "JTAI_SUBMIT_GRAPH_SECRET" in nobody.json["errors"][0]["fix"]
    inspection(tmp_path / "y", report=REPORT.replace(f", from: {MAILBOX}", ""))
    unsaid = jtai(capsys, "report", "y", "--email", "--json")
    assert unsaid.code == 3 and unsaid.json["errors"][0]["code"] == "P018"
    assert "from:" in unsaid.json["errors"][0]["fix"]
    inspection(tmp_path / "z", report=REPORT.replace("graph:", "smtp: {host: m.example}, graph:"))
    both = jtai(capsys, "report", "z", "--email", "--json")
    assert both.code == 3 and "keep one" in both.json["errors"][0]["fix"]


def test_a_wrong_secret_is_said(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTAI_SUBMIT_GRAPH_SECRET", SECRET)
    inspection(tmp_path / "x", report=REPORT)
    with respx.mock(assert_all_called=False) as router:
        signing_in(router, {"error": "invalid_client", "error_description": "AADSTS7000215: no"})
        refused = jtai(capsys, "report", "x", "--email", "--json")
    (problem,) = refused.json["errors"]
    assert (refused.code, problem["code"]) == (6, "P002") and "AADSTS7000215" in problem["message"]
    assert "JTAI_SUBMIT_GRAPH_SECRET" in problem["fix"] and SECRET not in json.dumps(refused.json)


def test_it_is_set_by_a_command(tmp_path: Path, capsys: Capsys) -> None:
    inspection(tmp_path / "x")
    by = ("--to", "dcs@council.example", "--from", MAILBOX, "--in", "x")
    graph = ("--graph", "tenant=example.org", "--graph", "client_id=abc")
    assert jtai(capsys, "report", "set", *graph, *by).code == 0
    more = ("--cc", "deputy@council.example", "--in", "x")
    kept = jtai(capsys, "report", "set", *more, "--json").data["value"]
    assert kept["graph"] == {"tenant": "example.org", "client_id": "abc"}
    smtp = jtai(capsys, "report", "set", "--smtp", "host=mail.example", *by, "--json")
    assert "graph" not in smtp.data["value"] and smtp.data["value"]["smtp"]["host"]
    both = jtai(capsys, "report", "set", *graph, "--smtp", "host=mail.example", *by)
    assert both.code == 2
