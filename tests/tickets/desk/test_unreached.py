"""An answer that WhatsApp refuses does not end the first promise; one that came does."""

import datetime as dt
from typing import Any

import pytest

from services.models import Service, ServiceStandard, Staff
from tests import factories
from tickets import desk
from tickets.desk import clock, unreached
from tickets.models import Message, Ticket

H = dt.timedelta(hours=1)


@pytest.fixture
def dijawab(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Message:
    (message,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Silakan, Bu."))
    return message


def becomes(message: Message, status: str) -> None:
    Message.objects.filter(pk=message.pk).update(status=status)


def test_a_refused_first_answer_does_not_count(
    tiket: Ticket, dijawab: Message, now: dt.datetime
) -> None:
    becomes(dijawab, "failed")
    assert desk.recount_answers(now + H) == 1
    tiket.refresh_from_db()
    assert tiket.first_responded_at is None
    assert tiket.sort_due_at == min(tiket.first_response_due_at, tiket.due_at)
    assert tiket.next_reminder_at is not None
    event = tiket.events.get(verb="unreached")
    assert event.data == {"from": now.isoformat(), "to": None, "state": "in_progress"}
    assert tiket in Ticket.objects.overdue(tiket.first_response_due_at + H)
    assert desk.recount_answers(now + 2 * H) == 0


@pytest.mark.parametrize("status", ["queued", "unknown", "accepted", "sent", "delivered", "read"])
def test_any_other_fate_leaves_it_counted(
    tiket: Ticket, dijawab: Message, now: dt.datetime, status: str
) -> None:
    becomes(dijawab, status)
    assert desk.recount_answers(now + H) == 0
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now


def test_the_answer_after_it_counts_instead(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime
) -> None:
    desk.reply(tiket, by=petugas, now=now + H, reply=desk.Reply(text="Sekali lagi, Bu."))
    becomes(dijawab, "failed")
    assert desk.recount_answers(now + 2 * H) == 1
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now + H


def test_one_part_that_came_is_an_answer(tiket: Ticket, dijawab: Message, now: dt.datetime) -> None:
    other = factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", status="sent", occurred_at=now
    )
    becomes(dijawab, "failed")
    assert desk.recount_answers(now + H) == 0
    becomes(other, "failed")
    assert desk.recount_answers(now + H) == 1


@pytest.mark.parametrize("swept", [True, False])
def test_sending_again_answers_at_the_time_of_sending_again(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime, swept: bool
) -> None:
    becomes(dijawab, "failed")
    if swept:
        desk.recount_answers(now + H)
    again = desk.retry_message(dijawab, by=petugas, now=now + 2 * H)
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now + 2 * H
    becomes(again, "failed")
    assert desk.recount_answers(now + 3 * H) == 1
    tiket.refresh_from_db()
    assert tiket.first_responded_at is None


def test_what_came_after_all_counts_from_when_it_was_written(
    tiket: Ticket, dijawab: Message, now: dt.datetime
) -> None:
    becomes(dijawab, "failed")
    desk.recount_answers(now + H)
    becomes(dijawab, "delivered")
    assert desk.recount_answers(now + 2 * H) == 1
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now
    assert desk.recount_answers(now + 3 * H) == 0


def test_words_at_the_counter_stay_an_answer(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(first_responded_at=now - H)
    (message,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Silakan, Bu."))
    becomes(message, "failed")
    assert desk.recount_answers(now + H) == 0


def test_the_wait_for_files_that_nobody_was_asked_for_ends(
    tiket: Ticket, layanan: Service, petugas: Staff, now: dt.datetime
) -> None:
    ServiceStandard.objects.filter(service=layanan).update(clock_start="complete")
    tiket.standard = ServiceStandard.objects.get(service=layanan)
    tiket.save()
    (message,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Mohon kirim KK."))
    tiket.refresh_from_db()
    assert tiket.paused_since == now
    becomes(message, "failed")
    desk.recount_answers(now + H)
    tiket.refresh_from_db()
    assert tiket.paused_since is None
    assert tiket.clock_spans.get().ends_at == now + H
    assert tiket.next_reminder_at is not None


def test_what_is_closed_is_left_as_it_was(
    tiket: Ticket, dijawab: Message, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(state="closed")
    becomes(dijawab, "failed")
    assert desk.recount_answers(now + H) == 0


def test_whoever_was_never_asked_is_not_waited_for(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime
) -> None:
    desk.wait_for_citizen(tiket, by=petugas, now=now + H, reason="KK")
    becomes(dijawab, "failed")
    desk.recount_answers(now + 2 * H)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.paused_since) == ("in_progress", None)
    assert tiket.clock_spans.get().ends_at == now + 2 * H
    assert tiket.next_reminder_at is not None
    assert tiket in Ticket.objects.overdue(tiket.first_response_due_at + H)


def test_a_due_time_that_moves_is_told(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime
) -> None:
    tiket.received_at = now - H
    clock.set_due_times(tiket)
    tiket.save()
    desk.wait_for_citizen(tiket, by=petugas, now=now + H, reason="KK")
    before = tiket.due_at
    becomes(dijawab, "failed")
    desk.recount_answers(now + 3 * H)
    tiket.refresh_from_db()
    assert tiket.due_at == before + 2 * H
    assert tiket.events.get(verb="due_changed").data["to"] == tiket.due_at.isoformat()


def test_what_was_resolved_in_time_stays_in_time(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime
) -> None:
    desk.resolve(tiket, by=petugas, now=now + H, outcome="answered")
    # As if its calendar had been corrected since: nothing is computed again.
    Ticket.objects.update(due_at=now + 100 * H)
    becomes(dijawab, "failed")
    assert desk.recount_answers(now + 2 * H) == 1
    tiket.refresh_from_db()
    assert (tiket.first_responded_at, tiket.state) == (None, "resolved")
    assert (tiket.due_at, tiket.next_reminder_at) == (now + 100 * H, None)


def test_an_answer_refused_a_moment_ago_is_no_answer(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime
) -> None:
    becomes(dijawab, "failed")
    with pytest.raises(desk.Refused, match="Belum ada balasan"):
        desk.resolve(tiket, by=petugas, now=now + H, outcome="answered")
    tiket.refresh_from_db()
    assert (tiket.state, tiket.first_responded_at) == ("in_progress", now)


@pytest.mark.parametrize("how", ["reply", "retry"])
def test_the_earlier_one_counts_again_when_it_came_after_all(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime, how: str
) -> None:
    becomes(dijawab, "failed")
    desk.recount_answers(now + H)
    if how == "reply":
        desk.reply(tiket, by=petugas, now=now + 2 * H, reply=desk.Reply(text="Sekali lagi."))
    else:
        desk.retry_message(dijawab, by=petugas, now=now + 2 * H)
    becomes(dijawab, "delivered")
    assert desk.recount_answers(now + 3 * H) == 1
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now
    assert desk.recount_answers(now + 4 * H) == 0


def test_one_that_nobody_was_sure_of_and_that_failed_in_the_end(
    tiket: Ticket, petugas: Staff, dijawab: Message, now: dt.datetime
) -> None:
    becomes(dijawab, "unknown")
    desk.retry_message(dijawab, by=petugas, now=now + 5 * H)
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now
    becomes(dijawab, "failed")
    assert desk.recount_answers(now + 6 * H) == 1
    tiket.refresh_from_db()
    assert tiket.first_responded_at == now + 5 * H


def test_what_closes_meanwhile_stays_as_it_is(
    tiket: Ticket, dijawab: Message, now: dt.datetime
) -> None:
    becomes(dijawab, "failed")
    desk.recount_answers(now + H)
    becomes(dijawab, "delivered")
    Ticket.objects.filter(pk=tiket.pk).update(state="closed")
    assert desk.recount_answers(now + 2 * H) == 0


def test_one_that_stumbles_keeps_no_other_waiting(
    tiket: Ticket, dijawab: Message, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.TicketFactory(conversation__channel=tiket.channel, first_responded_at=now)
    lost = factories.MessageFactory(
        ticket=other, direction="out", origin="officer", status="failed", occurred_at=now
    )
    becomes(dijawab, "failed")
    Message.objects.update(status_at=now)
    count = unreached.count_answers

    def stumbling(ticket: Ticket, **more: Any) -> bool:
        if ticket == tiket:
            raise ValueError
        return count(ticket, **more)

    monkeypatch.setattr(unreached, "count_answers", stumbling)
    assert lost.ticket == other
    assert desk.recount_answers(now + H) == 1
