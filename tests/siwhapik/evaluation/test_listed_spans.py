"""Which spans the list of evaluation reports offers."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Staff
from siwhapik.evaluation import spans
from tests.reading import flat
from tickets.models import Ticket

Login = Callable[[Staff], Client]
LIST = "/laporan/evaluasi/"


def codes(today: str, since: str | None, *kept: str) -> list[str]:
    """The codes that are offered, the newest first in each group."""
    day = dt.date.fromisoformat
    groups = spans.offered(day(today), since=day(since) if since else None, kept=kept)
    return [one.code for _, rows in groups for one in rows]


@pytest.mark.parametrize(
    ("today", "since", "offered"),
    [
        ("2026-07-02", "2026-06-03", ["2026-06", "2026-T2"]),
        ("2026-07-02", "2026-06-30", ["2026-06", "2026-T2"]),
        ("2026-07-02", "2026-07-01", []),
        ("2026-07-02", None, []),
        ("2026-01-01", "2025-11-15", ["2025-12", "2025-11", "2025-T4", "2025"]),
    ],
)
def test_what_has_ended_since_the_first_day(today: str, since: str, offered: list[str]) -> None:
    assert codes(today, since) == offered


def test_what_somebody_wrote_stays_in_the_list() -> None:
    assert codes("2026-07-02", "2026-06-03", "2026-07", "2026-03") == [
        *("2026-07", "2026-06", "2026-03", "2026-T2")
    ]


def test_an_office_sees_its_own_months_and_the_way_to_the_one_that_runs(
    juli: list[Ticket], admin_opd: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    page = client.get(LIST)
    offered = [row["period"].code for _, rows in page.context["groups"] for row in rows]
    assert offered == ["2026-06", "2026-T2"]
    assert "Juli 2026 masih berjalan" in flat(page)
    assert client.get("/laporan/evaluasi/dinsos-contoh/2026-07/naskah/").status_code == 200


def test_who_only_reads_is_not_told_to_write(
    juli: list[Ticket], admin_opd: Staff, super_admin: Staff, masuk: Login
) -> None:
    address = f"{LIST}?instansi=dinsos-contoh"
    assert "naskahnya dapat ditulis" in flat(masuk(admin_opd).get(address))
    page = flat(masuk(super_admin).get(address))
    assert "Juli 2026 masih berjalan" in page
    assert "dapat ditulis" not in page


def test_an_office_without_a_finished_month_is_told_when_the_first_comes(
    admin_opd: Staff, masuk: Login
) -> None:
    assert "Belum ada rentang yang selesai" in flat(masuk(admin_opd).get(LIST))
