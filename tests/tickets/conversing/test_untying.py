"""A counter's matter that was tied to the wrong WhatsApp is taken away from it, and stays away."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.converse_tools import Phone
from tests.tickets.conversing.test_tying import at_counter, loket, place  # noqa: F401  # a fixture
from tests.tickets.desk.test_concluding import update_template
from tickets import desk
from tickets.desk import Refused
from tickets.models import Conversation, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OVER = "tidak lagi terhubung dengan WhatsApp ini"


@pytest.fixture
def tied(loket: Ticket, phone: Phone) -> Ticket:  # noqa: F811  # the fixture
    """Tied by its code; the bot's answer has left."""
    phone.says(loket.tracking_code)
    sent()
    loket.refresh_from_db()
    return loket


def sent() -> None:
    Message.objects.filter(direction="out", status="queued").update(status="delivered")


def untie(ticket: Ticket, by: Staff, now: dt.datetime, reason: str = "Keliru orang") -> None:
    desk.untie(Ticket.objects.get(pk=ticket.pk), by=by, now=now, reason=reason)


def test_nothing_goes_there_any_more_and_they_hear_it_once(
    tied: Ticket, phone: Phone, petugas: Staff, now: dt.datetime
) -> None:
    said = tied.messages.count()
    for _ in range(2):
        untie(tied, petugas, now)
    assert place(tied) == (None, None)
    assert tied.window_expires_at is None
    [line] = tied.events.filter(verb="untied")
    assert (line.reason, line.actor) == ("Keliru orang", petugas)
    assert line.data["conversation"] == phone.conversation.pk
    assert tied.messages.count() == said + 1  # what was said stays
    [told] = tied.messages.filter(text__contains=OVER)
    assert told.status == "queued"
    desk.resolve(tied, by=petugas, now=now, outcome="fulfilled", summary="Sudah jadi.")
    assert not Message.objects.filter(text__contains="Sudah jadi.").exists()


@pytest.mark.parametrize("words", ["{code}", "cek {number}"])
def test_it_is_not_tied_there_again_but_elsewhere_it_is(
    tied: Ticket, phone: Phone, petugas: Staff, now: dt.datetime, words: str
) -> None:
    untie(tied, petugas, now)
    said = words.format(code=tied.tracking_code, number=tied.register_number)
    [letter] = phone.later(minutes=1).says(said)
    assert tied.register_number not in letter.text
    assert place(tied) == (None, None)
    channel = phone.conversation.channel
    right = factories.ConversationFactory(channel=channel, citizen__agency=tied.agency)
    Phone(right, now + dt.timedelta(minutes=2)).says(tied.tracking_code)
    assert place(tied)[0] == right


def test_later_words_there_do_not_come_to_it(
    tied: Ticket, phone: Phone, petugas: Staff, now: dt.datetime
) -> None:
    answer = tied.messages.filter(direction="out").latest("pk")
    untie(tied, petugas, now)
    before = tied.messages.count()
    phone.later(minutes=5).says("Ini maksudnya apa?", quoted=answer)
    assert tied.messages.count() == before


@pytest.mark.parametrize("busy", ["owed", "leaving", "held", "merged", "closed"])
def test_it_waits_for_what_is_on_its_way(
    tied: Ticket, phone: Phone, petugas: Staff, now: dt.datetime, busy: str
) -> None:
    if busy == "owed":
        phone.later(minutes=1).says("Kapan surat saya selesai?")
        Ticket.objects.filter(pk=tied.pk).update(unanswered_since=now)
        sent()
    elif busy == "leaving":
        tied.messages.filter(direction="out").update(status="queued")
    elif busy == "held":
        Ticket.objects.filter(pk=tied.pk).update(approval_asked_at=now)
    elif busy == "merged":
        double = factories.TicketFactory(
            conversation=phone.conversation, register_number="DINSOS-2026-000077",
            received_at=now + dt.timedelta(minutes=1),
        )  # fmt: skip
        desk.merge([double], into=Ticket.objects.get(pk=tied.pk), by=petugas, now=now)
        sent()
    else:
        Ticket.objects.filter(pk=tied.pk).update(state="closed")
    with pytest.raises(Refused):
        untie(tied, petugas, now)
    assert place(tied)[0] == phone.conversation
    assert not tied.events.filter(verb="untied").exists()
    assert not Message.objects.filter(text__contains=OVER).exists()


def test_outside_the_window_it_is_not_said(tied: Ticket, petugas: Staff, now: dt.datetime) -> None:
    update_template(tied)
    Conversation.objects.update(window_expires_at=now - dt.timedelta(hours=1))
    untie(tied, petugas, now)
    assert place(tied) == (None, None)
    assert tied.events.get(verb="untied").data["told"] == "window_closed"


def test_what_failed_there_is_not_sent_again(
    tied: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    [answer] = tied.messages.filter(direction="out")
    Message.objects.filter(pk=answer.pk).update(status="failed")
    untie(tied, petugas, now)
    with pytest.raises(Refused, match="sudah dilepas dari WhatsApp itu"):
        desk.retry_message(Message.objects.get(pk=answer.pk), by=petugas, now=now)


def test_the_page_offers_it_to_who_may_and_asks_why(
    masuk: Any, tied: Ticket, phone: Phone, petugas: Staff, orang_luar: Staff
) -> None:
    client, path = masuk(petugas), f"{tied.get_absolute_url()}lepas-whatsapp/"
    assert path in client.get(tied.get_absolute_url()).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 422
    assert masuk(orang_luar).post(path, {"reason": "Iseng"}).status_code == 404
    assert place(tied)[0] == phone.conversation
    assert client.post(path, {"reason": "Keliru orang"}).status_code == 302
    assert place(tied) == (None, None)
    page = client.get(tied.get_absolute_url()).content.decode()
    assert path not in page
    assert "melepas tiket ini dari WhatsApp" in page
