"""Reads whose SQL is built once give what the same queryset gives."""

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from services import compiled as module
from services.compiled import compiled
from services.models import Agency, Membership, OfficeHours, Staff
from tests import factories
from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def built_anew() -> Iterator[None]:
    module._here.__dict__.clear()
    yield
    module._here.__dict__.clear()


def of_agency(agency: int, register: str, since: dt.datetime) -> QuerySet[Ticket, Ticket]:
    related = Ticket.objects.select_related("citizen", "service", "assignee")
    found = related.filter(agency=agency, register_number=register, received_at__gte=since)
    return found.annotate(same=F("version"))


def test_rows_are_those_of_the_queryset_with_other_values_each_time() -> None:
    first, second = factories.TicketFactory(), factories.TicketFactory(location={"latitude": 1})
    for ticket in (first, second, first):
        values = {
            "agency": ticket.agency_id,
            "register": ticket.register_number,
            "since": ticket.received_at,
        }
        expected = of_agency(**values).get()
        (found,) = compiled("of agency", of_agency, **values)
        same = {field.attname for field in Ticket._meta.fields}
        assert {name: getattr(found, name) for name in same} == {
            name: getattr(expected, name) for name in same
        }
        assert found.same == ticket.version
        with CaptureQueriesContext(connection) as asked:
            assert found.citizen == expected.citizen
            assert found.service == expected.service
            assert found.assignee == expected.assignee
        assert len(asked) == 0  # they came with the row
        later = values | {"since": ticket.received_at + dt.timedelta(microseconds=1)}
        assert compiled("of agency", of_agency, **later) == []


def test_the_queryset_is_built_once() -> None:
    built = []

    def build(pk: int) -> QuerySet[Staff, Staff]:
        built.append(pk)
        return Staff.objects.filter(pk=pk)

    people = [factories.StaffFactory() for _ in range(3)]
    assert [compiled("person", build, pk=one.pk) for one in people] == [[one] for one in people]
    assert len(built) == 1
    assert built[0] not in {one.pk for one in people}


def test_tuples_and_single_values() -> None:
    event = TicketEvent.objects.create(
        ticket=factories.TicketFactory(),
        verb="noted",
        at=dt.datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=dt.UTC),
        data={"from": "a"},
    )

    def pairs(ticket: int) -> QuerySet[TicketEvent, tuple[Any, ...]]:
        return TicketEvent.objects.filter(ticket=ticket).values_list("at", "data")

    def flat(ticket: int) -> QuerySet[TicketEvent, str]:
        return TicketEvent.objects.filter(ticket=ticket).values_list("verb", flat=True)

    for _ in range(2):
        assert compiled("pairs", pairs, ticket=event.ticket_id) == [(event.at, event.data)]
        assert compiled("flat", flat, ticket=event.ticket_id) == ["noted"]
        assert compiled("flat", flat, ticket=0) == []


def test_another_key_is_another_queryset() -> None:
    mine, other = factories.MembershipFactory(), factories.MembershipFactory()
    for one in (mine, other, mine):
        found = compiled(("roles", one.pk), lambda one=one: Membership.objects.filter(pk=one.pk))
        assert found == [one]


def test_what_is_known_to_be_empty_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        for _ in range(2):
            assert compiled("none", lambda pk: Staff.objects.filter(pk__in=[]), pk=1) == []
    assert len(asked) == 0


def test_what_was_read_is_not_kept() -> None:
    staff = factories.StaffFactory()
    compiled(None, lambda pk: Staff.objects.filter(pk=pk), pk=staff.pk)
    (read,) = module._here.kept.values()
    assert "execute_sql" not in vars(read._compiler)


def test_none_is_refused_whenever_it_comes() -> None:
    def build(pk: int) -> QuerySet[Staff, Staff]:
        return Staff.objects.filter(pk=pk)

    for values in ({"pk": None}, {"pk": 1}, {"pk": None}):
        if values["pk"] is None:
            with pytest.raises(TypeError, match="None"):
                compiled(None, build, **values)
        else:
            assert compiled(None, build, **values) == []


def test_two_reads_of_one_name_are_two(petugas: Staff) -> None:
    def first() -> QuerySet[Staff, Staff]:
        return Staff.objects.filter(pk=petugas.pk)

    def second() -> QuerySet[Staff, Staff]:
        return Staff.objects.none()

    assert compiled("same", first) == [petugas]
    assert compiled("same", second) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL prepares statements")
@pytest.mark.django_db(transaction=True)
def test_a_table_altered_meanwhile_is_read_all_the_same() -> None:
    ticket = factories.TicketFactory(subject="Permohonan contoh")

    def build(pk: int) -> QuerySet[Ticket, Ticket]:
        return Ticket.objects.filter(pk=pk)

    def read() -> str:
        (found,) = compiled(None, build, pk=ticket.pk)
        return found.subject

    def alter(width: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE tickets_ticket ALTER subject TYPE varchar({width})")

    assert [read() for _ in range(9)] == ["Permohonan contoh"] * 9
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] > 0
    try:
        alter(250)
        assert [read() for _ in range(9)] == ["Permohonan contoh"] * 9
    finally:
        alter(200)


@pytest.mark.parametrize(
    "build",
    [
        lambda name: Staff.objects.filter(username__icontains=name),
        lambda name: Staff.objects.filter(username="lain"),
        lambda name: Staff.objects.filter(Q(username=name) | Q(full_name__icontains=name)),
    ],
    ids=["changed on its way", "not used", "once as it is and once changed"],
)
def test_a_value_that_does_not_reach_the_sql_is_refused(build: Any) -> None:
    with pytest.raises(TypeError, match="name"):
        compiled("wrong", build, name="budi")


def test_a_value_is_never_read_as_sql() -> None:
    staff = factories.StaffFactory(username="o'neil")
    hostile = "' OR '1'='1"

    def named(username: str) -> QuerySet[Staff, Staff]:
        return Staff.objects.filter(username=username)

    assert compiled("named", named, username=staff.username) == [staff]
    assert compiled("named", named, username=hostile) == []


def test_the_longest_unused_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    staff, built = factories.StaffFactory(), []

    def build(pk: int) -> QuerySet[Staff, Staff]:
        built.append(pk)
        return Staff.objects.filter(pk=pk)

    for number in range(10):
        for key in ("in use", number):
            assert compiled(key, build, pk=staff.pk) == [staff]
    assert len(module._here.kept) == 3
    assert len(built) == 11


def test_each_thread_has_its_own() -> None:
    compiled("person", lambda pk: Staff.objects.filter(pk=pk), pk=1)
    seen: list[bool] = []
    thread = threading.Thread(target=lambda: seen.append(hasattr(module._here, "kept")))
    thread.start()
    thread.join()
    assert seen == [False]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one width of integers")
def test_a_column_too_narrow_to_tell_a_value_apart_is_refused(dinas: Agency) -> None:
    with pytest.raises(TypeError, match="fit"):
        compiled(None, lambda weekday: OfficeHours.objects.filter(weekday=weekday), weekday=1)


def test_what_can_hold_nothing_is_empty() -> None:
    assert compiled(None, lambda pk: Staff.objects.filter(pk=pk, pk__in=[]), pk=1) == []
