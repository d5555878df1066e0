"""What an office counted by hand: refused where it cannot be, and what it replaces is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from tests.reading import flat
from tickets.models import Baseline

Login = Callable[[Staff], Client]
PAGE = "/laporan/loket/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def loket(penyelia: Staff, masuk: Login) -> Callable[..., str]:
    """Sends the form; the page after it."""
    client = masuk(penyelia)
    return lambda **form: flat(client.post(PAGE, form, follow=True))


def test_a_month_that_has_not_begun_is_refused(loket: Callable[..., str]) -> None:
    assert "Bulan itu belum ada." in loket(tahun=2026, bulan=7, jumlah=9)
    assert "Bulan itu belum ada." not in loket(tahun=2025, bulan=7, jumlah=9)
    assert [row.year for row in Baseline.objects.all()] == [2025]


@pytest.mark.parametrize("bulan", ["", "6"])
def test_nothing_is_removed_where_nothing_is(loket: Callable[..., str], bulan: str) -> None:
    page = loket(tahun=2025, bulan=bulan, jumlah="")
    assert "Isi jumlahnya. Belum ada angka yang dapat dihapus." in page
    assert "dihapus." not in page.replace("dapat dihapus.", "")


def test_what_is_replaced_or_removed_is_said(loket: Callable[..., str]) -> None:
    assert "Angka loket Juni 2025 disimpan: 175." in loket(tahun=2025, bulan=6, jumlah=175)
    assert "disimpan: 180 (semula 175)." in loket(tahun=2025, bulan=6, jumlah=180)
    assert "Juni 2025 dihapus (semula 180)." in loket(tahun=2025, bulan=6, jumlah="")
    assert not Baseline.objects.exists()


def test_a_year_whose_months_count_instead_is_marked(loket: Callable[..., Any]) -> None:
    unused = "tidak dipakai: angka per bulan sudah diisi"
    assert unused not in loket(tahun=2025, jumlah=2102)
    assert loket(tahun=2025, bulan=6, jumlah=175).count(unused) == 1


def test_dots_part_thousands(loket: Callable[..., str]) -> None:
    assert "Angka loket Setahun 2025 disimpan: 2.000." in loket(tahun=2025, jumlah="2.000")
    assert "misalnya 1200 atau 1.200" in loket(tahun=2025, jumlah="1.2")
    assert Baseline.objects.get().visits == 2000
