"""The clock of a ticket: due times, pauses, and why."""

import datetime as dt
from typing import Any

import pytest

from services.calendars import calendar_of
from services.models import Agency, Holiday, Service, Staff
from tests import factories
from tickets import desk
from tickets.desk import clock as ticket_clock
from tickets.desk import explaining, promises
from tickets.models import ClockSpan, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
H = dt.timedelta(hours=1)
S = Ticket.State


def opened(service: Service | None, agency: Agency, now: dt.datetime) -> Ticket:
    opening = desk.Opening(
        agency=agency,
        citizen=factories.CitizenFactory(agency=agency),
        source=Ticket.Source.WALK_IN,
        received_at=now,
        state=S.NEW,
        service=service,
    )
    return desk.open_ticket(opening)


def standard(service: Service, **values: Any) -> None:
    factories.StandardFactory(service=service, **values)


def test_without_a_service_the_promise_is_24_hours_by_the_clock(
    dinas: Agency, now: dt.datetime
) -> None:
    ticket = opened(None, dinas, now)
    assert ticket.first_response_due_at == ticket.due_at == ticket.sort_due_at == now + 24 * H
    told = explaining.explanation(ticket, now)
    assert told.due == ticket.due_at
    assert told.sentences[0] == "Layanan belum dipilih, maka berlaku janji umum 1x24 jam"
    assert told.sentences[-1] == "Paling lambat Rabu, 10 Juni 2026 10.00 WIB"


def test_working_days_follow_the_offices_hours_and_holidays(
    dinas: Agency, layanan: Service, now: dt.datetime
) -> None:
    Holiday.objects.create(date=dt.date(2026, 6, 10), name="Libur Contoh", kind="national")
    Holiday.objects.create(date=dt.date(2026, 6, 11), name="Libur Lain", kind="national")
    Holiday.objects.create(
        date=dt.date(2026, 6, 11), agency=dinas, name="Tetap buka", is_working=True
    )
    standard(layanan, deadline_basis="working_days", deadline_amount=1)
    ticket = opened(layanan, dinas, now)
    assert ticket.due_at == dt.datetime(2026, 6, 11, 9, 0, tzinfo=dt.UTC)  # 16.00 WIB
    assert ticket.sort_due_at == ticket.first_response_due_at == now + 24 * H
    assert "Tidak dihitung: Libur Contoh" in explaining.explanation(ticket, now).sentences


def test_an_office_without_hours_is_held_to_the_plain_clock(
    layanan: Service, now: dt.datetime
) -> None:
    agency = factories.AgencyFactory()
    service = factories.ServiceFactory(agency=agency)
    standard(service, deadline_basis="working_days", deadline_amount=2)
    ticket = opened(service, agency, now)
    assert ticket.due_at == now + 48 * H
    assert "belum diatur" in explaining.explanation(ticket, now).sentences[0]


def test_calendars_are_read_in_two_questions(dinas: Agency, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # and one whether they have changed
        calendar_of(dinas)


def test_a_pause_moves_the_due_time_and_is_recorded(
    dinas: Agency, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    standard(layanan)
    ticket = desk.take(opened(layanan, dinas, now), by=petugas, now=now)
    desk.wait_for_citizen(ticket, by=petugas, now=now + 2 * H, reason="Fotokopi KK")
    late = now + 40 * H
    assert ticket not in Ticket.objects.overdue(late)
    assert promises.completion_reading(ticket, late) == "paused"
    desk.resume(ticket, by=None, now=now + 50 * H)
    ticket.refresh_from_db()
    assert ticket.due_at == now + 72 * H
    assert (ticket.state, ticket.paused_since) == (S.IN_PROGRESS, None)
    span = ClockSpan.objects.get()
    assert (span.kind, span.reason, span.ends_at) == ("citizen", "Fotokopi KK", now + 50 * H)
    verbs = list(ticket.events.values_list("verb", flat=True))
    assert verbs == ["opened", "taken", "waiting_citizen", "resumed", "due_changed"]
    told = explaining.explanation(ticket, late)
    assert told.due == ticket.due_at
    assert "Jeda 2 hari Fotokopi KK" in told.sentences


def test_waiting_for_others_runs_on_but_for_an_outage(
    dinas: Agency, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    standard(layanan)
    ticket = desk.take(opened(layanan, dinas, now), by=petugas, now=now)
    desk.wait_for_other(ticket, by=petugas, now=now, reason="Verifikasi pusat")
    assert (ticket.state, ticket.paused_since) == (S.WAITING_OTHER, None)
    with pytest.raises(desk.Refused, match="sudah menunggu"):
        desk.wait_for_other(ticket, by=petugas, now=now, reason="x")
    desk.resume(ticket, by=petugas, now=now + H)
    assert ticket.due_at == now + 24 * H
    desk.wait_for_other(ticket, by=petugas, now=now + H, reason="SIAK mati", outage=True)
    assert ticket.paused_since == now + H
    desk.wait_for_citizen(ticket, by=petugas, now=now + 3 * H, reason="KK")
    assert ticket.due_at == now + 26 * H
    assert ticket.paused_since == now + 3 * H
    assert list(ClockSpan.objects.values_list("kind", flat=True)) == ["outage", "citizen"]


def test_resuming_what_does_not_wait(
    dinas: Agency, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    ticket = desk.take(opened(layanan, dinas, now), by=petugas, now=now)
    version = ticket.version
    desk.resume(ticket, by=None, now=now)
    assert Ticket.objects.get(pk=ticket.pk).version == version
    with pytest.raises(desk.Refused):
        desk.resume(ticket, by=petugas, now=now)


def test_a_clock_from_complete_files_stands_still_once_answered_until_they_are(
    percakapan: Any, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    standard(layanan, clock_start="complete", deadline_amount=24)
    ticket = desk.open_ticket(
        desk.Opening(
            agency=percakapan.channel.agency,
            citizen=percakapan.citizen,
            conversation=percakapan,
            channel=percakapan.channel,
            source=Ticket.Source.WHATSAPP,
            received_at=now,
            state=S.NEW,
            service=layanan,
        )
    )
    # The office has not answered: the first promise runs, and the ticket can be overdue by it.
    assert ticket in Ticket.objects.overdue(now + 25 * H)
    desk.reply(ticket, by=petugas, now=now + H, reply=desk.Reply(text="Mohon KK"))
    ticket.refresh_from_db()
    assert ticket.paused_since == now + H
    assert ticket not in Ticket.objects.overdue(now + 400 * H)
    why = explaining.explanation(ticket, now + H).sentences
    assert why[0].startswith("Berkas belum lengkap.")
    assert not [sentence for sentence in why if sentence.startswith("Berkas lengkap")]
    desk.wait_for_citizen(ticket, by=petugas, now=now + 2 * H, reason="KK")
    desk.resume(ticket, by=None, now=now + 40 * H)
    assert ticket.paused_since == now + H
    desk.completed_files(ticket, by=petugas, now=now + 48 * H)
    ticket.refresh_from_db()
    assert (ticket.paused_since, ticket.due_at) == (None, now + 72 * H)
    assert ClockSpan.objects.get().why == "files_missing"
    assert explaining.explanation(ticket, now).sentences[0].startswith("Berkas lengkap Kamis")
    with pytest.raises(desk.Refused):
        desk.completed_files(ticket, by=petugas, now=now + 49 * H)


def test_resolving_ends_a_pause_and_reopening_counts_the_time_out(
    dinas: Agency, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    standard(layanan)
    ticket = desk.take(opened(layanan, dinas, now), by=petugas, now=now)
    desk.wait_for_citizen(ticket, by=petugas, now=now + H, reason="KK")
    desk.resolve(ticket, by=petugas, now=now + 2 * H, outcome="withdrawn")
    ticket.refresh_from_db()
    assert ticket.paused_since is None
    assert not ClockSpan.objects.filter(ends_at__isnull=True).exists()
    desk.reopen(ticket, by=petugas, now=now + 12 * H, reason="salah tutup")
    assert ticket.due_at == now + (24 + 1 + 10) * H
    kinds = list(ClockSpan.objects.values_list("kind", flat=True))
    assert kinds == ["citizen", "resolved"]
    assert "Jeda 10 jam salah tutup" in explaining.explanation(ticket, now).sentences


def answered_without_files(layanan: Service, petugas: Staff, now: dt.datetime) -> Ticket:
    """A ticket whose completion clock waits for files, and stands still since the answer."""
    standard(layanan, clock_start="complete", deadline_amount=24)
    ticket = opened(layanan, layanan.agency, now)
    desk.take(ticket, by=petugas, now=now)
    ticket_clock.first_response(ticket, by=petugas, now=now + H)
    assert ticket.paused_since == now + H
    return ticket


@pytest.mark.parametrize("how", ["transfer", "choose"])
def test_a_service_that_waits_for_no_files_ends_the_wait_for_them(
    layanan: Service, petugas: Staff, penyelia: Staff, now: dt.datetime, how: str
) -> None:
    ticket = answered_without_files(layanan, petugas, now)
    other = factories.ServiceFactory(agency=layanan.agency)
    standard(other, deadline_amount=48)
    later = now + 3 * H
    if how == "transfer":
        desk.transfer(ticket, by=penyelia, now=later, reason="Salah layanan", to_service=other)
    else:
        desk.choose_service(ticket, by=penyelia, now=later, service=other)
    ticket.refresh_from_db()
    assert (ticket.paused_since, ticket.due_at) == (None, now + 50 * H)
    assert not ClockSpan.objects.filter(ends_at__isnull=True).exists()
    assert ticket in Ticket.objects.overdue(now + 51 * H)


def test_a_new_promise_for_the_first_answer_alone_is_told_in_the_history(
    layanan: Service, penyelia: Staff, now: dt.datetime
) -> None:
    standard(layanan, first_response_amount=4, deadline_amount=24)
    ticket = opened(None, layanan.agency, now)
    desk.choose_service(ticket, by=penyelia, now=now + H, service=layanan)
    event = ticket.events.get(verb="due_changed")
    assert event.data["from"] == event.data["to"]
    assert event.data["first_to"] == (now + 4 * H).isoformat()


def test_a_service_that_waits_for_files_stands_still_when_it_is_chosen(
    layanan: Service, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    standard(layanan, clock_start="complete")
    ticket = opened(None, layanan.agency, now)
    ticket_clock.first_response(ticket, by=petugas, now=now + H)
    desk.choose_service(ticket, by=penyelia, now=now + 2 * H, service=layanan)
    ticket.refresh_from_db()
    assert ticket.paused_since == now + 2 * H


def test_a_citizen_who_writes_before_any_answer_starts_the_first_promise_again(
    layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    standard(layanan, clock_start="complete")
    ticket = desk.take(opened(layanan, layanan.agency, now), by=petugas, now=now)
    desk.wait_for_citizen(ticket, by=petugas, now=now + H, reason="KK")
    desk.resume(ticket, by=None, now=now + 2 * H)
    ticket.refresh_from_db()
    assert ticket.paused_since is None
    assert ticket in Ticket.objects.overdue(now + 30 * H)
