"""Who sees the tickets of some services only is told that the lists hold less than the figures count."""

from collections.abc import Callable

from django.test import Client

from services.models import Staff
from tests.siwhapik.reports.test_figures import MONTH
from tickets.models import Ticket

Login = Callable[[Staff], Client]
SAID = "Angka menghitung semua tiket instansi."
ON_LIST = "Hanya tiket dari layanan yang Anda tangani"


def test_an_operator_is_told(juni: list[Ticket], petugas: Staff, masuk: Login) -> None:
    client = masuk(petugas)
    assert SAID in client.get(f"/laporan/jenis/?{MONTH}").text
    assert ON_LIST in client.get(f"/laporan/buku/?{MONTH}").context["narrowed"]


def test_a_supervisor_lists_all_that_is_counted(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert SAID not in client.get(f"/laporan/jenis/?{MONTH}").text
    assert ON_LIST not in client.get(f"/laporan/buku/?{MONTH}").context["narrowed"]
