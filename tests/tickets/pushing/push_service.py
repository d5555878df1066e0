"""A push service and the browsers behind it: checks our signature and decrypts as a browser does."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from tickets.web_push import Keys


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Received:
    """One message as it came, and what it says."""

    path: str
    headers: dict[str, str]
    told: dict[str, Any]


@dataclass
class Browser:
    """One browser that was signed up."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = b"contoh-16-bytes!"

    @property
    def keys(self) -> Keys:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Keys(endpoint=self.endpoint, public_key=b64(point), auth_secret=b64(self.secret))


class PushService:
    """Answers 201 unless `status` says otherwise; `received` holds what browsers could read."""

    def __init__(self) -> None:
        self.status = 201
        self.asked = 0
        self.received: list[Received] = []
        self.browsers: dict[str, Browser] = {}
        service = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(service.take(self.path, dict(self.headers), body))
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def browser(self, name: str = "satu") -> Browser:
        """A browser of this service."""
        one = Browser(f"{self.base}/kirim/{name}")
        self.browsers[f"/kirim/{name}"] = one
        return one

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.asked += 1
        if self.status != 201:
            return self.status
        one = self.browsers[path]
        if not Vapid02.verify(headers["Authorization"]):
            return 403
        plain = http_ece.decrypt(
            body, private_key=one.key, auth_secret=one.secret, version=headers["Content-Encoding"]
        )
        self.received.append(Received(path, headers, json.loads(plain)))
        return 201

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
