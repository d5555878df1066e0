"""Waiting for a citizen until a day: one reminder, and then the ticket comes back."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Conversation, Message, MessageTemplate, Notification, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB
MONDAY = dt.date(2026, 6, 15)
OPENS = dt.datetime(2026, 6, 15, 0, 30, tzinfo=dt.UTC)  # 07.30 WIB
TUESDAY_OPENS = OPENS + dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _sweeps_read_row_by_row(settings: Any) -> None:
    rows = (
        {"model": name} for name in ("tickets.Conversation", "tickets.Ticket", "services.Agency")
    )
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *rows]


@pytest.fixture
def ditunggu(tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket`, answered, and waiting for its citizen until Monday."""
    letter = desk.Reply(text="Mohon kirim foto KK.", form_key="kunci-1")
    desk.reply_and_wait(tiket, by=petugas, now=NOW, letter=letter, until=MONDAY)
    tiket.messages.update(status="delivered")
    tiket.refresh_from_db()
    return tiket


def window(ticket: Ticket, *, until: dt.datetime) -> None:
    Conversation.objects.filter(pk=ticket.conversation_id).update(window_expires_at=until)


def told(ticket: Ticket) -> list[Message]:
    return list(ticket.messages.filter(origin="system").order_by("pk"))


def state(ticket: Ticket) -> tuple[Any, ...]:
    ticket.refresh_from_db()
    return (ticket.state, ticket.waits_until, ticket.nudged_at)


def kabar(ticket: Ticket) -> MessageTemplate:
    assert ticket.channel is not None
    return MessageTemplate.objects.create(
        channel=ticket.channel, name="kabar", body="Tiket {{1}}: {{2}}", parameter_count=2
    )


def test_it_waits_until_the_office_opens_on_that_day(ditunggu: Ticket) -> None:
    assert state(ditunggu) == ("waiting_citizen", OPENS, None)
    assert ditunggu.paused_since == NOW
    event = ditunggu.events.get(verb="waiting_citizen")
    assert event.data["until"] == "2026-06-15"
    assert desk.follow_up(OPENS - MINUTE) == 0
    assert told(ditunggu) == []


def test_on_the_day_the_citizen_is_reminded_once_within_the_window(ditunggu: Ticket) -> None:
    window(ditunggu, until=OPENS + dt.timedelta(hours=2))
    for _ in range(3):
        desk.follow_up(OPENS)
    [message] = told(ditunggu)
    assert (message.type, message.status) == ("text", "queued")
    assert ditunggu.register_number in message.text
    assert state(ditunggu) == ("waiting_citizen", TUESDAY_OPENS, OPENS)
    assert ditunggu.first_responded_at == NOW  # a reminder is no answer
    event = ditunggu.events.get(verb="nudged")
    assert (event.actor, event.data) == (
        None,
        {"told": "text", "until": "2026-06-16", "message": message.pk},
    )


def test_after_the_window_the_utility_template_reminds(ditunggu: Ticket) -> None:
    kabar(ditunggu)
    window(ditunggu, until=NOW)
    desk.follow_up(OPENS)
    [message] = told(ditunggu)
    assert message.type == "template"


def test_where_nothing_can_be_sent_it_comes_back_at_once(ditunggu: Ticket, petugas: Staff) -> None:
    window(ditunggu, until=NOW)
    assert desk.follow_up(OPENS) == 1
    assert told(ditunggu) == []
    assert state(ditunggu) == ("in_progress", None, None)
    assert ditunggu.events.get(verb="resumed").data["why"] == "not_reminded"
    assert Notification.objects.get(kind="wait_over").staff == petugas


def test_who_wants_no_messages_gets_none(ditunggu: Ticket) -> None:
    window(ditunggu, until=OPENS + dt.timedelta(hours=2))
    Conversation.objects.update(no_more_since=NOW)
    desk.follow_up(OPENS)
    assert (told(ditunggu), state(ditunggu)[0]) == ([], "in_progress")


def test_without_an_answer_it_comes_back_to_its_officer(ditunggu: Ticket, petugas: Staff) -> None:
    kabar(ditunggu)
    desk.follow_up(OPENS)
    assert desk.follow_up(TUESDAY_OPENS - MINUTE) == 0
    for _ in range(2):
        desk.follow_up(TUESDAY_OPENS)
    assert state(ditunggu) == ("in_progress", None, None)
    assert (ditunggu.assignee, ditunggu.paused_since) == (petugas, None)
    assert ditunggu.events.filter(verb="resumed").count() == 1
    assert Notification.objects.filter(kind="wait_over", staff=petugas).count() == 1
    assert len(told(ditunggu)) == 1


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("failed", "not_reminded"),
        ("queued", "not_reminded"),
        ("sent", "no_answer"),
        ("unknown", "no_answer"),
    ],
)
def test_a_reminder_that_was_refused_is_not_called_silence(
    ditunggu: Ticket, status: str, why: str
) -> None:
    kabar(ditunggu)
    desk.follow_up(OPENS)
    ditunggu.messages.filter(origin="system").update(status=status)
    desk.follow_up(TUESDAY_OPENS)
    assert ditunggu.events.get(verb="resumed").data["why"] == why


def test_a_ticket_that_nobody_holds_comes_back_to_the_queue(ditunggu: Ticket) -> None:
    kabar(ditunggu)
    Ticket.objects.update(assignee=None)
    desk.follow_up(OPENS)
    desk.follow_up(TUESDAY_OPENS)
    assert state(ditunggu)[0] == "new"
    assert not Notification.objects.filter(kind="wait_over").exists()


def test_an_answer_ends_the_wait(ditunggu: Ticket) -> None:
    desk.resume(ditunggu, by=None, now=NOW + MINUTE)
    assert state(ditunggu) == ("in_progress", None, None)
    assert desk.follow_up(TUESDAY_OPENS) == 0


def test_words_that_are_not_worked_yet_hold_the_reminder_back(ditunggu: Ticket) -> None:
    window(ditunggu, until=OPENS + dt.timedelta(hours=2))
    factories.MessageFactory(
        ticket=None, conversation=ditunggu.conversation, channel=ditunggu.channel, text="ini KK"
    )
    assert desk.follow_up(OPENS) == 0
    assert told(ditunggu) == []


def test_words_that_came_late_and_are_unread_bring_it_back_without_a_reminder(
    ditunggu: Ticket,
) -> None:
    window(ditunggu, until=OPENS + dt.timedelta(hours=2))
    Ticket.objects.update(unanswered_since=NOW)
    desk.follow_up(OPENS)
    assert (told(ditunggu), state(ditunggu)[0]) == ([], "in_progress")
    assert ditunggu.events.get(verb="resumed").data["why"] == "wrote_late"


@pytest.mark.parametrize("step", ["reminder", "back"])
def test_after_a_standstill_nobody_is_woken_at_night(ditunggu: Ticket, step: str) -> None:
    kabar(ditunggu)
    if step == "back":
        desk.follow_up(OPENS)
    night = dt.datetime(2026, 6, 16, 15, tzinfo=dt.UTC)  # 22.00 WIB
    said = len(told(ditunggu))
    desk.follow_up(night)
    assert len(told(ditunggu)) == said
    assert state(ditunggu)[:2] == ("waiting_citizen", TUESDAY_OPENS + dt.timedelta(days=1))


@pytest.mark.parametrize("step", ["reminder", "back"])
def test_a_run_that_dies_in_the_middle_is_made_up_for(
    ditunggu: Ticket, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    kabar(ditunggu)
    at = OPENS
    if step == "back":
        desk.follow_up(OPENS)
        at = TUESDAY_OPENS
    said, before = len(told(ditunggu)), state(ditunggu)
    with monkeypatch.context() as patch:
        patch.setattr("tickets.desk.awaiting.record", dies)
        assert desk.follow_up(at) == 0
    assert (len(told(ditunggu)), state(ditunggu)) == (said, before)
    assert desk.follow_up(at) == 1
    assert len(told(ditunggu)) == 1


def test_another_day_can_be_given_while_it_waits(ditunggu: Ticket, petugas: Staff) -> None:
    kabar(ditunggu)
    desk.follow_up(OPENS)
    later, friday = OPENS + MINUTE, dt.date(2026, 6, 19)
    for _ in range(2):
        desk.wait_for_citizen(ditunggu, by=petugas, now=later, reason="KK", until=friday)
    assert state(ditunggu) == ("waiting_citizen", OPENS + dt.timedelta(days=4), None)
    assert ditunggu.paused_since == NOW  # it is the same pause
    assert ditunggu.events.get(verb="wait_changed").data == {"until": "2026-06-19"}


def test_the_day_is_set_moved_and_taken_away_while_it_waits(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=NOW)
    desk.wait_for_citizen(tiket, by=petugas, now=NOW, reason="KK")
    for until, ends in (
        (MONDAY, OPENS),
        (MONDAY, OPENS),  # once more: nothing new
        (TUESDAY_OPENS.date(), TUESDAY_OPENS),
        (None, None),
    ):
        desk.change_wait(tiket, by=petugas, now=NOW + MINUTE, until=until)
        assert state(tiket) == ("waiting_citizen", ends, None)
    assert tiket.paused_since == NOW
    told_days = [one.data["until"] for one in tiket.events.filter(verb="wait_changed")]
    assert told_days == ["2026-06-15", "2026-06-16", ""]
    assert desk.follow_up(TUESDAY_OPENS + dt.timedelta(days=30)) == 0


def test_without_a_day_after_the_reminder_it_does_not_come_back(
    ditunggu: Ticket, petugas: Staff
) -> None:
    kabar(ditunggu)
    desk.follow_up(OPENS)
    desk.change_wait(ditunggu, by=petugas, now=OPENS + MINUTE, until=None)
    assert state(ditunggu) == ("waiting_citizen", None, None)
    assert desk.follow_up(TUESDAY_OPENS) == 0


def test_the_day_of_one_who_has_answered_is_not_changed(ditunggu: Ticket, petugas: Staff) -> None:
    desk.resume(ditunggu, by=None, now=NOW + MINUTE)
    for until in (None, MONDAY):
        with pytest.raises(desk.Refused, match="tidak lagi menunggu pemohon"):
            desk.change_wait(ditunggu, by=petugas, now=NOW + MINUTE, until=until)
    assert state(ditunggu) == ("in_progress", None, None)


def test_a_stranger_does_not_change_the_day(ditunggu: Ticket, orang_luar: Staff) -> None:
    with pytest.raises(desk.Refused):
        desk.change_wait(ditunggu, by=orang_luar, now=NOW + MINUTE, until=None)
    assert state(ditunggu)[1] == OPENS


@pytest.mark.parametrize("day", [NOW.date(), dt.date(2026, 1, 1), dt.date(2027, 6, 9)])
def test_a_day_that_cannot_be_is_refused_before_anything_is_sent(
    tiket: Ticket, petugas: Staff, day: dt.date
) -> None:
    letter = desk.Reply(text="Mohon kirim foto KK.", form_key="kunci-1")
    with pytest.raises(desk.Refused):
        desk.reply_and_wait(tiket, by=petugas, now=NOW, letter=letter, until=day)
    assert not Message.objects.filter(origin="officer").exists()
    assert state(tiket) == ("new", None, None)


@pytest.mark.parametrize("leaves", ["resolve", "transfer", "other", "wait again"])
def test_whatever_leaves_the_state_ends_the_day(
    ditunggu: Ticket, petugas: Staff, layanan_lain: Any, leaves: str
) -> None:
    later = NOW + MINUTE
    if leaves == "resolve":
        desk.resolve(ditunggu, by=petugas, now=later, outcome="fulfilled", summary="Selesai")
    elif leaves == "transfer":
        desk.transfer(ditunggu, by=petugas, now=later, to_service=layanan_lain, reason="Pindah")
    else:
        desk.wait_for_other(ditunggu, by=petugas, now=later, reason="Dinas lain")
    if leaves == "wait again":
        desk.wait_for_citizen(ditunggu, by=petugas, now=later, reason="KK")
    assert state(ditunggu)[1:] == (None, None)
    assert desk.follow_up(TUESDAY_OPENS) == 0


def test_a_repeated_form_waits_once(tiket: Ticket, petugas: Staff) -> None:
    letter = desk.Reply(text="Mohon kirim foto KK.", form_key="kunci-1")
    for _ in range(2):
        desk.reply_and_wait(tiket, by=petugas, now=NOW, letter=letter, until=MONDAY)
    assert tiket.messages.filter(origin="officer").count() == 1
    assert tiket.events.filter(verb="waiting_citizen").count() == 1
