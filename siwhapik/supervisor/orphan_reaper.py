"""The orphan reaper outlives the supervisor and then ends the processes that it left behind.

Run as a bare script (no site-packages: a few megabytes). The supervisor holds the other end of
its standard input and writes `+group` and `-group` lines; end of file means that the supervisor
is dead, even by SIGKILL. Orphans get some seconds to finish their work, then are killed.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator

GRACE_SECONDS = 5.0


def watch(lines: Iterable[str]) -> set[int]:
    """Read until the supervisor is gone; returns the process groups that it left behind."""
    groups: set[int] = set()
    for line in lines:
        if line.startswith("+"):
            groups.add(int(line[1:]))
        elif line.startswith("-"):
            groups.discard(int(line[1:]))
    return groups


def _living(groups: Iterable[int], number: int) -> Iterator[int]:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)
            yield group


def end(groups: Iterable[int], *, grace: float) -> None:
    """Ask every group to stop; kill what still runs after `grace` seconds."""
    left = list(_living(groups, signal.SIGTERM))
    list(_living(left, signal.SIGCONT))  # a stopped process would never see the SIGTERM
    until = time.monotonic() + grace
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = list(_living(left, 0))
    list(_living(left, signal.SIGKILL))


def main() -> None:
    """Watch standard input, then clean up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end(watch(sys.stdin), grace=GRACE_SECONDS)


if __name__ == "__main__":
    main()
