"""The way back from a split: as long as nothing was done on the new ticket."""

import datetime as dt
from typing import Any

import pytest

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.splitting.parts import notices, part, rows
from tickets import desk
from tickets.models import (
    Message,
    SearchEntry,
    Ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
H, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize("asked_on", ["new", "old"])
def test_the_way_back(
    campur: Ticket, petugas: Staff, layanan: Service, now: dt.datetime, asked_on: str
) -> None:
    before = Ticket.objects.get(pk=campur.pk)
    new = desk.split(campur, off=part(campur, layanan), by=petugas, now=now)
    desk.undo_split(new if asked_on == "new" else campur, by=petugas, now=now + H)
    for one in (campur, new):
        one.refresh_from_db()
    kept = ("message_count", "unanswered_since", "last_message_text", "state")
    assert [getattr(campur, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (campur.messages.count(), campur.unread_count) == (5, 0)  # who split them has read them
    assert (new.state, new.outcome) == ("closed", "duplicate")
    assert new.outcome_note == f"Disatukan kembali dengan {campur.register_number}."
    assert (new.unanswered_since, new.next_reminder_at, new.unread_count) == (None, None, 0)
    # The notice still lay here, so the citizen has not heard the number.
    assert [one.status for one in Message.objects.filter(direction="out")] == ["recalled"]
    with pytest.raises(desk.Refused):
        desk.undo_split(campur, by=petugas, now=now + H)
    assert SearchEntry.objects.get(kind=SearchEntry.Kind.FILE).ticket_id == campur.pk


def test_a_citizen_who_knows_the_number_is_told_that_it_is_over(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    new = desk.split(campur, off=part(campur), by=petugas, now=now)
    Message.objects.filter(direction="out").update(status="delivered")
    desk.undo_split(new, by=petugas, now=now)
    assert notices()[1] == (
        f"Nomor {new.register_number} tidak dipakai lagi. Semua yang Bapak/Ibu sampaikan kami "
        f"kerjakan dengan nomor {campur.register_number}."
    )
    assert campur.events.get(verb="split_undone").data["told"] == "text"


@pytest.mark.parametrize("done", ["note", "word", "service"])
def test_once_something_was_done_there_is_no_way_back(
    campur: Ticket, petugas: Staff, penyelia: Staff, layanan_lain: Service, now: dt.datetime,
    done: str,
) -> None:  # fmt: skip
    new = desk.split(campur, off=part(campur), by=petugas, now=now)
    if done == "note":
        desk.note(new, by=penyelia, now=now, text="contoh")
    elif done == "word":
        factories.MessageFactory(ticket=new)
    else:
        desk.choose_service(new, service=layanan_lain, by=penyelia, now=now)
    before = rows()
    with pytest.raises(desk.Refused, match="tidak dapat disatukan"):
        desk.undo_split(new, by=petugas, now=now)
    assert rows() == before


def test_the_ticket_that_they_left_offers_the_way_back_for_a_minute(
    masuk: Any, campur: Ticket, petugas: Staff, layanan: Service, now: dt.datetime, clock: Any
) -> None:
    client = masuk(petugas)
    new = desk.split(campur, off=part(campur, layanan), by=petugas, now=now)
    clock.shift(61)
    assert "Batal pisah" not in flat(client.get(campur.get_absolute_url()))
    assert "Batal pisah" in flat(client.get(new.get_absolute_url()))


def test_of_a_chain_each_link_is_undone_by_itself(
    masuk: Any, campur: Ticket, petugas: Staff, layanan: Service, now: dt.datetime
) -> None:
    first = desk.split(campur, off=part(campur, layanan), by=petugas, now=now)
    last = first.messages.inbound().order_by("occurred_at").last()
    assert last is not None
    second = desk.split(first, off=desk.Second(messages=[last.pk]), by=petugas, now=now)
    desk.undo_split(second, by=petugas, now=now)
    client = masuk(petugas)
    assert "Batal pisah" in flat(client.get(first.get_absolute_url()))
    desk.undo_split(first, by=petugas, now=now)
    assert campur.messages.inbound().count() == 5
    assert "Batal pisah" not in flat(client.get(first.get_absolute_url()))
    for one in (second, first, campur):
        with pytest.raises(desk.Refused, match="sudah dibatalkan"):
            desk.undo_split(one, by=petugas, now=now)


def test_a_notice_that_was_never_sent_is_not_on_the_row_that_ended(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    new = desk.split(campur, off=part(campur), by=petugas, now=now)
    desk.undo_split(new, by=petugas, now=now)
    new.refresh_from_db()
    assert (new.message_count, new.last_message_text, new.last_message_at) == (0, "", None)
