"""A signed report: frozen, replaced only by a numbered revision, and checked against what people have."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from services.models import Agency, EvaluationDraft, SignedEvaluation, Staff
from services.models.final import RowIsFinal
from siwhapik.evaluation import typesetting
from tests.reading import flat
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.tools import body, sheets_of, tables_of, words_of_pdf
from tickets.models import Export, Ticket

Login = Callable[[Staff], Client]
SIGN = f"{JUNI}tanda-tangan/"
FIRST = f"{JUNI}ditandatangani/"
WHO = {
    "place": "Kota Contoh",
    "position": "Kepala Dinas Contoh",
    "name": "Dra. Sinta Contoh",
    "nip": "196501011990032001",
}


def form(client: Client, **more: Any) -> dict[str, Any]:
    """The form as the page has it, filled in."""
    shown = client.get(SIGN).context["form"]
    hidden = {name: shown[name].value() for name in ("version", "signed_before", "form_key")}
    return {**hidden, **WHO, **more}


def rows_of(page: Any) -> list[list[str]]:
    """The words of each row on the page."""
    return [[cell.words for cell in row] for table in tables_of(page) for row in table.rows]


@pytest.fixture
def bertanda(juli: list[Ticket], admin_opd: Staff, masuk: Login) -> SignedEvaluation:
    client = masuk(admin_opd)
    assert client.post(SIGN, form(client)).status_code == 302
    found: SignedEvaluation = SignedEvaluation.objects.get()
    return found


def test_before_it_is_signed_the_page_names_what_is_empty(
    juli: list[Ticket], dinas: Agency, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    said = "masih kosong pada bagian: "
    assert f"{said}Ringkasan, Kendala, Perbaikan dan tindak lanjut, Rencana." in flat(
        client.get(SIGN)
    )
    EvaluationDraft.objects.create(
        agency=dinas, code="2026-06", summary="Tenang.", plans="Tambah petugas.", obstacles=" "
    )
    assert f"{said}Kendala, Perbaikan dan tindak lanjut." in flat(client.get(SIGN))
    EvaluationDraft.objects.update(obstacles="Tidak ada.", improvements="Loket.")
    assert said not in flat(client.get(SIGN))


def test_figures_text_and_pdf_are_frozen(
    bertanda: SignedEvaluation, juli: list[Ticket], admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    before = body(client.get(f"{FIRST}pdf/"))
    sheet = sheets_of(body(client.get(f"{FIRST}xlsx/")))
    page = client.get(FIRST)
    shown = rows_of(page)
    Ticket.objects.filter(pk__in=[one.pk for one in juli[:3]]).update(kind="complaint")
    client.post(f"{JUNI}naskah/", {"version": 0, "summary": "Baru."})
    again = client.get(FIRST)
    assert rows_of(again) == shown
    assert "Baru." not in flat(again)
    assert body(client.get(f"{FIRST}pdf/")) == before
    assert sheets_of(body(client.get(f"{FIRST}xlsx/"))) == sheet
    assert hashlib.sha256(before).hexdigest() == bertanda.pdf_checksum
    paper = words_of_pdf(before)
    for words in (*WHO.values(), bertanda.checksum, "Kota Contoh, 2 Juli 2026", "Halaman 1 dari"):
        assert words in paper
    assert "KONSEP" not in paper
    assert "7 tiket, dari 5 orang" in paper
    assert sheet["Jumlah menurut jenis dan orang"][1] == ("Juni 2026", 3, 2, 2, 0, 7, 5)
    assert "Sama dengan yang ditandatangani" in flat(again)
    assert Export.objects.filter(report="evaluasi").count() == 4


def test_page_pdf_and_sheet_of_a_signed_report_say_the_same(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    paper = words_of_pdf(body(client.get(f"{FIRST}pdf/")))
    drawn = tables_of(client.get(FIRST))
    assert drawn
    for table in drawn:
        for row in table.rows:
            assert all(cell.words in paper for cell in row)
            assert not any(cell.url for cell in row)


def test_a_second_click_signs_once(juli: list[Ticket], admin_opd: Staff, masuk: Login) -> None:
    client = masuk(admin_opd)
    filled = form(client)
    for _ in range(2):
        answer = client.post(SIGN, filled)
        assert answer.status_code == 302
        assert answer["Location"].endswith("/ditandatangani/")
    assert SignedEvaluation.objects.count() == 1


def test_a_revision_needs_a_reason_and_the_old_one_stays(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    assert client.post(SIGN, form(client)).status_code == 422
    filled = form(client, reason="Angka loket baru dihitung.")
    assert client.post(SIGN, filled)["Location"].endswith("/revisi-1/")
    assert "Sudah diganti" in flat(client.get(FIRST))
    second = client.get(f"{JUNI}revisi-1/")
    assert "Angka loket baru dihitung." in flat(second)
    assert "Revisi 1." in words_of_pdf(body(client.get(f"{JUNI}revisi-1/pdf/")))
    assert SignedEvaluation.objects.count() == 2


def test_what_changed_since_the_form_was_opened_is_not_signed(
    juli: list[Ticket], admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    filled = form(client)
    masuk(penyelia).post(f"{JUNI}naskah/", {"version": 0, "summary": "Baru saja."})
    answer = client.post(SIGN, filled)
    assert answer.status_code == 422
    assert "Naskahnya diubah rekan" in flat(answer)
    assert WHO["name"] in flat(answer)
    first, second = form(client), form(client)
    client.post(SIGN, first)
    refused = client.post(SIGN, second)
    assert refused.status_code == 422
    assert SignedEvaluation.objects.count() == 1
    assert f'href="{FIRST}"' in refused.content.decode()
    assert "Tanda tangani revisi" not in flat(refused), "that form would be refused again"


@pytest.mark.parametrize("name", ["signed_before", "version"])
@pytest.mark.parametrize("said", ["9" * 5000, "9" * 30, "-1", "\u0661", "\u00b2", "", "x"])
def test_an_odd_number_of_signatures_signs_nothing(
    name: str, said: str, juli: list[Ticket], admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    more = {name: said, "reason": "Angka diperbaiki (contoh)."}
    assert client.post(SIGN, form(client, **more)).status_code == 422
    assert not SignedEvaluation.objects.exists()


def test_a_span_that_runs_is_not_signed(
    clock: Any, juni: list[Ticket], admin_opd: Staff, masuk: Login
) -> None:
    clock.move_to(dt.datetime(2026, 6, 30, 16, 0, tzinfo=dt.UTC))  # 23.00 WIB of the last day
    client = masuk(admin_opd)
    assert client.get(SIGN).status_code == 302
    assert client.post(SIGN, WHO).status_code == 302
    assert not SignedEvaluation.objects.exists()
    clock.move_to(dt.datetime(2026, 6, 30, 17, 0, tzinfo=dt.UTC))  # midnight
    assert client.get(SIGN).status_code == 200


def test_a_pdf_that_cannot_be_made_signs_nothing(
    juli: list[Ticket], admin_opd: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = masuk(admin_opd)
    filled = form(client)
    monkeypatch.setitem(typesetting.LIMITS, "largest", 100)
    answer = client.post(SIGN, filled)
    assert answer.status_code == 422
    assert "PDF belum dapat dibuat" in flat(answer)
    assert client.get(f"{JUNI}naskah/pdf/").status_code == 503
    assert not SignedEvaluation.objects.exists()


def test_a_file_is_told_to_be_the_same_or_another(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    raw = bytes(bertanda.pdf)
    for content, words in ((raw, "Sama:"), (raw + b"x", "Berbeda:"), (b"", "Pilih berkas")):
        file = SimpleUploadedFile("laporan.pdf", content)
        answer = client.post(f"{FIRST}periksa/", {"berkas": file}, follow=True)
        assert words in flat(answer)


def test_the_row_is_written_once(bertanda: SignedEvaluation) -> None:
    bertanda.reason = "lain"
    with pytest.raises(RowIsFinal):
        bertanda.save()
    with pytest.raises(RowIsFinal):
        bertanda.delete()
    with pytest.raises(RowIsFinal):
        SignedEvaluation.objects.update(reason="lain")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE services_signedevaluation SET reason = 'lain'")


def test_a_row_that_was_tampered_with_is_told(
    bertanda: SignedEvaluation, admin_opd: Staff, masuk: Login
) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL refuses it")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE services_signedevaluation SET pdf_checksum = %s", ["0" * 64])
    assert "tidak lagi sama" in flat(masuk(admin_opd).get(FIRST))


ADDRESSES = {
    "/laporan/evaluasi/": "200 403 403 200 200 403 403 403",
    f"{JUNI}naskah/": "200 404 404 200 200 404 404 404",
    f"{JUNI}naskah/pdf/": "200 404 404 200 200 404 404 404",
    SIGN: "404 404 404 200 404 404 404 404",
    FIRST: "200 404 404 200 200 404 404 404",
    f"{FIRST}pdf/": "200 404 404 200 200 404 404 404",
    "/laporan/evaluasi/dinsos-contoh/kop/": "404 404 404 200 200 404 404 404",
    "/laporan/evaluasi/dinsos-contoh/asumsi/": "404 404 404 200 200 404 404 404",
}
PEOPLE = (
    "super_admin", "evaluator", "pejabat", "admin_opd", "penyelia", "petugas", "pengamat", "orang_luar",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_sees_what(
    address: str, bertanda: SignedEvaluation, masuk: Login, request: pytest.FixtureRequest
) -> None:
    found = {
        person: masuk(request.getfixturevalue(person)).get(address).status_code for person in PEOPLE
    }
    codes = map(int, ADDRESSES[address].split())
    assert found == dict(zip(PEOPLE, codes, strict=True))


def test_the_head_writes_and_signs(juli: list[Ticket], kepala: Staff, masuk: Login) -> None:
    client = masuk(kepala)
    assert client.get(f"{JUNI}naskah/").context["may_sign"]
    assert client.post(SIGN, form(client)).status_code == 302
    assert SignedEvaluation.objects.get().signed_by == kepala


def test_the_super_admin_sees_what_was_signed_and_writes_nothing(
    bertanda: SignedEvaluation, dinas_wita: Agency, super_admin: Staff, masuk: Login
) -> None:
    client = masuk(super_admin)
    page = flat(client.get("/laporan/evaluasi/"))
    assert "Juni 2026" in page
    assert bertanda.agency.short_name in page
    assert client.post(f"{JUNI}naskah/", {"version": 0, "summary": "x"}).status_code == 403
    assert client.post(SIGN, WHO).status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_same_however_much_was_signed(
    number: int,
    bertanda: SignedEvaluation,
    admin_opd: Staff,
    masuk: Login,
    django_assert_num_queries: Any,
) -> None:
    for n in range(number):
        again = SignedEvaluation.objects.get(pk=bertanda.pk)
        again.pk, again.code, again.form_key = None, f"2025-{n + 1:02}", f"kunci-contoh-{n}"
        again._state.adding = True
        again.save()
    client = masuk(admin_opd)
    client.get("/laporan/evaluasi/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/laporan/evaluasi/")


LIST_QUERIES = 6
