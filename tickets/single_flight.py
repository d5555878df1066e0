"""How rows are worked off: one run of a kind per process, and no slow row in front of others."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Lock

import structlog
from django.db import close_old_connections, connection

log = structlog.get_logger(__name__)

# A run whose work is slow looks this often for more rows to begin.
LOOK_SECONDS = 0.5


class SingleFlight:
    """Runs `work` in the calling thread, or makes the thread that runs it do so once more.

    Requests come faster than runs end. Two runs over the same rows in one process only wait for
    each other, and would hold the threads that other stations need.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._running = Lock()
        self._is_wanted = False

    def __call__(self) -> None:
        self._is_wanted = True
        fault: Exception | None = None
        # Look again after releasing the lock: a request may have come just before.
        while self._is_wanted and self._running.acquire(blocking=False):
            try:
                self._is_wanted = False
                self._work()
            except Exception as error:  # noqa: BLE001 - raised below: the next run is for other rows
                fault = fault or error
            finally:
                self._running.release()
        if fault is not None:
            raise fault


class SideBySide:
    """Works rows side by side, a few at a time, each in one thread of a lasting pool.

    `work` gets a row's key and returns how many rows it moved; 0: not now. A slow row holds its
    own thread only. `keeps_connection`: set it where the threads do little but use the database.
    """

    def __init__(
        self, work: Callable[[int], int], *, name: str, keeps_connection: bool = True
    ) -> None:
        self._work = work
        self._name = name
        self._keeps_connection = keeps_connection
        self._pool: ThreadPoolExecutor | None = None
        self._under_way: dict[int, Future[int]] = {}
        self._running = Lock()
        self._is_wanted = False

    def run(
        self, due: Callable[[], Iterable[int]], *, size: int, seconds: float = float("inf")
    ) -> int:
        """Work the rows that `due` lists until it lists none; returns how many were moved.

        After `seconds` this begins no more rows; those under way go on, and the next run counts
        them. If another thread is running, it looks once more instead. With a `size` of one the
        calling thread does all the work.
        """
        self._is_wanted = True
        moved, until = 0, time.monotonic() + seconds
        while self._is_wanted and self._running.acquire(blocking=False):
            try:
                self._is_wanted = False
                moved += self._in_turn(due) if size < 2 else self._spread(due, size, until)
            finally:
                self._running.release()
        return moved

    def finish(self, seconds: float) -> bool:
        """Wait for the rows under way; returns whether all of them ended in time."""
        return not wait(list(self._under_way.values()), timeout=seconds).not_done

    def _in_turn(self, due: Callable[[], Iterable[int]]) -> int:
        moved, idle = 0, set[int]()
        while todo := [key for key in due() if key not in idle]:
            for key in todo:
                done = self._work(key)
                moved += done
                if not done:
                    idle.add(key)
        return moved

    def _spread(self, due: Callable[[], Iterable[int]], size: int, until: float) -> int:
        moved, idle = self._collect(set()), set[int]()
        todo, look_at = deque[int](), 0.0
        while (now := time.monotonic()) < until:
            if not todo or now > look_at:
                todo, look_at = deque(key for key in due() if key not in idle), now + LOOK_SECONDS
            self._begin(todo, size)
            if not self._under_way:
                break
            wait(self._under_way.values(), timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            moved += self._collect(idle)
        return moved

    def _begin(self, todo: deque[int], size: int) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=size, thread_name_prefix=self._name)
        while todo and len(self._under_way) < size:
            key = todo.popleft()
            if key not in self._under_way:
                self._under_way[key] = self._pool.submit(self._in_thread, key)

    def _collect(self, idle: set[int]) -> int:
        """The number of rows moved by the work that has ended; keys that moved none go to `idle`."""
        moved, fault = 0, None
        for key in [key for key, one in self._under_way.items() if one.done()]:
            ended = self._under_way.pop(key)
            fault = fault or ended.exception()
            done = 0 if ended.exception() else ended.result()
            moved += done
            if not done:
                idle.add(key)
        if fault is not None:
            raise fault
        return moved

    def _in_thread(self, key: int) -> int:
        close_old_connections()
        try:
            return self._work(key)
        finally:
            if not self._keeps_connection:
                connection.close()


class Aside:
    """A thread of its own for work that may take long; `run_soon` returns at once.

    Slow tasks use it, so that they never hold a thread of the worker's pool, which may have only
    one. The process may end the thread at any moment, so its work is leased.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._works: dict[str, Callable[[], object]] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def run_soon(self, key: str, work: Callable[[], object]) -> None:
        """Run `work` soon, once for all requests with this key that come before it begins."""
        with self._changed:
            self._works[key] = work
            if self._thread is None or not self._thread.is_alive():  # dead also in a forked process
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._works:
                    self._changed.wait()
                works, self._works = self._works, {}
            for key, work in works.items():
                close_old_connections()
                try:
                    work()
                except Exception:  # after any error the thread must live on
                    log.exception("aside.failed", lane=self._name, work=key)
                finally:
                    connection.close()


MEDIA, PREVIEWS = Aside("media"), Aside("previews")
# When beat asks a worker for a sweep of these lanes, it runs there too.
ASIDE = {"media": MEDIA, "previews": PREVIEWS} | {
    name: Aside(name) for name in ("exports", "submissions")
}
