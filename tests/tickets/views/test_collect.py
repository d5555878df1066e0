"""Pages of a result that is fetched at the counter."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Service, Staff
from tests import factories
from tests.reading import flat, marked
from tests.tickets.intake_tools import run, said
from tests.tickets.views.conftest import post
from tickets.inbound.replies import content
from tickets.intake.values import TicketFacts
from tickets.models import Conversation, Ticket
from tickets.transports.registry import transport_of

UNTIL = "2026-06-30"


@pytest.fixture
def buka(milik: Ticket, clock: Any) -> Ticket:
    """`milik` on 9 June, with its window open."""
    now = timezone.now()
    Conversation.objects.update(window_expires_at=now + dt.timedelta(days=1))
    Ticket.objects.update(received_at=now)
    return milik


def test_the_form_proposes_the_office_and_a_month(masuk: Any, petugas: Staff, buka: Ticket) -> None:
    page = flat(masuk(petugas).get(f"{buka.get_absolute_url()}siap-diambil/"))
    assert f'value="{buka.agency.address or buka.agency.name}"' in page
    assert 'value="2026-07-09"' in page


def test_who_is_checked_chooses_a_place(
    masuk: Any, petugas: Staff, penyelia: Staff, buka: Ticket
) -> None:
    Service.objects.update(checks_replies=True)
    client, address = masuk(petugas), f"{buka.get_absolute_url()}siap-diambil/"
    assert '<select name="place"' in flat(client.get(address))
    answer = post(client, buka, "siap-diambil", {"place": "Kami tolak", "until": UNTIL})
    assert answer.status_code == 422
    assert "pilih tempat dari daftar" in flat(answer)
    assert '<select name="place"' not in flat(masuk(penyelia).get(address))


def test_from_ready_to_collected(masuk: Any, petugas: Staff, buka: Ticket) -> None:
    client = masuk(petugas)
    page = flat(client.get(buka.get_absolute_url()))
    assert "siap-diambil/" in page
    assert "sudah-diambil/" not in page
    answer = post(client, buka, "siap-diambil", {"place": "Loket 2", "until": UNTIL})
    assert answer.status_code == 302
    page = flat(client.get(buka.get_absolute_url()))
    assert "Pemohon diberi tahu." in page
    assert "Siap diambil s.d. 30 Jun" in page
    assert "di Loket 2, paling lambat Selasa, 30 Juni 2026" in page
    assert "menunggu hasil diambil" in page
    post(
        client, buka, "sudah-diambil", {"who": "wakil", "proxy_name": "Tono Contoh", "note": "KTP"}
    )
    page = flat(client.get(buka.get_absolute_url()))
    assert "mencatat hasil sudah diambil oleh Tono Contoh" in page
    assert "Siap diambil s.d." not in page
    assert Ticket.objects.get().state == "resolved"
    post(client, buka, "batal-diambil", {})
    assert Ticket.objects.get().state == "in_progress"
    post(client, buka, "belum-siap-diambil", {})
    assert Ticket.objects.get().collect_by is None


def test_what_is_wrong_is_said_beside_its_field(masuk: Any, petugas: Staff, buka: Ticket) -> None:
    client = masuk(petugas)
    past = post(client, buka, "siap-diambil", {"place": "Loket 2", "until": "2026-06-01"})
    assert (past.status_code, marked(past.content.decode())) == (422, ["until"])
    nobody = post(client, buka, "sudah-diambil", {"who": "wakil", "proxy_name": " "})
    assert (nobody.status_code, marked(nobody.content.decode())) == (422, ["proxy_name"])
    assert post(client, buka, "sudah-diambil", {"who": "pemohon"}).status_code == 422


@pytest.mark.parametrize(
    "path", ["siap-diambil", "belum-siap-diambil", "sudah-diambil", "batal-diambil"]
)
def test_outsiders_find_nothing(
    masuk: Any, orang_luar: Staff, pengamat: Staff, buka: Ticket, path: str
) -> None:
    for person in (orang_luar, pengamat):
        assert post(masuk(person), buka, path, {}).status_code == 404


def test_a_colleague_sees_it_and_has_no_buttons(
    masuk: Any, petugas: Staff, petugas_lain: Staff, buka: Ticket
) -> None:
    post(masuk(petugas), buka, "siap-diambil", {"place": "Loket 2", "until": UNTIL})
    page = flat(masuk(petugas_lain).get(buka.get_absolute_url()))
    assert "Siap diambil s.d. 30 Jun" in page
    assert "sudah-diambil/" not in page


def test_the_list_holds_what_waits_in_any_state_the_earliest_first(
    masuk: Any, petugas: Staff, buka: Ticket, clock: Any
) -> None:
    client = masuk(petugas)
    assert "tampilan=siap-diambil" not in flat(client.get("/antrean/"))
    later = factories.TicketFactory(
        conversation=buka.conversation, service=buka.service, state="closed"
    )
    now = timezone.now()
    for ticket, days in ((buka, 3), (later, -1)):
        ends = now + dt.timedelta(days=days)
        Ticket.objects.filter(pk=ticket.pk).update(collect_by=ends, collect_place="Loket 2")
    clock.shift(61)  # the counts are kept for a moment
    page = flat(client.get("/antrean/?tampilan=siap-diambil"))
    assert page.index(later.register_number) < page.index(buka.register_number)
    assert "Lewat hari ambil 8 Jun" in page
    assert 'data-count="siap-diambil">2<' in page


def test_the_list_costs_as_much_for_fifty(
    masuk: Any, petugas: Staff, buka: Ticket, clock: Any, django_assert_num_queries: Any
) -> None:
    client, ends = masuk(petugas), timezone.now() + dt.timedelta(days=1)
    Ticket.objects.update(collect_by=ends)
    client.get("/antrean/?tampilan=siap-diambil")
    for _ in range(2):
        clock.shift(61)
        with django_assert_num_queries(11):
            client.get("/antrean/?tampilan=siap-diambil")
        factories.TicketFactory.create_batch(
            49, conversation=buka.conversation, service=buka.service, collect_by=ends
        )


def test_the_tracking_page_says_it(
    client: Client, masuk: Any, petugas: Staff, buka: Ticket
) -> None:
    post(masuk(petugas), buka, "siap-diambil", {"place": "Loket 2", "until": UNTIL})
    page = flat(client.post("/lacak/", {"kode": buka.tracking_code}))
    assert "di Loket 2, paling lambat Selasa, 30 Juni 2026" in page
    assert "Senin-Kamis 07.30" in page
    assert "<li>Hasil siap diambil<br>" in page
    assert "Paling lambat selesai" not in page


def test_cek_says_it() -> None:
    place = "di Loket 2, paling lambat Selasa, 30 Juni 2026"
    ticket = TicketFacts(register="DINSOS-2026-000001", state="in_progress", collect=place)
    reply = run(said("cek"), ticket=ticket).replies[0]
    body = content(reply, {}, limits=transport_of("whatsapp").limits)
    assert f"Hasil siap diambil {place}" in str(body)
