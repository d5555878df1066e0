"""/kelola/: the lists that grow for years open as quickly after years."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services import admin_scope
from services.models import Agency, Service, Staff
from tests import factories
from tickets.models import Ticket, TicketEvent

LogIn = Callable[[Staff], Client]
TICKETS, EVENTS = "/kelola/tickets/ticket/", "/kelola/tickets/ticketevent/"
LONG = (
    TICKETS,
    EVENTS,
    "/kelola/tickets/message/",
    "/kelola/tickets/accesslog/",
    "/kelola/surveys/response/",
    "/kelola/surveys/invitation/",
)


@pytest.fixture
def many(tiket: Ticket, layanan: Service) -> list[Ticket]:
    """Five tickets, the newest last, each with an event."""
    more = factories.TicketFactory.create_batch(
        4, conversation__channel=tiket.channel, service=layanan
    )
    for ticket in (tiket, *more):
        TicketEvent.objects.create(ticket=ticket, verb="opened", at=ticket.received_at)
    return [tiket, *more]


@pytest.mark.parametrize("page", LONG)
def test_no_long_list_is_counted_to_its_end_or_sorted(
    masuk: LogIn, penyelia: Staff, many: list[Ticket], page: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert masuk(penyelia).get(page).status_code == 200
    table = page.split("/")[2] + "_" + page.split("/")[3]
    counted = [one["sql"] for one in asked if "COUNT(" in one["sql"] and table in one["sql"]]
    assert len(counted) == 1
    assert f"LIMIT {admin_scope.MOST_COUNTED + 1}" in counted[0]
    listed = [one["sql"] for one in asked if one["sql"].count("ORDER BY") and table in one["sql"]]
    for sql in listed:
        order = sql.rpartition("ORDER BY")[2].split()[0]
        assert order in (f'"{table}"."id"', "1"), sql
    assert not [one["sql"] for one in asked if "DISTINCT" in one["sql"] and table in one["sql"]]


def test_a_list_that_is_not_counted_is_leafed_through(
    masuk: LogIn, penyelia: Staff, many: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(query: str = "") -> Any:
        return masuk(penyelia).get(TICKETS + query).context["cl"]

    assert shown().result_count == 5
    monkeypatch.setattr(admin_scope, "MOST_COUNTED", 4)
    monkeypatch.setattr(admin_scope.ScopedAdmin, "list_per_page", 2)
    first, second = shown(), shown("?p=2")
    assert [*first.result_list, *second.result_list] == many[:0:-1]
    text = masuk(penyelia).get(TICKETS).content.decode()
    assert "p=2" in text
    assert "4 tiket" not in text
    assert masuk(penyelia).get(f"{TICKETS}?p=9").status_code == 302


def test_a_register_number_is_found_by_its_beginning_and_by_a_part(
    masuk: LogIn, penyelia: Staff, tiket: Ticket, many: list[Ticket]
) -> None:
    def found(page: str, words: str) -> list[Any]:
        return list(masuk(penyelia).get(page, {"q": words}).context["cl"].result_list)

    number = tiket.register_number
    for words in (number, number.lower(), number[-6:]):
        assert tiket in found(TICKETS, words), words
        assert [event.ticket for event in found(EVENTS, words)].count(tiket) == 1, words
    assert found(TICKETS, "LAIN-2026") == []


def test_the_filter_names_offices_without_looking_through_tickets(
    masuk: LogIn, penyelia: Staff, dinas: Agency, dinas_wita: Agency, tiket: Ticket
) -> None:
    def named() -> set[str]:
        filters = masuk(penyelia).get(TICKETS).context["cl"].filter_specs
        offices = [one for one in filters if isinstance(one, admin_scope.OwnAgencies)]
        return {name for one in offices for _, name in one.lookup_choices}

    assert named() == set()  # one office is no choice
    factories.MembershipFactory(staff=penyelia, agency=dinas_wita, role="supervisor")
    factories.AgencyFactory()
    assert named() == {str(dinas), str(dinas_wita)}
