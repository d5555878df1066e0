"""Days that there are not: the page says so above the days that it shows instead, and keeps what was typed."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Staff
from tickets.models import Ticket

Login = Callable[[Staff], Client]
FUTURE = "rentang=sendiri&dari=2031-01-01&sampai=2031-01-05"


@pytest.mark.parametrize("address", ["/laporan/jenis/", "/laporan/buku/", "/catatan/", "/dasbor/"])
def test_days_to_come_are_refused_in_words(
    juni: list[Ticket], penyelia: Staff, masuk: Login, address: str
) -> None:
    page = masuk(penyelia).get(f"{address}?{FUTURE}").text
    assert "Rentang itu belum mulai." in page
    assert "Yang tampil di sini:" in page
    assert 'value="2031-01-01"' in page
    assert 'value="2031-01-05"' in page


@pytest.mark.parametrize("query", ["", "rentang=2026-06", "rentang=2026-06&dari=2031-01-01"])
def test_days_that_there_are_say_nothing(
    juni: list[Ticket], penyelia: Staff, masuk: Login, query: str
) -> None:
    assert "Yang tampil di sini:" not in masuk(penyelia).get(f"/laporan/jenis/?{query}").text
