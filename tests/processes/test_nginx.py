"""The shipped nginx: what passes, what does not, and what it says and writes down."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.processes.front import HOST, Front, nginx_binary
from tests.processes.servers import wait_until

MEGABYTE = 1024 * 1024


class Behind(ThreadingHTTPServer):
    """Stands where Si Whapik is: notes what reaches it, answers in kind."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append({"path": self.path, "headers": headers, "size": size})
        self.send_response(200)
        self.send_header("Strict-Transport-Security", "max-age=31536000")
        self.send_header("X-Request-Id", "0123456789abcdef")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def do_POST(self):
        self.do_GET()


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """(nginx, what is behind it)."""
    if not nginx_binary():
        pytest.skip("nginx is not on this machine (apt install nginx-light)")
    behind = Behind()
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    front = Front(tmp_path_factory.mktemp("nginx"), upstream=behind.server_port)
    code, said = front.checked()
    assert code == 0, said
    front.start()
    yield front, behind
    front.stop()
    behind.shutdown()
    behind.server_close()


@pytest.fixture
def front(stage):
    stage[1].seen.clear()
    return stage[0]


@pytest.fixture
def behind(stage, front):
    return stage[1]


def raw(front, head, body=b""):
    """The answer to these very bytes."""
    with front.connect() as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode()


def test_what_a_visitor_claims_about_itself_does_not_pass(front, behind):
    claims = (
        "X-Forwarded-For: 6.6.6.6",
        "X_Forwarded_For: 6.6.6.6",
        "X-Forwarded_For: 6.6.6.6",
        "X-Forwarded-Proto: http",
        "X_Forwarded_Proto: http",
        "X-Forwarded-Host: jahat.example",
        "X_Forwarded_Host: jahat.example",
        "X-Forwarded-Port: 666",
        "X-Forwarded-Prefix: /jahat",
        "X-Forwarded-Server: jahat.example",
        "X-Forwarded-Scheme: http",
        "X-Forwarded-Ssl: off",
        "X-Real-IP: 6.6.6.6",
        "Forwarded: for=6.6.6.6;proto=http",
        "Proxy: http://jahat.example",
    )
    head = "\n".join((f"GET /masuk/ HTTP/1.1\nHost: {HOST}\nConnection: close", *claims))
    assert raw(front, head).startswith("HTTP/1.1 200")
    (seen,) = behind.seen
    assert seen["headers"] == {
        "host": HOST,
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "https",
    }


def test_what_the_application_needs_passes(front, behind):
    needed = {"Cookie": "sessionid=x", "X-Hub-Signature-256": "sha256=0", "HX-Request": "true"}
    with front.browser() as browser:
        assert browser.post("/masuk/", headers=needed, content=b"12345").status_code == 200
    (seen,) = behind.seen
    assert {name: seen["headers"][name.lower()] for name in needed} == needed
    assert seen["size"] == 5


@pytest.mark.parametrize(
    ("path", "size", "passes"),
    [
        ("/webhooks/whatsapp/", 4 * MEGABYTE, True),
        ("/webhooks/whatsapp/", 4 * MEGABYTE + 1, False),
        ("/webhooks/whatsapp/x", 2 * MEGABYTE, False),
        ("/masuk/", MEGABYTE, True),
        ("/masuk/", MEGABYTE + 1, False),
        ("/survei/abc/", MEGABYTE + 1, False),
        ("/tiket/DINSOS-2026-000001/balas/", 101 * MEGABYTE, True),
        ("/tiket/DINSOS-2026-000001/balas/", 106 * MEGABYTE, False),
        ("/tiket/DINSOS-2026-000001/catatan/", 2 * MEGABYTE, False),
        ("/tiket/x/y/balas/", 2 * MEGABYTE, False),
        ("/dasbor/ikm/rekomendasi/1/kemajuan/", 21 * MEGABYTE, True),
        ("/laporan/evaluasi/dinsos/2026-10/revisi-1/periksa/", 30 * MEGABYTE, True),
        ("/laporan/evaluasi/dinsos/2026-10/tanda-tangan/", 2 * MEGABYTE, False),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_each_path_has_its_own_limit(front, behind, path, size, passes, chunked):
    body = (b"x" * min(65536, size - done) for done in range(0, size, 65536))
    with front.browser() as browser:
        headers = {} if chunked else {"Content-Length": str(size)}
        answer = browser.post(path, content=body, headers=headers)
    if passes:
        assert (answer.status_code, behind.seen[0]["size"]) == (200, size)
    else:
        assert answer.status_code == 413
        assert "terlalu besar" in answer.text
        assert answer.headers.get_list("strict-transport-security") == ["max-age=31536000"]
        assert not behind.seen, "it does not reach the application"


def test_a_slow_body_reaches_the_application_when_it_is_whole(front, behind):
    head = f"POST /webhooks/whatsapp/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5\r\n\r\n"
    with front.connect() as connection:
        connection.sendall(head.encode())
        for letter in b"1234":
            time.sleep(0.2)
            connection.sendall(bytes([letter]))
        assert not behind.seen
        connection.sendall(b"5")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert [seen["size"] for seen in behind.seen] == [5]


def test_the_log_holds_no_secret_of_an_address(front, behind):
    with front.browser() as browser:
        for path in (
            "/survei/rahasia-token-1/",
            "/survei/%72ahasia-token-2/terima-kasih/",
            "/antrean/?q=Sari+rahasia",
            "/webhooks/whatsapp/?hub.verify_token=rahasia",
        ):
            assert browser.get(
                path, headers={"Referer": f"https://{HOST}/survei/rahasia/"}
            ).is_success
    assert len(behind.seen) == 4
    log = wait_until(lambda: "webhooks" in front.log() and front.log(), seconds=5, what="the log")
    assert "rahasia" not in log
    assert "/survei/***/" in log
    assert '"request_id":"0123456789abcdef"' in log


def test_the_header_of_the_application_is_not_doubled(front, behind):
    with front.browser() as browser:
        answer = browser.get("/")
    assert answer.headers.get_list("strict-transport-security") == ["max-age=31536000"]


def test_http_is_sent_to_https_with_its_method(front):
    plain = f"http://127.0.0.1:{front.plain_port}/webhooks/whatsapp/?a=1"
    with front.browser() as browser:
        answer = browser.post(plain)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"https://{HOST}/webhooks/whatsapp/?a=1"


def test_without_the_application_a_page_in_plain_words(tmp_path):
    if not nginx_binary():
        pytest.skip("nginx is not on this machine (apt install nginx-light)")
    lonely = Front(tmp_path, upstream=1).start()  # nobody listens on port 1
    try:
        with lonely.browser() as browser:
            answer = browser.get("/survei/rahasia-token/")
        assert answer.status_code == 503, "so that WhatsApp sends again"
        assert "gangguan sementara" in answer.text
        for name in ("siwhapik.log", "siwhapik-error.log", "error.log"):
            assert "rahasia" not in lonely.log(name)
    finally:
        lonely.stop()
