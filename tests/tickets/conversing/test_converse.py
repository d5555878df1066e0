"""From unworked messages to tickets and one answer."""

import datetime as dt

import pytest

from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.inbound.converse import converse, converse_pending
from tickets.models import Conversation, Message, TicketEvent

pytestmark = pytest.mark.django_db


def test_a_first_message_opens_one_ticket_and_is_greeted(phone, dinas):
    (letter,) = phone.says("halo")
    ticket = phone.ticket()
    assert ticket.state == "intake"
    assert ticket.register_number.startswith(f"{dinas.code}-")
    assert ticket.received_at == phone.now
    assert dinas.name in letter.text
    assert (
        "Senin-Kamis 07.30-12.00 dan 13.00-16.00; Jumat 07.30-11.30 dan 13.00-16.30" in letter.text
    )
    assert letter.payload["content"] == "buttons"  # one service is no choice
    assert letter.ticket == ticket
    assert letter.status == "queued"


def test_the_queue_shows_what_the_citizen_wrote_until_an_officer_has_answered(known, petugas):
    ticket = known.ticket()
    assert (ticket.last_message_text, ticket.last_message_direction) == ("ktp", "in")
    assert ticket.last_message_at == known.now
    assert ticket.message_count == ticket.messages.count()
    desk.reply(ticket, by=petugas, now=known.now, reply=desk.Reply(text="Kami periksa"))
    known.says("cek")
    ticket.refresh_from_db()
    assert (ticket.last_message_text, ticket.last_message_direction) == ("Kami periksa", "out")


def test_no_sign_of_a_message_turns_or_hides_the_line_in_the_queue(known, petugas, masuk):
    known.says("Pak RT\u202e: 0812\u200b\n  tolong \U0001f468\u200d\U0001f469\u200d\U0001f467")
    ticket = known.ticket()
    assert (
        ticket.last_message_text == "Pak RT: 0812 tolong \U0001f468\u200d\U0001f469\u200d\U0001f467"
    )
    assert "\u202e" not in ticket.subject
    assert "\u202e" not in masuk(petugas).get("/antrean/").content.decode()
    known.says("\u202e\u200b")
    ticket.refresh_from_db()
    assert ticket.last_message_text.startswith("Pak RT")  # nothing was said


def test_an_album_of_twenty_photos_is_one_ticket_and_one_acknowledgement(phone, layanan):
    phone.says("halo")
    (standard,) = phone.chooses(f"svc:{layanan.pk}")
    assert "Fotokopi KTP-el" in standard.text
    for _ in range(20):
        phone.arrives(type="image")
    (letter,) = phone.work()
    ticket = phone.ticket()
    assert ticket.state == "new"
    assert ticket.service == layanan
    assert ticket.messages.filter(type="image").count() == 20
    assert ticket.message_count == 25
    assert ticket.unread_count == 22
    for part in (ticket.register_number, ticket.tracking_code, layanan.name, "paling lambat"):
        assert part in letter.text
    assert "Gratis, tidak dipungut biaya" in letter.text
    assert not Message.objects.unworked().exists()


def test_an_album_as_the_very_first_thing_is_one_ticket_and_one_answer(phone):
    for _ in range(20):
        phone.arrives(type="image")
    assert len(phone.work()) == 1
    assert phone.ticket().messages.inbound().count() == 20


def test_the_acknowledgement_names_what_is_missing(phone, layanan):
    phone.says("halo")
    phone.chooses(f"svc:{layanan.pk}")
    (letter,) = phone.says("ini ktp saya", "image")
    assert "Masih kurang: Fotokopi KK." in letter.text


def test_photos_without_a_word_are_not_called_missing(phone, layanan):
    phone.says("halo")
    phone.chooses(f"svc:{layanan.pk}")
    (letter,) = phone.says("", "image")
    assert "Berkas diterima: 1, diperiksa petugas" in letter.text
    assert "Bila belum terkirim, mohon lengkapi: Fotokopi KTP-el; Fotokopi KK." in letter.text
    assert "Masih kurang" not in letter.text


def test_outside_hours_it_says_when_an_officer_will_be_there(percakapan, standar, now):
    phone = Phone(percakapan, dt.datetime(2026, 6, 12, 12, 0, tzinfo=dt.UTC))  # Friday 19.00 WIB
    (letter,) = phone.says("petugas")
    opens = "Senin, 15 Juni 2026 07.30 WIB"
    assert f"Dijawab petugas: sejak kantor buka lagi {opens}" in letter.text
    assert "paling lambat" not in letter.text


def test_an_office_that_opens_in_time_needs_no_such_word(percakapan, standar):
    phone = Phone(percakapan, dt.datetime(2026, 6, 9, 12, 0, tzinfo=dt.UTC))  # Tuesday 19.00 WIB
    (letter,) = phone.says("petugas")
    assert "petugas ada lagi" in letter.text
    assert "paling lambat" in letter.text


def test_quiet_time_is_waited_for(phone):
    phone.arrives("halo")
    Conversation.objects.update(converse_at=phone.now + dt.timedelta(seconds=2))
    assert converse_pending(phone.now) == 0
    assert phone.tickets() == []
    assert converse_pending(phone.now + dt.timedelta(seconds=2)) == 1
    assert len(phone.tickets()) == 1


def test_working_twice_changes_nothing(known):
    before = (Message.objects.count(), TicketEvent.objects.count())
    assert not converse(known.conversation.pk, known.now)
    Conversation.objects.update(converse_at=known.now)
    assert not converse(known.conversation.pk, known.now)
    assert (Message.objects.count(), TicketEvent.objects.count()) == before


def test_petugas_hands_over(phone):
    (letter,) = phone.says("petugas")
    assert phone.ticket().state == "new"
    assert phone.ticket().register_number in letter.text


def test_a_second_misunderstanding_goes_to_the_queue(phone):
    phone.says("halo")
    for words in ("xyzzy", "plugh"):  # the standard of the one service, then what is awaited
        phone.says(words)
        assert phone.ticket().state == "intake"
    phone.says("fnord")
    assert phone.ticket().state == "new"


@pytest.mark.parametrize("kind", ["audio", "unsupported", "order", "contacts"])
def test_no_kind_of_message_is_swallowed(phone, kind):
    phone.says(type=kind)
    phone.falls_silent()
    assert phone.ticket().state == "new"
    assert phone.ticket().messages.inbound().get().type == kind


@pytest.mark.parametrize("kind", ["reaction", "system", "edit", "revoke"])
def test_events_open_no_ticket(phone, kind):
    assert phone.says("" if kind == "edit" else "x", kind) == []
    assert phone.tickets() == []
    assert not Message.objects.unworked().exists()


def test_two_auto_responders_stop_talking(phone):
    for _ in range(30):
        phone.later(minutes=1).says(
            "Terima kasih telah menghubungi Toko Contoh. Segera kami balas."
        )
    assert phone.letters().count() <= 3
    phone.falls_silent()
    ticket = phone.ticket()
    assert (ticket.state, ticket.outcome, ticket.registered_at) == ("closed", "no_request", None)


@pytest.mark.parametrize("words", ["petugas", "minta petugas dong", "menu", "3"])
def test_a_word_for_the_bot_is_no_subject(phone, kanal, words):
    phone.says("halo")
    phone.says(words)
    phone.says("KIA anak saya belum jadi")
    assert phone.tickets()[0].subject in ("", "KIA anak saya belum jadi")
