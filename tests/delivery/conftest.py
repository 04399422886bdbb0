"""Lines that the tests of portals open are closed when the test ends; commands close their own."""

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[httpx.Client]]:
    opened: list[httpx.Client] = []
    begin = httpx.Client.__init__

    def remembered(client: httpx.Client, *arguments: object, **options: object) -> None:
        begin(client, *arguments, **options)  # type: ignore[arg-type]
        opened.append(client)

    monkeypatch.setattr(httpx.Client, "__init__", remembered)
    yield opened
    for client in opened:
        client.close()
