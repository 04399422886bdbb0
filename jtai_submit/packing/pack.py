"""A pack in one pass and constant memory, on two threads that share the work evenly:

    reader thread                        caller's thread
    member → buffer, SHA-256 ──ring──► zip (CRC-32) ► age ──► outgoing, SHA-256 ──► sink
    └─ while it waits for a buffer: hashes and writes what is outgoing ──┘

Buffers are made once and go round; between the stages no byte is copied. The zip is stored
(documents are compressed already), its times fixed: the same documents give the same plaintext.
"""

import hashlib
import io
import queue
import threading
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from . import age
from .bag import Entry, tag_files
from .stanzas import Recipient

# APPNOTE.TXT, 4.4.6: times are those of MS-DOS, which begin here.
_TIME = (1980, 1, 1, 0, 0, 0)
_BUFFER, _BUFFERS = 1024 * 1024, 4


class Sink(Protocol):
    def write(self, data: memoryview, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Member:
    """One payload file: its name in the bag, and how to open its bytes. Where their SHA-256
    (hexadecimal) is known it is not made again: what spoils them after that is found by whoever
    opens the pack.
    """

    name: str
    open: Callable[[], BinaryIO]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What came out: bytes and SHA-256 of the sealed pack, and its payload."""

    bytes: int
    sha256: str
    entries: tuple[Entry, ...]


class _Outgoing:
    """Ciphertext on its way to the sink: hashed and written in order, by whichever thread has
    time.
    """

    def __init__(self, sink: Sink) -> None:
        self.sink, self.sha, self.bytes = sink, hashlib.sha256(), 0
        self.waiting: deque[tuple[bytearray, int]] = deque()
        self.free: deque[bytearray] = deque(bytearray(age.Writer.BUFFER) for _ in range(_BUFFERS))
        self.writing = threading.Lock()
        self.failed: BaseException | None = None

    def exchange(self, buffer: bytearray, length: int) -> bytearray:
        """Take a filled buffer, give back an empty one; writes itself where the other thread has
        not.
        """
        self.bytes += length
        self.waiting.append((buffer, length))
        while not self.free:
            self.write()
            if self.failed:  # in the other thread
                raise self.failed
        return self.free.popleft()

    def write(self) -> None:
        """Hash and write the oldest waiting buffer, if there is one."""
        with self.writing:
            if not self.waiting:
                return
            buffer, length = self.waiting.popleft()
            try:
                with memoryview(buffer) as view:
                    self.sha.update(view[:length])
                    self.sink.write(view[:length])
            except BaseException as e:
                self.failed = e
                raise
            if len(buffer) == age.Writer.BUFFER:
                self.free.append(buffer)

    def close(self) -> None:
        while self.waiting:
            self.write()
        with self.writing:  # the other thread has finished its last
            if self.failed:
                raise self.failed


@dataclass(frozen=True, slots=True)
class _Piece:
    buffer: bytearray
    length: int


class _Reader:
    """Reads members ahead in its own thread: `Member`, `_Piece` …, `Entry` for each; at the end
    None, or what failed.
    """

    def __init__(self, members: Iterable[Member], outgoing: _Outgoing) -> None:
        self.members, self.outgoing, self.stopped = members, outgoing, False
        self.free: queue.SimpleQueue[bytearray] = queue.SimpleQueue()
        self.full: queue.SimpleQueue[Member | _Piece | Entry | BaseException | None] = (
            queue.SimpleQueue()
        )
        for _ in range(_BUFFERS):
            self.free.put(bytearray(_BUFFER))
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Let it end, however far it is."""
        self.stopped = True
        self.free.put(bytearray(1))

    def _run(self) -> None:
        try:
            for member in self.members:
                self._read(member)
            self.full.put(None)
        except BaseException as e:  # raised again in the caller's thread
            self.full.put(e)

    def _buffer(self) -> bytearray:
        while self.free.empty() and self.outgoing.waiting:
            self.outgoing.write()
        buffer = self.free.get()
        if self.stopped:
            raise InterruptedError
        return buffer

    def _read(self, member: Member) -> None:
        sha, size = hashlib.sha256(), 0
        self.full.put(member)
        with member.open() as file:
            buffer = self._buffer()
            while count := file.readinto(buffer):  # type: ignore[attr-defined]
                if not member.sha256:
                    with memoryview(buffer) as view:
                        sha.update(view[:count])
                size += count
                self.full.put(_Piece(buffer, count))
                buffer = self._buffer()
            self.free.put(buffer)
        self.full.put(Entry(member.name, size, member.sha256 or sha.hexdigest()))


class _Tube(io.RawIOBase):
    """What zipfile needs to see of a stream: it writes, it cannot seek."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write, self._broken = write, False

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._broken:
            # Zipfile writes its end even when it is left by an exception, which must not be hidden.
            return len(data)
        try:
            return self._write(data)
        except BaseException:
            self._broken = True
            raise


def seal(
    members: Iterable[Member],
    sink: Sink,
    recipients: Sequence[Recipient],
    *,
    info: Mapping[str, str],
    tags: Callable[[Sequence[Entry]], Mapping[str, bytes]],
) -> Sealed:
    """Write one pack to `sink`. `tags` gives further tag files (the index) once every payload file
    is known.
    """
    outgoing = _Outgoing(sink)
    reader = _Reader(members, outgoing)
    entries: list[Entry] = []
    try:
        sealer = age.Writer(outgoing.exchange, recipients)
        with zipfile.ZipFile(_Tube(sealer.write), "w", allowZip64=True) as archive:
            while (member := _next(reader)) is not None:
                assert isinstance(member, Member)
                entries.append(_add(archive, member, reader))
            for name, data in tag_files(entries, info, tags(entries)).items():
                archive.writestr(_zipinfo(name), data)
        sealer.close()
        outgoing.close()
    finally:
        reader.stop()
    return Sealed(outgoing.bytes, outgoing.sha.hexdigest(), tuple(entries))


def _next(reader: _Reader) -> Member | _Piece | Entry | None:
    item = reader.full.get()
    if isinstance(item, BaseException):
        raise item
    return item


def _add(archive: zipfile.ZipFile, member: Member, reader: _Reader) -> Entry:
    # APPNOTE.TXT, 4.3.9: in a stream that cannot seek, sizes and CRC follow behind the bytes. How
    # many there will be is not known, so room for 8 bytes a size is made (4.5.3, zip64).
    with archive.open(_zipinfo(member.name), "w", force_zip64=True) as file:
        while isinstance(item := _next(reader), _Piece):
            with memoryview(item.buffer) as view:
                file.write(view[: item.length])
            reader.free.put(item.buffer)
    assert isinstance(item, Entry)
    return item


def _zipinfo(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    # APPNOTE.TXT, 4.4.2 and 4.4.15: made on Unix (3), whose programs keep the mode in the upper
    # half. zipfile would name the system it runs on: the same documents would give other bytes.
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info
