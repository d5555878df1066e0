"""What WhatsApp says of an account, for the tests of it."""

import datetime as dt
import hashlib
import random
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.tickets.transports.whatsapp import samples
from tickets.inbound.receive import receive
from tickets.models import (
    Channel,
    WebhookEvent,
)

WABA = "900000000000001"


def deliver(
    field: str, value: Any, *, at: dt.datetime, waba: str = WABA, told: dt.datetime | None = None
) -> WebhookEvent:
    entry: dict[str, Any] = {"id": waba, "changes": [{"field": field, "value": value}]}
    if told is not None:
        entry["time"] = int(told.timestamp())
    body = samples.wire({"object": "whatsapp_business_account", "entry": [entry]})
    digest = hashlib.sha256(body + random.randbytes(8)).hexdigest()
    event = WebhookEvent.objects.create(body=body, sha256=digest, received_at=at)
    receive(event.pk, now=at)
    event.refresh_from_db()
    assert event.processed_at
    return event


@pytest.fixture
def nomor(kanal: Channel) -> Channel:
    kanal.waba_id = WABA
    kanal.save(update_fields=["waba_id"])
    return kanal


def banners_of(client: Client) -> str:
    caches["moment"].clear()
    page = client.get("/antrean/").content.decode()
    return page[page.index('class="shell__main"') : page.index('id="main"')]


def health(channel: Channel) -> str:
    channel.refresh_from_db()
    return channel.health
