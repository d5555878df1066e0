"""New tickets about the same are listed together, for those who may work them."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
PAGE = "/tiket/bersama/serupa/"


@pytest.fixture
def mati(tiket: Ticket) -> list[Ticket]:
    """Five new tickets about one thing, `tiket` the first of them."""
    more = [
        factories.TicketFactory(conversation__channel=tiket.channel, service=tiket.service)
        for _ in range(4)
    ]
    tickets = [tiket, *more]
    for number, one in enumerate(tickets):
        one.subject = f"Air mati di lorong {number}, NIK 3515080101900001"
        one.save(update_fields=["subject"])
    return tickets


def listed(client: Any, tickets: list[Ticket]) -> list[bool]:
    page = flat(client.get(PAGE))
    return [f'name="t" value="{one.pk}"' in page for one in tickets]


def test_they_are_listed_to_be_answered_together(
    masuk: Any, petugas: Staff, mati: list[Ticket]
) -> None:
    client = masuk(petugas)
    assert listed(client, mati) == [True] * 5
    page = flat(client.get(PAGE))
    assert "5 tiket: " in page
    assert 'value="balas"' in page
    assert "3515080101900001" not in page
    assert "/tiket/bersama/serupa/" in flat(client.get("/antrean/"))


def test_only_new_ones_of_the_last_hours(
    masuk: Any, petugas: Staff, mati: list[Ticket], clock: Any, now: dt.datetime
) -> None:
    Ticket.objects.update(received_at=now - dt.timedelta(hours=6))
    assert listed(masuk(petugas), mati) == [True] * 5
    Ticket.objects.filter(pk=mati[0].pk).update(received_at=now - dt.timedelta(hours=6, seconds=1))
    assert listed(masuk(petugas), mati) == [False, True, True, True, True]
    Ticket.objects.filter(pk=mati[1].pk).update(state="in_progress")
    assert listed(masuk(petugas), mati) == [False] * 5  # three are no surge


def test_those_of_other_offices_stay_there(
    masuk: Any, orang_luar: Staff, pengamat: Staff, admin_opd: Staff, mati: list[Ticket]
) -> None:
    assert listed(masuk(orang_luar), mati) == [False] * 5
    for who in (pengamat, admin_opd):
        assert masuk(who).get(PAGE).status_code == 404


def test_whose_name_is_kept_is_not_named(
    masuk: Any, petugas: Staff, mati: list[Ticket], django_assert_max_num_queries: Any
) -> None:
    Ticket.objects.filter(pk=mati[0].pk).update(is_anonymous=True)
    client = masuk(petugas)
    assert "Sari Contoh" not in flat(client.get(PAGE))
    with django_assert_max_num_queries(9):
        client.get(PAGE)
