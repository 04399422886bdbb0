"""How much processor time and memory another process has taken, by the means of each system."""

import ctypes
import os
import sys
from ctypes import Structure, byref, c_size_t, c_uint32, c_uint64
from dataclasses import dataclass
from pathlib import Path

_RUSAGE_INFO_V0 = 0  # <sys/resource.h> of macOS
_HUNDRED_NANOSECONDS = 1e-7  # the unit of FILETIME


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor time in seconds, memory in bytes that lie in the machine's own memory."""

    seconds: float
    memory: int


def usage(process: int, handle: int = 0) -> Usage | None:
    """Of the process with this id (Windows: this handle); None where it is gone or the system does
    not say.
    """
    try:
        if sys.platform == "linux":
            return _linux(process)
        if sys.platform == "darwin":
            return _macos(process)
        if sys.platform == "win32":
            return _windows(handle)
    except (OSError, ValueError, AttributeError):
        return None
    return None


def _linux(process: int) -> Usage:
    """proc_pid_stat(5): fields 14 and 15 are times in clock ticks, 24 is pages. The name in field 2
    may hold anything.
    """
    fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return Usage(ticks / os.sysconf("SC_CLK_TCK"), int(fields[21]) * os.sysconf("SC_PAGE_SIZE"))


class _Rusage(Structure):
    """struct rusage_info_v0; times are in ticks of mach_absolute_time."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user_time", c_uint64),
        ("system_time", c_uint64),
        ("idle_wakeups", c_uint64),
        ("interrupt_wakeups", c_uint64),
        ("pageins", c_uint64),
        ("wired_size", c_uint64),
        ("resident_size", c_uint64),
        ("footprint", c_uint64),
        ("start", c_uint64),
        ("exit", c_uint64),
    )


class _Timebase(Structure):
    _fields_ = (("numerator", c_uint32), ("denominator", c_uint32))


def _macos(process: int) -> Usage | None:
    library = ctypes.CDLL(None)
    facts, base = _Rusage(), _Timebase()
    if library.proc_pid_rusage(process, _RUSAGE_INFO_V0, byref(facts)):
        return None
    library.mach_timebase_info(byref(base))
    ticks = facts.user_time + facts.system_time
    return Usage(ticks * base.numerator / base.denominator / 1e9, int(facts.footprint))


class _MemoryCounters(Structure):
    """PROCESS_MEMORY_COUNTERS"""

    _fields_ = (
        ("cb", c_uint32),
        ("PageFaultCount", c_uint32),
        ("PeakWorkingSetSize", c_size_t),
        ("WorkingSetSize", c_size_t),
        ("QuotaPeakPagedPoolUsage", c_size_t),
        ("QuotaPagedPoolUsage", c_size_t),
        ("QuotaPeakNonPagedPoolUsage", c_size_t),
        ("QuotaNonPagedPoolUsage", c_size_t),
        ("PagefileUsage", c_size_t),
        ("PeakPagefileUsage", c_size_t),
    )


def _windows(handle: int) -> Usage | None:
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32")
    created, ended, system, user = c_uint64(), c_uint64(), c_uint64(), c_uint64()
    process = ctypes.c_void_p(handle)
    if not kernel.GetProcessTimes(
        process, byref(created), byref(ended), byref(system), byref(user)
    ):
        return None
    counters = _MemoryCounters(cb=ctypes.sizeof(_MemoryCounters))
    kernel.K32GetProcessMemoryInfo(process, byref(counters), counters.cb)
    return Usage((system.value + user.value) * _HUNDRED_NANOSECONDS, int(counters.PagefileUsage))
