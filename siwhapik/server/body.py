"""Read a request's body within a limit of bytes and a lowest pace."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable
from enum import StrEnum
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from siwhapik.server.limits import DISCARDED_BYTES, DISCARDED_SECONDS, seconds_for

# Every body may be this long; beyond it the bodies of a process share the bytes of one Room.
FREE_BYTES = 64 * 1024
# A body longer than this waits on disk instead of in memory.
IN_MEMORY_BYTES = 256 * 1024


class Reason(StrEnum):
    """Why a body was refused."""

    TOO_BIG = "too_big"
    TOO_SLOW = "too_slow"
    NOT_LOGGED_IN = "not_logged_in"
    NO_ROOM = "no_room"


class RefusedError(Exception):
    """The request is answered without its body."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class GoneError(Exception):
    """The sender went away before the body was complete."""


class Sender(Protocol):
    """What granian (RSGI) gives to read from."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def __call__(self) -> Awaitable[bytes]: ...


class Room:
    """The bytes that all bodies of this process may hold at once, beyond their FREE_BYTES."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0

    def take(self, size: int) -> None:
        """Raises RefusedError when there is no room left."""
        if self.taken + size > self.most:
            raise RefusedError(Reason.NO_ROOM)
        self.taken += size


async def read(
    sender: Sender, *, length: int | None, most: int, room: Room
) -> tuple[BinaryIO, int]:
    """The whole body as a file at its start, and its size; `length`: as announced, None: chunked.

    Raises RefusedError (too big, too slow, no room) and GoneError.
    """
    if length is not None and length <= min(FREE_BYTES, most):
        return await _small(sender, length)
    file = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY_BYTES))  # noqa: SIM115 - the caller closes it
    began, got, shared = time.monotonic(), 0, 0
    parts = aiter(sender)
    try:
        while part := await _next(parts, until=began + seconds_for(got)):
            got += len(part)
            if got > most:
                await discard_rest(parts)
                raise RefusedError(Reason.TOO_BIG)
            beyond = max(0, got - FREE_BYTES) - shared
            room.take(beyond)
            shared += beyond
            _write(file, part)
        if length is not None and got != length:
            raise GoneError
    except BaseException:
        file.close()
        raise
    finally:
        room.taken -= shared
    file.seek(0)
    return file, got


async def _small(sender: Sender, length: int) -> tuple[BinaryIO, int]:
    """`read` for most bodies (forms, webhooks): read in one call, they need no Room."""
    try:
        async with asyncio.timeout(seconds_for(length)):
            whole = await sender()
    except TimeoutError as error:
        raise RefusedError(Reason.TOO_SLOW) from error
    except RuntimeError as error:  # granian raises it when the connection broke
        raise GoneError from error
    if len(whole) != length:
        raise GoneError
    return BytesIO(whole), length


async def _next(parts: AsyncIterator[bytes], *, until: float) -> bytes:
    """The next part, b"" at the end."""
    try:
        async with asyncio.timeout(until - time.monotonic()):
            return await anext(parts)
    except StopAsyncIteration:
        return b""
    except TimeoutError as error:
        raise RefusedError(Reason.TOO_SLOW) from error


def _write(file: BinaryIO, part: bytes) -> None:
    try:
        file.write(part)
    except OSError as error:  # the disk is full
        raise RefusedError(Reason.NO_ROOM) from error


async def discard_rest(parts: AsyncIterator[bytes]) -> None:
    """Read and drop the rest of a refused body, up to a limit of bytes and seconds: many clients
    do not read the answer while they write, and the server cuts a connection with unread bytes.
    """
    left, until = DISCARDED_BYTES, time.monotonic() + DISCARDED_SECONDS
    with contextlib.suppress(RefusedError):
        while left > 0 and (part := await _next(parts, until=until)):
            left -= len(part)
