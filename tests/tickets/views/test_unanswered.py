"""The view "Belum dibalas": who waits for a reply, in any state and by whomever it was read."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets.models import Message, Ticket
from tickets.views.queue import PAGE_SIZE
from tickets.views.tabs import counts_of

H = dt.timedelta(hours=1)
VIEW = "/antrean/?tampilan=belum-dibalas"


def body(client: Any, url: str = VIEW) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return flat(page).partition('data-part="rows"')[2]


@pytest.mark.parametrize(
    "state", ["new", "in_progress", "waiting_citizen", "waiting_other", "resolved", "closed"]
)
def test_it_spans_every_state(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime, state: str
) -> None:
    Ticket.objects.update(state=state, unanswered_since=now, unread_count=0, resolved_at=now)
    text = body(masuk(petugas))
    assert tiket.register_number in text
    assert "Belum dibalas</span>" in text
    Ticket.objects.update(unanswered_since=None)
    assert tiket.register_number not in body(masuk(petugas))


def test_what_the_bot_asks_about_is_not_in_it(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    Ticket.objects.update(state="intake", unanswered_since=now)
    assert tiket.register_number not in body(masuk(petugas))
    assert "Belum dibalas</span>" not in body(masuk(petugas), "/antrean/")


def test_whoever_waits_longest_comes_first_page_by_page(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    tickets = factories.TicketFactory.create_batch(
        PAGE_SIZE + 2, conversation__channel=tiket.channel, service=tiket.service
    )
    for number, ticket in enumerate(tickets):
        since = now - (number % 7) * H  # some wait equally long
        Ticket.objects.filter(pk=ticket.pk).update(unanswered_since=since, sort_due_at=now + 9 * H)
    client = masuk(petugas)
    first = body(client)
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = body(client, f"/antrean/{following.replace('&amp;', '&')}")
    owed = Ticket.objects.unanswered().order_by("unanswered_since", "pk")
    wanted = list(owed.values_list("register_number", flat=True))
    shown = sorted(wanted, key=lambda one: (first + second).index(one))
    assert shown == wanted
    assert all(register in first for register in wanted[:PAGE_SIZE])
    assert all(register in second for register in wanted[PAGE_SIZE:])


def test_its_count_is_on_the_tab(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    Ticket.objects.update(unanswered_since=now, state="closed")
    text = flat(masuk(petugas).get("/antrean/"))
    assert 'data-count="belum-dibalas">1</span>' in text


def test_counts_in_every_state_read_no_history(
    petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    """One query for both, each half over an index that holds no more than what is counted."""
    Ticket.objects.update(unanswered_since=now)
    visible = Ticket.objects.visible_to(petugas)
    with CaptureQueriesContext(connection) as asked:
        assert counts_of(visible, staff=petugas, version="x", now=now)["belum-dibalas"] == 1
    assert len([one for one in asked if "tickets_ticket" in one["sql"]]) == 2
    if connection.vendor == "sqlite":
        assert "ticket_unanswered" in visible.unanswered().values("pk").explain()
        assert "ticket_troubled" in visible.filter(has_trouble=True).values("pk").explain()


def test_an_empty_one_teaches(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    text = body(masuk(petugas))
    assert "Semua pesan sudah dibalas" in text
    assert "belum dijawab" in text


def test_reading_does_not_clear_it_but_the_button_does(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    message = factories.MessageFactory(ticket=tiket)
    Ticket.objects.update(assignee=petugas, unread_count=1, unanswered_since=now)
    client = masuk(petugas)
    page = flat(client.get(tiket.get_absolute_url()))
    assert f'name="newest" value="{message.pk}"' in page
    tiket.refresh_from_db()
    assert (tiket.unread_count, tiket.unanswered_since) == (0, now)
    url = f"{tiket.get_absolute_url()}tidak-perlu-dibalas/"
    answer = client.post(url, {"newest": message.pk}, follow=True)
    assert "tidak perlu dibalas" in flat(answer)
    tiket.refresh_from_db()
    assert tiket.unanswered_since is None
    refused = client.post(url, {"newest": message.pk}, follow=True)
    assert "Tidak ada pesan yang menunggu balasan" in flat(refused)


@pytest.mark.parametrize("newest", ["", "abc", "9" * 40, "-1", "\u0661"])
def test_a_strange_newest_message_is_as_none(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime, newest: str
) -> None:
    Ticket.objects.update(unanswered_since=now)
    url = f"{tiket.get_absolute_url()}tidak-perlu-dibalas/"
    assert masuk(petugas).post(url, {"newest": newest}).status_code == 302
    tiket.refresh_from_db()
    assert tiket.unanswered_since is None


def test_marked_as_unread_it_stands_out_again(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    Ticket.objects.update(assignee=petugas)
    client = masuk(petugas)
    answer = client.post(f"{tiket.get_absolute_url()}belum-dibaca/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/antrean/")
    tiket.refresh_from_db()
    assert tiket.unread_count == 1
    assert "row--unread" in body(client, "/antrean/")
    assert not tiket.events.exists()


@pytest.mark.parametrize("verb", ["tidak-perlu-dibalas", "belum-dibaca"])
def test_an_outsider_changes_nothing(
    masuk: Any, orang_luar: Staff, tiket: Ticket, now: dt.datetime, verb: str
) -> None:
    Ticket.objects.update(unanswered_since=now, unread_count=0)
    assert masuk(orang_luar).post(f"{tiket.get_absolute_url()}{verb}/").status_code == 404
    tiket.refresh_from_db()
    assert (tiket.unanswered_since, tiket.unread_count) == (now, 0)
    assert not Message.objects.exists()
