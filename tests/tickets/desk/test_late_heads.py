"""A question that the head has not answered in time: who is told, once, and when nobody is."""

import datetime as dt

import pytest

from services.models import Staff
from tests.tickets.desk.test_escalating import H, asked, told
from tickets import desk
from tickets.models import Notification, Ticket
from tickets.notifications import notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATE = 5 * H


def test_the_head_who_asked_and_who_holds_it_are_told_once(
    tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    asked(tiket, penyelia, now)
    assert desk.tell_late_heads(now + LATE - H / 3600) == 0
    assert told("head_late") == set()
    assert [desk.tell_late_heads(now + LATE + n * H) for n in range(3)] == [1, 0, 0]
    assert told("head_late") == {kepala, penyelia, petugas}
    row = Notification.objects.get(kind="head_late", staff=kepala)
    words = notification_words(row)
    assert words.startswith("DINSOS-2026-000001: pimpinan belum menjawab, seharusnya paling lambat")
    assert row.due_at == now + LATE


def test_nobody_is_told_of_what_was_answered(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, petugas, now)
    desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Ya.")
    assert desk.tell_late_heads(now + 2 * LATE) == 0


def test_nobody_is_told_of_a_question_that_went_with_its_ticket(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, petugas, now)
    tiket.escalations.update(is_void=True)
    assert desk.tell_late_heads(now + 2 * LATE) == 0


def test_the_next_late_question_of_a_ticket_is_told_again(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, petugas, now)
    assert desk.tell_late_heads(now + LATE) == 1
    desk.answer_escalation(tiket, by=kepala, now=now + LATE, answer="Ya.")
    asked(tiket, petugas, now + LATE, until=now + 2 * LATE)
    assert desk.tell_late_heads(now + 2 * LATE) == 1
    assert Notification.objects.filter(kind="head_late", staff=kepala).count() == 2


def test_where_nobody_is_left_to_be_told_the_others_are(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, petugas, now)
    kepala.is_active = False
    kepala.save(update_fields=["is_active"])
    assert desk.tell_late_heads(now + LATE) == 1
    assert told("head_late") == {petugas}
