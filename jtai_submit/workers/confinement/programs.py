"""Linux: a program of others, such as an office suite, cut off from the network, the user's files
and other processes.

Three layers, each enough for the network: namespaces (a network without a line, a folder in memory
of its own), Landlock (5.13; TCP from 6.7) and seccomp. Namespaces are refused to ordinary users on
some systems; then the folder lies in memory where everybody's does, and is wiped by the process
beside.
"""

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

from . import landlock, seccomp
from .linux import LIBRARIES, die_with
from .unix import lower

# linux/sched.h: mounts, users, processes, network, System V objects of one's own
_NEW_MOUNTS, _NEW_USERS, _NEW_PROCESSES, _NEW_NETWORK, _NEW_IPC = (
    0x20000,
    0x10000000,
    0x20000000,
    0x40000000,
    0x8000000,
)
_NO_SET_UID, _NO_DEVICES, _RECURSIVE, _PRIVATE = 2, 4, 0x4000, 0x40000  # mount(2)
_DETACH = 2  # umount2(2)
_ROOM = 256 * 1024 * 1024  # bytes beside the document, for the program's settings and its result
# What programs with letters on a page read beside libraries: fonts, the name of the user, what the
# loader needs.
_SETTINGS = tuple(
    map(
        Path,
        """
        /etc/alternatives /etc/fonts /etc/group /etc/ld.so.cache /etc/libreoffice /etc/locale.alias
        /etc/localtime /etc/mime.types /etc/nsswitch.conf /etc/passwd /opt /proc/filesystems
        /proc/mounts /snap /var/cache/fontconfig /var/lib/libreoffice /var/spool/libreoffice
        """.split(),
    )
)
_SOCKETS = Path("/tmp")  # noqa: S108 (LibreOffice's sal/osl/unx/pipe.cxx puts the socket for its second start there)
_DEVICES = tuple(Path("/dev", name) for name in ("null", "zero", "urandom", "random"))


def cut_off(folder: Path, readable: tuple[Path, ...], size: int) -> tuple[bool, Callable[[], None]]:
    """Whether the network is cut, and what the program must do before it starts. Called in a
    process of one thread.

    `size` in bytes of the document; the folder is covered with one in memory where that can be
    done.
    """
    import resource

    libc = ctypes.CDLL(None, use_errno=True)
    room = 4 * size + _ROOM
    namespaces = _can(lambda: _own_world(libc, folder, room)) and _own_world(libc, folder, room)
    if namespaces and not any(path.is_relative_to(_SOCKETS) for path in (folder, *readable)):
        cover(libc, _SOCKETS, _ROOM)
    try:
        program = seccomp.program_filter(seccomp.machine())
    except KeyError:
        program = b""
    limited = landlock.version(libc)
    places = (*LIBRARIES, *_SETTINGS, *readable)
    beside = os.getpid()

    def prepare() -> None:
        """In the new process. It must not go on where one of these is refused: an error here ends
        it.
        """
        die_with(libc, 0 if namespaces else beside)  # from within, the parent outside has no number
        lower(resource.RLIMIT_CORE, 0)
        landlock.no_new_privileges(libc)
        if limited:
            landlock.restrict(libc, places, (folder, *_DEVICES), programs=True, sockets=_SOCKETS)
        if program:
            seccomp.apply(libc, program)

    return bool(namespaces or program), prepare


def uncover(folder: Path) -> None:
    """Take away what `cover` put there, with all that lies in it. Nothing happens where nothing
    covers it.
    """
    ctypes.CDLL(None).umount2(os.fsencode(folder), _DETACH)


def cover(libc: ctypes.CDLL, folder: Path, size: int) -> bool:
    """Put an empty folder in memory over this one, for so many bytes, seen by processes of this
    namespace alone.
    """
    options = f"size={size},mode=0700".encode("ascii")
    flags = _NO_SET_UID | _NO_DEVICES
    return not libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", flags, options)


def _own_world(libc: ctypes.CDLL, folder: Path, size: int) -> bool:
    """A network without a line, mounts of one's own, a covered folder; and what is started from now
    on sees no process but its own.
    """
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_USERS | _NEW_MOUNTS | _NEW_NETWORK | _NEW_IPC | _NEW_PROCESSES):
        return False
    try:
        # User_namespaces(7): before gid_map.
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    except OSError:
        return False
    if libc.mount(None, b"/", None, _RECURSIVE | _PRIVATE, None):
        return False
    return cover(libc, folder, size)


def _can(what: Callable[[], bool]) -> bool:
    """Whether it can be done, tried in a process that ends with it: half of it could not be taken
    back.
    """
    child = os.fork()
    if child == 0:
        done = False
        try:
            done = what()
        finally:
            os._exit(0 if done else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
