"""The client says exactly what became of each request."""

import io
import json
import socket
import threading
from dataclasses import replace

import httpx
import pytest

from tickets.content import Text
from tickets.transports.deadline import Deadline
from tickets.transports.protocol import Forbidden, NotSent, OutcomeUnknown, Outgoing, TooLarge
from tickets.transports.whatsapp.answers import ApiError
from tickets.transports.whatsapp.client import Client

TAKEN = {"contacts": [{"input": "x", "wa_id": "62812"}], "messages": [{"id": "wamid.OUT"}]}
PHONE = "6281200001234"
HELLO = Outgoing(content=Text("Halo"), to=PHONE)


def client(answer=None, *, base_url="http://127.0.0.1:9", **options):
    """A client whose far side is `answer(request)`; requests are kept in `.seen`."""
    seen = []

    def handle(request):
        request.read()
        seen.append(request)
        found = answer(request) if callable(answer) else answer
        if isinstance(found, Exception):
            raise found
        return found

    made = Client(
        base_url=base_url,
        version="v25.0",
        phone_number_id="100",
        token="token-contoh",
        transport=httpx.MockTransport(handle) if answer else None,
        **options,
    )
    made.seen = seen
    return made


def test_a_message_goes_to_a_number_with_plus():
    sender = client(httpx.Response(200, json=TAKEN))
    assert sender.send(replace(HELLO, reference="17")) == "wamid.OUT"
    [request] = sender.seen
    assert request.url == "http://127.0.0.1:9/v25.0/100/messages"
    assert request.headers["Authorization"] == "Bearer token-contoh"
    assert json.loads(request.content) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+6281200001234",
        "type": "text",
        "text": {"body": "Halo", "preview_url": False},
        "biz_opaque_callback_data": "17",
    }


@pytest.mark.parametrize("user_id", ["ID.1349", "ID.ENT.1349"])
def test_a_user_id_never_stands_in_to(user_id):
    answer = {"contacts": [{"input": user_id, "user_id": user_id}], "messages": [{"id": "w"}]}
    sender = client(httpx.Response(200, json=answer))
    sender.send(replace(HELLO, to=user_id))
    body = json.loads(sender.seen[0].content)
    assert body["recipient"] == user_id
    assert "to" not in body


def test_a_lone_surrogate_does_not_stop_a_send():
    sender = client(httpx.Response(200, json=TAKEN))
    sender.send(replace(HELLO, content=Text("a\ud83d")))
    assert b"\\ud83d" in sender.seen[0].content


def test_an_error_keeps_its_code_details_and_wait():
    body = {"error": {"message": "(#130429)", "code": 130429, "error_data": {"details": "limit"}}}
    sender = client(httpx.Response(400, json=body, headers={"Retry-After": "7"}))
    with pytest.raises(ApiError) as problem:
        sender.send(HELLO)
    error = problem.value
    assert (error.code, error.details, error.http_status, error.retry_after) == (
        130429,
        "limit",
        400,
        7.0,
    )


@pytest.mark.parametrize("status", [500, 503, 200])
def test_an_error_in_json_is_an_answer_whatever_the_http_status(status):
    sender = client(httpx.Response(status, json={"error": {"code": 131000}}))
    with pytest.raises(ApiError) as problem:
        sender.send(HELLO)
    assert problem.value.code == 131000


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502, text="<html>Bad gateway</html>"),
        httpx.Response(200, text="ok"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"messages": []}),
        httpx.Response(302, headers={"Location": "/"}),
        httpx.ReadTimeout("late"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("gone"),
    ],
)
def test_without_a_sure_answer_the_outcome_is_unknown(answer):
    with pytest.raises(OutcomeUnknown):
        client(lambda _: answer).send(HELLO)


def test_a_refusal_that_is_not_json_is_still_a_refusal():
    with pytest.raises(ApiError) as problem:
        client(httpx.Response(429, text="slow down")).send(HELLO)
    assert (problem.value.code, problem.value.http_status) == (None, 429)


def test_a_refused_connection_was_not_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotSent):
        client(base_url=f"http://127.0.0.1:{port}").send(HELLO)


def test_a_connection_closed_after_the_request_is_unknown():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def read_and_hang_up():
            connection, _ = server.accept()
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=read_and_hang_up)
        thread.start()
        with pytest.raises(OutcomeUnknown):
            client(base_url=f"http://127.0.0.1:{server.getsockname()[1]}").send(HELLO)
        thread.join()


def test_a_file_is_uploaded():
    sender = client(httpx.Response(200, json={"id": "555"}))
    assert (
        sender.upload(
            io.BytesIO(b"isi"), filename="a.pdf", mime_type="application/pdf", deadline=Deadline(9)
        )
        == "555"
    )
    assert b'name="messaging_product"' in sender.seen[0].content
    assert b'filename="a.pdf"' in sender.seen[0].content


def test_a_file_is_asked_for_and_downloaded_in_parts():
    def answer(request):
        if request.url.path == "/v25.0/77":
            url = "http://127.0.0.1:9/unduh/77"
            return httpx.Response(200, json={"url": url, "sha256": "x", "file_size": "3"})
        return httpx.Response(200, content=b"isi")

    reader = client(answer)
    info = reader.locate("77", deadline=Deadline(9))
    assert (info.sha256, info.size) == ("x", 3)
    assert b"".join(reader.download(info.url, max_bytes=3, deadline=Deadline(9))) == b"isi"
    assert reader.seen[1].headers["Authorization"] == "Bearer token-contoh"
    with pytest.raises(TooLarge):
        list(reader.download(info.url, max_bytes=2, deadline=Deadline(9)))


def test_an_address_that_is_over_is_an_error_with_its_status():
    with pytest.raises(ApiError) as problem:
        list(
            client(httpx.Response(404)).download(
                "http://127.0.0.1:9/x", max_bytes=9, deadline=Deadline(9)
            )
        )
    assert problem.value.http_status == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.contoh/x",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com.evil.contoh/x",
        "https://evilfbcdn.net/x",
        "https://127.0.0.1:9/x",
        "file:///etc/passwd",
        "http://[kaca",
    ],
)
def test_the_token_is_shown_only_to_hosts_on_the_list(url):
    reader = client(
        httpx.Response(200),
        base_url="https://graph.contoh",
        media_hosts=("lookaside.fbsbx.com", ".fbcdn.net"),
    )
    with pytest.raises(Forbidden):
        list(reader.download(url, max_bytes=9, deadline=Deadline(9)))
    assert reader.seen == []


def test_hosts_on_the_list_are_served():
    reader = client(
        httpx.Response(200, content=b"isi"),
        base_url="https://graph.contoh",
        media_hosts=("lookaside.fbsbx.com", ".fbcdn.net"),
    )
    for host in ("lookaside.fbsbx.com", "scontent.xx.fbcdn.net"):
        assert list(reader.download(f"https://{host}/x", max_bytes=9, deadline=Deadline(9))) == [
            b"isi"
        ]


def test_a_simulated_number_reaches_this_machine_only():
    with pytest.raises(Forbidden):
        client(base_url="https://graph.facebook.com", loopback_only=True)
    with pytest.raises(Forbidden):
        client(base_url="http://127.0.0.1.contoh", loopback_only=True)
    for base_url in ("http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001"):
        reader = client(httpx.Response(200), base_url=base_url, loopback_only=True)
        with pytest.raises(Forbidden):
            list(
                reader.download("https://lookaside.fbsbx.com/x", max_bytes=9, deadline=Deadline(9))
            )


def test_the_token_is_not_in_what_is_printed():
    assert "token-contoh" not in repr(client())
