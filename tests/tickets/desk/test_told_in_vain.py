"""A notice that the product sent in an officer's name and WhatsApp refused later: the history says so,
who relied on it is told, and it stands in the list of what was not sent.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from tests.reading import flat
from tickets import desk
from tickets.delivery import outcomes
from tickets.faults import refusal
from tickets.models import Message, Notification, Ticket
from tickets.notifications import notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LogIn = Callable[[Staff], Client]
UNTIL = dt.date(2026, 6, 30)
SAID = "menyatakan hasil siap diambil di Loket 2 sampai 30 Juni 2026"
IN_VAIN = f"{SAID}; kabarnya belum sampai kepada pemohon, WhatsApp menolaknya"


@pytest.fixture
def siap(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """`tiket` in hand, whose result is ready; the citizen was told."""
    desk.take(tiket, by=petugas, now=now)
    desk.mark_ready(tiket, by=petugas, now=now, place="Loket 2", until=UNTIL)
    return tiket


def notice() -> Message:
    return Message.objects.filter(origin="system").latest("pk")


def lose(message: Message, now: dt.datetime) -> None:
    """WhatsApp refuses it."""
    outcomes.failed(message, code=131026, why=refusal(131026), now=now)


def history(client: Client, ticket: Ticket) -> str:
    return flat(client.get(ticket.get_absolute_url())).split("Riwayat")[1]


def test_the_line_says_that_it_did_not_arrive(
    siap: Ticket, petugas: Staff, masuk: LogIn, now: dt.datetime
) -> None:
    client = masuk(petugas)
    assert f"{SAID} dan memberi tahu pemohon" in history(client, siap)
    lose(notice(), now)
    shown = history(client, siap)
    assert IN_VAIN in shown
    assert "dan memberi tahu" not in shown
    Message.objects.filter(origin="system").update(status="unknown")
    assert f"{SAID}; belum pasti kabarnya sampai" in history(client, siap)


def test_it_says_so_where_the_message_is_not_on_the_page(
    siap: Ticket, petugas: Staff, masuk: LogIn, now: dt.datetime
) -> None:
    lose(notice(), now)
    long_ago = now - dt.timedelta(days=90)
    Message.objects.filter(origin="system").update(occurred_at=long_ago, ticket=None)
    assert IN_VAIN in history(masuk(petugas), siap)


def test_what_was_sent_again_and_came_is_told_after_all(
    siap: Ticket, petugas: Staff, masuk: LogIn, now: dt.datetime
) -> None:
    lose(notice(), now)
    for became, words in (("failed", IN_VAIN), ("delivered", f"{SAID} dan memberi tahu pemohon")):
        again = desk.retry_message(notice(), by=petugas, now=now)
        Message.objects.filter(pk=again.pk).update(status=became)
        assert words in history(masuk(petugas), siap)


def test_it_lands_in_the_list_and_who_relied_on_it_is_told_once(
    siap: Ticket, petugas: Staff, penyelia: Staff, masuk: LogIn, now: dt.datetime
) -> None:
    desk.mark_ready(siap, by=penyelia, now=now, place="Loket 3", until=UNTIL)
    for _ in range(2):
        lose(notice(), now)
    told = Notification.objects.filter(kind="refused")
    assert {one.staff for one in told} == {petugas, penyelia}
    assert notification_words(told[0]) == (
        f"{siap.register_number}: pesan kepada pemohon tidak terkirim. "
        "Buka tiketnya untuk melihat sebabnya."
    )
    assert siap.register_number in flat(masuk(petugas).get("/antrean/?tab=gangguan"))


def test_of_a_result_and_of_passing_on_it_is_the_same(
    tiket: Ticket, petugas: Staff, masuk: LogIn, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Sudah jadi."))
    how = desk.Resolution(outcome="fulfilled", summary="", form_key="kunci")
    desk.conclude(tiket, by=petugas, now=now, how=how)
    lose(notice(), now)
    assert "dengan hasil dipenuhi; kabarnya belum sampai" in history(masuk(petugas), tiket)


def test_who_does_not_know_of_it_is_not_told_that_it_is_off(
    siap: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    lose(notice(), now)
    assert desk.mark_not_ready(siap, by=petugas, now=now) is None
    assert Message.objects.filter(origin="system").count() == 1


def test_an_old_line_without_its_message_stays_as_it_is(
    siap: Ticket, petugas: Staff, masuk: LogIn, now: dt.datetime
) -> None:
    line = siap.events.get(verb="ready")
    line.data.pop("message")
    line.save(update_fields=["data"])
    lose(notice(), now)
    assert f"{SAID} dan memberi tahu pemohon" in history(masuk(petugas), siap)
    assert desk.mark_not_ready(siap, by=petugas, now=now) == "text"


def test_a_page_asks_no_more_while_all_has_arrived(
    siap: Ticket, petugas: Staff, masuk: LogIn, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    client.get(siap.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(siap.get_absolute_url())
