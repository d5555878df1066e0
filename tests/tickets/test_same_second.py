"""WhatsApp's times are whole seconds and ours are not: what answers stands after what it answers."""

import datetime as dt
import itertools

import pytest

from tests import factories
from tickets.inbound.attaching import attach
from tickets.inbound.run import Run
from tickets.intake import IntakeState
from tickets.models import Message, Ticket
from tickets.views.thread import ThreadView, thread_of
from tickets.views.thread_page import page_of

SECOND = dt.datetime(2026, 6, 9, 3, 0, 5, tzinfo=dt.UTC)


def at(seconds: float) -> dt.datetime:
    return SECOND + dt.timedelta(seconds=seconds)


def written(tiket: Ticket, when: float, **more: object) -> Message:
    values = {"direction": "out", "origin": "officer", "status": "sent", **more}
    return factories.MessageFactory(ticket=tiket, occurred_at=at(when), **values)


def came(tiket: Ticket, *, arrived: float, second: float = 0, **more: object) -> Message:
    return factories.MessageFactory(
        ticket=tiket, occurred_at=at(second), received_at=at(arrived), **more
    )


def order(tiket: Ticket) -> list[int]:
    return [message.pk for message in page_of(tiket).messages]


@pytest.mark.parametrize("arrived", [0.301, 0.9, 1.4, 7, 7200])
def test_what_answers_stands_after_what_it_answers(tiket: Ticket, arrived: float) -> None:
    answer = written(tiket, 0.3)
    thanks = came(tiket, arrived=arrived)
    assert order(tiket) == [answer.pk, thanks.pk]


def test_what_was_read_stands_before_the_answer_to_it(tiket: Ticket) -> None:
    question = came(tiket, arrived=0.2)
    answer = written(tiket, 0.3)
    assert order(tiket) == [question.pk, answer.pk]


def test_the_seconds_before_and_after_stay_apart(tiket: Ticket) -> None:
    later = came(tiket, second=1, arrived=60)
    answer = written(tiket, 0.999)
    earlier = came(tiket, second=-1, arrived=60)
    assert order(tiket) == [earlier.pk, answer.pk, later.pk]


def test_an_album_stays_in_the_order_of_its_arrival(tiket: Ticket) -> None:
    answer = written(tiket, 0.3)
    album = [came(tiket, arrived=2).pk for _ in range(5)]
    assert order(tiket) == [answer.pk, *album]


def test_notes_and_what_the_bot_wrote_keep_their_own_times(tiket: Ticket) -> None:
    rows = [
        written(tiket, 0.1, direction="note", type="note"),
        written(tiket, 0.2, origin="bot"),
        written(tiket, 0.3),
    ]
    assert order(tiket) == [row.pk for row in rows]


def test_a_quote_stands_after_what_it_quotes_where_our_clock_is_fast(tiket: Ticket) -> None:
    answer = written(tiket, 3.5)
    quoting = came(tiket, arrived=1, quoted=answer)
    assert order(tiket) == [answer.pk, quoting.pk]


@pytest.mark.parametrize("rows", list(itertools.permutations(range(3))))
def test_the_order_does_not_depend_on_how_rows_are_read(
    tiket: Ticket, rows: tuple[int, ...]
) -> None:
    moments = (0.1, 0.4, 0.8)
    made = {n: came(tiket, arrived=moments[n]).pk for n in rows}
    answers = [written(tiket, 0.3).pk, written(tiket, 0.6).pk]
    assert order(tiket) == [made[0], answers[0], made[1], answers[1], made[2]]


def run_at(tiket: Ticket, now: dt.datetime) -> Run:
    """A run over the ticket's conversation."""
    conversation = tiket.conversation
    assert conversation is not None
    return Run(conversation=conversation, now=now, state=IntakeState(), tickets=[tiket])


def test_the_page_and_the_queue_row_say_the_same(tiket: Ticket) -> None:
    answer = written(tiket, 0.3, text="Sudah siap.")
    Ticket.objects.update(last_message_at=answer.occurred_at, last_message_direction="out")
    tiket.refresh_from_db()
    thanks = came(tiket, arrived=1.2, text="Terima kasih")
    attach(run_at(tiket, at(2)), tiket, [thanks])
    tiket.refresh_from_db()
    assert (tiket.last_message_text, tiket.last_message_direction) == ("Terima kasih", "in")
    bubbles = thread_of(page_of(tiket), events=[], view=ThreadView(zone=tiket.agency.zone))
    assert [one.text for one in bubbles if one.kind == "bubble"] == ["Sudah siap.", "Terima kasih"]


def test_a_late_one_does_not_become_the_last(tiket: Ticket) -> None:
    answer = written(tiket, 0.3, text="Sudah siap.")
    Ticket.objects.update(last_message_at=answer.occurred_at, last_message_text="Sudah siap.")
    tiket.refresh_from_db()
    attach(run_at(tiket, at(10)), tiket, [came(tiket, second=-1, arrived=9)])
    tiket.refresh_from_db()
    assert tiket.last_message_text == "Sudah siap."
