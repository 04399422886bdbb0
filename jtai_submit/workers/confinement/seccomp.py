"""A filter for system calls (seccomp), written as the small program that the kernel runs before
each of them.

Sources: kernel.org, userspace-api/seccomp_filter; the numbers are those of
arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (aarch64), which never
change.
"""

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

# linux/bpf_common.h, linux/seccomp.h
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x40000000  # the second numbering of x86-64 begins here
_CLONE_THREAD = 0x00010000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
AF_UNIX, SOCK_STREAM, _SOCK_KIND = 1, 1, 0xF


def _numbers(table: str) -> dict[str, int]:
    """Name and number of each call."""
    words = table.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


_X86_64 = _numbers(
    """
    socket 41  connect 42  sendto 44  sendmsg 46  socketpair 53  clone 56  fork 57  vfork 58
    execve 59  kill 62  shmget 29  shmat 30  semget 64  msgget 68  truncate 76  chmod 90
    fchmod 91  chown 92  fchown 93  lchown 94  ptrace 101  utime 132  modify_ldt 154
    pivot_root 155  chroot 161  acct 163  mount 165  umount2 166  swapon 167  swapoff 168
    reboot 169  iopl 172  ioperm 173  init_module 175  delete_module 176  quotactl 179
    setxattr 188  lsetxattr 189  fsetxattr 190  removexattr 197  lremovexattr 198
    fremovexattr 199  tkill 200  tgkill 234  utimes 235  mq_open 240  kexec_load 246  add_key
    248  request_key 249  keyctl 250  migrate_pages 256  fchownat 260  futimesat 261  fchmodat
    268  unshare 272  move_pages 279  utimensat 280  perf_event_open 298  fanotify_init 300
    prlimit64 302  name_to_handle_at 303  open_by_handle_at 304  setns 308  process_vm_readv
    310  process_vm_writev 311  kcmp 312  finit_module 313  kexec_file_load 320  bpf 321
    execveat 322  userfaultfd 323
    """
)
_AARCH64 = _numbers(
    """
    socket 198  connect 203  sendto 206  sendmsg 211  socketpair 199  clone 220  execve 221
    kill 129  shmget 194  shmat 196  semget 190  msgget 186  truncate 45  fchmod 52  fchmodat
    53  fchownat 54  fchown 55  ptrace 117  pivot_root 41  chroot 51  acct 89  mount 40
    umount2 39  swapon 224  swapoff 225  reboot 142  init_module 105  delete_module 106
    quotactl 60  setxattr 5  lsetxattr 6  fsetxattr 7  removexattr 14  lremovexattr 15
    fremovexattr 16  tkill 130  tgkill 131  mq_open 180  kexec_load 104  add_key 217
    request_key 218  keyctl 219  migrate_pages 238  unshare 97  move_pages 239  utimensat 88
    perf_event_open 241  fanotify_init 262  prlimit64 261  name_to_handle_at 264
    open_by_handle_at 265  setns 268  process_vm_readv 270  process_vm_writev 271  kcmp 272
    finit_module 273  kexec_file_load 294  bpf 280  execveat 281  userfaultfd 282
    """
)
# From 424 on all architectures count alike.
_BOTH = _numbers(
    """
    pidfd_send_signal 424  io_uring_setup 425  io_uring_enter 426  io_uring_register 427
    open_tree 428  move_mount 429  fsopen 430  fsconfig 431  fsmount 432  fspick 433
    pidfd_open 434  clone3 435  pidfd_getfd 438  process_madvise 440  mount_setattr 442
    fchmodat2 452  setxattrat 463  removexattrat 466
    """
)
_SYSTEMS = {
    "x86_64": (0xC000003E, _X86_64 | _BOTH),  # AUDIT_ARCH_X86_64
    "aarch64": (0xC00000B7, _AARCH64 | _BOTH),  # AUDIT_ARCH_AARCH64
}
_CONDITIONAL = {"clone", "clone3", "kill", "tgkill", "prlimit64", "socket"}
# What a program that was started for a conversion needs and a worker does not.
_PROGRAMS = set(
    """
    clone clone3 fork vfork execve socketpair sendmsg sendto kill tkill tgkill
    """.split()
)
_PROGRAMS |= {
    "fchmod",
    "chmod",
    "fchmodat",
    "chown",
    "fchown",
    "fchownat",
    "utimensat",
    "utime",
    "utimes",
    "truncate",
    "shmget",
    "shmat",
}


@dataclass(frozen=True, slots=True)
class _Step:
    """One instruction: code, jump if true, jump if false, operand."""

    code: int
    yes: int
    no: int
    operand: int

    def packed(self) -> bytes:
        return struct.pack("HBBI", self.code, self.yes, self.no, self.operand)


def worker_filter(machine: str, process: int) -> bytes:
    """The program for a worker: no sockets, no new processes or programs, nothing that reaches
    other processes or changes modes, times or attributes of files. Threads, and signals to itself
    (`abort`), are allowed.

    Raises KeyError for a machine whose numbers are not known.
    """
    _, numbers = _SYSTEMS[machine]
    steps = _begin(machine)
    steps += _flag_needed(numbers["clone"], 0, _CLONE_THREAD)
    # Its flags lie in memory; the C library then takes clone.
    steps += _refused(numbers["clone3"], errno.ENOSYS)
    for name in ("kill", "tgkill"):
        steps += _argument_needed(numbers[name], 0, process)
    steps += _argument_needed(numbers["prlimit64"], 0, 0)  # 0 is the process itself
    for name, number in numbers.items():
        if name not in _CONDITIONAL:
            steps += _refused(number, errno.EPERM)
    steps += _refused(numbers["socket"], errno.EPERM)
    return b"".join(step.packed() for step in [*steps, _Step(_RETURN, 0, 0, _ALLOW)])


def program_filter(machine: str) -> bytes:
    """The program for an office suite: local stream sockets that it may listen on, and no other; no
    connection to anything; processes and programs of its own are allowed. Raises KeyError as above.
    """
    _, numbers = _SYSTEMS[machine]
    steps = _begin(machine)
    steps += _only_local_streams(numbers["socket"])
    for name, number in numbers.items():
        if name not in _PROGRAMS | _CONDITIONAL:
            steps += _refused(number, errno.EPERM)
    return b"".join(step.packed() for step in [*steps, _Step(_RETURN, 0, 0, _ALLOW)])


def apply(libc: ctypes.CDLL, program: bytes) -> None:
    """Hand the filter to the kernel; it holds for this thread and all that it starts. Raises
    OSError.
    """
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    )
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, head, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def machine() -> str:
    """The machine as this module names it: x86_64, aarch64, or another that it does not know."""
    return platform.machine()


def _begin(machine_: str) -> list[_Step]:
    """Another architecture's calls end the process; so does the second numbering of x86-64."""
    architecture, _ = _SYSTEMS[machine_]
    steps = [
        _Step(_LOAD, 0, 0, _ARCHITECTURE),
        _Step(_EQUAL, 1, 0, architecture),
        _Step(_RETURN, 0, 0, _KILL),
    ]
    steps.append(_Step(_LOAD, 0, 0, _NUMBER))
    if machine_ == "x86_64":
        steps += [_Step(_AT_LEAST, 0, 1, _X32), _Step(_RETURN, 0, 0, _KILL)]
    return steps


def _refused(number: int, why: int) -> list[_Step]:
    return [_Step(_EQUAL, 0, 1, number), _Step(_RETURN, 0, 0, _ERRNO | why)]


def _argument_needed(number: int, argument: int, value: int) -> list[_Step]:
    """The call is allowed with this value (its low 32 bits) alone."""
    return [
        _Step(_EQUAL, 0, 4, number),
        _Step(_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        _Step(_EQUAL, 0, 1, value),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]


def _flag_needed(number: int, argument: int, flag: int) -> list[_Step]:
    return [
        _Step(_EQUAL, 0, 4, number),
        _Step(_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        _Step(_ANY_BIT, 0, 1, flag),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]


def _only_local_streams(number: int) -> list[_Step]:
    """socket(AF_UNIX, SOCK_STREAM, …): one of datagrams could be sent anywhere without a
    connection.
    """
    return [
        _Step(_EQUAL, 0, 7, number),
        _Step(_LOAD, 0, 0, _ARGUMENTS),
        _Step(_EQUAL, 0, 4, AF_UNIX),
        _Step(_LOAD, 0, 0, _ARGUMENTS + 8),
        _Step(_AND, 0, 0, _SOCK_KIND),  # above it stand SOCK_CLOEXEC and SOCK_NONBLOCK
        _Step(_EQUAL, 0, 1, SOCK_STREAM),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]
