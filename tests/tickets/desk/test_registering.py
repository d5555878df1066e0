"""A register number is given when there is a matter, once, and by whoever works on it first."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tests.tickets.desk.test_register import at_once
from tickets import desk
from tickets.desk import register
from tickets.models import Conversation, RegisterCounter, Ticket
from tickets.reminders import remind

pytestmark = [pytest.mark.django_db]

S = Ticket.State
H = dt.timedelta(hours=1)


@pytest.fixture
def sapaan(percakapan: Conversation, layanan: Service, standar: Any, now: dt.datetime) -> Ticket:
    """A lone greeting: with the bot, without a register number."""
    return greeting(percakapan, now)


def greeting(conversation: Conversation, now: dt.datetime, **more: Any) -> Ticket:
    return desk.open_ticket(
        desk.Opening(
            agency=conversation.channel.agency,
            channel=conversation.channel,
            citizen=conversation.citizen,
            conversation=conversation,
            source=Ticket.Source.WHATSAPP,
            received_at=now,
            is_matter=False,
            **more,
        )
    )


def test_a_greeting_uses_up_no_number_and_no_reminder(sapaan: Ticket, now: dt.datetime) -> None:
    assert sapaan.register_number == f"DINSOS-BARU-{sapaan.tracking_code}"
    assert (sapaan.registered_at, sapaan.next_reminder_at) == (None, None)
    assert not RegisterCounter.objects.exists()
    assert remind(now + 100 * H) == 0
    assert not Ticket.objects.overdue(now + 100 * H).exists()
    assert not Ticket.objects.due_soon(sapaan.due_at - H / 2).exists()


def test_registering_gives_the_number_once_and_the_times_of_the_receipt(
    sapaan: Ticket, now: dt.datetime
) -> None:
    first, due = sapaan.first_response_due_at, sapaan.due_at
    desk.register_matter(sapaan, now=now + H)
    desk.register_matter(Ticket.objects.get(pk=sapaan.pk), now=now + 2 * H)
    sapaan.refresh_from_db()
    assert sapaan.register_number == "DINSOS-2026-000001"
    assert (sapaan.registered_at, sapaan.received_at) == (now + H, now)
    assert (sapaan.first_response_due_at, sapaan.due_at) == (first, due)
    assert sapaan.next_reminder_at is not None
    assert history(sapaan) == ["opened", "registered"]
    assert RegisterCounter.objects.get().last == 1
    assert Ticket.objects.overdue(now + 100 * H).exists()


def test_a_verb_that_fails_gives_the_number_back(
    sapaan: Ticket, petugas: Staff, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("tickets.desk.registering.record", broken)
    with pytest.raises(RuntimeError):
        desk.take(sapaan, by=petugas, now=now)
    assert Ticket.objects.get(pk=sapaan.pk).registered_at is None
    assert not RegisterCounter.objects.exists()


Works = Callable[[Ticket, Staff, dt.datetime], object]
WORKS: dict[str, Works] = {
    "take": lambda t, by, now: desk.take(t, by=by, now=now),
    "assign": lambda t, by, now: desk.assign(t, by=by, now=now, to=by),
    "reply": lambda t, by, now: desk.reply(t, by=by, now=now, reply=desk.Reply(text="Ya?")),
    "note": lambda t, by, now: desk.note(t, by=by, now=now, text="Sudah ditelepon"),
    "choose": lambda t, by, now: desk.choose_service(t, by=by, now=now, service=_service(t)),
    "complete": lambda t, by, now: desk.completed_files(t, by=by, now=now),
    "transfer": lambda t, by, now: desk.transfer(
        t, by=by, now=now, reason="Bukan di sini", to_agency=factories.AgencyFactory()
    ),
    "resolve": lambda t, by, now: desk.resolve(t, by=by, now=now, outcome="duplicate"),
    "enqueue": lambda t, by, now: desk.enqueue(t, by=by, now=now),
    "urgent": lambda t, by, now: desk.mark_urgent(t, by=by, now=now),
}


def _service(ticket: Ticket) -> Service:
    return Service.objects.get(agency=ticket.agency_id)


@pytest.mark.parametrize("work", WORKS)
def test_who_works_on_it_registers_it(
    sapaan: Ticket, penyelia: Staff, now: dt.datetime, work: str
) -> None:
    WORKS[work](sapaan, penyelia, now + H)
    for ticket in (sapaan, Ticket.objects.get(pk=sapaan.pk)):
        assert ticket.register_number == "DINSOS-2026-000001"
        assert ticket.registered_at == now + H
    assert sapaan.events.get(verb="registered").actor == penyelia


def test_what_staff_open_and_what_goes_to_the_queue_is_registered_at_once(
    dinas: Agency, petugas: Staff, percakapan: Conversation, now: dt.datetime
) -> None:
    assert greeting(percakapan, now, by=petugas).registered_at == now
    assert greeting(percakapan, now, state=S.NEW).registered_at == now
    walk_in = desk.WalkIn(agency=dinas, name="Pak Contoh", note="Minta surat")
    assert desk.register_walk_in(walk_in, by=petugas, now=now).registered_at == now


def test_only_a_provisional_number_has_a_code_in_it(sapaan: Ticket) -> None:
    code = sapaan.tracking_code
    assert register.code_in_provisional(sapaan.register_number) == code
    for other in ("DINSOS-2026-000001", f"DINSOS-BARU-{code}X", f"dinsos-BARU-{code}", code, ""):
        assert register.code_in_provisional(other) == ""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_register_once(
    percakapan: Conversation, now: dt.datetime, request: pytest.FixtureRequest
) -> None:
    if "sqlite" in str(request.getfixturevalue("settings").DATABASES["default"]["ENGINE"]):
        pytest.skip("needs PostgreSQL")
    pk = greeting(percakapan, now).pk
    at_once(10, lambda _: desk.register_matter(Ticket.objects.get(pk=pk), now=now))
    assert Ticket.objects.get(pk=pk).register_number == "DINSOS-2026-000001"
    assert RegisterCounter.objects.get().last == 1
