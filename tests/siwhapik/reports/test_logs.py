"""Who saw and sent which file, and who was told what: as a page and as files, themselves written down."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from siwhapik.reports.catalogue import BOOKS
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.test_figures import MONTH, lines, sheets
from tests.siwhapik.reports.test_registers import shown_in
from tests.siwhapik.reports.test_workload import wrote
from tickets.models import AccessLog, Attachment, Export, Notification, Ticket
from tickets.notification_kinds import Kind

Login = Callable[[Staff], Client]
ACCESS, SENT, TOLD = (f"/laporan/{code}/?{MONTH}" for code in ("akses", "kiriman", "pengingat"))


def looked(ticket: Ticket, by: Staff, at: dt.datetime = JUNE, **more: Any) -> AccessLog:
    row = AccessLog.objects.create(ticket=ticket, staff=by, **{"action": "file", **more})
    AccessLog.objects.filter(pk=row.pk).update(at=at)
    return row


def told(ticket: Ticket, whom: Staff, at: dt.datetime = JUNE, **more: Any) -> Notification:
    values = {"kind": "completion", "step": "due+2d", "due_at": at, **more}
    return Notification.objects.create(ticket=ticket, staff=whom, created_at=at, **values)


@pytest.fixture
def berkas(juni: list[Ticket], petugas: Staff) -> Attachment:
    """A file that an officer sent."""
    message = wrote(juni[0], petugas, JUNE)
    return Attachment.objects.create(
        message=message, filename="Surat contoh 081200001234.pdf", size=2049, sha256="ab" * 32
    )


def cells(client: Client, url: str) -> list[list[str]]:
    return [[row["number"], *row["cells"]] for row in shown_in(client.get(url))]


def test_who_saw_what_newest_first(
    juni: list[Ticket], berkas: Attachment, petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    looked(juni[0], petugas, attachment=berkas)
    later = JUNE + dt.timedelta(hours=1)
    looked(juni[1], penyelia, later, action="ticket", reason="Aduan NIK 3515012345670001")
    assert cells(masuk(penyelia), ACCESS) == [
        [
            juni[1].register_number, "03-06-2026 11.00", "Wati Penyelia", "Membuka tiket dengan alasan", "",
            "Aduan NIK 35••••••••••0001", "Dinsos Contoh",
        ],
        [
            juni[0].register_number, "03-06-2026 10.00", "Rina Petugas", "Membuka berkas",
            "Surat contoh +62812••••1234.pdf", "", "Dinsos Contoh",
        ],
    ]  # fmt: skip


def test_who_sent_which_file_to_whom(
    juni: list[Ticket], berkas: Attachment, penyelia: Staff, masuk: Login
) -> None:
    factories.MessageFactory(ticket=juni[0], occurred_at=JUNE)
    ((number, at, who, name, *rest),) = cells(masuk(penyelia), SENT)
    assert (number, at, who) == (juni[0].register_number, "03-06-2026 10.00", "Rina Petugas")
    assert "081200001234" not in name
    assert rest == ["2,0 KB", juni[0].citizen.profile_name, "Sampai", "ab" * 32]


def test_who_was_told_what_and_read_it(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    told(juni[0], petugas, read_at=JUNE + dt.timedelta(minutes=5), emailed_at=JUNE)
    told(juni[1], petugas, is_skipped=True)
    assert cells(masuk(penyelia), TOLD) == [
        [
            juni[0].register_number, "03-06-2026 10.00", "Rina Petugas", "Tenggat penyelesaian",
            "Lewat 2 hari", "03-06-2026 10.00", "layar, e-mail", "03-06-2026 10.05",
        ]
    ]  # fmt: skip
    Notification.objects.filter(is_skipped=False).update(kind=Kind.ASSIGNED)
    ((_, _, _, about, *_),) = cells(masuk(penyelia), TOLD)
    assert (
        about == "Tiket ditugaskan kepada penerima"
    )  # who reads this is another than who was told


@pytest.mark.parametrize("url", [ACCESS, SENT, TOLD])
def test_page_and_files_say_the_same(
    juni: list[Ticket], berkas: Attachment, petugas: Staff, penyelia: Staff, masuk: Login, url: str
) -> None:
    looked(juni[0], petugas, attachment=berkas)
    told(juni[0], petugas)
    client = masuk(penyelia)
    shown = cells(client, url)
    assert len(shown) == 1
    assert lines(client.get(f"{url}&bentuk=csv"))[1:] == shown
    (sheet,) = sheets(client.get(f"{url}&bentuk=xlsx"))
    assert [row[0] for row in sheet[1:]] == [row[0] for row in shown]


@pytest.mark.parametrize(
    ("url", "forms"), [(ACCESS, {"html", "csv"}), (SENT, {"html", "csv"}), (TOLD, {"csv"})]
)
def test_looking_at_the_log_of_looks_is_written_down_each_time(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login, url: str, forms: set[str]
) -> None:
    looked(juni[0], petugas)
    client = masuk(penyelia)
    for _ in range(2):
        client.get(url)
    client.get(f"{url}&bentuk=csv")
    rows = Export.objects.filter(staff=penyelia)
    assert set(rows.values_list("form", flat=True)) == forms
    assert rows.filter(form="html").count() == 2 * ("html" in forms)
    taken = client.get("/laporan/").content.decode()
    assert ("<td>Dilihat</td>" in taken) is ("html" in forms)
    title = BOOKS[url.split("/")[2]].title
    assert f"<td>{title}, 1 Juni 2026 sampai 9 Juni 2026</td>" in taken


def test_how_many_rows_were_taken_is_written_as_everywhere(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    asked = {"dari": "2026-06-01", "sampai": "2026-06-09"}
    given = {"form": "csv", "at": JUNE, "rows": 12_345, "asked": asked}
    Export.objects.create(report="akses", staff=penyelia, agency=juni[0].agency, **given)
    assert '<td class="num">12.345</td>' in masuk(penyelia).get("/laporan/").content.decode()


def test_whose_identity_is_kept_is_told_by_no_file_name(
    juni: list[Ticket], berkas: Attachment, petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    looked(juni[0], petugas, attachment=berkas, reason=f"Berkas {juni[0].citizen.profile_name}")
    Ticket.objects.filter(pk=juni[0].pk).update(is_anonymous=True)
    client, name = masuk(penyelia), juni[0].citizen.profile_name
    for url in (ACCESS, SENT):
        ((*_, row),) = [(cells(client, url)[0],)]
        assert f"berkas {berkas.pk}" in row
        assert not any(name in cell or "Surat" in cell for cell in row)


def test_a_file_is_named_only_to_whom_may_read_the_ticket(
    juni: list[Ticket], berkas: Attachment, petugas: Staff, penyelia: Staff, admin_opd: Staff,
    kepala: Staff, layanan_khusus: Service, masuk: Login,
) -> None:  # fmt: skip
    looked(juni[0], petugas, attachment=berkas)
    Ticket.objects.filter(pk=juni[0].pk).update(service=layanan_khusus)
    for url in (ACCESS, SENT):
        assert any("Surat contoh" in cell for cell in cells(masuk(penyelia), url)[0])
        for person in (admin_opd, kepala):
            row = cells(masuk(person), url)[0]
            assert f"berkas {berkas.pk}" in row
            assert not any("Surat" in cell for cell in row)


def test_a_ticket_is_a_link_only_for_whom_may_read_it(
    juni: list[Ticket], penyelia: Staff, admin_opd: Staff, layanan_khusus: Service, masuk: Login
) -> None:
    looked(juni[0], penyelia)
    Ticket.objects.filter(pk=juni[0].pk).update(service=layanan_khusus)
    assert shown_in(masuk(penyelia).get(ACCESS))[0]["url"]
    assert not shown_in(masuk(admin_opd).get(ACCESS))[0]["url"]


def test_a_ticket_that_moved_is_in_the_log_of_the_office_that_has_it(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, dinas_wita: Agency, masuk: Login
) -> None:
    looked(juni[0], petugas)
    told(juni[0], petugas)
    Ticket.objects.filter(pk=juni[0].pk).update(agency=dinas_wita)
    assert cells(masuk(penyelia), ACCESS) == cells(masuk(penyelia), TOLD) == []


def test_a_day_ends_in_the_zone_of_the_office(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    midnight = dt.datetime(2026, 5, 31, 17, 0, tzinfo=dt.UTC)  # 1 June, 00.00 WIB
    looked(juni[0], petugas, midnight)
    looked(juni[1], petugas, midnight - dt.timedelta(seconds=1))
    assert [row[0] for row in cells(masuk(penyelia), ACCESS)] == [juni[0].register_number]


def test_it_can_be_narrowed_to_one_officer(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    looked(juni[0], petugas)
    looked(juni[1], penyelia)
    found = cells(masuk(penyelia), f"{ACCESS}&petugas={petugas.pk}")
    assert [row[2] for row in found] == ["Rina Petugas"]


@pytest.mark.parametrize("url", [ACCESS, SENT, TOLD])
def test_a_long_log_goes_on_and_costs_the_same(
    juni: list[Ticket],
    petugas: Staff,
    penyelia: Staff,
    masuk: Login,
    url: str,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client, counts = masuk(penyelia), []
    for _ in range(2):
        for n in range(60 if counts else 1):
            someone, at = factories.StaffFactory(), JUNE + dt.timedelta(minutes=n // 3)
            looked(juni[0], someone, at)
            told(juni[0], someone, at)
            Attachment.objects.create(message=wrote(juni[0], someone, at), filename="x.pdf")
        client.get(url)
        with django_assert_max_num_queries(16) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    seen, page = 0, url
    while page:
        context = client.get(page).context
        seen += len(context["rows"])
        page = url.split("?")[0] + context["more_url"] if context["more_url"] else ""
    assert seen == 61
