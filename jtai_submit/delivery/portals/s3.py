"""S3 and what speaks it: a multipart upload whose every part carries its SHA-256, completed with `If-None-Match: *`.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html and its neighbours. Whether a site
looks at checksums is tried out once; where it does not, the object is read back. A 200 may carry an error in its body.
"""

from base64 import b64decode, b64encode
from collections.abc import Generator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlencode

import httpx
from lxml import etree

from ...errors import Refused, Temporary, Unusable
from ..address import shown
from ..chunks import Sums, different, pieces, stays, taken, unexpected
from ..codes import CODES
from ..http import Reply, Site, number
from ..interface import Again, Limits, Moved, Parcel, Tier
from ..settings import Access, PortalSettings
from ..xml import tree

PART = 16 * 1024 * 1024
MOST_PARTS = 10_000
_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_DAMAGED = {"BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody"}
_SUM = "x-amz-checksum-sha256"


class Signature(httpx.Auth):
    """AWS Signature Version 4. Raises `Unusable` (P010) where botocore, an extra, is not installed."""

    def __init__(self, region: str, key: str, secret: str, token: str | None = None) -> None:
        try:
            from botocore.auth import S3SigV4Auth
            from botocore.credentials import Credentials
        except ImportError:
            fix = 'install it: pip install "jtai-submit[s3]"'
            raise Unusable(
                CODES["P010"].problem("sites of kind s3 need botocore, which is not installed", fix)
            ) from None

        class Signer(S3SigV4Auth):  # type: ignore[misc]
            def payload(self, request: Any) -> str:
                return str(request.context["sha256"])  # known already: a body that is streamed is not read for this

        self.signer = Signer(Credentials(key, secret, token), "s3", region)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        from botocore.awsrequest import AWSRequest

        kept = {k: v for k, v in request.headers.items() if k.startswith("x-amz-") and k != "x-amz-content-sha256"}
        signed = AWSRequest(request.method, str(request.url), headers=kept)
        signed.context["sha256"] = request.headers["x-amz-content-sha256"]
        self.signer.add_auth(signed)
        request.headers.update(dict(signed.headers.items()))
        yield request


@dataclass(frozen=True, slots=True)
class _Part:
    number: int
    bytes: int
    tag: str


class S3:
    kind = "s3"
    forgets = False

    def __init__(self, site: Site, bucket: str, prefix: str = "") -> None:
        self.site, self.bucket = site, bucket
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._sums = dict[
            tuple[str, int], str
        ]()  # of parts that the site checked in this run: (upload, offset) → checksum
        self._checks: bool | None = None

    def _address(self, name: str, **query: str) -> str:
        path = quote(f"{self.bucket}/{self.prefix}{name}", safe="/-_.~")
        return f"{self.site.url.rstrip('/')}/{path}" + (f"?{urlencode(query)}" if query else "")

    def _ask(self, method: str, address: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        """A small request; its errors in words."""
        named = {"x-amz-content-sha256": sha256(body).hexdigest() if body else _EMPTY, **(headers or {})}
        reply = self.site.ask(method, address, headers=named, content=body or None, allowed={403, 412, 409})
        return self._judged(reply)

    def _judged(self, reply: Reply) -> Reply:
        code = _code(reply)
        if code == "RequestTimeTooSkewed":
            message = (
                f"this computer's clock differs from the secure site's, which says {reply.headers.get('Date', '')}"
            )
            raise Refused(CODES["P002"].problem(message, "set this computer's clock, and run the same command again"))
        if reply.status == 403:
            fix = "check JTAI_SUBMIT_PORTAL_USER (the access key) and _PORTAL_PASSWORD with the people who run the site"
            raise Refused(
                CODES["P002"].problem(f"the secure site refused to sign you in ({code or 403})", fix, self.site.shown)
            )
        if code in ("SlowDown", "InternalError", "RequestTimeout", "OperationAborted", "ServiceUnavailable"):
            raise Again(f"it answered {code}")
        if code == "NoSuchBucket":
            fix = "correct bucket: in submission.yaml"
            raise Temporary(
                CODES["P005"].problem(f'the secure site has no bucket "{self.bucket}"', fix, self.site.shown)
            )
        return reply

    def limits(self) -> Limits:
        address = f"{self.site.url.rstrip('/')}/{quote(self.bucket)}?{urlencode({'list-type': '2', 'max-keys': '1'})}"
        reply = self._ask("GET", address)
        if reply.status != 200 or etree.QName(tree(reply)).localname != "ListBucketResult":
            raise unexpected("list its bucket", reply)
        return Limits(largest=MOST_PARTS * 5 * 1024**3, clock=self.site.clock)

    def start(self, parcel: Parcel) -> str:
        held = self._held(parcel)
        if held is not None:
            if held == parcel.bytes and self._read_back(parcel.name, parcel.bytes) == parcel.sha256:
                return f"{parcel.sha256[:12]}  {parcel.name}"  # it arrived, and the journal was not told
            raise taken(parcel.name)
        reply = self._ask(
            "POST", self._address(parcel.name, uploads=""), headers={"x-amz-checksum-algorithm": "SHA256"}
        )
        upload = _text(reply, "UploadId")
        if reply.status != 200 or not upload:
            raise unexpected("begin the upload", reply)
        return f"{parcel.sha256[:12]} {upload} {parcel.name}"

    def _held(self, parcel: Parcel) -> int | None:
        reply = self._ask("HEAD", self._address(parcel.name))
        if reply.status == 404:
            return None
        if reply.status != 200:
            raise unexpected("say what it holds", reply)
        return number(reply.headers.get("Content-Length", "")) or 0

    def offset(self, session: str, parcel: Parcel) -> int | None:
        mark, upload, name = session.split(" ", 2)
        if (mark, name) != (parcel.sha256[:12], parcel.name):
            return None  # of another ciphertext
        if upload:
            try:
                return sum(part.bytes for part in self._parts(upload, parcel))
            except LookupError:
                pass
        held = self._held(parcel)
        if held is None:
            return None
        if held != parcel.bytes:
            raise taken(parcel.name)
        return held

    def _parts(self, upload: str, parcel: Parcel) -> list[_Part]:
        """The parts that arrived, from the first on without a gap. Raises `LookupError` where the upload is gone."""
        out, marker = list[_Part](), "0"
        while True:
            query = {"uploadId": upload, "part-number-marker": marker}
            reply = self._ask("GET", self._address(parcel.name, **query))
            if reply.status == 404:
                raise LookupError
            if reply.status != 200:
                raise unexpected("list what arrived", reply)
            root = tree(reply)
            for each in root.iterfind("{*}Part"):
                facts = [each.findtext(f"{{*}}{name}") or "" for name in ("PartNumber", "Size", "ETag")]
                out.append(_Part(number(facts[0]) or 0, number(facts[1]) or 0, facts[2]))
            following = root.findtext("{*}NextPartNumberMarker") or ""
            if root.findtext("{*}IsTruncated") != "true" or following in ("", marker):
                break
            marker = following
        out.sort(key=lambda part: part.number)
        size = _part_size(parcel)
        whole = [
            p for n, p in enumerate(out, 1) if p.number == n and p.bytes == min(size, parcel.bytes - size * (n - 1))
        ]
        return whole if [p.number for p in whole] == list(range(1, len(whole) + 1)) else []

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        upload, size = session.split(" ", 2)[1], _part_size(parcel)
        checks = self._refuses_what_is_damaged(parcel, upload)
        with parcel.open() as file, Sums(parcel, "sha256") as sums:
            while offset < parcel.bytes:
                length = min(size, parcel.bytes - offset)
                part, checksum = str(offset // size + 1), sums.of(offset, length)
                headers = {_SUM: checksum, "Content-Length": str(length), "x-amz-content-sha256": _hex(checksum)}
                address = self._address(parcel.name, partNumber=part, uploadId=upload)
                body = pieces(file, offset, length, moved, self.site.throttle)
                reply = self._judged(self.site.ask("PUT", address, headers=headers, content=body, allowed={403}))
                if reply.status == 404 or _code(reply) in _DAMAGED:
                    raise Again("a part arrived damaged, or the upload has expired")
                if reply.status != 200 or reply.headers.get(_SUM, checksum) != checksum:
                    raise unexpected("take a part", reply)
                if checks:
                    self._sums[upload, offset] = checksum
                offset += length
                moved(offset)

    def _refuses_what_is_damaged(self, parcel: Parcel, upload: str) -> bool:
        """Whether the site looks at checksums at all, tried out on a part that is never made a piece of anything."""
        if self._checks is None:
            address = self._address(parcel.name, partNumber=str(MOST_PARTS), uploadId=upload)
            named = {"x-amz-content-sha256": sha256(b"a").hexdigest(), _SUM: b64encode(sha256(b"b").digest()).decode()}
            reply = self.site.ask("PUT", address, headers=named, content=b"a", allowed={403})
            self._checks = _code(reply) in _DAMAGED  # not refused for another reason, such as an upload that is gone
        return self._checks

    def has(self, session: str, parcel: Parcel) -> bool:
        return self._held(parcel) is not None

    def finish(self, session: str, parcel: Parcel) -> Tier:
        upload = session.split(" ", 2)[1]
        if upload and self._complete(upload, parcel):
            return Tier.CHUNK_CHECKSUM
        if self._read_back(parcel.name, parcel.bytes) != parcel.sha256:
            raise different(parcel.name)
        return Tier.READ_BACK

    def _complete(self, upload: str, parcel: Parcel) -> bool:
        """Make one object of the parts; whether the site checked each by its SHA-256. Raises `Temporary` (P008)."""
        try:
            parts = self._parts(upload, parcel)
        except LookupError:
            return False  # completed, and the answer was lost
        if sum(part.bytes for part in parts) != parcel.bytes:
            raise Again("the upload is not complete yet")
        only_new = {"If-None-Match": "*"}
        if parts:
            at = [_part_size(parcel) * (part.number - 1) for part in parts]
            known = [self._sums.get((upload, offset)) for offset in at]
            with Sums(parcel, "sha256") as sums:  # those of an earlier run are made anew: each has to be named
                ours = [mine or sums.of(n, p.bytes) for n, p, mine in zip(at, parts, known, strict=True)]
            listed = "".join(
                f"<Part><PartNumber>{p.number}</PartNumber><ETag>{escape(p.tag)}</ETag>"
                f"<ChecksumSHA256>{mine}</ChecksumSHA256></Part>"
                for p, mine in zip(parts, ours, strict=True)
            )
            body = f'<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{listed}</CompleteMultipartUpload>'
            reply = self._ask("POST", self._address(parcel.name, uploadId=upload), body=body.encode(), headers=only_new)
        else:  # an upload without parts cannot be completed
            self._ask("DELETE", self._address(parcel.name, uploadId=upload))
            known, reply = [], self._ask("PUT", self._address(parcel.name), headers=only_new)
        if reply.status == 412 or _code(reply) == "PreconditionFailed":
            if self._read_back(parcel.name, parcel.bytes) == parcel.sha256:
                return False  # an earlier request of ours was still at work
            raise taken(parcel.name)
        if reply.status in (404, 409):
            raise Again(f"it answered {reply.status} when asked to complete the upload")
        if reply.status != 200 or _code(reply):
            raise unexpected(f"complete the upload ({_code(reply)})", reply)
        return bool(known) and all(known)

    def _read_back(self, name: str, size: int) -> str | None:
        return self.site.read_back(self._address(name), size, {"x-amz-content-sha256": _EMPTY})

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        found = self._read_back(parcel.name, parcel.bytes)
        if found not in (None, parcel.sha256):
            raise different(parcel.name)
        return Tier.READ_BACK if found else None

    def abandon(self, session: str) -> None:
        mark, upload, name = session.split(" ", 2)
        if upload:  # 204 also where it is complete: then there is an object
            self._ask("DELETE", self._address(name, uploadId=upload))
        found = self._ask("HEAD", self._address(name))
        held = number(found.headers.get("Content-Length", "")) or 0
        if found.status == 200 and (self._read_back(name, held) or "").startswith(mark):
            self._ask("DELETE", self._address(name))
            if self._ask("HEAD", self._address(name)).status != 404:
                raise stays(name)

    def close(self) -> None:
        self.site.close()


def _part_size(parcel: Parcel) -> int:
    """Always the same for the same parcel: 16 MiB, or more where that would make too many parts."""
    return max(PART, -(-parcel.bytes // (MOST_PARTS - 1000) // 1024**2) * 1024**2)


def _hex(checksum: str) -> str:
    return b64decode(checksum).hex()


def _text(reply: Reply, name: str) -> str:
    return tree(reply).findtext(f"{{*}}{name}") or "" if reply.body.lstrip().startswith(b"<") else ""


def _code(reply: Reply) -> str:
    """The error that a reply names in its body, whatever its status."""
    if not reply.body.lstrip().startswith(b"<"):
        return ""
    root = tree(reply)
    return (root.findtext("{*}Code") or "") if etree.QName(root).localname == "Error" else ""


class Settings(PortalSettings):
    """`{kind: s3, endpoint: …, bucket: …}`"""

    example: ClassVar[str] = "{kind: s3, endpoint: https://s3.example, bucket: inspection}"

    kind: Literal["s3"]
    endpoint: str
    bucket: str
    prefix: str = ""
    region: str = "us-east-1"

    def shown(self) -> str:
        return f"s3 {shown(self.endpoint)} {self.bucket}/{self.prefix.strip('/')}"

    def open(self, access: Access) -> S3:
        token = (access.secret("PORTAL_TOKEN", "") or "").strip() or None
        key = access.secret("PORTAL_USER", "Access key of the secure site") or ""
        hidden = access.secret("PORTAL_PASSWORD", "Secret key of the secure site") or ""
        signature = Signature(self.region, key, hidden, token)
        return S3(access.site(self, self.endpoint, auth=signature), self.bucket, self.prefix)
