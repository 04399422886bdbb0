"""S3 and what speaks it: a multipart upload whose every part carries its SHA-256, completed with
`If-None-Match: *`.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html and its neighbours.
Whether a site looks at checksums is tried out once; where it does not, the object is read back. A
200 may carry an error in its body. Checksums (2022) and conditional writes (2024) are younger than
many sites that speak S3: what refuses them is asked once more without, for the rest of the run;
then the object is read back, and a HEAD goes before what makes it.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import ClassVar, Literal
from urllib.parse import quote, urlencode

from lxml import etree

from ...words import counted
from ..address import shown
from ..aws import DAMAGED, EMPTY, Signature, Younger, code_of, judged, named, text
from ..chunks import Sums, different, pieces, stays, taken, unexpected
from ..http import Site
from ..interface import BEGINS, Again, Limits, Moved, Parcel, Step, Tier
from ..multipart import MOST_PARTS, Part, arrived, completion, hexed, part_size
from ..replies import Reply, number
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk
from ..xml import tree

_SUM = "x-amz-checksum-sha256"


class S3:
    kind = "s3"
    forgets = False

    def __init__(
        self,
        site: Site,
        bucket: str,
        prefix: str = "",
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.site, self.bucket, self.say = site, bucket, say
        self._stuck = 0  # unfinished uploads that could not be taken away
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._sums = dict[
            tuple[str, int], str
        ]()  # of parts that the site checked in this run: (upload, offset) → checksum
        self._checks: bool | None = None
        self.may = Younger()

    def _address(self, name: str, **query: str) -> str:
        path = quote(f"{self.bucket}/{self.prefix}{name}", safe="/-_.~")
        return f"{self.site.url.rstrip('/')}/{path}" + (f"?{urlencode(query)}" if query else "")

    def _bucket(self, **query: str) -> str:
        return f"{self.site.url.rstrip('/')}/{quote(self.bucket)}?{urlencode(query)}"

    def _ask(
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

    def limits(self) -> Limits:
        reply = self._ask("GET", self._bucket(**{"list-type": "2", "max-keys": "1"}))
        if reply.status != 200 or etree.QName(tree(reply)).localname != "ListBucketResult":
            raise unexpected("list its bucket", reply)
        return Limits(largest=MOST_PARTS * 5 * 1024**3, clock=self.site.clock)

    def start(self, parcel: Parcel) -> str:
        held = self._held(parcel)
        if held is not None:
            if held == parcel.bytes and self._read_back(parcel.name, parcel.bytes) == parcel.sha256:
                # It arrived, and the journal was not told.
                return f"{parcel.sha256[:12]}  {parcel.name}"
            raise taken(parcel.name)
        reply = self._asked_to_begin(self._address(parcel.name, uploads=""))
        upload = text(reply, "UploadId")
        if reply.status != 200 or not upload:
            raise unexpected("begin the upload", reply)
        return f"{parcel.sha256[:12]} {upload} {parcel.name}"

    def _asked_to_begin(self, address: str) -> Reply:
        def once() -> Reply:
            return self._ask(
                "POST",
                address,
                more={"x-amz-checksum-algorithm": "SHA256"} if self.may.sums else {},
            )

        return self.may.ask(once)

    def _held(self, parcel: Parcel) -> int | None:
        reply = self._ask("HEAD", self._address(parcel.name))
        if reply.status == 404:
            return None
        if reply.status != 200:
            raise unexpected("say what it holds", reply)
        return number(reply.headers.get("Content-Length", "")) or 0

    def offset(self, session: str, parcel: Parcel) -> int | None:
        mark, upload, name = _parted(session)
        if (mark, name) != (parcel.sha256[:12], parcel.name):
            return None  # of another ciphertext, or begun on another portal
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

    def _parts(self, upload: str, parcel: Parcel) -> list[Part]:
        def page(marker: str) -> Reply:
            query = {"uploadId": upload, "part-number-marker": marker}
            return self._ask("GET", self._address(parcel.name, **query))

        return arrived(page, parcel)

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        upload, size = session.split(" ", 2)[1], part_size(parcel)
        checks = self._refuses_what_is_damaged(parcel, upload)
        with parcel.open() as file, Sums(parcel, "sha256") as sums:
            while offset < parcel.bytes:
                length = min(size, parcel.bytes - offset)
                part, checksum = str(offset // size + 1), sums.of(offset, length)
                address = self._address(parcel.name, partNumber=part, uploadId=upload)

                def put(
                    at: int = offset,
                    length: int = length,
                    address: str = address,
                    checksum: str = checksum,
                ) -> Reply:
                    headers = {
                        "Content-Length": str(length),
                        "x-amz-content-sha256": hexed(checksum),
                    }
                    headers |= {_SUM: checksum} if self.may.sums else {}
                    body = pieces(file, at, length, moved, self.site.throttle)
                    reply = self.site.ask(
                        "PUT", address, headers=headers, content=body, allowed={403}
                    )
                    return judged(self.site, self.bucket, reply)

                reply = self.may.ask(put)
                if reply.status == 404 or code_of(reply) in DAMAGED:
                    raise Again("a part arrived damaged, or the upload has expired")
                if reply.status != 200 or reply.headers.get(_SUM, checksum) != checksum:
                    raise unexpected(f"take a part{named(reply)}", reply)
                if checks and self.may.sums:
                    self._sums[upload, offset] = checksum
                offset += length
                moved(offset)

    def _refuses_what_is_damaged(self, parcel: Parcel, upload: str) -> bool:
        """Whether the site looks at checksums at all, tried out on a part that is never made a
        piece of anything.
        """
        if not self.may.sums:
            return False
        if self._checks is None:
            address = self._address(parcel.name, partNumber=str(MOST_PARTS), uploadId=upload)
            headers = {
                "x-amz-content-sha256": sha256(b"a").hexdigest(),
                _SUM: b64encode(sha256(b"b").digest()).decode(),
            }
            reply = self.site.ask("PUT", address, headers=headers, content=b"a", allowed={403})
            # Not refused for another reason, such as an upload that is gone.
            self._checks = code_of(reply) in DAMAGED
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
        """Make one object of the parts; whether the site checked each by its SHA-256. Raises
        `Temporary` (P008).
        """
        try:
            parts = self._parts(upload, parcel)
        except LookupError:
            return False  # completed, and the answer was lost
        if sum(part.bytes for part in parts) != parcel.bytes:
            raise Again("the upload is not complete yet")
        known = list[str | None]()
        if parts:
            at = [part_size(parcel) * (part.number - 1) for part in parts]
            known = [self._sums.get((upload, offset)) for offset in at]
            reply = self._made_new(
                parcel,
                lambda: completion(parcel, parts, known, sums=self.may.sums),
                "POST",
                uploadId=upload,
            )
        else:  # an upload without parts cannot be completed
            self._ask("DELETE", self._address(parcel.name, uploadId=upload))
            reply = self._made_new(parcel, lambda: b"", "PUT")
        if reply.status == 412 or code_of(reply) == "PreconditionFailed":
            if self._read_back(parcel.name, parcel.bytes) == parcel.sha256:
                return False  # an earlier request of ours was still at work
            raise taken(parcel.name)
        if reply.status in (404, 409):
            raise Again(f"it answered {reply.status} when asked to complete the upload")
        if reply.status != 200 or code_of(reply):
            raise unexpected(f"complete the upload{named(reply)}", reply)
        return self.may.sums and bool(known) and all(known)

    def _made_new(
        self, parcel: Parcel, body: Callable[[], bytes], method: str, **query: str
    ) -> Reply:
        """Ask for the object, never in another's place: with checksums and `If-None-Match` as long
        as the site has refused neither. Raises `Temporary` (P008).
        """
        address = self._address(parcel.name, **query)

        def once() -> Reply:
            if self.may.condition:
                return self._ask(method, address, body=body(), more={"If-None-Match": "*"})
            if (
                self._held(parcel) is not None
                and self._read_back(parcel.name, parcel.bytes) != parcel.sha256
            ):
                raise taken(parcel.name)  # the site knows no condition: looked at just before
            return self._ask(method, address, body=body())

        return self.may.ask(once, condition=True)

    def _read_back(self, name: str, size: int) -> str | None:
        return self.site.read_back(self._address(name), size, {"x-amz-content-sha256": EMPTY})

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        found = self._read_back(parcel.name, parcel.bytes)
        if found not in (None, parcel.sha256):
            raise different(parcel.name)
        return Tier.READ_BACK if found else None

    def swept(self, parcel: Parcel) -> None:
        """End every upload of this very name that was begun: ours, as the journal says, and never
        told its id.
        """
        for upload in self._unfinished(parcel.name):
            reply = self._ask("DELETE", self._address(parcel.name, uploadId=upload))
            self._stuck += reply.status not in (200, 204, 404)

    def _unfinished(self, name: str) -> list[str]:
        """Ids of uploads of a name that were begun and not completed (ListMultipartUploads)."""
        key = f"{self.prefix}{name}"
        reply = self._ask("GET", self._bucket(uploads="", prefix=key))
        if (
            reply.status != 200
            or etree.QName(tree(reply)).localname != "ListMultipartUploadsResult"
        ):
            self._stuck += 1  # a site that has no such list
            return []
        each = tree(reply).iterfind("{*}Upload")
        return [e.findtext("{*}UploadId") or "" for e in each if e.findtext("{*}Key") == key]

    def abandon(self, session: str) -> None:
        mark, upload, name = _parted(session)
        if not name:
            self._stuck += session == BEGINS
            return
        if upload:  # 204 also where it is complete: then there is an object
            self._ask("DELETE", self._address(name, uploadId=upload))
        found = self._ask("HEAD", self._address(name))
        held = number(found.headers.get("Content-Length", "")) or 0
        if found.status == 200 and (self._read_back(name, held) or "").startswith(mark):
            self._ask("DELETE", self._address(name))
            if self._ask("HEAD", self._address(name)).status != 404:
                raise stays(name)

    def probe(self) -> Iterator[Step]:
        parcel, begun, put = scratch(), list[str](), list[str]()

        def a_part() -> str:
            self.send(begun[0], parcel, 0, lambda offset: None)
            if not self.may.sums:
                return "without checksums, which the site refuses: packs are read back"
            return (
                "checksums are looked at"
                if self._checks
                else "checksums are not looked at: packs are read back"
            )

        def complete() -> str:
            put.append(begun.pop())
            tier = self.finish(put[0], parcel)
            how = (
                ""
                if self.may.condition
                else "; If-None-Match is not known there, so a HEAD goes before"
            )
            return f"verified by {tier.value}{how}"

        return walk(
            Try(
                "begin an upload (CreateMultipartUpload)", lambda: begun.append(self.start(parcel))
            ),
            Try("send a few bytes (UploadPart)", a_part),
            Try("make an object of them and look at it (CompleteMultipartUpload, HEAD)", complete),
            Try(
                "take the upload back (AbortMultipartUpload)",
                lambda: self.abandon(begun[0]),
                undoes=begun,
            ),
            Try("delete the object (DELETE)", lambda: self.abandon(put[0]), undoes=put),
        )

    def close(self) -> None:
        if self._stuck:
            there = (
                f"{counted(self._stuck, 'unfinished upload')} may have stayed at the secure site"
            )
            self.say(f"{there}: begun, and the answer was lost. No document can be read in them")
            self._stuck = 0
        self.site.close()


def _parted(session: str) -> tuple[str, str, str]:
    """The mark of the ciphertext, the upload's id and the name; nothing of the sort for another
    portal's session.
    """
    parts = session.split(" ", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")


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
        site = access.site(self, self.address(access, self.endpoint, "endpoint"), auth=signature)
        return S3(site, self.bucket, self.prefix, access.say)
