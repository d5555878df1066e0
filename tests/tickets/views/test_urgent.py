"""Emergencies on the pages: on top of the queue, in words and with a sign, marked by a button."""

import datetime as dt
from typing import Any

import pytest

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.pages import page
from tests.tickets.views.queue_rows import rows
from tickets import desk
from tickets.models import Notification, Ticket

BADGE = '<span class="badge badge--urgent"><svg'


def test_it_is_said_in_row_and_head_with_words_and_a_sign(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    client = masuk(petugas)
    assert BADGE not in rows(client) + page(client, tiket)
    Ticket.objects.update(is_urgent=True)
    for shown in (rows(client), page(client, tiket)):
        assert BADGE in shown
        assert "</svg>Darurat</span>" in shown


def test_an_officer_marks_it_and_takes_the_mark_off(
    masuk: Any, petugas: Staff, penyelia: Staff, tiket: Ticket
) -> None:
    client, url = masuk(petugas), tiket.get_absolute_url()
    assert "Tandai darurat" in page(client, tiket)
    answer = client.post(f"{url}darurat/", follow=True)
    assert "Tiket ditandai darurat." in flat(answer)
    assert "Lepas tanda darurat" in flat(answer)
    assert "Rina Petugas menandai darurat" in flat(answer)
    assert f"{tiket.register_number}: DARURAT." in flat(masuk(penyelia).get("/pemberitahuan/"))
    answer = client.post(f"{url}bukan-darurat/", follow=True)
    assert "Tanda darurat dilepas." in flat(answer)
    assert BADGE not in flat(answer)
    assert Notification.objects.count() == 1


def test_a_mark_on_what_is_over_is_refused(masuk: Any, penyelia: Staff, tiket: Ticket) -> None:
    Ticket.objects.update(state="resolved")
    client, url = masuk(penyelia), tiket.get_absolute_url()
    assert "Tandai darurat" not in page(client, tiket)
    assert "sudah selesai" in flat(client.post(f"{url}darurat/", follow=True))
    tiket.refresh_from_db()
    assert not tiket.is_urgent


@pytest.mark.parametrize(("who", "status"), [("orang_luar", 404), ("admin_opd", 403)])
def test_those_without_the_right_do_not(
    masuk: Any, tiket: Ticket, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    client = masuk(request.getfixturevalue(who))
    for verb in ("darurat", "bukan-darurat"):
        assert client.post(f"{tiket.get_absolute_url()}{verb}/").status_code == status
    assert not tiket.events.exists()


@pytest.mark.parametrize("urgent", [3, 55, 120])
@pytest.mark.parametrize(
    ("query", "field"), [("", "sort_due_at"), ("tampilan=belum-dibalas", "unanswered_since")]
)
def test_emergencies_come_first_and_paging_loses_none(
    masuk: Any,
    petugas: Staff,
    layanan: Service,
    tiket: Ticket,
    now: dt.datetime,
    urgent: int,
    query: str,
    field: str,
) -> None:
    tiket.delete()
    for n in range(120):  # the emergencies are those that are due last, two at a time
        at = now + dt.timedelta(minutes=n // 2)
        factories.TicketFactory(
            conversation__channel__agency=layanan.agency, service=layanan, due_at=at,
            first_response_due_at=at, unanswered_since=at, is_urgent=n >= 120 - urgent,
        )  # fmt: skip
    client, address, seen = masuk(petugas), f"?{query}", []
    for _ in range(4):
        answer = client.get(f"/antrean/{address}")
        seen += [row.register for row in answer.context["rows"]]
        address = answer.context["next_url"]
        if not address:
            break
    wanted = Ticket.objects.order_by("-is_urgent", field, "pk")
    assert seen == list(wanted.values_list("register_number", flat=True))


@pytest.mark.parametrize("cursor", ["darurat-", "darurat-x-1", "darurat-1-", "darurat--1-2"])
def test_a_cursor_that_is_none_shows_the_first_page(
    masuk: Any, petugas: Staff, tiket: Ticket, cursor: str
) -> None:
    assert tiket.register_number in rows(masuk(petugas), f"?sesudah={cursor}")


def test_what_was_urgent_and_is_over_is_not_called_so_in_lists(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    desk.mark_urgent(tiket, now=now)
    Ticket.objects.update(state="closed", resolved_at=now)
    assert BADGE not in rows(masuk(petugas), "?tampilan=selesai")
