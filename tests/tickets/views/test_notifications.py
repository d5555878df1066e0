"""Notifications on screen: the page, the panel, and the number that polls bring."""

import datetime as dt
import re
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Notification, Ticket

pytestmark = pytest.mark.django_db
PANEL, PAGE = "/pemberitahuan/panel/", "/pemberitahuan/"


def flat(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def told_by_poll(answer: Any) -> tuple[int, int]:
    found = re.search(r'data-told="(\d+)" data-newest="(\d+)"', answer.content.decode())
    assert found is not None
    return int(found[1]), int(found[2])


def tell_of(ticket: Ticket, staff: Staff, *, now: dt.datetime, number: int = 0) -> Notification:
    return Notification.objects.create(
        ticket=ticket,
        staff=staff,
        kind="noted",
        cause=f"message:{number}",
        due_at=now,
        created_at=now,
        values={"by": "Wati Penyelia", "message": 7},
    )


@pytest.mark.parametrize("address", [PANEL, PAGE])
@pytest.mark.parametrize("rows", [1, 50])
def test_fifty_cost_as_many_queries_as_one(
    masuk: Any,
    petugas: Staff,
    tiket: Ticket,
    django_assert_num_queries: Any,
    now: dt.datetime,
    rows: int,
    address: str,
) -> None:
    for number in range(rows):
        ticket = factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
        tell_of(ticket, petugas, now=now, number=number)
    browser = masuk(petugas)
    browser.get(address)  # what is kept for a moment
    with django_assert_num_queries(6):
        browser.get(address)


def test_each_leads_to_its_message_and_says_no_words_of_the_citizen(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    tell_of(tiket, petugas, now=now)
    listed = flat(masuk(petugas).get(PANEL))
    assert f'href="{tiket.get_absolute_url()}?sejak=7#m7"' in listed
    assert "Wati Penyelia menulis catatan di tiket Anda." in listed
    assert "Sari Contoh" in listed


def test_who_may_no_longer_read_the_ticket_sees_no_name_and_no_way_to_it(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    tell_of(tiket, petugas, now=now)
    Ticket.objects.filter(pk=tiket.pk).update(agency=factories.AgencyFactory())
    for address in (PANEL, PAGE):
        listed = flat(masuk(petugas).get(address))
        assert tiket.register_number in listed
        assert "Sari Contoh" not in listed
        assert tiket.get_absolute_url() not in listed


def test_nobody_reads_or_marks_what_others_were_told(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    row = tell_of(tiket, petugas, now=now)
    other = masuk(petugas_lain)
    assert "menulis catatan" not in flat(other.get(PANEL))
    other.post(f"{PAGE}{row.pk}/")
    other.post(f"{PAGE}dibaca/")
    row.refresh_from_db()
    assert row.read_at is None


def test_all_are_read_at_once_from_the_panel_and_from_the_page(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime
) -> None:
    browser = masuk(petugas)
    tell_of(tiket, petugas, now=now)
    assert browser.post(f"{PAGE}dibaca/", headers={"HX-Request": "true"}).status_code == 204
    assert not Notification.objects.all().unread().exists()
    tell_of(tiket, petugas, now=now, number=2)
    assert browser.post(f"{PAGE}dibaca/").headers["Location"] == PAGE
    assert not Notification.objects.all().unread().exists()


def test_old_addresses_lead_on(masuk: Any, petugas: Staff) -> None:
    assert masuk(petugas).get("/pengingat/").headers["Location"] == PAGE


def test_the_poll_of_the_queue_brings_the_number_when_something_came(
    masuk: Any,
    tiket: Ticket,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser, poll = masuk(petugas), "/antrean/perubahan/"
    first = browser.get(poll)
    assert told_by_poll(first) == (0, 0)
    again = browser.get(poll, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        desk.note(tiket, by=penyelia, now=now, text="@Rina", mentions=[petugas])
    fresh = browser.get(poll, headers={"If-None-Match": first.headers["ETag"]})
    assert told_by_poll(fresh) == (1, int(now.timestamp() * 1000))


def test_the_poll_of_one_ticket_tells_of_another(
    masuk: Any, tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    other = factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    browser, poll = masuk(petugas), f"{tiket.get_absolute_url()}perubahan/?terlihat=1"
    tag = browser.get(poll).headers["ETag"]
    assert browser.get(poll, headers={"If-None-Match": tag}).status_code == 304
    desk.note(other, by=penyelia, now=now, text="@Rina", mentions=[petugas])
    assert told_by_poll(browser.get(poll, headers={"If-None-Match": tag}))[0] == 1


def test_a_page_that_comes_to_sight_again_counts_as_read(
    masuk: Any, tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    browser, poll = masuk(petugas), f"{tiket.get_absolute_url()}perubahan/"
    desk.note(tiket, by=penyelia, now=now, text="@Rina", mentions=[petugas])
    hidden = browser.get(poll)
    assert told_by_poll(hidden)[0] == 1
    seen = browser.get(f"{poll}?terlihat=1", headers={"If-None-Match": hidden.headers["ETag"]})
    assert told_by_poll(seen)[0] == 0
