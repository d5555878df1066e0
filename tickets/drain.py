"""One drain of a kind per process: a second ring makes the first look again."""

from collections.abc import Callable
from threading import Lock


class Drain:
    """Runs `work` in the calling thread, or makes the thread that runs it do so once more.

    Rings come faster than drains end. Two drains of the same rows in one process only wait for
    each other, and would hold the threads that other stations need.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._running = Lock()
        self._rung = False

    def __call__(self) -> None:
        self._rung = True
        fault: Exception | None = None
        # Looked at again after the lock is given back: a ring may come just before.
        while self._rung and self._running.acquire(blocking=False):
            try:
                self._rung = False
                self._work()
            except Exception as error:  # noqa: BLE001 - raised below: a ring came for other rows
                fault = fault or error
            finally:
                self._running.release()
        if fault is not None:
            raise fault
