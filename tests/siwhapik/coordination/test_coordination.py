"""Super admins and agency admins write to each other; who reads, who moves what, who is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import (
    Agency,
    CoordinationFile,
    CoordinationLook,
    CoordinationPost,
    CoordinationThread,
    Staff,
)
from tests import factories
from tests.reading import flat
from tests.siwhapik.records.conftest import PDF
from tickets.models import Notification
from tickets.notifications import notification_words

Masuk = Callable[[Staff], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WRITE = "/koordinasi/tulis/"
State = CoordinationThread.State


def written(**more: Any) -> dict[str, Any]:
    """A whole form of a task."""
    return {
        "kind": "task", "subject": "Lengkapi standar", "text": "Mohon dilengkapi.", "due_on": "2026-06-20",
        "form_key": "kunci-formulir-1", **more,
    }  # fmt: skip


def said(text: str = "Sudah", **more: Any) -> dict[str, Any]:
    return {"text": text, "form_key": f"kunci-{text.lower().replace(' ', '-')}-123", **more}


@pytest.fixture
def admin_lain(dinas_wita: Agency) -> Staff:
    """The admin of another office."""
    staff: Staff = factories.StaffFactory(full_name="Lia Admin Lain")
    factories.MembershipFactory(staff=staff, agency=dinas_wita, role="agency_admin")
    return staff


@pytest.fixture
def tugas(
    masuk: Masuk, super_admin: Staff, admin_opd: Staff, admin_lain: Staff, dinas: Agency
) -> CoordinationThread:
    """Given by the super admin to one of two offices."""
    answer = masuk(super_admin).post(WRITE, written(agencies=[dinas.slug]))
    assert answer.status_code == 302, flat(answer)
    return CoordinationThread.objects.get()


@pytest.fixture
def permintaan(masuk: Masuk, super_admin: Staff, admin_opd: Staff) -> CoordinationThread:
    """Asked for by the agency admin."""
    asked = written(kind="feature", subject="Tanda tangan", form_key="kunci-formulir-2")
    assert masuk(admin_opd).post(WRITE, asked).status_code == 302
    return CoordinationThread.objects.get(kind="feature")


def test_a_task_goes_to_its_office_once_and_its_admin_is_told(
    masuk: Masuk, tugas: CoordinationThread, super_admin: Staff, admin_opd: Staff, dinas: Agency
) -> None:
    masuk(super_admin).post(WRITE, written(agencies=[dinas.slug]))  # a second click
    assert CoordinationThread.objects.count() == CoordinationPost.objects.count() == 1
    row = Notification.objects.get()
    assert (row.staff, row.path) == (admin_opd, f"/koordinasi/{tugas.pk}/")
    assert notification_words(row) == f"Dinsos Contoh: {super_admin} menulis “Lengkapi standar”."
    page = masuk(admin_opd).get(f"/koordinasi/{tugas.pk}/")
    assert "paling lambat 20 Juni 2026" in flat(page)
    assert Notification.objects.get().read_at is not None


def test_several_offices_are_addressed_at_once_each_in_a_thread_with_the_files(
    masuk: Masuk,
    super_admin: Staff,
    dinas: Agency,
    dinas_wita: Agency,
    admin_opd: Staff,
    admin_lain: Staff,
) -> None:
    sent = written(
        agencies=[dinas.slug, dinas_wita.slug], attached=[SimpleUploadedFile("surat.pdf", PDF)]
    )
    assert masuk(super_admin).post(WRITE, sent).headers["Location"] == "/koordinasi/"
    threads = CoordinationThread.objects.all()
    assert {one.agency for one in threads} == {dinas, dinas_wita}
    files = [row.file.read() for row in CoordinationFile.objects.all()]
    assert files == [PDF, PDF]
    assert {row.staff for row in Notification.objects.all()} == {admin_opd, admin_lain}


def test_the_office_does_its_task_and_the_super_admin_opens_it_again(
    masuk: Masuk, tugas: CoordinationThread, super_admin: Staff, admin_opd: Staff
) -> None:
    office, address = masuk(admin_opd), f"/koordinasi/{tugas.pk}/"
    for _ in range(2):
        assert office.post(address, said(move="done")).status_code == 302
    tugas.refresh_from_db()
    assert (tugas.state, tugas.posts.count()) == (State.DONE, 2)
    assert Notification.objects.filter(staff=super_admin).count() == 1
    office.post(address, said("Buka lagi", move="asked"))  # is read as an answer alone
    tugas.refresh_from_db()
    assert tugas.state == State.DONE
    assert masuk(super_admin).post(address, said("Belum lengkap", move="asked")).status_code == 302
    tugas.refresh_from_db()
    assert tugas.state == State.ASKED


def test_a_request_is_answered_by_the_super_admin_alone(
    masuk: Masuk, permintaan: CoordinationThread, super_admin: Staff, admin_opd: Staff
) -> None:
    assert (permintaan.state, permintaan.due_on) == (State.ASKED, None)
    address = f"/koordinasi/{permintaan.pk}/"
    assert masuk(admin_opd).post(address, said(move="done")).status_code == 302  # no such field
    permintaan.refresh_from_db()
    assert permintaan.state == State.ASKED
    browser = masuk(super_admin)
    assert browser.post(address, said("", move="refused")).status_code == 422  # without an answer
    for move in ("planned", "refused"):
        assert browser.post(address, said(f"Jawaban {move}", move=move)).status_code == 302
    permintaan.refresh_from_db()
    assert permintaan.state == State.REFUSED
    assert "keadaan menjadi tidak dikerjakan" in flat(masuk(admin_opd).get(address))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "feature"},
        {"kind": "x\x00"},
        {"due_on": ""},
        {"due_on": "31-31-2026"},
        {"subject": ""},
        {"subject": "x" * 151},
        {"text": " "},
        {"agencies": []},
        {"agencies": ["bukan-kantor"]},
        {"form_key": ""},
        {"attached": [SimpleUploadedFile("a.exe", PDF)]},
    ],
)
def test_bad_forms_are_refused_and_nothing_is_written(
    masuk: Masuk, super_admin: Staff, dinas: Agency, dinas_wita: Agency, wrong: dict[str, Any]
) -> None:
    answer = masuk(super_admin).post(WRITE, {**written(agencies=[dinas.slug]), **wrong})
    assert answer.status_code == 422
    assert not CoordinationThread.objects.exists()


def test_an_admin_neither_gives_tasks_nor_writes_for_another_office(
    masuk: Masuk, admin_opd: Staff, dinas_wita: Agency
) -> None:
    browser = masuk(admin_opd)
    assert browser.post(WRITE, written()).status_code == 422
    sent = written(kind="message", agencies=[dinas_wita.slug])
    assert browser.post(WRITE, sent).status_code == 302
    assert CoordinationThread.objects.get().agency != dinas_wita


def test_only_the_office_and_super_admins_read(
    request: Any, masuk: Masuk, tugas: CoordinationThread, admin_lain: Staff, admin_opd: Staff
) -> None:
    address = f"/koordinasi/{tugas.pk}/"
    sent = said(attached=[SimpleUploadedFile("bukti.pdf", PDF)])
    assert masuk(admin_opd).post(address, sent).status_code == 302
    file = f"{address}berkas/{CoordinationFile.objects.get().pk}/"
    before = CoordinationPost.objects.count()
    for name in ("evaluator", "pejabat", "penyelia", "petugas", "pengamat", "orang_luar"):
        browser = masuk(request.getfixturevalue(name))
        assert browser.get("/koordinasi/").status_code == 403
        assert browser.get(WRITE).status_code == 403
        for page in (address, file):
            assert browser.get(page).status_code == 404
    outside = masuk(admin_lain)
    assert "Lengkapi standar" not in flat(outside.get("/koordinasi/"))
    assert "Lengkapi standar" not in flat(outside.get("/koordinasi/?instansi=dinsos-contoh"))
    assert outside.post(address, said("Saya")).status_code == 404
    assert outside.get(file).status_code == 404
    assert CoordinationPost.objects.count() == before
    assert not CoordinationLook.objects.exists()
    answer = masuk(request.getfixturevalue("super_admin")).get(file)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a streamed answer
    assert CoordinationLook.objects.count() == 1
    assert Client().get(address).status_code == 302


def test_the_list_is_narrowed_and_odd_choices_show_everything(
    masuk: Masuk, tugas: CoordinationThread, permintaan: CoordinationThread, super_admin: Staff
) -> None:
    browser = masuk(super_admin)
    asked = {
        "": {"Lengkapi standar", "Tanda tangan"},
        "jenis=task": {"Lengkapi standar"},
        "keadaan=belum": {"Lengkapi standar", "Tanda tangan"},
        "keadaan=done": set(),
        "kata=dilengkapi": {"Lengkapi standar", "Tanda tangan"},
        "kata=tangan": {"Tanda tangan"},
        "instansi=dukcapil-contoh": set(),
        "jenis=x&keadaan=y&instansi=z&hal=999999": {"Lengkapi standar", "Tanda tangan"},
    }
    for query, subjects in asked.items():
        page = flat(browser.get(f"/koordinasi/?{query}"))
        found = {one for one in ("Lengkapi standar", "Tanda tangan") if one in page}
        assert found == subjects, query
    assert "Tidak ada yang cocok" in flat(browser.get("/koordinasi/?keadaan=done"))


def test_a_late_task_says_so(
    masuk: Masuk, tugas: CoordinationThread, super_admin: Staff, clock: Any
) -> None:
    assert "Lewat waktu" not in flat(masuk(super_admin).get("/koordinasi/"))
    clock.shift(12 * 86_400)
    assert "Lewat waktu" in flat(masuk(super_admin).get("/koordinasi/"))


def test_empty_lists_teach_and_the_menu_leads_there(
    masuk: Masuk, super_admin: Staff, admin_opd: Staff, petugas: Staff
) -> None:
    assert "Belum ada tulisan" in flat(masuk(super_admin).get("/koordinasi/"))
    page = masuk(admin_opd).get("/koordinasi/")
    assert "Perlu fitur baru atau ada yang rusak?" in flat(page)
    assert 'href="/koordinasi/"' in page.content.decode()
    assert 'href="/koordinasi/"' not in masuk(petugas).get("/pemberitahuan/").content.decode()


def test_list_and_thread_ask_the_same_of_the_database_however_much_there_is(
    masuk: Masuk, tugas: CoordinationThread, super_admin: Staff
) -> None:
    browser, address = masuk(super_admin), f"/koordinasi/{tugas.pk}/"
    browser.get("/koordinasi/")

    def asked() -> list[int]:
        counts = []
        for page in ("/koordinasi/", address):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(page).status_code == 200
            counts.append(len(seen))
        return counts

    before = asked()
    for number in range(49):
        one = CoordinationThread.objects.get(pk=tugas.pk)
        one.pk, one.form_key = None, f"lain-{number}"
        one.save()
        browser.post(address, said(f"{number} lagi"))
    assert asked() == before
    assert max(before) <= 14


def test_on_a_phone_notifications_are_among_the_six_pages_that_the_bar_shows(
    admin_opd: Staff, masuk: Masuk
) -> None:
    page = masuk(admin_opd).get("/koordinasi/").content.decode()
    names = re.findall(r'class="rail__text">([^<]+)<', page)
    assert names.index("Notifikasi") < 6
    assert names.index("Koordinasi") > names.index("Kelola")
