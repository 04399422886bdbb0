"""Landlock: a process gives up the file system, TCP and other processes, but for what it names
(Linux 5.13 and later).

Source: kernel.org, userspace-api/landlock; linux/landlock.h. No library is needed: three system
calls, whose numbers are the same on every architecture.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
EXECUTE, _WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_SOCKET = 1 << 5, 1 << 9
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1  # all rights of the first version: files, folders, making and removing
_OF_FILES = EXECUTE | _WRITE_FILE | READ_FILE | _TRUNCATE | _IOCTL_DEV
_TCP_BIND_AND_CONNECT = 0b11
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_ADDED = ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV))  # version that brought it, right
OF_TCP, OF_SIGNALS = 4, 6  # versions
READ = READ_FILE | READ_DIR


def version(libc: ctypes.CDLL) -> int:
    """The version of the kernel's Landlock; 0 where it has none or has it switched off."""
    return max(0, int(libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION)))


def no_new_privileges(libc: ctypes.CDLL) -> None:
    """No program that is started can have more rights. Landlock and seccomp ask for it. Raises
    OSError.
    """
    _done(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def restrict(
    libc: ctypes.CDLL,
    readable: Iterable[Path],
    writable: Iterable[Path],
    *,
    programs: bool = False,
    sockets: Path | None = None,
) -> None:
    """From now on: read below `readable`, read and write below `writable`, nothing else; no TCP.

    Paths that do not exist are passed over. With `programs`, what can be read can also be started;
    in `sockets`, local sockets can be made and files removed, and nothing else. Raises OSError.
    """
    has = version(libc)
    handled = _FIRST
    for since, right in _ADDED:
        handled |= right if has >= since else 0
    tcp = _TCP_BIND_AND_CONNECT if has >= OF_TCP else 0
    scoped = _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if has >= OF_SIGNALS else 0
    length = 24 if has >= OF_SIGNALS else 16 if has >= OF_TCP else 8
    attributes = struct.pack("QQQ", handled, tcp, scoped)[:length]
    ruleset = libc.syscall(_CREATE, attributes, ctypes.c_size_t(length), 0)
    _done(ruleset)
    try:
        reading = READ | (EXECUTE if programs else 0)
        for path in readable:
            _allow(libc, ruleset, path, reading)
        for path in writable:
            _allow(libc, ruleset, path, handled & ~(0 if programs else EXECUTE))
        if sockets:
            _allow(libc, ruleset, sockets, _MAKE_SOCKET | _REMOVE_FILE)
        _done(libc.syscall(_RESTRICT, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(handle).st_mode):
                rights &= _OF_FILES
            # struct landlock_path_beneath_attr is packed: 8 bytes of rights, 4 bytes of descriptor
            _done(libc.syscall(_ADD, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0))
        finally:
            os.close(handle)


def _done(result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
