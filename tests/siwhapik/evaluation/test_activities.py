"""What the office noted of the span stands in its evaluation report, and what came for each inhabitant."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, OfficeRecord, Staff
from siwhapik.reports.changes import change
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import tables_of
from tickets.models import Outage

PAGE = f"{JUNI}naskah/semua/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("juli")]


def noted(agency: Agency, by: Staff, day: str, title: str, **more: Any) -> OfficeRecord:
    values = {"medium": "rw_meeting", "place": "Balai RW 05", "reach": 40}
    return OfficeRecord.objects.create(
        agency=agency, kind="outreach", day=dt.date.fromisoformat(day), title=title, values=values,
        written_by=by, written_at=dt.datetime(2026, 7, 1, tzinfo=dt.UTC), form_key=title, **more,
    )  # fmt: skip


def test_the_records_of_the_span_are_a_chapter(
    masuk: Any, penyelia: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    for day, title in (("2026-06-01", "Awal Juni"), ("2026-06-30", "Akhir Juni")):
        noted(dinas, penyelia, day, title)
    noted(dinas, penyelia, "2026-07-01", "Juli")
    noted(dinas_wita, penyelia, "2026-06-05", "Kantor lain")
    archived = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    noted(dinas, penyelia, "2026-06-06", "Diarsipkan", archived_at=archived)
    page = masuk(penyelia).get(PAGE).content.decode()
    assert "Kegiatan kantor" in page
    assert page.index("Awal Juni") < page.index("Akhir Juni")
    assert "Media: Rapat RW; Tempat atau akun: Balai RW 05; Orang yang terjangkau: 40" in page
    for other in ("Kantor lain", "Diarsipkan"):
        assert other not in page


def test_without_records_there_is_no_empty_chapter(masuk: Any, penyelia: Staff) -> None:
    assert "Kegiatan kantor</h2>" not in masuk(penyelia).get(PAGE).content.decode()


def test_what_came_for_each_thousand_inhabitants(
    masuk: Any, penyelia: Staff, dinas: Agency
) -> None:
    browser = masuk(penyelia)
    assert "1.000 penduduk" not in browser.get(PAGE).content.decode()
    dinas.inhabitants, dinas.inhabitants_year = 10_108, 2025
    dinas.inhabitants_source = "Dukcapil contoh"
    dinas.save()
    page = browser.get(PAGE).content.decode()
    assert "Tiap 1.000 penduduk" in page
    assert "10.108" in page
    assert "0,69" in page  # 7 of 10.108
    assert "Dukcapil contoh" in page


def test_outages_of_the_span_stand_beside_the_promise(
    masuk: Any, penyelia: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    browser = masuk(penyelia)
    assert "gangguan" not in {one.code for one in tables_of(browser.get(PAGE))}
    day, hour = dt.datetime(2026, 6, 10, 2, 0, tzinfo=dt.UTC), dt.timedelta(hours=1)
    month = 30 * 24 * hour
    for agency, kind, starts, ends in (
        (dinas, "siak", day, day + 90 * hour / 60),
        (dinas, "power", day - month, day - 20 * 24 * hour),  # before the span
        (dinas, "server", day + month, None),  # after it
        (dinas_wita, "internet", day, None),
    ):
        Outage.objects.create(
            agency=agency, kind=kind, starts_at=starts, ends_at=ends, recorded_by=penyelia,
            recorded_at=day, form_key=kind,
        )  # fmt: skip
    (table,) = (one for one in tables_of(browser.get(PAGE)) if one.code == "gangguan")
    assert [[cell.words for cell in row] for row in table.rows] == [
        [
            "10-06-2026 09.00",
            "10-06-2026 10.30",
            "Gangguan SIAK",
            "Semua layanan",
            "1 jam 30 menit",
            "0",
        ]
    ]


def test_a_change_of_a_length_is_said_in_its_largest_units() -> None:
    two, more, days = (dt.timedelta(hours=count) for count in (2, 15.5, 50))
    assert change(two, more) == "-13 jam 30 menit"
    assert change(days, two) == "+2 hari"
    assert change(two, two) == "0 menit"
