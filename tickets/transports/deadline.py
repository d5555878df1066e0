"""An end to an exchange as a whole: the client's own time-outs are for each read alone.

A far side that gives a byte every few seconds never meets those.
"""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

_live: set["Deadline"] = set()


class Deadline:
    """For the length of a `with` block; cuts the connections of its exchange when time is over.

    `seconds` at first. With `slowest` (bytes a second) the bytes that have arrived earn more time, so
    that a large file over a slow line has as long as it needs, and a trickle has not.
    """

    def __init__(self, seconds: float, *, slowest: float = 0.0) -> None:
        self.passed = False
        self._slowest = slowest
        self._until = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._wait, name="deadline", daemon=True)

    def __enter__(self) -> Self:
        _live.add(self)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        _live.discard(self)
        self._over.set()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    @property
    def extensions(self) -> dict[str, Any]:
        """What a request of httpx is given so that its connections can be cut."""
        return {"trace": self._trace}

    def got(self, count: int) -> None:
        """So many bytes have arrived."""
        if self._slowest:
            self._until += count / self._slowest

    def cut(self) -> None:
        """End the exchange now, in whichever thread it waits."""
        self.passed = True
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def _wait(self) -> None:
        while not self._over.wait(max(0.0, self._until - time.monotonic())):
            if time.monotonic() >= self._until:
                self.cut()
                return

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event != "connection.connect_tcp.complete":
            return
        # A second handle on the same connection: TLS wraps and closes the first.
        handle = info["return_value"].get_extra_info("socket").dup()
        with self._lock:
            self._sockets.append(handle)
        if self.passed:
            self.cut()


def cut_all() -> None:
    """End every exchange that has a deadline: this process is about to end."""
    for one in list(_live):
        one.cut()


class Watched:
    """An open file that tells how many bytes are read from it, part by part."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], object]) -> None:
        self._file = file
        self._tell = tell

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        self._tell(len(part))
        return part

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def fileno(self) -> int:
        return self._file.fileno()
