"""Answers the requests of one address together, in a thread of their own.

While the thread works on some, the next ones gather: ten webhooks that come at once cost one commit
instead of ten, and the threads that make pages do not wait for the disk.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import structlog

from siwhapik.server.answer import Headers, HTTPProtocol
from siwhapik.server.environ import Environ

log = structlog.get_logger(__name__)

# A larger statement saves nothing, and its failure would concern more senders.
MOST_AT_ONCE = 64


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is sent back for one request."""

    status: int
    headers: Headers
    body: bytes


# Gets whole requests (wsgi.input holds the body) and gives a reply to each, in their order.
Together = Callable[[Sequence[Environ]], Sequence[Reply]]
FAILED = Reply(status=500, headers=[], body=b"")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Waiting:
    environ: Environ
    protocol: HTTPProtocol
    answered: "asyncio.Future[None]"


class Batches:
    """Gathers the requests of one address; one for each process, begun after its fork."""

    def __init__(self, together: Together) -> None:
        self._together = together
        self._waiting: SimpleQueue[_Waiting] = SimpleQueue()

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the thread; its results are passed to this loop."""
        self._loop = loop
        threading.Thread(target=self._run, name="batches", daemon=True).start()

    async def answer(self, environ: Environ, protocol: HTTPProtocol) -> None:
        """Hand a request over to the thread, and return when its reply was sent."""
        answered = self._loop.create_future()
        self._waiting.put(_Waiting(environ=environ, protocol=protocol, answered=answered))
        await answered

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            with contextlib.suppress(Empty):
                while len(batch) < MOST_AT_ONCE:
                    batch.append(self._waiting.get_nowait())
            for one, reply in zip(batch, self._replies(batch), strict=True):
                _send(one.protocol, reply)
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                self._loop.call_soon_threadsafe(_settle, batch)

    def _replies(self, batch: list[_Waiting]) -> Sequence[Reply]:
        try:
            return self._together([one.environ for one in batch])
        except Exception:  # after any error the thread must live on
            log.exception("batch.failed", requests=len(batch))
            return [FAILED] * len(batch)


def _send(protocol: HTTPProtocol, reply: Reply) -> None:
    """One sender that went away must not end the thread, or keep its reply from the next."""
    try:
        protocol.response_bytes(reply.status, reply.headers, reply.body)
    except Exception:  # any error: the thread must live on
        log.exception("batch.reply_not_sent")


def _settle(batch: list[_Waiting]) -> None:
    for one in batch:
        if not one.answered.done():
            one.answered.set_result(None)
