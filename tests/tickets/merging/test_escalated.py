"""What the head of the office was asked in a double goes on with it, and back."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests.reading import flat
from tests.tickets.merging.conftest import H
from tests.tickets.merging.parts import again, rows
from tickets import desk
from tickets.desk.escalating import open_escalation, tell_new_heads
from tickets.models import Escalation, Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "kepala")]


def ask(ticket: Ticket, by: Staff, now: dt.datetime) -> Escalation:
    until = now + 5 * H
    return desk.escalate(ticket, by=by, now=now, reason="Mohon keputusan (contoh)", until=until)


def test_it_is_asked_in_the_ticket_that_goes_on_and_answered_there(
    pertama: Ticket, ganda: Ticket, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked = ask(ganda, penyelia, now)
    desk.merge([again(ganda)[0]], into=pertama, by=penyelia, now=now + H)
    pertama, ganda = again(pertama, ganda)
    assert open_escalation(ganda) is None
    assert open_escalation(pertama) == asked
    assert (pertama.escalated_until, ganda.escalated_until) == (asked.due_at, None)
    assert tell_new_heads(now + H) == 1  # of the number under which it goes on
    assert tell_new_heads(now + H) == 0
    told = Notification.objects.filter(kind="escalated", staff=kepala).order_by("pk")
    assert [one.ticket for one in told] == [ganda, pertama]
    desk.answer_escalation(pertama, by=kepala, now=now + 2 * H, answer="Setuju.")
    asked.refresh_from_db()
    assert (asked.ticket, asked.answer) == (pertama, "Setuju.")
    desk.undo_merge(again(ganda)[0], by=penyelia, now=now + 3 * H)
    asked.refresh_from_db()
    assert asked.ticket == pertama  # the answer stays where it was given
    assert [one.escalated_until for one in again(pertama, ganda)] == [None, None]


def test_the_head_is_led_on_and_reads_what_was_answered(
    masuk: Any, pertama: Ticket, ganda: Ticket, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    """Also before the sweep has told of the number that goes on."""
    ask(ganda, penyelia, now)
    desk.merge([again(ganda)[0]], into=pertama, by=penyelia, now=now)
    head = masuk(kepala)
    page = flat(head.get(ganda.get_absolute_url())).partition("Dilanjutkan di")[2]
    assert pertama.register_number in page[:120]
    answer = f"{pertama.get_absolute_url()}jawaban-pimpinan/"
    assert head.post(answer, {"answer": "Setuju."})["Location"] == pertama.get_absolute_url()
    assert "menjawab sebagai pimpinan" in flat(head.get(pertama.get_absolute_url()))


def test_undoing_brings_back_what_was_not_answered(
    pertama: Ticket, ganda: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    asked = ask(ganda, penyelia, now)
    desk.merge([again(ganda)[0]], into=pertama, by=penyelia, now=now + H)
    desk.undo_merge(again(ganda)[0], by=penyelia, now=now + 2 * H)
    pertama, ganda = again(pertama, ganda)
    assert (open_escalation(pertama), open_escalation(ganda)) == (None, asked)
    assert (pertama.escalated_until, ganda.escalated_until) == (None, asked.due_at)


def test_undoing_leaves_what_was_asked_in_the_other_one(
    pertama: Ticket, ganda: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    asked = ask(pertama, penyelia, now)
    desk.merge([ganda], into=again(pertama)[0], by=penyelia, now=now + H)
    desk.undo_merge(again(ganda)[0], by=penyelia, now=now + 2 * H)
    pertama, ganda = again(pertama, ganda)
    assert (open_escalation(pertama), open_escalation(ganda)) == (asked, None)


def test_two_questions_are_not_made_one(
    pertama: Ticket, ganda: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    for one in (pertama, ganda):
        ask(one, penyelia, now)
    before = rows()
    with pytest.raises(desk.Refused, match="Tunggu satu jawabannya dahulu"):
        desk.merge(again(ganda), into=again(pertama)[0], by=penyelia, now=now + H)
    assert rows() == before
