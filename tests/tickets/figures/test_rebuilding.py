"""The sweep makes days that are over, again when they change, and may be killed or doubled."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from services import rows
from services.models import Agency, Service, Staff
from tests import factories
from tickets import desk
from tickets.figures import making, rebuilding
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import (
    DailyFigure,
    DailySpread,
    FigureChange,
    FigureProgress,
    RegisterCounter,
    Ticket,
)

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
MONDAY = dt.date(2026, 6, 8)  # `now` of the cast is Tuesday


@pytest.fixture
def kemarin(clock: Any, tiket: Ticket) -> Ticket:
    """A matter of yesterday, taken by nobody, and all days made."""
    received = timezone.now() - DAY
    Ticket.objects.filter(pk=tiket.pk).update(
        received_at=received, first_response_due_at=received + DAY, due_at=received + DAY
    )
    made()
    tiket.refresh_from_db()
    return tiket


def made() -> int:
    total = 0
    while count := rebuild_figures(timezone.now()):
        total += count
    return total


def figures(*agencies: Agency, first: dt.date = MONDAY, last: dt.date = MONDAY) -> Figures:
    return Figures(Asked(agencies=agencies, first=first, last=last), now=timezone.now())


def test_a_day_is_made_when_it_is_over_for_a_while(clock: Any, tiket: Ticket) -> None:
    zone = tiket.agency.zone
    clock.move_to(dt.datetime(2026, 6, 10, 0, 14, tzinfo=zone))
    made()
    today = DailyFigure.objects.filter(day=dt.date(2026, 6, 9), hour=None)
    assert not today.exists()
    clock.move_to(dt.datetime(2026, 6, 10, 0, 16, tzinfo=zone))
    made()
    (row,) = today.all()
    assert (row.arrived, row.service_id, row.source) == (1, tiket.service_id, "whatsapp")
    assert rebuild_figures(timezone.now()) == 0


def test_what_changes_later_is_counted_at_once_and_made_again(
    kemarin: Ticket, penyelia: Staff
) -> None:
    office = kemarin.agency
    desk.take(kemarin, by=penyelia, now=timezone.now())
    assert FigureChange.objects.get().at == kemarin.received_at
    for _ in range(2):
        assert list(figures(office).by("assignee_id")) == [(penyelia.pk,)]
        made()
    assert not FigureChange.objects.exists()
    assert DailyFigure.objects.get(day=MONDAY).assignee == penyelia


def test_a_transfer_takes_the_matter_to_the_other_office_from_its_first_day(
    kemarin: Ticket, penyelia: Staff, dinas_wita: Agency
) -> None:
    left = kemarin.agency
    made()
    desk.transfer(kemarin, by=penyelia, now=timezone.now(), reason="Contoh", to_agency=dinas_wita)
    for _ in range(2):
        assert figures(left).total["arrived"] == 0
        assert figures(dinas_wita).total["arrived"] == 1
        made()


def test_what_reached_us_late_is_marked(
    clock: Any, kemarin: Ticket, layanan: Service, petugas: Staff
) -> None:
    RegisterCounter.objects.create(agency=kemarin.agency, year=2026, last=9)
    desk.open_ticket(
        desk.Opening(
            agency=kemarin.agency,
            citizen=kemarin.citizen,
            source=Ticket.Source.WHATSAPP,
            received_at=timezone.now() - DAY,
            state=Ticket.State.NEW,
            service=layanan,
            now=timezone.now(),
        )
    )
    for _ in range(2):
        assert figures(kemarin.agency).total["arrived"] == 2
        made()


def test_what_happens_today_marks_nothing(clock: Any, tiket: Ticket, penyelia: Staff) -> None:
    made()
    desk.take(tiket, by=penyelia, now=timezone.now())
    desk.resolve(tiket, by=penyelia, now=timezone.now(), outcome="fulfilled", summary="Contoh.")
    assert not FigureChange.objects.exists()


def test_a_verb_that_changes_no_figure_marks_nothing(kemarin: Ticket, penyelia: Staff) -> None:
    desk.mark_urgent(kemarin, by=penyelia, now=timezone.now())
    assert not FigureChange.objects.exists()


def test_another_zone_cuts_all_days_anew(kemarin: Ticket) -> None:
    office = kemarin.agency
    Ticket.objects.filter(pk=kemarin.pk).update(
        received_at=dt.datetime(2026, 6, 7, 16, 30, tzinfo=dt.UTC)  # Sunday in WIB, Monday in WIT
    )
    FigureProgress.objects.all().delete()
    DailyFigure.objects.all().delete()
    made()
    assert figures(office).total["arrived"] == 0
    office.timezone = Agency.Zone.JAYAPURA
    office.save()
    assert figures(office).made.is_recut
    made()
    assert figures(office).total["arrived"] == 1
    assert not figures(office).made.is_recut
    assert set(DailyFigure.objects.values_list("day", "arrived")) == {(MONDAY, 1)}


def test_days_are_shown_as_they_were_until_another_zone_cuts_them(
    clock: Any, kemarin: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five days with a matter each; the sweep dies at the third of them, and goes on later."""
    office, days = kemarin.agency, [MONDAY - n * DAY for n in range(2, 7)]
    for day in days:
        factories.TicketFactory(
            conversation__channel=kemarin.channel,
            conversation__citizen__agency=office,
            received_at=dt.datetime.combine(day, dt.time(12), office.zone),
            due_at=dt.datetime.combine(day, dt.time(15), office.zone),
        )
    FigureProgress.objects.all().delete()
    made()

    def came() -> dict[Any, int]:
        found = figures(office, first=days[-1], last=days[0]).by("day")
        return {day: counts["arrived"] for (day,), counts in found.items() if counts["arrived"]}

    assert came() == dict.fromkeys(days, 1)
    office.timezone = Agency.Zone.JAYAPURA
    office.save()
    make = rebuilding._make

    def die(progress: FigureProgress, agency: Agency, first: dt.date, last: dt.date) -> None:
        if first <= days[2] <= last:
            raise KeyboardInterrupt
        make(progress, agency, first, last)

    monkeypatch.setattr(rebuilding, "_DAYS", 1)
    with monkeypatch.context() as patched:
        patched.setattr(rebuilding, "_make", die)
        with pytest.raises(KeyboardInterrupt):
            rebuild_figures(timezone.now())
    assert FigureProgress.objects.get(agency=office).recut_through == days[3]
    assert came() == dict.fromkeys(days, 1)
    assert figures(office).made.is_recut
    made()
    assert came() == dict.fromkeys(days, 1)
    assert not figures(office).made.is_recut


def test_an_older_version_makes_anew_what_is_cut_by_two_zones(
    kemarin: Ticket, dinas_wita: Agency
) -> None:
    """It knows no `recut_through`, and would take each day for one of the new zone."""
    made()
    FigureProgress.objects.filter(agency=kemarin.agency).update(recut_through=MONDAY - DAY)
    migration = import_module("tickets.migrations.0092_recut_through")
    migration.make_anew(apps, None)
    assert [one.agency for one in FigureProgress.objects.all()] == [dinas_wita]


def test_a_run_that_dies_leaves_the_day_as_it_was(
    kemarin: Ticket, penyelia: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.take(kemarin, by=penyelia, now=timezone.now())
    before = list(DailyFigure.objects.values())

    def die(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(making, "spread_over", die)
        with pytest.raises(KeyboardInterrupt):
            rebuild_figures(timezone.now())
    assert list(DailyFigure.objects.values()) == before
    assert FigureChange.objects.exists()
    made()
    assert DailyFigure.objects.get(day=MONDAY).assignee == penyelia


def test_a_day_made_while_somebody_reads_is_not_shown_as_it_was_kept(
    kemarin: Ticket, penyelia: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep commits between the two statements that say which days are made, and which changed."""
    monkeypatch.setattr(rows, "_takes_several", lambda _: False)
    assert [*figures(kemarin.agency).by("assignee_id")] == [(None,)]  # kept by this process
    desk.take(kemarin, by=penyelia, now=timezone.now())
    said = list[str]()

    def sweep_after_the_first(execute: Any, sql: str, *args: Any) -> Any:
        if said == ["one"]:
            said.append("sweep")
            made()
        found = execute(sql, *args)
        if not said:
            said.append("one")
        return found

    with connection.execute_wrapper(sweep_after_the_first):
        assert [*figures(kemarin.agency).by("assignee_id")] == [(penyelia.pk,)]
    assert not FigureChange.objects.exists()


def test_a_day_made_twice_is_counted_once(kemarin: Ticket) -> None:
    FigureChange.objects.create(agency=kemarin.agency, at=kemarin.received_at)
    FigureChange.objects.create(agency=kemarin.agency, at=kemarin.received_at)
    assert made() == 1
    assert DailyFigure.objects.get().arrived == 1
    # It came within office hours, at ten.
    assert DailySpread.objects.filter(measure="hour").values_list("bucket", "tickets").get() == (
        10,
        1,
    )


def test_what_is_over_and_not_answered_is_late_without_anything_being_made(
    clock: Any, kemarin: Ticket
) -> None:
    assert figures(kemarin.agency).total["first_late"] == 0
    clock.shift(2 * HOUR)
    assert figures(kemarin.agency).total["first_late"] == 1
    assert not FigureChange.objects.exists()


def test_a_made_month_costs_the_same_for_many(
    kemarin: Ticket, django_assert_num_queries: Callable[[int], Any]
) -> None:
    # On PostgreSQL what is read together is one: how far it is made, the days, what is live. Days and hours that
    # were read once are kept.
    first, again = (3, 2) if connection.vendor == "postgresql" else (9, 7)
    for count, queries in ((1, first), (50, again)):
        for _ in range(count):
            citizen = factories.CitizenFactory(agency=kemarin.agency)
            factories.TicketFactory(
                conversation__channel=kemarin.channel,
                conversation__citizen=citizen,
                received_at=timezone.now() - 3 * DAY,
            )
        with django_assert_num_queries(queries):
            found = figures(kemarin.agency, first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 9))
            found.by("service_id")
