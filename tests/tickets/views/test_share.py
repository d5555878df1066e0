"""Sending a place or a contact from the ticket: chosen from a list, refused plainly, shown well."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.conftest import post
from tests.tickets.views.pages import page
from tickets.models import Conversation, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LogIn = Callable[[Staff], Client]
KEY = "kunci-formulir-contoh"
HX = {"HX-Request": "true"}


@pytest.fixture
def di_peta(dinas: Agency) -> Agency:
    dinas.latitude, dinas.longitude, dinas.phone = "-7.447800", "112.718300", "031-8921234"
    dinas.address = "Jalan Contoh 1"
    dinas.save()
    return dinas


def form(client: Client, ticket: Ticket) -> Any:
    return client.get(f"{ticket.get_absolute_url()}kirim-lokasi/", headers=HX)


def test_it_is_offered_by_menu_and_key_to_who_may_reply(
    masuk: LogIn, petugas: Staff, admin_opd: Staff, milik: Ticket, di_peta: Agency
) -> None:
    shown = page(masuk(petugas), milik)
    assert 'kirim-lokasi/" data-verb data-key="c"' in shown
    assert shown.count("kirim-lokasi/") == 2
    assert "kirim-lokasi/" not in page(masuk(admin_opd), milik)
    choices = flat(form(masuk(petugas), milik))
    assert '<optgroup label="Lokasi">' in choices
    assert "Dinas Sosial Contoh, Jalan Contoh 1" in choices
    assert "Dinas Sosial Contoh: telepon 031-8921234" in choices


def test_it_is_sent_once_and_shown_with_its_whole_number(
    masuk: LogIn, petugas: Staff, milik: Ticket, di_peta: Agency
) -> None:
    client = masuk(petugas)
    for what in ("place", "phone"):
        for _ in range(2):
            data = {"what": f"{what}-{di_peta.pk}", "form_key": f"{KEY}-{what}"}
            assert post(client, milik, "kirim-lokasi", data).status_code == 302
    assert list(Message.objects.values_list("type", flat=True)) == ["location", "contacts"]
    thread = page(client, milik).split('id="thread"')[1].split("</ol>")[0]
    assert "-7.447800,112.718300" in thread
    assert "Dinas Sosial Contoh, +62 31 8921234" in thread
    assert thread.count("Jalan Contoh 1") == 1


def test_a_wrong_choice_says_so_and_sends_nothing(
    masuk: LogIn, petugas: Staff, milik: Ticket, di_peta: Agency
) -> None:
    for what, words in (("", "Pilih dahulu"), ("line-99", "tidak dapat dikirim lagi")):
        answer = post(masuk(petugas), milik, "kirim-lokasi", {"what": what, "form_key": KEY})
        assert answer.status_code == 422
        assert words in flat(answer)
    assert not Message.objects.exists()


def test_outside_the_window_it_says_why_and_what_to_do(
    masuk: LogIn, petugas: Staff, milik: Ticket, di_peta: Agency, now: dt.datetime
) -> None:
    Conversation.objects.update(window_expires_at=now)
    client = masuk(petugas)
    told = form(client, milik)
    assert told.status_code == 204
    assert "24 jam" in told["HX-Trigger"]
    assert "templat" in told["HX-Trigger"]
    data = {"what": f"place-{di_peta.pk}", "form_key": KEY}
    answer = post(client, milik, "kirim-lokasi", data)
    assert answer.status_code == 422
    assert "24 jam" in flat(answer)
    assert not Message.objects.exists()


def test_an_office_without_a_place_says_where_it_is_set(
    masuk: LogIn, petugas: Staff, milik: Ticket, dinas: Agency
) -> None:
    client = masuk(petugas)
    told = form(client, milik)
    assert (told.status_code, "Kelola, Instansi" in told["HX-Trigger"]) == (204, True)
    factories.ChannelFactory(agency=dinas, name="KIA")
    shown = flat(form(client, milik))
    assert "Titik peta kantor Anda belum diisi" in shown
    assert "KIA, Dinsos Contoh: WhatsApp" in shown


def test_outsiders_find_nothing_and_change_nothing(
    masuk: LogIn, orang_luar: Staff, admin_opd: Staff, milik: Ticket, di_peta: Agency
) -> None:
    data = {"what": f"place-{di_peta.pk}", "form_key": KEY}
    for person, status in ((orang_luar, 404), (admin_opd, 403)):
        client = masuk(person)
        assert form(client, milik).status_code == status
        assert post(client, milik, "kirim-lokasi", data).status_code == status
    assert not Message.objects.exists()


def test_the_list_costs_the_same_with_many_offices(
    masuk: LogIn, petugas: Staff, milik: Ticket, di_peta: Agency, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    form(client, milik)
    for count in (1, 50):
        factories.ChannelFactory.create_batch(count, agency=di_peta)
        factories.AgencyFactory.create_batch(count, phone="112")
        with django_assert_num_queries(6):
            form(client, milik)
