"""One `serve` per DATA_DIR."""

import contextlib
import fcntl
import os
import time
from pathlib import Path

# Longer than the orphan reaper gives the children of a killed supervisor.
WAIT_SECONDS = 12.0


class InUseError(Exception):
    """Another `serve` works on this DATA_DIR; the message says what to do."""


def hold(path: Path, *, wait: float = WAIT_SECONDS) -> int:
    """Take the lock file and write our pid into it; the open descriptor holds it.

    The orphan reaper of a dead owner still holds the lock for some seconds: this waits for it.
    Raises InUseError when a living process has it.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + wait
    while not _try(fd):
        owner = _owner(fd)
        if _lives(owner) or time.monotonic() > until:
            os.close(fd)
            raise InUseError(
                f"Si Whapik sudah berjalan dengan DATA_DIR ini ({path.parent}), proses {owner}. "
                "Hentikan dulu yang itu, atau pakai DATA_DIR lain."
            )
        time.sleep(0.2)
    os.ftruncate(fd, 0)
    os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
    return fd


def _try(fd: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _owner(fd: int) -> int:
    text = os.pread(fd, 32, 0).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else 0


def _lives(pid: int) -> bool:
    if pid <= 0:
        return True  # locked, but the pid is not written yet: it is just starting
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
