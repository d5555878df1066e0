"""The dashboard counts what is there, for those who may see it, and leads to the tickets."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Service, Staff
from siwhapik.dashboard import figures
from tests import factories
from tests.asked import texts
from tests.reading import flat
from tests.siwhapik.figure_tools import last_days, open_now
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import Ticket

Login = Callable[[Staff], Client]


HOUR = dt.timedelta(hours=1)


def make(ticket: Ticket, **fields: object) -> Ticket:
    """Another ticket like this one."""
    return factories.TicketFactory(
        conversation=ticket.conversation, service=ticket.service, **fields
    )


@pytest.fixture
def busy(clock: Any, tiket: Ticket, petugas: Staff) -> dt.datetime:
    """One overdue, one soon, one paused past its time, one resolved in time, one too late."""
    now = timezone.now()
    Ticket.objects.filter(pk=tiket.pk).update(
        sort_due_at=now - HOUR, due_at=now - HOUR, received_at=now - 25 * HOUR
    )
    make(tiket, sort_due_at=now + HOUR, due_at=now + HOUR, received_at=now - HOUR)
    make(
        tiket,
        state="waiting_citizen",
        paused_since=now - 3 * HOUR,
        sort_due_at=now - HOUR,
        received_at=now - HOUR,
        assignee=petugas,
    )
    for hours in (2, -2):
        make(
            tiket,
            state="resolved",
            assignee=petugas,
            received_at=now - 30 * HOUR,
            resolved_at=now - HOUR,
            due_at=now + hours * HOUR,
            sort_due_at=now + hours * HOUR,
        )
    return now


def test_what_stands_now_is_counted(busy: dt.datetime) -> None:
    found = open_now(now=busy)
    assert (found["open"], found["soon"], found["overdue"], found["unassigned"]) == (3, 1, 1, 2)
    assert found["oldest"].received_at == busy - 25 * HOUR


def test_the_page_counts_what_is_open_once(tiket: Ticket, penyelia: Staff, masuk: Login) -> None:
    browser = masuk(penyelia)
    browser.get("/dasbor/")  # the first one ever installs the questionnaire
    with CaptureQueriesContext(connection) as asked:
        browser.get("/dasbor/?rentang=30")
    counting = [sql for sql in texts(asked) if "COUNT(*)" in sql]
    assert len([sql for sql in counting if "sort_due_at" in sql]) == 1


def test_the_oldest_open_one_is_not_looked_for_among_what_is_done(tiket: Ticket) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert open_now(now=timezone.now())["oldest"] == tiket
    (sql,) = [sql for sql in texts(asked) if "received_at = " in sql]
    # Without one PostgreSQL looks for the smallest by walking through an index of all tickets from its beginning.
    assert "(SELECT MIN(received_at) FILTER (WHERE" in sql
    assert not [sql for sql in texts(asked) if "ORDER BY received_at" in sql]


def test_without_open_tickets_there_is_no_oldest(tiket: Ticket) -> None:
    Ticket.objects.update(state="closed")
    found = open_now(now=timezone.now())
    assert (found["open"], found["oldest"]) == (0, None)


def test_each_tile_counts_what_its_list_holds(
    busy: dt.datetime, penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(state__in=["resolved", "new"]).update(has_trouble=True)
    client = masuk(penyelia)
    tiles = client.get("/dasbor/").context["open_tiles"]
    counted = [tile for tile in tiles if isinstance(tile["value"], int)]
    assert len(counted) == 5
    for tile in counted:
        assert len(client.get(tile["url"]).context["rows"]) == tile["value"], tile["label"]


def test_the_oldest_leads_to_its_ticket(
    busy: dt.datetime, tiket: Ticket, penyelia: Staff, petugas: Staff, masuk: Login
) -> None:
    tile = masuk(penyelia).get("/dasbor/").context["open_tiles"][-1]
    assert (tile["label"], tile["url"]) == ("Tertua", tiket.get_absolute_url())
    Ticket.objects.filter(pk=tiket.pk).update(
        service=factories.ServiceFactory(agency=tiket.agency), assignee=None
    )
    assert masuk(petugas).get("/dasbor/").context["open_tiles"][-1]["url"] == ""


def test_each_number_of_a_promise_leads_to_its_tickets(
    busy: dt.datetime, tiket: Ticket, penyelia: Staff, masuk: Login
) -> None:
    received = busy - 30 * HOUR
    promised = {"received_at": received, "first_response_due_at": received + 24 * HOUR}
    make(tiket, **promised, first_responded_at=received + 2 * HOUR)
    make(tiket, **promised, first_responded_at=received + 23 * HOUR, state="closed")
    make(tiket, **promised, first_responded_at=received + 25 * HOUR)
    make(tiket, **promised)
    client = masuk(penyelia)
    first, completion = client.get("/dasbor/").context["promises"]
    assert (first["met"], first["late"]) == (2, 4)  # two of them ended without an answer
    assert (completion["met"], completion["late"]) == (1, 5)  # four of them are still open
    for promise in (first, completion):
        for name, url in promise["urls"].items():
            assert len(client.get(url).context["rows"]) == promise[name], (promise["label"], name)


def test_the_sums_of_the_days_lead_to_their_tickets(
    busy: dt.datetime, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    found = client.get("/dasbor/?hari=7").context
    for name in ("came", "done"):
        assert len(client.get(found[f"{name}_url"]).context["rows"]) == found[name] > 0


def test_each_number_of_a_group_leads_to_its_tickets(
    busy: dt.datetime, tiket: Ticket, penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(pk=make(tiket).pk).update(service=None)
    client = masuk(penyelia)
    page = client.get("/dasbor/")
    assert "Daftar di baliknya" not in flat(page)
    rows = page.context["services"] + page.context["officers"]
    assert sorted(row["name"] for row in rows if not row["key"]) == [
        "Belum diambil",
        "Belum dipilih",
    ]
    assert len(rows) == 4
    for row in rows:
        for name, url in row["urls"].items():
            assert len(client.get(url).context["rows"]) == row[name], name


def test_who_reads_less_than_is_counted_is_told(
    busy: dt.datetime, petugas: Staff, masuk: Login
) -> None:
    assert "Daftar di baliknya" in masuk(petugas).get("/dasbor/").content.decode()


def test_a_paused_ticket_is_never_overdue(busy: dt.datetime) -> None:
    Ticket.objects.update(paused_since=busy)
    assert open_now(now=busy)["overdue"] == 0


def test_promises_are_judged_by_what_is_over(busy: dt.datetime, tiket: Ticket) -> None:
    kept = figures.promises(last_days(7, tiket.agency, now=busy))
    assert (kept["completion"]["judged"], kept["completion"]["met"]) == (3, 1)


def test_what_is_late_and_open_counts_against_the_officer(
    clock: Any, tiket: Ticket, petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    """One kept of four that fell due; before, only what was resolved was counted: 100 %."""
    now = timezone.now()
    Ticket.objects.filter(pk=tiket.pk).update(due_at=now + 40 * HOUR)
    due = {"assignee": petugas, "received_at": now - 50 * HOUR, "due_at": now - 20 * HOUR}
    make(tiket, **due, state="resolved", resolved_at=now - 30 * HOUR)
    for _ in range(3):
        make(tiket, **due, state="in_progress", first_responded_at=now - 49 * HOUR)
    client = masuk(penyelia)
    found = client.get("/dasbor/?hari=7").context
    (row,) = [one for one in found["officers"] if one["key"] == petugas.pk]
    assert (row["in_time"], row["due"], row["in_time_share"]) == (1, 4, "25,0 %")
    completion = found["promises"][1]
    assert (completion["met"], completion["judged"], completion["late"]) == (1, 4, 3)
    for name in ("in_time", "due"):
        assert len(client.get(row["urls"][name]).context["rows"]) == row[name]


def test_the_page_leads_to_the_tickets(busy: dt.datetime, penyelia: Staff, masuk: Login) -> None:
    page = flat(masuk(penyelia).get("/dasbor/"))
    assert "/antrean/?instansi=" in page
    assert "tampilan=lewat" in page
    assert "33,3 %" in page  # of all that fell due
    assert "50,0 %" in page
    assert "1 dari 2 tiket" in page  # of the officer's


def test_another_agencys_figures_are_not_counted(
    busy: dt.datetime, orang_luar: Staff, masuk: Login, tiket: Ticket
) -> None:
    page = masuk(orang_luar).get(f"/dasbor/?instansi={tiket.agency_id}").content.decode()
    assert tiket.agency.short_name not in page
    assert "Belum ada tiket" in page


def test_a_viewer_sees_figures_without_ways_to_tickets(
    busy: dt.datetime, pengamat: Staff, masuk: Login
) -> None:
    page = masuk(pengamat).get("/dasbor/").content.decode()
    assert "Lewat tenggat" in page
    assert "/antrean/?" not in page


def test_over_all_offices_each_service_says_whose_it_is(
    busy: dt.datetime, super_admin: Staff, masuk: Login, tiket: Ticket
) -> None:
    whose = f'<span class="dash-office">{tiket.agency.short_name}</span>'
    browser = masuk(super_admin)
    factories.AgencyFactory()
    assert whose in flat(browser.get("/dasbor/"))
    assert whose not in flat(browser.get(f"/dasbor/?instansi={tiket.agency_id}"))


def test_an_evaluator_is_led_to_the_index(evaluator: Staff, masuk: Login) -> None:
    answer = masuk(evaluator).get("/dasbor/")
    assert (answer.status_code, answer["Location"]) == (302, "/dasbor/ikm/")


def test_a_stranger_has_to_log_in(client: Client) -> None:
    assert client.get("/dasbor/").status_code == 302


def chosen(page: str) -> list[str]:
    """The values that stand in the filter."""
    return re.findall(r'<option value="([^"]*)" selected>', page)


def test_the_filter_shows_what_is_counted(
    super_admin: Staff, penyelia: Staff, masuk: Login, tiket: Ticket
) -> None:
    office, browser = str(tiket.agency_id), masuk(super_admin)
    factories.AgencyFactory()
    assert chosen(flat(browser.get("/dasbor/"))) == ["", "14"]
    assert chosen(flat(browser.get(f"/dasbor/?hari=7&instansi={office}"))) == [office, "7"]
    assert chosen(flat(browser.get(f"/dasbor/?hari=x&instansi={office}"))) == [office, "14"]
    assert chosen(flat(masuk(penyelia).get("/dasbor/?hari=30"))) == ["30"]  # of one office only


@pytest.mark.parametrize("query", ["hari=abc", "hari=9999", "instansi=x", "instansi=-1"])
def test_odd_filters_change_nothing(penyelia: Staff, masuk: Login, query: str) -> None:
    answer = masuk(penyelia).get(f"/dasbor/?{query}")
    assert answer.status_code == 200
    assert chosen(flat(answer)) == ["14"]


def test_the_page_costs_the_same_for_many(
    tiket: Ticket,
    penyelia: Staff,
    masuk: Login,
    django_assert_max_num_queries: Callable[[int], object],
    layanan: Service,
) -> None:
    browser = masuk(penyelia)
    browser.get("/dasbor/")  # the first one ever installs the questionnaire
    Ticket.objects.update(received_at=timezone.now() - dt.timedelta(days=3), assignee=penyelia)
    while rebuild_figures(timezone.now()):
        pass
    browser.get("/dasbor/")  # made days that were read once are kept
    make(tiket, assignee=penyelia)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(30) as captured:  # type: ignore[attr-defined]  # a fixture
            browser.get("/dasbor/")
        counts.append(len(captured))
        for _ in range(50):
            make(tiket, assignee=factories.StaffFactory())
    assert counts[0] == counts[1]


def test_without_respondents_there_is_no_index(
    tiket: Ticket, penyelia: Staff, masuk: Login
) -> None:
    page = masuk(penyelia).get("/dasbor/").content.decode()
    assert "IKM" in page
    assert "Belum ada indeks" in page
