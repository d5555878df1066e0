"""Colleagues' drafts on the page: offered to whoever may reply, and taken over by a button."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.pages import page
from tickets import desk
from tickets.models import Draft, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
Masuk = Callable[[Staff], Client]
THEIRS = "Selamat pagi, berkas Ibu sudah lengkap."
HX = {"HX-Request": "true"}


@pytest.fixture
def draf(tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any) -> Draft:
    """What `petugas` typed and did not send."""
    found = desk.save_draft(tiket, by=petugas, now=now, text=THEIRS)
    assert found is not None
    return found


def use(client: Client, tiket: Ticket, draft: int, **more: Any) -> Any:
    text = {"text": more["text"]} if "text" in more else {}
    address = f"{tiket.get_absolute_url()}draf/pakai/"
    return client.post(address, {"draft": draft, **text}, headers=more.get("headers"))


def poll(client: Client, tiket: Ticket, query: str = "") -> str:
    return flat(client.get(f"{tiket.get_absolute_url()}perubahan/?terlihat=1{query}"))


def test_it_is_offered_to_who_may_reply_and_to_nobody_else(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas: Staff, penyelia: Staff, admin_opd: Staff
) -> None:
    for shown in (page(masuk(penyelia), tiket), poll(masuk(penyelia), tiket)):
        assert f"Draf Rina Petugas:</span>{THEIRS}" in shown
        assert "Pakai draf ini" in shown
    for staff in (petugas, admin_opd):
        assert "Pakai draf ini" not in page(masuk(staff), tiket)
        assert "Pakai draf ini" not in poll(masuk(staff), tiket)


def test_it_is_not_offered_while_it_is_typed_nor_where_it_stands_already(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas: Staff, petugas_lain: Staff
) -> None:
    budi = masuk(petugas_lain)
    poll(masuk(petugas), tiket, "&mengetik=1")
    assert "Pakai draf ini" not in poll(budi, tiket)
    masuk(petugas).post(f"{tiket.get_absolute_url()}tutup-halaman/")
    assert "Pakai draf ini" in poll(budi, tiket)
    use(budi, tiket, draf.pk)
    assert "Pakai draf ini" not in poll(budi, tiket)
    assert "Budi Petugas memakai draf balasan Rina Petugas" in poll(budi, tiket)


def test_a_long_one_is_shown_by_its_beginning_and_masked(
    masuk: Masuk, tiket: Ticket, petugas: Staff, penyelia: Staff, draf: Draft
) -> None:
    text = f"{'kata ' * 27}3515080101900001 <b>"
    Draft.objects.update(text=text)
    shown = page(masuk(penyelia), tiket)
    assert f"Draf Rina Petugas:</span>{'kata ' * 27}35•••…" in shown
    assert "351508" not in shown
    assert "••••0001 &lt;b&gt;" in shown


@pytest.mark.parametrize("text", ["", "Mohon maaf."])
def test_the_composer_gets_the_whole(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas_lain: Staff, text: str
) -> None:
    answer = use(masuk(petugas_lain), tiket, draf.pk, text=text, headers=HX)
    expected = f"{text}\n\n{THEIRS}" if text else THEIRS
    assert (answer.status_code, answer.content.decode()) == (200, expected)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert Draft.objects.get(staff=petugas_lain).text == expected


def test_without_javascript_it_comes_behind_the_saved_draft(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime
) -> None:
    budi = masuk(petugas_lain)
    desk.save_draft(tiket, by=petugas_lain, now=now, text="Mohon maaf.")
    assert use(budi, tiket, draf.pk).status_code == 302
    shown = page(budi, tiket)
    assert f"Mohon maaf. {THEIRS}</textarea>" in shown
    assert "Draf Rina Petugas ada di kotak balasan Anda." in shown


@pytest.mark.parametrize(("who", "status"), [("orang_luar", 404), ("admin_opd", 403)])
def test_outsiders_and_readers_change_nothing(
    masuk: Masuk, tiket: Ticket, draf: Draft, who: str, status: int, request: Any
) -> None:
    staff = request.getfixturevalue(who)
    assert use(masuk(staff), tiket, draf.pk, headers=HX).status_code == status
    assert list(Draft.objects.values_list("text", flat=True)) == [THEIRS]
    assert not TicketEvent.objects.exists()


@pytest.mark.parametrize("headers", [HX, None])
def test_one_that_was_sent_meanwhile_is_said_to_be_gone(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas_lain: Staff, headers: Any
) -> None:
    Draft.objects.all().delete()
    budi = masuk(petugas_lain)
    answer = use(budi, tiket, draf.pk, headers=headers)
    said = answer.headers["HX-Trigger"] if headers else page(budi, tiket)
    assert "sudah dikirim atau dihapus pemiliknya" in said
    assert use(budi, tiket, 0).status_code == 404


def test_one_of_another_ticket_is_not_given_out_here(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas_lain: Staff
) -> None:
    other = factories.TicketFactory(service=tiket.service, agency=tiket.agency)
    answer = use(masuk(petugas_lain), other, draf.pk, headers=HX)
    assert THEIRS not in answer.content.decode()
    assert not Draft.objects.filter(ticket=other).exists()


def test_a_number_that_the_page_masks_is_not_handed_over_by_a_draft(
    masuk: Masuk, tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime
) -> None:
    Draft.objects.update(text="NIK Ibu 3515080101900001 cocok.")
    budi = masuk(petugas_lain)
    answer = use(budi, tiket, draf.pk, headers=HX)
    assert "disamarkan bagi Anda" in answer.headers["HX-Trigger"]
    assert not Draft.objects.filter(staff=petugas_lain).exists()
    desk.take(tiket, by=petugas_lain, now=now)
    budi.post(f"{tiket.get_absolute_url()}nomor/")
    assert "3515080101900001" in use(budi, tiket, draf.pk, headers=HX).content.decode()


@pytest.mark.parametrize(("drafts", "queries"), [(0, 0), (1, 1), (4, 1)])
def test_drafts_cost_one_query_where_there_are_any(
    masuk: Masuk,
    tiket: Ticket,
    penyelia: Staff,
    now: dt.datetime,
    drafts: int,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(drafts):
        staff = factories.StaffFactory()
        factories.MembershipFactory(staff=staff, agency=tiket.agency, role="operator")
        Draft.objects.create(ticket=tiket, staff=staff, text="Draf", updated_at=now)
    wati = masuk(penyelia)
    page(wati, tiket)  # what is remembered for some seconds
    with django_assert_num_queries(9 + queries):
        assert page(wati, tiket).count("Pakai draf ini") == drafts
