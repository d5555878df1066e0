"""Events become rows once, whatever the order, the company and the interruptions."""

import copy
import datetime as dt
import hashlib
import random
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.tickets.transports.whatsapp import samples
from tickets.error_words import error_words
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
from tickets.parking import SENTENCES

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)
ARRIVED = TEN + dt.timedelta(seconds=2)
pytestmark = pytest.mark.django_db


def store(value, *, at=ARRIVED):
    body = value if isinstance(value, bytes) else samples.wire(value)
    digest = hashlib.sha256(body + random.randbytes(8)).hexdigest()
    return WebhookEvent.objects.create(body=body, sha256=digest, received_at=at)


def deliver(*messages, at=ARRIVED, **kinds):
    """One webhook with these messages, worked."""
    event = store(samples.posted(*messages, **kinds), at=at)
    receive(event.pk)
    event.refresh_from_db()
    assert event.processed_at
    return event


def test_a_text_becomes_a_message_of_a_citizen(kanal):
    event = deliver(samples.text("Selamat pagi"))
    message = Message.objects.get()
    assert (message.wamid, message.text, message.type) == ("wamid.A", "Selamat pagi", "text")
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
                "wamid", "type", "text", "occurred_at", "quoted_wamid", "conversation__address"
            )
        ),
        sorted(CitizenIdentity.objects.values_list("kind", "value", "citizen__phone")),
        sorted(Conversation.objects.values_list("address", "window_expires_at", "last_inbound_at")),
        sorted(Attachment.objects.values_list("message__wamid", "media_id", "state")),
        sorted(StatusEvent.objects.values_list("wamid", "status")),
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
    assert set(Message.objects.values_list("wamid", flat=True)) == {"wamid.0", "wamid.1"}
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
        if item.wamid == "wamid.0":
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
    assert [m.wamid for m in Message.objects.all()] == ["wamid.1"]


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
        if item.wamid == "wamid.0":
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
    assert [m.wamid for m in Message.objects.all()] == ["wamid.1"]


def test_a_voice_call_is_one_row_and_opens_the_window(kanal):
    for event in ("connect", "terminate"):
        receive(store(samples.called(samples.call(event))).pk)
    [message] = Message.objects.all()
    assert (message.type, message.text) == ("call", "Pemohon menelepon lewat WhatsApp.")
    assert message.conversation.window_expires_at == message.occurred_at + dt.timedelta(hours=24)


def test_a_burst_of_events_costs_few_queries_each(kanal, django_assert_max_num_queries):
    for n in range(station.TOGETHER * 2):
        person = {"wa_id": f"62812000{n:05d}", "user_id": f"ID.{n}"}
        said = samples.text(wamid=f"wamid.{n}", **{"from": person["wa_id"]})
        store(samples.posted(said, contacts=[samples.contact(**person)]))
    with django_assert_max_num_queries(station.TOGETHER * 2 * 14):
        assert receive_pending(timezone.now()) == station.TOGETHER * 2
    assert Message.objects.count() == station.TOGETHER * 2


def test_text_that_databases_refuse_is_stored(kanal):
    body = samples.wire(samples.posted(samples.text("PENANDA")))
    deliver_body = body.replace(b"PENANDA", b"a\\u0000b\\ud83d")
    receive(store(deliver_body).pk)
    assert Message.objects.get().text == "ab\ufffd"


def test_an_address_of_any_length_is_stored(kanal):
    deliver(samples.text("halo", **{"from": "8" * 200}), contacts=[])
    assert Message.objects.get().text == "halo"
    assert len(Conversation.objects.get().address) == 160


def test_an_old_redelivery_is_flagged_and_opens_no_window_that_is_over(kanal):
    deliver(samples.text(), at=TEN + dt.timedelta(days=3))
    message = Message.objects.get()
    assert message.is_stale
    assert message.conversation.window_expires_at == TEN + dt.timedelta(hours=24)


def test_the_window_moves_forward_only_and_never_beyond_a_day_from_arrival(kanal):
    later = str(int(samples.AT) + 7200)
    deliver(samples.text(wamid="wamid.1", timestamp=later), at=TEN + dt.timedelta(hours=2))
    deliver(samples.text(wamid="wamid.0"), at=TEN + dt.timedelta(hours=2))
    conversation = Conversation.objects.get()
    assert conversation.window_expires_at == TEN + dt.timedelta(hours=26)
    future = str(int(samples.AT) + 10 * 86400)
    deliver(samples.text(wamid="wamid.2", timestamp=future), at=TEN + dt.timedelta(hours=3))
    conversation.refresh_from_db()
    assert conversation.window_expires_at == TEN + dt.timedelta(hours=27)
    assert Message.objects.get(wamid="wamid.2").occurred_at == TEN + dt.timedelta(hours=3)


@pytest.mark.parametrize("stamp", [None, "besok", "1"])
def test_a_message_without_a_time_has_that_of_its_arrival(kanal, stamp):
    deliver(samples.text(timestamp=stamp))
    assert Message.objects.get().occurred_at == ARRIVED


def test_reactions_and_changes_of_number_open_no_window(kanal):
    deliver(samples.message("reaction", reaction={"message_id": "wamid.Z", "emoji": "x"}))
    assert Conversation.objects.get().window_expires_at is None


@pytest.mark.parametrize("backwards", [False, True])
def test_reactions_edits_and_deletions_reach_their_message_in_any_order(kanal, backwards):
    def about(kind, at, **body):
        body = {("message_id" if kind == "reaction" else "original_message_id"): "wamid.T", **body}
        stamp = str(int(samples.AT) + at)
        return samples.message(kind, wamid=f"wamid.{at}", timestamp=stamp, **{kind: body})

    messages = [
        samples.text("Lama", wamid="wamid.T"),
        about("reaction", 1, emoji="\U0001f44d"),
        about("reaction", 2, emoji="\u2764"),
        about("edit", 3, message=samples.text("Baru")),
        about("revoke", 4),
        samples.text("Balasan", wamid="wamid.B", context={"id": "wamid.T"}),
    ]
    for message in reversed(messages) if backwards else messages:
        deliver(message, at=TEN + dt.timedelta(minutes=1))
    target = Message.objects.get(wamid="wamid.T")
    assert (target.text, target.edited_text, target.reaction) == ("Lama", "Baru", "\u2764")
    assert target.withdrawn_at == TEN + dt.timedelta(seconds=4)
    assert Message.objects.get(wamid="wamid.B").quoted == target


def test_a_citizen_cannot_edit_what_the_office_wrote(kanal, percakapan):
    ours = Message.objects.create(
        channel=kanal,
        conversation=percakapan,
        direction="out",
        origin="officer",
        wamid="wamid.OUT",
        type="text",
        text="Lengkap",
        status="sent",
        occurred_at=TEN,
        received_at=TEN,
    )
    body = {"original_message_id": "wamid.OUT"}
    deliver(samples.message("edit", wamid="w1", edit={**body, "message": samples.text("x")}))
    deliver(samples.message("revoke", wamid="w2", revoke=body))
    deliver(
        samples.message("reaction", wamid="w3", reaction={"message_id": "wamid.OUT", "emoji": "x"})
    )
    ours.refresh_from_db()
    assert (ours.edited_text, ours.withdrawn_at, ours.reaction) == ("", None, "x")


def test_files_wait_for_their_own_task_and_missing_ones_say_so(kanal):
    deliver(
        samples.image(wamid="wamid.1", media_id="77"),
        samples.message("image", wamid="wamid.2", errors=[{"code": 131052}]),
    )
    fetched, missing = Attachment.objects.order_by("message__wamid")
    assert (fetched.media_id, fetched.state) == ("77", "pending")
    assert fetched.next_attempt_at
    assert missing.state == "failed"
    assert "kirim ulang" in error_words(missing.error)


def test_somebody_who_never_pauses_is_not_left_waiting(kanal):
    deliver(samples.text(wamid="wamid.1"), at=timezone.now() - dt.timedelta(seconds=20))
    before = Conversation.objects.get().converse_at
    deliver(samples.text(wamid="wamid.2"), at=timezone.now())
    assert Conversation.objects.get().converse_at == before


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
