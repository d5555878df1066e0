"""The far side of WhatsApp, as small as a test needs it: answers that the test has lined up."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FarSide:
    """Answers sends with what is in `answers`, else accepts them; remembers every request.

    An answer: (status, json) | "reset" (takes the request, then cuts the line) | "garbage".
    """

    def __init__(self) -> None:
        self.answers: deque[Any] = deque()
        self.sends: list[dict[str, Any]] = []
        self.uploads = 0
        self.uploaded = b""  # the last upload as it came
        self.delay = 0.0
        self.url = ""

    def accept(self) -> tuple[int, dict[str, Any]]:
        number = len(self.sends)
        return 200, {
            "messaging_product": "whatsapp",
            "contacts": [{"input": "+6281200001234", "wa_id": "6281200001234"}],
            "messages": [{"id": f"wamid.OUT{number}"}],
        }


def refusal(code: int, status: int = 400) -> tuple[int, dict[str, Any]]:
    """Meta's error JSON."""
    error = {"message": f"(#{code})", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    return status, {"error": error}


@contextmanager
def far_side() -> Iterator[FarSide]:
    """A server on loopback for the length of the block."""
    side = FarSide()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.endswith("/media"):
                side.uploads += 1
                side.uploaded = body
                return self._answer(200, {"id": f"media-{side.uploads}"})
            side.sends.append(json.loads(body))
            time.sleep(side.delay)
            answer = side.answers.popleft() if side.answers else side.accept()
            if answer == "reset":
                self.close_connection = True
                self.connection.close()
                return None
            if answer == "garbage":
                return self._answer(502, "<html>")
            return self._answer(*answer)

        def _answer(self, status: int, body: object) -> None:
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    side.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()
