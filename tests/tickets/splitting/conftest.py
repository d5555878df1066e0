"""A ticket in which two matters were told."""

import datetime as dt

import pytest

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Attachment, RegisterCounter, Ticket

H = dt.timedelta(hours=1)


@pytest.fixture
def campur(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """`tiket`, held by `petugas`: three messages on one matter, then a photo and words on another."""
    said = [
        ("Mohon surat keterangan", 30), ("Untuk sekolah", 29), ("Terima kasih", 28),
        ("", 26), ("Sekalian mau legalisasi ijazah", 25),
    ]  # fmt: skip
    for text, hours in said:
        factories.MessageFactory(
            ticket=tiket,
            text=text,
            type="text" if text else "image",
            occurred_at=now - hours * H,
            payload={} if text else {"type": "image"},
        )
    photo = tiket.messages.get(type="image")
    Attachment.objects.create(message=photo, filename="ijazah.jpg", mime_type="image/jpeg")
    Ticket.objects.filter(pk=tiket.pk).update(
        message_count=5,
        unread_count=2,
        received_at=now - 30 * H,
        unanswered_since=now - 30 * H,
        last_message_text="Sekalian mau legalisasi ijazah",
        last_message_at=now - 25 * H,
    )
    RegisterCounter.objects.create(agency=tiket.agency, year=2026, last=40)
    return desk.take(Ticket.objects.get(pk=tiket.pk), by=petugas, now=now)
