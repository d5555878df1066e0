"""What the policy decides, carried out on rows: danger, staff, silence, stop, other numbers."""

import datetime as dt

import pytest

from services.models import Role
from surveys.invitations import invite_due
from surveys.models import Invitation
from tests import factories
from tests.tickets.converse_tools import Phone
from tests.tickets.conversing.conftest import move
from tickets import desk
from tickets.models import Conversation, Message, Notification, Ticket, UnmatchedSentence

pytestmark = pytest.mark.django_db


def test_a_lone_greeting_uses_no_register_number_and_ends_without_a_word(phone):
    phone.says("halo")
    assert phone.falls_silent() == []
    phone.later(hours=1).says("petugas")
    first, second = phone.tickets()
    assert (first.outcome, first.registered_at) == ("no_request", None)
    assert second.register_number.endswith("-000001")
    assert second.follows is None


def test_danger_is_answered_at_once_and_stands_on_top(phone, penyelia):
    (letter,) = phone.says("TOLONG kebakaran di gang melati")
    ticket = phone.ticket()
    assert "113" in letter.text
    assert (ticket.state, ticket.is_urgent) == ("new", True)
    assert Notification.objects.filter(kind="urgent", staff=penyelia).exists()


def test_a_complaint_about_staff_reaches_those_above_them(phone, dinas, penyelia):
    head = factories.StaffFactory()
    factories.MembershipFactory(staff=head, agency=dinas, role=Role.OFFICIAL)
    phone.says("petugas di loket 2 kasar dan minta uang")
    told = Notification.objects.filter(kind="about_staff")
    assert {row.staff for row in told} == {penyelia, head}
    assert phone.ticket().state == "new"


def test_who_complains_of_staff_is_not_asked_where_the_street_lamp_is(phone, kanal, dinas):
    lamps = factories.ServiceFactory(
        agency=dinas, name="Pengaduan lingkungan", kind="complaint", wants_location=True
    )
    factories.StandardFactory(service=lamps)
    kanal.services.add(lamps)
    (letter,) = phone.says("mau lapor pungli petugas loket minta uang, nama saya dirahasiakan")
    assert "lokasi" not in letter.text.lower()
    ticket = phone.ticket()
    assert (ticket.state, ticket.service, ticket.is_anonymous) == ("new", None, True)


def test_a_wish_to_stay_unnamed_is_promised_and_kept(phone):
    (letter,) = phone.says("mau lapor pungli tapi tolong nama saya dirahasiakan")
    assert "rahasiakan" in letter.text
    assert phone.ticket().is_anonymous


def test_what_is_cancelled_is_withdrawn_and_one_word_undoes_it(known):
    (letter,) = known.says("gak jadi pak")
    assert (known.ticket().state, known.ticket().outcome) == ("resolved", "withdrawn")
    assert "batalkan" in letter.text
    known.later(minutes=1).says("lanjut")
    assert known.ticket().is_open


def test_who_wants_no_more_messages_gets_answers_and_no_survey(known, petugas):
    assert len(known.says("stop jangan kirim wa lagi")) == 1
    assert Conversation.objects.get().no_more_since == known.now
    ticket = desk.take(known.ticket(), by=petugas, now=known.now)
    desk.reply(ticket, by=petugas, now=known.now, reply=desk.Reply(text="Surat siap diambil."))
    desk.resolve(ticket, by=petugas, now=known.now, outcome="fulfilled", summary="Selesai")
    invite_due(known.now)
    assert Invitation.objects.get().why == "no_more_messages"
    assert not Message.objects.filter(origin=Message.Origin.SURVEY).exists()


def test_hours_are_told_from_the_calendar_and_open_no_matter(phone):
    (letter,) = phone.says("besok buka ga?")
    assert "Rabu, 10 Juni 2026: buka 07.30-12.00 dan 13.00-16.00." in letter.text
    assert phone.falls_silent() == []
    assert (phone.ticket().outcome, phone.ticket().registered_at) == ("answered", None)


def test_a_matter_of_another_number_of_the_office_is_pointed_there(phone, dinas):
    other = factories.ChannelFactory(
        agency=dinas, name="Nomor KTP", display_phone_number="+62 811-0000-7777"
    )
    service = factories.ServiceFactory(agency=dinas, name="KTP elektronik", slug="ktp")
    factories.StandardFactory(service=service)
    other.services.add(service)
    (letter,) = phone.says("mau bikin ktp")
    assert "+62 811-0000-7777" in letter.text
    assert "https://wa.me/6281100007777" in letter.text
    assert phone.ticket().service is None


def test_what_was_not_understood_is_listed_for_those_who_teach(phone, kanal, layanan_lain):
    factories.StandardFactory(service=layanan_lain)
    kanal.services.add(layanan_lain)
    phone.says("halo")
    phone.says("zzkrtx wqplm")
    assert UnmatchedSentence.objects.get().text == "zzkrtx wqplm"


def test_how_often_a_question_for_a_person_is_asked_is_counted(phone, percakapan):
    other = Phone(factories.ConversationFactory(channel=percakapan.channel), phone.now)
    for each in (phone, other):
        each.says("surat keterangan boleh diwakilkan anak?")
    asked = UnmatchedSentence.objects.get()
    assert (asked.text, asked.count) == ("surat keterangan boleh diwakilkan anak?", 2)


@pytest.mark.parametrize("text", ["syarat surat keterangan apa saja?", "mau surat keterangan"])
def test_what_the_bot_answers_by_itself_is_not_listed(phone, text):
    phone.says(text)
    assert not UnmatchedSentence.objects.exists()


def test_files_after_an_answered_question_are_for_its_service(phone, layanan):
    phone.says("syarat surat keterangan apa saja?")
    assert phone.falls_silent() == []
    phone.later(hours=2).says("", "image")
    asked, brought = phone.tickets()
    assert (asked.outcome, asked.registered_at) == ("answered", None)
    assert (brought.service, brought.state) == (layanan, "new")


@pytest.mark.parametrize("word", ["cek", "lewati", "menu"])
def test_a_word_for_the_bot_hides_no_words_on_the_row(known, word):
    move(known.ticket(), "in_progress")
    known.later(minutes=1).says("nama anak saya salah tulis")
    known.later(minutes=1).says(word)
    assert Ticket.objects.get().last_message_text == "nama anak saya salah tulis"


def test_the_promise_says_when_the_office_opens_where_it_would_fall_before(phone):
    phone.later(days=3, hours=10)  # Friday evening
    (letter,) = phone.says("petugas")
    assert phone.now.astimezone(dt.UTC).weekday() == 4
    assert "paling lambat" not in letter.text
    assert "Senin, 15 Juni 2026 07.30 WIB" in letter.text


@pytest.mark.parametrize("weekend", [False, True])
def test_a_question_is_promised_an_answer_and_no_result(phone, weekend):
    phone.says("mau surat keterangan")
    if weekend:
        phone.later(days=3, hours=10)  # Friday evening
    (letter,) = phone.later(minutes=1).says("kalau ketua rt sedang pergi bagaimana pak?")
    assert "Pertanyaan Bapak/Ibu sudah tercatat dan akan dijawab petugas" in letter.text
    promised = "sejak kantor buka lagi Senin" if weekend else "paling lambat"
    assert f"Dijawab petugas: {promised}" in letter.text
    for words in ("Selesai:", "Masih kurang", "Biaya"):
        assert words not in letter.text
    assert phone.ticket().events.get(verb="enqueued").data["why"] == "question"
