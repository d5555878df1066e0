"""What an office assumes of a visit to its counter."""

from collections.abc import Callable

from django.test import Client

from services.models import Staff, VisitAssumption
from tickets.models import Ticket

Login = Callable[[Staff], Client]


def test_an_assumption_is_typed_as_numbers_are_written_here(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client, page = masuk(penyelia), "/laporan/evaluasi/dinsos-contoh/asumsi/"
    given = {"trips": "1,5", "minutes": "40", "rupiah": "15.000", "origin": "wawancara contoh"}
    assert client.post(page, given).status_code == 302
    kept = VisitAssumption.objects.get()
    assert (str(kept.trips), kept.rupiah) == ("1.5", 15_000)
    assert 'value="1,5"' in client.get(page).content.decode()
