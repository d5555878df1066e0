"""What is broken or fails while webhooks are worked off."""

import datetime as dt
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.tickets.receiving import store
from tests.tickets.transports.whatsapp import samples
from tickets.inbound import receive as station
from tickets.inbound import storing
from tickets.inbound.receive import receive
from tickets.models import (
    Message,
    WebhookEvent,
)
from tickets.parking import SENTENCES

pytestmark = pytest.mark.django_db


def test_an_event_belongs_to_one_worker_at_a_time(kanal):
    event = store(samples.posted(samples.text()))
    now = timezone.now()
    WebhookEvent.objects.filter(pk=event.pk).update(next_attempt_at=now + station.LEASE)
    assert not receive(event.pk, now=now)
    assert not Message.objects.exists()
    assert receive(event.pk, now=now + station.LEASE)
    assert not receive(event.pk, now=now + station.LEASE * 2)


def test_what_is_broken_is_parked_and_its_siblings_go_on(kanal):
    good = [samples.text(wamid=f"wamid.{n}") for n in range(2)]
    event = store(
        samples.envelope(
            samples.change(messages=[good[0], {"type": "text"}, "x", good[1]]),
            samples.change(messages=[samples.text(wamid="wamid.far")], number_id="999"),
            samples.change(messages=[samples.text(wamid="wamid.g", group_id="120363")]),
            samples.change(messages=[samples.text(wamid="wamid.n", **{"from": None})]),
            samples.change(field="message_template_status_update", event="APPROVED"),
            samples.change(errors=[{"code": 131031, "title": "Locked"}]),
        )
    )
    receive(event.pk)
    event.refresh_from_db()
    assert set(Message.objects.values_list("external_id", flat=True)) == {"wamid.0", "wamid.1"}
    assert event.is_parked
    assert [row["path"] for row in event.parked] == [
        "entry[0].changes[0].messages[1]",
        "entry[0].changes[0].messages[2]",
        "entry[0].changes[1].messages[0]",
        "entry[0].changes[2].messages[0]",
        "entry[0].changes[3].messages[0]",
        "entry[0].changes[4]",
        "entry[0].changes[5].errors[0]",
    ]
    assert all(row["code"] in SENTENCES for row in event.parked)


@pytest.mark.parametrize("body", [b"", b"bukan json", b"\xff", b"[" * 5000, b"null", b"{}"])
def test_signed_junk_is_parked(kanal, body):
    event = store(body)
    assert receive(event.pk)
    event.refresh_from_db()
    assert (event.is_parked, event.parked[0]["path"]) in [(True, ""), (True, "object")]


def test_a_message_nested_without_end_costs_no_sibling(kanal):
    strange = samples.text("dalam", id="wamid.B") | {"extra": "DEEP"}
    body = samples.wire(samples.posted(samples.text("biasa"), strange))
    event = store(body.replace(b'"DEEP"', b"[" * 3000 + b"]" * 3000))
    receive(event.pk)
    assert set(Message.objects.values_list("text", flat=True)) == {"biasa", "dalam"}


def test_an_unexpected_fault_is_tried_again_and_then_parked(kanal):
    event = store(samples.posted(samples.text(wamid="wamid.0"), samples.text(wamid="wamid.1")))
    store_one = storing.store_message

    def faulty(item, **kinds):
        if item.external_id == "wamid.0":
            raise ZeroDivisionError
        return store_one(item, **kinds)

    now = timezone.now()
    with mock.patch.object(storing, "store_message", faulty):
        for _ in range(station.ATTEMPTS):
            event.refresh_from_db()
            assert event.processed_at is None
            receive(event.pk, now=now)
            now += dt.timedelta(hours=1)
    event.refresh_from_db()
    assert event.processed_at
    assert event.parked[0]["path"] == "entry[0].changes[0].messages[0]"
    assert [m.external_id for m in Message.objects.all()] == ["wamid.1"]


def test_a_database_that_goes_away_leaves_the_event_for_later(kanal):
    event = store(samples.posted(samples.text()))
    now = timezone.now()
    with (
        mock.patch.object(storing, "store_message", side_effect=OperationalError("gone")),
        mock.patch.object(connection, "is_usable", return_value=False),
        pytest.raises(OperationalError),
    ):
        receive(event.pk, now=now)
    assert receive(event.pk, now=now + station.LEASE)
    assert Message.objects.count() == 1


def test_what_the_database_refuses_for_ever_is_parked_in_the_end(kanal):
    event = store(samples.posted(samples.text(wamid="wamid.0"), samples.text(wamid="wamid.1")))
    store_one = storing.store_message

    def refused(item, **kinds):
        if item.external_id == "wamid.0":
            raise OperationalError("program limit exceeded")  # the connection itself is well
        return store_one(item, **kinds)

    now = timezone.now()
    with mock.patch.object(storing, "store_message", refused):
        for _ in range(station.ATTEMPTS):
            receive(event.pk, now=now)
            now += dt.timedelta(hours=1)
    event.refresh_from_db()
    assert event.processed_at
    assert event.is_parked
    assert [m.external_id for m in Message.objects.all()] == ["wamid.1"]


def test_text_that_databases_refuse_is_stored(kanal):
    body = samples.wire(samples.posted(samples.text("PENANDA")))
    deliver_body = body.replace(b"PENANDA", b"a\\u0000b\\ud83d")
    receive(store(deliver_body).pk)
    assert Message.objects.get().text == "ab\ufffd"
