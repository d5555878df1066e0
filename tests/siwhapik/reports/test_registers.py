"""The books: who sees which rows, and what of them; as a page and as files."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from siwhapik.reports.books import masked
from tests import factories
from tests.reading import flat
from tests.siwhapik.reports.test_figures import MONTH, lines, sheets
from tickets.models import Export, Ticket

Login = Callable[[Staff], Client]
BOOK = f"/laporan/buku/?{MONTH}"


def shown_in(answer: Any) -> list[dict[str, Any]]:
    """The rows of a page, their cells as words."""
    found = answer.context["rows"]
    return [{**row, "cells": [words for words, _ in row["cells"]]} for row in found]


def rows(client: Client, url: str = BOOK) -> list[dict[str, Any]]:
    return shown_in(client.get(url))


def test_the_book_of_a_month_in_the_order_of_arrival(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    answer = masuk(penyelia).get(BOOK)
    found = shown_in(answer)
    assert [row["number"] for row in found] == [one.register_number for one in juni]
    assert found[3]["cells"] == [
        "03-06-2026 13.00", juni[3].citizen.profile_name, "WhatsApp", "Permintaan informasi",
        "Surat Keterangan Contoh", "Contoh perihal 3", "", "Ditutup", "Dijawab", "03-06-2026 14.00",
        "04-06-2026 13.00", "04-06-2026 19.00",
    ]  # fmt: skip
    late = "selesai_dari=2026-06-04&selesai_sampai=2026-06-04&penyelesaian=lambat"
    answer = masuk(penyelia).get(f"{BOOK}&{late}")
    assert len(answer.context["rows"]) == 1
    assert answer.context["narrowed"] == [
        "Selesai: 04-06-2026 sampai 04-06-2026", "Penyelesaian: terlambat",
    ]  # fmt: skip


def test_a_sentence_has_a_wide_column(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    Ticket.objects.filter(pk=juni[3].pk).update(
        subject="Perihal yang lebih panjang dari satu baris"
    )
    (cells,) = [
        row["cells"]
        for row in masuk(penyelia).get(BOOK).context["rows"]
        if row["number"] == juni[3].register_number
    ]
    assert ("Perihal yang lebih panjang dari satu baris", "report-words") in cells
    assert ("Surat Keterangan Contoh", "report-phrase") in cells  # nor a word a line
    assert ("WhatsApp", "") in cells


@pytest.mark.parametrize(
    ("code", "count"), [("buku", 7), ("pengaduan", 2), ("informasi", 2), ("sp4n", 4)]
)
def test_each_book_has_its_kind_and_its_files_say_the_same(
    juni: list[Ticket], penyelia: Staff, masuk: Login, code: str, count: int
) -> None:
    client, url = masuk(penyelia), f"/laporan/{code}/?{MONTH}"
    shown = [[row["number"], *row["cells"]] for row in rows(client, url)]
    assert len(shown) == count
    assert lines(client.get(f"{url}&bentuk=csv"))[1:] == shown
    (sheet,) = sheets(client.get(f"{url}&bentuk=xlsx"))
    assert [row[0] for row in sheet[1:]] == [row[0] for row in shown]
    taken = Export.objects.values_list("report", "form", "rows", "staff")
    assert sorted(taken) == [(code, "csv", count, penyelia.pk), (code, "xlsx", count, penyelia.pk)]


def test_what_is_no_matter_is_in_no_book(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    Ticket.objects.filter(pk=juni[0].pk).update(registered_at=None)
    assert len(rows(masuk(penyelia))) == 6


def test_a_long_book_goes_on_and_prints_whole(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    for n in range(60):
        factories.TicketFactory(
            conversation=juni[0].conversation,
            received_at=juni[0].received_at + dt.timedelta(hours=n // 3),
        )
    client, url, numbers = masuk(penyelia), BOOK, []
    while url:
        context = client.get(url).context
        numbers += [row["number"] for row in context["rows"]]
        url = f"/laporan/buku/{context['more_url']}" if context["more_url"] else ""
    assert len(numbers) == len(set(numbers)) == 67
    assert len(rows(client, f"{BOOK}&cetak=1")) == 67
    assert len(rows(client, f"{BOOK}&sesudah=x~y")) == 50


@pytest.mark.parametrize(
    "mark", ["0001-01-01T00:00:00%2B14:00~1", "9999-12-31T23:59:59-12:00~1", "2026-06-01T09:00:00%2B23:59~1"]
)  # fmt: skip
def test_a_mark_that_no_page_gave_breaks_nothing(
    juni: list[Ticket], penyelia: Staff, masuk: Login, mark: str
) -> None:
    """A database knows neither such moments nor such zones."""
    assert len(rows(masuk(penyelia), f"{BOOK}&sesudah={mark}")) == 7


def test_a_formula_in_a_name_is_text_in_both_files(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    attack = '=HYPERLINK("http://contoh.invalid";"a")'
    citizen = juni[0].citizen
    citizen.profile_name = attack
    citizen.save()
    client = masuk(penyelia)
    assert lines(client.get(f"{BOOK}&bentuk=csv"))[1][2] == f"'{attack}"
    (sheet,) = sheets(client.get(f"{BOOK}&bentuk=xlsx"))  # asserts that there is no formula
    assert attack in sheet[1]


def test_an_operator_finds_the_services_given_only(
    juni: list[Ticket], petugas: Staff, layanan_lain: Service, masuk: Login
) -> None:
    Ticket.objects.filter(pk=juni[0].pk).update(service=layanan_lain)
    assert len(rows(masuk(petugas))) == 6
    assert len(lines(masuk(petugas).get(f"{BOOK}&bentuk=csv"))) == 7


def test_names_and_words_are_those_that_the_reader_may_read(
    juni: list[Ticket], admin_opd: Staff, penyelia: Staff, layanan_khusus: Service, masuk: Login
) -> None:
    """An agency admin lists matters with specific data, but does not read them."""
    Ticket.objects.filter(pk=juni[0].pk).update(service=layanan_khusus)
    juni[0].citizen.profile_name = "Sari Ayu Contoh"
    juni[0].citizen.save()
    first = rows(masuk(admin_opd))[0]
    assert (first["url"], first["cells"][1], first["cells"][5]) == ("", "S*** A*** C***", "")
    first = rows(masuk(penyelia))[0]
    assert (first["cells"][1], first["cells"][5]) == ("Sari Ayu Contoh", "Contoh perihal 0")
    assert first["url"]


def test_a_head_signs_the_book_of_the_office_with_masked_names(
    juni: list[Ticket], kepala: Staff, masuk: Login
) -> None:
    found = rows(masuk(kepala))
    assert len(found) == 7
    assert {row["cells"][1] for row in found} == {masked(one.citizen.profile_name) for one in juni}
    assert not any(row["url"] or row["cells"][5] for row in found)


def test_who_asked_to_be_kept_unnamed_is_named_to_the_head_alone(
    juni: list[Ticket], kepala: Staff, penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(pk=juni[0].pk).update(is_anonymous=True)
    assert rows(masuk(penyelia))[0]["cells"][1] == "Identitas dirahasiakan"
    assert "Identitas dirahasiakan" in lines(masuk(penyelia).get(f"{BOOK}&bentuk=csv"))[1]
    assert rows(masuk(kepala))[0]["cells"][1] == juni[0].citizen.profile_name


def test_a_nik_in_the_subject_is_masked(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    Ticket.objects.filter(pk=juni[0].pk).update(subject="NIK 3515012345670001 ditolak")
    assert "3515012345670001" not in masuk(penyelia).get(BOOK).content.decode()
    assert "3515012345670001" not in str(lines(masuk(penyelia).get(f"{BOOK}&bentuk=csv")))


PAGES = (
    "", "jenis/", "daring/", "janji/", "jam/", "beban/", "buku/", "pengaduan/", "informasi/", "sp4n/", "eskalasi/",
    "akses/", "kiriman/", "pengingat/", "loket/",
)  # fmt: skip
# In the order of PAGES: y may, . may not.
RIGHTS = {
    "super_admin": "yyyyyyyyyyyyyyy",
    "evaluator": "...............",
    "pejabat": "...............",
    "kepala": "yyyyyyyyyyyyyyy",
    "admin_opd": "yyyyyyyyyyyyyyy",
    "penyelia": "yyyyyyyyyyyyyyy",
    "petugas": "yyyyyyyyyy.....",
    "pengamat": "yyyyyy.........",
    "orang_luar": "yyyyyyyyyy.....",
}
INSIDE = ("super_admin", "kepala", "admin_opd", "penyelia", "petugas", "pengamat")


@pytest.mark.parametrize("role", RIGHTS)
def test_rights_cell_by_cell(
    juni: list[Ticket], dinas: Agency, role: str, request: pytest.FixtureRequest, masuk: Login
) -> None:
    """Who may see which page; and what they see there is of their own office."""
    client = masuk(request.getfixturevalue(role))
    asked = f"?{MONTH}&instansi={dinas.pk}"
    answers = [client.get(f"/laporan/{page}{asked}") for page in PAGES]
    assert "".join("y" if one.status_code == 200 else "." for one in answers) == RIGHTS[role]
    assert {one.status_code for one in answers} <= {200, 403}
    figures = client.get(f"/laporan/jenis/{asked}")
    if figures.status_code == 200:
        came = figures.context["tables"][0].total[-2].value
        assert came == (7 if role in INSIDE else 0)
    book = client.get(f"/laporan/buku/{asked}")
    if book.status_code == 200:
        assert len(book.context["rows"]) == (7 if role in INSIDE else 0)
        assert len(lines(client.get(f"/laporan/buku/{asked}&bentuk=csv"))) == 1 + len(
            book.context["rows"]
        )


def test_figures_lead_nowhere_for_whom_may_not_see_the_book(
    juni: list[Ticket], pengamat: Staff, masuk: Login
) -> None:
    assert "/laporan/buku/?" not in masuk(pengamat).get(f"/laporan/janji/?{MONTH}").content.decode()


def test_a_stranger_logs_in_first_and_there_is_no_other_report(
    client: Client, penyelia: Staff, masuk: Login
) -> None:
    assert client.get("/laporan/buku/").status_code == 302
    assert masuk(penyelia).get("/laporan/apa-saja/").status_code == 404


def test_only_ones_own_office_is_counted_by_hand(
    dinas_wita: Agency, penyelia: Staff, petugas: Staff, masuk: Login
) -> None:
    form = {"instansi": dinas_wita.pk, "tahun": 2025, "jumlah": 9}
    masuk(penyelia).post("/laporan/loket/", form)
    assert not dinas_wita.baselines.exists()
    assert masuk(petugas).post("/laporan/loket/", form).status_code == 403


@pytest.mark.parametrize("wrong", [{"tahun": 2999}, {"tahun": ""}, {"jumlah": -1}, {"bulan": 13}])
def test_an_impossible_baseline_is_refused(
    penyelia: Staff, masuk: Login, wrong: dict[str, Any]
) -> None:
    form = {"tahun": 2025, "jumlah": 9, **wrong}
    answer = masuk(penyelia).post("/laporan/loket/", form)
    assert answer.status_code == 422
    assert not penyelia.memberships.get().agency.baselines.exists()


def test_a_book_costs_the_same_for_many(
    juni: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client, counts = masuk(penyelia), []
    client.get(BOOK)
    for _ in range(2):
        with django_assert_max_num_queries(16) as captured:
            client.get(BOOK)
        counts.append(len(captured))
        for _ in range(50):
            factories.TicketFactory(
                conversation=juni[0].conversation, service=None, received_at=juni[0].received_at
            )
    assert counts[0] == counts[1]


def test_a_super_admin_reads_all_registers_but_nobodys_name_or_words(
    juni: list[Ticket], super_admin: Staff, masuk: Login
) -> None:
    client, kept = masuk(super_admin), juni[3].citizen.profile_name
    for code in ("buku", "pengaduan", "informasi", "sp4n"):
        url = f"/laporan/{code}/?{MONTH}"
        page, found = client.get(url), rows(client, url)
        assert found
        assert not [row for row in found if row["url"]]
        files = str(lines(client.get(f"{url}&bentuk=csv"))) + str(
            sheets(client.get(f"{url}&bentuk=xlsx"))
        )
        for said in (flat(page), files):
            assert "Contoh perihal" not in said
            assert not [one for one in juni if one.citizen.profile_name in said]
    assert masked(kept) in str(rows(client))
