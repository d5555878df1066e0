"""Open tickets of an officer who left, or is away for too long, are not left lying."""

import datetime as dt

import pytest
import time_machine

from services.models import Absence, Agency, Membership, Service, Staff
from tests import factories
from tickets import desk
from tickets.desk.taking_back import away_now, take_back_everywhere
from tickets.event_reasons import event_why
from tickets.models import Ticket
from tickets.views.events import event_words

# A Tuesday, 10.00 in Jakarta.
NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)
TODAY = dt.date(2026, 6, 9)
DAY = dt.timedelta(days=1)


@pytest.fixture
def held(tiket: Ticket, petugas: Staff) -> Ticket:
    """Taken yesterday, due in ten days."""
    desk.take(tiket, by=petugas, now=NOW - DAY)
    Ticket.objects.filter(pk=tiket.pk).update(sort_due_at=NOW + 10 * DAY)
    tiket.refresh_from_db()
    return tiket


def absent(staff: Staff, first: int, last: int, *, recorded: dt.datetime = NOW - DAY) -> Absence:
    """Away from `first` to `last`, counted in days from today."""
    row = Absence.objects.create(
        staff=staff, starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY
    )
    Absence.objects.filter(pk=row.pk).update(recorded_at=recorded)
    return row


def holder(ticket: Ticket) -> Staff | None:
    ticket.refresh_from_db()
    return ticket.assignee


def test_a_deactivated_account_holds_nothing(held: Ticket, petugas: Staff) -> None:
    assert take_back_everywhere(NOW) == 0
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert take_back_everywhere(NOW) == 1
    assert (holder(held), held.state) == (None, "new")
    event = held.events.last()
    assert (event.verb, event.actor) == ("released", None)
    assert event.data == {
        "from": petugas.pk, "from_name": "Rina Petugas", "to": None, "why": "left"
    }  # fmt: skip
    words, _ = event_words(event, zone=held.agency.zone)
    assert words == (
        "Sistem mengembalikan tiket ke antrean: petugas Rina Petugas tidak lagi bertugas di sini"
    )
    assert take_back_everywhere(NOW) == 0


@pytest.mark.parametrize("end", ["switched_off", "deleted", "viewer", "elsewhere"])
def test_a_role_that_ended_holds_nothing(held: Ticket, petugas: Staff, end: str) -> None:
    role = petugas.memberships.filter(role="operator")
    if end == "switched_off":
        role.update(is_active=False)
    elif end == "deleted":
        role.delete()
    elif end == "viewer":
        role.update(role="viewer")
    else:
        role.update(agency=factories.AgencyFactory())
    assert take_back_everywhere(NOW) == 1
    assert holder(held) is None


def test_one_of_two_roles_is_enough(held: Ticket, petugas: Staff, dinas: Agency) -> None:
    Membership.objects.filter(staff=petugas).update(is_active=False)
    factories.MembershipFactory(staff=petugas, agency=dinas, role="supervisor")
    assert take_back_everywhere(NOW) == 0
    assert holder(held) == petugas


@pytest.mark.parametrize("state", ["waiting_citizen", "waiting_other"])
def test_what_waits_goes_on_waiting_without_an_officer(
    held: Ticket, petugas: Staff, state: str
) -> None:
    Ticket.objects.filter(pk=held.pk).update(state=state, paused_since=NOW)
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert take_back_everywhere(NOW) == 1
    assert (holder(held), held.state, held.paused_since) == (None, state, NOW)


@pytest.mark.parametrize("state", ["resolved", "closed"])
def test_what_is_done_stays_with_whoever_did_it(held: Ticket, petugas: Staff, state: str) -> None:
    Ticket.objects.filter(pk=held.pk).update(state=state)
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert take_back_everywhere(NOW) == 0
    assert holder(held) == petugas


@pytest.mark.parametrize(
    ("days", "due_in", "back"),
    [
        ((0, 0), 0.2, True),  # due today
        ((0, 0), -2, True),  # overdue
        ((0, 0), 1, False),  # due tomorrow at ten
        ((0, 2), 2.3, True),
        ((0, 2), 3, False),
        ((0, 3), 10, True),  # more than three days
        ((-3, 0), 10, True),
        ((-2, 0), 10, False),
        ((1, 9), 10, False),  # not yet
        ((-9, -1), 10, False),  # back again
    ],
)
def test_an_absence_moves_what_cannot_wait_for_its_end(
    held: Ticket, petugas: Staff, days: tuple[int, int], due_in: float, back: bool
) -> None:
    Ticket.objects.filter(pk=held.pk).update(sort_due_at=NOW + due_in * DAY)
    absent(petugas, *days)
    assert take_back_everywhere(NOW) == int(back)
    assert holder(held) == (None if back else petugas)


def test_the_note_says_until_when(held: Ticket, petugas: Staff) -> None:
    absent(petugas, 0, 6)
    take_back_everywhere(NOW)
    words = event_why(held.events.last().data)
    assert words == "Petugas Rina Petugas tidak bertugas sampai 15 Juni 2026"


def test_a_pause_waits_with_a_short_absence_but_not_with_a_long_one(
    held: Ticket, petugas: Staff
) -> None:
    Ticket.objects.filter(pk=held.pk).update(
        state="waiting_citizen", paused_since=NOW, sort_due_at=NOW
    )
    short = absent(petugas, 0, 1)
    assert take_back_everywhere(NOW) == 0
    Absence.objects.filter(pk=short.pk).update(ends_on=TODAY + 5 * DAY)
    assert take_back_everywhere(NOW) == 1


def test_what_was_sent_while_the_clock_stands_does_not_wait(held: Ticket, petugas: Staff) -> None:
    """An officer has promised to look at it before the officer is back."""
    Ticket.objects.filter(pk=held.pk).update(
        state="waiting_citizen",
        paused_since=NOW - DAY,
        unanswered_since=NOW,
        look_due_at=NOW + DAY,
        sort_due_at=NOW + DAY,
    )
    absent(petugas, 0, 2)
    assert take_back_everywhere(NOW) == 1
    assert holder(held) is None


def test_absences_without_a_gap_are_one(petugas: Staff, dinas: Agency) -> None:
    rows = [absent(petugas, 0, 1), absent(petugas, 2, 4), absent(petugas, 6, 9)]
    away = away_now(rows, agency=dinas, now=NOW)
    assert away is not None
    assert (away.until, away.days) == (TODAY + 4 * DAY, 5)
    assert away_now(rows, agency=dinas, now=NOW + 5 * DAY) is None


def test_what_was_given_on_purpose_during_the_absence_stays(
    held: Ticket, petugas: Staff, penyelia: Staff
) -> None:
    Ticket.objects.filter(pk=held.pk).update(sort_due_at=NOW)
    absent(petugas, 0, 1)
    assert take_back_everywhere(NOW) == 1
    held.refresh_from_db()
    desk.assign(held, by=penyelia, now=NOW, to=petugas)
    assert take_back_everywhere(NOW) == 0
    assert holder(held) == petugas


def test_what_was_taken_before_somebody_called_in_sick_does_not_stay(
    held: Ticket, petugas: Staff, penyelia: Staff
) -> None:
    desk.release(held, by=penyelia, now=NOW)
    desk.take(held, by=petugas, now=NOW)
    Ticket.objects.filter(pk=held.pk).update(sort_due_at=NOW + DAY / 4)
    with time_machine.travel(NOW + DAY / 12, tick=False):
        Absence.objects.create(staff=petugas, starts_on=TODAY, ends_on=TODAY)
        assert take_back_everywhere(NOW + DAY / 12) == 1


def test_the_day_is_that_of_the_office(held: Ticket, petugas: Staff, dinas: Agency) -> None:
    absent(petugas, 1, 9)
    evening = dt.datetime(2026, 6, 9, 16, 30, tzinfo=dt.UTC)  # 23.30 in Jakarta, tomorrow in Papua
    assert take_back_everywhere(evening) == 0
    dinas.timezone = "Asia/Jayapura"
    dinas.save()
    assert take_back_everywhere(evening) == 1


def test_other_officers_keep_theirs(
    held: Ticket, petugas: Staff, petugas_lain: Staff, layanan: Service
) -> None:
    other = factories.TicketFactory(
        conversation=held.conversation, service=layanan, assignee=petugas_lain, state="in_progress"
    )
    absent(petugas, 0, 9)
    assert take_back_everywhere(NOW) == 1
    assert holder(other) == petugas_lain


def test_impossible_dates_of_one_keep_nobody_elses_tickets_waiting(
    held: Ticket, petugas: Staff, petugas_lain: Staff, layanan: Service
) -> None:
    other = factories.TicketFactory(
        conversation=held.conversation, service=layanan, assignee=petugas_lain, state="in_progress"
    )
    Absence.objects.create(staff=petugas, starts_on=TODAY, ends_on=dt.date.max)
    absent(petugas_lain, 0, 9)
    assert take_back_everywhere(NOW) == 1
    assert (holder(other), holder(held)) == (None, petugas)
