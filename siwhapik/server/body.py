"""Read a body to its end: not longer than its pace allows, not more than its limit."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable
from enum import StrEnum
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from siwhapik.server.limits import DRAINED_BYTES, DRAINED_SECONDS, seconds_for

# So much of each body is always taken; beyond it all bodies of a process share what Room gives.
FREE_BYTES = 64 * 1024
# Above this a body waits on disk instead of in memory.
IN_MEMORY_BYTES = 256 * 1024


class Reason(StrEnum):
    """Why a body was not taken."""

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
    """Bytes that bodies may hold beside each other in this process, beyond their FREE_BYTES."""

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
    """The whole body, to be read from its start, and its size; `length`: as announced, None: chunked.

    Raises RefusedError (too big, too slow, no room) and GoneError.
    """
    if length is not None and length <= min(FREE_BYTES, most):
        return await _small(sender, length)
    kept = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY_BYTES))  # noqa: SIM115 - closed by whoever works on it
    began, got, shared = time.monotonic(), 0, 0
    parts = aiter(sender)
    try:
        while part := await _next(parts, until=began + seconds_for(got)):
            got += len(part)
            if got > most:
                await drain(parts)
                raise RefusedError(Reason.TOO_BIG)
            beyond = max(0, got - FREE_BYTES) - shared
            room.take(beyond)
            shared += beyond
            _keep(kept, part)
        if length is not None and got != length:
            raise GoneError
    except BaseException:
        kept.close()
        raise
    finally:
        room.taken -= shared
    kept.seek(0)
    return kept, got


async def _small(sender: Sender, length: int) -> tuple[BinaryIO, int]:
    """The same for most bodies, forms and webhooks: taken at once, they need no room."""
    try:
        async with asyncio.timeout(seconds_for(length)):
            whole = await sender()
    except TimeoutError as error:
        raise RefusedError(Reason.TOO_SLOW) from error
    except RuntimeError as error:  # as granian says that the connection broke
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


def _keep(file: BinaryIO, part: bytes) -> None:
    try:
        file.write(part)
    except OSError as error:  # the disk is full
        raise RefusedError(Reason.NO_ROOM) from error


async def drain(parts: AsyncIterator[bytes]) -> None:
    """Let a refused sender finish, within bytes and seconds: many hear nothing while they write,
    and the server cuts the connection over what is left unread.
    """
    left, until = DRAINED_BYTES, time.monotonic() + DRAINED_SECONDS
    with contextlib.suppress(RefusedError):
        while left > 0 and (part := await _next(parts, until=until)):
            left -= len(part)
