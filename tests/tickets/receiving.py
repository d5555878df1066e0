"""Webhooks stored and worked off by tests."""

import datetime as dt
import hashlib
import random

from tests.tickets.transports.whatsapp import samples
from tickets.inbound.receive import receive
from tickets.models import (
    WebhookEvent,
)

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


ARRIVED = TEN + dt.timedelta(seconds=2)


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
