"""A small HTTP client: as little work of its own as possible, so that the server is measured."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

# Each of a server's eight threads has a connection, and prepares a statement when it comes again.
WARM_UP = 120


class Connection:
    """One keep-alive connection to a server on loopback."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def exchange(self, request: bytes) -> int:
        """Send one request and read its whole answer; the status."""
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lowered = head.lower()
        if b"content-length:" in lowered:
            length = int(lowered.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            while len(body) < length:
                body += self._more()
        elif b"transfer-encoding: chunked" in lowered:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        return int(head.split(b" ", 2)[1])

    def _more(self) -> bytes:
        part = self.socket.recv(262144)
        if not part:
            raise ConnectionError("the server hung up")
        return part


def get(path: str, *, cookie: str = "") -> bytes:
    """The bytes of a GET."""
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n{cookies}\r\n"
    ).encode()


def post(path: str, body: bytes, *, signature: str) -> bytes:
    """The bytes of a signed webhook."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def rate(port: int, requests: Iterator[bytes], *, seconds: float, connections: int = 8) -> float:
    """Requests answered with 200 per second, from several connections in a closed loop."""
    lock, until, counts = threading.Lock(), time.monotonic() + seconds, [0] * connections

    def work(index: int) -> None:
        connection = Connection(port)
        while time.monotonic() < until:
            with lock:
                request = next(requests)
            status = connection.exchange(request)
            assert status == 200, status
            counts[index] += 1

    started = time.monotonic()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(work, range(connections)))  # an error of any of them ends the benchmark
    return sum(counts) / (time.monotonic() - started)


def interleaved(
    calls: dict[str, Callable[[], int]], *, times: int, warm_up: int = WARM_UP
) -> dict[str, list[float]]:
    """Latencies in milliseconds of several calls, taken in turns so that noise hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(times + warm_up):
        for name, call in calls.items():
            started = time.perf_counter()
            status = call()
            took = (time.perf_counter() - started) * 1000
            assert status == 200, (name, status)
            if turn >= warm_up:
                found[name].append(took)
    return found


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
