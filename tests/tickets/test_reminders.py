"""Reminders: the right step, to the right people, once, however often beat runs."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail

from services.models import Role, Service, Staff
from tests import factories
from tickets import desk, emails, reminders
from tickets.desk import clock as ticket_clock
from tickets.event_reasons import Why
from tickets.models import Notification, Ticket
from tickets.notifications import notification_words

pytestmark = pytest.mark.django_db
H = dt.timedelta(hours=1)


@pytest.fixture
def kepala(dinas: Any) -> Staff:
    staff = factories.StaffFactory(full_name="Kepala Contoh")
    factories.MembershipFactory(staff=staff, agency=dinas, role=Role.OFFICIAL)
    return staff


@pytest.fixture
def berjalan(
    clock: Any, tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> Ticket:
    """Taken, with its clock set: due in 24 hours, first response too."""
    desk.take(tiket, by=petugas, now=now)
    ticket_clock.restart(tiket, by=None, now=now, why=Why.PAUSE_ENDED)
    return tiket


def told(**filters: Any) -> list[tuple[str, str, str]]:
    rows = Notification.objects.filter(is_skipped=False, **filters)
    return sorted(rows.values_list("kind", "step", "staff__full_name"))


def test_nothing_is_told_before_half_time(berjalan: Ticket, now: dt.datetime) -> None:
    assert berjalan.next_reminder_at == now + 12 * H
    assert reminders.remind(now + 11 * H) == 0
    assert not Notification.objects.exists()


def test_half_time_is_told_to_assignee_supervisor_and_head_once(
    berjalan: Ticket, now: dt.datetime
) -> None:
    for _ in range(3):
        reminders.remind(now + 12 * H)
    people = ["Kepala Contoh", "Rina Petugas", "Wati Penyelia"]
    assert told(kind="completion") == [("completion", "50%", name) for name in people]
    assert told(kind="first_response") == [("first_response", "50%", name) for name in people]
    row = Notification.objects.filter(kind="completion").first()
    assert row is not None
    assert notification_words(row) == (
        "Penyelesaian DINSOS-2026-000001: separuh waktu sudah berjalan, "
        "paling lambat Rabu, 10 Juni 2026 10.00 WIB."
    )
    berjalan.refresh_from_db()
    assert berjalan.next_reminder_at == now + 18 * H


def test_every_step_is_told_then_one_each_day(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.reply(berjalan, by=petugas, now=now, reply=desk.Reply(text="Kami proses"))
    for hours in range(0, 24 * 4 + 1, 2):
        reminders.remind(now + hours * H)
    steps = [step for _, step, _ in told(staff=petugas)]
    assert steps == ["50%", "75%", "due", "due+1d", "due+2d", "due+3d"]
    assert not Notification.objects.filter(is_skipped=True).exists()
    assert not Notification.objects.filter(kind="first_response").exists()


def test_after_a_standstill_only_the_newest_step_is_told(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.reply(berjalan, by=petugas, now=now, reply=desk.Reply(text="Kami proses"))
    reminders.remind(now + 24 * H * 3)
    assert [step for _, step, _ in told(staff=petugas)] == ["due+2d"]
    skipped = Notification.objects.filter(staff=petugas, is_skipped=True)
    assert sorted(skipped.values_list("step", flat=True)) == ["50%", "75%", "due", "due+1d"]
    assert not Notification.objects.filter(staff=petugas).unread().exclude(step="due+2d").exists()


def test_a_paused_or_resolved_ticket_reminds_nobody(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.reply(berjalan, by=petugas, now=now, reply=desk.Reply(text="Mohon kirim KK"))
    desk.wait_for_citizen(berjalan, by=petugas, now=now, reason="Fotokopi KK")
    assert reminders.remind(now + 48 * H) == 0
    desk.resume(berjalan, by=None, now=now + 10 * H)
    berjalan.refresh_from_db()
    assert berjalan.due_at == now + 34 * H
    desk.resolve(berjalan, by=petugas, now=now + 11 * H, outcome="fulfilled")
    assert reminders.remind(now + 48 * H) == 0
    assert not Notification.objects.exists()


def test_waiting_for_a_citizen_who_had_no_answer_yet_does_not_hide_the_first_promise(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.wait_for_citizen(berjalan, by=petugas, now=now, reason="Fotokopi KK")
    berjalan.refresh_from_db()
    assert berjalan.next_reminder_at == now + 12 * H  # half of the first response's 24 hours
    reminders.remind(now + 18 * H)
    assert [(due, step) for due, step, _ in told(staff=petugas)] == [("first_response", "75%")]
    assert berjalan not in Ticket.objects.overdue(now + 25 * H)
    desk.reply(berjalan, by=petugas, now=now + 20 * H, reply=desk.Reply(text="Mohon kirim KK"))
    assert reminders.remind(now + 96 * H) == 0


def test_what_was_paused_before_that_was_so_is_looked_at_once_more(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.wait_for_citizen(berjalan, by=petugas, now=now, reason="Fotokopi KK")
    Ticket.objects.update(next_reminder_at=None)
    migration = import_module("tickets.migrations.0007_first_promise_while_waiting")
    migration.look_again(apps, None)
    reminders.remind(now + 13 * H)
    assert [(due, step) for due, step, _ in told(staff=petugas)] == [("first_response", "50%")]
    Ticket.objects.update(first_responded_at=now, next_reminder_at=None)
    migration.look_again(apps, None)
    assert not Ticket.objects.filter(next_reminder_at__isnull=False).exists()


def test_in_office_time_reminders_wait_until_the_office_opens(
    berjalan: Ticket, petugas: Staff, layanan: Service, now: dt.datetime
) -> None:
    """Two working days from Thursday end on Monday; Saturday's reminder waits until Tuesday."""
    standard = layanan.standards.get()
    standard.deadline_basis, standard.deadline_amount = "working_days", 2
    standard.first_response_basis, standard.first_response_amount = "office_hours", 4
    standard.save()
    thursday = now + dt.timedelta(days=2)
    Ticket.objects.filter(pk=berjalan.pk).update(received_at=thursday, first_responded_at=thursday)
    berjalan.refresh_from_db()
    ticket_clock.restart(berjalan, by=None, now=thursday, why=Why.PAUSE_ENDED)
    due = dt.datetime(2026, 6, 15, 9, 0, tzinfo=dt.UTC)  # Monday 16.00 WIB
    assert berjalan.due_at == due
    reminders.remind(due)
    assert [step for _, step, _ in told(staff=petugas)] == ["due"]
    reminders.remind(due + 24 * H)  # Tuesday 16.00, closing time
    assert ("completion", "due+1d", "Rina Petugas") in told(staff=petugas)
    reminders.remind(due + 24 * 4 * H + H)  # Friday 17.00: closed
    berjalan.refresh_from_db()
    assert berjalan.next_reminder_at == dt.datetime(2026, 6, 22, 0, 30, tzinfo=dt.UTC)
    assert ("completion", "due+4d", "Rina Petugas") not in told(staff=petugas)


def test_a_new_due_time_is_reminded_of_anew(
    berjalan: Ticket, petugas: Staff, penyelia: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    factories.StandardFactory(service=layanan_lain, deadline_amount=48)
    desk.reply(berjalan, by=petugas, now=now, reply=desk.Reply(text="x"))
    reminders.remind(now + 12 * H)
    desk.transfer(berjalan, by=petugas, now=now + 13 * H, reason="x", to_service=layanan_lain)
    reminders.remind(now + 24 * H)
    assert len(told(staff=penyelia, step="50%")) == 2


def test_an_unanswered_citizen_is_warned_of_once_before_the_window_closes(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.update(unanswered_since=now)
    assert reminders.warn_closing_windows(now + 21 * H) == 0
    assert reminders.warn_closing_windows(now + 22 * H) == 1
    assert reminders.warn_closing_windows(now + 23 * H) == 0
    row = Notification.objects.get()
    assert (row.kind, row.staff, row.due_at) == ("window", petugas, now + 24 * H)


def test_whoever_waits_for_no_reply_is_not_warned_of(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    """The same rule as that of "Belum dibalas": who spoke last does not count."""
    Ticket.objects.update(unanswered_since=now, last_message_direction="in")
    desk.no_reply_needed(berjalan, by=petugas, now=now)
    assert reminders.warn_closing_windows(now + 23 * H) == 0


def test_an_answered_citizen_needs_no_window_warning(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.reply(berjalan, by=petugas, now=now, reply=desk.Reply(text="x"))
    assert reminders.warn_closing_windows(now + 23 * H) == 0


def test_mails_go_once_and_only_to_who_chose_them(
    berjalan: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    petugas.email_reminders = True
    petugas.save()
    desk.reply(berjalan, by=petugas, now=now, reply=desk.Reply(text="x"))
    reminders.remind(now + 24 * H * 2)
    assert emails.send_emails(now + 24 * H * 2) == 1
    assert emails.send_emails(now + 24 * H * 2) == 0
    (letter,) = mail.outbox
    assert letter.to == [petugas.email]
    assert "/tiket/DINSOS-2026-000001/" in letter.body
    assert "sudah lewat tenggat 1 hari" in letter.body


def test_with_the_mail_server_away_nothing_is_lost(
    berjalan: Ticket, petugas: Staff, now: dt.datetime, settings: Any
) -> None:
    petugas.email_reminders = True
    petugas.save()
    reminders.remind(now + 12 * H)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert emails.send_emails(now + 12 * H) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert emails.send_emails(now + 12 * H) == 2


def test_the_sweep_asks_the_same_number_of_questions_for_many_tickets(
    berjalan: Ticket, now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    rows = [
        factories.TicketFactory.build(
            agency=berjalan.agency,
            origin_agency=berjalan.agency,
            channel=berjalan.channel,
            citizen=berjalan.citizen,
            conversation=berjalan.conversation,
            service=berjalan.service,
            standard=berjalan.standard,
            assignee=berjalan.assignee,
            received_at=now,
            next_reminder_at=now + 12 * H,
        )
        for _ in range(200)
    ]
    Ticket.objects.bulk_create(rows)
    with django_assert_max_num_queries(40):
        assert reminders.remind(now + 12 * H) == 201
    assert Notification.objects.count() == 201 * 2 * 3
