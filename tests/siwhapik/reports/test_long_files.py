"""Files of many rows are written in the background, for the one person who asked, and only for a day."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from services.models import Membership, Service, Staff
from siwhapik.reports import long_files
from siwhapik.reports.long_files import forget_exports, write_exports
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of
from tickets.digests import body_of
from tickets.models import Export, ExportJob, Notification, NotificationChoice, Ticket
from tickets.notifications import notification_words

Login = Callable[[Staff], Client]
BOOK = "/laporan/buku/?rentang=2026-06"
BEGIN = "/laporan/berkas/baru/buku/?rentang=2026-06&bentuk="


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_files, "LONG", 6)
    monkeypatch.setattr(long_files, "_BEAT", 2)


def asked(client: Client, form: str = "csv") -> ExportJob:
    answer = client.post(f"{BEGIN}{form}")
    assert answer.status_code == 302
    found: ExportJob = ExportJob.objects.get(pk=answer["Location"].split("/")[-2])
    return found


def test_a_long_file_is_offered_and_a_short_one_sent(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = masuk(penyelia)
    page = client.get(f"{BOOK}&bentuk=csv")
    assert "memuat 7 baris" in flat(page)
    assert not ExportJob.objects.exists()
    assert not Export.objects.exists()
    monkeypatch.setattr(long_files, "LONG", 7)
    assert client.get(f"{BOOK}&bentuk=csv")["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_holds_what_the_file_at_once_would_hold(
    form: str,
    juni: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = masuk(penyelia)
    job = asked(client, form)
    assert "Menunggu giliran" in flat(client.get(job.get_absolute_url()))
    assert write_exports(timezone.now()) == 1
    job.refresh_from_db()
    assert (job.state, job.written, job.rows) == ("ready", 7, 7)
    page = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert "Ambil berkas" in flat(page)
    assert "hx-get" not in flat(page)
    answer = client.get(f"{job.get_absolute_url()}ambil/")
    assert answer["Content-Disposition"] == f'attachment; filename="{job.name}"'
    late = body(answer)
    monkeypatch.setattr(long_files, "LONG", 100)
    at_once = body(client.get(f"{BOOK}&bentuk={form}"))
    assert (sheets_of(late) == sheets_of(at_once)) if form == "xlsx" else late == at_once
    taken = Export.objects.order_by("pk")
    assert [(one.report, one.form, one.rows) for one in taken] == [("buku", form, 7)] * 2
    assert taken[0].asked["dari"] == taken[1].asked["dari"] == "2026-06-01"
    assert long_files.path_of(job).stat().st_mode & 0o077 == 0


def test_the_person_is_told_once_that_it_is_ready_and_has_read_it_by_looking(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    write_exports(timezone.now())
    write_exports(timezone.now())
    (told,) = Notification.objects.filter(export=job)
    assert (told.staff, told.kind, told.wants_push) == (penyelia, "file_ready", True)
    page = flat(client.get("/pemberitahuan/"))
    assert "Berkas laporan siap diambil, sampai" in page
    assert f'href="{job.get_absolute_url()}"' in page
    assert f"Lihat berkas {job.name}" in page
    assert client.post(f"/pemberitahuan/{told.pk}/")["Location"] == job.get_absolute_url()
    Notification.objects.update(read_at=None)
    client.get(job.get_absolute_url())
    assert not Notification.objects.pending().exists()


def test_nobody_else_is_told_and_the_log_of_tickets_has_no_line_of_it(
    juni: list[Ticket], penyelia: Staff, admin_opd: Staff, masuk: Login
) -> None:
    asked(masuk(penyelia))
    write_exports(timezone.now())
    assert not Notification.objects.exclude(staff=penyelia).exists()
    assert "Belum ada notifikasi" not in flat(masuk(admin_opd).get("/pemberitahuan/"))
    day = timezone.localdate()
    told = masuk(admin_opd).get(f"/laporan/pengingat/?dari={day}&sampai={day}")
    assert "Berkas laporan" not in flat(told)


def test_the_person_is_told_that_it_failed_as_they_chose(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    monkeypatch.setattr(long_files, "_written", _broken)
    write_exports(timezone.now())
    (told,) = Notification.objects.filter(export=job)
    assert told.kind == "file_failed"
    assert "rentang yang lebih pendek" in notification_words(told)
    silent = {"staff": penyelia, "kind": "file_failed", "on_screen": False, "in_digest": True}
    NotificationChoice.objects.create(**silent)
    Staff.objects.filter(pk=penyelia.pk).update(email="wati@example.go.id")
    asked(client, "xlsx")
    write_exports(timezone.now())
    quiet = Notification.objects.exclude(pk=told.pk).get()
    assert (quiet.on_screen, quiet.wants_digest, quiet.wants_push) == (False, True, False)
    assert f"{quiet.name}: Berkas laporan yang saya minta gagal disiapkan" in body_of([quiet])


def _broken(job: ExportJob) -> str:
    raise OSError("disk")


def test_who_asked_is_told_where_the_workers_died_again_and_again(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    job = asked(masuk(penyelia))
    ago = timezone.now() - dt.timedelta(hours=1)
    ExportJob.objects.filter(pk=job.pk).update(state="working", attempts=3, seen_at=ago)
    write_exports(timezone.now())
    job.refresh_from_db()
    assert job.state == "failed"
    assert Notification.objects.get(export=job).kind == "file_failed"


def test_only_the_person_opens_it(
    juni: list[Ticket], penyelia: Staff, admin_opd: Staff, orang_luar: Staff, masuk: Login
) -> None:
    job = asked(masuk(penyelia))
    write_exports(timezone.now())
    for other in (admin_opd, orang_luar):
        assert masuk(other).get(job.get_absolute_url()).status_code == 404
        assert masuk(other).get(f"{job.get_absolute_url()}ambil/").status_code == 404
    assert not Export.objects.exists()


def test_who_lost_the_right_does_not_fetch_it(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    write_exports(timezone.now())
    Membership.objects.filter(staff=penyelia).update(role="viewer")
    assert client.get(f"{job.get_absolute_url()}ambil/").status_code == 404
    assert "Hak Anda" in flat(client.get(job.get_absolute_url()))


def test_who_lost_the_right_before_it_was_written_gets_no_rows(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    Membership.objects.filter(staff=penyelia).delete()
    write_exports(timezone.now())
    job.refresh_from_db()
    assert job.state == "ready"
    assert len(long_files.path_of(job).read_text().splitlines()) == 1  # the head


def test_a_second_click_asks_once_and_three_are_enough(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    assert asked(client) == asked(client)
    asked(client, "xlsx")
    other = "/laporan/berkas/baru/pengaduan/?rentang=2026-06&bentuk=csv"
    assert client.post(other).status_code == 302
    answer = client.post(other.replace("csv", "xlsx"), follow=True)
    assert "Sudah ada 3 berkas" in flat(answer)
    assert ExportJob.objects.count() == 3
    assert client.get(other).status_code == 405


def test_who_got_another_role_asks_anew(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    """An operator of one service sees less of the same office than a supervisor saw."""
    job = asked(masuk(penyelia))
    write_exports(timezone.now())
    fetch = f"{job.get_absolute_url()}ambil/"
    assert masuk(penyelia).get(fetch).status_code == 200
    membership = Membership.objects.get(staff=penyelia)
    membership.role = "operator"
    membership.save()
    assert masuk(penyelia).get(fetch).status_code == 404
    membership.role = "supervisor"
    membership.save()
    assert masuk(penyelia).get(fetch).status_code == 200


def test_an_operator_who_got_another_service_asks_anew(
    juni: list[Ticket], layanan_lain: Service, petugas: Staff, masuk: Login
) -> None:
    job = asked(masuk(petugas))
    write_exports(timezone.now())
    fetch = f"{job.get_absolute_url()}ambil/"
    assert masuk(petugas).get(fetch).status_code == 200
    Membership.objects.get(staff=petugas).services.set([layanan_lain])
    assert masuk(petugas).get(fetch).status_code == 404


def test_a_file_whose_worker_was_killed_is_begun_anew_and_given_up_in_the_end(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(masuk(penyelia))
    now = timezone.now()

    def killed(_: ExportJob) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(long_files, "_written", killed)
        for number in range(3):
            with pytest.raises(KeyboardInterrupt):
                write_exports(now + dt.timedelta(minutes=10 * number))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("working", 3)
    write_exports(now + dt.timedelta(hours=1))
    job.refresh_from_db()
    assert job.state == "failed"
    again = asked(masuk(penyelia))
    write_exports(now)
    again.refresh_from_db()
    assert again.state == "ready"


def test_a_worker_that_was_thought_dead_leaves_no_file(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(masuk(penyelia))
    usual = long_files.csv_lines

    def slow(head: Any, rows: Any) -> Any:
        for number, line in enumerate(usual(head, rows)):
            if number == 4:  # meanwhile another worker took it up
                ExportJob.objects.filter(pk=job.pk).update(attempts=2)
            yield line

    monkeypatch.setattr(long_files, "csv_lines", slow)
    assert write_exports(timezone.now()) == 0
    assert not list((Path(settings.MEDIA_ROOT) / long_files.FOLDER).iterdir())


def test_it_is_deleted_after_a_day(
    juni: list[Ticket], clock: Any, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    write_exports(timezone.now())
    job.refresh_from_db()
    path = long_files.path_of(job)
    clock.shift(dt.timedelta(hours=25))
    assert forget_exports(timezone.now()) == 1
    assert not path.exists()
    client = masuk(penyelia)
    assert "jadi berkas ini dihapus" in flat(client.get(job.get_absolute_url()))
    assert client.get(f"{job.get_absolute_url()}ambil/").status_code == 404
    clock.shift(dt.timedelta(days=8))
    forget_exports(timezone.now())
    assert not ExportJob.objects.exists()
