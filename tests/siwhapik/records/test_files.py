"""Files of records, links to tickets, the SOP beside a ticket, and what leaves as a file."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Agency, OfficeRecord, RecordFile, Staff
from services.number_words import size_words
from siwhapik.records.showing import age_words
from tests import factories
from tests.reading import flat
from tests.siwhapik.records.conftest import PDF, Masuk, typed
from tickets.models import Export, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("sop.pdf", PDF, 302),
        ("sop.pdf", b"<html><script>alert(1)</script>", 422),
        ("sop.exe", PDF, 422),
        ("foto.png", PDF, 422),
        ("sop.pdf", b"", 422),
        ("sop", PDF, 422),
    ],
)
def test_files_are_what_they_say_or_refused(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    penyelia: Staff,
    name: str,
    content: bytes,
    status: int,
) -> None:
    record = tambah("guide")
    for _ in range(2):  # a second click
        sent = {"file": SimpleUploadedFile(name, content)}
        assert masuk(penyelia).post(f"/catatan/{record.pk}/berkas/", sent).status_code == status
    assert RecordFile.objects.count() == (status == 302)
    page = flat(masuk(penyelia).get(f"/catatan/{record.pk}/"))
    assert (size_words(len(PDF)) in page) is (status == 302)


def test_a_large_file_is_refused(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff, settings: Any
) -> None:
    settings.RECORD_FILE_MAX_BYTES = 10
    record = tambah("guide")
    sent = {"file": SimpleUploadedFile("a.pdf", PDF)}
    answer = masuk(penyelia).post(f"/catatan/{record.pk}/berkas/", sent)
    assert "terlalu besar" in answer.content.decode()


def test_an_improvement_is_linked_to_tickets_that_the_writer_reads(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    penyelia: Staff,
    petugas: Staff,
    dinas: Agency,
    tiket: Ticket,
    dinas_wita: Agency,
) -> None:
    other = factories.TicketFactory(
        conversation__channel__agency=dinas_wita, register_number="DUKCAPIL-2026-000009"
    )
    url = f"/catatan/kantor/{dinas.pk}/improvement/"
    refused = masuk(penyelia).post(url, typed("improvement", v_tickets=f"{tiket}, {other}"))
    assert f"Tiket {other} tidak ditemukan" in refused.content.decode()
    record = tambah("improvement", v_tickets=f" {str(tiket).lower()};")
    assert record.values["tickets"] == [str(tiket)]
    page = masuk(petugas).get(f"/catatan/{record.pk}/").content.decode()
    assert f'href="/tiket/{tiket}/"' in page


def test_files_of_the_list_say_the_same_and_are_written_down(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff
) -> None:
    tambah("outreach", title="=CMD()")
    browser = masuk(penyelia)
    csv = b"".join(browser.get("/catatan/?bentuk=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streamed answer
    assert "Sosialisasi" in csv
    assert "'=CMD()" in csv
    answer = browser.get("/catatan/?jenis=outreach&bentuk=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]  # as above
    rows = list(sheet.iter_rows(values_only=True))
    assert "Orang yang terjangkau" in rows[0]
    assert rows[1][rows[0].index("Orang yang terjangkau")] == 40
    assert [(one.report, one.form, one.rows) for one in Export.objects.order_by("pk")] == [
        ("catatan", "csv", 1),
        ("catatan", "xlsx", 1),
    ]


def test_the_sop_in_force_stands_beside_the_ticket(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    penyelia: Staff,
    petugas: Staff,
    tiket: Ticket,
) -> None:
    for n, day in enumerate(("2026-01-01", "2026-06-01", "2026-12-01")):
        record = tambah(
            "sop", day=day, title=f"SOP {n}", form_key=f"kunci-sop-{n}", v_edition=str(n)
        )
        sent = {"file": SimpleUploadedFile(f"sop-{n}.pdf", PDF + str(n).encode())}
        masuk(penyelia).post(f"/catatan/{record.pk}/berkas/", sent)
    tambah("sop", day="2026-06-08", title="SOP tanpa berkas", form_key="kunci-sop-kosong")
    page = masuk(petugas).get(tiket.get_absolute_url()).content.decode()
    assert "SOP 1" in page
    assert "versi 1" in page
    assert not any(f"SOP {other}" in page for other in ("0", "2", "tanpa berkas"))


def test_age_of_an_innovation() -> None:
    assert age_words("2024-03-10", on=dt.date(2026, 6, 9)) == "2 tahun 2 bulan"
    assert age_words("2026-06-01", on=dt.date(2026, 6, 9)) == "kurang dari 1 bulan"
    assert age_words("2026-06-10", on=dt.date(2026, 6, 9)) == ""
    assert age_words("2025-06-09", on=dt.date(2026, 6, 9)) == "1 tahun"


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_fifty(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    penyelia: Staff,
    dinas: Agency,
    now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:
    tambah("outreach")
    browser = masuk(penyelia)
    browser.get("/catatan/")
    with django_assert_num_queries(5):
        browser.get("/catatan/")
    OfficeRecord.objects.bulk_create(
        OfficeRecord(
            agency=dinas, kind="training", day=now.date(), title=f"contoh {n}", written_by=penyelia,
            written_at=now, form_key=f"banyak-{n}", values={"topic": "time"},
        )
        for n in range(49)
    )  # fmt: skip
    with django_assert_num_queries(5):
        browser.get("/catatan/")
