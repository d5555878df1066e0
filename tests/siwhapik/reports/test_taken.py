"""Who took which rows out of the product: every file and printed register, told to those whose rows they are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Role, Staff
from siwhapik.reports.catalogue import DOCUMENTS, TITLES
from siwhapik.reports.exporting import write_down
from siwhapik.reports.filter_words import label_of, meaning_of
from siwhapik.reports.register_filters import RegisterFilter
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.every_report import in_xlsx
from tests.siwhapik.reports.test_figures import MONTH, lines
from tickets.models import Export, Ticket

Login = Callable[[Staff], Client]
TAKEN = f"/laporan/ekspor/?{MONTH}"


def told(client: Client, url: str = TAKEN) -> list[list[str]]:
    """The rows of the page as words."""
    answer = client.get(url)
    assert answer.status_code == 200
    return [
        [row["number"], *(words for words, _ in row["cells"])] for row in answer.context["rows"]
    ]


def took(staff: Staff, *offices: Agency, report: str = "buku", **asked: Any) -> None:
    days = {"dari": "2026-06-01", "sampai": "2026-06-30"}
    given = {"asked": {**asked, **days}, "rows": 1234, "at": JUNE}
    write_down(report, form="csv", staff=staff, offices=offices, given=given)


def test_a_file_is_told_with_who_what_how_many_and_its_filters(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    service = juni[0].service
    asked = f"jenis=complaint&layanan={service.pk}&petugas={petugas.pk}&q=0812-3456-7890"  # type: ignore[union-attr]  # it has one
    masuk(petugas).get(f"/laporan/buku/?{MONTH}&{asked}&bentuk=xlsx")
    (row,) = told(masuk(penyelia))
    assert row[:6] == [
        "09-06-2026 10.00", "Buku register", "Rina Petugas", "XLSX", "0", "1 Juni 2026 sampai 9 Juni 2026",
    ]  # fmt: skip
    assert (
        row[6]
        == f"Jenis: Pengaduan; Layanan: {service.name}; Petugas: Rina Petugas; Cari: +62812••••7890"
    )  # type: ignore[union-attr]  # it has one
    assert row[7] == juni[0].agency.short_name


def test_a_register_made_for_paper_is_written_down_each_time(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(petugas)
    for _ in range(2):
        client.get(f"/laporan/buku/?{MONTH}&cetak=1")
    client.get(f"/laporan/buku/?{MONTH}")
    assert [(one.staff, one.form, one.rows) for one in Export.objects.all()] == [
        (petugas, "print", 7)
    ] * 2
    page = masuk(penyelia).get("/laporan/").content.decode()
    assert "Yang terakhir diambil, dicetak, atau dilihat" in page
    assert page.count("<td>Versi cetak</td>") == 2


def test_what_several_offices_share_is_told_to_each_of_them_and_to_nobody_else(
    juni: list[Ticket], dinas: Agency, dinas_wita: Agency, super_admin: Staff, masuk: Login
) -> None:
    took(super_admin, dinas, dinas_wita)
    heads = {}
    for office in (dinas, dinas_wita, factories.AgencyFactory()):
        heads[office.pk] = factories.StaffFactory()
        factories.MembershipFactory(staff=heads[office.pk], role=Role.OFFICIAL, agency=office)
    for office, head in heads.items():
        client = masuk(head)
        found = told(client, "/laporan/ekspor/?rentang=2026")
        listed = (
            "Buku register, 1 Juni 2026 sampai 30 Juni 2026"
            in client.get("/laporan/").content.decode()
        )
        ours = office in (dinas.pk, dinas_wita.pk)
        assert [row[7] for row in found] == (["2 instansi"] if ours else [])
        assert listed is ours


def test_its_own_readers_are_told_but_no_line_tells_of_itself(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert told(client) == []
    assert [row[1] for row in told(client)] == ["Siapa mengambil data"]
    _, *rows = lines(client.get(f"{TAKEN}&bentuk=csv"))
    assert [(row[1], row[3]) for row in rows] == [("Siapa mengambil data", "Dilihat")] * 2
    (sheet,) = in_xlsx(client.get(f"{TAKEN}&bentuk=xlsx"))
    assert len(sheet) == 1 + 3
    assert [one.rows for one in Export.objects.order_by("pk")] == [0, 1, 2, 3]


def test_of_one_officer(juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login) -> None:
    for who in (petugas, penyelia, petugas):
        took(who, juni[0].agency)
    found = told(masuk(penyelia), f"{TAKEN}&petugas={petugas.pk}")
    assert [row[2] for row in found] == ["Rina Petugas"] * 2


def test_each_filter_is_told_as_its_form_calls_it(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    took(
        petugas,
        juni[0].agency,
        hasil="fulfilled",
        selesai_dari="2026-06-02",
        selesai_sampai="kemarin",
        dikerjakan=petugas.pk,
        jam_masuk="8",
        penyelesaian="dinilai",
        bawahan="1",
        q="belum",
        petugas="belum",
    )
    took(petugas, juni[0].agency, report="catatan", jenis="sop", arsip="1", hal="2")
    records, register = (row[6] for row in told(masuk(penyelia)))
    assert register.split("; ") == [
        "Cakupan: Termasuk instansi di bawah",
        "Dikerjakan oleh: Rina Petugas",
        "Hasil: Dipenuhi",
        "Jam masuk: 08.00-08.59",
        "Penyelesaian: Semua yang dinilai",
        "Petugas: belum ada",
        "Cari: belum",
        "Selesai sejak: 2 Juni 2026",
        "Selesai sampai: kemarin",
    ]
    assert records == "Arsip: ya; Jenis: SOP"


def test_every_filter_of_a_register_has_a_name_and_its_codes_have_words() -> None:
    for name, one in RegisterFilter.base_filters.items():
        assert label_of(name) != name
        for code, words in one.extra.get("choices", ()):
            assert meaning_of(name, str(code)) == str(words)


def test_a_long_search_leaves_no_half_of_a_nik(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    client.get("/laporan/buku/", {"q": f"{'nama ' * 18}3578011201900001", "bentuk": "csv"})
    (export,) = Export.objects.all()
    assert export.asked["q"].strip() == ("nama " * 18).strip()
    assert "35780112" not in client.get(TAKEN).content.decode()


def test_a_filter_tells_no_name_of_another_office(
    juni: list[Ticket], penyelia: Staff, orang_luar: Staff, masuk: Login
) -> None:
    took(
        penyelia, juni[0].agency, petugas=orang_luar.pk, layanan="x" * 30, dikerjakan=orang_luar.pk
    )
    ((*_, filters, _),) = told(masuk(penyelia))
    assert (
        filters
        == f"Dikerjakan oleh: {orang_luar.pk}; Layanan: {'x' * 30}; Petugas: {orang_luar.pk}"
    )


@pytest.mark.parametrize("role", ["petugas", "pengamat", "evaluator", "pejabat"])
def test_who_leads_nobody_sees_none_of_it(role: str, request: Any, masuk: Login) -> None:
    client = masuk(request.getfixturevalue(role))
    assert client.get(TAKEN).status_code == 403
    assert client.get(f"{TAKEN}&bentuk=csv").status_code == 403
    assert not Export.objects.exists()


def test_each_report_has_its_title() -> None:
    assert {"buku", "janji", "akses", "ekspor", *DOCUMENTS} <= TITLES.keys()
    assert all(TITLES.values())


def test_the_page_asks_the_same_for_many(
    juni: list[Ticket], penyelia: Staff, masuk: Login, django_assert_max_num_queries: Any
) -> None:
    client = masuk(penyelia)
    for _ in range(30):
        took(penyelia, juni[0].agency, layanan=juni[0].service_id, petugas=penyelia.pk, nomor="1")
    client.get(TAKEN)
    with django_assert_max_num_queries(24):
        assert len(told(client)) == 31
