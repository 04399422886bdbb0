"""Windows: a job object (memory, one process, ends with the program, no windows) and low integrity.

Written after the sources; seen to start on a Windows Python under Wine, which keeps the end with
the program, and not yet seen to hold on a real Windows.

The job is made by the program before the worker gets anything (`Job`); the worker lowers itself
(`confine`). Sources: learn.microsoft.com, "Job Objects", JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
JOBOBJECT_BASIC_UI_RESTRICTIONS, "Mandatory Integrity Control" (a process may lower its own level),
AdjustTokenPrivileges.
"""

import ctypes
import sys
from ctypes import (
    POINTER,
    Structure,
    byref,
    c_bool,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
    sizeof,
)

from . import Bounds, Confined, Promise

_EXTENDED_LIMITS, _UI_LIMITS = 9, 4  # JOBOBJECTINFOCLASS
_ACTIVE_PROCESS, _JOB_MEMORY, _DIE_ON_UNHANDLED, _KILL_ON_CLOSE = 0x8, 0x200, 0x400, 0x2000
_PROCESS_MEMORY = 0x100
_ALL_UI = 0xFF  # handles, clipboard, system parameters, display, atoms, desktop, leaving Windows
_TOKEN_QUERY, _TOKEN_ADJUST_PRIVILEGES, _TOKEN_ADJUST_DEFAULT = 0x8, 0x20, 0x80
_TOKEN_INTEGRITY_LEVEL, _SE_GROUP_INTEGRITY, _LOW = 25, 0x20, "S-1-16-4096"
# Measured with Wine 8: integrity levels and a job's number of processes are stored, and that is
# all.
_TAKEN_AND_NOT_KEPT = (Promise.WRITE, Promise.PROCESSES, Promise.EXECUTE)
_NOT = (
    "Windows gives a program that started in the usual way no means for it (an AppContainer would)"
)


class _BasicLimits(Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class _ExtendedLimits(Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", c_uint64 * 6),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


class _SidAndAttributes(Structure):
    _fields_ = (("Sid", c_void_p), ("Attributes", c_uint32))


class Job:
    """A job object around one process. It ends with this program, or when it is closed, with all
    that is in it.
    """

    def __init__(self, handle_of_process: int, memory: int, processes: int = 1) -> None:
        """`memory` in bytes for all of it, 0 for no limit; at most so many `processes`, 0 for no
        limit.

        Raises OSError where Windows refuses.
        """
        self._kernel = _library("kernel32")
        self._kernel.CreateJobObjectW.restype = c_void_p
        self._handle = self._kernel.CreateJobObjectW(None, None)
        limits = _ExtendedLimits()
        flags = _KILL_ON_CLOSE | _DIE_ON_UNHANDLED
        if memory:
            flags |= _PROCESS_MEMORY | _JOB_MEMORY
            limits.ProcessMemoryLimit = memory
            limits.JobMemoryLimit = memory
        if processes:
            flags |= _ACTIVE_PROCESS
            limits.BasicLimitInformation.ActiveProcessLimit = processes
        limits.BasicLimitInformation.LimitFlags = flags
        self._set(_EXTENDED_LIMITS, limits)
        # A worker draws nothing; an office suite may need its windows even when it shows none.
        if processes:
            self._set(_UI_LIMITS, c_uint32(_ALL_UI))
        _done(
            self._kernel.AssignProcessToJobObject(
                c_void_p(self._handle), c_void_p(handle_of_process)
            )
        )

    def _set(self, kind: int, value: "Structure | c_uint32") -> None:
        done = self._kernel.SetInformationJobObject(
            c_void_p(self._handle), kind, byref(value), sizeof(value)
        )
        _done(done)

    def close(self) -> None:
        """End what is in it, and let go of it."""
        if self._handle:
            self._kernel.CloseHandle(c_void_p(self._handle))
            self._handle = None


def confine(bounds: Bounds) -> Confined:
    """Lower this process: low integrity (no writing to what is the user's), no privileges. The job
    came before it.
    """
    lacking = {Promise.NETWORK: _NOT, Promise.READ: _NOT}
    if not _in_job():
        why = "Windows did not put the worker into a job object"
        lacking |= dict.fromkeys((Promise.MEMORY, Promise.EXECUTE, Promise.ENDING), why)
    try:
        _lower()
    except OSError:
        why = "Windows did not lower the worker's integrity level"
        lacking |= {Promise.WRITE: why, Promise.PROCESSES: why}
    if _is_wine():
        lacking |= dict.fromkeys(_TAKEN_AND_NOT_KEPT, "Wine takes the limit and does not keep it")
    return Confined(lacking)


def _is_wine() -> bool:
    """Whether this is no Windows. https://gitlab.winehq.org/wine/wine/-/wikis/Developer-FAQ: how to
    detect Wine."""
    return hasattr(_library("ntdll"), "wine_get_version")


def _in_job() -> bool:
    kernel = _library("kernel32")
    kernel.GetCurrentProcess.restype = c_void_p
    answer = c_uint32(0)
    done = kernel.IsProcessInJob(c_void_p(kernel.GetCurrentProcess()), None, byref(answer))
    return bool(done) and bool(answer.value)


def _lower() -> None:
    """Privileges away, then low integrity: after it this process cannot write to, or send to,
    anything of the user's.
    """
    kernel, rights = _library("kernel32"), _library("advapi32")
    kernel.GetCurrentProcess.restype = c_void_p
    token, sid = c_void_p(), c_void_p()
    wanted = _TOKEN_QUERY | _TOKEN_ADJUST_PRIVILEGES | _TOKEN_ADJUST_DEFAULT
    _done(rights.OpenProcessToken(c_void_p(kernel.GetCurrentProcess()), wanted, byref(token)))
    try:
        _done(rights.AdjustTokenPrivileges(token, c_bool(True), None, 0, None, None))
        rights.ConvertStringSidToSidW.argtypes = [ctypes.c_wchar_p, POINTER(c_void_p)]
        _done(rights.ConvertStringSidToSidW(_LOW, byref(sid)))
        label = _SidAndAttributes(sid, _SE_GROUP_INTEGRITY)
        rights.GetLengthSid.argtypes = [c_void_p]
        length = sizeof(label) + rights.GetLengthSid(sid)
        _done(rights.SetTokenInformation(token, _TOKEN_INTEGRITY_LEVEL, byref(label), length))
    finally:
        kernel.CloseHandle(token)


def _library(name: str) -> ctypes.CDLL:
    if sys.platform != "win32":
        raise OSError(f"{name} is a library of Windows")
    return ctypes.WinDLL(name, use_last_error=True)


def _done(result: int) -> None:
    if not result:
        raise OSError("Windows refused a limit of a worker")
