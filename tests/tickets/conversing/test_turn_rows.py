"""What a turn reads by SQL of its own is what the named querysets read; what it writes is written once."""

import datetime as dt
import re
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from services.calendars import calendar_of
from services.models import OfferMark
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.desk.base import record, working_on, write
from tickets.event_reasons import Why
from tickets.inbound.overtaking import claimed_between
from tickets.models import Conversation, Message, Ticket, TicketEvent, WebhookEvent, holding
from tickets.models.turn_rows import due_conversations, own_tickets, turn_rows

pytestmark = pytest.mark.django_db
MOST = 50


@pytest.fixture
def phone(percakapan, standar, now):
    return Phone(percakapan, now)


def read(phone, *, most=MOST):
    """What a run reads of this conversation."""
    return turn_rows(phone.conversation.pk, most=most, claimed=claimed_between(phone.now))


def columns_of(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def same(read, named):
    """The same rows in the same order, with the same values in all columns."""
    assert [columns_of(each) for each in read] == [columns_of(each) for each in named]
    assert not any(each.get_deferred_fields() or each._state.adding for each in read)
    return True


def test_the_conversation_is_read_whole(phone):
    phone.says("halo")
    assert same([read(phone).conversation], [Conversation.objects.get()])
    assert turn_rows(0, most=MOST, claimed=claimed_between(phone.now)) is None


def test_due_conversations_are_those_of_the_named_read(phone):
    for minutes in (0, 5, 10, 15):
        factories.ConversationFactory(converse_at=phone.now - dt.timedelta(minutes=minutes))
    factories.ConversationFactory(converse_at=phone.now + dt.timedelta(seconds=1))
    due = Conversation.objects.filter(converse_at__lte=phone.now).order_by("converse_at")
    named = [each.pk for each in due]
    assert len(named) == 4
    assert due_conversations(phone.now, most=MOST) == named
    assert due_conversations(phone.now, most=2) == named[:2]


def test_unworked_messages_are_those_of_the_named_read(phone):
    phone.says("halo")
    for text in ("b", "a"):
        phone.arrives(text, at=phone.now - dt.timedelta(seconds=ord(text)))
    phone.arrives("dari ponsel", direction="out", origin="app")
    phone.arrives("jawaban", direction="out", origin="officer", sealed_payload="rahasia")
    factories.MessageFactory(ticket=None)  # of another conversation
    named = list(Message.objects.unworked().filter(conversation=phone.conversation))
    assert [each.text for each in named] == ["b", "a", "dari ponsel"]
    assert same(read(phone).messages, named)
    assert same(read(phone, most=1).messages, named[:1])


def test_own_tickets_are_those_of_the_conversation_and_of_the_counter(phone):
    phone.says("halo")
    agency, citizen = phone.conversation.channel.agency, phone.conversation.citizen
    factories.TicketFactory(agency=agency, citizen=citizen)
    factories.TicketFactory(agency=agency)
    own = Q(conversation=phone.conversation) | Q(citizen=citizen)
    named = list(Ticket.objects.filter(own).order_by("-pk"))
    assert len(named) == 2
    assert same(read(phone).tickets, named)
    assert same(own_tickets(phone.conversation), named)
    assert same(own_tickets(phone.conversation, most=1), named[:1])


def test_the_mark_is_that_of_what_offices_offer(phone):
    assert read(phone).mark == OfferMark.current()
    OfferMark.objects.all().delete()
    assert read(phone).mark is None


def test_claimed_webhooks_are_those_at_their_first_attempt(phone, now):
    since, until = claimed_between(now)
    inside = {"received_at": now, "attempts": 1, "next_attempt_at": now}
    for number, other in enumerate(
        (
            {},
            {"attempts": 2},
            {"processed_at": now},
            {"next_attempt_at": since},
            {"next_attempt_at": until},
            {"next_attempt_at": until + dt.timedelta(microseconds=1)},
        )
    ):
        WebhookEvent.objects.create(body=b"{}", sha256=str(number), **{**inside, **other})
    named = WebhookEvent.objects.unprocessed().filter(
        attempts=1, next_attempt_at__gt=since, next_attempt_at__lte=until
    )
    found = read(phone).claimed
    assert [each.sha256 for each in found] == ["0", "4"]
    assert same(found, named)


@pytest.mark.parametrize("said", ["petugas", "gak jadi pak", "jalan berlubang di rt 2"])
def test_a_turn_writes_its_ticket_once(phone, said):
    phone.says("halo")
    phone.later(minutes=1).arrives(said)
    with CaptureQueriesContext(connection) as asked:
        phone.work()
    written = [each for each in asked if re.match(r'UPDATE "tickets_ticket"', each["sql"])]
    assert len(written) == 1
    begun = [each for each in asked if each["sql"].startswith("SAVEPOINT")]
    assert len(begun) == 1  # the run itself, inside the test's own transaction


def test_the_row_is_what_the_run_has_in_hand(phone, percakapan):
    """Many verbs in one turn: the row and its counters are as if each had written it."""
    phone.says("halo")
    before = phone.ticket()
    phone.later(minutes=1).says("petugas loket kasar dan minta uang, nama saya jangan disebut")
    after = phone.ticket()
    said = Message.objects.filter(ticket=after)
    assert after.message_count == said.count()
    assert after.unread_count == said.filter(direction="in").count()
    assert after.version > before.version
    assert after.is_anonymous
    assert after.is_about_staff
    assert TicketEvent.objects.filter(ticket=after, verb="registered").count() == 1


def test_what_fails_in_a_run_leaves_nothing(phone, monkeypatch):
    phone.says("halo")
    before = Ticket.objects.values().get()
    phone.later(minutes=1).arrives("petugas")

    def fails(**_):
        raise RuntimeError("contoh")

    monkeypatch.setattr(holding, "flush", fails)
    assert phone.work() == []
    monkeypatch.undo()
    assert Ticket.objects.values().get() == before
    assert Message.objects.unworked().filter(conversation=phone.conversation).count() == 1
    assert holding.held() is None


def test_what_the_sweep_has_closed_meanwhile_is_read_again(phone, penyelia):
    """The sweep that closes what is resolved takes no lock of a conversation."""
    phone.says("petugas")
    ticket = phone.ticket()
    desk.resolve(ticket, by=penyelia, now=phone.now, outcome="fulfilled", summary="Selesai")
    tickets = [phone.ticket()]
    Ticket.objects.update(state="closed", closed_at=phone.now)
    with holding.holding(phone.conversation.pk, tickets, calendar=lambda agency: None):
        with pytest.raises(desk.Refused):
            desk.reopen(tickets[0], by=None, now=phone.now, why=Why.FOLLOW_UP)
        assert tickets[0].state == "closed"


def test_what_is_gathered_stands_in_the_row_as_on_the_object(tiket, percakapan):
    tickets = [tiket]
    with holding.holding(percakapan.pk, tickets, calendar=lambda agency: None):
        assert tiket.conversation_id == percakapan.pk
        holding.write(tiket, {}, add={"unread_count": 2, "message_count": 2})
        holding.write(tiket, {"unread_count": 0, "subject": "contoh"}, add={})
        holding.write(tiket, {}, add={"unread_count": 3, "message_count": 1})
    row = Ticket.objects.get(pk=tiket.pk)
    for name in ("unread_count", "message_count", "subject", "version"):
        assert getattr(row, name) == getattr(tiket, name), name
    assert row.unread_count == 3


def _goes_on(ticket, then):
    """A run in which a verb ends in the middle, and a caller that goes on."""
    with (
        transaction.atomic(),
        holding.holding(ticket.conversation_id, [ticket], calendar=calendar_of),
    ):
        with suppress(ZeroDivisionError), working_on(ticket):
            write(ticket, subject="contoh")
            record(ticket, TicketEvent.Verb.TAKEN, by=None, now=ticket.received_at)
            raise ZeroDivisionError
        then(ticket)


GOES_ON = {
    "to its end": lambda ticket: None,
    "to write": lambda ticket: write(ticket, subject="lain"),
    "to the history": lambda ticket: record(
        ticket, TicketEvent.Verb.TAKEN, by=None, now=ticket.received_at
    ),
}


@pytest.mark.parametrize("then", GOES_ON)
def test_a_verb_that_fails_in_the_middle_ends_the_run_whoever_catches_it(tiket, then):
    before = Ticket.objects.values().get()
    with pytest.raises(holding.HalfDone) as ended:
        _goes_on(tiket, GOES_ON[then])
    assert isinstance(ended.value.__cause__, ZeroDivisionError)
    assert Ticket.objects.values().get() == before
    assert not tiket.events.exists()


def test_a_run_may_go_on_after_a_refusal_before_anything_was_written(tiket, percakapan, now):
    elsewhere = factories.ServiceFactory()
    with holding.holding(percakapan.pk, [tiket], calendar=calendar_of):
        write(tiket, subject="contoh")
        with pytest.raises(desk.Refused):
            desk.choose_service(tiket, service=elsewhere, now=now)
    assert Ticket.objects.get(pk=tiket.pk).subject == "contoh"


def _refuses_late(ticket):
    with (
        holding.holding(ticket.conversation_id, [ticket], calendar=calendar_of),
        suppress(desk.Refused),
        working_on(ticket),
    ):
        write(ticket, subject="contoh")
        raise desk.Refused("terlambat")


def test_a_refusal_after_something_was_written_ends_the_run(tiket):
    with pytest.raises(holding.HalfDone):
        _refuses_late(tiket)
