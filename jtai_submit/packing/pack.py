"""A pack in one pass and constant memory: read and hash, zip, encrypt, hash and write, each stage beside the others.

    reader thread            caller's thread                         writer thread
    member → buffer, SHA-256 ──ring──► zip (CRC-32) ► age ► SHA-256 ──ring──► sink

The zip is stored (documents are compressed already), its times fixed: the same documents give the same plaintext.
"""

import hashlib
import io
import queue
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from . import age
from .bag import Entry, tag_files

_TIME = (1980, 1, 1, 0, 0, 0)
_BUFFERS = 3


class Sink(Protocol):
    def write(self, data: memoryview, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Member:
    """One payload file: its name in the bag, and how to open its bytes."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What came out: bytes and SHA-256 of the sealed pack, and its payload."""

    bytes: int
    sha256: str
    entries: tuple[Entry, ...]


class _Ring:
    """Buffers that go round between two threads. A failure on either side is raised on the other."""

    def __init__(self) -> None:
        self.free: queue.SimpleQueue[bytearray] = queue.SimpleQueue()
        self.full: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.failed: BaseException | None = None
        for _ in range(_BUFFERS):
            self.free.put(bytearray(age.Writer.BUFFER))

    def buffer(self) -> bytearray:
        buffer = self.free.get()
        if self.failed:
            raise self.failed
        return buffer

    def fail(self, error: BaseException) -> None:
        self.failed = error
        self.free.put(bytearray(age.Writer.BUFFER))  # whoever waits for a buffer must wake


class _Writer:
    """Hashes what the encryption gives it, and writes it in a thread of its own."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.ring, self.sha, self.bytes = sink, _Ring(), hashlib.sha256(), 0
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def exchange(self, buffer: bytearray, length: int) -> bytearray:
        with memoryview(buffer) as view:
            self.sha.update(view[:length])
        self.bytes += length
        self.ring.full.put((buffer, length))
        return self.ring.buffer()

    def _run(self) -> None:
        try:
            while isinstance(item := self.ring.full.get(), tuple):
                buffer, length = item
                with memoryview(buffer) as view:
                    self.sink.write(view[:length])
                if len(buffer) == age.Writer.BUFFER:
                    self.ring.free.put(buffer)
        except BaseException as e:  # raised again in the caller's thread
            self.ring.fail(e)

    def close(self) -> None:
        self.ring.full.put(None)
        self.thread.join()
        if self.ring.failed:
            raise self.ring.failed


def _read_ahead(members: Iterable[Member], ring: _Ring, stop: threading.Event) -> None:
    """Fills `ring.full` with (member, buffer, length), then (entry), member after member; at the end None."""
    try:
        for member in members:
            sha, size = hashlib.sha256(), 0
            ring.full.put(member)
            with member.open() as file:
                buffer = ring.buffer()
                while count := file.readinto(memoryview(buffer)):  # type: ignore[attr-defined]
                    if stop.is_set():
                        return
                    sha.update(memoryview(buffer)[:count])
                    size += count
                    ring.full.put((buffer, count))
                    buffer = ring.buffer()
                ring.free.put(buffer)
            ring.full.put(Entry(member.name, size, sha.hexdigest()))
        ring.full.put(None)
    except BaseException as e:  # raised again in the caller's thread
        ring.full.put(e)


class _Tube(io.RawIOBase):
    """What zipfile needs to see of a stream: it writes, it cannot seek."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write, self._broken = write, False

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._broken:
            return len(data)  # zipfile writes its end even when it is left by an exception, which must not be hidden
        try:
            return self._write(data)
        except BaseException:
            self._broken = True
            raise


def seal(
    members: Iterable[Member],
    sink: Sink,
    recipients: Sequence[age.Recipient],
    *,
    info: Mapping[str, str],
    tags: Callable[[Sequence[Entry]], Mapping[str, bytes]],
) -> Sealed:
    """Write one pack to `sink`. `tags` gives further tag files (the index) once every payload file is known."""
    writer, ring, stop = _Writer(sink), _Ring(), threading.Event()
    reader = threading.Thread(target=_read_ahead, args=(members, ring, stop), daemon=True)
    entries: list[Entry] = []
    try:
        sealer = age.Writer(writer.exchange, recipients)
        with zipfile.ZipFile(_Tube(sealer.write), "w", allowZip64=True) as archive:
            reader.start()
            for member in _members(ring):
                entries.append(_add(archive, member, ring))
            for name, data in tag_files(entries, info, tags(entries)).items():
                archive.writestr(_zipinfo(name), data)
        sealer.close()
    finally:
        stop.set()
        ring.fail(InterruptedError())
        writer.close()
    return Sealed(writer.bytes, writer.sha.hexdigest(), tuple(entries))


def _members(ring: _Ring) -> Iterator[Member]:
    while (item := ring.full.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        assert isinstance(item, Member)
        yield item


def _add(archive: zipfile.ZipFile, member: Member, ring: _Ring) -> Entry:
    with archive.open(_zipinfo(member.name), "w", force_zip64=True) as file:
        while isinstance(item := ring.full.get(), tuple):
            buffer, count = item
            file.write(memoryview(buffer)[:count])
            ring.free.put(buffer)
    if isinstance(item, BaseException):
        raise item
    assert isinstance(item, Entry)
    return item


def _zipinfo(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info
