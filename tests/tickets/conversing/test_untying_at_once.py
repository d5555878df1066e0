"""A tie is loosened while a colleague answers or merges at the same moment: one of them happens, not half of both."""

import datetime as dt
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from services.models import Staff
from tests import factories
from tests.processes.servers import wait_until
from tests.tickets.conversing.test_tying import at_counter, loket  # noqa: F401  # a fixture
from tests.tickets.conversing.test_untying import tied  # noqa: F401  # a fixture
from tickets import desk
from tickets.models import Conversation, Message, Ticket

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clock"),
]
Deed = Callable[[Ticket], object]
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"
ORDER = pytest.mark.parametrize("untied_first", [True, False], ids=["untied first", "untied last"])


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return int(cursor.fetchone()[0])


def at_once(ticket: Ticket, *deeds: Deed) -> list[str]:
    """Each with a connection of its own and the ticket as it was; they get the conversation in this
    order. Returns what was refused, "" for what was done, in the same order.
    """
    said = [""] * len(deeds)

    def click(place: int, do: Deed, seen: Ticket) -> None:
        try:
            do(seen)
        except desk.Refused as refusal:
            said[place] = str(refusal)
        finally:
            connection.close()

    clicks = [
        Thread(target=click, args=(place, do, Ticket.objects.get(pk=ticket.pk)))
        for place, do in enumerate(deeds)
    ]
    with transaction.atomic():
        list(Conversation.objects.select_for_update().filter(pk=ticket.conversation_id))
        for number, one in enumerate(clicks, 1):
            one.start()
            wait_until(lambda n=number: waiting() >= n, seconds=10, what="the click waits")
    for one in clicks:
        one.join(10)
    assert not any(one.is_alive() for one in clicks)
    return said


def untying(by: Staff, now: dt.datetime) -> Deed:
    return lambda seen: desk.untie(seen, by=by, now=now, reason="Keliru orang")


@ORDER
def test_an_answer_goes_there_or_not_at_all(
    tied: Ticket,  # noqa: F811  # the fixture
    petugas: Staff,
    now: dt.datetime,
    untied_first: bool,
) -> None:
    there = tied.conversation
    letter = desk.Reply(text="Sedang kami proses (contoh).", form_key="kunci-contoh")
    deeds = [
        untying(petugas, now),
        lambda seen: desk.reply(seen, by=petugas, now=now, reply=letter),
    ]
    first, second = at_once(tied, *(deeds if untied_first else reversed(deeds)))
    assert first == ""
    assert second != ""
    answers = Message.objects.filter(text=letter.text)
    assert [one.conversation for one in answers] == ([] if untied_first else [there])
    assert Ticket.objects.get(pk=tied.pk).conversation == (None if untied_first else there)


@ORDER
def test_a_double_is_merged_into_it_or_it_leaves(
    tied: Ticket,  # noqa: F811  # the fixture
    petugas: Staff,
    now: dt.datetime,
    untied_first: bool,
) -> None:
    double = factories.TicketFactory(
        conversation=tied.conversation, service=tied.service, received_at=now
    )
    desk.take(double, by=petugas, now=now)
    deeds = [
        untying(petugas, now),
        lambda seen: desk.merge([Ticket.objects.get(pk=double.pk)], into=seen, by=petugas, now=now),
    ]
    first, second = at_once(tied, *(deeds if untied_first else reversed(deeds)))
    assert first == ""
    assert second != ""
    left, ended = (Ticket.objects.get(pk=one.pk) for one in (tied, double))
    assert (left.conversation is None, ended.is_merged) == (untied_first, not untied_first)
    assert ended.is_open is untied_first
