"""What was parked or waits is worked after a person has mended the cause."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Staff
from tests.journeys.citizen import Citizen
from tests.outbox import deliver_pending
from tests.tickets.delivering.conftest import queued
from tests.tickets.far_side import far_side
from tickets import delivery
from tickets.inbound.receive import receive_pending
from tickets.models import Channel, Conversation, Message, WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_for_a_number_registered_too_late_is_worked_again(
    kanal: Channel, super_admin: Staff, masuk: Callable[[Staff], Client]
) -> None:
    Channel.objects.update(phone_number_id="1")
    citizen = Citizen(kanal)
    citizen.post(citizen.message("text", {"body": "halo"}))
    receive_pending(timezone.now())
    event = WebhookEvent.objects.get()
    assert event.is_parked
    assert not Message.objects.exists()
    Channel.objects.update(phone_number_id=kanal.phone_number_id)
    action = {"action": "work_again", "_selected_action": event.pk}
    masuk(super_admin).post("/kelola/tickets/webhookevent/", action)
    receive_pending(timezone.now())
    assert Message.objects.get().text == "halo"
    assert not WebhookEvent.objects.get().is_parked


def test_a_new_token_lets_out_what_waited(percakapan: Conversation, settings: Any) -> None:
    later = timezone.now() + dt.timedelta(minutes=9)
    Conversation.objects.update(next_send_at=later, window_expires_at=later + dt.timedelta(hours=9))
    message = queued(percakapan, next_attempt_at=later)
    channel = Channel.objects.get()
    channel.access_token, channel.health, channel.resume_at = "baru", "stopped", later
    channel.save()
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        assert deliver_pending() == 0
        delivery.release(channel.pk)
        assert deliver_pending() == 1
    assert Message.objects.get(pk=message.pk).status == "accepted"
