"""Outages with others at the same time, as PostgreSQL lets them: nothing twice, nobody in a circle."""

import datetime as dt
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from services.models import Agency, Staff
from tests import factories
from tickets import desk
from tickets.models import ClockSpan, Message, Outage, OutageNotice, Ticket

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]
H = dt.timedelta(hours=1)


def at_once(*doings: Callable[[], object]) -> list[BaseException]:
    """Each in a thread and a connection of its own, begun together; returns what they raised."""
    begin, raised = Barrier(len(doings)), []

    def run(do: Callable[[], object]) -> None:
        begin.wait(10)
        try:
            do()
        except BaseException as error:  # noqa: BLE001  # shown by the test
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(do,)) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def recorded(dinas: Agency, by: Staff, now: dt.datetime, key: str = "k") -> Outage:
    plan = desk.OutagePlan(kind="siak", starts_at=now - H)
    return desk.record_outage(dinas, plan=plan, by=by, now=now, form_key=key)


@pytest.fixture
def several(tiket: Ticket) -> list[Ticket]:
    more = factories.TicketFactory.create_batch(
        9, conversation__channel=tiket.channel, service=tiket.service
    )
    return [tiket, *more]


def test_two_sweeps_give_each_ticket_one_span_and_each_citizen_one_message(
    several: list[Ticket], dinas: Agency, penyelia: Staff, now: dt.datetime
) -> None:
    outage = recorded(dinas, penyelia, now)
    desk.tell_of_outage(outage, by=penyelia, now=now)
    assert at_once(*[lambda: desk.apply_outages(now)] * 3) == []
    assert ClockSpan.objects.count() == len(several)
    assert at_once(*[lambda: desk.tell_outages(now)] * 3) == []
    assert OutageNotice.objects.count() == len(several)
    assert Message.objects.filter(origin="system").count() == len(several)


def test_officers_resolve_and_a_supervisor_corrects_while_it_is_applied(
    several: list[Ticket], dinas: Agency, penyelia: Staff, now: dt.datetime
) -> None:
    outage = recorded(dinas, penyelia, now)

    def resolve() -> None:
        for ticket in reversed(several):
            desk.resolve(
                Ticket.objects.get(pk=ticket.pk),
                by=penyelia,
                now=now + H,
                outcome="fulfilled",
                summary="Ya",
            )

    def correct() -> None:
        plan = desk.OutagePlan(kind="siak", starts_at=now - H / 2, ends_at=now)
        desk.correct_outage(outage, plan=plan, by=penyelia, now=now)

    sweeps = [lambda: desk.apply_outages(now)] * 2
    assert at_once(resolve, correct, *sweeps) == []
    for _ in range(3):
        desk.apply_outages(now + H)
    for ticket in Ticket.objects.all():
        [span] = ticket.clock_spans.filter(outage=outage)
        begins = max(now - H / 2, ticket.received_at)
        assert (span.starts_at, span.ends_at) == (begins, max(begins, now)), ticket
        assert (ticket.state, ticket.paused_since, ticket.outage) == ("resolved", None, None)


def test_two_people_who_record_the_same_at_once_record_it_once(
    dinas: Agency, penyelia: Staff, admin_opd: Staff, now: dt.datetime
) -> None:
    raised = at_once(
        lambda: recorded(dinas, penyelia, now, "a"), lambda: recorded(dinas, admin_opd, now, "b")
    )
    assert [type(one) for one in raised] == [desk.Refused]
    assert Outage.objects.count() == 1
