"""What was completed online and otherwise by service, and what citizens saved by not coming."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client

from services.models import Agency, Staff, VisitAssumption
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.test_figures import MONTH, lines, tables, words
from tickets.models import FigureChange, Ticket

Login = Callable[[Staff], Client]


def assumed(agency: Agency, by: Staff) -> None:
    values = {"trips": 2, "minutes": 45, "rupiah": 10_000, "origin": "wawancara contoh"}
    VisitAssumption.objects.create(agency=agency, edited_by=by, edited_at=JUNE, **values)


def found(client: Client, code: str, query: str = MONTH) -> Any:
    return next((one for one in tables(client, "daring", query) if one.code == code), None)


def test_output_online_and_otherwise_for_each_service(
    bulan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    other = factories.ServiceFactory(agency=bulan[0].agency, name="Layanan lain")
    Ticket.objects.filter(pk__in=[bulan[0].pk, bulan[1].pk]).update(source="walk_in")
    Ticket.objects.filter(pk__in=[bulan[2].pk, bulan[6].pk]).update(service=other)
    # As no verb did it, the day is marked by hand.
    from_hand(bulan)
    table = found(masuk(penyelia), "daring-layanan")
    assert [words(row) for row in table.rows] == [
        ["Surat Keterangan Contoh", "3", "2", "60,0 %", "1", "2", "33,3 %"],
        ["Layanan lain", "2", "0", "100,0 %", "1", "0", "100,0 %"],
    ]
    assert words(table.total) == ["Jumlah", "5", "2", "71,4 %", "2", "2", "50,0 %"]


def from_hand(found: list[Ticket]) -> None:
    for at in (JUNE, JUNE + dt.timedelta(days=1)):
        FigureChange.objects.create(agency=found[0].agency, at=at)


def test_what_is_saved_stands_in_the_report_of_any_span_and_in_its_files(
    bulan: list[Ticket], penyelia: Staff, pengamat: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert found(client, "hemat") is None
    assumed(bulan[0].agency, penyelia)
    for reader in (penyelia, pengamat):
        table = found(
            masuk(reader), "hemat", "rentang=sendiri&dari=2026-06-02&sampai=2026-06-08&n=2"
        )
        assert [words(row)[1] for row in table.rows] == ["7", "14", "11", "140.000"]
        assert "wawancara contoh" in table.explained
        assert "Perjalanan untuk mengambil hasilnya di loket tidak dikurangkan." in table.explained
    rows = lines(client.get(f"/laporan/daring/?{MONTH}&bentuk=csv&tabel=hemat"))
    assert rows[2] == ["Perjalanan yang tidak perlu", "14"]


def test_of_one_service_only_what_came_for_it_is_saved(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    assumed(juni[0].agency, penyelia)
    other = factories.ServiceFactory(agency=juni[0].agency)
    Ticket.objects.filter(pk=juni[0].pk).update(service=other)
    table = found(masuk(penyelia), "hemat", f"{MONTH}&layanan={other.pk}")
    assert words(table.rows[1]) == ["Perjalanan yang tidak perlu", "2"]


def test_each_office_has_its_own_assumption_so_several_have_none(
    juni: list[Ticket], dinas_wita: Agency, super_admin: Staff, masuk: Login
) -> None:
    assumed(juni[0].agency, super_admin)
    client = masuk(super_admin)
    assert found(client, "hemat") is None
    assert found(client, "hemat", f"{MONTH}&instansi={juni[0].agency_id}") is not None
