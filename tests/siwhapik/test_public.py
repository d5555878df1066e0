"""What citizens see in a browser."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from services.models import Service, ServiceStandard
from siwhapik.public.tracking import LIMIT
from tests import factories
from tests.reading import flat, marked
from tickets.models import Channel, Ticket, TicketEvent


def test_every_service_on_offer_is_listed_by_office(
    client: Client, layanan: Service, standar: ServiceStandard
) -> None:
    off = factories.StandardFactory(service__is_active=False).service
    page = flat(client.get("/layanan/"))
    assert layanan.name in page
    assert layanan.agency.name in page
    assert off.name not in page


def test_the_list_costs_the_same_for_many(
    client: Client, standar: ServiceStandard, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture
        client.get("/layanan/")
    factories.StandardFactory.create_batch(50)
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture
        client.get("/layanan/")


def test_a_service_page_shows_the_standard_in_force(
    client: Client, kanal: Channel, standar: ServiceStandard
) -> None:
    page = flat(client.get(f"/layanan/{standar.service.slug}/"))
    for text in ("Fotokopi KTP-el", "1 x 24 jam", "Gratis", kanal.display_phone_number, "Senin-"):
        assert text in page
    assert len(page) < 60_000


def test_a_draft_is_not_shown(client: Client, standar: ServiceStandard) -> None:
    ServiceStandard.objects.update(status=ServiceStandard.Status.DRAFT)
    answer = client.get(f"/layanan/{standar.service.slug}/")
    page = flat(answer)
    assert answer.status_code == 404
    assert "belum diumumkan" in page
    assert "Fotokopi KTP-el" not in page


def test_a_service_that_is_off_is_not_found(client: Client, layanan: Service) -> None:
    Service.objects.update(is_active=False)
    assert client.get(f"/layanan/{layanan.slug}/").status_code == 404


def test_the_code_shows_where_the_matter_stands(client: Client, tiket: Ticket) -> None:
    TicketEvent.objects.create(ticket=tiket, verb="opened", at=timezone.now())
    TicketEvent.objects.create(ticket=tiket, verb="noted", at=timezone.now(), reason="rahasia")
    code = f" {tiket.tracking_code.lower()} "
    page = flat(client.post(reverse("public-track"), {"kode": code}))
    assert tiket.register_number in page
    assert "Pesan Anda diterima" in page
    assert "rahasia" not in page
    assert tiket.citizen.profile_name not in page
    assert tiket.citizen.phone not in page


def test_what_is_no_matter_yet_has_no_number_and_no_deadline(client: Client, tiket: Ticket) -> None:
    Ticket.objects.update(
        registered_at=None, state="intake", register_number=f"X-BARU-{tiket.tracking_code}"
    )
    page = flat(client.post(reverse("public-track"), {"kode": tiket.tracking_code}))
    assert "Belum ada" in page
    assert "-BARU-" not in page
    assert "Paling lambat" not in page


@pytest.mark.parametrize(
    ("state", "days", "says"),
    [
        ("waiting_citizen", 3, True), ("waiting_citizen", -1, False), ("in_progress", 3, False),
    ],
)  # fmt: skip
def test_a_citizen_reads_until_when_the_office_waits(
    client: Client, tiket: Ticket, clock: object, now: dt.datetime, state: str, days: int,
    says: bool,
) -> None:  # fmt: skip
    Ticket.objects.update(state=state, waits_until=now + dt.timedelta(days=days))
    page = flat(client.post("/lacak/", {"kode": tiket.tracking_code}))
    assert ("Jawaban Bapak/Ibu ditunggu sampai" in page) == says
    assert ("Jumat, 12 Juni 2026" in page) == says


@pytest.mark.parametrize("code", ["", "SALAH123", "%00", "' OR 1=1", "x" * 500, "\x00"])
def test_wrong_and_unknown_codes_are_answered_alike(
    client: Client, tiket: Ticket, code: str
) -> None:
    answer = client.post(reverse("public-track"), {"kode": code})
    assert answer.status_code == 404
    page = flat(answer)
    assert page.count("tidak kami temukan") == 1
    assert marked(page) == ["kode"]


def test_the_code_that_was_typed_stays(client: Client, tiket: Ticket) -> None:
    page = flat(client.post(reverse("public-track"), {"kode": "salah <1>"}))
    assert 'value="salah &lt;1&gt;"' in page
    assert 'for="kode"' in page
    assert re.search(r'<input [^>]*autofocus[^>]*id="kode"', page)
    assert "autofocus" not in flat(client.get(reverse("public-track")))


def test_guessing_is_held_back(client: Client, tiket: Ticket) -> None:
    for number in range(LIMIT):
        assert client.post("/lacak/", {"kode": f"SALAH{number}"}).status_code == 404
    answer = client.post("/lacak/", {"kode": tiket.tracking_code})
    assert answer.status_code == 429
    assert tiket.register_number not in flat(answer)


def test_a_register_number_is_not_a_code(client: Client, tiket: Ticket) -> None:
    assert client.post("/lacak/", {"kode": tiket.register_number}).status_code == 404


def test_the_due_time_is_in_the_offices_zone(client: Client, tiket: Ticket) -> None:
    Ticket.objects.update(due_at=timezone.now() + dt.timedelta(days=30))
    page = flat(client.post("/lacak/", {"kode": tiket.tracking_code}))
    assert "WIB" in page


def test_a_time_that_counts_from_complete_files_is_no_date(
    client: Client, tiket: Ticket, standar: ServiceStandard
) -> None:
    words = {"turnaround": "3 hari kerja", "clock_start": "complete"}
    ServiceStandard.objects.filter(pk=standar.pk).update(**words)
    Ticket.objects.update(standard=standar)
    page = flat(client.post("/lacak/", {"kode": tiket.tracking_code}))
    assert "3 hari kerja sejak berkas lengkap" in page
    assert "Paling lambat" not in page
    Ticket.objects.update(completed_files_at=timezone.now())
    page = flat(client.post("/lacak/", {"kode": tiket.tracking_code}))
    assert "sejak berkas lengkap" not in page
    assert "Paling lambat selesai" in page
