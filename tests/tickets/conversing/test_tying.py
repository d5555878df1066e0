"""A matter of the counter goes on in WhatsApp for who shows its code, and for nobody else."""

import datetime as dt
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from services.models import Agency, Service, Staff, Throttle
from surveys.invitations import invite_due
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.desk.locking import lock_conversation
from tickets.event_reasons import Why
from tickets.inbound.tying import LIMIT
from tickets.models import Conversation, Message, Ticket

PHONE, OTHER = "+6281200001234", "+6281200009999"


def at_counter(
    dinas: Agency,
    petugas: Staff,
    now: dt.datetime,
    *,
    phone: str = PHONE,
    service: Service | None = None,
) -> Ticket:
    walk_in = desk.WalkIn(
        agency=dinas, name="Tono Contoh", phone=phone, note="Surat pindah", service=service
    )
    return desk.register_walk_in(walk_in, by=petugas, now=now)


@pytest.fixture
def loket(
    phone: Phone, dinas: Agency, petugas: Staff, layanan: Service, now: dt.datetime
) -> Ticket:
    """A visitor's matter; the number of `phone` was written down with it."""
    Conversation.objects.update(address=PHONE.lstrip("+"))
    return at_counter(dinas, petugas, now, service=layanan)


def place(ticket: Ticket) -> tuple[object, ...]:
    ticket.refresh_from_db()
    return ticket.conversation, ticket.channel


@pytest.mark.parametrize("words", ["{code}", "cek {code}", "Kode lacak: {lower}"])
def test_whoever_writes_the_code_goes_on_here(loket: Ticket, phone: Phone, words: str) -> None:
    code = loket.tracking_code
    [letter] = phone.says(words.format(code=code, lower=code.lower()))
    assert loket.register_number in letter.text
    assert "terhubung dengan nomor WhatsApp ini" in letter.text
    assert place(loket) == (phone.conversation, phone.conversation.channel)
    assert loket.citizen.name == "Tono Contoh"
    assert loket.citizen != phone.conversation.citizen
    [event] = loket.events.filter(verb="tied")
    assert event.data == {"by": "citizen", "why": "tied_by_code"}
    [again] = phone.later(minutes=1).says("cek")
    assert loket.register_number in again.text
    assert "terhubung" not in again.text


def test_the_register_number_is_enough_from_the_number_that_was_written_down(
    loket: Ticket, phone: Phone
) -> None:
    [letter] = phone.says(f"cek {loket.register_number}")
    assert "terhubung dengan nomor WhatsApp ini" in letter.text
    assert loket.events.get(verb="tied").data["why"] == "tied_by_number"


@pytest.mark.parametrize("address", [OTHER.lstrip("+"), "ID.1234567890abcdef"])
def test_from_another_number_the_register_number_tells_nothing(
    loket: Ticket, phone: Phone, address: str
) -> None:
    Conversation.objects.update(address=address)
    [letter] = phone.says(f"cek {loket.register_number}")
    assert "Nomor itu tidak ada" in letter.text
    assert place(loket) == (None, None)
    [same] = phone.later(minutes=1).says("cek DINSOS-2026-099999")
    assert same.text.startswith("Pukul ")  # said again: the time stands before the same words
    assert letter.text.startswith(same.text.partition(": ")[2])


def test_from_another_number_the_code_does_and_the_history_says_so(
    loket: Ticket, phone: Phone
) -> None:
    Conversation.objects.update(address=OTHER.lstrip("+"))
    phone.says(loket.tracking_code)
    assert loket.events.get(verb="tied").data["why"] == "tied_elsewhere"


def test_equal_numbers_alone_tie_nothing(loket: Ticket, phone: Phone) -> None:
    for words in ("halo", "cek", "saya kemarin ke loket, surat pindah saya bagaimana?"):
        phone.later(minutes=1).says(words)
    assert place(loket) == (None, None)
    assert not Message.objects.filter(origin="bot", text__contains=loket.register_number).exists()


def test_what_is_tied_is_tied_for_good(
    loket: Ticket, phone: Phone, dinas: Agency, now: dt.datetime
) -> None:
    phone.says(loket.tracking_code)
    channel = phone.conversation.channel
    stranger = Phone(factories.ConversationFactory(channel=channel, citizen__agency=dinas), now)
    [letter] = stranger.says(f"cek {loket.tracking_code}")
    assert "Nomor itu tidak ada" in letter.text
    assert place(loket)[0] == phone.conversation


def test_tickets_of_whatsapp_and_of_other_offices_are_not_moved(
    loket: Ticket,
    phone: Phone,
    dinas: Agency,
    dinas_wita: Agency,
    orang_luar: Staff,
    now: dt.datetime,
) -> None:
    channel = phone.conversation.channel
    other = factories.ConversationFactory(channel=channel, citizen__agency=dinas)
    theirs = factories.TicketFactory(conversation=other)
    elsewhere = at_counter(dinas_wita, orang_luar, now)
    for ticket in (theirs, elsewhere):
        before = place(ticket)
        [letter] = phone.later(minutes=1).says(f"cek {ticket.tracking_code}")
        assert ticket.register_number not in letter.text
        assert place(ticket) == before


def test_guessing_ends_after_a_few_tries_and_says_the_same(loket: Ticket, phone: Phone) -> None:
    for number in range(LIMIT):
        phone.later(minutes=1).says(f"cek ABCDE2345{number % 8 + 2}")
    [letter] = phone.later(minutes=1).says(f"cek {loket.tracking_code}")
    assert "Nomor itu tidak ada" in letter.text
    assert place(loket) == (None, None)
    phone.later(hours=2).says(f"cek {loket.tracking_code}")
    assert place(loket)[0] == phone.conversation


def test_what_names_nothing_strange_is_no_guess(loket: Ticket, phone: Phone) -> None:
    phone.says(loket.tracking_code)
    for words in (f"cek {loket.register_number}", loket.tracking_code, "halo"):
        phone.later(minutes=1).says(words)
    assert list(Throttle.objects.values_list("count", flat=True)) == [0]


def test_answers_and_the_survey_go_there(
    loket: Ticket, phone: Phone, petugas: Staff, now: dt.datetime
) -> None:
    phone.says(loket.tracking_code)
    loket.refresh_from_db()
    [sent] = desk.reply(loket, by=petugas, now=now, reply=desk.Reply(text="Sudah kami proses."))
    assert sent.conversation == phone.conversation
    desk.resolve(loket, by=petugas, now=now, outcome="fulfilled", summary="Sudah jadi")
    invite_due(now)
    assert loket.survey_invitations.get().state == "sent"


def test_what_the_citizen_writes_then_joins_it(loket: Ticket, phone: Phone) -> None:
    phone.says(loket.tracking_code)
    phone.later(minutes=1).says("apakah masih ada yang kurang pak?")
    assert Message.objects.get(text__startswith="apakah").ticket == loket
    assert phone.tickets() == [loket]


def test_a_closed_one_is_told_of_too(loket: Ticket, phone: Phone) -> None:
    Ticket.objects.update(state="closed", outcome="fulfilled", resolved_at=phone.now)
    [letter] = phone.says(loket.tracking_code)
    assert "selesai" in letter.text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_for_no_other_conversation(
    loket: Ticket, phone: Phone, now: dt.datetime
) -> None:
    """Two runs that tie crosswise each hold what the other would wait for."""
    seen = Ticket.objects.get(pk=loket.pk)
    other = factories.ConversationFactory(channel=phone.conversation.channel)
    desk.tie(loket, conversation=other, now=now, why=Why.TIED_BY_CODE)
    held, over = Event(), Event()

    def run() -> None:
        with transaction.atomic():
            lock_conversation(other.pk)
            held.set()
            over.wait(10)
        connection.close()

    works = Thread(target=run)
    works.start()
    assert held.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    try:
        tied = desk.tie(seen, conversation=phone.conversation, now=now, why=Why.TIED_BY_CODE)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
        over.set()
        works.join(10)
    assert tied is False
    assert place(loket) == (other, other.channel)
