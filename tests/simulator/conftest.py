"""A simulator process of our own and a small office that takes its webhooks."""

import contextlib
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

import httpx
import pytest

SECRET = "rahasia-contoh"
VERIFY = "verifikasi-contoh"
TOKEN = "token-contoh"
NUMBER = "1001"
PHONE = "6281200001234"


class Office:
    """Receives webhooks; `answers` are used up one by one, then everything is 200."""

    def __init__(self) -> None:
        self.bodies, self.headers, self.answers, self.handshakes = [], [], [], []
        self.hold = 0.0
        office = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_GET(self):
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                office.handshakes.append(query)
                good = query.get("hub.verify_token") == VERIFY
                self.reply(200 if good else 403, query.get("hub.challenge", "").encode())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                office.headers.append(dict(self.headers))
                office.bodies.append(body)
                time.sleep(office.hold)
                self.reply(office.answers.pop(0) if office.answers else 200, b"")

            def reply(self, code, body):
                self.send_response(code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/whatsapp/"

    def clear(self) -> None:
        for kept in (self.bodies, self.headers, self.answers):
            kept.clear()
        self.hold = 0.0

    def values(self):
        for body in list(self.bodies):
            for entry in json.loads(body)["entry"]:
                for change in entry["changes"]:
                    yield change["value"]

    def messages(self):
        return [one for value in self.values() for one in value.get("messages", [])]

    def statuses(self):
        """Those that came so far, in the order of their meaning: arrival has no order."""
        order = ["sent", "failed", "delivered", "read", "played"]
        found = [one for value in self.values() for one in value.get("statuses", [])]
        return sorted(found, key=lambda one: order.index(one["status"]))


class Simulator(httpx.Client):
    """The simulator's HTTP, with short words for what tests do most."""

    def api(self, path, data=None, **query):
        answer = (
            self.post(f"/simulator/api/{path}", json=data)
            if data is not None
            else self.get(f"/simulator/api/{path}", params=query)
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def write(self, text="halo", citizen=PHONE, **more):
        return self.api("inbound", {"citizen": citizen, "text": text, **more})

    def deliver(self, payload=None, *, token=TOKEN, number=NUMBER, **more):
        body = {"messaging_product": "whatsapp", "to": f"+{PHONE}"} | (payload or {}) | more
        body = {key: value for key, value in body.items() if value is not None}
        headers = {"Authorization": f"Bearer {token}"}
        return self.post(f"/v25.0/{number}/messages", json=body, headers=headers)

    def say(self, text="jawaban", **more):
        return self.deliver(type="text", text={"body": text}, **more)

    def idle(self):
        wait_for(lambda: self.api("state")["idle"])


def wait_for(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("did not happen in time")


def start(office_url, database, **environment):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "SIMULATOR_DB": str(database),
        "SIMULATOR_URL": url,
        "SIMULATOR_WEBHOOK_URL": office_url,
        "SIMULATOR_TOKEN": TOKEN,
        "SIMULATOR_CLOCK_SPEED": "20",
        "SIMULATOR_NUMBERS": json.dumps(
            [{"phone_number_id": NUMBER, "display_phone_number": "+62 811-0000-1001"}]
        ),
        "WHATSAPP_APP_SECRET": f"{SECRET},lama",
        "WHATSAPP_VERIFY_TOKEN": VERIFY,
        **environment,
    }
    env.pop("PUBLIC_BASE_URL", None)
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    words += ["--blocking-threads", "16", "--port", str(port), "--log-level", "error"]
    words += ["--workers-kill-timeout", "2"]
    process = subprocess.Popen(
        [*words, "siwhapik.simulator.wsgi:application"],
        env=env,
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    return process, Simulator(base_url=url, timeout=15, trust_env=False)


def stop(process):
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    kill(process)
    process.stderr.close()


def kill(process):
    """With its worker, which would stay behind when only the first process is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def answers(client):
    try:
        return client.get("/simulator/api/state").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="package")
def running(tmp_path_factory):
    office = Office()
    process, client = start(office.url, tmp_path_factory.mktemp("simulator") / "sim.sqlite3")
    wait_for(lambda: answers(client), 30)
    wait_for(lambda: client.api("state")["connected"])
    yield client, office
    client.close()
    stop(process)
    office.server.shutdown()
    office.server.server_close()


@pytest.fixture
def sim(running):
    client, office = running
    client.idle()
    client.api("reset", {})
    office.clear()
    yield client
    client.api("network", {"paused": False})
    office.answers.clear()
    client.idle()


@pytest.fixture
def office(running, sim):
    return running[1]
