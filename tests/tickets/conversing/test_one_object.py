"""In a run there is one object for a ticket, also for one that lies further back than the run has read."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.tickets.converse_tools import Phone
from tickets.models import Conversation, Ticket, turn_rows

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def phone(percakapan: Conversation, standar: Any, now: dt.datetime) -> Phone:
    return Phone(percakapan, now)


@pytest.fixture
def far_back(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> Ticket:
    """A ticket without a subject yet, older than all that a run reads."""
    monkeypatch.setattr(turn_rows, "_LATEST", 1)
    kept = {"channel": phone.conversation.channel, "conversation": phone.conversation}
    old, new = (
        factories.TicketFactory(**kept, state=Ticket.State.NEW, subject="") for _ in range(2)
    )
    for ticket, at in ((old, phone.now - 3 * HOUR), (new, phone.now - HOUR)):
        factories.MessageFactory(
            ticket=ticket, **kept, direction="out", origin="officer", occurred_at=at, worked_at=at
        )
    Conversation.objects.update(worked_until=phone.now - HOUR)
    return old


def test_words_that_come_late_and_words_that_quote_are_of_one_ticket(
    phone: Phone, far_back: Ticket
) -> None:
    phone.arrives("jalan berlubang di rt 2", at=phone.now - 2 * HOUR)
    asked = far_back.messages.get(direction="out")
    phone.arrives("lampu jalan juga mati di rt 3", quoted=asked, quoted_external_id="x")
    phone.work()
    row = Ticket.objects.get(pk=far_back.pk)
    assert row.messages.filter(direction="in").count() == 2
    assert row.subject == "jalan berlubang di rt 2"
    assert row.unread_count == 2


def test_its_row_is_written_once_as_of_any_other(phone: Phone, far_back: Ticket) -> None:
    asked = far_back.messages.get(direction="out")
    said = "petugas loket kasar dan minta uang, nama saya jangan disebut"
    phone.arrives(said, quoted=asked, quoted_external_id="x")
    with CaptureQueriesContext(connection) as queries:
        phone.work()
    written = [each for each in queries if each["sql"].startswith('UPDATE "tickets_ticket"')]
    assert len(written) == 1
    row = Ticket.objects.get(pk=far_back.pk)
    assert (row.is_anonymous, row.unread_count, row.subject) == (True, 1, said)


def test_an_answer_from_the_phone_of_the_office_is_of_the_same_object(
    phone: Phone, far_back: Ticket
) -> None:
    asked = far_back.messages.get(direction="out")
    phone.arrives("lampu jalan juga mati di rt 3", quoted=asked, quoted_external_id="x")
    phone.arrives(
        "Baik, kami perbaiki.", direction="out", origin="app", quoted=asked, quoted_external_id="x"
    )
    phone.work()
    row = Ticket.objects.get(pk=far_back.pk)
    assert (row.message_count, row.unread_count, row.unanswered_since) == (2, 1, None)
    assert row.last_message_text == "Baik, kami perbaiki."
