"""A request of granian's becomes one of Django's, and Django's answer goes out whole."""

import asyncio
import io
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse

from siwhapik.server.answer import AT_ONCE_BYTES, answer
from siwhapik.server.application import Application
from siwhapik.server.environ import environ_of
from siwhapik.server.limits import ANY, Limit, Table
from tickets.models import Attachment

TABLE = Table(
    {
        "/webhooks/whatsapp/": Limit(most=4_000_000),
        f"/tiket/{ANY}/balas/": Limit(most=3_000_000, for_staff=True),
    }
)


class Scope:
    """A request's head, as granian has it."""

    proto, http_version, scheme = "http", "1.1", "http"
    server, client = "127.0.0.1:8000", "192.0.2.7:51000"

    def __init__(self, path="/", method="POST", query="", **headers):
        self.path, self.method, self.query_string = path, method, query
        self.headers = dict(headers)


class Protocol:
    """A request's body, and what was answered."""

    def __init__(self, *parts):
        self.parts, self.said = list(parts), None

    def __aiter__(self):
        return self

    async def __call__(self):
        return b"".join([part async for part in self])

    async def __anext__(self):
        if not self.parts:
            raise StopAsyncIteration
        return self.parts.pop(0)

    def response_empty(self, status, headers):
        self.said = (status, headers, b"")

    def response_bytes(self, status, headers, body):
        self.said = (status, headers, body)

    def response_file(self, status, headers, file):
        self.said = (status, headers, file)

    def response_stream(self, status, headers):
        self.said = (status, headers, [])
        return self

    def send_bytes(self, part):
        self.said[2].append(part)


def echo(environ, start):
    """Answers with what it was given."""
    body = environ["wsgi.input"].read()
    start("200 OK", [("x-length", environ.get("CONTENT_LENGTH", ""))])
    reason = environ.get("siwhapik.refused", "")
    return [body, str(reason).encode(), threading.current_thread().name.encode()]


def served(scope, protocol, *, wsgi=echo, is_staff=lambda _: False):
    async def serve():
        application = Application(wsgi, table=TABLE, is_staff=is_staff)
        application.__rsgi_init__(asyncio.get_running_loop())
        await application.__rsgi__(scope, protocol)

    asyncio.run(serve())
    return protocol.said


def sent(size, path="/lacak/", *, length=None, **given):
    announced = {"content-length": str(size if length is None else length)}
    head = announced if length != "chunked" else {"transfer-encoding": "chunked"}
    protocol = Protocol(*[b"x" * min(60_000, size - at) for at in range(0, size, 60_000)])
    return served(Scope(path, **head), protocol, **given)


def test_a_body_is_read_whole_and_then_worked_on_in_a_thread():
    for length in (None, "chunked"):
        status, headers, body = sent(100_000, length=length)
        assert (status, headers) == (200, [("x-length", "100000")])
        assert body.startswith(b"x" * 100_000 + b"django-")


def test_what_is_refused_is_told_to_django_without_its_body_and_ends_the_connection():
    for length in (None, "chunked"):
        status, headers, body = sent(1_100_000, length=length)
        assert ("connection", "close") in headers
        assert ("x-length", "") in headers
        assert body.startswith(b"too_big")
        assert status == 200  # echo's own; siwhapik.refusals says 413


def test_files_need_a_log_in_and_everybody_else_is_not_read():
    path = "/tiket/A-1/balas/"
    for length in (None, "chunked"):
        said = sent(2_000_000, path, length=length, is_staff=lambda _: True)
        assert ("x-length", "2000000") in said[1]
    assert sent(2_000_000, path)[2].startswith(b"not_logged_in")
    assert sent(2_000_000, path, length="chunked")[2].startswith(b"too_big")
    assert sent(3_100_000, path, is_staff=lambda _: True)[2].startswith(b"too_big")
    asked = []
    assert sent(500, path, is_staff=asked.append)[2].startswith(b"x")
    assert asked == [], "a small one costs no question"


def test_who_asks_before_sending_is_told_before_sending():
    protocol = Protocol(b"x" * 10)
    served(Scope("/lacak/", **{"content-length": "9000000", "expect": "100-continue"}), protocol)
    assert protocol.parts, "nothing was read"


def test_half_a_body_never_reaches_django():
    status, headers, _ = sent(10, length=20)
    assert (status, headers) == (400, [("connection", "close")])


def test_the_head_is_dressed_as_django_knows_it():
    headers = {
        "content-type": "text/plain",
        "host": "contoh.example",
        "x-forwarded-for": "203.0.113.9",
        "x_forwarded_proto": "https",
        "cookie": "a=1",
    }
    scope = Scope("/tiket/é/", query="q=1", **headers)
    environ = environ_of(scope)
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/tiket/é/"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"
    assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.9"
    assert "HTTP_X_FORWARDED_PROTO" not in environ, "only the proxy's own spelling counts"
    assert (environ["CONTENT_TYPE"], environ["HTTP_HOST"]) == ("text/plain", "contoh.example")
    scope.client, scope.server = "[2001:db8::1]:50000", "[::1]:8000"
    environ = environ_of(scope)
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"]) == ("2001:db8::1", "::1")
    assert environ["SERVER_PORT"] == "8000"


class Twice(dict):
    def items(self):
        return [("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y")]


def test_a_header_that_comes_twice_is_one():
    scope = Scope()
    scope.headers = Twice()
    environ = environ_of(scope)
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


class Closed(list):
    closed = 0

    def close(self):
        self.closed += 1


def test_an_answer_is_closed_also_when_it_breaks():
    parts = Closed([b"a", b"b"])
    protocol = Protocol()
    answer(lambda _e, start: start("201 Created", []) or parts, {}, protocol)
    assert (protocol.said, parts.closed) == ((201, [], b"ab"), 1)
    broken = Closed(["not bytes"])
    with pytest.raises(TypeError):
        answer(lambda _e, start: start("200 OK", []) or broken, {}, protocol)
    assert broken.closed == 1


def test_a_long_answer_goes_out_in_parts():
    parts = [b"x" * (AT_ONCE_BYTES // 2)] * 5
    protocol = Protocol()
    answer(lambda _e, start: start("200 OK", []) or parts, {}, protocol)
    assert protocol.said[2] == parts


def wrapped(file):
    def application(environ, start):
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](file, 4096)

    return application


def test_a_file_is_sent_by_its_path_and_holds_no_thread(tmp_path):
    path = tmp_path / "surat.pdf"
    path.write_bytes(b"isi berkas")
    protocol = Protocol()
    with path.open("rb") as file:
        answer(wrapped(file), {}, protocol)
    assert protocol.said[2] == str(path)
    assert file.closed


def test_a_file_of_the_storage_is_sent_by_its_path(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("lampiran/foto.jpg", ContentFile(b"isi foto"))
    attachment = Attachment(file=name)
    protocol = Protocol()
    for file in (default_storage.open(name), attachment.file.open()):
        response = FileResponse(file)

        def view(environ, start, response=response):
            start("200 OK", list(response.items()))
            return environ["wsgi.file_wrapper"](response.file_to_stream, 4096)

        answer(view, {}, protocol)
        assert protocol.said[2] == str(tmp_path / name)
        assert ("Content-Length", "8") in protocol.said[1]


def test_what_is_no_plain_file_is_sent_as_it_is_read(tmp_path):
    path = tmp_path / "surat.pdf"
    path.write_bytes(b"isi berkas")
    protocol = Protocol()
    answer(wrapped(io.BytesIO(b"di memori")), {}, protocol)
    assert protocol.said[2] == b"di memori"
    with path.open("rb") as file:
        file.seek(4)  # a part of it
        answer(wrapped(file), {}, protocol)
    assert protocol.said[2] == b"berkas"
    with path.open("rb") as file:
        path.unlink()  # what lies there now is not what was opened
        path.write_bytes(b"lain sekali")
        answer(wrapped(file), {}, protocol)
    assert protocol.said[2] == b"isi berkas"


def test_an_error_of_django_ends_this_request_and_no_thread():
    def breaks(_environ, _start):
        raise RuntimeError("rusak")

    with pytest.raises(RuntimeError):
        served(Scope(method="GET"), Protocol(), wsgi=breaks)
