"""What the office owes a citizen: an answer clears it, reading does not, a refused one brings it back."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.models import Conversation, Message, Ticket

H = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(percakapan: Conversation, tiket: Ticket, now: dt.datetime) -> Phone:
    return Phone(percakapan, now)


def owed(ticket: Ticket) -> dt.datetime | None:
    ticket.refresh_from_db()
    return ticket.unanswered_since


def answer(ticket: Ticket, by: Staff, at: dt.datetime, text: str = "Baik, Bu.") -> Message:
    # What WhatsApp took is no longer on its way; the window is the test's own matter.
    (message,) = desk.reply(ticket, by=by, now=at, reply=desk.Reply(text=text))
    return message


def test_the_first_words_count_not_the_last(phone: Phone, tiket: Ticket, now: dt.datetime) -> None:
    phone.says("Kapan selesai, Bu?")
    phone.later(minutes=30).says("", "image")
    assert owed(tiket) == now
    assert tiket in Ticket.objects.unanswered()


def test_an_answer_clears_it_and_reading_does_not(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    phone.says("Kapan selesai, Bu?")
    desk.take(tiket, by=petugas, now=now)
    desk.mark_seen(tiket, by=petugas, now=now)
    assert owed(tiket) == now
    answer(tiket, petugas, now + H)
    assert (owed(tiket), tiket.answered_at) == (None, now + H)
    phone.later(hours=2).says("Baik, tetapi KK saya hilang")
    assert owed(tiket) == now + 2 * H


@pytest.mark.parametrize(
    ("text", "kind"), [("Terima kasih banyak 🙏", "text"), ("👍", "text"), ("", "sticker")]
)
def test_thanks_after_an_answer_ask_for_none(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime, text: str, kind: str
) -> None:
    answer(tiket, petugas, now)
    phone.later(hours=1).says(text, kind)
    assert owed(tiket) is None
    assert tiket.unread_count == 1


def test_thanks_beside_a_question_do_not_hide_it(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    answer(tiket, petugas, now)
    phone.later(hours=1).arrives("Terima kasih")
    phone.arrives("tapi nama saya salah, Pak")
    phone.work()
    assert owed(tiket) == now + H


def test_a_reaction_asks_for_nothing(phone: Phone, tiket: Ticket) -> None:
    phone.says("👍", "reaction")
    assert owed(tiket) is None


def test_what_the_bot_answers_with_cek_is_answered(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    answer(tiket, petugas, now)
    assert phone.later(hours=1).says("cek")
    assert owed(tiket) is None
    phone.later(hours=1).says("cek, kok lama sekali ya Bu berkas saya di situ?")
    assert owed(tiket) == now + 2 * H


def test_late_words_on_a_resolved_ticket_are_owed_a_reply(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    phone.says("Mohon dicek")
    answer(tiket, petugas, now)
    desk.resolve(tiket, by=petugas, now=now + H, outcome="answered")
    phone.later(hours=2).says("Terima kasih")
    assert owed(tiket) is None
    phone.says("Belum beres Pak, nama masih salah", at=now + 1.5 * H)
    assert owed(tiket) == now + 1.5 * H
    assert tiket in Ticket.objects.unanswered()


def test_what_a_closed_ticket_would_owe_is_owed_where_it_can_be_answered(
    phone: Phone, tiket: Ticket, now: dt.datetime
) -> None:
    phone.says("Mohon dicek")
    closed = {"state": "closed", "unanswered_since": None, "register_number": "KIM-2026-000900"}
    Ticket.objects.update(**closed)
    phone.says("Belum beres Pak", at=now - H)
    assert owed(tiket) is None
    following = Ticket.objects.unanswered().get()
    assert (following.follows, following.unanswered_since) == (tiket, now - H)


def test_what_the_bot_still_asks_about_is_left_to_it(
    percakapan: Conversation, standar: Any, now: dt.datetime
) -> None:
    phone = Phone(percakapan, now)
    phone.says("Selamat pagi, KK saya hilang")
    assert phone.ticket().unanswered_since == now
    assert not Ticket.objects.unanswered().exists()
    phone.later(minutes=1).says("petugas")
    assert Ticket.objects.unanswered().get().unanswered_since == now


def test_no_reply_needed(phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    phone.says("Baik, besok saya ke sana")
    seen = Message.objects.latest("pk").pk
    desk.no_reply_needed(tiket, by=petugas, now=now + H, seen=seen)
    assert owed(tiket) is None
    event = tiket.events.get(verb="no_reply_needed")
    assert (event.actor, event.data) == (petugas, {"owed_since": now.isoformat()})
    with pytest.raises(desk.Refused):
        desk.no_reply_needed(tiket, by=petugas, now=now + H)
    phone.later(hours=2).says("Terima kasih")
    assert owed(tiket) is None


def test_what_came_while_the_page_was_open_is_not_waved_away(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    phone.says("Baik, besok saya ke sana")
    seen = Message.objects.latest("pk").pk
    phone.later(minutes=5).says("Eh, jam berapa bukanya?")
    desk.no_reply_needed(tiket, by=petugas, now=now + H, seen=seen)
    assert owed(tiket) == now + dt.timedelta(minutes=5)


def test_whoever_may_not_answer_may_not_wave_away(
    phone: Phone, tiket: Ticket, orang_luar: Staff, now: dt.datetime
) -> None:
    phone.says("Kapan selesai?")
    with pytest.raises(desk.Refused):
        desk.no_reply_needed(tiket, by=orang_luar, now=now)
    assert owed(tiket) == now


def test_a_refused_answer_brings_it_back(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    phone.says("Kapan selesai?")
    message = answer(tiket, petugas, now + H)
    Message.objects.filter(pk=message.pk).update(status="failed", status_at=now + H)
    assert desk.recount_answers(now + 2 * H) == 1
    assert (owed(tiket), tiket.answered_at) == (now, None)
    assert desk.recount_answers(now + 3 * H) == 0
    Message.objects.filter(pk=message.pk).update(status="delivered")
    assert desk.recount_answers(now + 4 * H) == 1
    assert (owed(tiket), tiket.answered_at) == (None, now + H)
    assert desk.recount_answers(now + 5 * H) == 0


def test_a_later_refused_answer_brings_back_what_it_answered(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    answer(tiket, petugas, now)
    phone.later(hours=1).says("Lalu bagaimana?")
    message = answer(tiket, petugas, now + 2 * H)
    Message.objects.filter(pk=message.pk).update(status="failed", status_at=now + 2 * H)
    assert desk.recount_answers(now + 3 * H) == 1
    assert (owed(tiket), tiket.answered_at, tiket.first_responded_at) == (now + H, now, now)
    event = tiket.events.get(verb="unreached")
    assert event.data == {"owed_since": (now + H).isoformat(), "state": "in_progress"}
    desk.retry_message(message, by=petugas, now=now + 4 * H)
    assert owed(tiket) is None


def test_two_refused_answers_bring_back_the_first_words(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    phone.says("Kapan selesai?")
    for hour in (1, 1, 2):
        answer(tiket, petugas, now + hour * H)
    Message.objects.filter(direction="out").update(status="failed", status_at=now + 2 * H)
    assert desk.recount_answers(now + 3 * H) == 1
    assert (owed(tiket), tiket.answered_at) == (now, None)


def test_one_part_that_came_answers(
    phone: Phone, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    phone.says("Kapan selesai?")
    message = answer(tiket, petugas, now + H)
    factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", status="sent", occurred_at=now + H
    )
    Message.objects.filter(pk=message.pk).update(status="failed", status_at=now + H)
    desk.recount_answers(now + 2 * H)
    assert owed(tiket) is None


def test_an_answer_from_elsewhere_leaves_what_came_after_it(
    phone: Phone, tiket: Ticket, now: dt.datetime
) -> None:
    phone.says("Kapan selesai?")
    phone.later(hours=2).says("Halo, Bu, mohon kabarnya")
    with desk.base.working_on(tiket):
        desk.answered(tiket, by=None, now=now + 3 * H, at=now + H)
    assert owed(tiket) == now + 2 * H
    assert (tiket.answered_at, tiket.first_responded_at) == (now + H, now + H)


def test_an_answer_from_elsewhere_answers_what_whatsapp_had_though_we_had_it_later(
    phone: Phone, tiket: Ticket, now: dt.datetime
) -> None:
    phone.later(hours=2).says("Kapan selesai?", at=now)
    with desk.base.working_on(tiket):
        desk.answered(tiket, by=None, now=now + 3 * H, at=now + H)
    assert owed(tiket) is None


@pytest.mark.parametrize(
    ("outcome", "summary", "left"),
    [
        ("fulfilled", "", True),
        ("fulfilled", "Contoh", False),  # the citizen reads it
        ("no_request", "", False),
        ("no_request", "Contoh", False),
    ],
)
def test_what_is_no_request_owes_nothing(
    phone: Phone,
    tiket: Ticket,
    petugas: Staff,
    now: dt.datetime,
    outcome: str,
    summary: str,
    left: bool,
) -> None:
    desk.reply(tiket, by=petugas, now=now - H, reply=desk.Reply(text="Silakan."))
    phone.says("Halo, ini promo pinjaman")
    desk.resolve(tiket, by=petugas, now=now + H, outcome=outcome, summary=summary)
    assert (owed(tiket) is not None) is left


def test_a_walk_in_was_answered_at_the_counter(
    petugas: Staff, dinas: Any, now: dt.datetime
) -> None:
    walk_in = desk.WalkIn(agency=dinas, name="Ibu Contoh", note="Minta surat")
    ticket = desk.register_walk_in(walk_in, by=petugas, now=now)
    assert (ticket.unanswered_since, ticket.answered_at) == (None, now)


def test_words_that_move_to_a_new_matter_owe_there(
    percakapan: Conversation, petugas: Staff, standar: Any, now: dt.datetime
) -> None:
    phone = Phone(percakapan, now)
    phone.says("petugas")
    old = phone.ticket()
    answer(old, petugas, now)
    desk.resolve(old, by=petugas, now=now, outcome="answered")
    phone.later(hours=1).says("Mau tanya soal rumah")
    assert owed(old) == now + H
    phone.says("baru")
    assert owed(old) is None
    assert Ticket.objects.exclude(pk=old.pk).get().unanswered_since == now + H
