"""Late, old and repeated messages in a conversation, and faults while it is worked."""

import datetime as dt
import threading

import pytest
from django.db import connection

from tests import factories
from tests.tickets.converse_tools import MINUTE, Phone
from tests.tickets.conversing.conftest import move
from tickets.inbound import catalogue, effects, faults
from tickets.inbound.converse import converse, converse_pending, enqueue_silent
from tickets.models import Conversation, Message, Ticket

pytestmark = pytest.mark.django_db


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


def test_after_ten_minutes_of_silence_a_matter_is_queued_as_it_is(phone):
    phone.says("xyzzy")
    assert enqueue_silent(phone.now + 9 * MINUTE) == 0
    (letter,) = phone.falls_silent()
    assert phone.ticket().state == "new"
    assert phone.ticket().register_number in letter.text
    assert phone.falls_silent() == []


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


def test_after_ten_minutes_of_silence_a_greeting_ends_without_a_word(phone):
    phone.says("halo")
    assert phone.falls_silent() == []
    ticket = phone.ticket()
    assert (ticket.state, ticket.outcome, ticket.registered_at) == ("closed", "no_request", None)


def test_a_fault_leaves_no_ticket_behind_in_intake(known, layanan, monkeypatch):
    known.says("menu")
    known.chooses(f"svc:{layanan.pk}")  # the second ticket is in intake
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
        "KIA anak saya kapan jadi?",
        "edit",
        quoted_external_id="wamid.NEVER",
        external_id="wamid.EDIT",
    )
    phone.work()
    edit.refresh_from_db()
    assert edit.ticket is not None
    assert edit.ticket.unread_count == 1
    assert edit.ticket.subject == "KIA anak saya kapan jadi?"


def test_a_deletion_of_a_message_that_never_came_opens_nothing(phone, kanal):
    gone = phone.arrives("", "revoke", quoted_external_id="wamid.NEVER", external_id="wamid.GONE")
    phone.work()
    gone.refresh_from_db()
    assert (gone.ticket, gone.worked_at is not None) == (None, True)


@pytest.mark.parametrize("state", ["in_progress", "resolved"])
def test_danger_that_arrives_late_is_told_at_once(known, state):
    move(known.ticket(), state, resolved_at=None if state == "in_progress" else known.now)
    known.later(seconds=30)
    (letter,) = known.says("tolong rumah kebakaran", at=known.now - dt.timedelta(seconds=50))
    assert "113" in letter.text or "112" in letter.text
    assert (known.ticket().is_urgent, known.ticket().is_open) == (True, True)


def test_danger_that_arrives_hours_late_is_shown_to_the_officers_alone(known):
    move(known.ticket(), "in_progress")
    known.later(hours=3).says("pak")
    assert known.says("tolong rumah kebakaran", at=known.now - dt.timedelta(hours=2)) == []
    assert known.ticket().is_urgent


@pytest.mark.parametrize("words", ["selamat siang", "maaf salah kirim"])
def test_an_old_courtesy_reopens_nothing(known, words):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.later(hours=3)
    assert known.says(words, at=known.now - dt.timedelta(hours=2)) == []
    assert known.ticket().state == "resolved"


@pytest.mark.parametrize("words", ["maaf salah kirim", "stop", "makasih"])
def test_what_settles_a_question_is_not_asked_again_by_silence(known, words):
    move(known.ticket(), "resolved", resolved_at=known.now)
    (asked,) = known.later(minutes=5).says("???")
    assert asked.payload["content"] == "buttons"
    known.later(minutes=1).says(words)
    assert known.falls_silent() == []
    assert known.ticket().state == "resolved"
