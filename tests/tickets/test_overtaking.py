"""An older webhook that a killed worker holds is waited for, once and never long."""

import datetime as dt
import hashlib
import os
import signal
from contextlib import suppress

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.tickets.transports.whatsapp import samples
from tickets.inbound import overtaking, receive
from tickets.inbound.converse import converse_pending
from tickets.models import Conversation, Message, Ticket, WebhookEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kanal", "standar")]
SECOND = dt.timedelta(seconds=1)
# What was claimed this long ago is due to be worked, and its lease has not ended.
AGE = 4 * SECOND


def stored(text, *, wamid, at, sender=samples.WA_ID):
    stamp = str(int(at.timestamp()))
    message = {**samples.text(text, wamid=wamid, timestamp=stamp), "from": sender}
    contacts = [samples.contact(wa_id=sender, user_id=None)]
    body = samples.wire(samples.posted(message, contacts=contacts))
    return WebhookEvent.objects.create(
        body=body, sha256=hashlib.sha256(body).hexdigest(), received_at=at
    )


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def older(now):
    """What the citizen wrote first: claimed by a worker that was killed."""
    known = stored("Selamat pagi", wamid="wamid.0", at=now - 60 * SECOND)
    receive.receive(known.pk, now=now - 60 * SECOND)
    converse_pending(now + 5 * SECOND)
    event = stored("petugas", wamid="wamid.1", at=now)
    assert receive._claim([event.pk], now)
    return event


@pytest.fixture
def newer(older, now):
    """What the same citizen wrote then, received by another worker."""
    event = stored("Halo, ada orang?", wamid="wamid.2", at=now + SECOND)
    assert receive.receive(event.pk, now=now + SECOND)
    return event


def unworked():
    return list(Message.objects.unworked().values_list("external_id", flat=True))


def test_the_conversation_waits_and_works_both_in_order(older, newer, now):
    assert converse_pending(now + AGE) == 0
    assert unworked() == ["wamid.2"]
    assert Conversation.objects.get().converse_at == now + AGE + overtaking.LOOK_AGAIN
    assert receive.receive_pending(now + receive.LEASE) == 1
    after = now + receive.LEASE + AGE
    assert converse_pending(after) == 1
    assert unworked() == []
    assert Ticket.objects.get().state == "new"
    reads = Message.objects.inbound().in_order().values_list("external_id", flat=True)
    assert list(reads) == ["wamid.0", "wamid.1", "wamid.2"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a fork cannot share it in memory")
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_killed_is_waited_for(now):
    event = stored("petugas", wamid="wamid.1", at=now)
    connections.close_all()  # a connection belongs to one process
    worker = os.fork()
    if worker == 0:
        with suppress(BaseException):
            receive._claim([event.pk], now)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(worker, 0)[1] == signal.SIGKILL
    later = stored("Halo, ada orang?", wamid="wamid.2", at=now + SECOND)
    assert receive.receive_pending(now + SECOND) == 1
    assert Message.objects.get().external_id == "wamid.2"
    assert converse_pending(now + AGE) == 0
    assert receive.receive_pending(now + receive.LEASE) == 1
    assert converse_pending(now + receive.LEASE + AGE) == 1
    assert Ticket.objects.get().state == "new"
    event.refresh_from_db()
    assert (event.attempts, later.attempts) == (2, 0)


def test_a_live_worker_is_not_waited_for(older, newer, now):
    assert converse_pending(now + overtaking.HELD_AFTER - SECOND) == 0  # not quiet yet
    WebhookEvent.objects.filter(pk=older.pk).update(
        next_attempt_at=now + AGE + receive.LEASE - SECOND
    )
    assert converse_pending(now + AGE) == 1


def test_an_event_that_nobody_takes_up_is_not_waited_for_long(older, newer, now):
    ends = receive.LEASE + overtaking.TAKEN_UP_WITHIN
    assert converse_pending(now + ends - 2 * SECOND) == 0
    assert converse_pending(now + ends + SECOND) == 1


def test_an_event_that_kills_its_worker_again_is_waited_for_once(older, newer, now):
    again = now + receive.LEASE
    assert receive._claim([older.pk], again)
    assert converse_pending(again + AGE) == 1


def test_what_is_overtaken_nevertheless_reaches_a_person(older, newer, now):
    receive._claim([older.pk], now + receive.LEASE)
    converse_pending(now + receive.LEASE + AGE)
    receive.receive_pending(now + 2 * receive.LEASE)
    converse_pending(now + 2 * receive.LEASE + AGE)
    assert unworked() == []
    assert Ticket.objects.get().state == "new"
    assert Ticket.objects.get().unanswered_since is not None


def test_other_conversations_do_not_wait(older, now):
    other = stored("Halo", wamid="wamid.9", at=now + SECOND, sender="6281200007777")
    receive.receive(other.pk, now=now + SECOND)
    assert converse_pending(now + AGE) == 1


def test_what_came_before_the_held_event_does_not_wait(older, now):
    early = stored("Pak", wamid="wamid.3", at=now - SECOND)
    receive.receive(early.pk, now=now + SECOND)
    assert converse_pending(now + AGE) == 1
