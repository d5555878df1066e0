"""Where the dashboard leads a head of office: the register lists all that was counted, the queue only what they read."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Staff
from tests import factories
from tests.reading import flat
from tickets.models import Ticket

Login = Callable[[Staff], Client]
TOLD = "Angka suatu rentang membuka buku register."


def numbers(found: Any) -> Iterator[tuple[str, int, str]]:
    """What each number of days says, and where it leads."""
    for promise in found["promises"]:
        for name, url in promise["urls"].items():
            yield f"{promise['label']} {name}", promise[name], url
    for name in ("came", "done"):
        yield name, found[name], found[f"{name}_url"]
    for row in found["services"] + found["officers"]:
        for name in ("received", "resolved", "due", "in_time"):
            yield f"{row['name']} {name}", row[name], row["urls"][name]


@pytest.mark.parametrize(
    "query", ["rentang=2026-06", "rentang=sendiri&dari=2026-06-02&sampai=2026-06-04"]
)
@pytest.mark.parametrize("who", ["kepala", "super_admin"])
def test_each_number_of_days_leads_to_as_many_rows(
    who: str, query: str, juni: list[Ticket], masuk: Login, request: pytest.FixtureRequest
) -> None:
    client = masuk(request.getfixturevalue(who))
    found = client.get(f"/dasbor/?{query}")
    assert TOLD in flat(found)
    seen = 0
    for name, count, url in numbers(found.context):
        assert url.startswith("/laporan/buku/"), name
        assert len(client.get(url).context["rows"]) == count, name
        seen += count
    assert seen > 10


def test_what_is_open_now_leads_a_head_to_the_queue(
    juni: list[Ticket], kepala: Staff, masuk: Login
) -> None:
    page = masuk(kepala).get("/dasbor/")
    assert "Angka keadaan sekarang menghitung semua tiket" in flat(page)
    assert {tile["url"].split("?")[0] for tile in page.context["open_tiles"] if tile["url"]} == {
        "/antrean/"
    }


def test_who_reads_all_stays_with_the_queue(
    juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    page = masuk(penyelia).get("/dasbor/?rentang=2026-06")
    assert TOLD not in flat(page)
    assert all(url.startswith("/antrean/") for _, _, url in numbers(page.context))


def test_an_operator_and_a_viewer_get_no_register_that_holds_less(
    juni: list[Ticket], petugas: Staff, pengamat: Staff, masuk: Login
) -> None:
    for staff, begins in ((petugas, "/antrean/"), (pengamat, "")):
        page = masuk(staff).get("/dasbor/?rentang=2026-06")
        assert TOLD not in flat(page)
        assert all(url.startswith(begins) for _, _, url in numbers(page.context))


def test_ones_own_row_beside_the_offices_below_leads_there_too(
    juni: list[Ticket], dinas: Agency, kepala: Staff, masuk: Login
) -> None:
    factories.AgencyFactory(parent=dinas)
    client = masuk(kepala)
    own, below = client.get("/dasbor/?rentang=2026-06&bawahan=1").context["offices"]
    assert len(client.get(own["urls"]["received"]).context["rows"]) == own["received"] == 7
    assert not any(below["urls"].values())


def test_where_numbers_lead_is_not_said_on_paper(
    juni: list[Ticket], kepala: Staff, petugas: Staff, masuk: Login
) -> None:
    for staff, address in (
        (kepala, "/dasbor/"),
        (petugas, "/dasbor/"),
        (petugas, "/laporan/jenis/"),
    ):
        page = flat(masuk(staff).get(address))
        assert page.count("memuat tiket yang boleh Anda baca") == 1
        (before, _) = page.split("memuat tiket yang boleh Anda baca")
        assert before.rpartition("<p ")[2].startswith('class="muted small no-print"'), address
