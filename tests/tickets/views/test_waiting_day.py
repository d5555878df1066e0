"""The day until which a citizen is awaited, as officers choose and read it on their pages."""

import datetime as dt
import re
from typing import Any

import pytest

from services.models import Staff
from tickets import desk
from tickets.desk import Then
from tickets.models import Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB
OPENS = dt.datetime(2026, 6, 15, 0, 30, tzinfo=dt.UTC)  # Monday, 07.30 WIB


def state(ticket: Ticket) -> tuple[Any, ...]:
    ticket.refresh_from_db()
    return (ticket.state, ticket.waits_until, ticket.nudged_at)


def post(client: Any, ticket: Ticket, **data: str) -> Any:
    form = {"text": "Mohon kirim KK.", "form_key": "form-key-1", "then": Then.UNTIL, **data}
    return client.post(f"{ticket.get_absolute_url()}balas/", form, follow=True)


def test_the_page_says_until_when(masuk: Any, petugas: Staff, tiket: Ticket, clock: Any) -> None:
    client = masuk(petugas)
    post(client, tiket, until="2026-06-15")
    assert state(tiket)[1] == OPENS
    page = client.get(tiket.get_absolute_url()).content.decode()
    assert "menunggu pemohon sampai Senin" in page
    assert "menunggu jawaban pemohon sampai 15 Juni 2026" in page
    assert "menunggu pemohon sampai Senin" in client.get("/antrean/").content.decode()


def test_without_javascript_the_day_is_chosen_next(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any
) -> None:
    client = masuk(petugas)
    answer = post(client, tiket)
    address = f"{tiket.get_absolute_url()}tunggu-pemohon/"
    assert answer.redirect_chain[-1][0] == address
    assert "Senin: Senin, 15 Juni 2026" in answer.content.decode()
    client.post(address, {"reason": "KK", "offer": "2026-06-15"})
    assert state(tiket) == ("waiting_citizen", OPENS, None)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"offer": "lain"}, "Pilih tanggalnya dahulu."),
        ({"offer": "lain", "day": "2026-06-09"}, "Pilih tanggal sesudah hari ini."),
        ({"offer": "besok"}, "besok"),
    ],
)
def test_the_form_says_what_is_wrong_with_the_day(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any, sent: dict[str, str], says: str
) -> None:
    desk.take(tiket, by=petugas, now=NOW)
    address = f"{tiket.get_absolute_url()}tunggu-pemohon/"
    answer = masuk(petugas).post(address, {"reason": "KK", **sent})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert state(tiket)[0] == "in_progress"


def test_the_days_are_a_fragment_for_those_who_may_wait(
    masuk: Any, petugas: Staff, orang_luar: Staff, tiket: Ticket, clock: Any
) -> None:
    address = f"{tiket.get_absolute_url()}tunggu-pemohon/hari/"
    assert 'data-until="2026-06-15"' in masuk(petugas).get(address).content.decode()
    assert masuk(orang_luar).get(address).status_code == 404


@pytest.fixture
def menunggu(tiket: Ticket, petugas: Staff) -> Ticket:
    """Waits until Monday."""
    desk.take(tiket, by=petugas, now=NOW)
    desk.wait_for_citizen(tiket, by=petugas, now=NOW, reason="KK", until=OPENS.date())
    return tiket


def change(client: Any, ticket: Ticket, **data: str) -> Any:
    return client.post(f"{ticket.get_absolute_url()}hari-tunggu/", data, follow=True)


def test_the_page_offers_to_change_the_day_while_it_waits(
    masuk: Any, petugas: Staff, menunggu: Ticket, clock: Any
) -> None:
    client = masuk(petugas)
    page = client.get(menunggu.get_absolute_url()).content.decode()
    assert "hari-tunggu/" in page
    form = client.get(f"{menunggu.get_absolute_url()}hari-tunggu/").content.decode()
    checked = re.findall(r'<input type="radio"[^>]*value="([^"]*)"[^>]*checked', form)
    assert checked == ["2026-06-15"]
    assert "boleh kosong" not in form
    desk.change_wait(menunggu, by=petugas, now=NOW, until=None)
    form = client.get(f"{menunggu.get_absolute_url()}hari-tunggu/").content.decode()
    assert re.findall(r'<input type="radio"[^>]*value="([^"]*)"[^>]*checked', form) == [""]
    desk.resume(menunggu, by=petugas, now=NOW)
    assert "hari-tunggu/" not in client.get(menunggu.get_absolute_url()).content.decode()


def test_the_day_is_moved_and_taken_away_on_its_page(
    masuk: Any, petugas: Staff, menunggu: Ticket, clock: Any
) -> None:
    client = masuk(petugas)
    page = change(client, menunggu, offer="lain", day="2026-06-19").content.decode()
    assert "menunggu pemohon sampai 19 Juni 2026" in page
    form = client.get(f"{menunggu.get_absolute_url()}hari-tunggu/").content.decode()
    assert 'value="2026-06-19"' in form
    page = change(client, menunggu, offer="").content.decode()
    assert "menunggu pemohon tanpa batas hari" in page
    assert state(menunggu) == ("waiting_citizen", None, None)


def test_a_day_that_has_begun_is_refused_beside_its_field(
    masuk: Any, petugas: Staff, menunggu: Ticket, clock: Any
) -> None:
    answer = change(masuk(petugas), menunggu, offer="lain", day="2026-06-09")
    assert (answer.status_code, "Pilih tanggal sesudah hari ini." in answer.content.decode()) == (
        422,
        True,
    )
    assert state(menunggu)[1] == OPENS


def test_who_waits_already_is_shown_the_day(
    masuk: Any, petugas: Staff, menunggu: Ticket, clock: Any
) -> None:
    answer = masuk(petugas).get(f"{menunggu.get_absolute_url()}tunggu-pemohon/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{menunggu.get_absolute_url()}hari-tunggu/"
