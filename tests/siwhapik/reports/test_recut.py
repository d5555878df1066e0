"""After a change of an office's zone its days are made anew, and pages say so until they are."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Agency, Staff
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import FigureProgress, Ticket

Login = Callable[[Staff], Client]


@pytest.mark.parametrize("path", ["/dasbor/?rentang=2026-06", "/laporan/janji/", "/laporan/beban/"])
def test_after_another_zone_the_page_says_that_days_are_made_anew(
    bulan: list[Ticket], penyelia: Staff, masuk: Login, path: str
) -> None:
    client, office = masuk(penyelia), bulan[0].agency
    said = "Zona waktu instansi baru diubah."
    assert said not in client.get(path).content.decode()
    office.timezone = Agency.Zone.JAYAPURA
    office.save()
    is_made = FigureProgress.objects.filter(agency=office).exists()
    assert (said in client.get(path).content.decode()) is is_made
    while rebuild_figures(timezone.now()):
        pass
    assert said not in client.get(f"{path}{'&' if '?' in path else '?'}n=1").content.decode()
