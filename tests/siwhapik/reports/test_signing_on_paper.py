"""What is printed ends with a place where the head of the office signs."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Agency, Staff
from siwhapik.reports import views
from siwhapik.reports.catalogue import BOOKS, FIGURES
from tests.reading import flat
from tests.siwhapik.reports.test_figures import MONTH
from tickets.models import Ticket

Login = Callable[[Staff], Client]
PLACE = 'class="signing print-only"'


@pytest.mark.parametrize("path", [*FIGURES, "buku", "pengaduan", "informasi", "sp4n"])
def test_a_printed_report_is_signed_by_the_head(
    path: str, juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    Agency.objects.filter(pk=dinas.pk).update(head_title="Kepala Dinas Sosial")
    html = flat(masuk(penyelia).get(f"/laporan/{path}/?{MONTH}&cetak=1"))
    assert html.count(PLACE) == 1
    assert f"Mengetahui,<br>Kepala Dinas Sosial<br>{dinas.name}" in html
    assert f"Disiapkan oleh,<br>{penyelia.full_name}" in html


def test_a_page_of_a_register_is_not_signed(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = masuk(penyelia)
    assert PLACE not in flat(client.get(f"/laporan/buku/?{MONTH}"))
    monkeypatch.setattr(views, "MOST_PRINTED", 3)
    assert PLACE not in flat(client.get(f"/laporan/buku/?{MONTH}&cetak=1"))


def test_what_is_signed_holds_all_rows_however_it_was_asked_for(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = masuk(penyelia)
    monkeypatch.setattr(views, "PAGE", 3)
    more = client.get(f"/laporan/buku/?{MONTH}").context["more_url"]
    assert "sesudah=" in more
    answer = client.get(f"/laporan/buku/{more}&cetak=1")
    assert PLACE in flat(answer)
    assert len(answer.context["rows"]) == len(juni)


def test_nobody_signs_for_several_offices(
    juni: list[Ticket], dinas_wita: Agency, super_admin: Staff, masuk: Login
) -> None:
    for path in ("jenis", *BOOKS):
        assert PLACE not in flat(masuk(super_admin).get(f"/laporan/{path}/?{MONTH}&cetak=1"))
