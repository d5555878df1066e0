"""From unworked messages to tickets and one answer."""

import datetime as dt
import threading

import pytest
from django.db import connection

from tests import factories
from tests.tickets.converse_tools import MINUTE, Phone
from tickets import desk
from tickets.inbound import catalogue, effects, faults
from tickets.inbound.converse import converse, converse_pending, enqueue_silent
from tickets.models import Conversation, Message, Ticket, TicketEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(percakapan, standar, now):
    return Phone(percakapan, now)


@pytest.fixture
def known(phone, layanan):
    """The phone after an application was acknowledged and queued."""
    phone.says("halo")
    phone.chooses(f"svc:{layanan.pk}")
    phone.says("ktp", "image")
    return phone


def move(ticket, state, **more):
    Ticket.objects.filter(pk=ticket.pk).update(state=state, **more)


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
    assert letter.payload["content"] == "menu"
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
    assert ticket.last_message_direction == "out"
    assert ticket.register_number in ticket.last_message_text


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
    assert "Bila belum terkirim, mohon lengkapi: Fotokopi KTP-el, Fotokopi KK." in letter.text
    assert "Masih kurang" not in letter.text


def test_outside_hours_it_says_when_an_officer_will_be_there(percakapan, standar, now):
    phone = Phone(percakapan, dt.datetime(2026, 6, 12, 12, 0, tzinfo=dt.UTC))  # Friday 19.00 WIB
    (letter,) = phone.says("petugas")
    assert "paling lambat Sabtu, 13 Juni 2026 19.00 WIB" in letter.text
    assert (
        "petugas ada lagi Senin, 15 Juni 2026 07.30 WIB. "
        "Yang belum beres sampai waktu di atas dilanjutkan saat itu." in letter.text
    )


def test_an_office_that_opens_in_time_needs_no_such_word(percakapan, standar):
    phone = Phone(percakapan, dt.datetime(2026, 6, 9, 12, 0, tzinfo=dt.UTC))  # Tuesday 19.00 WIB
    (letter,) = phone.says("petugas")
    assert "petugas ada lagi" in letter.text
    assert "Yang belum beres" not in letter.text


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


def test_messages_are_worked_in_whatsapps_order(phone, layanan):
    first, second = phone.now, phone.now + dt.timedelta(seconds=1)
    phone.arrives("ini berkasnya", "image", at=second)
    phone.arrives("halo", at=first)
    phone.work()
    ticket = phone.ticket()
    assert ticket.received_at == first
    assert [m.type for m in ticket.messages.inbound().in_order()] == ["text", "image"]


def test_a_late_message_takes_its_place_and_drives_nothing(known):
    ticket = known.ticket()
    count = known.letters().count()
    known.later(seconds=30)
    assert known.says("petugas", at=known.now - dt.timedelta(seconds=50)) == []
    late = Message.objects.get(text="petugas")
    assert late.ticket == ticket
    assert late.worked_at == known.now
    assert known.letters().count() == count


def test_a_late_message_does_not_end_the_wait_for_the_citizen(known):
    move(known.ticket(), "waiting_citizen", paused_since=known.now)
    known.later(seconds=30).says("menyusul", at=known.now - dt.timedelta(seconds=50))
    assert Message.objects.get(text="menyusul").ticket == known.ticket()
    assert known.ticket().state == "waiting_citizen"
    assert known.ticket().unread_count > 0


def test_an_old_redelivery_is_queued_without_an_answer(phone):
    assert phone.says("halo", at=phone.now - 61 * MINUTE) == []
    assert phone.ticket().state == "new"
    assert phone.ticket().received_at == phone.now - 61 * MINUTE


def test_after_ten_minutes_of_silence_the_ticket_is_queued_as_it_is(phone):
    phone.says("halo")
    assert enqueue_silent(phone.now + 9 * MINUTE) == 0
    (letter,) = phone.falls_silent()
    assert phone.ticket().state == "new"
    assert phone.ticket().register_number in letter.text
    assert phone.falls_silent() == []


def test_petugas_hands_over(phone):
    (letter,) = phone.says("petugas")
    assert phone.ticket().state == "new"
    assert phone.ticket().register_number in letter.text


def test_a_second_misunderstanding_goes_to_the_queue(phone):
    phone.says("halo")
    phone.says("xyzzy")
    assert phone.ticket().state == "intake"
    phone.says("plugh")
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


def test_a_further_message_joins_the_open_ticket_silently(known):
    assert known.says("ini kekurangannya", "image") == []
    assert known.ticket().messages.inbound().count() == 4


def test_a_quoted_message_decides_the_ticket(known):
    first = known.ticket()
    quoted = first.messages.inbound().first()
    known.says("menu")
    second = known.tickets()[1]
    known.says("tentang ini", quoted=quoted, quoted_wamid=quoted.wamid)
    assert Message.objects.get(text="tentang ini").ticket == first
    assert known.says("halo") != []
    assert Message.objects.filter(text="halo").last().ticket == second


def test_with_several_open_tickets_it_joins_the_latest_and_asks_which(known, layanan):
    known.says("menu")
    known.chooses(f"svc:{layanan.pk}")
    known.says("kk", "image")
    first, second = known.tickets()
    (letter,) = known.later(minutes=1).says("pak ini bagaimana")
    question = Message.objects.get(text="pak ini bagaimana")
    assert question.ticket == second
    assert first.register_number in letter.text
    (moved,) = known.chooses(f"ticket:{first.register_number}")
    question.refresh_from_db()
    assert question.ticket == first
    assert first.register_number in moved.text
    assert known.says("tambahan lagi") == []
    assert Message.objects.get(text="tambahan lagi").ticket == first
    for ticket in (first, second):
        ticket.refresh_from_db()
        shown = ticket.messages.exclude(direction="note").count()
        assert ticket.message_count == shown


def test_a_ticket_of_the_counter_is_no_answer_to_which(known):
    """Nothing written here could be answered from there."""
    counter = factories.TicketFactory(
        agency=known.conversation.channel.agency,
        citizen=known.conversation.citizen,
        conversation=None,
        channel=None,
        state="in_progress",
        source="walk_in",
    )
    assert known.later(minutes=1).says("pak ini bagaimana") == []
    known.chooses(f"ticket:{counter.register_number}")
    assert not counter.messages.exists()
    assert counter.register_number in known.says("cek")[0].text


def test_with_an_officer_the_bot_is_silent_but_for_cek_and_petugas(known):
    move(known.ticket(), "in_progress")
    assert known.says("halo pak") == []
    assert known.says("ini", "image") == []
    assert "sudah ada pada petugas" in known.says("petugas")[0].text
    assert "sedang dikerjakan" in known.says("cek")[0].text


def test_any_message_ends_the_wait_for_the_citizen(known):
    move(known.ticket(), "waiting_citizen", paused_since=known.now)
    known.says("ini berkasnya", "image")
    assert known.ticket().state == "new"  # nobody has taken it
    assert known.ticket().paused_since is None


def test_cek_never_shows_other_peoples_tickets(known, kanal):
    stranger = factories.TicketFactory(agency=known.ticket().agency)
    for asked in (stranger.register_number, stranger.tracking_code):
        (letter,) = known.says(f"cek {asked}")
        assert "tidak ada di antara permohonan" in letter.text
    (mine,) = known.says("cek")
    assert stranger.register_number not in mine.text
    assert known.ticket().register_number in mine.text


def test_cek_gives_no_date_while_the_time_waits_for_complete_files(known, layanan):
    layanan.standards.update(clock_start="complete", turnaround="3 hari kerja")
    (letter,) = known.says("cek")
    assert "Selesai: 3 hari kerja sejak berkas lengkap" in letter.text
    assert "Paling lambat" not in letter.text
    Ticket.objects.update(completed_files_at=known.now)
    (letter,) = known.says("cek")
    assert "Paling lambat" in letter.text


def test_thanks_on_a_resolved_ticket_change_nothing(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    for text, kind in (("terima kasih banyak", "text"), ("🙏", "text"), ("", "sticker")):
        assert known.says(text, kind) == []
    assert known.ticket().state == "resolved"
    assert known.ticket().messages.inbound().count() == 6
    assert known.falls_silent() == []


def test_other_words_on_a_resolved_ticket_ask_and_go_to_the_queue_after_ten_minutes(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    (asked,) = known.says("pak nama saya salah tulis")
    assert asked.payload["content"] == "buttons"
    assert known.ticket().state == "resolved"
    known.falls_silent()
    assert known.ticket().is_open


def test_a_new_request_after_the_question_takes_the_message_along(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.says("saya juga mau legalisasi ijazah")
    known.chooses("baru")
    old, new = known.tickets()
    assert old.state == "resolved"
    assert new.state == "intake"
    assert Message.objects.get(text="saya juga mau legalisasi ijazah").ticket == new


def test_belum_beres_reopens(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.says("belum beres pak")
    assert known.ticket().is_open


def test_after_closing_a_new_ticket_follows(known):
    move(known.ticket(), "closed", closed_at=known.now)
    known.says("saya mau urus surat lagi")
    old, new = known.tickets()
    assert new.follows == old
    assert new.state == "intake"


def test_two_auto_responders_stop_talking(phone):
    for _ in range(30):
        phone.later(minutes=1).says(
            "Terima kasih telah menghubungi Toko Contoh. Segera kami balas."
        )
    assert phone.letters().count() <= 3
    assert phone.ticket().state == "new"


def test_a_fault_is_tried_again_and_then_shown_as_it_is(phone, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("contoh")

    monkeypatch.setattr(effects.replies, "content", broken)
    message = phone.arrives("halo")
    for attempt in range(1, faults._TRIES):
        phone.work()
        conversation = Conversation.objects.get()
        assert conversation.converse_attempts == attempt
        assert conversation.converse_at > phone.now
        assert Message.objects.unworked().get() == message
        phone.now = conversation.converse_at
    phone.work()
    assert phone.ticket().state == "new"
    message.refresh_from_db()
    assert message.ticket == phone.ticket()
    assert Conversation.objects.get().converse_at is None


def test_a_fault_leaves_no_ticket_behind_in_intake(known, monkeypatch):
    known.says("menu")  # the second ticket is in intake, the first one gets the later word
    first, second = known.tickets()
    assert second.state == "intake"
    Ticket.objects.filter(pk=first.pk).update(state="intake", conversation=None)
    Ticket.objects.filter(pk=second.pk).update(state="in_progress")
    Ticket.objects.filter(pk=first.pk).update(conversation=known.conversation)
    known.arrives("halo")
    faults.show_as_it_is(known.conversation.pk, known.now)
    assert {ticket.state for ticket in known.tickets()} == {"new", "in_progress"}


def test_one_conversations_fault_does_not_stop_the_others(phone, kanal, monkeypatch, now):
    other = Phone(factories.ConversationFactory(channel=kanal), now)
    phone.arrives("halo")
    other.arrives("halo")
    real = catalogue.catalogue_of
    calls = []

    def once(channel, at):
        calls.append(channel)
        if len(calls) == 1:
            raise RuntimeError("contoh")
        return real(channel, at)

    monkeypatch.setattr(catalogue, "catalogue_of", once)
    converse_pending(now)
    assert Ticket.objects.count() == 1
    assert Message.objects.unworked().count() == 1


def test_queries_do_not_grow_with_the_album(phone, layanan, django_assert_max_num_queries):
    phone.says("halo")
    phone.chooses(f"svc:{layanan.pk}")
    for _ in range(50):
        phone.arrives("ktp", "image")
    with django_assert_max_num_queries(60):
        converse(phone.conversation.pk, phone.now)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_it_once(percakapan, standar, now):
    phone = Phone(percakapan, now)
    for _ in range(20):
        phone.arrives(type="image")
    barrier = threading.Barrier(4)

    def work():
        barrier.wait()
        try:
            converse(percakapan.pk, now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Ticket.objects.count() == 1
    assert phone.letters().count() == 1
    assert Ticket.objects.get().messages.inbound().count() == 20


def test_an_edit_of_a_message_that_never_came_is_a_message(phone, kanal):
    edit = phone.arrives(
        "KIA anak saya kapan jadi?", "edit", quoted_wamid="wamid.NEVER", wamid="wamid.EDIT"
    )
    phone.work()
    edit.refresh_from_db()
    assert edit.ticket is not None
    assert edit.ticket.unread_count == 1
    assert edit.ticket.subject == "KIA anak saya kapan jadi?"


def test_a_deletion_of_a_message_that_never_came_opens_nothing(phone, kanal):
    gone = phone.arrives("", "revoke", quoted_wamid="wamid.NEVER", wamid="wamid.GONE")
    phone.work()
    gone.refresh_from_db()
    assert (gone.ticket, gone.worked_at is not None) == (None, True)


@pytest.mark.parametrize("words", ["petugas", "minta petugas dong", "menu", "3"])
def test_a_word_for_the_bot_is_no_subject(phone, kanal, words):
    phone.says("halo")
    phone.says(words)
    phone.says("KIA anak saya belum jadi")
    assert phone.tickets()[0].subject in ("", "KIA anak saya belum jadi")
