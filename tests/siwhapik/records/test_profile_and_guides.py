"""An innovation's profile with its aims and chapters, and the page of guides that officers read."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils.html import strip_tags

from services.innovation_aims import aims_of
from services.models import Agency, OfficeRecord, Staff
from services.record_kinds import KINDS, words_of
from siwhapik.demo.record_texts import INNOVATION, SI_PUTRI
from siwhapik.records.targets import TargetsField
from tests.siwhapik.records.conftest import Masuk, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def told(answer: HttpResponse) -> str:
    """What a reader sees, without tags and line breaks."""
    page = re.sub(r"(?=<)", " ", answer.content.decode())
    return " ".join(strip_tags(page).split())


def test_an_aim_is_named_by_the_indicator_that_measures_it(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff
) -> None:
    second = {
        "v_targets_1_aim": "ease", "v_targets_1_name": "Perjalanan", "v_targets_1_unit": "kali",
        "v_targets_1_before": "2", "v_targets_1_target": "0", "v_targets_1_after": "0",
    }  # fmt: skip
    record = tambah("innovation", **second)
    page = told(masuk(penyelia).get(f"/catatan/{record.pk}/"))
    assert "Tujuan yang diukur Memudahkan, Mempercepat" in page
    assert "Tujuan Indikator Satuan Sebelum Sasaran Sesudah" in page
    assert "Memudahkan Perjalanan kali 2 0 0" in page
    for number, title in enumerate(("Latar belakang", "Tujuan", "Cara kerja"), start=1):
        assert f"{number}. {title} Baris satu baris dua" in page
    assert "perjalanan (memudahkan): sebelum 2 kali" in record.words.lower()
    form = masuk(penyelia).get(f"/catatan/{record.pk}/ubah/").content.decode()
    assert '<option value="ease" selected>' in form


@pytest.mark.parametrize("aim", ["", "wealth", "\0"])
def test_a_target_without_an_aim_is_refused(
    masuk: Masuk, penyelia: Staff, dinas: Agency, aim: str
) -> None:
    given = typed("innovation", v_targets_0_aim=aim)
    answer = masuk(penyelia).post(f"/catatan/kantor/{dinas.pk}/innovation/", given)
    assert answer.status_code == 422
    assert "pilih tujuannya, lalu isi indikator" in answer.content.decode()
    assert not OfficeRecord.objects.exists()


def shown(page: str) -> tuple[int, int]:
    """How many targets a form shows, and how many more it can unfold."""
    before, _, behind = page.partition("Tambah sasaran")
    return before.count('class="target"'), behind.count('class="target"')


def test_a_form_shows_one_empty_target_and_unfolds_the_others_one_by_one(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff, dinas: Agency
) -> None:
    client = masuk(penyelia)
    empty = client.get(f"/catatan/kantor/{dinas.pk}/innovation/").content.decode()
    assert shown(empty) == (1, 7)
    assert empty.count("Tambah sasaran") == 7
    record = tambah("innovation")
    address = f"/catatan/{record.pk}/ubah/"
    assert shown(client.get(address).content.decode()) == (2, 6)
    many = {
        f"v_targets_{number}_{part}": words
        for number in range(8)
        for part, words in (("aim", "ease"), ("name", "Perjalanan"), ("target", "0"))
    }
    given = typed("innovation", **many, title="")
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert shown(refused.content.decode()) == (8, 0)


def test_targets_from_before_aims_were_asked_for_are_still_read() -> None:
    old = [{"name": "Waktu", "unit": "menit", "before": "90", "target": "15", "after": ""}]
    field = KINDS["innovation"].fields["targets"]
    assert words_of(field, old) == "Waktu: sebelum 90 menit, sasaran 15 menit"


def test_officers_read_the_guides_in_force(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    penyelia: Staff,
    petugas: Staff,
    orang_luar: Staff,
    now: dt.datetime,
) -> None:
    tambah("guide", title="Etiket membalas (contoh)", day="2026-01-05", form_key="kunci-contoh-a")
    old = tambah("guide", title="Panduan lama (contoh)", form_key="kunci-contoh-b")
    OfficeRecord.objects.filter(pk=old.pk).update(archived_at=now)
    tambah("guide", title="Baru besok (contoh)", day="2026-12-31", form_key="kunci-contoh-c")
    page = told(masuk(petugas).get("/panduan/"))
    assert "Etiket membalas (contoh)" in page
    assert "berlaku sejak 5 Januari 2026" in page
    assert "{kurang} berkas yang belum dikirim" in page
    assert "Panduan lama" not in page
    assert "Baru besok" not in page
    assert "Tulis panduan" not in page
    assert "Tulis panduan" in told(masuk(penyelia).get("/panduan/"))
    assert "Etiket membalas (contoh)" not in told(masuk(orang_luar).get("/panduan/"))


def test_the_page_asks_the_same_for_many_guides(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    petugas: Staff,
    django_assert_num_queries: Any,
) -> None:
    client = masuk(petugas)
    tambah("guide", form_key="kunci-contoh-0")
    client.get("/panduan/")
    with django_assert_num_queries(5):
        client.get("/panduan/")
    for number in range(1, 20):
        tambah("guide", form_key=f"kunci-contoh-{number}")
    with django_assert_num_queries(5):
        client.get("/panduan/")


@pytest.mark.parametrize(
    ("profile", "aims"),
    [
        (INNOVATION, "Menyederhanakan Memudahkan Meningkatkan-mutu Mempercepat Efisien"),
        (SI_PUTRI, "Efisien Efektif Profesional Transparan Adaptif Inovatif"),
    ],
)
def test_the_example_offices_measure_each_aim_of_their_systems(profile: Any, aims: str) -> None:
    targets = TargetsField().clean(profile["targets"])
    assert [one.replace(" ", "-") for one in aims_of(targets)] == aims.split()
    assert all(one["before"] and one["target"] and one["after"] for one in targets)
