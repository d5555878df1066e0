"""The way back from a merge gives each ticket what it had, and the citizen is not told twice."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.merging.conftest import H
from tests.tickets.merging.parts import again, notices, rows
from tickets import desk
from tickets.models import Conversation, Message, SearchEntry, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
KEPT = (
    "message_count", "unanswered_since", "answered_at", "first_responded_at", "last_message_text",
    "state", "outcome", "assignee_id", "applicant_name", "location", "first_response_due_at",
)  # fmt: skip


def kept(*tickets: Ticket) -> list[list[Any]]:
    return [[getattr(one, name) for name in KEPT] for one in again(*tickets)]


def places() -> dict[int, int | None]:
    said = Message.objects.exclude(origin="system")
    return dict(said.values_list("pk", "ticket_id"))


def test_each_has_again_what_it_had(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=ganda.pk).update(
        applicant_name="Ibu Contoh",
        location={"latitude": 1, "longitude": 2},
        received_at=now - 10 * H,
        first_response_due_at=now + 14 * H,
        due_at=now + 14 * H,
    )
    ganda.refresh_from_db()
    before, where = kept(pertama, ganda), places()
    entries = list(SearchEntry.objects.order_by("pk").values_list("source", "ticket_id"))
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    assert again(pertama)[0].applicant_name == "Ibu Contoh"
    assert kept(pertama, ganda) != before
    desk.undo_merge(again(ganda)[0], by=petugas, now=now + H)
    ganda = again(ganda)[0]
    assert places() == where
    after = kept(pertama, ganda)
    assert [row[1:4] + row[5:] for row in after] == [row[1:4] + row[5:] for row in before]
    assert (ganda.leader, ganda.resolved_at, ganda.closed_at) == (None, None, None)
    assert ganda.due_at == ganda.received_at + dt.timedelta(hours=25)  # the hour counts for nothing
    assert [one.leads for one in again(pertama)] == [False]
    assert list(SearchEntry.objects.order_by("pk").values_list("source", "ticket_id")) == entries


def test_a_notice_that_was_not_sent_yet_is_not_sent(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    assert [one.status for one in Message.objects.filter(origin="system")] == ["recalled"]
    assert again(pertama)[0].message_count == 1


def test_a_citizen_who_was_told_hears_once_that_it_is_apart_again(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    Message.objects.filter(origin="system").update(status="delivered")
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    with pytest.raises(desk.Refused, match="sudah dibatalkan"):
        desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    assert notices()[1:] == [
        f"Permintaan Bapak/Ibu nomor {ganda} kami kerjakan tersendiri lagi dengan nomor itu, terpisah "
        f"dari nomor {pertama}."
    ]


def test_what_the_citizen_knows_still_is_not_said_again(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    Message.objects.filter(origin="system").update(status="delivered")
    Conversation.objects.update(window_expires_at=now - H)
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    Conversation.objects.update(window_expires_at=now + H)
    desk.merge(again(ganda), into=again(pertama)[0], by=petugas, now=now)
    assert len(notices()) == 1


def test_words_since_then_stay_and_an_answer_was_for_both(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    pertama = again(pertama)[0]
    desk.reply(pertama, by=petugas, now=now + H, reply=desk.Reply(text="Kami proses."))
    later = factories.MessageFactory(ticket=pertama, text="Baik", occurred_at=now + 2 * H)
    desk.undo_merge(again(ganda)[0], by=petugas, now=now + 3 * H)
    later.refresh_from_db()
    pertama, ganda = again(pertama, ganda)
    assert later.ticket == pertama
    assert (pertama.first_responded_at, pertama.answered_at) == (now + H, now + H)
    assert (ganda.unanswered_since, ganda.first_responded_at) == (None, None)


@pytest.mark.parametrize(
    ("why", "says"),
    [("closed", "sudah ditutup"), ("split", "dipindahkan lagi"), ("stranger", "tidak berhak")],
)
def test_when_there_is_no_way_back(
    pertama: Ticket, ganda: Ticket, petugas: Staff, orang_luar: Staff, now: dt.datetime,
    why: str, says: str,
) -> None:  # fmt: skip
    photo = ganda.messages.get(type="image")
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    if why == "closed":
        Ticket.objects.filter(pk=pertama.pk).update(state="closed")
    if why == "split":
        desk.split(again(pertama)[0], off=desk.Second(messages=[photo.pk]), by=petugas, now=now)
    by = orang_luar if why == "stranger" else petugas
    before = rows()
    with pytest.raises(desk.Refused, match=says):
        desk.undo_merge(again(ganda)[0], by=by, now=now)
    assert rows() == before


def test_a_name_that_is_kept_by_now_is_kept_in_both(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    desk.keep_anonymous(again(pertama)[0], now=now)
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    assert again(ganda)[0].is_anonymous


def test_what_the_other_answered_is_no_answer_here_any_more(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.reply(
        ganda, by=petugas, now=now - H, reply=desk.Reply(text="Sedang kami proses (contoh).")
    )
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    first, second = again(pertama, ganda)
    assert (first.answered_at, first.unanswered_since) == (None, now - 30 * H)
    assert (second.answered_at, second.unanswered_since) == (now - H, None)
