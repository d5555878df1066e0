"""What one person saw stays with that person, and odd addresses break nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Agency, Membership, Staff
from tests import factories
from tests.tickets.views.test_files import attach
from tickets.models import Ticket

Login = Callable[[Staff], Client]


@pytest.mark.parametrize(
    "page", ["/antrean/", "/dasbor/", "/dasbor/ikm/", "/pemberitahuan/", "ticket"]
)
def test_no_browser_keeps_a_page_of_staff(
    page: str, masuk: Login, penyelia: Staff, tiket: Ticket
) -> None:
    answer = masuk(penyelia).get(tiket.get_absolute_url() if page == "ticket" else page)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_public_pages_may_be_kept(client: Client, tiket: Ticket) -> None:
    assert "Cache-Control" not in client.get("/layanan/").headers


PARTS = (
    "/antrean/perubahan/",
    "/antrean/saringan/",
    "{ticket}perubahan/",
    "{ticket}mengapa/",
    "{ticket}balasan-cepat/",
    "{ticket}selesai/",
    "/berkas/{file}/",
    "/berkas/{file}/pratinjau/",
    "/kelola/jsi18n/",
    "/tidak-ada/",
)


@pytest.mark.parametrize("path", PARTS)
def test_no_browser_keeps_a_part_of_a_page(
    path: str, masuk: Login, penyelia: Staff, tiket: Ticket
) -> None:
    file = attach(tiket)
    address = path.format(ticket=tiket.get_absolute_url(), file=file.pk)
    answer = masuk(penyelia).get(address, headers={"HX-Request": "true"})
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_polls_are_still_compared(masuk: Login, penyelia: Staff, tiket: Ticket) -> None:
    client = masuk(penyelia)
    for address in ("/antrean/perubahan/", f"{tiket.get_absolute_url()}perubahan/"):
        known = {"If-None-Match": client.get(address).headers["ETag"]}
        answer = client.get(address, headers=known)
        assert answer.status_code == 304
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("page", ["/masuk/", "/lacak/", "/antrean/", "/tidak-ada/"])
def test_what_is_not_listed_as_public_is_not_kept(page: str, client: Client, db: None) -> None:
    assert "no-store" in client.get(page).headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/tiket/%00/",
        "/tiket/A%00B/mengapa/",
        "/layanan/%00/",
        "/survei/%00/",
        "/kelola/tickets/ticket/?state__exact=%00",
        f"/berkas/{'9' * 5000}/",
    ],
)
def test_an_odd_address_is_not_found(
    address: str, masuk: Login, penyelia: Staff, tiket: Ticket
) -> None:
    assert masuk(penyelia).get(address).status_code == 404


@pytest.mark.parametrize("path", ["/antrean/", "/antrean/perubahan/"])
@pytest.mark.parametrize(
    "query",
    [
        "layanan=99999999999999999999",
        f"layanan={'9' * 5000}",
        "q=%00",
        "masuk_dari=0000-00-00",
        "masuk_dari=0001-01-01",
        "masuk_sampai=9999-12-31",
        "selesai_sampai=31-12-9999",
        "sesudah=%C2%B2&tampilan=selesai",
        "sesudah=%C2%B2-%C2%B2",
        "sesudah=99999999999999999-1",
    ],
)
def test_an_odd_filter_breaks_nothing(
    path: str, query: str, masuk: Login, penyelia: Staff, tiket: Ticket
) -> None:
    assert masuk(penyelia).get(f"{path}?{query}").status_code == 200


def test_who_has_no_role_yet_is_told_whom_to_ask(masuk: Login, petugas: Staff) -> None:
    Membership.objects.all().delete()
    answer = masuk(petugas).get("/", follow=True)
    assert answer.status_code == 200
    assert "Minta admin OPD" in answer.content.decode()


def test_days_are_those_of_the_office_asked_for(
    masuk: Login, penyelia: Staff, tiket: Ticket, dinas_wita: Agency
) -> None:
    """Half past midnight in Makassar is the evening before in Jakarta."""
    factories.MembershipFactory(staff=penyelia, agency=dinas_wita, role="supervisor")
    Ticket.objects.update(agency=dinas_wita, received_at="2026-06-08T16:30:00Z")
    client, day = masuk(penyelia), "masuk_dari=2026-06-09&masuk_sampai=2026-06-09"
    there = client.get(f"/antrean/?instansi={tiket.agency_id}&{day}").content.decode()
    assert tiket.register_number not in there
    there = client.get(f"/antrean/?instansi={dinas_wita.pk}&{day}").content.decode()
    assert tiket.register_number in there
    assert tiket.register_number not in client.get(f"/antrean/?{day}").content.decode()


def test_the_log_in_page_is_whole(client: Client, db: None) -> None:
    """A stray closing tag in the head would end it, and the rest of it would become content."""
    page = client.get("/masuk/").content.decode()
    assert page.index("</div>") > page.index("<body")
    assert page.count("<div") == page.count("</div>")
