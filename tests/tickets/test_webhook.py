"""Door 1: only what is signed is stored, and 200 means that it is."""

import io
import json
import re
from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tickets.transports.whatsapp import samples
from tickets.models import WebhookEvent
from tickets.models.webhook_event import _INSERT, WebhookEventQuerySet
from tickets.transports.whatsapp import signature
from tickets.webhook import DISCARDED_BYTES, Posted, receive_webhook, take

URL = "/webhooks/whatsapp/"
SECRET = "rahasia-aplikasi-contoh"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secrets(settings):
    settings.WHATSAPP_APP_SECRETS = ["rahasia-baru-contoh", SECRET]
    settings.WHATSAPP_VERIFY_TOKEN = "token-verifikasi-contoh"


def post(client, body, *, header=None, **extra):
    header = signature.sign(body, SECRET) if header is None else header
    return client.post(
        URL, body, content_type="application/json", headers={"X-Hub-Signature-256": header}, **extra
    )


def test_a_signed_webhook_is_stored_byte_for_byte(client):
    body = samples.wire(samples.posted(samples.text("äöå @ a/b 😀")))
    answer = post(client, body)
    assert answer.status_code == 200
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == body
    assert event.processed_at is None
    assert answer.cookies == {}


@pytest.mark.django_db(transaction=True)
def test_it_is_one_insert(client, django_assert_num_queries):
    body = samples.wire(samples.posted(samples.text()))
    post(client, samples.wire(samples.posted(samples.text("pemanasan"))))
    with django_assert_num_queries(1):
        post(client, body)


@pytest.mark.django_db(transaction=True)
def test_a_redelivery_changes_nothing(client):
    body = samples.wire(samples.posted(samples.text()))
    post(client, body)
    before = WebhookEvent.objects.values().get()
    assert post(client, body).status_code == 200
    assert WebhookEvent.objects.values().get() == before


@pytest.mark.parametrize("header", ["", "sha256=" + "0" * 64, signature.sign(b"{}", "salah")])
def test_a_forged_webhook_is_refused_and_not_stored(client, header):
    assert post(client, b"{}", header=header).status_code == 403
    assert not WebhookEvent.objects.exists()


def test_an_unsigned_webhook_is_refused_and_not_stored(client):
    answer = client.post(URL, b"{}", content_type="application/json")
    assert answer.status_code == 403
    assert not WebhookEvent.objects.exists()


def test_a_changed_body_is_refused(client):
    body = samples.wire(samples.posted(samples.text()))
    assert post(client, body + b" ", header=signature.sign(body, SECRET)).status_code == 403


def test_csrf_does_not_stand_in_the_way():
    assert post(Client(enforce_csrf_checks=True), b"{}").status_code == 200


def test_four_megabytes_are_taken_and_a_byte_more_is_not(client, settings):
    limit = settings.WEBHOOK_MAX_BYTES
    assert post(client, b'"' + b"x" * (limit - 2) + b'"').status_code == 200
    assert post(client, b'"' + b"x" * (limit - 1) + b'"').status_code == 413
    assert WebhookEvent.objects.count() == 1


class Chunks(io.BytesIO):
    """A body without a length that counts how much of it was read."""

    taken = 0

    def read(self, size=-1):
        part = super().read(size)
        self.taken += len(part)
        return part


def chunked(body):
    request = RequestFactory().post(
        URL, headers={"X-Hub-Signature-256": signature.sign(body, SECRET)}
    )
    request.META.pop("CONTENT_LENGTH", None)
    request.META["HTTP_TRANSFER_ENCODING"] = "chunked"
    request.environ["wsgi.input"] = stream = Chunks(body)
    return receive_webhook(request), stream


def test_a_body_without_a_length_is_read_and_limited(settings):
    body = samples.wire(samples.posted(samples.text()))
    assert chunked(body)[0].status_code == 200
    assert bytes(WebhookEvent.objects.get().body) == body
    answer, stream = chunked(b"x" * (settings.WEBHOOK_MAX_BYTES * 6))
    assert answer.status_code == 413
    assert stream.taken <= settings.WEBHOOK_MAX_BYTES + DISCARDED_BYTES + 1


def test_a_length_that_is_no_number_is_no_error():
    request = RequestFactory().post(URL, b"{}", content_type="application/json")
    request.META["CONTENT_LENGTH"] = "\u00b2"
    assert receive_webhook(request).status_code == 403


@pytest.mark.parametrize("body", [b"", b"bukan json", b"\xff\xfe\x00", b"{}", b"[" * 5000])
def test_signed_junk_is_stored_and_answered(client, body):
    assert post(client, body).status_code == 200
    assert bytes(WebhookEvent.objects.get().body) == body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failure", [OperationalError("down"), InterfaceError("closed")])
def test_a_database_that_is_away_is_503(client, failure):
    with mock.patch.object(connection, "ensure_connection", side_effect=failure):
        answer = post(client, b"{}")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert not WebhookEvent.objects.exists()


def test_the_handshake_gives_the_challenge_back(client):
    question = {
        "hub.mode": "subscribe",
        "hub.verify_token": "token-verifikasi-contoh",
        "hub.challenge": "1158201444",
    }
    answer = client.get(URL, question)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    "changes",
    [{"hub.verify_token": "salah"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}],
)
def test_a_wrong_handshake_is_refused(client, changes):
    question = {
        "hub.mode": "subscribe",
        "hub.verify_token": "token-verifikasi-contoh",
        "hub.challenge": "rahasia",
    }
    answer = client.get(URL, {**question, **changes})
    assert answer.status_code == 403
    assert b"rahasia" not in answer.content


def test_an_empty_token_verifies_nobody(client, settings):
    settings.WHATSAPP_VERIFY_TOKEN = ""
    answer = client.get(URL, {"hub.mode": "subscribe", "hub.verify_token": ""})
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.binary(max_size=200) | st.text(max_size=50).map(lambda t: json.dumps(t).encode()))
def test_no_signed_body_is_an_error(client, body):
    assert post(client, body).status_code == 200


def posts(*texts, secret=SECRET):
    return [
        Posted(body=text.encode(), signature=signature.sign(text.encode(), secret))
        for text in texts
    ]


@pytest.mark.django_db(transaction=True)
def test_several_posts_are_one_insert_and_each_has_its_answer(django_assert_num_queries):
    together = [*posts("a"), *posts("palsu", secret="salah"), *posts("b", "a")]
    WebhookEvent.objects.store([b"pemanasan"], received_at=timezone.now())
    with django_assert_num_queries(1):
        answers = take(together)
    assert [answer.status for answer in answers] == [200, 403, 200, 200]
    bodies = WebhookEvent.objects.order_by("pk").values_list("body", flat=True)
    assert [bytes(body) for body in bodies] == [b"pemanasan", b"a", b"b"]


@pytest.mark.django_db(transaction=True)
def test_one_body_that_is_refused_fails_no_other(monkeypatch):
    store = WebhookEvent.objects.all().store

    def picky(_self, bodies, *, received_at):
        if b"b" in bodies:
            raise OperationalError("deadlock")
        store(bodies, received_at=received_at)

    monkeypatch.setattr(WebhookEventQuerySet, "store", picky)
    assert [answer.status for answer in take(posts("a", "b", "c"))] == [200, 503, 200]
    assert WebhookEvent.objects.count() == 2


def test_a_database_that_is_down_is_asked_no_more_than_it_must_be(monkeypatch):
    asked = []

    def down(_self, bodies, *, received_at):
        asked.append(len(bodies))
        raise OperationalError("down")

    monkeypatch.setattr(WebhookEventQuerySet, "store", down)
    assert {answer.status for answer in take(posts(*"abcdefgh"))} == {503}
    assert asked == [8, 1, 1]


def test_nothing_genuine_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert [answer.status for answer in take(posts("a", secret="salah"))] == [403]
        assert take([]) == []


def test_the_insert_names_every_column_that_must_be_filled():
    """A new NOT NULL column that the statement forgets would answer every webhook with 503."""
    named = set(re.findall(r"\w+", _INSERT.split("(")[1].split(")")[0]))
    columns = {field.column: field for field in WebhookEvent._meta.concrete_fields}
    must = {name for name, field in columns.items() if not (field.null or field.primary_key)}
    assert must <= named <= set(columns)
