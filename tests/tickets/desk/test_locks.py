"""Which rows a verb holds: the conversation that the ticket is in at that moment, and then the ticket."""

import datetime as dt
import re
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.desk.base import working_on
from tickets.inbound.merging import merge
from tickets.models import Conversation, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(tiket: Ticket, dinas: Any) -> Ticket:
    """`tiket` as it was read before its citizen turned out to be another, whose it is now."""
    before = Ticket.objects.get(pk=tiket.pk)
    assert tiket.conversation is not None
    kept = factories.ConversationFactory(channel=tiket.channel)
    with transaction.atomic():
        merge(kept.citizen, tiket.conversation.citizen)
    return before


def held_now(ticket: Ticket) -> list[int]:
    """The conversations whose rows a verb on this ticket reads to hold them, in order."""
    with CaptureQueriesContext(connection) as asked, working_on(ticket):
        pass
    reads = (
        re.search(r'FROM "tickets_conversation" .*"id" = (\d+)', each["sql"]) for each in asked
    )
    return [int(read[1]) for read in reads if read]


def test_a_verb_holds_the_conversation_to_which_its_ticket_was_moved(moved: Ticket) -> None:
    old = moved.conversation_id
    now = Ticket.objects.values_list("conversation_id", flat=True).get(pk=moved.pk)
    assert now != old
    assert held_now(moved) == [old, now]
    assert held_now(moved) == [now]


def test_a_verb_on_a_ticket_that_was_moved_is_carried_out_once(
    moved: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(moved, by=petugas, now=now)
    row = Ticket.objects.get(pk=moved.pk)
    assert (row.assignee, row.conversation_id) == (petugas, moved.conversation_id)
    assert row.events.filter(verb="taken").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_verbs_on_a_moved_ticket_wait_for_the_run_that_holds_its_conversation(
    moved: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    begun, done = Event(), Event()

    def takes() -> None:
        begun.set()
        desk.take(moved, by=petugas, now=now)
        done.set()
        connection.close()

    fresh = Ticket.objects.get(pk=moved.pk)
    with transaction.atomic():
        list(Conversation.objects.select_for_update().filter(pk=fresh.conversation_id))
        other = Thread(target=takes)
        other.start()
        assert begun.wait(5)
        assert not done.wait(0.5)
    other.join(5)
    assert done.is_set()
