"""What the page of a long file tells, how its name tells two of them apart, and that its day ends by the clock."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from services.models import Agency, Membership, Service, Staff
from siwhapik.reports import long_files
from siwhapik.reports.long_files import write_exports
from tests import factories
from tests.reading import flat
from tickets.models import ExportJob, Ticket

Login = Callable[[Staff], Client]
BEGIN = "/laporan/berkas/baru/buku/?rentang=2026-06&bentuk=csv"


def asked(client: Client, more: str = "") -> ExportJob:
    answer = client.post(f"{BEGIN}{more}")
    found: ExportJob = ExportJob.objects.get(pk=answer["Location"].split("/")[-2])
    return found


def test_names_tell_what_was_chosen(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    name = "buku-dinsos-contoh-2026-06-01-2026-06-09"
    assert asked(client).name == f"{name}.csv"
    assert asked(client, "&sumber=whatsapp").name == f"{name}-sumber-whatsapp.csv"
    for address in ("buku/?rentang=2026-06", "jenis/?rentang=2026-06"):
        whole, part = (
            client.get(f"/laporan/{address}&bentuk=csv{more}")["Content-Disposition"]
            for more in ("", "&jenis=complaint")
        )
        assert part == whole.replace(".csv", "-jenis-pengaduan.csv")


def test_a_name_is_never_too_long_for_its_row(
    juni: list[Ticket], layanan: Service, penyelia: Staff, masuk: Login
) -> None:
    Service.objects.filter(pk=layanan.pk).update(name="Surat " * 30)
    job = asked(masuk(penyelia), f"&layanan={layanan.pk}")
    assert len(job.name) < 150
    assert "-surat-surat" in job.name


def test_the_page_tells_what_was_asked_for_and_until_when(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client, "&sumber=whatsapp")
    told = "Juni 2026: 1 Juni 2026 sampai 9 Juni 2026 · Sumber: WhatsApp"
    assert told in flat(client.get(job.get_absolute_url()))
    write_exports(timezone.now())
    page = flat(client.get(job.get_absolute_url()))
    assert told in page
    assert "Hanya Anda yang dapat mengambilnya, sampai Rabu, 10 Juni 2026" in page


def test_who_has_no_right_any_more_is_told_nothing_of_it(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    Membership.objects.filter(staff=penyelia).update(is_active=False)
    assert "1 Juni 2026" not in flat(client.get(job.get_absolute_url()))


def test_its_day_ends_by_the_clock_and_not_when_it_is_deleted(
    clock: Any, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    job = asked(client)
    write_exports(timezone.now())
    file = f"{job.get_absolute_url()}ambil/"
    clock.shift(long_files.KEPT - dt.timedelta(seconds=30))
    client = masuk(penyelia)  # no session is that long
    assert client.get(file).status_code == 200
    clock.shift(dt.timedelta(seconds=31))
    assert client.get(file).status_code == 404
    assert "jadi berkas ini dihapus" in flat(client.get(job.get_absolute_url()))
    job.refresh_from_db()
    assert long_files.path_of(job).exists()


def test_other_files_name_their_office_and_what_was_chosen(
    juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    below = factories.AgencyFactory(parent=dinas)
    client, days = masuk(penyelia), "2026-06-01-2026-06-09"

    def name(address: str) -> str:
        return client.get(f"/{address}&bentuk=csv")["Content-Disposition"].split('"')[1]

    assert name("catatan/?rentang=2026-06") == f"catatan-dinsos-contoh-{days}.csv"
    assert name("catatan/?rentang=2026-06&jenis=training").startswith(
        f"catatan-dinsos-contoh-{days}-jenis-"
    )
    assert name("laporan/pertanyaan/?rentang=2026-06") == f"pertanyaan-dinsos-contoh-{days}.csv"
    sums = "laporan/bawahan/?rentang=2026-06"
    assert name(sums) == f"bawahan-semua-{days}.csv"
    assert name(f"{sums}&instansi=bawahan") == f"bawahan-semua-{days}-bawahan-saja.csv"
    assert name(f"{sums}&instansi={below.pk}") == f"bawahan-{below.slug}-{days}.csv"
