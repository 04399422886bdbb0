"""Members into a pack, sealed as the submission says; and small files as they lie on the portal."""

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from ..delivery.interface import Parcel
from ..inspection.inspection import Inspection
from ..inspection.submission import Seal
from ..packing import bag
from ..packing.bag import Entry
from ..packing.pack import Member, seal
from ..packing.recipients import recipient
from ..packing.zipped import seal_zip
from .environment import Environment
from .outbox import Outbox
from .passphrase import zip_passphrase

Tags = Callable[[Sequence[Entry]], Mapping[str, bytes]]


class Label(Protocol):
    """What a pack says of itself on its outside."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def deadline(self) -> str: ...
    @property
    def version(self) -> int: ...


def bag_info(label: Label, inspection: Inspection) -> dict[str, str]:
    """No names, no date: the same documents give the same bag."""
    return {
        "Source-Organization": inspection.submission.area,
        "External-Identifier": label.name,
        "JTAI-Manifest": inspection.manifest.manifest,
        "JTAI-Deadline": label.deadline,
        "JTAI-Group": label.group,
        "JTAI-Version": str(label.version),
    }


def seal_up(
    label: Label,
    inspection: Inspection,
    members: Iterable[tuple[Entry, bytes]],
    tags: Tags,
    outbox: Outbox,
    env: Environment,
) -> tuple[int, str]:
    """Bytes and SHA-256 of what will lie on the portal; where nothing is sealed, of all its files
    and of the list of their hashes. Raises `Temporary` (S008).
    """
    submission, info = inspection.submission, bag_info(label, inspection)
    if submission.seal is Seal.NONE:
        entries = [entry for entry, _ in members]
        manifest = bag.tag_files(entries, info, tags(entries))
        return sum(e.bytes for e in entries), hashed(manifest["manifest-sha256.txt"])
    stream = (
        Member(entry.name, partial(io.BytesIO, data), entry.sha256) for entry, data in members
    )
    if submission.seal is Seal.ZIP:
        secret = zip_passphrase(env)
        sealed = outbox.write(
            f"{label.name}.zip",
            lambda sink: seal_zip(stream, sink, secret, info=info, tags=tags),
        )
    else:
        recipients = [recipient(r.key) for r in submission.recipients]
        sealed = outbox.write(
            f"{label.name}.zip.age",
            lambda sink: seal(stream, sink, recipients, info=info, tags=tags),
        )
    return sealed.bytes, sealed.sha256


def small_parcel(name: str, data: bytes) -> Parcel:
    return Parcel(name, len(data), hashed(data), lambda: io.BytesIO(data))


def hashed(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
