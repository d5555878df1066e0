"""One citizen's request that came twice, and a lamp that several citizens report."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Attachment, Message, RegisterCounter, Ticket

H = dt.timedelta(hours=1)


def acknowledged(ticket: Ticket, at: dt.datetime) -> Message:
    """What the bot says with the number."""
    message: Message = factories.MessageFactory(
        ticket=ticket,
        direction="out",
        origin="bot",
        text=f"Diterima dengan nomor {ticket.register_number}.",
        status="delivered",
        occurred_at=at,
    )
    return message


@pytest.fixture
def pertama(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """The older one, held by `petugas`; the citizen waits for an answer since 30 hours."""
    RegisterCounter.objects.create(agency=tiket.agency, year=2026, last=40)
    factories.MessageFactory(ticket=tiket, text="Mohon surat", occurred_at=now - 30 * H)
    Ticket.objects.filter(pk=tiket.pk).update(
        received_at=now - 30 * H,
        first_response_due_at=now - 6 * H,
        due_at=now - 6 * H,
        sort_due_at=now - 6 * H,
        unanswered_since=now - 30 * H,
        message_count=1,
        unread_count=1,
        last_message_at=now - 30 * H,
        last_message_text="Mohon surat",
        last_message_direction="in",
    )
    return desk.take(Ticket.objects.get(pk=tiket.pk), by=petugas, now=now - 29 * H)


@pytest.fixture
def ganda(pertama: Ticket, now: dt.datetime) -> Ticket:
    """The same request once more, of 25 hours ago: words, a photo, a note, the bot's answer, a draft."""
    ticket = factories.TicketFactory(
        conversation=pertama.conversation,
        service=pertama.service,
        standard=pertama.standard,
        register_number="DINSOS-2026-000002",
        received_at=now - 25 * H,
        unanswered_since=now - 25 * H,
        message_count=4,
        unread_count=2,
    )
    factories.MessageFactory(ticket=ticket, text="Mohon surat lagi", occurred_at=now - 25 * H)
    photo = factories.MessageFactory(
        ticket=ticket, type="image", text="", occurred_at=now - 24 * H, payload={"type": "image"}
    )
    Attachment.objects.create(message=photo, filename="kk.jpg", mime_type="image/jpeg")
    acknowledged(ticket, now - 24 * H)
    factories.MessageFactory(
        ticket=ticket, direction="note", origin="officer", type="note", text="Catatan contoh",
        external_id=None, occurred_at=now - 23 * H,
    )  # fmt: skip
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def lampu(pertama: Ticket, petugas: Staff, now: dt.datetime) -> list[Ticket]:
    """Three citizens on one lamp; the first is held by `petugas`, the others by nobody."""
    found: list[Any] = []
    for number in range(3):
        conversation = factories.ConversationFactory(channel=pertama.channel)
        one = factories.TicketFactory(
            conversation=conversation,
            service=pertama.service,
            standard=pertama.standard,
            register_number=f"DINSOS-2026-00001{number}",
            subject="Lampu jalan Jalan Melati padam",
            received_at=now - (5 - number) * H,
            unanswered_since=now - (5 - number) * H,
        )
        factories.MessageFactory(
            ticket=one, text="Lampu jalan padam", occurred_at=now - (5 - number) * H
        )
        found.append(Ticket.objects.get(pk=one.pk))
    desk.take(found[0], by=petugas, now=now - H)
    return found
