"""An innovation's profile shows what the system measured before it and lately, beside what the office says."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import OfficeRecord, Staff
from tests.siwhapik.records.conftest import Masuk
from tests.siwhapik.reports.conftest import juni as juni
from tickets.models import Baseline, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("juni")]
Add = Callable[..., OfficeRecord]


def rows(client: Client, record: OfficeRecord) -> dict[str, list[str]]:
    """What stands in the table, by the measure's name; empty where there is none."""
    table = client.get(f"/catatan/{record.pk}/").context["measured"]
    shown = [[cell.words for cell in row] for row in table.rows] if table else []
    return {row[0]: [*table.head[2:4], *row[2:]] for row in shown}


@pytest.fixture
def agustus(clock: Any) -> None:
    """June and July are over; July had nothing."""
    clock.move_to(dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC))


@pytest.mark.usefixtures("agustus")
def test_the_first_month_with_figures_stands_before_the_last_full_one(
    tambah: Add, masuk: Masuk, penyelia: Staff
) -> None:
    found = rows(masuk(penyelia), tambah("innovation", v_began_on="2026-03-01"))
    assert found["Tiket masuk"] == ["Bulan pertama: Juni 2026", "Kini: Juli 2026", "7", "0", "-7"]
    assert found["Orang"][2:] == ["5", "0", "-5"]


@pytest.mark.usefixtures("agustus")
def test_the_book_says_what_was_before_the_system(
    tambah: Add, masuk: Masuk, penyelia: Staff
) -> None:
    record = tambah("innovation", v_began_on="2026-06-01")
    given = {"year": 2026, "month": 5, "visits": 175, "entered_by": penyelia}
    Baseline.objects.create(agency=record.agency, entered_at=dt.datetime.now(dt.UTC), **given)
    found = rows(masuk(penyelia), record)
    name = "Kunjungan seluruhnya, dengan angka loket"
    assert found[name] == ["Sebelum: Mei 2026", "Kini: Juli 2026", "175", "0", "-175"]


def test_within_the_first_month_there_is_nothing_to_compare(
    tambah: Add, masuk: Masuk, penyelia: Staff
) -> None:
    assert not rows(masuk(penyelia), tambah("innovation"))


@pytest.mark.usefixtures("agustus")
def test_other_records_and_offices_without_tickets_have_no_such_table(
    tambah: Add, masuk: Masuk, penyelia: Staff
) -> None:
    assert not rows(masuk(penyelia), tambah("outreach"))
    Ticket.objects.update(registered_at=None)
    assert not rows(masuk(penyelia), tambah("innovation"))
