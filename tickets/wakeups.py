"""Wakes the workers when there are rows to work. A wake-up may be lost: the sweeps look anyway.

A plain `.delay()` costs the webhook almost half its speed and never returns with a hung broker.
So `wake` only notes a request; one daemon thread per process publishes the requests.
"""

import math
import os
import threading
import time

import structlog
from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

RECEIVE = "tickets.receive"
CONVERSE = "tickets.converse"
DELIVER = "tickets.deliver"
DELIVER_OFFICERS = "tickets.deliver_officers"
DELIVER_FILES = "tickets.deliver_files"
MEDIA = "tickets.media"
PREVIEWS = "tickets.previews"
BULK = "tickets.bulk"

COALESCE_SECONDS = 0.05
SOCKET_SECONDS = 0.5
EXPIRE_SECONDS = 30.0
_BROKEN = (OSError, KombuError, RedisError, TimeoutError)


class Wakeups:
    """Requested tasks, and the thread that publishes them."""

    def __init__(self) -> None:
        self._requests: set[tuple[int, str]] = set()  # (slot of 50 ms to publish in, task name)
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None

    def wake(self, name: str, delay: float) -> None:
        """Request a task; rounding up to a slot coalesces a hundred requests into one message."""
        slot = math.ceil((time.monotonic() + delay) / COALESCE_SECONDS)
        with self._changed:
            if (slot, name) in self._requests:
                return
            self._requests.add((slot, name))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._publish_due, name="wakeups", daemon=True
                )
                self._thread.start()
            self._changed.notify()

    def _publish_due(self) -> None:
        while True:
            for name in self._due():
                self._publish(name)

    def _due(self) -> list[str]:
        """Wait until at least one request is due and take all that are."""
        with self._changed:
            while True:
                now = math.floor(time.monotonic() / COALESCE_SECONDS)
                due = {request for request in self._requests if request[0] <= now}
                if due:
                    self._requests -= due
                    return sorted({name for _, name in due})
                first = min((slot for slot, _ in self._requests), default=None)
                wait = None if first is None else first * COALESCE_SECONDS - time.monotonic()
                self._changed.wait(wait if wait is None else max(wait, 0.001))

    def _publish(self, name: str) -> None:
        try:
            current_app.send_task(
                name,
                connection=self._connected(),
                retry=False,
                ignore_result=True,
                expires=EXPIRE_SECONDS,
            )
        except _BROKEN as error:
            log.warning("wakeups.not_published", task=name, error=type(error).__name__)
            self._disconnect()
        except Exception:  # after any error the thread must live on
            log.exception("wakeups.not_published", task=name)
            self._disconnect()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection(
                settings.CELERY_BROKER_URL,
                connect_timeout=SOCKET_SECONDS,
                transport_options={
                    "socket_timeout": SOCKET_SECONDS,
                    "socket_connect_timeout": SOCKET_SECONDS,
                    "retry_on_timeout": False,
                    "max_retries": 1,
                    "interval_start": 0,
                    "interval_step": 0,
                    "interval_max": 0,
                },
            )
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.release()
            except _BROKEN:
                log.debug("wakeups.not_released")


_wakeups = Wakeups()


def _after_fork() -> None:
    """A child process has no such thread, and must not use its parent's lock and connection."""
    global _wakeups
    _wakeups = Wakeups()


os.register_at_fork(after_in_child=_after_fork)


def wake(name: str, *, delay: float = 0.0) -> None:
    """Ask a worker to run the Celery task `name` in `delay` seconds; call it after the commit.

    Never blocks and never raises; silent without a broker.
    """
    if settings.REDIS_URL:
        _wakeups.wake(name, delay)
