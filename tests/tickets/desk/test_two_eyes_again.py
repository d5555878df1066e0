"""Words that wait for approval, done twice: sent anew after they came back, approved anew after a fall."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests.tickets.desk.checked import TEXT, approve, said, write
from tickets import desk
from tickets.desk import Then
from tickets.models import HeldReply, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "diperiksa")]
MENDED = "Mohon maaf, menurut pasal 7 belum dapat kami penuhi."


def come_back(ticket: Ticket, how: str, *, author: Staff, reader: Staff, now: dt.datetime) -> None:
    held = HeldReply.objects.get()
    if how == "returned":
        desk.return_held(ticket, by=reader, now=now, held=held, note="Sebutkan dasarnya.")
    else:
        desk.take_back_held(ticket, by=author, now=now, held=held)


@pytest.mark.parametrize("how", ["returned", "taken_back"])
def test_a_page_that_kept_its_key_sends_mended_words(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, how: str
) -> None:
    write(tiket, petugas, now)
    come_back(tiket, how, author=petugas, reader=penyelia, now=now)
    for _ in range(2):
        write(tiket, petugas, now, text=MENDED)
    states = HeldReply.objects.order_by("pk").values_list("state", "text")
    assert list(states) == [(how, ""), ("waiting", MENDED)]
    approve(tiket, penyelia, now)
    write(tiket, petugas, now, text=MENDED)  # a late click
    assert said(tiket) == [MENDED]
    assert HeldReply.objects.count() == 2


@pytest.mark.parametrize("how", ["returned", "taken_back"])
def test_a_result_that_came_back_is_held_anew(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, how: str
) -> None:
    desk.take(tiket, by=petugas, now=now)
    for summary in ("Belum dapat.", MENDED):
        end = desk.Resolution(outcome="rejected", summary=summary, form_key="kunci-dua")
        desk.conclude(tiket, by=petugas, now=now, how=end)
        if summary != MENDED:
            come_back(tiket, how, author=petugas, reader=penyelia, now=now)
    assert HeldReply.objects.waiting().get().text == MENDED
    approve(tiket, penyelia, now)
    assert (tiket.state, tiket.outcome_note) == ("resolved", MENDED)


@pytest.mark.parametrize("then", [Then.FULFILLED, Then.WAIT])
def test_a_fall_before_what_follows_loses_nothing(
    tiket: Ticket,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    then: Then,
) -> None:
    def falls(*_: Any, **__: Any) -> None:
        raise RuntimeError

    write(tiket, petugas, now, then)
    with monkeypatch.context() as broken:
        broken.setattr("tickets.desk.approving.follow", falls)
        with pytest.raises(RuntimeError):
            approve(tiket, penyelia, now)
    assert said(tiket) == []
    approve(tiket, penyelia, now)
    assert said(tiket)[0] == TEXT
    assert tiket.state == ("waiting_citizen" if then is Then.WAIT else "resolved")
    assert tiket.approval_asked_at is None
