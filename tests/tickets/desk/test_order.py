"""What the queue sorts by while a clock stands still, and what a bar measures."""

import datetime as dt
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from services.models import Service, ServiceStandard, Staff
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk, reminders
from tickets.desk import clock as ticket_clock
from tickets.desk import explaining, promises
from tickets.event_reasons import Why
from tickets.models import Conversation, Notification, Ticket
from tickets.views.presenting import ticket_clock as shown_clock

H, D = dt.timedelta(hours=1), dt.timedelta(days=1)
WIB = ZoneInfo("Asia/Jakarta")
pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(percakapan: Conversation, now: dt.datetime) -> Phone:
    return Phone(percakapan, now)


@pytest.fixture
def berjalan(tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any) -> Ticket:
    """Taken and answered; its whole matter is due in three working days."""
    ServiceStandard.objects.update(deadline_basis="working_days", deadline_amount=3)
    Ticket.objects.update(received_at=now)
    tiket.refresh_from_db()
    desk.take(tiket, by=petugas, now=now)
    desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Kami proses."))
    ticket_clock.restart(tiket, by=None, now=now, why=Why.PAUSE_ENDED)
    return tiket


def bar(ticket: Ticket, now: dt.datetime) -> int | None:
    ticket.refresh_from_db()
    return shown_clock(ticket, zone=WIB, now=now).percent


def test_a_clock_that_runs_is_due_when_the_matter_is(berjalan: Ticket) -> None:
    assert (berjalan.sort_due_at, berjalan.look_due_at) == (berjalan.due_at, None)


def test_standing_ones_come_after_all_that_runs_the_longest_first(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    other = factories.TicketFactory(
        conversation__channel=berjalan.channel, service=berjalan.service, due_at=now + 900 * D
    )
    other.first_responded_at, other.register_number = now, "LAIN-2026-000001"
    other.sort_due_at, other.state, other.assignee = other.due_at, "in_progress", petugas
    other.save()
    third = factories.TicketFactory(
        conversation__channel=berjalan.channel, service=berjalan.service, state="in_progress"
    )
    third.register_number, third.first_responded_at, third.assignee = (
        "LAIN-2026-000002",
        now,
        petugas,
    )
    third.save()
    desk.wait_for_citizen(third, by=petugas, now=now + H, reason="KK")
    desk.wait_for_citizen(berjalan, by=petugas, now=now + 2 * H, reason="KK")
    assert list(Ticket.objects.open().for_queue()) == [other, third, berjalan]
    assert not Ticket.objects.overdue(now + 500 * D).exists()


def test_an_outage_stands_still_and_the_citizen_is_looked_at(
    berjalan: Ticket, petugas: Staff, phone: Phone, now: dt.datetime
) -> None:
    desk.wait_for_other(berjalan, by=petugas, now=now, reason="Server pusat mati", outage=True)
    phone.later(hours=1).says("Bagaimana kabarnya, Pak?")
    berjalan.refresh_from_db()
    due = dt.datetime(2026, 6, 10, 9, 0, tzinfo=dt.UTC)
    assert (berjalan.state, berjalan.look_due_at, berjalan.sort_due_at) == (
        "waiting_other", due, due
    )  # fmt: skip
    assert berjalan in Ticket.objects.overdue(due + H)
    assert berjalan in Ticket.objects.due_soon(due - H)
    desk.reply(berjalan, by=petugas, now=now + 2 * H, reply=desk.Reply(text="Masih menunggu."))
    assert berjalan.look_due_at is None
    assert berjalan not in Ticket.objects.overdue(due + H)


def test_each_service_has_its_own_time(
    berjalan: Ticket, petugas: Staff, phone: Phone, layanan: Service, now: dt.datetime
) -> None:
    Service.objects.update(look_amount=2, look_basis="office_hours")
    desk.wait_for_other(berjalan, by=petugas, now=now, reason="Server mati", outage=True)
    phone.later(minutes=30).says("Bagaimana, Pak?")
    berjalan.refresh_from_db()
    # From 10.30: an hour and a half until noon, and half an hour after one o'clock.
    assert berjalan.look_due_at == dt.datetime(2026, 6, 9, 6, 30, tzinfo=dt.UTC)
    told = explaining.look_explanation(berjalan, explaining.calendar_of(berjalan.agency))
    assert told is not None
    assert told.due == berjalan.look_due_at
    assert "Janji melihat kiriman baru: 2 jam kerja sesudahnya" in told.sentences


def test_who_pauses_with_words_still_unanswered_has_looked_then(
    berjalan: Ticket, petugas: Staff, phone: Phone, now: dt.datetime
) -> None:
    phone.later(hours=1).says("Bagaimana, Pak?")
    desk.wait_for_other(berjalan, by=petugas, now=now + 2 * D, reason="Server mati", outage=True)
    assert berjalan.unanswered_since == now + H
    assert berjalan.look_due_at == dt.datetime(2026, 6, 12, 9, 30, tzinfo=dt.UTC)


def test_resolving_and_reopening_leave_no_look_behind(
    berjalan: Ticket, petugas: Staff, penyelia: Staff, phone: Phone, now: dt.datetime
) -> None:
    desk.wait_for_other(berjalan, by=petugas, now=now, reason="Server mati", outage=True)
    phone.later(hours=1).says("Bagaimana, Pak?")
    berjalan.refresh_from_db()
    desk.resolve(berjalan, by=petugas, now=now + 2 * H, outcome="answered", summary="Sudah.")
    assert (berjalan.look_due_at, berjalan.next_reminder_at) == (None, None)
    desk.reopen(berjalan, by=penyelia, now=now + 3 * H, reason="Keliru")
    assert berjalan.sort_due_at == berjalan.due_at


def test_a_row_from_before_is_put_in_order_by_migration_and_sweep(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.wait_for_other(berjalan, by=petugas, now=now, reason="Server mati", outage=True)
    old = {"sort_due_at": now - 9 * D, "next_reminder_at": None, "due_from": None}
    Ticket.objects.update(**old)
    order = import_module("tickets.migrations.0020_order_standing_clocks").order
    order(apps, None)
    berjalan.refresh_from_db()
    assert berjalan.sort_due_at == now + ticket_clock.AFTER_ALL_THAT_RUNS
    assert berjalan.due_from == berjalan.received_at
    Ticket.objects.update(**old, unanswered_since=now)
    order(apps, None)
    reminders.remind(now + 3 * D)
    berjalan.refresh_from_db()
    due = dt.datetime(2026, 6, 10, 9, 0, tzinfo=dt.UTC)
    assert (berjalan.look_due_at, berjalan.sort_due_at) == (due, due)
    assert Notification.objects.filter(kind="look", is_skipped=False).exists()


def test_the_bar_begins_when_the_files_are_complete(
    tiket: Ticket, petugas: Staff, standar: ServiceStandard, now: dt.datetime, clock: Any
) -> None:
    ServiceStandard.objects.filter(pk=standar.pk).update(
        clock_start="complete", deadline_basis="working_days", deadline_amount=3
    )
    tiket.refresh_from_db()
    desk.take(tiket, by=petugas, now=now)
    desk.reply(tiket, by=petugas, now=now + H, reply=desk.Reply(text="Mohon kirim KK."))
    assert (bar(tiket, now + 5 * D), tiket.due_from) == (0, None)
    later = now + 14 * D
    desk.completed_files(tiket, by=petugas, now=later)
    assert bar(tiket, later) == 0
    middle = later + (tiket.due_at - later) / 2
    assert bar(tiket, middle) == 50
    assert bar(tiket, tiket.due_at) == 100
    assert promises.completion_reading(tiket, later) == "on_track"


def test_the_bar_leaves_out_what_stood_still(
    berjalan: Ticket, petugas: Staff, phone: Phone, now: dt.datetime
) -> None:
    whole = berjalan.due_at - now
    desk.wait_for_citizen(berjalan, by=petugas, now=now + whole / 4, reason="KK")
    assert bar(berjalan, now + 40 * D) == 25  # it stands where it stood
    phone.later(days=7).says("Ini KK saya")
    assert berjalan.due_from is not None
    used = bar(berjalan, phone.now)
    assert used is not None
    assert used <= 30
    steps = Notification.objects.filter(kind="completion")
    reminders.remind(phone.now)
    assert not steps.filter(step="75%").exists()


def test_the_first_response_is_measured_from_receipt(
    tiket: Ticket, now: dt.datetime, clock: Any
) -> None:
    tiket.received_at = now
    tiket.save()
    ticket_clock.restart(tiket, by=None, now=now, why=Why.PAUSE_ENDED)
    assert bar(tiket, now + 6 * H) == 25


def test_what_is_resolved_while_it_stood_still_is_in_time(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.wait_for_citizen(berjalan, by=petugas, now=now + H, reason="KK")
    before = berjalan.due_at
    resolved_at = now + 20 * D
    desk.resolve(berjalan, by=petugas, now=resolved_at, outcome="answered", summary="Sudah.")
    assert berjalan.due_at > resolved_at > before
    assert berjalan.clock_spans.get().ends_at == resolved_at
    assert explaining.explanation(berjalan, resolved_at).due == berjalan.due_at
    event = berjalan.events.get(verb="due_changed", data__why="pause_ended_by_resolving")
    assert event.data["to"] == berjalan.due_at.isoformat()


def test_late_words_do_not_end_the_wait_and_are_looked_at(
    berjalan: Ticket, petugas: Staff, phone: Phone, now: dt.datetime
) -> None:
    phone.later(hours=1).says("Baik Bu")
    desk.reply(berjalan, by=petugas, now=now + 2 * H, reply=desk.Reply(text="Mohon KK."))
    desk.wait_for_citizen(berjalan, by=petugas, now=now + 2 * H, reason="KK")
    phone.later(hours=2).says("KK saya hilang, Bu", at=now + H / 2)
    berjalan.refresh_from_db()
    assert (berjalan.state, berjalan.unanswered_since) == ("waiting_citizen", now + H / 2)
    assert (
        berjalan.look_due_at == berjalan.sort_due_at == dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC)
    )


def test_the_bar_of_files_declared_complete_before_any_pause(
    tiket: Ticket, petugas: Staff, standar: ServiceStandard, now: dt.datetime, clock: Any
) -> None:
    ServiceStandard.objects.filter(pk=standar.pk).update(
        clock_start="complete", deadline_basis="working_days", deadline_amount=3
    )
    tiket.refresh_from_db()
    desk.take(tiket, by=petugas, now=now)
    tiket.first_responded_at = now
    tiket.save()
    later = now + 14 * D
    desk.completed_files(tiket, by=petugas, now=later)
    assert bar(tiket, later) == 0
