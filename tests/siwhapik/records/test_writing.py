"""Dated records of an office: written, found, changed with a trace, archived."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Agency, OfficeRecord, RecordFile, RecordFileLook, Role, Staff
from services.record_kinds import KINDS
from tests import factories
from tests.siwhapik.records.conftest import PDF, TYPED, Masuk, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_once_and_shown(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff, kind: str
) -> None:
    record = tambah(kind)
    assert tambah(kind) == record  # the same form twice
    assert OfficeRecord.objects.count() == 1
    for name, field in KINDS[kind].fields.items():
        if field.type in TYPED:
            assert record.values[name] == TYPED[field.type][1], name
    page = masuk(penyelia).get(f"/catatan/{record.pk}/").content.decode()
    assert f"Contoh {kind}" in page
    for name, field in KINDS[kind].fields.items():
        assert name not in record.values or field.label in page, name
    assert f"/catatan/{record.pk}/" in masuk(penyelia).get("/catatan/").content.decode()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, name)
        for kind, row in KINDS.items()
        for name, field in row.fields.items()
        if field.required
    ],
)
def test_what_a_kind_needs_is_asked_for_and_nothing_typed_is_lost(
    masuk: Masuk, penyelia: Staff, dinas: Agency, kind: str, name: str
) -> None:
    sent = {key: value for key, value in typed(kind).items() if not key.startswith(f"v_{name}")}
    answer = masuk(penyelia).post(f"/catatan/kantor/{dinas.pk}/{kind}/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"Isi {KINDS[kind].fields[name].label[:1].lower()}" in page
    assert f"Contoh {kind}" in page
    assert not OfficeRecord.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"day": "2026-13-01"}, {"day": ""}, {"title": ""}, {"title": "x" * 201}, {"v_reach": "-1"},
        {"v_medium": "televisi"}, {"service": "999999"}, {"form_key": "?"}, {"v_result": "x" * 10_001},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    masuk: Masuk, penyelia: Staff, dinas: Agency, more: dict[str, Any]
) -> None:
    answer = masuk(penyelia).post(
        f"/catatan/kantor/{dinas.pk}/outreach/", typed("outreach", **more)
    )
    assert answer.status_code == 422
    assert not OfficeRecord.objects.exists()


def test_a_list_names_offices_where_there_are_several(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff
) -> None:
    tambah("training")
    head = '<th scope="col">Instansi</th>'
    assert head not in masuk(penyelia).get("/catatan/").content.decode()
    other = factories.AgencyFactory()
    factories.MembershipFactory(staff=penyelia, agency=other, role=Role.SUPERVISOR)
    client = masuk(penyelia)
    assert head in client.get("/catatan/").content.decode()
    assert head not in client.get(f"/catatan/?instansi={other.pk}").content.decode()


SEES = {
    "super_admin": 200, "evaluator": 404, "pejabat": 404, "kepala": 200, "admin_opd": 200,
    "penyelia": 200, "petugas": 200, "pengamat": 404, "orang_luar": 404,
}  # fmt: skip


@pytest.mark.parametrize("who", SEES)
def test_who_reads_and_who_writes(
    tambah: Callable[..., OfficeRecord],
    masuk: Masuk,
    dinas: Agency,
    penyelia: Staff,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    record = tambah("training")
    url = f"/catatan/{record.pk}/"
    masuk(penyelia).post(f"{url}berkas/", {"file": SimpleUploadedFile("a.pdf", PDF)})
    file = RecordFile.objects.get()
    browser = masuk(request.getfixturevalue(who))
    assert browser.get(url).status_code == SEES[who]
    assert browser.get(f"{url}berkas/{file.pk}/").status_code == SEES[who]
    assert RecordFileLook.objects.count() == (SEES[who] == 200)
    keeps = who in ("admin_opd", "penyelia")
    refused = 403 if SEES[who] == 200 else 404
    before = OfficeRecord.objects.values().get()
    if not keeps:
        assert browser.get(f"/catatan/kantor/{dinas.pk}/training/").status_code == 404
        for verb in ("ubah/", "arsip/", "berkas/", f"berkas/{file.pk}/lepas/"):
            assert browser.post(f"{url}{verb}", typed("training")).status_code == refused, verb
        assert OfficeRecord.objects.values().get() == before
        assert RecordFile.objects.get().removed_at is None
    listed = browser.get("/catatan/")
    assert listed.status_code == (403 if who in ("evaluator", "pejabat", "pengamat") else 200)
    assert (url in listed.content.decode()) == (SEES[who] == 200)


def test_a_change_keeps_what_was_before_and_an_old_form_loses_nothing(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff, admin_opd: Staff
) -> None:
    record = tambah("outreach")
    url = f"/catatan/{record.pk}/ubah/"
    first = typed("outreach", title="Judul baru", v_reach="55", version="1")
    assert masuk(penyelia).post(url, first).status_code == 302
    assert masuk(penyelia).post(url, first).status_code == 302  # a second click
    record.refresh_from_db()
    assert (record.title, record.values["reach"], record.version) == ("Judul baru", 55, 2)
    line = record.changes.get(verb="changed")
    assert line.before["title"] == "Contoh outreach"
    late = masuk(admin_opd).post(url, typed("outreach", title="Judul lain", version="1"))
    assert late.status_code == 422
    page = late.content.decode()
    assert "sudah diubah rekan Anda" in page
    assert "Judul lain" in page
    record.refresh_from_db()
    assert record.title == "Judul baru"
    shown = masuk(penyelia).get(f"/catatan/{record.pk}/").content.decode()
    assert "judul: Contoh outreach" in shown


def test_archived_is_not_deleted(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff
) -> None:
    record = tambah("guide")
    browser = masuk(penyelia)
    for _ in range(2):
        browser.post(f"/catatan/{record.pk}/arsip/")
    address = f'"/catatan/{record.pk}/"'
    assert address not in browser.get("/catatan/").content.decode()
    assert address in browser.get("/catatan/?arsip=1").content.decode()
    assert browser.get(f"/catatan/{record.pk}/").status_code == 200
    browser.post(f"/catatan/{record.pk}/arsip/", {"kembali": "1"})
    assert address in browser.get("/catatan/").content.decode()
    assert [one.verb for one in record.changes.all()] == ["written", "archived", "restored"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"outreach", "training"}),
        ("jenis=training", {"training"}),
        ("jenis=apa", {"outreach", "training"}),
        ("kata=balai rw", {"outreach", "training"}),
        ("kata=contoh outreach", {"outreach"}),
        ("kata=tidak ada", set()),
        ("rentang=2026-06", {"outreach"}),
        ("rentang=2025", {"training"}),
        ("rentang=sendiri&dari=2025-01-01&sampai=2026-12-31", {"outreach", "training"}),
    ],
)
def test_found_by_days_kind_and_words(
    tambah: Callable[..., OfficeRecord], masuk: Masuk, penyelia: Staff, query: str, found: set[str]
) -> None:
    tambah("outreach")
    tambah("training", day="2026-01-02")
    if query.endswith("2025"):
        OfficeRecord.objects.filter(kind="training").update(day=dt.date(2025, 5, 5))
    page = masuk(penyelia).get(f"/catatan/?{query}")
    assert {one.kind for one, _ in page.context["rows"]} == found
