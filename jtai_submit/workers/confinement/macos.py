"""macOS: a sandbox profile (Seatbelt), limits of resources, and a watch on the parent. Written, not
run by its authors.

`sandbox_init` is deprecated since 10.8 and still what the system's own programs and Chromium use
(sandbox(7), <sandbox.h>). RLIMIT_AS is not kept by macOS: the program's watch on each worker's
memory takes its place.
"""

import ctypes
import os
from pathlib import Path

from . import Bounds, Confined, Promise

_LIBRARY = "/usr/lib/libSystem.B.dylib"
_SYSTEM = (
    "/usr",
    "/System",
    "/Library/Frameworks",
    "/Library/Apple",
    "/opt/homebrew",
    "/private/etc/localtime",
)
_DEVICES = (
    "/dev/null",
    "/dev/urandom",
    "/dev/random",
    "/private/var/db/timezone",
    "/private/var/db/dyld",
)
# For an office suite: everything but the network.
NO_NETWORK = "(version 1)(allow default)(deny network*)"


def confine(bounds: Bounds) -> Confined:
    """Everything that the system offers; what it refused is said."""
    from .unix import limit_resources, watch_parent

    watch_parent(bounds.parent)
    limit_resources(memory=0)
    lacking: dict[Promise, str] = {}
    why = enter(profile(bounds.readable, bounds.private))
    if why:
        for promise in (
            Promise.NETWORK,
            Promise.READ,
            Promise.WRITE,
            Promise.EXECUTE,
            Promise.PROCESSES,
        ):
            lacking[promise] = why
    return Confined(lacking)


def profile(readable: tuple[Path, ...], private: Path) -> str:
    """Deny by default; read libraries, read and write one folder, signal oneself. No process-fork,
    no network*.
    """
    read = "\n".join(
        f"  (subpath {_quoted(path)})"
        for path in (*_SYSTEM, *_DEVICES, *map(os.path.realpath, readable))
    )
    own = _quoted(os.path.realpath(private))
    return f"""(version 1)
(deny default)
(allow file-read-metadata)
(allow file-read-data
  (literal "/")
{read}
)
(allow file-read* file-write* (subpath {own}))
(allow file-write-data (literal "/dev/null"))
(allow sysctl-read)
(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))
(allow signal (target self))
"""


def enter(profile_: str) -> str:
    """Take the profile on, for good. Why it was not taken; empty where it holds."""
    try:
        library = ctypes.CDLL(_LIBRARY, use_errno=True)
        message = ctypes.c_char_p()
        library.sandbox_init.argtypes = [
            ctypes.c_char_p,
            ctypes.c_uint64,
            ctypes.POINTER(ctypes.c_char_p),
        ]
        refused = library.sandbox_init(profile_.encode(), 0, ctypes.byref(message))
    except (OSError, AttributeError):
        return "this macOS has no sandbox_init"
    return "this macOS did not take the sandbox profile" if refused else ""


def _quoted(path: object) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
