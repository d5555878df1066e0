"""What the bot ends itself: nothing was asked, an answer was enough, or it is withdrawn."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from surveys.invitations import invite_due
from surveys.models import Invitation
from tests.tickets.desk.history import history
from tests.tickets.desk.test_registering import greeting
from tickets import desk
from tickets.event_reasons import Why
from tickets.models import Conversation, Message, Notification, RegisterCounter, Ticket
from tickets.notifications import notification_words

pytestmark = [pytest.mark.django_db]

S = Ticket.State
H = dt.timedelta(hours=1)


@pytest.mark.parametrize("outcome", ["no_request", "answered"])
def test_what_was_no_matter_is_closed_without_receipt_number_and_survey(
    percakapan: Conversation, now: dt.datetime, outcome: str
) -> None:
    ticket = greeting(percakapan, now)
    Ticket.objects.update(unanswered_since=now, unread_count=2)
    for _ in range(2):
        desk.end_intake(ticket, outcome=outcome, now=now + H)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == (S.CLOSED, outcome)
    assert (ticket.resolved_at, ticket.closed_at) == (now + H, now + H)
    assert (ticket.registered_at, ticket.unanswered_since, ticket.unread_count) == (None, None, 0)
    assert history(ticket) == ["opened", "ended"]
    assert not Message.objects.exists()
    assert not RegisterCounter.objects.exists()
    assert invite_due(now + H) == 0
    assert greeting(percakapan, now + 2 * H).pk != ticket.pk


def test_what_an_officer_has_is_not_ended_by_the_bot(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    desk.end_intake(tiket, outcome="no_request", now=now)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.outcome, history(tiket)) == (S.IN_PROGRESS, "", ["taken"])


def test_the_bot_ends_nothing_as_fulfilled(percakapan: Conversation, now: dt.datetime) -> None:
    ticket = greeting(percakapan, now)
    with pytest.raises(ValueError, match="fulfilled"):
        desk.end_intake(ticket, outcome="fulfilled", now=now)
    ticket.refresh_from_db()
    assert ticket.state == S.INTAKE


@pytest.mark.parametrize("state", ["intake", "new", "in_progress", "waiting_citizen"])
def test_a_citizen_withdraws_from_any_open_state(
    tiket: Ticket, petugas: Staff, now: dt.datetime, state: str
) -> None:
    Ticket.objects.update(state=state, assignee=petugas, unanswered_since=now)
    for _ in range(2):
        desk.withdraw(tiket, now=now)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.outcome, tiket.resolved_at) == (S.RESOLVED, "withdrawn", now)
    assert (tiket.unanswered_since, tiket.next_reminder_at) == (None, None)
    assert history(tiket) == ["withdrawn"]
    assert invite_due(now) == 0
    assert not Message.objects.exists()
    told = Notification.objects.get()
    assert told.staff == petugas
    assert notification_words(told) == ("DINSOS-2026-000001: pemohon membatalkan permohonan ini.")


def test_a_withdrawal_is_undone_by_one_word(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    desk.withdraw(tiket, now=now)
    desk.reopen(tiket, by=None, now=now + H, why=Why.FOLLOW_UP)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.outcome, tiket.assignee) == (S.IN_PROGRESS, "", petugas)


def test_reopening_what_never_had_a_number_gives_it_one(
    percakapan: Conversation, now: dt.datetime
) -> None:
    ticket = greeting(percakapan, now)
    desk.withdraw(ticket, now=now)
    assert ticket.registered_at is None
    desk.reopen(ticket, by=None, now=now, why=Why.FOLLOW_UP)
    assert (ticket.state, ticket.registered_at) == (S.NEW, now)


@pytest.mark.parametrize("state", ["resolved", "closed"])
def test_what_is_over_is_not_withdrawn(tiket: Ticket, now: dt.datetime, state: str) -> None:
    Ticket.objects.update(state=state, outcome="fulfilled", resolved_at=now)
    desk.withdraw(tiket, now=now)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.outcome, history(tiket)) == (state, "fulfilled", [])


def test_an_officers_withdrawal_is_not_asked_about_either(
    tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any
) -> None:
    desk.take(tiket, by=petugas, now=now)
    desk.resolve(tiket, by=petugas, now=now, outcome="withdrawn")
    assert invite_due(now) == 1
    assert Invitation.objects.get().state == Invitation.State.NOT_INVITED
