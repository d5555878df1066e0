"""Sends Django's finished answer: as bytes, or as a file that granian reads by itself."""

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Protocol
from wsgiref.util import FileWrapper

from siwhapik.server.environ import Environ

Headers = list[tuple[str, str]]
Wsgi = Callable[..., Any]  # PEP 3333: (environ, start_response) -> parts of the body

# Longer answers are streamed.
AT_ONCE_BYTES = 1024 * 1024


class HTTPProtocol(Protocol):
    """granian's side of a request (RSGI 1.6): the body part by part, and the ways to answer."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def __call__(self) -> Awaitable[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_file(self, status: int, headers: Headers, file: str) -> None: ...
    def response_stream(self, status: int, headers: Headers) -> Any: ...


class Start:
    """PEP 3333's start_response: stores its arguments."""

    def __init__(self, *more: tuple[str, str]) -> None:
        self.status = 500
        self.headers: Headers = []
        self._more = more

    def __call__(self, status: str, headers: Headers, _exc_info: Any = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [*headers, *self._more]


def answer(application: Wsgi, environ: Environ, protocol: HTTPProtocol) -> None:
    """Let Django work on a complete request and send its answer; call it in a thread."""
    # A refused body may still be arriving: the connection is not used again.
    refused = "siwhapik.refused" in environ
    start = Start(("connection", "close")) if refused else Start()
    environ["wsgi.file_wrapper"] = FileWrapper
    result = application(environ, start)
    try:
        if path := _plain_file(result):
            protocol.response_file(start.status, start.headers, path)
        else:
            _send(result, start, protocol)
    finally:
        if close := getattr(result, "close", None):
            close()


def _plain_file(result: object) -> str:
    """The path of a file that is sent whole and unchanged; "" for all else.

    A slow reader then holds no thread.
    """
    if not isinstance(result, FileWrapper):
        return ""
    file = result.filelike
    # The name of a storage's file is relative to it; the file inside has the full path.
    names = (getattr(file, "name", None), getattr(getattr(file, "file", None), "name", None))
    with contextlib.suppress(AttributeError, OSError, ValueError):  # not a file on disk
        opened = os.fstat(file.fileno())
        for name in names:
            if isinstance(name, str) and file.tell() == 0 and _is(name, opened):
                return name
    return ""


def _is(name: str, opened: os.stat_result) -> bool:
    """Whether the path still names the file that was opened."""
    try:
        return os.path.isabs(name) and os.path.samestat(opened, os.stat(name))
    except OSError:
        return False


def _send(result: Iterable[bytes], start: Start, protocol: HTTPProtocol) -> None:
    parts, size = [], 0
    rest = iter(result)
    for part in rest:
        parts.append(part)
        size += len(part)
        if size > AT_ONCE_BYTES:
            _stream(chain(parts, rest), start, protocol)
            return
    protocol.response_bytes(start.status, start.headers, b"".join(parts))


def _stream(parts: Iterator[bytes], start: Start, protocol: HTTPProtocol) -> None:
    transport = protocol.response_stream(start.status, start.headers)
    for part in parts:
        transport.send_bytes(part)
