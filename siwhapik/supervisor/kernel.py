"""Linux calls that keep children from being orphaned; elsewhere only the orphan reaper does."""

import contextlib
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
PR_SET_CHILD_SUBREAPER = 36
M_ARENA_MAX = -8

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent died, so that they can be reaped."""
    if _libc:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with(parent: int) -> None:
    """In a child: ask the kernel for SIGTERM when its parent dies."""
    if not _libc:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # the parent died before we had asked
        os._exit(1)


def name_process(name: str) -> None:
    """Set the name in `ps -e`, `top` and /proc/PID/comm; 15 letters."""
    if _libc:
        _libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def few_arenas() -> None:
    """Let threads share one heap, here and in every fork of this process; it saves memory."""
    if _libc and hasattr(_libc, "mallopt"):  # glibc's
        _libc.mallopt(M_ARENA_MAX, 2)


def follow_parent() -> None:
    """End this process when the one that started it (make) dies."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def signal_group(group: int, number: int) -> bool:
    """Send a signal to a whole process group; False when the group is empty."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def reap() -> dict[int, int]:
    """Collect every dead child and adopted orphan: pid -> exit code (negative: signal)."""
    dead: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            dead[pid] = os.waitstatus_to_exitcode(status)
    return dead
