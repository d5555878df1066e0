"""Twenty webhooks of one album at once, while the bot is already working the conversation."""

import json
import threading

import pytest
from django.db import connection
from django.utils import timezone

from tickets.inbound.converse import converse_pending
from tickets.inbound.receive import receive
from tickets.models import Citizen, Conversation, Message, Ticket, WebhookEvent

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]


def webhook(channel, number, sender="6281200001234"):
    stamp = str(int(timezone.now().timestamp()))
    image = {"id": f"media{number}", "mime_type": "image/jpeg", "sha256": "x"}
    message = {
        "from": sender,
        "id": f"wamid.ALBUM{number:04d}",
        "timestamp": stamp,
        "type": "image",
        "image": image,
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": channel.phone_number_id},
        "contacts": [{"wa_id": sender, "profile": {"name": "Sari Contoh"}}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    envelope = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    return WebhookEvent.objects.create(
        body=json.dumps(envelope).encode(), sha256=f"{number:064d}", received_at=timezone.now()
    )


def at_once(jobs):
    errors = []

    def run(job):
        try:
            job()
        except Exception as error:  # noqa: BLE001  # shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_an_album_of_concurrent_webhooks_is_one_ticket_and_one_answer(kanal, standar):
    events = [webhook(kanal, number) for number in range(20)]
    at_once([lambda pk=event.pk: receive(pk) for event in events])
    Conversation.objects.update(converse_at=timezone.now())
    at_once([lambda: converse_pending(timezone.now()) for _ in range(4)])
    assert Citizen.objects.count() == Conversation.objects.count() == Ticket.objects.count() == 1
    assert Ticket.objects.get().messages.inbound().count() == 20
    assert Message.objects.filter(origin=Message.Origin.BOT).count() == 1


def test_messages_that_arrive_while_the_bot_works_neither_deadlock_nor_vanish(kanal, standar):
    events = [webhook(kanal, number) for number in range(40)]
    stop = threading.Event()

    def work():
        while not stop.is_set():
            Conversation.objects.update(converse_at=timezone.now())
            converse_pending(timezone.now())

    def stores():
        try:
            at_once(jobs)
        finally:
            stop.set()

    jobs = [lambda mine=events[part::4]: [receive(event.pk) for event in mine] for part in range(4)]
    at_once([stores, work, work])
    Conversation.objects.update(converse_at=timezone.now())
    converse_pending(timezone.now())
    assert WebhookEvent.objects.filter(processed_at__isnull=True).count() == 0
    assert Conversation.objects.get().converse_attempts == 0
    assert Ticket.objects.count() == 1
    assert Ticket.objects.get().messages.inbound().count() == 40
    assert Ticket.objects.get().message_count == Message.objects.count()
