"""The filters behind the numbers of the reports: which tickets they list, and what they refuse."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Holiday, OfficeHours, Staff
from siwhapik.reports import register_filters
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.test_figures import MONTH
from tickets.models import Ticket

Login = Callable[[Staff], Client]
DAYS = "masuk_dari=2026-06-01&masuk_sampai=2026-06-09"


def numbers(client: Client, query: str) -> list[str]:
    answer = client.get(f"/laporan/buku/?{MONTH}&{query}")
    return [row["number"] for row in answer.context["rows"]]


def came(ticket: Ticket, hour: int, minute: int = 0, second: int = 0) -> None:
    """On Wednesday 3 June at this time of WIB."""
    at = JUNE + dt.timedelta(hours=hour - 10, minutes=minute, seconds=second)
    Ticket.objects.filter(pk=ticket.pk).update(received_at=at)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ((7, 29, 59), False), ((7, 30, 0), True), ((11, 59, 59), True), ((12, 0, 0), False),
        ((13, 0, 0), True), ((15, 59, 59), True), ((16, 0, 0), False), ((0, 0, 0), False),
        ((23, 59, 59), False),
    ],
)  # fmt: skip
def test_in_and_out_of_hours_at_their_borders(
    juni: list[Ticket], penyelia: Staff, masuk: Login, moment: tuple[int, int, int], is_open: bool
) -> None:
    came(juni[0], *moment)
    client = masuk(penyelia)
    inside = numbers(client, f"{DAYS}&jam_layanan=dalam")
    outside = numbers(client, f"{DAYS}&jam_layanan=luar")
    assert (juni[0].register_number in inside) is is_open
    assert {*inside} | {*outside} == {one.register_number for one in juni}
    assert not {*inside} & {*outside}


def test_a_holiday_is_out_of_hours_and_a_night_until_midnight_is_not(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client, agency = masuk(penyelia), juni[0].agency
    OfficeHours.objects.filter(agency=agency).delete()
    hours = {"opens": dt.time(18), "closes": dt.time(0)}
    OfficeHours.objects.create(agency=agency, weekday=2, **hours)
    for ticket, hour in zip(juni, (17, 18, 23, 10, 10, 10, 10), strict=True):
        came(ticket, hour, 59 if hour == 23 else 0)
    inside = numbers(client, f"{DAYS}&jam_layanan=dalam")
    assert inside == [one.register_number for one in juni[1:3]]
    Holiday.objects.create(agency=agency, date=dt.date(2026, 6, 3), name="Contoh")
    assert numbers(client, f"{DAYS}&jam_layanan=dalam") == []


def test_hour_and_weekday_are_those_of_the_office(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    came(juni[0], 0)  # Tuesday evening in UTC
    client = masuk(penyelia)
    assert numbers(client, f"{DAYS}&jam_masuk=0") == [juni[0].register_number]
    assert len(numbers(client, f"{DAYS}&hari_masuk=2")) == 7
    assert numbers(client, f"{DAYS}&hari_masuk=1") == []


@pytest.mark.parametrize(
    "query",
    [
        "jam_masuk=24", "jam_masuk=x", "hari_masuk=7", "jam_layanan=x", "daring=x", "alasan=x",
        "tahu_dari=%00", "pesan=x", "pesan=masuk", "pesan=masuk&pesan_dari=x&pesan_sampai=2026-06-01",
        "pesan=keluar&pesan_dari=0001-01-01&pesan_sampai=9999-12-31",
        "jam_layanan=luar&masuk_dari=0001-01-01&masuk_sampai=9999-12-31",
    ],
)  # fmt: skip
def test_an_odd_address_breaks_nothing(
    juni: list[Ticket], penyelia: Staff, masuk: Login, query: str
) -> None:
    assert masuk(penyelia).get(f"/laporan/buku/?{MONTH}&{query}").status_code == 200


def test_of_too_many_days_nothing_is_listed(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    last = dt.date(2026, 6, 9)
    for extra, count in ((0, 2), (1, 0)):
        first = last - dt.timedelta(days=register_filters.MOST_DAYS + extra)
        asked = f"masuk_dari={first}&masuk_sampai={last}&jam_layanan=luar"
        assert len(numbers(client, asked)) == count
