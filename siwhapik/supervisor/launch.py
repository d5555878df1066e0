"""Forks a child, which then does its work in Python or becomes another program."""

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import NoReturn

from siwhapik.supervisor import kernel

Work = Callable[[], object]

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_OPEN_MAX = os.sysconf("SC_OPEN_MAX")


def start(work: Work, *, name: str, output: int) -> int:
    """Fork a child with a session of its own that writes to `output`, works and ends; its pid."""
    _flush()
    parent = os.getpid()
    # Else a signal between the fork and the reset would end up in the supervisor's own handler.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        pid = os.fork()
        if pid == 0:
            _live(work, name=name, parent=parent, output=output, mask=mask)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return pid


def _flush() -> None:
    """Write out what is buffered; a full disk or a closed terminal does not matter."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()


def program(command: tuple[str, ...]) -> Work:
    """Work that replaces the child by another program."""

    def become() -> None:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it; others need not
        os.execv(command[0], command)  # noqa: S606 - our own command lines, no shell

    return become


def _be_a_child(name: str, *, parent: int, output: int) -> None:
    os.setsid()
    kernel.die_with(parent)
    kernel.name_process(f"siwhapik-{name}")
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False, errors="backslashreplace")
    # Above all the lock and the orphan reaper's pipe: their holder counts as the supervisor.
    os.closerange(3, _OPEN_MAX)


def _live(work: Work, *, name: str, parent: int, output: int, mask: Iterable[int]) -> NoReturn:
    """Become a child, work and end. It must never return into the supervisor's code, which would
    stop the other children.
    """
    code = 1
    try:
        _be_a_child(name, parent=parent, output=output)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        result = work()
        code = result if isinstance(result, int) else 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as above
        with contextlib.suppress(OSError, ValueError):
            traceback.print_exc()
    finally:
        _flush()
        os._exit(code)
