"""Sealing in two threads: whichever of them writes, in order; and what fails in one is raised in
the other.
"""

import io
import threading

import pytest

from jtai_submit.packing import age, pack
from jtai_submit.packing.pack import Member


class Sink:
    def __init__(self, fails: bool = False) -> None:
        self.data, self.fails = bytearray(), fails

    def write(self, piece: memoryview) -> None:
        if self.fails:
            raise OSError(28, "No space left on device")
        self.data += piece


def filled(number: int) -> bytearray:
    return bytearray([number]) * age.Writer.BUFFER


def test_the_caller_writes_where_the_other_thread_has_not() -> None:
    """There are so many buffers and no more: when all are full, the one who fills them writes the
    oldest.
    """
    sink = Sink()
    outgoing = pack._Outgoing(sink)
    for number in range(pack._BUFFERS + 3):
        assert len(outgoing.exchange(filled(number), age.Writer.BUFFER)) == age.Writer.BUFFER
    assert sink.data and len(outgoing.waiting) < pack._BUFFERS + 3
    outgoing.close()
    assert sink.data == b"".join(map(filled, range(pack._BUFFERS + 3)))
    outgoing.write()  # nothing waits
    assert outgoing.bytes == len(sink.data)


def test_what_failed_in_the_other_thread_is_raised_in_this_one() -> None:
    """A full disk is met by whichever thread writes; no pack is called whole because the other one
    met it.
    """
    outgoing = pack._Outgoing(Sink(fails=True))
    outgoing.waiting.append((bytearray(1), 1))

    def other() -> None:
        with pytest.raises(OSError, match="No space"):
            outgoing.write()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    with pytest.raises(OSError, match="No space"):
        outgoing.close()
    outgoing.free.clear()
    outgoing.sink = Sink()
    with pytest.raises(OSError, match="No space"):
        outgoing.exchange(bytearray(1), 1)


def test_a_reader_that_is_stopped_ends_and_leaves_no_file_open() -> None:
    """Whatever stops sealing, the thread that reads ahead lets go of the document it has open."""
    closed = threading.Event()

    class Endless(io.BytesIO):
        def readinto(self, buffer: object) -> int:
            return 1

        def close(self) -> None:
            closed.set()

    reader = pack._Reader([Member("data/a", Endless)], pack._Outgoing(Sink()))
    while not reader.free.empty():  # it waits for a buffer
        closed.wait(0.01)
    reader.stop()
    assert closed.wait(10)
    last = None
    while not isinstance(last, BaseException):
        last = reader.full.get(timeout=10)
    assert isinstance(last, InterruptedError)


def test_the_reader_writes_while_it_waits_for_a_buffer() -> None:
    sink = Sink()
    outgoing = pack._Outgoing(sink)
    outgoing.waiting.append((bytearray(b"earlier"), 7))
    reader = pack._Reader([], outgoing)
    assert reader.full.get(timeout=10) is None
    while not reader.free.empty():
        reader.free.get()
    reader.free.put(bytearray(1))
    assert reader._buffer() == bytearray(1) and sink.data == b""
    waits = threading.Thread(target=reader._buffer)
    waits.start()
    while outgoing.waiting:
        waits.join(0.01)
    reader.free.put(bytearray(1))
    waits.join(10)
    assert sink.data == b"earlier"


def test_the_zips_end_does_not_hide_what_failed() -> None:
    """zipfile writes its end also when it is left by an exception: the first failure is the one
    that is raised.
    """
    wrote: list[bytes] = []

    def once(data: bytes) -> int:
        wrote.append(data)
        raise OSError(28, "No space left on device")

    tube = pack._Tube(once)
    assert tube.writable()
    with pytest.raises(OSError, match="No space"):
        tube.write(b"first")
    assert tube.write(b"the end") == 7 and wrote == [b"first"]
