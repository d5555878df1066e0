"""A greeting without a matter: seen under "Baru ditanya", answered there, and counted nowhere."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.siwhapik.figure_tools import open_now
from tests.tickets.desk.test_registering import greeting
from tests.tickets.views.pages import page
from tests.tickets.views.queue_rows import rows
from tickets.models import Conversation, Ticket
from tickets.reminders import warn_closing_windows

H = dt.timedelta(hours=1)


@pytest.fixture
def sapaan(percakapan: Conversation, layanan: Service) -> Ticket:
    """ "Halo" of two days ago."""
    ticket = greeting(percakapan, timezone.now() - 48 * H)
    factories.MessageFactory(ticket=ticket, text="Halo, selamat siang")
    Ticket.objects.update(last_message_text="Halo, selamat siang", has_trouble=True)
    return ticket


@pytest.mark.parametrize(
    "query",
    ["", "?tampilan=bebas", "?tampilan=lewat", "?tampilan=segera", "?tampilan=gangguan",
     "?tampilan=belum-dibalas", "?masuk_dari=2020-01-01", "?petugas=belum"],
)  # fmt: skip
def test_it_is_in_no_list_that_is_counted(
    masuk: Any, penyelia: Staff, sapaan: Ticket, query: str
) -> None:
    client = masuk(penyelia)
    assert sapaan.register_number not in rows(client, query)
    Ticket.objects.update(
        registered_at=timezone.now(), state="new", unanswered_since=timezone.now()
    )
    if query != "?tampilan=segera":
        assert sapaan.register_number in rows(client, query)


def test_an_officer_sees_it_by_its_state_without_a_deadline(
    masuk: Any, penyelia: Staff, sapaan: Ticket
) -> None:
    client = masuk(penyelia)
    shown = rows(client, "?status=intake")
    for part in (sapaan.register_number, "Halo, selamat siang", "Tanpa tenggat"):
        assert part in shown
    assert sapaan.register_number in rows(client, "?q=Sari")
    whole = flat(client.get("/antrean/"))
    assert '<span class="count" data-count="status_intake">1</span>' in whole
    for tab in ("semua", "bebas", "segera", "lewat", "gangguan"):
        assert f'data-count="{tab}">0</span>' in whole
    shown = page(client, sapaan)
    assert "Tanpa tenggat" in shown
    assert "Lewat" not in shown.partition('id="ticket-head"')[2].partition("</header>")[0]


def test_an_answer_registers_it_and_the_old_address_leads_on(
    masuk: Any, penyelia: Staff, sapaan: Ticket
) -> None:
    client, old = masuk(penyelia), sapaan.get_absolute_url()
    form = {"text": "Ada yang bisa dibantu?", "form_key": "kunci-contoh", "confirmed": "on"}
    client.post(f"{old}balas/", form)
    sapaan.refresh_from_db()
    assert sapaan.register_number == f"DINSOS-{sapaan.received_at.year}-000001"
    assert client.get(old).headers["Location"] == sapaan.get_absolute_url()
    assert client.get(f"{old}perubahan/").status_code == 200
    assert client.post(f"{old}catatan/", {"text": "x", "form_key": "kunci-lain"}).status_code < 400
    assert sapaan.register_number in rows(client, f"?q={old.split('/')[2]}")
    assert sapaan.register_number in rows(client)


def test_the_old_address_tells_an_outsider_nothing(
    masuk: Any, orang_luar: Staff, sapaan: Ticket
) -> None:
    client = masuk(orang_luar)
    assert client.get(sapaan.get_absolute_url()).status_code == 404
    old = sapaan.get_absolute_url()
    Ticket.objects.update(register_number="DINSOS-2026-000009", registered_at=timezone.now())
    assert client.get(old).status_code == 404


def test_the_dashboard_counts_it_nowhere(masuk: Any, penyelia: Staff, sapaan: Ticket) -> None:
    now = timezone.now()
    factories.TicketFactory(
        conversation=sapaan.conversation, agency=sapaan.agency, state="closed",
        registered_at=None, received_at=now, resolved_at=now, outcome="no_request",
    )  # fmt: skip
    answer = masuk(penyelia).get("/dasbor/")
    assert [tile["value"] for tile in answer.context["open_tiles"]] == [0, 0, 0, 0, 0, "Tidak ada"]
    assert (answer.context["came"], answer.context["done"]) == (0, 0)
    assert [one["judged"] for one in answer.context["promises"]] == [0, 0]
    assert not answer.context["services"]
    assert open_now(now=now)["overdue"] == 0


def test_nobody_is_warned_of_its_window(penyelia: Staff, sapaan: Ticket) -> None:
    now = timezone.now()
    Ticket.objects.update(unanswered_since=now, window_expires_at=now + H)
    assert warn_closing_windows(now) == 0
    Ticket.objects.update(registered_at=now)
    assert warn_closing_windows(now) == 1
