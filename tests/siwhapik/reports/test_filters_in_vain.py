"""Filters that an address names and that do not count here: the page and the file say so."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Agency, Staff
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of
from tickets.models import Ticket

Login = Callable[[Staff], Client]
VAIN = "di alamat ini tidak dapat dipakai di sini, jadi diabaikan."


@pytest.mark.parametrize("page", ["jenis", "daring", "janji", "jam", "beban", "akses", "ekspor"])
def test_an_officer_that_there_is_not_is_told(
    page: str, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    address = f"/laporan/{page}/?rentang=2026-06&petugas="
    client = masuk(penyelia)
    assert f"Saringan Petugas {VAIN}" in flat(client.get(f"{address}999999"))
    assert VAIN not in flat(client.get(address))
    assert VAIN not in flat(client.get(f"{address}{penyelia.pk}"))


def test_a_colleague_that_one_may_not_ask_for_is_told(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    page = masuk(petugas).get(f"/laporan/jenis/?rentang=2026-06&petugas={penyelia.pk}")
    assert f"Saringan Petugas {VAIN}" in flat(page)


def test_files_say_it_too(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    address = "/laporan/jenis/?rentang=2026-06&jenis=apa&sumber=whatsapp&bentuk=xlsx"
    about = sheets_of(body(masuk(penyelia).get(address)))["Keterangan"]
    said = [words for name, words in about if name == "Saringan"]
    assert said == ["Sumber: WhatsApp", f"Saringan Jenis {VAIN}"]


def test_with_the_offices_below_nobody_asks_for_a_service(
    juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    factories.AgencyFactory(parent=dinas)
    page = masuk(penyelia).get("/laporan/jenis/?rentang=2026-06&bawahan=1&layanan=1&nomor=2")
    assert f"Saringan Layanan, Nomor WhatsApp {VAIN}" in flat(page)
