"""Surveys on paper: typed in or imported, all or none, with who brought them in."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Agency, Service, Staff
from surveys import period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import PaperEntry, Response, SurveyPeriod
from tests.reading import flat, marked
from tests.surveys.conftest import CODES, everything, questionnaire_of
from tests.surveys.test_workbooks import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PATH, TYPE = "/dasbor/ikm/kertas/", "/dasbor/ikm/kertas/ketik/"
TODAY = dt.date(2026, 6, 9)
HEAD = ";".join(CODES)


def sheet(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def send(browser: Any, data: bytes, name: str = "kertas.csv", **more: Any) -> Any:
    file = SimpleUploadedFile(name, data)
    return browser.post(PATH, {"file": file, "filled_on": "2026-06-08", "service": "", **more})


def period(agency: Agency, **values: Any) -> SurveyPeriod:
    rows = {
        "state": "open", "name": "Mei", "questionnaire": questionnaire_in_use(),
        "starts_on": dt.date(2026, 5, 1), "ends_on": dt.date(2026, 5, 31),
    }  # fmt: skip
    return SurveyPeriod.objects.create(agency=agency, **rows | values)


def test_a_file_is_stored_with_who_and_when(
    masuk: Any, penyelia: Staff, dinas: Agency, layanan: Service, now: dt.datetime
) -> None:
    head = f"Tanggal;{HEAD};Layanan;Jenis kelamin;Saran;Catatan lain"
    rows = [
        "05-06-2026;4;4;4;4;4;4;4;4;4;surat keterangan contoh;Perempuan;Rapi;x",
        ";1;2;3;4;1;2;3;4;1;;;;",
        ";;;;;;;;;;;;;",
    ]
    browser = masuk(penyelia)
    assert send(browser, sheet(*rows, head=head), service=layanan.pk).status_code == 302
    entry = PaperEntry.objects.get()
    assert (entry.agency, entry.by, entry.at, entry.rows) == (dinas, penyelia, now, 2)
    assert entry.filename == "kertas.csv"
    first, second = Response.objects.order_by("pk")
    assert (first.way, first.entry, first.officer, first.hours) == ("paper", entry, None, "")
    assert (first.submitted_on, first.service, first.comment) == (
        dt.date(2026, 6, 5),
        layanan,
        "Rapi",
    )
    assert first.gender == "p"
    assert (second.submitted_on, second.service) == (dt.date(2026, 6, 8), layanan)
    values = dict(second.answers.values_list("element__code", "value"))
    assert [values[code] for code in CODES] == [1, 2, 3, 4, 1, 2, 3, 4, 1]
    page = flat(browser.get(PATH))
    assert "2 formulir dari kertas.csv" in page
    assert f"Selasa, 9 Juni 2026 10.00 WIB, {penyelia.get_full_name()}" in page
    Agency.objects.filter(pk=dinas.pk).update(timezone="Asia/Makassar")
    assert "Selasa, 9 Juni 2026 11.00 WITA" in flat(browser.get(PATH))


def test_a_workbook_is_read_by_element_code(masuk: Any, admin_opd: Staff) -> None:
    columns = [*reversed(CODES), "Tanggal"]
    day = (dt.date(2026, 6, 1) - dt.date(1899, 12, 30)).days
    rows = [columns, [4, 3, 2, 1, 4, 3, 2, 1, 4, day]]
    assert send(masuk(admin_opd), workbook(rows), "kertas.xlsx").status_code == 302
    row = Response.objects.get()
    assert row.submitted_on == dt.date(2026, 6, 1)
    values = dict(row.answers.values_list("element__code", "value"))
    assert [values[code] for code in reversed(CODES)] == [4, 3, 2, 1, 4, 3, 2, 1, 4]


def test_bad_rows_are_named_by_row_and_column_and_nothing_is_stored(
    masuk: Any, penyelia: Staff
) -> None:
    head = f"{HEAD};Tanggal;Layanan;Pekerjaan"
    rows = [
        "4;4;4;4;4;4;4;4;4;;;",
        "4;5;4;4;4;4;4;4;;;;",
        "4;4;4;4;4;4;4;4;4;31-02-2026;;",
        "4;4;4;4;4;4;4;4;4;10-06-2026;Layanan tak ada;astronot",
        "4;4;4;4;4;4;4;4;4;;;;lebih",
    ]
    refused = send(masuk(penyelia), sheet(*rows, head=head))
    page = flat(refused)
    assert refused.status_code == 422
    for words in (
        "Baris 3, kolom U2: nilai &quot;5&quot; tidak dikenal; isi 1, 2, 3, atau 4.",
        "Baris 3, kolom U9: jawaban belum diisi; isi 1, 2, 3, atau 4.",
        "Baris 4, kolom Tanggal: tanggal &quot;31-02-2026&quot; tidak dikenal",
        "Baris 5, kolom Tanggal: tanggal 10-06-2026 belum tiba.",
        "Baris 5, kolom Layanan: layanan &quot;Layanan tak ada&quot; tidak ada di instansi ini.",
        "Baris 5, kolom Pekerjaan: isian &quot;astronot&quot; tidak ada dalam daftar kuesioner.",
        "Baris 6: ada 13 kolom, padahal judulnya 12.",
    ):
        assert words in page
    assert "Baris 2" not in page
    assert not Response.objects.exists()
    assert not PaperEntry.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "Berkas ini kosong"),
        (b"U1;U2\n4;4\n", "a.csv", "Kolom U3, U4, U5, U6, U7, U8, U9 tidak ada"),
        (HEAD.encode(), "a.csv", "Belum ada jawaban di berkas ini"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "bukan teks CSV"),
        (b"PK\x03\x04rusak", "a.xlsx", "Berkas Excel ini tidak dapat dibaca"),
        (sheet(head=f"{HEAD};Saran;Saran"), "a.csv", "Kolom Saran ada dua kali"),
        (b"x" * 900_001, "a.csv", "Berkas terlalu besar"),
        (b"x" * 200_000, "a.csv", "tidak ada"),
        (f"{HEAD}{';' * 200_000}\n4\n".encode(), "a.csv", "Paling banyak 200 kolom"),
    ],
)
def test_a_file_that_is_none_is_explained(
    masuk: Any, penyelia: Staff, data: bytes, name: str, words: str
) -> None:
    refused = send(masuk(penyelia), data, name)
    assert (refused.status_code, words in flat(refused)) == (422, True)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("day", "is_taken"), [("2023-06-09", True), ("2023-06-06", False), ("0202-06-08", False)]
)
def test_a_year_that_was_mistyped_is_not_stored_for_good(
    masuk: Any, penyelia: Staff, day: str, is_taken: bool
) -> None:
    browser, row = masuk(penyelia), f"4;4;4;4;4;4;4;4;4;{day}"
    answers = [
        browser.post(TYPE, everything(4, filled_on=day)),
        send(browser, sheet(row, head=f"{HEAD};Tanggal")),
    ]
    for sent in answers:
        assert sent.status_code == (302 if is_taken else 422)
        assert is_taken or "periksa tahunnya" in flat(sent)
    assert Response.objects.count() == (2 if is_taken else 0)


def test_the_same_file_is_not_stored_twice(masuk: Any, penyelia: Staff) -> None:
    data = sheet("4;4;4;4;4;4;4;4;4")
    browser = masuk(penyelia)
    assert send(browser, data).status_code == 302
    again = send(browser, data, "lain.csv")
    assert (again.status_code, "sudah pernah dimasukkan" in flat(again)) == (422, True)
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"state": "closed"}, "sudah ditutup"), ({"state": "published"}, "sudah ditutup"), ({}, "")],
)
def test_what_would_not_be_counted_is_not_taken(
    masuk: Any, penyelia: Staff, dinas: Agency, changes: dict[str, Any], words: str
) -> None:
    period(dinas, **changes)
    sent = send(masuk(penyelia), sheet("4;4;4;4;4;4;4;4;4"), filled_on="2026-05-31")
    assert sent.status_code == (422 if words else 302)
    if words:
        assert words in flat(sent)
    assert Response.objects.count() == (0 if words else 1)


def test_paper_of_another_questionnaire_is_not_taken(
    masuk: Any, penyelia: Staff, dinas: Agency
) -> None:
    period(dinas, questionnaire=questionnaire_of("lain", 9))
    sent = send(masuk(penyelia), sheet("4;4;4;4;4;4;4;4;4"), filled_on="2026-05-31")
    assert (sent.status_code, "kuesioner lain" in flat(sent)) == (422, True)
    assert not Response.objects.exists()


def test_one_form_is_typed_in_once(masuk: Any, penyelia: Staff, layanan: Service) -> None:
    browser = masuk(penyelia)
    once = flat(browser.get(TYPE)).split('name="once" value="')[1].split('"')[0]
    given = everything(3, once=once, filled_on="2026-06-02", service=layanan.pk, gender="l")
    for _ in range(2):
        answer = browser.post(TYPE, given)
        assert answer.status_code == 302
    of_same_pile = flat(browser.get(answer["Location"]))
    assert 'value="2026-06-02"' in of_same_pile
    assert f'<option value="{layanan.pk}" selected>' in of_same_pile
    row = Response.objects.get()
    assert (row.way, row.submitted_on, row.service) == ("paper", dt.date(2026, 6, 2), layanan)
    assert row.gender == "l"
    assert (row.entry.by, row.entry.rows, row.entry.filename) == (penyelia, 1, "")
    assert "1 formulir, diketik" in flat(browser.get(PATH))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"filled_on": "2026-06-10"}, "filled_on"), ({"filled_on": "x"}, "filled_on"),
     ({"service": "0"}, "service")],
)  # fmt: skip
def test_what_is_wrong_on_a_typed_form_is_marked(
    masuk: Any, penyelia: Staff, changes: dict[str, Any], field: str
) -> None:
    refused = masuk(penyelia).post(TYPE, everything(3, **{"filled_on": "2026-06-02", **changes}))
    assert (refused.status_code, marked(flat(refused))) == (422, [field])
    assert not Response.objects.exists()


@pytest.mark.parametrize("who", ["petugas", "pengamat", "evaluator", "orang_luar"])
def test_operators_and_others_neither_see_nor_enter_paper(
    request: pytest.FixtureRequest, masuk: Any, dinas: Agency, who: str
) -> None:
    browser = masuk(request.getfixturevalue(who))
    for path in (PATH, TYPE, f"{PATH}contoh.csv"):
        assert browser.get(f"{path}?instansi={dinas.slug}").status_code == 404
    assert send(browser, sheet("4;4;4;4;4;4;4;4;4")).status_code == 404
    assert browser.post(TYPE, everything(4, filled_on="2026-06-02")).status_code == 404
    assert not Response.objects.exists()


def test_the_example_can_be_imported_as_it_is(masuk: Any, penyelia: Staff) -> None:
    browser = masuk(penyelia)
    assert send(browser, browser.get(f"{PATH}contoh.csv").content).status_code == 302
    assert Response.objects.get().submitted_on == TODAY


def test_paper_counts_for_its_period_until_it_is_closed(
    masuk: Any, penyelia: Staff, admin_opd: Staff, dinas: Agency, now: dt.datetime
) -> None:
    may = period(dinas)
    send(masuk(penyelia), sheet(*["3;3;3;3;3;3;3;3;3"] * 6), filled_on="2026-05-20")
    period_steps.close(may, by=admin_opd, now=now)
    page = flat(masuk(penyelia).get(f"/dasbor/ikm/?periode=p{may.pk}"))
    row = page.split('<th scope="row">Formulir kertas</th>')[1].split("</tr>")[0]
    assert 'data-label="n">6<' in row
    assert "75,00" in row


def test_many_forms_cost_as_many_queries_as_few(
    masuk: Any, penyelia: Staff, django_assert_max_num_queries: Any
) -> None:
    browser = masuk(penyelia)
    send(browser, sheet("4;4;4;4;4;4;4;4;4"))
    with django_assert_max_num_queries(35):
        send(browser, sheet(*["3;3;3;3;3;3;3;3;3"] * 200))
    assert Response.objects.count() == 201
