"""Emergencies: on top of every queue, told at once, and never twice."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage

from services.models import Absence, Agency, DutyShift, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tickets import desk
from tickets.emails import send_emails
from tickets.models import Notification, Ticket
from tickets.notifications import notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

H = dt.timedelta(hours=1)


def told() -> set[Staff]:
    return {row.staff for row in Notification.objects.filter(kind="urgent")}


def test_supervisors_and_officers_who_are_there_are_told_once(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    today = now.astimezone(tiket.agency.zone).date()
    Absence.objects.create(staff=petugas_lain, starts_on=today, ends_on=today)
    for _ in range(2):
        desk.mark_urgent(tiket, now=now)
    tiket.refresh_from_db()
    assert tiket.is_urgent
    assert history(tiket) == ["marked_urgent"]
    assert told() == {petugas, penyelia}
    words = notification_words(Notification.objects.filter(staff=penyelia).get())
    assert words == "DINSOS-2026-000001: DARURAT. Buka tiket ini dan tangani sekarang."
    desk.unmark_urgent(tiket, by=petugas, now=now + H)
    desk.unmark_urgent(tiket, by=petugas, now=now + H)
    desk.mark_urgent(tiket, by=petugas, now=now + 2 * H)
    assert Notification.objects.filter(kind="urgent").count() == 2
    assert history(tiket) == ["marked_urgent", "unmarked_urgent", "marked_urgent"]


def test_where_there_is_a_roster_those_on_duty_are_told(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, dinas: Agency, now: dt.datetime
) -> None:
    DutyShift.objects.create(agency=dinas, staff=petugas_lain, starts_at=now - H, ends_at=now + H)
    desk.mark_urgent(tiket, now=now)
    assert told() == {petugas_lain}


def test_only_those_who_work_on_it_and_the_holder_are_told(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, layanan_khusus: Service, now: dt.datetime
) -> None:
    Ticket.objects.update(service=layanan_khusus, assignee=petugas_lain)
    desk.mark_urgent(tiket, now=now)
    assert told() == {petugas_lain}


def test_who_marks_it_knows_it(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    desk.mark_urgent(tiket, by=petugas, now=now)
    assert told() == set()
    assert tiket.events.get().actor == petugas


@pytest.mark.parametrize("who", ["orang_luar", "pengamat", "admin_opd", "pejabat"])
def test_those_without_the_right_mark_nothing(
    tiket: Ticket, who: str, now: dt.datetime, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.mark_urgent(tiket, by=person, now=now)
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.unmark_urgent(tiket, by=person, now=now)
    tiket.refresh_from_db()
    assert not tiket.is_urgent
    assert not Notification.objects.exists()
    assert not tiket.events.exists()


def test_what_is_over_is_no_emergency(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    Ticket.objects.update(state="resolved")
    with pytest.raises(desk.Refused, match="sudah selesai"):
        desk.mark_urgent(tiket, by=petugas, now=now)
    assert not Notification.objects.exists()


def test_it_is_shared_out_before_all_that_is_due_earlier(
    tiket: Ticket, petugas: Staff, dinas: Agency, layanan: Service, now: dt.datetime
) -> None:
    dinas.auto_assign = Agency.AutoAssign.LEAST_LOADED
    dinas.save()
    later = factories.TicketFactory(
        conversation=tiket.conversation, service=layanan, received_at=now + 9 * H
    )
    desk.mark_urgent(later, now=now)
    desk.auto_assign(dinas, now, limit=1)
    later.refresh_from_db()
    assert later.assignee == petugas


def test_a_wish_for_anonymity_is_kept_once_and_for_good(
    tiket: Ticket, petugas: Staff, orang_luar: Staff, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused):
        desk.keep_anonymous(tiket, by=orang_luar, now=now)
    for _ in range(2):
        desk.keep_anonymous(tiket, now=now)
    tiket.refresh_from_db()
    assert tiket.is_anonymous
    assert history(tiket) == ["kept_anonymous"]
    desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Kami tindak lanjuti."))
    message = tiket.messages.get()
    assert message.conversation == tiket.conversation


def test_its_email_says_so_in_the_subject(
    tiket: Ticket, penyelia: Staff, now: dt.datetime, mailoutbox: list[EmailMessage]
) -> None:
    Staff.objects.filter(pk=penyelia.pk).update(email_reminders=True)
    desk.mark_urgent(tiket, now=now)
    assert [send_emails(now), send_emails(now)] == [1, 0]
    assert [mail.subject for mail in mailoutbox] == ["DARURAT: DINSOS-2026-000001"]
