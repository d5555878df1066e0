"""How long matters took before Si Whapik: written by the office, shown beside today's averages."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from services.models import Agency, Staff
from siwhapik.periods import asked_for
from siwhapik.reports.former import last_before, length_words, of_span
from tests import factories
from tests.reading import flat
from tests.siwhapik.reports.every_report import Page, in_csv, in_xlsx
from tests.siwhapik.reports.test_figures import words
from tickets.models import FormerTime, Ticket

Login = Callable[[Staff], Client]
PAGE = "/laporan/lama-sebelumnya/"
REPORT = "/laporan/janji/?rentang=2026-06"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIVE_DAYS = {"selesai": "5", "satuan_selesai": "working_days"}
TWO_HOURS = {"respons": "2,5", "satuan_respons": "hours"}


@pytest.fixture
def isi(penyelia: Staff, masuk: Login) -> Callable[..., str]:
    """Sends the form; the page after it."""
    client = masuk(penyelia)
    return lambda **form: flat(client.post(PAGE, {"tahun": 2022, **form}, follow=True))


def shown(client: Client, query: str = "&banding=ya") -> list[Any]:
    tables = client.get(f"{REPORT}{query}").context["tables"]
    return [table for table in tables if table.code == "sebelum"]


def test_a_second_click_writes_the_same_and_what_is_replaced_or_removed_is_said(
    isi: Callable[..., str], penyelia: Staff
) -> None:
    told = "Lama layanan Setahun 2022 disimpan: selesai 5 hari kerja, jawaban pertama 2,5 jam"
    assert f"{told}." in isi(**FIVE_DAYS, **TWO_HOURS, sumber="buku register 2022")
    page = isi(**FIVE_DAYS, **TWO_HOURS, sumber="buku register 2022")
    assert "(semula selesai 5 hari kerja, jawaban pertama 2,5 jam)." in page
    one = FormerTime.objects.get()
    assert (one.done_amount, one.first_amount) == (Decimal(5), Decimal("2.5"))
    assert (one.entered_by, one.origin) == (penyelia, "buku register 2022")
    assert f"{penyelia}, " in page
    assert "dihapus (semula selesai 5 hari kerja" in isi()
    assert not FormerTime.objects.exists()


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({}, "Isi lamanya. Belum ada isian yang dapat dihapus."),
        ({"selesai": "lima hari"}, "Tulis angkanya saja, misalnya 5 atau 2,5."),
        ({**FIVE_DAYS, "selesai": "1.200"}, "Tulis angkanya saja, misalnya 5 atau 2,5."),
        ({**FIVE_DAYS, "selesai": "NaN"}, "Tulis angkanya saja, misalnya 5 atau 2,5."),
        ({**FIVE_DAYS, "selesai": "0"}, "Isi angka di atas nol, atau kosongkan."),
        ({**FIVE_DAYS, "selesai": "-3"}, "Isi angka di atas nol, atau kosongkan."),
        ({**FIVE_DAYS, "selesai": "100001"}, "Angka itu terlalu besar."),
        ({"selesai": "5"}, "Pilih satuannya."),
        ({**FIVE_DAYS, "satuan_respons": "hours"}, "Isi angkanya, atau kosongkan satuannya."),
        ({**FIVE_DAYS, "satuan_selesai": "minggu"}, "minggu"),
        ({**FIVE_DAYS, "tahun": 2027}, "Tahun itu belum ada."),
        ({**FIVE_DAYS, "tahun": 2026, "bulan": 7}, "Bulan itu belum ada."),
        ({**FIVE_DAYS, "tahun": ""}, "tidak boleh kosong"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    isi: Callable[..., str], form: dict[str, Any], reason: str
) -> None:
    assert reason in isi(**form)
    assert not FormerTime.objects.exists()


def test_only_who_keeps_an_offices_own_numbers_writes_them(
    petugas: Staff, penyelia: Staff, dinas_wita: Agency, masuk: Login
) -> None:
    form = {"instansi": dinas_wita.pk, "tahun": 2022, **FIVE_DAYS}
    assert masuk(petugas).get(PAGE).status_code == 403
    assert masuk(petugas).post(PAGE, form).status_code == 403
    masuk(penyelia).post(PAGE, form)
    assert not dinas_wita.former_times.exists()
    link = f'href="{PAGE}"'
    assert link in masuk(penyelia).get(REPORT).content.decode()
    assert link not in masuk(penyelia).get("/laporan/daring/").content.decode()


def test_a_number_never_stands_without_its_unit(dinas: Agency, penyelia: Staff) -> None:
    told = {"agency": dinas, "entered_by": penyelia, "entered_at": dt.datetime.now(dt.UTC)}
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerTime.objects.create(year=2022, done_amount=5, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerTime.objects.create(year=2022, done_unit="days", **told)


def test_it_stands_beside_todays_averages_on_page_and_in_files(
    bulan: list[Ticket], isi: Callable[..., str], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert shown(client) == []
    isi(**FIVE_DAYS, sumber="buku register 2022")
    assert shown(client, "") == []
    [table] = shown(client)
    assert table.head == ("Ukuran", "2022 (isian kantor)", "Juni 2026")
    [row] = table.rows
    ended = [one for one in bulan if one.resolved_at]
    lasted = [one.resolved_at - one.received_at for one in ended if one.resolved_at]
    assert row[2].value == sum(lasted, dt.timedelta()) / len(lasted)
    assert words(row)[:2] == ["Rata-rata sampai selesai", "5 hari kerja"]
    assert "Sumber isian: buku register 2022." in table.explained
    isi(**FIVE_DAYS, **TWO_HOURS)
    [table] = shown(client)
    told = [[*words(one)] for one in table.rows]
    assert told[0] == ["Rata-rata respons pertama", "2,5 jam", "1 jam"]
    page = client.get(f"{REPORT}&banding=ya").content.decode()
    assert Page(page).tables[-1][1:] == told
    address = f"{REPORT}&banding=ya&bentuk="
    assert in_csv(client.get(f"{address}csv&tabel=sebelum"))[1:] == told
    assert [row[1] for row in in_xlsx(client.get(f"{address}xlsx"))[-1][1:]] == [
        "2,5 jam",
        "5 hari kerja",
    ]


def test_it_is_of_all_matters_of_one_office(
    juni: list[Ticket], isi: Callable[..., str], penyelia: Staff, super_admin: Staff, masuk: Login
) -> None:
    isi(**FIVE_DAYS)
    assert shown(masuk(penyelia), f"&banding=ya&layanan={juni[0].service_id}") == []
    factories.AgencyFactory()
    assert shown(masuk(super_admin)) == []
    assert shown(masuk(super_admin), f"&banding=ya&instansi={juni[0].agency_id}")


def test_a_reader_of_another_office_sees_none_of_it(
    juni: list[Ticket], isi: Callable[..., str], dinas_wita: Agency, masuk: Login
) -> None:
    isi(**FIVE_DAYS, sumber="buku rahasia")
    other = factories.MembershipFactory(agency=dinas_wita, role="supervisor")
    client = masuk(other.staff)
    assert shown(client) == []
    assert "buku rahasia" not in client.get(PAGE).content.decode()


def of(year: int, month: int | None = None) -> FormerTime:
    return FormerTime(year=year, month=month)


def test_before_is_what_was_over_when_the_days_began() -> None:
    year, june, december, now = of(2024), of(2025, 6), of(2024, 12), of(2026)
    known = [now, december, year, june]
    assert last_before(known, dt.date(2026, 6, 1)) is june
    assert (
        last_before(known, dt.date(2025, 6, 30)) is year
    )  # of two that end together the longer one
    assert last_before([december], dt.date(2024, 12, 31)) is None
    assert last_before([december], dt.date(2025, 1, 1)) is december
    assert last_before(known, dt.date(2027, 1, 1)) is now


def test_a_month_has_its_own_or_that_of_its_year() -> None:
    today = dt.date(2026, 7, 2)
    year, june, other = of(2025), of(2025, 6), of(2024, 5)
    known = [other, june, year]

    def found(code: str) -> FormerTime | None:
        return of_span(known, asked_for(code, today=today))

    assert found("2025-06") is june
    assert found("2025-05") is year
    assert found("2025-T2") is year
    assert found("2025") is year
    assert found("2024-05") is other
    assert found("2024") is None


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        ("5.0", "working_days", "5 hari kerja"),
        ("2.5", "hours", "2,5 jam"),
        ("1200.0", "minutes", "1.200 menit"),
        ("10", "days", "10 hari kalender"),
    ],
)
def test_lengths_are_said_in_their_own_unit(amount: str, unit: str, said: str) -> None:
    assert length_words(Decimal(amount), unit) == said
    assert length_words(None, "") == ""
