"""What a citizen writes about a matter that is finished reaches the officer who finished it."""

import datetime as dt

import pytest

from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
STORY = "pak ini soal dokumen yang kemarin"


@pytest.fixture
def phone(percakapan, standar, now):
    return Phone(percakapan, now)


def finish(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(state="resolved", resolved_at=ticket.received_at)


@pytest.fixture
def two(phone):
    """An older and a newer ticket, both resolved."""
    phone.says("petugas")
    finish(phone.ticket())
    phone.later(minutes=5).says("menu")
    phone.says("petugas")
    finish(phone.tickets()[1])
    return phone.later(minutes=5)


def states(phone):
    return [ticket.state for ticket in phone.tickets()]


def first_words(ticket):
    return ticket.messages.inbound().in_order().first()


def asks_about_the_older(phone):
    older = phone.tickets()[0]
    (asked,) = phone.says(STORY, quoted=first_words(older))
    assert asked.ticket == older
    return older


@pytest.mark.parametrize("answer", ["lanjutan", "1", "masih salah juga"])
def test_the_answer_goes_to_the_ticket_that_was_asked_about(two, answer):
    asks_about_the_older(two)
    two.says(answer)
    assert states(two) == ["in_progress", "resolved"] or states(two) == ["new", "resolved"]


def test_silence_reopens_the_ticket_that_was_asked_about(two):
    older = asks_about_the_older(two)
    two.falls_silent()
    assert two.tickets()[0].is_open
    assert states(two)[1] == "resolved"
    assert Message.objects.get(text=STORY).ticket == older


def test_a_new_matter_takes_the_story_along_and_the_counts_stay_true(two):
    asks_about_the_older(two)
    two.says("baru")
    assert states(two)[:2] == ["resolved", "resolved"]
    assert Message.objects.get(text=STORY).ticket == two.tickets()[2]
    for ticket in two.tickets():
        assert ticket.message_count == ticket.messages.count(), ticket


def test_a_question_that_another_one_pushes_aside_goes_to_the_officers(two):
    asks_about_the_older(two)
    newer = two.tickets()[1]
    (asked,) = two.says("yang ini juga salah", quoted=first_words(newer))
    assert asked.ticket == newer
    assert two.tickets()[0].is_open
    two.falls_silent()
    assert two.tickets()[1].is_open


def test_a_closed_ticket_that_is_quoted_meanwhile_does_not_swallow_the_question(two):
    newer = two.tickets()[1]
    Ticket.objects.filter(pk=newer.pk).update(state="closed")
    older = asks_about_the_older(two)
    two.says("kalau yang ini bagaimana", quoted=first_words(newer))
    assert two.tickets()[0].is_open
    assert Message.objects.get(text="kalau yang ini bagaimana").ticket == older


def test_words_about_a_finished_matter_do_not_disturb_one_that_is_taken_in(phone, layanan):
    phone.says("petugas")
    finish(phone.ticket())
    phone.later(minutes=5).says("menu")
    phone.chooses(f"svc:{layanan.pk}")
    older = phone.tickets()[0]
    phone.says(STORY, quoted=first_words(older))
    assert phone.tickets()[0].is_open
    assert states(phone)[1] == "intake"
    phone.says("ktp", "image")
    assert phone.tickets()[1].state == "new"
    assert phone.tickets()[1].service == layanan


def reopen(ticket, penyelia, now):
    desk.reopen(Ticket.objects.get(pk=ticket.pk), by=penyelia, now=now, reason="saya lihat")


def resolve(ticket, by, now):
    found = Ticket.objects.get(pk=ticket.pk)
    desk.take(found, by=by, now=now)
    desk.resolve(found, by=by, now=now, outcome="fulfilled", summary="selesai")


def test_silence_reopens_nothing_else_where_an_officer_was_faster(two, penyelia):
    older = asks_about_the_older(two)
    reopen(older, penyelia, two.now)
    assert two.falls_silent() == []
    assert [ticket.is_open for ticket in two.tickets()] == [True, False]


def test_silence_reopens_nothing_that_was_resolved_anew(two, penyelia):
    older = asks_about_the_older(two)
    reopen(older, penyelia, two.now)
    two.later(minutes=4)
    resolve(older, penyelia, two.now)
    assert two.falls_silent() == []
    assert states(two) == ["resolved", "resolved"]


def test_a_question_that_settled_itself_takes_no_later_message(two, penyelia):
    two.says("menu")
    two.says("petugas")
    older = asks_about_the_older(two)
    reopen(older, penyelia, two.now)
    two.later(minutes=1).says("baik pak saya tunggu kabarnya", quoted=first_words(older))
    two.falls_silent()
    resolve(older, penyelia, two.later(hours=20).now)
    two.later(hours=1).says("untuk permohonan lain: alamatnya jalan mawar")
    written = Message.objects.get(text__startswith="untuk permohonan lain")
    assert written.ticket == two.tickets()[2]
    assert states(two)[0] == "resolved"


def test_a_question_of_this_very_run_takes_no_message(two):
    two.says("menu")
    two.says("petugas")
    two.arrives("bagaimana dengan yang ini pak", quoted=first_words(two.tickets()[0]))
    two.arrives("alamat saya jalan mawar nomor dua")
    two.work()
    assert Message.objects.get(text__startswith="alamat").ticket == two.tickets()[2]
    assert states(two)[:2] == ["resolved", "resolved"]


@pytest.mark.parametrize("answer", ["", "lanjutan"])
def test_no_week_ends_between_a_question_and_its_answer(phone, petugas, answer):
    phone.says("petugas")
    resolve(phone.ticket(), petugas, phone.now)
    phone.later(days=7, minutes=-5).says(STORY)
    assert desk.close_due(phone.later(minutes=6).now) == 0
    if answer:
        phone.says(answer)
    phone.falls_silent()
    assert phone.ticket().is_open
    Ticket.objects.update(state="resolved", resolved_at=phone.now)
    assert desk.close_due(phone.later(days=8).now) == 1


def test_no_week_ends_over_words_that_nobody_has_answered(phone, petugas):
    phone.says("petugas")
    resolve(phone.ticket(), petugas, phone.now)
    resolved_at = phone.ticket().resolved_at
    Ticket.objects.update(unanswered_since=resolved_at + dt.timedelta(minutes=1))
    week = phone.later(days=8).now
    assert desk.close_due(week) == 0
    Ticket.objects.update(unanswered_since=resolved_at)  # from before the closing: dealt with by it
    assert desk.close_due(week) == 1


@pytest.mark.parametrize("answer", ["", "lanjutan"])
def test_a_ticket_closed_all_the_same_keeps_no_question(phone, answer):
    phone.says("petugas")
    finish(phone.ticket())
    phone.later(minutes=5).says(STORY)
    Ticket.objects.update(state="closed")
    if answer:
        phone.says(answer)
    phone.falls_silent()
    old, new = phone.tickets()
    assert (old.state, new.state, new.follows) == ("closed", "new", old)
    assert Message.objects.get(text=STORY).ticket == new
    assert [ticket.message_count for ticket in (old, new)] == [
        ticket.messages.count() for ticket in (old, new)
    ]


def test_what_is_left_behind_shows_the_citizens_words(phone, layanan):
    phone.says("petugas")
    phone.later(minutes=5).says("menu")
    phone.chooses(f"svc:{layanan.pk}")
    phone.says("ktp", "image")
    phone.later(minutes=5).says("dokumen saya salah nama")
    phone.chooses(f"ticket:{phone.tickets()[0].register_number}")
    assert phone.tickets()[1].last_message_direction == "in"


@pytest.mark.parametrize("words", ["petugas", "mana pak"])
def test_the_bots_words_hide_no_citizen_who_waits_for_an_officer(phone, petugas, words):
    phone.says("halo")
    phone.says("petugas")
    ticket = desk.take(phone.ticket(), by=petugas, now=phone.now)
    desk.reply(ticket, by=petugas, now=phone.now, reply=desk.Reply(text="Kami periksa"))
    phone.later(minutes=5).says(words)
    ticket.refresh_from_db()
    assert (ticket.last_message_text, ticket.last_message_direction) == (words, "in")


@pytest.mark.parametrize("words", ["???", "tidak", "tidak pak", "gak"])
def test_what_is_no_thanks_is_asked_about_and_ends_in_the_queue(phone, words):
    phone.says("petugas")
    finish(phone.ticket())
    (asked,) = phone.later(minutes=5).says(words)
    assert asked.payload["content"] == "buttons"
    phone.falls_silent()
    assert phone.ticket().is_open


@pytest.mark.parametrize("words", ["terima kasih", "ok", "!!!", "🙏🙏", "sudah", "cukup pak"])
def test_thanks_change_nothing(phone, words):
    phone.says("petugas")
    finish(phone.ticket())
    assert phone.later(minutes=5).says(words) == []
    assert phone.falls_silent() == []
    assert phone.ticket().state == "resolved"


def test_a_question_mark_after_closing_begins_a_new_matter(phone):
    phone.says("petugas")
    Ticket.objects.update(state="closed")
    phone.later(minutes=5).says("???")
    old, new = phone.tickets()
    assert (old.state, new.follows) == ("closed", old)
