"""The other SKM system as docs/skm.md describes it: a real HTTP server on this machine."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "token-contoh-skm"


class OtherSide:
    """Keeps what it is given by its key, once. `plan`: answers in place of its own, in their order.

    One of them is (code, body, headers), or a function that is given the handler.
    """

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.plan: list[Any] = []
        self.stop = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.far = self  # type: ignore[attr-defined]
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/skm/v1/laporan"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    """`server.far` is the side that this request came to."""

    def do_GET(self) -> None:
        self._far.seen.append(("GET", self.path, dict(self.headers)))
        self.answer(200, {})

    def do_POST(self) -> None:
        far = self._far
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        far.seen.append(("POST", self.path, dict(self.headers)))
        if far.plan:
            planned = far.plan.pop(0)
            if isinstance(planned, Callable):  # type: ignore[arg-type]
                planned(self)
            else:
                self.answer(*planned)
            return
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.answer(401, {"message": "Token tidak dikenal"})
            return
        self.take(given)

    def take(self, given: dict[str, Any]) -> None:
        """As the contract says: once for each key."""
        key = self.headers["Idempotency-Key"]
        known = key in self._far.kept
        self._far.kept.setdefault(key, given)
        number = f"LAP-{list(self._far.kept).index(key) + 1}"
        self.answer(409 if known else 201, {"received": key, "reference": number})

    def answer(self, code: int, body: Any, headers: dict[str, str] | None = None) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        for name, value in {"Content-Length": str(len(raw)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Tests print nothing."""

    @property
    def _far(self) -> OtherSide:
        return self.server.far  # type: ignore[attr-defined, no-any-return]
