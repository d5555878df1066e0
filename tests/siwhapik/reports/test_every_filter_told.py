"""A register says of each filter of its address what it leaves out, so that no part is signed as the whole."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Agency, Staff
from tests.siwhapik.reports.test_figures import MONTH
from tickets.models import Label, Ticket

Login = Callable[[Staff], Client]
VAIN = "di alamat ini tidak dapat dipakai di sini, jadi diabaikan."


def told(client: Client, query: str) -> list[str]:
    found: list[str] = client.get(f"/laporan/buku/?{MONTH}&{query}").context["narrowed"]
    return found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("status=closed&status=resolved", "Status: Ditutup, Selesai"),
        ("q=warga", f"Saringan Cari {VAIN}"),
        ("kerja_dari=2026-01-01", f"Saringan Dikerjakan sejak {VAIN}"),
        ("pesan_sampai=2026-01-01", f"Saringan Pesan sampai {VAIN}"),
        ("tampilan=lewat", "Tampilan: Lewat tenggat"),
    ],
)
def test_what_only_lists_ask_for_is_told(
    juni: list[Ticket], penyelia: Staff, masuk: Login, query: str, words: str
) -> None:
    assert told(masuk(penyelia), query) == [words]


def test_days_that_do_not_count_leave_those_of_the_period(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    for query in ("kerja_dari=2026-01-01", "pesan_sampai=2026-01-01"):
        page = client.get(f"/laporan/buku/?rentang=2026-05&{query}")
        assert page.context["rows"] == []


def test_what_is_asked_of_several_offices_is_told_by_its_name(
    juni: list[Ticket], dinas_wita: Agency, petugas: Staff, super_admin: Staff, masuk: Login
) -> None:
    client, service = masuk(super_admin), juni[0].service
    assert service is not None
    assert told(client, f"layanan={service.pk}") == [f"Layanan: {service.name}"]
    assert told(client, f"petugas={petugas.pk}") == [f"Petugas: {petugas.full_name}"]
    assert told(client, "layanan=belum") == ["Layanan: belum ada"]


def test_a_label_is_told_by_its_name_and_another_offices_by_none(
    juni: list[Ticket], dinas: Agency, dinas_wita: Agency, penyelia: Staff, masuk: Login
) -> None:
    own = Label.objects.create(agency=dinas, name="Penting")
    other = Label.objects.create(agency=dinas_wita, name="Rahasia Kantor Lain")
    client = masuk(penyelia)
    assert told(client, f"label={own.pk}") == ["Label: Penting"]
    assert "Rahasia" not in " ".join(told(client, f"label={other.pk}"))
