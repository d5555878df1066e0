"""The evaluation report before it is signed: the same figures on page, PDF and XLSX, and the office's text."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import EvaluationDraft, Staff, VisitAssumption
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import body, sheets_of, tables_of, words_of_pdf
from tickets.models import Export, Ticket

Login = Callable[[Staff], Client]
NASKAH = f"{JUNI}naskah/"
WHOLE = f"{NASKAH}semua/"
TEXT = {
    "summary": "Bulan contoh yang tenang.",
    "obstacles": "",
    "improvements": "",
    "plans": "Menambah contoh.",
}


def tables(client: Client) -> dict[str, Any]:
    return {table.code: table for table in tables_of(client.get(WHOLE))}


def words(row: Any) -> list[str]:
    return [cell.words for cell in row]


def test_a_month_is_counted_as_the_report_pages_count_it(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    found = tables(client)
    for code, table_code in (
        ("jenis", "jenis"), ("daring", "daring"), ("janji", "layanan"), ("beban", "petugas"),
    ):  # fmt: skip
        page = client.get(f"/laporan/{code}/?rentang=2026-06").context["tables"]
        (table,) = (one for one in page if one.code == table_code)
        ours = found[table_code]
        assert [words(row) for row in ours.rows] == [words(row) for row in table.rows]
        assert words(ours.total) == words(table.total)
    assert found["jenis"].facts == [
        "3 permohonan dokumen, 2 permintaan informasi, 2 pengaduan = 7 tiket, dari 5 orang."
    ]
    main = {row[0].words: row[2].words for row in found["ringkas"].rows}
    assert main["Tiket masuk"] == "7"
    assert main["Orang"] == "5"
    assert main["Tiket selesai"] == "4"
    assert main["Terbuka pada akhir rentang"] == "3"
    assert main["Pengaduan masuk"] == "2"
    assert words(found["terbuka"].total)[1] == "3"


def test_page_pdf_and_sheet_say_the_same(juli: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    page = tables(client)
    paper = words_of_pdf(body(client.get(f"{NASKAH}pdf/")))
    sheets = sheets_of(body(client.get(f"{NASKAH}xlsx/")))
    assert len(page) > 8
    for table in page.values():
        rows = [row for row in (*table.rows, table.total if table.rows else ()) if row]
        for row in rows:
            for cell in row:
                assert cell.words in paper
        sheet = sheets[table.title[:31]]
        assert list(sheet[0]) == list(table.head)
        assert len(sheet) == 1 + len(rows) + (1 if table.total and not table.rows else 0)
    assert "7 tiket, dari 5 orang" in paper
    assert sheets["Jumlah menurut jenis dan orang"][1] == ("Juni 2026", 3, 2, 2, 0, 7, 5)
    assert "KONSEP" in paper
    assert "Konsep, belum ditandatangani." in paper
    assert [(one.report, one.form) for one in Export.objects.order_by("pk")] == [
        ("evaluasi", "pdf"),
        ("evaluasi", "xlsx"),
    ]


def test_what_people_write_is_set_letter_by_letter(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    attack = '#read("/etc/passwd") #import "@preview/x:1" $x^2$ *tebal* _m_ \\ = judul <l> @r [b] `k` // c'
    long = "a" * 400
    client.post(
        WHOLE,
        {
            **TEXT,
            "version": 0,
            "summary": attack,
            "obstacles": f"{long} مرحبا 😀",
            "plans": "kata " * 1990,
        },
    )
    answer = client.get(f"{NASKAH}pdf/")
    assert answer.status_code == 200
    paper = words_of_pdf(body(answer))
    assert attack in paper
    assert "root:" not in paper
    assert long in paper.replace(" ", "")
    assert paper.count("kata") > 1900


def test_the_text_is_kept_with_who_wrote_it(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert client.post(WHOLE, {**TEXT, "version": 0}).status_code == 302
    kept = EvaluationDraft.objects.get()
    assert (kept.summary, kept.plans, kept.version, kept.edited_by) == (
        TEXT["summary"], TEXT["plans"], 1, penyelia,
    )  # fmt: skip
    client.post(WHOLE, {**TEXT, "version": 0})  # a second click
    kept.refresh_from_db()
    assert kept.version == 1


def test_a_later_text_of_a_colleague_is_not_overwritten(
    juli: list[Ticket], penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    mine, theirs = masuk(penyelia), masuk(admin_opd)
    theirs.post(WHOLE, {**TEXT, "version": 0, "summary": "Dari rekan."})
    answer = mine.post(WHOLE, {**TEXT, "version": 0, "summary": "Ketikan saya."})
    assert answer.status_code == 409
    page = flat(answer)
    assert "Dari rekan." in page
    assert "Ketikan saya." in page
    assert EvaluationDraft.objects.get().summary == "Dari rekan."
    assert "novalidate data-unsaved" in page  # by itself, the first key would replace it
    # On purpose, having seen it.
    seen = answer.context["form"]["version"].value()
    mine.post(WHOLE, {**TEXT, "version": seen, "summary": "Ketikan saya dan rekan."})
    assert EvaluationDraft.objects.get().summary == "Ketikan saya dan rekan."


def test_the_text_is_kept_by_itself_while_it_is_written(
    juli: list[Ticket], penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    first = by_script(client, 0, "Bulan")
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert first.json()["said"].startswith("Tersimpan ")
    assert by_script(client, 1, "Bulan ini").json()["version"] == 2
    assert EvaluationDraft.objects.get().summary == "Bulan ini"
    # Then the button, with the version that the script put into the form.
    assert client.post(WHOLE, {**TEXT, "version": 2}).status_code == 302
    assert EvaluationDraft.objects.get().version == 3


def test_nothing_of_a_colleague_is_overwritten_by_itself(
    juli: list[Ticket], penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    mine = masuk(penyelia)
    by_script(masuk(admin_opd), 0, "Dari rekan.")
    answer = by_script(mine, 0, "Ketikan saya.")
    assert answer.status_code == 409
    assert str(admin_opd) in answer.content.decode()
    assert EvaluationDraft.objects.get().summary == "Dari rekan."


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "\0"])
def test_what_no_page_sends_is_not_kept(
    juli: list[Ticket], penyelia: Staff, super_admin: Staff, masuk: Login, version: str
) -> None:
    assert by_script(masuk(penyelia), version, "x").status_code in (409, 422)
    assert by_script(masuk(super_admin), 0, "x").status_code == 403
    assert not EvaluationDraft.objects.filter(version__gt=0).exists()


def test_the_script_saves_the_rest_of_a_text_with_one_refused_field(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client, long = masuk(penyelia), "x" * 10_001
    told = by_script(client, 0, long).json()
    assert told["version"] == 1
    assert told["errors"] == {
        "summary": "Paling panjang 10.000 huruf; sekarang 10001. Pendekkan dahulu."
    }
    assert "kecuali “Ringkasan”" in told["said"]
    kept = EvaluationDraft.objects.get()
    assert (kept.summary, kept.plans) == ("", TEXT["plans"])
    # The same once more changes nothing; mended, it is saved, and nothing is refused any more.
    assert by_script(client, 1, long).json()["version"] == 1
    mended = by_script(client, 1, "x" * 10_000).json()
    assert (mended["version"], mended["errors"]) == (2, {})
    assert mended["said"].startswith("Tersimpan ")


def test_a_line_end_counts_once_and_nothing_is_cut_by_the_browser(
    juli: list[Ticket], penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    client, lines = masuk(penyelia), "ab\r\n" * 3_333
    assert by_script(client, 0, lines).json()["errors"] == {}
    assert EvaluationDraft.objects.get().summary == lines.strip().replace("\r\n", "\n")
    assert "maxlength" not in client.get(WHOLE).content.decode()
    # Of two versions only what differs is shown, not where lines end.
    late = {**TEXT, "version": 0, "summary": lines, "plans": "Lain."}
    theirs = masuk(admin_opd).post(WHOLE, late).context["their_texts"]
    assert theirs == [("Rencana", TEXT["plans"])]


def test_the_script_says_where_nothing_was_saved_yet(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    given = dict.fromkeys(TEXT, "") | {"version": 0, "plans": "a\0b"}
    told = masuk(penyelia).post(WHOLE, given, headers={"HX-Request": "true"}).json()
    assert told["said"].startswith("Belum tersimpan: perbaiki dahulu “Rencana”.")
    assert told["version"] == 0


def test_a_part_never_takes_over_a_colleagues_version(
    juli: list[Ticket], penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    mine = masuk(penyelia)
    by_script(mine, 0, "")
    # The colleague changes only the field that is refused of mine; else both say the same.
    by_script(masuk(admin_opd), 1, "Dari rekan.")
    assert by_script(mine, 1, "x" * 10_001).status_code == 409
    assert EvaluationDraft.objects.get().summary == "Dari rekan."


def by_script(client: Client, version: object, summary: str) -> Any:
    """As the page's script posts it."""
    given = {**TEXT, "version": version, "summary": summary}
    return client.post(WHOLE, given, headers={"HX-Request": "true"})


def test_the_page_asks_the_same_for_many_tickets(
    juli: list[Ticket], penyelia: Staff, masuk: Login, django_assert_max_num_queries: Any
) -> None:
    client = masuk(penyelia)
    client.get(WHOLE)
    with CaptureQueriesContext(connection) as few:
        client.get(WHOLE)
    again = juli[0]
    for n in range(50):
        factories.TicketFactory(
            conversation=again.conversation,
            service=again.service,
            kind="application",
            received_at=again.received_at + dt.timedelta(minutes=n),
        )
    with django_assert_max_num_queries(len(few)):
        assert words(tables(client)["jenis"].total)[-2] == "57"


def test_too_long_a_text_is_refused_and_kept_on_the_page(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    answer = masuk(penyelia).post(WHOLE, {**TEXT, "version": 0, "summary": "x" * 10_001})
    assert answer.status_code == 422
    assert "x" * 10_001 in answer.content.decode()
    assert not EvaluationDraft.objects.exists()


def test_saved_visits_are_told_with_the_offices_own_assumption(
    juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert "hemat" not in tables(client)
    given = {"trips": "1.5", "minutes": 40, "rupiah": 15000, "origin": "wawancara contoh"}
    assert client.post("/laporan/evaluasi/dinsos-contoh/asumsi/", given).status_code == 302
    assert VisitAssumption.objects.get().edited_by == penyelia
    table = tables(client)["hemat"]
    assert [words(row)[1] for row in table.rows] == ["7", "11", "7", "157.500"]
    assert "1,5 perjalanan" in table.explained
    assert "wawancara contoh" in table.explained


@pytest.mark.parametrize("code", ["2026-13", "2026-08", "2027", "1999", "14", "2026-T4"])
def test_there_is_no_report_of_what_has_not_begun(
    code: str, juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    address = f"/laporan/evaluasi/dinsos-contoh/{code}/naskah/"
    assert masuk(penyelia).get(address).status_code == 404


@pytest.mark.parametrize("code", ["2026-06", "2026-07", "2026-T2", "2026", "2025-12", "2000"])
def test_every_kind_of_span_has_one(
    code: str, juli: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    address = f"/laporan/evaluasi/dinsos-contoh/{code}/naskah/"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}semua/").status_code == 200
    assert body(client.get(f"{address}pdf/")).startswith(b"%PDF-")
