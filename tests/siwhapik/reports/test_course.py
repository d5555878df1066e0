"""What registers say of the course of a matter: in time or not, in how many working days, and in whose words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Holiday, OfficeHours, Staff
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.test_figures import MONTH, lines, tables
from tickets.models import Citizen, Ticket

Login = Callable[[Staff], Client]


def column(client: Client, code: str, *names: str, query: str = MONTH) -> list[tuple[str, ...]]:
    """The cells of these columns, a row for each matter."""
    head, *rows = lines(client.get(f"/laporan/{code}/?{query}&bentuk=csv"))
    at = [head.index(name) for name in names]
    return [tuple(row[index] for index in at) for row in rows]


@pytest.fixture
def pengaduan(juni: list[Ticket]) -> list[Ticket]:
    """Two complaints of Wednesday 3 June: one resolved on the Monday after, in time; one is open and late."""
    first, second = juni[5:]
    ended = {"state": "closed", "outcome": "answered", "resolved_at": JUNE + dt.timedelta(days=5)}
    Ticket.objects.filter(pk=first.pk).update(due_at=JUNE + dt.timedelta(days=6), **ended)
    Ticket.objects.filter(pk=second.pk).update(
        due_at=JUNE + dt.timedelta(days=1),
        sort_due_at=JUNE + dt.timedelta(days=1),
        state="in_progress",
    )
    return [first, second]


def test_a_complaint_says_its_class_its_due_time_and_how_it_went(
    pengaduan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(pk=pengaduan[1].pk).update(is_about_staff=True)
    names = ("Golongan", "Tenggat", "Hari kerja", "Ketepatan")
    assert column(masuk(penyelia), "pengaduan", *names) == [
        ("Tidak berkadar", "09-06-2026 10.00", "3", "Tepat waktu"),
        ("Berkadar", "04-06-2026 10.00", "", "Terlambat"),
    ]


def test_working_days_leave_out_the_holidays_of_the_office(
    pengaduan: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    Holiday.objects.create(agency=dinas, date=dt.date(2026, 6, 5), name="Libur contoh")
    for code in ("pengaduan", "sp4n"):
        assert column(masuk(penyelia), code, "Hari kerja")[-2:] == [("2",), ("",)]


def test_an_office_without_hours_has_no_working_days(
    pengaduan: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    OfficeHours.objects.filter(agency=dinas).delete()
    assert column(masuk(penyelia), "pengaduan", "Hari kerja") == [("0",), ("",)]


def test_the_register_judges_as_the_promise_does(
    juni: list[Ticket], pengaduan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    for code, kind in (("pengaduan", "complaint"), ("informasi", "information")):
        told = [words for (words,) in column(client, code, "Ketepatan")]
        query = f"{MONTH}&jenis={kind}"
        row = tables(client, "janji", query)[0].total
        judged, kept = row[7].value, row[8].value
        assert (len([one for one in told if one]), told.count("Tepat waktu")) == (judged, kept)


def test_what_the_citizen_wrote_stands_in_the_list_for_sp4n(
    pengaduan: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    first = pengaduan[0]
    Ticket.objects.filter(pk=first.pk).update(first_responded_at=JUNE + dt.timedelta(hours=9))

    def wrote(hour: int, text: str, **more: Any) -> None:
        factories.MessageFactory(
            ticket=first, text=text, occurred_at=JUNE + dt.timedelta(hours=hour), **more
        )

    wrote(6, "Sampah menumpuk, NIK 3515012345670001")
    wrote(7, "di depan pasar", type="image")
    wrote(7, "Pengaduan", type="interactive")
    wrote(7, "ditarik lagi", withdrawn_at=JUNE)
    wrote(8, "sejak Snin", edited_text="sejak Senin")
    wrote(8, "Baik, kami cek", direction="out", origin="officer", author=petugas)
    wrote(10, "terima kasih")
    client = masuk(penyelia)
    assert column(client, "sp4n", "Isi laporan")[2] == (
        "Sampah menumpuk, NIK 35••••••••••0001\ndi depan pasar\nsejak Senin",
    )
    Ticket.objects.filter(pk=first.pk).update(is_anonymous=True)
    wrote(8, f"Saya {first.citizen.profile_name}, 0812-3456-7890")
    (words,) = column(client, "sp4n", "Isi laporan")[2]
    assert first.citizen.profile_name not in words
    assert "7890" not in words


def test_no_part_of_a_name_that_is_kept_stands_at_the_end_of_a_long_text(
    pengaduan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    first = pengaduan[0]
    Citizen.objects.filter(pk=first.citizen_id).update(name="Sulistyowati Ningsih")
    Ticket.objects.filter(pk=first.pk).update(is_anonymous=True)
    long = f"{'rusak ' * 665}Sulistyowati Ningsih"
    factories.MessageFactory(ticket=first, text=long, occurred_at=JUNE)
    (words,) = column(masuk(penyelia), "sp4n", "Isi laporan")[2]
    assert words.startswith("rusak rusak")
    assert "Sulis" not in words


def test_words_are_for_those_who_read_the_ticket(
    pengaduan: list[Ticket], kepala: Staff, masuk: Login
) -> None:
    factories.MessageFactory(ticket=pengaduan[0], text="Isi contoh", occurred_at=JUNE)
    assert ("Isi contoh",) not in column(masuk(kepala), "sp4n", "Isi laporan")
    assert len(column(masuk(kepala), "sp4n", "Isi laporan")) == 4
