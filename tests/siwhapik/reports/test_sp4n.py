"""The list of complaints and questions as SP4N-LAPOR classes them."""

from collections.abc import Callable

from django.test import Client

from services.models import Staff
from tests.siwhapik.reports.test_figures import MONTH, lines
from tickets.models import Ticket

Login = Callable[[Staff], Client]


def test_complaints_and_questions_by_the_classes_of_sp4n(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(pk=juni[5].pk).update(is_about_staff=True, is_anonymous=True)
    head, *found = lines(masuk(penyelia).get(f"/laporan/sp4n/?{MONTH}&bentuk=csv"))
    assert head[:7] == [
        "Nomor laporan", "Tanggal laporan", "Klasifikasi", "Judul laporan", "Isi laporan", "Pelapor", "Kerahasiaan",
    ]  # fmt: skip
    assert [(row[2], row[6]) for row in found] == [
        ("Permintaan informasi", "Terbuka"),
        ("Permintaan informasi", "Terbuka"),
        ("Pengaduan berkadar pengawasan", "Rahasia"),
        ("Pengaduan tidak berkadar pengawasan", "Terbuka"),
    ]
    assert found[2][5] == "Identitas dirahasiakan"
