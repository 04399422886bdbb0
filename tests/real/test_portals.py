"""The portals' contract against real servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jtai_submit.delivery.aws import Signature
from jtai_submit.delivery.http import Site
from jtai_submit.delivery.interface import Tier
from jtai_submit.delivery.portals.s3 import S3
from jtai_submit.delivery.portals.tus import Tus
from jtai_submit.delivery.portals.webdav import Webdav
from jtai_submit.rehearsal.portal import arrived
from tests.delivery.contract import Place, PortalContract
from tests.real import servers
from tests.real.servers import PASSWORD, USER, Server

pytestmark = pytest.mark.real


def dav(server: Server, folder: str, password: str = PASSWORD) -> Webdav:
    return Webdav(Site(f"{server.url}{folder}/", user=(USER, password), ca_file=server.ca))


def dav_place(server: Server, name: str, *, resumes: bool) -> Place:
    folder = server.files / name
    folder.mkdir()
    folder.chmod(0o777)

    def content(name: str) -> bytes | None:
        return (folder / name).read_bytes() if (folder / name).exists() else None

    def put(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)

    return Place(
        dav(server, name),
        content,
        {Tier.READ_BACK},
        put,
        lambda: dav(server, name, "wrong"),
        resumes=resumes,
    )


class TestApache(PortalContract):
    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[Server]:
        with servers.apache() as running:
            yield running

    @pytest.fixture
    def place(self, server: Server, tmp_path: Path) -> Iterator[Place]:
        place = dav_place(server, tmp_path.name, resumes=True)
        yield place
        place.portal.close()


class TestNginx(PortalContract):
    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[Server]:
        with servers.nginx() as running:
            yield running

    @pytest.fixture
    def place(self, server: Server, tmp_path: Path) -> Iterator[Place]:
        place = dav_place(server, tmp_path.name, resumes=False)
        yield place
        place.portal.close()


class TestSeaweed(PortalContract):
    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[Server]:
        with servers.seaweed() as running:
            yield running

    @pytest.fixture
    def place(self, server: Server, tmp_path: Path) -> Iterator[Place]:
        def portal(secret: str = PASSWORD) -> S3:
            return S3(
                Site(server.url, auth=Signature("us-east-1", USER, secret)),
                "inspection",
                tmp_path.name,
            )

        here = portal()
        from jtai_submit.delivery.aws import EMPTY

        def content(name: str) -> bytes | None:
            found = here.site.client.get(
                here.objects.address(name), headers={"x-amz-content-sha256": EMPTY}
            )
            return found.content if found.status_code == 200 else None

        def put(name: str, data: bytes) -> None:
            here.objects.ask("PUT", here.objects.address(name), body=data)

        yield Place(
            here, content, {Tier.CHUNK_CHECKSUM, Tier.READ_BACK}, put, lambda: portal("wrong")
        )
        here.close()


class TestResumableUpload(PortalContract):
    @pytest.fixture
    def place(self) -> Iterator[Place]:
        with servers.resumable_upload() as server:
            portal = Tus(Site(server.url))

            def content(name: str) -> bytes | None:
                found = arrived(server.files).get(name)
                return found.read_bytes() if found else None

            yield Place(portal, content, {Tier.CHUNK_CHECKSUM}, confirms={Tier.SIZE})
            portal.close()


class TestTusNode(PortalContract):
    @pytest.fixture
    def place(self) -> Iterator[Place]:
        with servers.tus_node() as server:
            portal = Tus(Site(server.url))

            def content(name: str) -> bytes | None:
                for facts in server.files.glob("*.json"):
                    said = json.loads(facts.read_text("utf-8"))
                    data = facts.with_suffix("").read_bytes()
                    if said["metadata"]["filename"] == name and len(data) == said["size"]:
                        return data
                return None

            yield Place(portal, content, {Tier.SIZE}, confirms={Tier.SIZE})
            portal.close()
