"""An SOP is renewed by a new edition beside the old one, and each says whether officers see it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from services.models import Agency, OfficeRecord, Staff
from tests.siwhapik.records.conftest import PDF, Masuk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def sop(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff
) -> Callable[..., OfficeRecord]:
    """Write an edition down, with its file unless it has none."""

    def write(day: str, edition: str, *, file: bool = True) -> OfficeRecord:
        record = tambah(
            "sop", day=day, title="SOP contoh", form_key=f"kunci-sop-{edition}", v_edition=edition
        )
        if file:
            sent = {"file": SimpleUploadedFile(f"{edition}.pdf", PDF + edition.encode())}
            assert masuk(penyelia).post(f"/catatan/{record.pk}/berkas/", sent).status_code == 302
        return record

    return write


def test_each_edition_says_whether_officers_see_it(
    sop: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff
) -> None:
    old, present = sop("2026-01-01", "1"), sop("2026-06-01", "2")
    coming, empty = sop("2026-12-01", "3"), sop("2026-06-08", "4", file=False)
    client = masuk(penyelia)

    def page(record: OfficeRecord) -> str:
        shown = client.get(f"/catatan/{record.pk}/").content.decode()
        return " ".join(strip_tags(shown.replace("<", " <")).split())

    assert "Berlaku sekarang: tampil di samping tiket" in page(present)
    assert "Sudah digantikan. Yang tampil di samping tiket: SOP contoh, versi 2" in page(old)
    assert "tampil di samping tiket mulai 1 Desember 2026" in page(coming)
    assert "Belum tampil bagi petugas: berkasnya belum ditambahkan" in page(empty)
    client.post(f"/catatan/{present.pk}/arsip/")
    assert "Berlaku sekarang" in page(old)
    assert "tampil" not in page(present)


def test_a_new_edition_begins_with_what_stays_the_same(
    sop: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff, dinas: Agency
) -> None:
    record, client = sop("2026-01-01", "1"), masuk(penyelia)
    address = f"/catatan/kantor/{dinas.pk}/sop/?dari={record.pk}"
    assert address in client.get(f"/catatan/{record.pk}/").content.decode()
    shown = client.get(address)
    assert shown.context["title"] == "Versi baru SOP"
    initial = shown.context["form"].initial
    assert (initial["title"], initial["service"]) == ("SOP contoh", record.service_id)
    assert "v_edition" not in initial
    assert str(initial["day"]) == "2026-06-09"


@pytest.mark.parametrize("path", ["sop/?dari=999999", "sop/?dari=x"])
def test_an_edition_of_none_is_not_found(
    masuk: Masuk, penyelia: Staff, dinas: Agency, path: str
) -> None:
    assert masuk(penyelia).get(f"/catatan/kantor/{dinas.pk}/{path}").status_code == 404
