"""One child process: started, watched, started again with growing pauses, stopped as a group."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from siwhapik.supervisor import kernel
from siwhapik.supervisor.logs import LogFile
from siwhapik.supervisor.plan import ROOT, Spec

BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
# A child that ran this long had started well: its next crash is a first one again.
STABLE_SECONDS = 60.0


class Child:
    """A process and all that it starts, in a session and group of its own.

    Its own session keeps the terminal's Ctrl-C from it (the supervisor stops things in order)
    and makes its grandchildren reachable after it was killed.
    """

    def __init__(self, spec: Spec, *, logs: Path, tell: Callable[[str], None]) -> None:
        self.spec = spec
        self.log = LogFile(logs / f"{spec.name}.log")
        self.process: subprocess.Popen[bytes] | None = None
        self._tell = tell
        self._crashes = 0
        self._started_at = 0.0
        self._start_again_at = 0.0

    @property
    def running(self) -> bool:
        """Whether its first process is, as far as we know, alive."""
        return self.process is not None

    def start(self) -> None:
        """Start it now; its output goes to its log file."""
        self.log.rotate()
        with self.log.open() as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own command lines only
                self.spec.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=kernel.die_with_parent(),
            )
        self._started_at = time.monotonic()
        self._tell(f"+{self.process.pid}")

    def died(self, code: int) -> float:
        """Note that its first process ended; kill the rest of the group; seconds until restart."""
        if self.process is None:
            return 0.0
        self.process.returncode = code
        group, self.process = self.process.pid, None
        kernel.signal_group(group, signal.SIGKILL)
        self._tell(f"-{group}")
        now = time.monotonic()
        self._crashes = 0 if now - self._started_at > STABLE_SECONDS else self._crashes
        pause = BACKOFF_SECONDS[min(self._crashes, len(BACKOFF_SECONDS) - 1)]
        self._crashes += 1
        self._start_again_at = now + pause
        return pause

    def start_if_due(self) -> None:
        """Start it again once its pause is over."""
        if not self.running and time.monotonic() >= self._start_again_at:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal to its first process, which passes it on as it sees fit."""
        if self.process is not None:
            kernel.signal_group(self.process.pid, number) if number == signal.SIGKILL else (
                self.process.send_signal(number)
            )
