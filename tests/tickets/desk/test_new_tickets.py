"""Tickets of the counter, of the bot, and their service."""

import datetime as dt

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tickets import desk
from tickets.event_reasons import Why
from tickets.models import Attachment, Ticket, TicketEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


S = Ticket.State


def test_a_walk_in_gets_a_number_and_a_double_click_makes_one(
    dinas: Agency, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    walk_in = desk.WalkIn(
        agency=dinas, name="Pak Contoh", note="Minta surat", service=layanan, form_key="w1"
    )
    ticket = desk.register_walk_in(walk_in, by=petugas, now=now)
    assert desk.register_walk_in(walk_in, by=petugas, now=now) == ticket
    ticket.refresh_from_db()
    assert ticket.register_number == "DINSOS-2026-000001"
    assert (ticket.source, ticket.state, ticket.assignee) == ("walk_in", S.IN_PROGRESS, petugas)
    assert ticket.first_responded_at == now
    assert ticket.messages.get().text == "Minta surat"
    assert history(ticket) == ["opened", "taken"]
    assert TicketEvent.objects.count() == 2


def test_a_walk_in_by_an_outsider_leaves_no_trace(
    dinas: Agency, orang_luar: Staff, now: dt.datetime
) -> None:
    walk_in = desk.WalkIn(agency=dinas, name="Pak Contoh", note="x")
    with pytest.raises(desk.Refused):
        desk.register_walk_in(walk_in, by=orang_luar, now=now)
    assert not Ticket.objects.exists()


def test_enqueue_moves_a_ticket_of_the_bot_into_the_queue_once(
    tiket: Ticket, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(state=S.INTAKE, queued_at=None)
    desk.enqueue(tiket, now=now, why=Why.SILENCE)
    desk.enqueue(tiket, now=now, why=Why.SILENCE)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.queued_at) == (S.NEW, now)
    assert history(tiket) == ["enqueued"]


@pytest.mark.parametrize(
    ("why", "kind"), [(Why.COMPLAINT, "complaint"), (Why.SILENCE, "information")]
)
def test_a_complaint_that_no_service_takes_counts_as_one(
    tiket: Ticket, now: dt.datetime, why: Why, kind: str
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(
        state=S.INTAKE, service=None, standard=None, kind="information", group="information"
    )
    ticket = desk.enqueue(Ticket.objects.get(pk=tiket.pk), now=now, why=why)
    ticket.refresh_from_db()
    assert (ticket.kind, ticket.group) == (kind, kind)


def test_choosing_a_service_brings_its_standard(
    tiket: Ticket, layanan_lain: Service, now: dt.datetime
) -> None:
    standard = factories.StandardFactory(service=layanan_lain, deadline_amount=48)
    desk.choose_service(tiket, service=layanan_lain, now=now)
    desk.choose_service(tiket, service=layanan_lain, now=now)
    tiket.refresh_from_db()
    assert (tiket.service, tiket.standard) == (layanan_lain, standard)
    assert tiket.due_at == tiket.received_at + dt.timedelta(hours=48)
    assert history(tiket) == ["service_chosen", "due_changed"]


def test_a_failed_file_is_asked_for_again(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    message = factories.MessageFactory(ticket=tiket, type="image")
    file = Attachment.objects.create(message=message, media_id="1", state="failed", attempts=9)
    desk.retry_file(file, by=petugas, now=now)
    file.refresh_from_db()
    assert (file.state, file.attempts, file.next_attempt_at) == ("pending", 0, now)
    with pytest.raises(desk.Refused):
        desk.retry_file(file, by=petugas, now=now)
