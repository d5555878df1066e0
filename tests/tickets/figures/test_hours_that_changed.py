"""What changes hours of the running day past the ordinary: words older than their ticket, people who are one,
outages told later, a clock that was wrong.
"""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from services import rows
from services.models import Agency, Staff
from tests import factories
from tests.tickets.desk.outage_tools import Office, fresh
from tests.tickets.figures.equal import made_to_the_end, must_be_equal
from tests.tickets.figures.running_day import OF_DAYS, TODAY, at_hour
from tickets import desk
from tickets.desk.base import working_on, write
from tickets.figures import reading, rebuilding
from tickets.figures.asked import Asked
from tickets.figures.made import Made
from tickets.figures.people import people_of
from tickets.figures.reading import Figures
from tickets.figures.statements import changes_of
from tickets.figures.work import work_of
from tickets.inbound.merging import merge
from tickets.models import (
    AccessLog,
    Attachment,
    FigureChange,
    Message,
    RegisterCounter,
    Ticket,
)

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def _asked(agency: Agency, **only: Any) -> Asked:
    return Asked(agencies=[agency], first=TODAY, last=TODAY, only=only)


def _came(agency: Agency, **only: Any) -> int:
    return work_of(_asked(agency, **only)).came[TODAY]


@pytest.mark.parametrize("is_matter", [True, False])
def test_words_older_than_their_ticket_follow_it(
    clock: Any, tiket: Ticket, penyelia: Staff, is_matter: bool
) -> None:
    """WhatsApp told the second of two messages first; the hour of the first was made before the matter was known."""
    office = tiket.agency
    service = factories.ServiceFactory(agency=office)
    RegisterCounter.objects.create(agency=office, year=2026, last=9)
    clock.move_to(at_hour(office, 11, 5))
    citizen = factories.CitizenFactory(agency=office)
    conversation = factories.ConversationFactory(channel=tiket.channel, citizen=citizen)
    ticket = desk.open_ticket(
        desk.Opening(
            agency=office,
            conversation=conversation,
            channel=tiket.channel,
            source=Ticket.Source.WHATSAPP,
            received_at=timezone.now(),
            is_matter=is_matter,
            now=timezone.now(),
        )
    )
    first = factories.MessageFactory(
        conversation=conversation, ticket=None, direction="in", occurred_at=at_hour(office, 10, 50)
    )
    Message.objects.put_into(ticket, [first], now=timezone.now())
    clock.move_to(at_hour(office, 11, 20))
    made_to_the_end()
    desk.choose_service(ticket, service=service, now=timezone.now())
    desk.register_matter(ticket, now=timezone.now())
    for _ in range(2):
        assert _came(office, service_id=service.pk) == 1
        must_be_equal([office])
        made_to_the_end()


def test_an_older_version_finds_no_rows_of_hours(
    clock: Any, tiket: Ticket, penyelia: Staff
) -> None:
    """It would add those of yesterday, which stay until an hour of today is made, to the whole day."""
    desk.take(tiket, by=penyelia, now=timezone.now())
    for hour, minute in ((12, 0), (24, 15)):
        clock.move_to(at_hour(tiket.agency, 0) + hour * 60 * MINUTE + minute * MINUTE)
        made_to_the_end()
    assert all(model.objects.filter(day=TODAY).count() > 1 for model in OF_DAYS)
    import_module("tickets.migrations.0098_hours_of_a_running_day").drop_hours(apps, None)
    for model in OF_DAYS:
        assert {*model.objects.filter(day=TODAY).values_list("hour", flat=True)} == {None}


def test_two_who_came_this_morning_and_are_one_count_once(
    pagi: list[Ticket], penyelia: Staff
) -> None:
    office, (first, second) = pagi[0].agency, pagi[2:4]
    before = people_of(_asked(office)).total
    merge(first.citizen, second.citizen)
    assert [one.at for one in FigureChange.objects.all()] == [second.received_at]
    for _ in range(2):
        assert people_of(_asked(office)).total == before - 1
        must_be_equal([office])
        made_to_the_end()


def test_an_outage_told_later_is_in_the_length_of_what_ended_this_morning(
    pagi: list[Ticket], penyelia: Staff
) -> None:
    """It stood still after it was late, so no due time moves with it."""
    ticket, now = pagi[1], timezone.now()
    office, due = Office(ticket.agency, penyelia), at_hour(ticket.agency, 8)
    with working_on(ticket):
        ended = {"state": Ticket.State.RESOLVED, "outcome": "fulfilled", "resolved_at": now}
        write(ticket, received_at=due - DAY, due_at=due, **ended)
    made_to_the_end()
    assert not FigureChange.objects.exists()
    office.record(now, due + 30 * MINUTE, ends_at=due + 50 * MINUTE)
    assert fresh(ticket).due_at == due
    assert [one.at for one in FigureChange.objects.all()] == [due]
    for _ in range(2):
        must_be_equal([ticket.agency])
        made_to_the_end()


@pytest.mark.parametrize("days", [-1, 1])
def test_hours_of_today_are_in_no_other_day(pagi: list[Ticket], penyelia: Staff, days: int) -> None:
    day = TODAY + days * DAY
    asked = Asked(agencies=[pagi[0].agency], first=day, last=day)
    assert Figures(asked, now=timezone.now()).total["arrived"] == 0
    assert people_of(asked).total == 0
    assert not work_of(asked).people


def test_by_a_clock_of_yesterday_no_hour_of_today_is_made(pagi: list[Ticket], clock: Any) -> None:
    office = pagi[0].agency
    clock.move_to(at_hour(office, 0) - 40 * MINUTE)
    assert made_to_the_end() == 0
    (span,) = Made(_asked(office)).not_made
    assert span.from_hour == 11


@pytest.mark.skipif(connection.vendor != "postgresql", reason="elsewhere each mark is read")
def test_of_many_marks_the_hours_are_read(pagi: list[Ticket]) -> None:
    office = pagi[0].agency
    FigureChange.objects.bulk_create(
        FigureChange(agency=office, at=at_hour(office, hour, minute))
        for hour in (7, 9)
        for minute in range(60)
    )
    (found,) = rows.values([changes_of([office.pk])])
    assert {*found} == {(office.pk, at_hour(office, hour)) for hour in (7, 9)}
    must_be_equal([office])


def test_what_is_added_up_of_days_is_kept_while_hours_change(
    pagi: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, added = pagi[0].agency, list[int]()

    def summed(names: Any, found: list[Any]) -> Any:
        added.append(len(found))
        return add_up(names, found)

    add_up = reading._summed
    monkeypatch.setattr(reading, "_summed", summed)
    asked = Asked(agencies=[office], first=TODAY - 40 * DAY, last=TODAY)
    for marked, times in ((None, 2), (8, 1), (9, 1), (9, 0)):
        if marked:
            FigureChange.objects.create(agency=office, at=at_hour(office, marked))
        added.clear()
        assert Figures(asked, now=timezone.now()).by("day")[(TODAY,)]["arrived"] == 5
        assert len(added) == times
    must_be_equal([office])


def test_of_a_long_day_some_hours_are_made_at_once(pagi: list[Ticket], clock: Any) -> None:
    """A sweep that was away holds the office's row for a while only."""
    office = pagi[0].agency
    clock.move_to(at_hour(office, 23, 20))
    made = [rebuilding._make_some(office, timezone.now()) for _ in range(3)]
    assert made == [6, 6, 0]


def test_acts_of_this_morning_follow_their_ticket(
    clock: Any, pagi: list[Ticket], penyelia: Staff
) -> None:
    """Of the history, and of files that were opened, in hours in which nothing else of it happened."""
    office, ticket = pagi[0].agency, pagi[1]
    service = factories.ServiceFactory(agency=office)
    said = factories.MessageFactory(
        conversation=ticket.conversation,
        ticket=ticket,
        direction="in",
        occurred_at=ticket.received_at,
    )
    file = Attachment.objects.create(message=said, filename="contoh.pdf")
    clock.move_to(at_hour(office, 12, 5))
    desk.note(ticket, by=penyelia, now=timezone.now(), text="Contoh")
    clock.move_to(at_hour(office, 13, 5))
    AccessLog.objects.create(staff=penyelia, ticket=ticket, attachment=file, action="file")
    clock.move_to(at_hour(office, 14, 20))
    made_to_the_end()
    FigureChange.objects.all().delete()
    desk.choose_service(ticket, service=service, now=timezone.now())
    assert {one.at for one in FigureChange.objects.all()} >= {
        at_hour(office, 12),
        at_hour(office, 13),
    }
    for _ in range(2):
        must_be_equal([office])
        made_to_the_end()
