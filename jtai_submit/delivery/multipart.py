"""The parts of an S3 upload: how large each is, which arrived, and the list that makes one object
of them.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html and
API_CompleteMultipartUpload.html. A part's size follows from the parcel alone, so that an upload
goes on after any interruption; parts count from 1.
"""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from .chunks import Sums, unexpected
from .interface import Parcel
from .replies import Reply, number
from .xml import tree

PART = 16 * 1024 * 1024
MOST_PARTS = 10_000  # "Amazon S3 multipart upload limits"; a part but the last is 5 MiB or more
_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    bytes: int
    tag: str


def part_size(parcel: Parcel) -> int:
    """Always the same for the same parcel: 16 MiB, or more where that would make too many parts."""
    return max(PART, -(-parcel.bytes // (MOST_PARTS - 1000) // 1024**2) * 1024**2)


def hexed(checksum: str) -> str:
    return b64decode(checksum).hex()


def arrived(page: Callable[[str], Reply], parcel: Parcel) -> list[Part]:
    """The parts that arrived, from the first on without a gap; `page` asks for those after a part's
    number. Raises `LookupError` where the upload is gone.
    """
    out, marker = list[Part](), "0"
    while True:
        reply = page(marker)
        if reply.status == 404:
            raise LookupError
        if reply.status != 200:
            raise unexpected("list what arrived", reply)
        root = tree(reply)
        for each in root.iterfind("{*}Part"):
            facts = [each.findtext(f"{{*}}{name}") or "" for name in ("PartNumber", "Size", "ETag")]
            out.append(Part(number(facts[0]) or 0, number(facts[1]) or 0, facts[2]))
        following = root.findtext("{*}NextPartNumberMarker") or ""
        # ListParts tells 1,000 at most. A list that is cut off and names no further marker must not
        # be asked for for ever.
        if root.findtext("{*}IsTruncated") != "true" or following in ("", marker):
            break
        marker = following
    out.sort(key=lambda part: part.number)
    size = part_size(parcel)
    whole = [
        p
        for n, p in enumerate(out, 1)
        if p.number == n and p.bytes == min(size, parcel.bytes - size * (n - 1))
    ]
    return whole if [p.number for p in whole] == list(range(1, len(whole) + 1)) else []


def completion(parcel: Parcel, parts: list[Part], known: list[str | None], *, sums: bool) -> bytes:
    """What an upload is completed with: its parts, each with its checksum where the site takes
    them.
    """
    told = [""] * len(parts)
    if sums:
        size = part_size(parcel)
        # Those of an earlier run are made anew: each has to be named.
        with Sums(parcel, "sha256") as made:
            each = [
                mine or made.of(size * (p.number - 1), p.bytes)
                for p, mine in zip(parts, known, strict=True)
            ]
        told = [f"<ChecksumSHA256>{one}</ChecksumSHA256>" for one in each]
    # In ascending order, or S3 answers InvalidPartOrder; the ETag as it was given, quotation marks
    # and all.
    listed = "".join(
        f"<Part><PartNumber>{p.number}</PartNumber><ETag>{escape(p.tag)}</ETag>{checksum}</Part>"
        for p, checksum in zip(parts, told, strict=True)
    )
    return f'<CompleteMultipartUpload xmlns="{_SPACE}">{listed}</CompleteMultipartUpload>'.encode()
