"""The evidence list as a page and as files: where each piece lies, and who sees it."""

import csv
import io
from typing import Any

import pytest
from django.db import connection

from services.models import Agency, Membership, Role, Staff
from surveys.models import SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of
from tests.siwhapik.pekppp.tools import TODAY, record, with_file
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.siwhapik.skm.test_report import ditutup as ditutup
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima
from tickets.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/laporan/pekppp/"


def test_page_and_files_say_the_same_and_lead_to_the_evidence(
    masuk: Any, penyelia: Staff, dinas: Agency, ditutup: SurveyPeriod, standar: Any
) -> None:
    one = with_file(record(dinas, "review", TODAY, by=penyelia, values={"number": "BA/1/2026"}))
    browser = masuk(penyelia)
    page = browser.get(PAGE)
    text = page.content.decode()
    assert f'href="/catatan/{one.pk}/"' in text
    assert f'href="/dasbor/ikm/periode/{ditutup.pk}/laporan/"' in text
    assert f'href="/catatan/kantor/{dinas.pk}/pledge/"' in text
    assert "Catatan review (dengan berkas)" in flat(page)
    book = sheets_of(body(browser.get(f"{PAGE}?bentuk=xlsx")))
    assert list(book) == [
        "Daftar bukti", "Standar tiap layanan", "Survei kepuasan masyarakat", "Keterangan",
    ]  # fmt: skip
    assert book["Survei kepuasan masyarakat"][1][3] == 11
    raw = body(browser.get(f"{PAGE}?bentuk=csv")).decode("utf-8-sig")
    lines = {row["Bukti"]: row for row in csv.DictReader(io.StringIO(raw), delimiter=";")}
    assert lines["Maklumat pelayanan"]["Keadaan"] == "belum ada"
    assert lines["Standar pelayanan ditinjau"]["Letak bukti"].endswith(f"/catatan/{one.pk}/")
    assert {(row.report, row.agency, row.form) for row in Export.objects.all()} == {
        ("pekppp", dinas, "xlsx"), ("pekppp", dinas, "csv"),
    }  # fmt: skip
    assert "Daftar bukti PEKPPP, 1 Januari 2026 sampai 9 Juni 2026" in flat(
        browser.get("/laporan/")
    )


def test_who_reads_it(masuk: Any, dinas: Agency, dinas_wita: Agency) -> None:
    reads = (Role.SUPER_ADMIN, Role.OFFICIAL, Role.AGENCY_ADMIN, Role.SUPERVISOR)
    keeps = (Role.AGENCY_ADMIN, Role.SUPERVISOR)
    for role in Role:
        staff = factories.StaffFactory()
        Membership.objects.create(staff=staff, agency=dinas, role=role)
        browser = masuk(staff)
        response = browser.get(PAGE)
        assert response.status_code == (200 if role in reads else 403), role
        if role not in reads:
            continue
        assert dinas.name in flat(response)
        assert (">Catat<" in response.content.decode()) == (role in keeps), role
        other = flat(browser.get(f"{PAGE}?instansi={dinas_wita.pk}"))
        assert dinas_wita.name not in other, role
    assert masuk(factories.StaffFactory()).get(PAGE).status_code == 403


def test_who_has_several_offices_sees_a_row_for_each(
    masuk: Any, super_admin: Staff, dinas: Agency, dinas_wita: Agency, standar: Any
) -> None:
    browser = masuk(super_admin)
    page = browser.get(PAGE)
    assert f'href="?instansi={dinas.pk}"' in page.content.decode()
    rows = sheets_of(body(browser.get(f"{PAGE}?bentuk=xlsx")))["Bukti tiap kantor"]
    assert [row[:3] for row in rows[1:]] == [
        ("Dukcapil Contoh", "belum ada", "belum ada"),
        ("Dinsos Contoh", "perlu diperbarui", "perlu diperbarui"),
    ]
    one = flat(browser.get(f"{PAGE}?instansi={dinas_wita.pk}&tahun=2025"))
    assert "Dinas Kependudukan Contoh, tahun 2025" in one
    for odd in ("?tahun=1&instansi=x", "?tahun=%00", "?instansi=99999999999999999999"):
        assert browser.get(PAGE + odd).status_code == 200


def test_who_is_above_sees_how_it_stands_below_and_nothing_else(
    masuk: Any, dinas: Agency, penyelia: Staff
) -> None:
    parent = factories.AgencyFactory(name="Kecamatan Contoh", short_name="Kec. Contoh")
    Agency.objects.filter(pk=dinas.pk).update(parent=parent)
    record(dinas, "pledge", TODAY, by=penyelia, values={"number": "SK/RAHASIA"})
    head = factories.StaffFactory()
    Membership.objects.create(staff=head, agency=parent, role=Role.OFFICIAL)
    browser = masuk(head)
    page = browser.get(PAGE)
    assert "Dinsos Contoh" in flat(page)
    assert "SK/RAHASIA" not in flat(page)
    assert f'href="?instansi={dinas.pk}"' not in page.content.decode()
    assert dinas.name not in flat(browser.get(f"{PAGE}?instansi={dinas.pk}"))


@pytest.mark.parametrize("count", [1, 50])
def test_the_rows_of_all_offices_cost_the_same(
    masuk: Any, super_admin: Staff, dinas: Agency, dinas_wita: Agency, penyelia: Staff,
    ditutup: SurveyPeriod, django_assert_num_queries: Any, count: int,
) -> None:  # fmt: skip
    for n in range(count):
        office = factories.AgencyFactory(timezone=dinas.timezone)
        factories.StandardFactory(service=factories.ServiceFactory(agency=office))
        record(office, "pledge", TODAY, by=penyelia, values={"number": str(n)})
    browser = masuk(super_admin)
    with django_assert_num_queries(13 if connection.vendor == "postgresql" else 23):
        assert browser.get(PAGE).status_code == 200


@pytest.mark.parametrize("count", [1, 50])
def test_one_office_costs_the_same_with_many_rows(
    masuk: Any, penyelia: Staff, dinas: Agency, ditutup: SurveyPeriod,
    django_assert_num_queries: Any, count: int,
) -> None:  # fmt: skip
    for n in range(count):
        service = factories.ServiceFactory(agency=dinas)
        factories.StandardFactory(service=service)
        record(dinas, "review", TODAY, by=penyelia, service=service, values={"number": str(n)})
    browser = masuk(penyelia)
    with django_assert_num_queries(15 if connection.vendor == "postgresql" else 20):
        assert browser.get(PAGE).status_code == 200
