"""What each officer had to do, when, and where the numbers lead."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Role, Staff
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.test_figures import MONTH, tables, words
from tickets.models import AccessLog, Attachment, Message, Ticket, TicketEvent

Login = Callable[[Staff], Client]
Verb = TicketEvent.Verb
WEDNESDAY = JUNE + dt.timedelta(hours=1)  # 11.00 WIB, open
EVENING = JUNE + dt.timedelta(hours=10)  # 20.00 WIB, closed
HEAD = ["tickets", "messages", "notes", "sent", "opened", "resolved", "hours", "closed", "share"]


def did(ticket: Ticket, by: Staff, at: dt.datetime, verb: Verb = Verb.NOTED) -> None:
    TicketEvent.objects.create(ticket=ticket, verb=verb, at=at, actor=by)


def wrote(ticket: Ticket, by: Staff, at: dt.datetime, **more: Any) -> Message:
    """As a reply leaves it: the message, and the line in the history."""
    values = {"direction": "out", "origin": "officer", "status": "delivered", **more}
    message = factories.MessageFactory(
        conversation=ticket.conversation, ticket=ticket, author=by, occurred_at=at, **values
    )
    did(ticket, by, at, Verb.REPLIED)
    return message


def of(client: Client, name: str, query: str = MONTH) -> dict[str, str]:
    """The row of this officer."""
    rows = {row[0].words: words(row)[1:] for row in tables(client, "beban", query)[0].rows}
    return dict(zip(HEAD, rows.get(name, []), strict=False))


def test_what_an_officer_did_is_counted_each_once(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    first, second = juni[:2]
    message = wrote(first, petugas, WEDNESDAY)
    wrote(first, petugas, WEDNESDAY + dt.timedelta(minutes=3))  # the same quarter of an hour
    wrote(first, petugas, WEDNESDAY, status="failed")
    wrote(second, petugas, EVENING, direction="note", origin="officer", status="received")
    did(second, petugas, EVENING, Verb.RESOLVED)
    file = Attachment.objects.create(message=message, filename="contoh.pdf")
    for _ in range(2):
        AccessLog.objects.create(staff=petugas, ticket=first, attachment=file, action="file")
    AccessLog.objects.create(staff=petugas, ticket=first, attachment=file, action="preview")
    AccessLog.objects.update(at=WEDNESDAY)
    client = masuk(penyelia)
    assert of(client, "Rina Petugas") == {
        "tickets": "2", "messages": "2", "notes": "1", "sent": "1", "opened": "1", "resolved": "1",
        "hours": "0,50", "closed": "0,25", "share": "50,0 %",
    }  # fmt: skip
    chart = tables(client, "beban")[0].chart
    assert [bar.title for bar in (*chart.first, *chart.second)] == [
        "Rina Petugas: 0,25 jam kerja pada jam layanan", "Rina Petugas: 0,25 jam kerja di luar jam layanan",
    ]  # fmt: skip
    assert tables(client, "beban")[0].facts == [
        "0,50 jam kerja oleh 1 petugas, 50,0 % di luar jam layanan."
    ]


@pytest.mark.parametrize(("second", "hours"), [(899, "0,25"), (900, "0,50"), (901, "0,50")])
def test_a_quarter_of_an_hour_begins_on_the_clock_not_at_the_first_act(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login, second: int, hours: str
) -> None:
    did(juni[0], petugas, WEDNESDAY)
    did(juni[0], petugas, WEDNESDAY + dt.timedelta(seconds=second))
    assert of(masuk(penyelia), "Rina Petugas")["hours"] == hours


def test_the_number_of_tickets_is_as_long_as_the_list_that_it_leads_to(
    juni: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff, masuk: Login
) -> None:
    for ticket in juni[:3]:
        did(ticket, petugas, WEDNESDAY)
    did(juni[3], petugas_lain, WEDNESDAY)
    did(juni[4], petugas, JUNE - dt.timedelta(days=3))  # in May
    client = masuk(penyelia)
    rows = {row[0].words: row[1] for row in tables(client, "beban")[0].rows}
    assert {name: cell.value for name, cell in rows.items()} == {
        "Budi Petugas": 1, "Rina Petugas": 3,
    }  # fmt: skip
    for name, cell in rows.items():
        answer = client.get(cell.url)
        assert len(answer.context["rows"]) == cell.value
        assert answer.context["narrowed"] == [
            "Dikerjakan: 01-06-2026 sampai 09-06-2026", f"Dikerjakan oleh: {name}",
        ]  # fmt: skip


def test_of_one_officer_the_numbers_lead_to_what_that_officer_did(
    juni: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff, masuk: Login
) -> None:
    wrote(juni[0], petugas, WEDNESDAY)  # on tickets that nobody or another holds
    wrote(juni[1], petugas_lain, WEDNESDAY)
    Ticket.objects.filter(pk=juni[0].pk).update(assignee=petugas_lain)
    client = masuk(penyelia)
    by_officer, by_day = tables(client, "beban", f"{MONTH}&petugas={petugas.pk}")
    cells = [by_officer.rows[0][1], by_officer.rows[0][2], by_day.rows[2][2], by_day.total[2]]
    assert [cell.value for cell in cells] == [1, 1, 1, 1]
    for cell in cells:
        (row,) = client.get(cell.url).context["rows"]
        assert row["number"] == juni[0].register_number


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "²", "%00", "1.5"])
def test_an_odd_worker_in_an_address_breaks_nothing(
    juni: list[Ticket], penyelia: Staff, masuk: Login, asked: str
) -> None:
    assert masuk(penyelia).get(f"/laporan/buku/?{MONTH}&dikerjakan={asked}").status_code == 200


def test_an_address_tells_no_name_of_another_office(
    juni: list[Ticket], orang_luar: Staff, petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    did(juni[0], petugas, WEDNESDAY)
    client = masuk(penyelia)

    def told(person: Staff) -> list[str]:
        answer = client.get(f"/laporan/buku/?{MONTH}&dikerjakan={person.pk}")
        return [words for words in answer.context["narrowed"] if "oleh" in words]

    assert told(petugas) == ["Dikerjakan oleh: Rina Petugas"]
    assert told(orang_luar) == []


def test_officers_stand_in_the_order_of_their_names_not_of_their_work(
    juni: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff, masuk: Login
) -> None:
    for ticket in juni:
        did(ticket, petugas, WEDNESDAY)
    did(juni[0], petugas_lain, WEDNESDAY)
    rows = tables(masuk(penyelia), "beban")[0].rows
    assert [row[0].words for row in rows] == ["Budi Petugas", "Rina Petugas"]


def test_a_quarter_for_offices_of_two_zones_is_worked_once(
    juni: list[Ticket], petugas: Staff, dinas_wita: Agency, masuk: Login
) -> None:
    """In Jakarta the office is open, in the other it has no hours."""
    there = factories.TicketFactory(service=factories.ServiceFactory(agency=dinas_wita))
    Ticket.objects.filter(pk=there.pk).update(agency=dinas_wita, registered_at=JUNE)
    for ticket in (juni[0], there):
        did(ticket, petugas, WEDNESDAY)
    everywhere = factories.StaffFactory()
    factories.MembershipFactory(staff=everywhere, role=Role.SUPER_ADMIN, agency=None)
    found = of(masuk(everywhere), "Rina Petugas")
    assert (found["tickets"], found["hours"], found["closed"]) == ("2", "0,25", "0,00")


def test_a_day_ends_in_the_zone_of_the_office(
    clock: Any, dinas_wita: Agency, orang_luar: Staff, masuk: Login
) -> None:
    """23.30 WIB on 31 May is June in WITA."""
    conversation = factories.ConversationFactory(
        channel=factories.ChannelFactory(agency=dinas_wita),
        citizen=factories.CitizenFactory(agency=dinas_wita),
    )
    ticket = factories.TicketFactory(conversation=conversation, service=None)
    night = dt.datetime(2026, 5, 31, 16, 30, tzinfo=dt.UTC)
    wrote(ticket, orang_luar, night)
    wrote(ticket, orang_luar, night - dt.timedelta(hours=1))
    client = masuk(orang_luar)
    assert of(client, "Luki Luar")["messages"] == "1"
    days = tables(client, "beban")[1].rows
    assert [words(row) for row in days[:2]] == [["01-06-2026", "0", "1"], ["02-06-2026", "0", "0"]]
    assert of(client, "Luki Luar", "rentang=2026-05")["messages"] == "1"


def test_work_goes_with_the_ticket_to_the_office_that_has_it_now(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, dinas_wita: Agency, masuk: Login
) -> None:
    did(juni[0], petugas, WEDNESDAY)
    client = masuk(penyelia)
    assert of(client, "Rina Petugas")["tickets"] == "1"
    Ticket.objects.filter(pk=juni[0].pk).update(agency=dinas_wita)
    assert not of(client, "Rina Petugas")


def test_what_was_reopened_and_resolved_again_was_work_twice(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    for verb in (Verb.RESOLVED, Verb.REOPENED, Verb.RESOLVED):
        did(juni[0], petugas, WEDNESDAY, verb)
    found = of(masuk(penyelia), "Rina Petugas")
    assert (found["tickets"], found["resolved"]) == ("1", "2")


def test_messages_of_each_day_and_of_each_month(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    wrote(juni[0], petugas, WEDNESDAY)
    for at in (WEDNESDAY, EVENING):
        factories.MessageFactory(
            conversation=juni[0].conversation, ticket=juni[0], direction="in", occurred_at=at
        )
    client = masuk(penyelia)
    by_day = tables(client, "beban")[1]
    assert words(by_day.rows[2]) == ["03-06-2026", "2", "1"]
    assert words(by_day.total) == ["Jumlah", "2", "1"]
    by_month = tables(client, "beban", "rentang=2026")[1]
    assert words(by_month.rows[-1]) == ["Juni 2026", "2", "1"]
    of_another = tables(client, "beban", f"{MONTH}&petugas={penyelia.pk}")[1]
    assert words(of_another.total) == ["Jumlah", "2", "0"]


def test_an_empty_month_says_so(juni: list[Ticket], penyelia: Staff, masuk: Login) -> None:
    by_officer, by_day = tables(masuk(penyelia), "beban", "rentang=2026-02")
    assert by_officer.rows == []
    assert by_officer.facts == ["Belum ada yang dikerjakan dalam rentang ini."]
    assert (by_day.rows, by_day.total, by_day.chart) == ([], [], None)
    page = masuk(penyelia).get("/laporan/beban/?rentang=2026-02").content.decode()
    assert page.count("Tidak ada yang dihitung dalam rentang ini.") == 2


def test_what_is_no_matter_counts_nowhere(
    juni: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    did(juni[0], petugas, WEDNESDAY)
    Ticket.objects.filter(pk=juni[0].pk).update(registered_at=None)
    assert not of(masuk(penyelia), "Rina Petugas")


def test_the_page_costs_the_same_for_many_officers(
    juni: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client, counts = masuk(penyelia), []
    did(juni[0], factories.StaffFactory(), WEDNESDAY)
    client.get(f"/laporan/beban/?{MONTH}")
    for _ in range(2):
        with django_assert_max_num_queries(18) as captured:
            client.get(f"/laporan/beban/?{MONTH}")
        counts.append(len(captured))
        for _ in range(50):
            wrote(juni[0], factories.StaffFactory(), WEDNESDAY)
    assert counts[0] == counts[1]
