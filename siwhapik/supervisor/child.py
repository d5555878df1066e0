"""One child process: started, watched, started again with growing pauses, stopped as a group."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from siwhapik.supervisor import kernel, launch
from siwhapik.supervisor.logs import LogFile

# A site that is down for longer than this helps nobody; a start costs about a second.
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0)
# A child that ran this long had started well: its next crash is a first one again.
STABLE_SECONDS = 60.0


class Child:
    """A process and all that it starts, in a session and group of its own.

    Its own session keeps the terminal's Ctrl-C from it (the supervisor stops things in order)
    and makes its grandchildren reachable after it was killed.
    """

    def __init__(
        self, name: str, work: launch.Work, *, logs: Path, tell: Callable[[str], None]
    ) -> None:
        self.name = name
        self.log = LogFile(logs / f"{name}.log")
        self.pid = 0  # while its first process is, as far as we know, alive
        self._work = work
        self._tell = tell
        self._crashes = 0
        self._started_at = 0.0
        self._start_again_at = 0.0

    def start(self) -> None:
        """Start it now; its output goes to its log file.

        Where the machine has no process or descriptor left for it, it is due again like after a
        crash (`start_if_due`).
        """
        self.log.rotate()
        self._started_at = time.monotonic()
        try:
            with self.log.open() as output:
                self.pid = launch.start(self._work, name=self.name, output=output.fileno())
        except OSError:
            self._wait_before_next()
            return
        self._tell(f"+{self.pid}")

    def died(self) -> float:
        """Note that its first process ended; kill the rest of the group; seconds until restart."""
        group, self.pid = self.pid, 0
        kernel.signal_group(group, signal.SIGKILL)
        self._tell(f"-{group}")
        return self._wait_before_next()

    def _wait_before_next(self) -> float:
        now = time.monotonic()
        self._crashes = 0 if now - self._started_at > STABLE_SECONDS else self._crashes
        pause = BACKOFF_SECONDS[min(self._crashes, len(BACKOFF_SECONDS) - 1)]
        self._crashes += 1
        self._start_again_at = now + pause
        return pause

    def start_if_due(self) -> None:
        """Start it again once its pause is over."""
        if not self.pid and time.monotonic() >= self._start_again_at:
            self.start()

    def stop(self) -> None:
        """Ask its first process to end, which passes it on as it sees fit."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End all of it at once."""
        if self.pid:
            kernel.signal_group(self.pid, signal.SIGKILL)
