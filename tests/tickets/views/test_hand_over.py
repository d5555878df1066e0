"""Pages and buttons by which a ticket goes from colleague to colleague."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Absence, Staff
from tests.reading import flat
from tests.tickets.views.conftest import post
from tests.tickets.views.pages import page
from tickets import desk
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
VERBS = ("serahkan", "minta-alih", "setujui-alih", "tolak-alih", "batal-ambil", "kembalikan")


def test_a_hand_over_by_the_form(
    masuk: Any, milik: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    client = masuk(petugas)
    form = page(client, milik, "serahkan/")
    assert "Budi Petugas (0 terbuka)" in form
    assert "Rina Petugas (" not in form  # not to oneself
    empty = post(client, milik, "serahkan", {"to": petugas_lain.pk})
    assert (empty.status_code, "Tulis sampai mana" in flat(empty)) == (422, True)
    answer = post(client, milik, "serahkan", {"to": petugas_lain.pk, "note": "KK dicek"})
    assert answer.status_code == 302
    milik.refresh_from_db()
    assert milik.assignee == petugas_lain


def test_nobody_absent_is_offered_or_accepted(
    masuk: Any, milik: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff
) -> None:
    today = timezone.localdate(timezone=milik.agency.zone)
    Absence.objects.create(staff=petugas_lain, starts_on=today, ends_on=today)
    for who, path in ((petugas, "serahkan"), (penyelia, "tugaskan")):
        assert "Budi Petugas (" not in page(masuk(who), milik, f"{path}/")
        data = {"to": petugas_lain.pk, "note": "x"}
        assert "sedang tidak bertugas" in flat(post(masuk(who), milik, path, data))
    milik.refresh_from_db()
    assert milik.assignee == petugas


def test_a_request_is_shown_to_the_holder_who_agrees_with_one_key(
    masuk: Any, milik: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    asker = masuk(petugas_lain)
    assert "Minta mengambil alih" in page(asker, milik)
    post(asker, milik, "minta-alih", {"note": "Tetangga saya"})
    mine = page(asker, milik)
    assert "Menunggu persetujuan sampai" in mine
    assert "setujui-alih" not in mine
    theirs = page(masuk(petugas), milik)
    assert "<strong>Budi Petugas</strong>minta mengambil alih tiket ini" in theirs
    assert "<q>Tetangga saya</q>" in theirs
    assert 'data-key="y"' in theirs
    assert post(masuk(petugas), milik, "setujui-alih", {}).status_code == 302
    milik.refresh_from_db()
    assert milik.assignee == petugas_lain


def test_the_undo_is_offered_for_a_minute(masuk: Any, tiket: Ticket, petugas: Staff) -> None:
    client = masuk(petugas)
    post(client, tiket, "ambil", {})
    assert "batal-ambil" in page(client, tiket)
    post(client, tiket, "batal-ambil", {})
    tiket.refresh_from_db()
    assert tiket.assignee is None
    desk.take(tiket, by=petugas, now=timezone.now())
    tiket.events.update(at=timezone.now() - dt.timedelta(seconds=61))
    assert "batal-ambil" not in page(client, tiket)


@pytest.mark.parametrize("path", VERBS)
def test_outsiders_get_404_and_change_nothing(
    masuk: Any, milik: Ticket, orang_luar: Staff, petugas: Staff, path: str
) -> None:
    data = {"to": orang_luar.pk, "note": "x", "reason": "x"}
    assert post(masuk(orang_luar), milik, path, data).status_code == 404
    milik.refresh_from_db()
    assert (milik.assignee, milik.events.count()) == (petugas, 1)


def test_a_colleague_can_neither_hand_over_nor_agree(
    masuk: Any, milik: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    client = masuk(petugas_lain)
    for path in ("serahkan", "setujui-alih", "tolak-alih", "kembalikan"):
        data = {"to": petugas_lain.pk, "note": "x", "reason": "x"}
        assert post(client, milik, path, data).status_code == 403
    milik.refresh_from_db()
    assert milik.assignee == petugas


def test_an_undone_take_is_no_line_for_the_citizen(
    client: Any, tiket: Ticket, petugas: Staff
) -> None:
    now = timezone.now()
    desk.take(tiket, by=petugas, now=now)
    asked = {"kode": tiket.tracking_code}
    assert "Petugas mulai mengerjakan" in flat(client.post("/lacak/", asked))
    desk.undo_take(tiket, by=petugas, now=now)
    assert "Petugas mulai mengerjakan" not in flat(client.post("/lacak/", asked))
