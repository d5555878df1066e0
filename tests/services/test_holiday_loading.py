"""National holidays: loaded once, corrected, never over what people entered."""

import datetime as dt

import pytest
from django.core.management import call_command

from services.calendars import calendar_of
from services.holiday_loading import load
from services.models import Agency, Holiday

pytestmark = pytest.mark.django_db


def test_a_year_has_its_holidays_and_its_collective_leave() -> None:
    load([2026])
    national = Holiday.objects.filter(agency=None)
    assert national.filter(kind=Holiday.Kind.NATIONAL).count() == 17
    assert national.filter(kind=Holiday.Kind.COLLECTIVE_LEAVE).count() == 8
    assert national.get(date=dt.date(2026, 8, 17)).name == "Hari Kemerdekaan Republik Indonesia"


def test_estimates_are_named_as_such() -> None:
    load([2027])
    assert Holiday.objects.get(date=dt.date(2027, 3, 10)).name.endswith("(perkiraan)")


def test_loading_twice_changes_nothing() -> None:
    load([2026, 2027])
    before = list(Holiday.objects.values())
    again = load([2026, 2027])
    assert (again.added, again.renamed, again.removed) == (0, 0, 0)
    assert list(Holiday.objects.values()) == before


def test_what_people_entered_stays(dinas: Agency) -> None:
    load([2026])
    Holiday.objects.filter(date=dt.date(2026, 8, 17)).update(is_working=True, name="Tetap buka")
    Holiday.objects.create(agency=dinas, date=dt.date(2026, 12, 24), name="Piket", is_working=True)
    Holiday.objects.create(date=dt.date(2026, 7, 1), name="Pilkada", kind=Holiday.Kind.NATIONAL)
    load([2026])
    kept = Holiday.objects.get(date=dt.date(2026, 8, 17))
    assert (kept.name, kept.is_working) == ("Tetap buka", True)
    assert Holiday.objects.filter(name__in=["Piket", "Pilkada"]).count() == 2
    calendar = calendar_of(dinas)
    assert calendar.openings(dt.date(2026, 12, 24))
    assert not calendar.openings(dt.date(2026, 12, 25))


def test_an_estimate_that_moved_is_corrected() -> None:
    Holiday.objects.create(date=dt.date(2026, 3, 25), name="Idul Fitri (perkiraan)")
    Holiday.objects.create(date=dt.date(2026, 3, 21), name="Hari Raya Idul Fitri (perkiraan)")
    done = load([2026])
    assert (done.renamed, done.removed) == (1, 1)
    assert not Holiday.objects.filter(date=dt.date(2026, 3, 25)).exists()
    assert Holiday.objects.get(date=dt.date(2026, 3, 21)).name == "Hari Raya Idul Fitri"


def test_the_command_loads_this_year_and_the_next() -> None:
    call_command("load_holidays", verbosity=0)
    assert len(set(Holiday.objects.dates("date", "year"))) == 2
