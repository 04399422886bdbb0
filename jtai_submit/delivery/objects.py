"""The requests of S3 on one bucket: its objects, and the uploads in parts that become objects.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html.
What is refused for the sign-in, the clock, the bucket or a busy site is raised in words, as
`aws.judged` says; all else is a reply, for the portal to judge.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote, urlencode

from lxml import etree

from .aws import DAMAGED, EMPTY, Younger, code_of, judged
from .chunks import unexpected
from .http import Site
from .interface import Parcel
from .multipart import MOST_PARTS, Part, arrived, hexed
from .replies import Reply, number
from .xml import tree

SUM = "x-amz-checksum-sha256"


class Objects:
    """The objects of a bucket, by their names below `prefix`."""

    def __init__(self, site: Site, bucket: str, prefix: str) -> None:
        self.site, self.bucket = site, bucket
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.may = Younger()

    def address(self, name: str, **query: str) -> str:
        # Path-style, site/bucket/key: a host name for each bucket, which Amazon prefers, needs DNS
        # and certificates that other sites seldom have. Signature Version 4 signs the path as it is
        # encoded: everything but the unreserved characters (RFC 3986, 2.3).
        path = quote(f"{self.bucket}/{self.prefix}{name}", safe="/-_.~")
        return f"{self.site.url.rstrip('/')}/{path}" + (f"?{urlencode(query)}" if query else "")

    def _whole_bucket(self, **query: str) -> str:
        return f"{self.site.url.rstrip('/')}/{quote(self.bucket)}?{urlencode(query)}"

    def ask(
        self, method: str, address: str, *, body: bytes = b"", more: dict[str, str] | None = None
    ) -> Reply:
        """A small request; its errors in words."""
        headers = {
            "x-amz-content-sha256": sha256(body).hexdigest() if body else EMPTY,
            **(more or {}),
        }
        reply = self.site.ask(
            method, address, headers=headers, content=body or None, allowed={403, 412, 409}
        )
        return judged(self.site, self.bucket, reply)

    def listed(self) -> None:
        """Have the bucket listed, which says whether we may. Raises `Temporary` (P005)."""
        # ListObjectsV2 of at most one key. HeadBucket would tell a refusal without saying why: a
        # reply to HEAD has no body (RFC 9110, 9.3.2), and S3's errors stand in the body.
        reply = self.ask("GET", self._whole_bucket(**{"list-type": "2", "max-keys": "1"}))
        if reply.status != 200 or etree.QName(tree(reply)).localname != "ListBucketResult":
            raise unexpected("list its bucket", reply)

    def head(self, name: str) -> Reply:
        return self.ask("HEAD", self.address(name))

    def held(self, name: str) -> int | None:
        """The bytes of an object; None where there is none. Raises `Temporary` (P005)."""
        reply = self.head(name)
        if reply.status == 404:
            return None
        if reply.status != 200:
            raise unexpected("say what it holds", reply)
        return size_of(reply)

    def read_back(self, name: str, size: int) -> str | None:
        """The SHA-256 of an object, in hexadecimal; None where there is none."""
        return self.site.read_back(self.address(name), size, {"x-amz-content-sha256": EMPTY})

    def begin(self, name: str) -> Reply:
        """CreateMultipartUpload."""
        address = self.address(name, uploads="")

        def once() -> Reply:
            # UploadPart: a part's checksum is of the algorithm that the upload was begun with.
            return self.ask(
                "POST",
                address,
                more={"x-amz-checksum-algorithm": "SHA256"} if self.may.sums else {},
            )

        return self.may.ask(once)

    def parts(self, upload: str, parcel: Parcel) -> list[Part]:
        """ListParts. Raises `LookupError` where the upload is gone."""

        def page(marker: str) -> Reply:
            query = {"uploadId": upload, "part-number-marker": marker}
            return self.ask("GET", self.address(parcel.name, **query))

        return arrived(page, parcel)

    def put_part(self, address: str, length: int, checksum: str, body: Iterable[bytes]) -> Reply:
        """UploadPart; `checksum` is the part's SHA-256 in base64."""
        headers = {
            # Without it a streamed body goes chunked, and S3 answers 411 MissingContentLength.
            "Content-Length": str(length),
            # One hash twice: in hexadecimal it is signed, in base64 it is kept with the part.
            "x-amz-content-sha256": hexed(checksum),
        }
        headers |= {SUM: checksum} if self.may.sums else {}
        reply = self.site.ask("PUT", address, headers=headers, content=body, allowed={403})
        return judged(self.site, self.bucket, reply)

    def refuses_what_is_damaged(self, name: str, upload: str) -> bool:
        """Whether the site looks at checksums at all, tried out on a part that is never made a
        piece of anything.
        """
        # CompleteMultipartUpload makes the object of the parts that it names, and no part of ours
        # has the last number that there is.
        address = self.address(name, partNumber=str(MOST_PARTS), uploadId=upload)
        headers = {
            "x-amz-content-sha256": sha256(b"a").hexdigest(),
            SUM: b64encode(sha256(b"b").digest()).decode(),
        }
        reply = self.site.ask("PUT", address, headers=headers, content=b"a", allowed={403})
        # Not refused for another reason, such as an upload that is gone.
        return code_of(reply) in DAMAGED

    def end(self, name: str, upload: str) -> Reply:
        """AbortMultipartUpload. A site may forbid it, and all else go on."""
        return self._taken_away(self.address(name, uploadId=upload))

    def deleted(self, name: str) -> bool:
        """Delete an object; whether it is gone."""
        # DeleteObject answers 204 whatever was there, so that only looking tells.
        self._taken_away(self.address(name))
        return self.head(name).status == 404

    def _taken_away(self, address: str) -> Reply:
        headers = {"x-amz-content-sha256": EMPTY}
        reply = self.site.ask("DELETE", address, headers=headers, allowed={403, 409})
        forbidden = reply.status == 403 and code_of(reply) == "AccessDenied"
        return reply if forbidden else judged(self.site, self.bucket, reply)

    def unfinished(self, name: str) -> list[str] | None:
        """Ids of uploads of a name that were begun and not completed (ListMultipartUploads); None
        where the site has no such list.
        """
        key = f"{self.prefix}{name}"
        reply = self.ask("GET", self._whole_bucket(uploads="", prefix=key))
        if (
            reply.status != 200
            or etree.QName(tree(reply)).localname != "ListMultipartUploadsResult"
        ):
            return None
        # `prefix` is the beginning of a key: uploads of longer names are listed, too.
        each = tree(reply).iterfind("{*}Upload")
        return [e.findtext("{*}UploadId") or "" for e in each if e.findtext("{*}Key") == key]


def size_of(reply: Reply) -> int:
    """Bytes of the object that a HEAD was about."""
    return number(reply.headers.get("Content-Length", "")) or 0
