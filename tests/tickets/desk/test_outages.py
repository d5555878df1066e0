"""The tickets that an outage touches stand still as long as it lasts, and each hour counts once."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tests.tickets.desk.outage_tools import H, M, Office, fresh, spans, sweep
from tests.tickets.desk.outage_tools import matter as matter
from tests.tickets.desk.outage_tools import office as office
from tickets import desk
from tickets.models import ClockSpan, Conversation, FigureChange, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

S = Ticket.State


def test_a_touched_ticket_stands_still_and_is_due_so_much_later(
    office: Office, matter: Ticket, now: dt.datetime
) -> None:
    due = matter.due_at
    outage = office.record(now, now - 30 * M)
    held = fresh(matter)
    assert (held.paused_since, held.outage, held.due_at) == (now - 30 * M, outage, due)
    assert not Ticket.objects.overdue(now + 90 * H).exists()
    office.end(outage, now + 2 * H)
    after = fresh(matter)
    assert (after.paused_since, after.outage) == (None, None)
    assert after.due_at == due + 2 * H + 30 * M
    assert spans(matter) == [(now - 30 * M, now + 2 * H)]
    assert history(matter) == ["outage", "outage", "due_changed"]
    outage.refresh_from_db()
    assert outage.applied_version == outage.version == 2


def test_the_first_response_runs_on(office: Office, tiket: Ticket, now: dt.datetime) -> None:
    first = tiket.first_response_due_at
    office.record(now, now)
    held = fresh(tiket)
    assert held.first_response_due_at == first
    assert held.sort_due_at == first
    assert Ticket.objects.overdue(first + M).filter(pk=tiket.pk).exists()


def test_only_the_services_that_are_named_stand_still(
    office: Office, matter: Ticket, layanan_lain: Service, layanan: Service, now: dt.datetime
) -> None:
    office.record(now, now, services=[layanan_lain])
    assert fresh(matter).outage is None
    office.record(now, now, kind="internet", services=[layanan])
    assert str(fresh(matter).outage) == "Gangguan internet"


@pytest.mark.parametrize("state", ["intake", "unregistered", "elsewhere", "resolved before"])
def test_what_is_not_touched_is_left_alone(
    office: Office, matter: Ticket, dinas_wita: Agency, now: dt.datetime, state: str
) -> None:
    values: dict[str, Any] = {
        "intake": {"state": S.INTAKE},
        "unregistered": {"registered_at": None},
        "elsewhere": {"agency": dinas_wita},
        "resolved before": {"state": S.RESOLVED, "resolved_at": now - 2 * H},
    }[state]
    Ticket.objects.filter(pk=matter.pk).update(**values)
    office.record(now, now)
    assert not ClockSpan.objects.exists()


def test_who_arrives_while_it_goes_on_stands_still_from_then(
    office: Office, layanan: Service, percakapan: Conversation, now: dt.datetime
) -> None:
    office.record(now, now - H)
    late = factories.TicketFactory(
        conversation=percakapan, service=layanan, received_at=now + H, registered_at=now + H
    )
    sweep(now + 2 * H)
    assert spans(late) == [(now + H, None)]
    assert fresh(late).paused_since == now + H


def test_who_comes_into_a_touched_service_stands_still_from_then_and_leaves_again(
    office: Office,
    matter: Ticket,
    layanan: Service,
    layanan_lain: Service,
    penyelia: Staff,
    now: dt.datetime,
) -> None:
    outage = office.record(now, now - H, services=[layanan_lain])
    desk.choose_service(matter, service=layanan_lain, by=penyelia, now=now + H)
    sweep(now + 2 * H)
    assert spans(matter) == [(now + H, None)]
    desk.choose_service(fresh(matter), service=layanan, by=penyelia, now=now + 3 * H)
    assert spans(matter) == [(now + H, now + 3 * H)]
    assert fresh(matter).outage is None
    desk.choose_service(fresh(matter), service=layanan_lain, by=penyelia, now=now + 4 * H)
    sweep(now + 5 * H)
    assert spans(matter) == [(now + H, now + 3 * H), (now + 4 * H, None)]
    office.end(outage, now + 6 * H)
    assert spans(matter) == [(now + H, now + 3 * H), (now + 4 * H, now + 6 * H)]


def test_a_pause_for_the_citizen_and_an_outage_count_once(
    office: Office, matter: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    due = matter.due_at
    desk.take(matter, by=petugas, now=now)
    desk.wait_for_citizen(matter, by=petugas, now=now, reason="Foto KK")
    outage = office.record(now + H, now + H)
    assert fresh(matter).paused_since == now
    desk.resume(
        fresh(matter), by=None, now=now + 2 * H
    )  # the citizen answers, it goes on standing still
    held = fresh(matter)
    assert (held.state, held.paused_since, held.outage) == (S.IN_PROGRESS, now + H, outage)
    office.end(outage, now + 3 * H)
    assert fresh(matter).due_at == due + 3 * H
    assert fresh(matter).paused_since is None


def test_a_pause_for_the_citizen_that_begins_in_an_outage_goes_on_after_it(
    office: Office, matter: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    due = matter.due_at
    outage = office.record(now, now)
    desk.take(fresh(matter), by=petugas, now=now)
    desk.wait_for_citizen(fresh(matter), by=petugas, now=now + H, reason="Foto KK")
    office.end(outage, now + 2 * H)
    assert fresh(matter).paused_since == now + H
    desk.resume(fresh(matter), by=None, now=now + 4 * H)
    assert fresh(matter).due_at == due + 4 * H


def test_outages_over_each_other_count_once(
    office: Office, matter: Ticket, now: dt.datetime
) -> None:
    due = matter.due_at
    one = office.record(now, now)
    two = office.record(now + H, now + H, kind="internet")
    assert fresh(matter).outage == one
    office.end(one, now + 2 * H)
    assert fresh(matter).outage == two
    assert fresh(matter).paused_since == now + H
    office.end(two, now + 3 * H)
    assert fresh(matter).due_at == due + 3 * H


def test_withdrawing_one_of_two_leaves_the_other(
    office: Office, matter: Ticket, now: dt.datetime
) -> None:
    due = matter.due_at
    one = office.record(now + 3 * H, now, ends_at=now + 2 * H)
    office.record(now + 3 * H, now + H, ends_at=now + 3 * H, kind="internet")
    assert fresh(matter).due_at == due + 3 * H
    office.withdraw(one, now + 4 * H)
    assert fresh(matter).due_at == due + 2 * H
    assert ClockSpan.objects.filter(outage=one).count() == 0


def test_withdrawing_undoes_all_of_it(office: Office, matter: Ticket, now: dt.datetime) -> None:
    before = fresh(matter)
    outage = office.record(now, now - H)
    office.withdraw(outage, now + H)
    after = fresh(matter)
    assert not ClockSpan.objects.exists()
    columns = ("due_at", "due_from", "paused_since", "outage_id", "first_response_due_at")
    assert [getattr(after, name) for name in columns] == [
        before.received_at if name == "due_from" else getattr(before, name) for name in columns
    ]
    assert history(matter) == ["outage", "outage_withdrawn"]


def test_correcting_it_gives_the_due_time_that_it_would_have_had(
    office: Office, matter: Ticket, layanan_lain: Service, now: dt.datetime
) -> None:
    due = matter.due_at
    outage = office.record(now + 4 * H, now, ends_at=now + 4 * H)
    assert fresh(matter).due_at == due + 4 * H
    office.correct(outage, now + 5 * H, now + H, ends_at=now + 2 * H)
    assert fresh(matter).due_at == due + H
    office.correct(outage, now + 5 * H, now, ends_at=now + 3 * H, services=[layanan_lain])
    assert fresh(matter).due_at == due
    office.correct(outage, now + 5 * H, now, ends_at=now + 3 * H)
    assert fresh(matter).due_at == due + 3 * H
    office.correct(outage, now + 5 * H, now)  # it goes on after all
    assert fresh(matter).paused_since == now


def test_correcting_reaches_what_was_resolved_meanwhile(
    office: Office, matter: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    due = matter.due_at
    outage = office.record(now, now)
    desk.take(fresh(matter), by=petugas, now=now)
    done = desk.Resolution(outcome="fulfilled", summary="Selesai.", form_key="r")
    desk.conclude(fresh(matter), by=petugas, now=now + 3 * H, how=done)
    assert fresh(matter).due_at == due + 3 * H
    office.correct(outage, now + 4 * H, now, ends_at=now + H)
    assert fresh(matter).due_at == due + H
    office.correct(outage, now + 9 * H, now, ends_at=now + 8 * H)
    assert fresh(matter).due_at == due + 3 * H  # it stood still no longer than it was open


def test_what_was_resolved_late_for_an_outage_that_is_recorded_after_it_is_in_time(
    office: Office, matter: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=matter.pk).update(
        state=S.CLOSED, resolved_at=matter.due_at + H, closed_at=matter.due_at + H
    )
    later = matter.due_at + 48 * H
    office.record(later, now, ends_at=now + 2 * H)
    assert fresh(matter).due_at == matter.due_at + 2 * H
    assert Ticket.objects.completion_kept().filter(pk=matter.pk).exists()
    assert fresh(matter).paused_since is None


def test_one_resolved_and_opened_again_in_the_outage_counts_it_once(
    office: Office, matter: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    due = matter.due_at
    outage = office.record(now, now)
    desk.take(fresh(matter), by=petugas, now=now)
    done = desk.Resolution(outcome="fulfilled", summary="Selesai.", form_key="r")
    desk.conclude(fresh(matter), by=petugas, now=now + H, how=done)
    desk.reopen(fresh(matter), by=petugas, now=now + 2 * H, reason="Belum beres")
    sweep(now + 2 * H)
    assert fresh(matter).outage == outage
    office.end(outage, now + 3 * H)
    assert fresh(matter).due_at == due + 3 * H


def test_one_that_left_after_the_outage_keeps_it_as_long_as_it_was_there(
    office: Office,
    matter: Ticket,
    layanan: Service,
    layanan_lain: Service,
    penyelia: Staff,
    now: dt.datetime,
) -> None:
    outage = office.record(now + H, now, ends_at=now + H, services=[layanan])
    desk.choose_service(fresh(matter), service=layanan_lain, by=penyelia, now=now + 2 * H)
    office.correct(outage, now + 6 * H, now, ends_at=now + 5 * H, services=[layanan])
    assert spans(matter) == [(now, now + 2 * H)]


def test_reminders_are_silent_while_it_goes_on(
    office: Office, matter: Ticket, now: dt.datetime
) -> None:
    outage = office.record(now, now)
    assert fresh(matter).next_reminder_at is None
    office.end(outage, now + H)
    assert fresh(matter).next_reminder_at is not None


def test_the_day_of_a_resolved_ticket_is_counted_anew(
    office: Office, matter: Ticket, now: dt.datetime
) -> None:
    due = now - 30 * H
    Ticket.objects.filter(pk=matter.pk).update(
        received_at=now - 54 * H, due_at=due, state=S.RESOLVED, resolved_at=now - 29 * H
    )
    FigureChange.objects.all().delete()
    office.record(now, now - 29 * H - 30 * M, ends_at=now - 29 * H - 10 * M)  # moves no due time
    assert fresh(matter).due_at == due
    assert FigureChange.objects.filter(at=due).exists()
