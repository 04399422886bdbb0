"""S3 and what speaks it: a multipart upload whose every part carries its SHA-256, completed with
`If-None-Match: *`.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html and its neighbours.
Whether a site looks at checksums is tried out once; where it does not, the object is read back. A
200 may carry an error in its body. Checksums (2022) and conditional writes (2024) are younger than
many sites that speak S3: what refuses them is asked once more without, for the rest of the run;
then the object is read back, and a HEAD goes before what makes it.
"""

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

from ..address import shown
from ..aws import DAMAGED, Signature, code_of, named, text
from ..chunks import Sums, different, pieces, stays, taken, unexpected
from ..http import Site
from ..interface import BEGINS, Again, Limits, Moved, Parcel, Step, Tier
from ..leftovers import Leftovers, Say
from ..multipart import MOST_PARTS, completion, part_size
from ..objects import SUM, Objects, size_of
from ..replies import Reply
from ..settings import Access, PortalSettings
from ..trial import Try, scratch, walk

LARGEST_PART = 5 * 1024**3  # bytes; "Amazon S3 multipart upload limits"


class S3:
    kind = "s3"
    forgets = False

    def __init__(
        self,
        site: Site,
        bucket: str,
        prefix: str = "",
        say: Say = lambda text: None,
    ) -> None:
        self.site, self.left = site, Leftovers(say)
        self.objects = Objects(site, bucket, prefix)
        self._sums = dict[
            tuple[str, int], str
        ]()  # of parts that the site checked in this run: (upload, offset) → checksum
        self._checks: bool | None = None

    def limits(self) -> Limits:
        self.objects.listed()
        return Limits(largest=MOST_PARTS * LARGEST_PART, clock=self.site.clock)

    def start(self, parcel: Parcel) -> str:
        held = self.objects.held(parcel.name)
        if held is not None:
            if held == parcel.bytes and self._is_ours(parcel):
                # It arrived, and the journal was not told.
                return f"{parcel.sha256[:12]}  {parcel.name}"
            raise taken(parcel.name)
        reply = self.objects.begin(parcel.name)
        upload = text(reply, "UploadId")
        if reply.status != 200 or not upload:
            raise unexpected("begin the upload", reply)
        return f"{parcel.sha256[:12]} {upload} {parcel.name}"

    def _is_ours(self, parcel: Parcel) -> bool:
        return self.objects.read_back(parcel.name, parcel.bytes) == parcel.sha256

    def offset(self, session: str, parcel: Parcel) -> int | None:
        mark, upload, name = _parted(session)
        if (mark, name) != (parcel.sha256[:12], parcel.name):
            return None  # of another ciphertext, or begun on another portal
        if upload:
            try:
                return sum(part.bytes for part in self.objects.parts(upload, parcel))
            except LookupError:
                pass  # NoSuchUpload: ended, expired or completed, and only the object tells which
        held = self.objects.held(parcel.name)
        if held is None:
            return None
        if held != parcel.bytes:
            raise taken(parcel.name)
        return held

    def send(self, session: str, parcel: Parcel, offset: int, moved: Moved) -> None:
        upload, size = session.split(" ", 2)[1], part_size(parcel)
        checks = self._refuses_what_is_damaged(parcel, upload)
        with parcel.open() as file, Sums(parcel, "sha256") as sums:
            while offset < parcel.bytes:
                length = min(size, parcel.bytes - offset)
                part, checksum = str(offset // size + 1), sums.of(offset, length)
                address = self.objects.address(parcel.name, partNumber=part, uploadId=upload)

                def put(
                    at: int = offset,
                    length: int = length,
                    address: str = address,
                    checksum: str = checksum,
                ) -> Reply:
                    body = pieces(file, at, length, moved, self.site.throttle)
                    return self.objects.put_part(address, length, checksum, body)

                reply = self.objects.may.ask(put)
                if reply.status == 404 or code_of(reply) in DAMAGED:
                    raise Again("a part arrived damaged, or the upload has expired")
                # UploadPart echoes a checksum that it kept; sites of before say nothing of it.
                if reply.status != 200 or reply.headers.get(SUM, checksum) != checksum:
                    raise unexpected(f"take a part{named(reply)}", reply)
                if checks and self.objects.may.sums:
                    self._sums[upload, offset] = checksum
                offset += length
                moved(offset)

    def _refuses_what_is_damaged(self, parcel: Parcel, upload: str) -> bool:
        """Whether the site looks at checksums; asked once."""
        if not self.objects.may.sums:
            return False
        if self._checks is None:
            self._checks = self.objects.refuses_what_is_damaged(parcel.name, upload)
        return self._checks

    def has(self, session: str, parcel: Parcel) -> bool:
        return self.objects.held(parcel.name) is not None

    def finish(self, session: str, parcel: Parcel) -> Tier:
        upload = session.split(" ", 2)[1]
        if upload and self._complete(upload, parcel):
            return Tier.CHUNK_CHECKSUM
        if not self._is_ours(parcel):
            raise different(parcel.name)
        return Tier.READ_BACK

    def _complete(self, upload: str, parcel: Parcel) -> bool:
        """Make one object of the parts; whether the site checked each by its SHA-256. Raises
        `Temporary` (P008).
        """
        try:
            parts = self.objects.parts(upload, parcel)
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
                lambda: completion(parcel, parts, known, sums=self.objects.may.sums),
                "POST",
                uploadId=upload,
            )
        else:  # CompleteMultipartUpload wants at least one part: an empty object is PUT
            self.objects.end(parcel.name, upload)
            reply = self._made_new(parcel, lambda: b"", "PUT")
        # The body decides, whatever the status: CompleteMultipartUpload may begin its answer with
        # 200 while it is at work, and put an error behind it.
        if reply.status == 412 or code_of(reply) == "PreconditionFailed":
            if self._is_ours(parcel):
                return False  # an earlier request of ours was still at work
            raise taken(parcel.name)
        # 409 ConditionalRequestConflict: another request on this name came in between.
        if reply.status in (404, 409):
            raise Again(f"it answered {reply.status} when asked to complete the upload")
        if reply.status != 200 or code_of(reply):
            raise unexpected(f"complete the upload{named(reply)}", reply)
        return self.objects.may.sums and bool(known) and all(known)

    def _made_new(
        self, parcel: Parcel, body: Callable[[], bytes], method: str, **query: str
    ) -> Reply:
        """Ask for the object, never in another's place: with checksums and `If-None-Match` as long
        as the site has refused neither. Raises `Temporary` (P008).
        """
        objects, address = self.objects, self.objects.address(parcel.name, **query)

        def once() -> Reply:
            if objects.may.condition:
                # RFC 9110, 13.1.2: `*` lets it be done only where nothing is there; else 412.
                return objects.ask(method, address, body=body(), more={"If-None-Match": "*"})
            if objects.held(parcel.name) is not None and not self._is_ours(parcel):
                raise taken(parcel.name)  # the site knows no condition: looked at just before
            return objects.ask(method, address, body=body())

        return objects.may.ask(once, condition=True)

    def confirm(self, session: str, parcel: Parcel) -> Tier | None:
        found = self.objects.read_back(parcel.name, parcel.bytes)
        if found not in (None, parcel.sha256):
            raise different(parcel.name)
        return Tier.READ_BACK if found else None

    def swept(self, parcel: Parcel) -> None:
        """End every upload of this very name that was begun: ours, as the journal says, and never
        told its id.
        """
        unfinished = self.objects.unfinished(parcel.name)
        if unfinished is None:
            self.left.count += 1
            return
        for upload in unfinished:
            self.left.after(self.objects.end(parcel.name, upload))

    def abandon(self, session: str) -> None:
        mark, upload, name = _parted(session)
        if not name:
            self.left.count += session == BEGINS
            return
        if upload:  # 204 also where it is complete: then there is an object
            self.left.after(self.objects.end(name, upload))
        found = self.objects.head(name)
        if found.status != 200:
            return
        sha256 = self.objects.read_back(name, size_of(found)) or ""
        if sha256.startswith(mark) and not self.objects.deleted(name):
            raise stays(name)

    def probe(self) -> Iterator[Step]:
        parcel, begun, put = scratch(), list[str](), list[str]()

        def a_part() -> str:
            self.send(begun[0], parcel, 0, lambda offset: None)
            if not self.objects.may.sums:
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
                if self.objects.may.condition
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
        self.left.tell()
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
