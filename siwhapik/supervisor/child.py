"""Starts one child process, watches it, restarts it after growing pauses, stops its group."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from siwhapik.supervisor import kernel, launch
from siwhapik.supervisor.logs import LogFile

# Short pauses: the site must not be down for long, and a start takes only about a second.
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0)
# A child that ran this long had started well: its next crash counts as the first.
STABLE_SECONDS = 60.0


class Child:
    """A process and its own children, in a session and group of their own.

    In its own session it does not get the terminal's Ctrl-C (the supervisor stops children in
    order), and its grandchildren can be reached after it was killed.
    """

    def __init__(
        self, name: str, work: launch.Work, *, logs: Path, tell: Callable[[str], None]
    ) -> None:
        self.name = name
        self.log = LogFile(logs / f"{name}.log")
        self.pid = 0  # 0 when its first process is known to be dead
        self._work = work
        self._tell = tell
        self._crashes = 0
        self._started_at = 0.0
        self._start_again_at = 0.0

    def start(self) -> None:
        """Start it now; its output goes to its log file.

        Where the machine has no process or descriptor left, it is due again as after a crash
        (`start_if_due`).
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
        """Note that its first process ended and kill the rest of the group; seconds until restart."""
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
        """Ask its first process to end; that one ends its own children."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """Kill the whole group at once."""
        if self.pid:
            kernel.signal_group(self.pid, signal.SIGKILL)
