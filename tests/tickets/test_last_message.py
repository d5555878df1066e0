"""What the queue row copies of the last thing said is made in one place, for all who speak."""

import datetime as dt

import pytest

from tests import factories
from tickets import last_message
from tickets.models import Message, Ticket

NOON = dt.datetime(2026, 6, 9, 5, tzinfo=dt.UTC)


def said(tiket: Ticket, text: str, *, minute: int = 0, **more: object) -> Message:
    at = NOON + dt.timedelta(minutes=minute)
    return factories.MessageFactory(ticket=tiket, text=text, occurred_at=at, received_at=at, **more)


OFFICER = {"direction": "out", "origin": "officer", "status": "sent"}
BOT = {"direction": "out", "origin": "bot", "status": "sent"}


@pytest.mark.parametrize("who", [{}, OFFICER])
def test_signs_that_turn_words_reach_no_row_whoever_wrote_them(
    tiket: Ticket, who: dict[str, str]
) -> None:
    assert last_message.line(said(tiket, "Baca \u202eini\n ya", **who)) == "Baca ini ya"


def test_a_number_is_never_cut_in_the_middle(tiket: Ticket) -> None:
    words = "a" * 150 + " NIK 3578012345670001"
    assert last_message.line(said(tiket, words)).endswith("a NIK ")


def test_a_late_message_hides_nothing_newer(tiket: Ticket) -> None:
    tiket.last_message_at = NOON
    assert not last_message.after_arriving(tiket, said(tiket, "tadi", minute=-1))
    shown = last_message.after_arriving(tiket, said(tiket, "baru", minute=1))
    assert shown["last_message_text"] == "baru"


def test_the_bot_hides_no_words_of_a_citizen_but_an_officer_does(tiket: Ticket) -> None:
    tiket.last_message_at, tiket.last_message_direction = NOON, Message.Direction.IN
    assert not last_message.after_sending(tiket, said(tiket, "Terima kasih", **BOT))
    shown = last_message.after_sending(tiket, said(tiket, "Baik, Pak", **OFFICER))
    assert shown["last_message_text"] == "Baik, Pak"
    tiket.last_message_direction = Message.Direction.OUT
    assert not last_message.after_sending(tiket, said(tiket, "Status", **BOT))


def test_the_row_goes_back_to_what_is_left(tiket: Ticket) -> None:
    said(tiket, "Halo", minute=1)
    said(tiket, "Terima kasih", minute=2, **BOT)
    assert last_message.after_leaving(tiket)["last_message_text"] == "Halo"
    tiket.first_responded_at = NOON
    assert last_message.after_leaving(tiket)["last_message_text"] == "Halo"
    Message.objects.all().delete()
    assert last_message.after_leaving(tiket)["last_message_at"] is None
