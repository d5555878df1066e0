"""What granian calls for each request: read it here, let Django work on it in a thread."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from io import BytesIO
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog
from granian.rsgi import Scope

from siwhapik.server.answer import HTTPProtocol, Wsgi, answer
from siwhapik.server.batches import Batches, Together
from siwhapik.server.body import GoneError, Reason, RefusedError, Room, discard_rest, read
from siwhapik.server.environ import Environ, environ_of
from siwhapik.server.limits import SMALL_BYTES, Limit, Table

log = structlog.get_logger(__name__)
T = TypeVar("T")
Job = Callable[[], None]

THREADS = 4
# What all bodies of one process may hold beyond their first kilobytes.
ANONYMOUS_BYTES = 128 * 1024 * 1024
STAFFS_BYTES = 512 * 1024 * 1024


class Application:
    """An RSGI application around a WSGI one; one for each process, begun after its fork."""

    def __init__(
        self,
        application: Wsgi,
        *,
        table: Table,
        is_staff: Callable[[Environ], bool],
        together: Mapping[str, Together] | None = None,
    ) -> None:
        """`is_staff`: whether this request comes from a logged-in person (asks the database).

        `together`: by path, the function that answers several small POSTs at once, without Django.
        """
        self._application = application
        self._table = table
        self._is_staff = is_staff
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._batches = {path: Batches(function) for path, function in (together or {}).items()}
        self._anybodys, self._staffs = Room(ANONYMOUS_BYTES), Room(STAFFS_BYTES)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the threads that Django works in: few, because each has a database connection."""
        for number in range(THREADS):
            threading.Thread(target=self._work, name=f"django-{number}", daemon=True).start()
        for batches in self._batches.values():
            batches.begin(loop)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        try:
            if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ:
                await self._take_body(environ, protocol)
        except RefusedError as refused:
            log.warning("request.refused", reason=refused.reason, path=environ["PATH_INFO"])
            environ["siwhapik.refused"] = refused.reason
            environ.pop("CONTENT_LENGTH", None)
        except GoneError:
            protocol.response_empty(400, [("connection", "close")])
            return
        try:
            if batches := self._batches_for(environ):
                await batches.answer(environ, protocol)
            else:
                await self._in_thread(lambda: answer(self._application, environ, protocol))
        finally:
            environ["wsgi.input"].close()

    def _batches_for(self, environ: Environ) -> Batches | None:
        """None for refused and for large bodies: Django answers those like any page."""
        whole = environ["REQUEST_METHOD"] == "POST" and isinstance(environ["wsgi.input"], BytesIO)
        if not whole or "siwhapik.refused" in environ:
            return None
        return self._batches.get(environ["PATH_INFO"])

    async def _take_body(self, environ: Environ, protocol: HTTPProtocol) -> None:
        length = _length(environ)
        limit = self._table.of(environ["PATH_INFO"])
        if length == 0:
            return
        most, room = await self._allowed(environ, limit=limit, length=length)
        if length is not None and length > most:
            if (
                "HTTP_EXPECT" not in environ
            ):  # else the client has sent nothing yet, and waits for our answer
                await discard_rest(aiter(protocol))
            raise RefusedError(Reason.TOO_BIG if length > limit.most else Reason.NOT_LOGGED_IN)
        body, size = await read(protocol, length=length, most=most, room=room)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(size)}

    async def _allowed(
        self, environ: Environ, *, limit: Limit, length: int | None
    ) -> tuple[int, Room]:
        """How many bytes, and in which Room; asks who the sender is only for large bodies."""
        if not limit.for_staff or (length is not None and length <= SMALL_BYTES):
            return limit.most, self._anybodys
        if await self._in_thread(lambda: self._is_staff(environ)):
            return limit.most, self._staffs
        return SMALL_BYTES, self._anybodys

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Do the work in one of the threads; returns or raises what it does."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            settle: Callable[[Any], None]
            value: Any
            try:
                settle, value = future.set_result, work()
            except Exception as error:  # noqa: BLE001 - it is raised where it is awaited
                settle, value = future.set_exception, error
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                loop.call_soon_threadsafe(_settle, future, settle, value)

        self._jobs.put(job)
        return await future

    def _work(self) -> None:
        while True:
            self._jobs.get()()


def _settle(future: "asyncio.Future[Any]", settle: Callable[[Any], None], value: Any) -> None:
    if not future.done():
        settle(value)


def _length(environ: Environ) -> int | None:
    """The announced length; None when the body comes in chunks."""
    given = environ.get("CONTENT_LENGTH", "")
    return int(given) if given.isascii() and given.isdigit() else None
