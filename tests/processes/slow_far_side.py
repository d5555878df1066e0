"""A far side of WhatsApp whose files never end: each byte comes or is taken after a while."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from tests.processes.seed_names import NUMBER
from tickets.transports.whatsapp import signature

SECRET = "rahasia-aplikasi-contoh"


class SlowFarSide:
    """The name of a file says where it trickles: "address", "headers", "body", "endless"."""

    def __init__(self):
        self.sent = []  # (address, text)
        self.files = {}  # name: a PDF's bytes
        self.asked = set()  # paths that are, or were, trickling
        self.uploads_under_way = 0
        self.stop = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.far = self
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()

    def answered(self, wa_id):
        return any(wa_id in address for address, _ in self.sent)


class Handler(BaseHTTPRequestHandler):
    """`server.far` is the far side that this request came to."""

    def do_GET(self):
        name = self.path.partition("?")[0].rpartition("/")[2]
        stage = name.partition("-")[0]
        if self.path.startswith("/unduh/"):
            self._file(stage)
        elif stage == "address":
            self._trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")
        else:
            url = f"{self.server.far.url}/unduh/{name}"
            kind = "application/pdf" if stage in self.server.far.files else "text/plain"
            self._json({"url": url, "mime_type": kind, "id": name})

    def do_POST(self):
        far = self.server.far
        if self.path.endswith("/media"):
            far.uploads_under_way += 1
            far.stop.wait(120)  # nothing is read: the sender waits with its bytes
            self.close_connection = True
            return
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = (given.get("text") or {}).get("body", "")
        far.sent.append((given.get("to", ""), text))
        self._json({"messages": [{"id": f"wamid.KELUAR{len(far.sent)}"}]})

    def _file(self, stage):
        first = {
            "headers": b"HTTP/1.1 200 OK\r\nX-Pelan: ",
            "body": b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\nx",
            "endless": b"HTTP/1.1 200 OK\r\n\r\nx",  # no length: cut, it looks finished
        }
        if stage in first:
            self._trickle(first[stage])
        elif stage == "steady":
            self._steady()
        elif stage in self.server.far.files:
            self._whole(self.server.far.files[stage])
        else:
            self._json({"isi": "biasa"})

    def _trickle(self, first):
        far = self.server.far
        far.asked.add(self.path)
        with contextlib.suppress(OSError):
            self.wfile.write(first)
            while not far.stop.wait(0.5):
                self.wfile.write(b"a")
        self.close_connection = True

    def _steady(self):
        """100 KB in a second, evenly."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(20):
                self.wfile.write(b"b" * 5000)
                time.sleep(0.05)

    def _json(self, answer):
        self._whole(json.dumps(answer).encode())

    def _whole(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def deliver(product_url, message):
    """Post a message as WhatsApp does: `message` as in its webhooks, without id and time."""
    now = time.time_ns()
    whole = {"id": f"wamid.{now}", "timestamp": str(now // 10**9), **message}
    contact = {"wa_id": message["from"], "profile": {"name": "Warga Contoh"}}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": NUMBER, "display_phone_number": "628110000001"},
        "contacts": [contact],
        "messages": [whole],
    }
    change = {"field": "messages", "value": value}
    body = json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()
    headers = {"X-Hub-Signature-256": signature.sign(body, SECRET)}
    answer = httpx.post(
        f"{product_url}/webhooks/whatsapp/", content=body, headers=headers, trust_env=False
    )
    assert answer.status_code == 200
