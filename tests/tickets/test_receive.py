"""Events become rows once, in any order and company, after any interruption."""

import copy
import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from tests.tickets.receiving import ARRIVED, TEN, deliver, store
from tests.tickets.transports.whatsapp import samples
from tickets.inbound import receive as station
from tickets.inbound import storing
from tickets.inbound.receive import receive, receive_pending
from tickets.models import (
    Attachment,
    Citizen,
    CitizenIdentity,
    Conversation,
    Message,
    StatusEvent,
    WebhookEvent,
)
from tickets.views.message_words import words_of

pytestmark = pytest.mark.django_db


def test_a_text_becomes_a_message_of_a_citizen(kanal):
    event = deliver(samples.text("Selamat pagi"))
    message = Message.objects.get()
    assert (message.external_id, message.text, message.type) == ("wamid.A", "Selamat pagi", "text")
    assert (message.direction, message.origin, message.status) == ("in", "citizen", "received")
    assert (message.occurred_at, message.received_at) == (TEN, ARRIVED)
    assert message.payload["raw"] == samples.text("Selamat pagi")
    assert message.worked_at is None
    assert not message.is_stale
    citizen = Citizen.objects.get()
    assert (citizen.phone, citizen.profile_name) == ("+6281200001234", "Warga Contoh")
    assert set(citizen.identities.values_list("kind", "value")) == {
        ("wa_id", samples.WA_ID),
        ("bsuid", samples.BSUID),
    }
    conversation = message.conversation
    assert (conversation.channel, conversation.citizen) == (kanal, citizen)
    assert conversation.address == samples.WA_ID
    assert conversation.window_expires_at == TEN + dt.timedelta(hours=24)
    assert conversation.last_inbound_at == TEN
    assert timezone.now() < conversation.converse_at < timezone.now() + storing.QUIET
    assert not event.is_parked


@pytest.mark.parametrize("message", samples.EVERY_TYPE, ids=lambda m: str(m.get("type")))
def test_every_type_is_kept_once(kanal, message):
    for _ in range(2):
        deliver(message)
    assert Message.objects.get().payload["raw"] == message
    assert not WebhookEvent.objects.parked().exists()


def everything():
    """Messages of every type, of three people, with statuses beside them."""
    changes = []
    for person in range(3):
        sender = {"from": f"628120000{person:04d}"}
        contact = samples.contact(f"Warga {person}", wa_id=sender["from"], user_id=f"ID.{person}")
        for number, message in enumerate(samples.EVERY_TYPE):
            own = {**copy.deepcopy(message), **sender, "id": f"wamid.{person}.{number}"}
            own["timestamp"] = str(int(samples.AT) + number)
            changes.append(samples.change(messages=[own], contacts=[contact]))
    for state in ("sent", "delivered", "read", "failed"):
        changes.append(samples.change(statuses=[samples.status(state)]))
    return changes


def fingerprint():
    """All rows that matter, without what depends on the order of arrival."""
    return (
        sorted(
            Message.objects.values_list(
                "external_id",
                "type",
                "text",
                "occurred_at",
                "quoted_external_id",
                "conversation__address",
            )
        ),
        sorted(CitizenIdentity.objects.values_list("kind", "value", "citizen__phone")),
        sorted(Conversation.objects.values_list("address", "window_expires_at", "last_inbound_at")),
        sorted(Attachment.objects.values_list("message__external_id", "media_id", "state")),
        sorted(StatusEvent.objects.values_list("external_id", "status")),
    )


def wipe():
    for model in (Attachment, Message, Conversation, CitizenIdentity, Citizen, StatusEvent):
        model.objects.all().delete()
    WebhookEvent.objects.all().delete()


def test_twice_shuffled_and_batched_gives_the_same_rows(kanal):
    for change in everything():
        store(samples.envelope(change))
    receive_pending(timezone.now(), limit=1000)
    expected = fingerprint()
    assert len(expected[0]) == 3 * len(samples.EVERY_TYPE)
    for seed in range(4):
        wipe()
        order = random.Random(seed)
        changes = everything() * 2
        order.shuffle(changes)
        while changes:
            size = order.randint(1, 12)
            store(samples.envelope(*changes[:size]))
            changes = changes[size:]
        receive_pending(timezone.now(), limit=1000)
        assert fingerprint() == expected
        assert not WebhookEvent.objects.unprocessed().exists()


def test_a_kill_between_any_two_items_loses_and_doubles_nothing(kanal):
    messages = [samples.text(str(n), wamid=f"wamid.{n}") for n in range(6)]
    store_one = storing.store_message
    event = store(samples.posted(*messages))
    now = timezone.now()
    for survivors in range(7):
        calls = iter(range(survivors))

        def dies(item, *, calls=calls, **kinds):
            if next(calls, None) is None:
                raise KeyboardInterrupt  # what the process does not survive
            return store_one(item, **kinds)

        with mock.patch.object(storing, "store_message", dies):
            try:
                receive(event.pk, now=now)
            except KeyboardInterrupt:
                now += station.LEASE
        assert Message.objects.count() == min(survivors, 6)
    event.refresh_from_db()
    assert event.processed_at
    assert Message.objects.count() == 6


def test_a_voice_call_is_one_row_and_opens_the_window(kanal):
    for event in ("connect", "terminate"):
        receive(store(samples.called(samples.call(event))).pk)
    [message] = Message.objects.all()
    assert (message.type, message.text) == ("call", "")
    assert words_of(message) == "Pemohon menelepon lewat WhatsApp."
    assert message.conversation.window_expires_at == message.occurred_at + dt.timedelta(hours=24)


def test_a_burst_of_events_costs_few_queries_each(kanal, django_assert_max_num_queries):
    for n in range(station.TOGETHER * 2):
        person = {"wa_id": f"62812000{n:05d}", "user_id": f"ID.{n}"}
        said = samples.text(wamid=f"wamid.{n}", **{"from": person["wa_id"]})
        store(samples.posted(said, contacts=[samples.contact(**person)]))
    with django_assert_max_num_queries(station.TOGETHER * 2 * 14):
        assert receive_pending(timezone.now()) == station.TOGETHER * 2
    assert Message.objects.count() == station.TOGETHER * 2


def test_an_address_of_any_length_is_stored(kanal):
    deliver(samples.text("halo", **{"from": "8" * 200}), contacts=[])
    assert Message.objects.get().text == "halo"
    assert len(Conversation.objects.get().address) == 160


def test_statuses_are_kept_once_and_wait_for_their_message(kanal):
    for _ in range(2):
        event = store(
            samples.envelope(samples.change(statuses=[samples.status("sent"), samples.status()]))
        )
        receive(event.pk)
    assert sorted(StatusEvent.objects.values_list("status", flat=True)) == ["delivered", "sent"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL (DATABASE_URL)")
def test_twenty_concurrent_webhooks_of_an_album_are_twenty_messages(kanal):
    album = [samples.image(wamid=f"wamid.{n}", media_id=str(n)) for n in range(20)]
    events = [store(samples.posted(photo)) for photo in album * 2]
    random.Random(1).shuffle(events)

    def work(event):
        try:
            return receive(event.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, events))
    assert receive_pending(timezone.now() + dt.timedelta(minutes=1), limit=100) == 0
    assert not WebhookEvent.objects.unprocessed().exists()
    assert not WebhookEvent.objects.parked().exists()
    assert Message.objects.count() == 20
    assert Attachment.objects.count() == 20
    assert Conversation.objects.count() == 1
    assert Citizen.objects.count() == 1
