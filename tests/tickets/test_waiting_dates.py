"""The days that are offered to wait until, and when an office may speak."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from services.workdays import WeeklyHours, WorkCalendar
from tickets import waiting_dates

ZONE = ZoneInfo("Asia/Jakarta")
WEEK = tuple(WeeklyHours(day, dt.time(7, 30), dt.time(16)) for day in range(5))
OFFICE = WorkCalendar(zone=ZONE, hours=WEEK)
TUESDAY = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # 10.00 WIB


def labels(calendar: WorkCalendar, now: dt.datetime) -> list[tuple[str, str]]:
    return [(one.name, one.day.isoformat()) for one in waiting_dates.offered(calendar, now)]


def test_an_ordinary_tuesday() -> None:
    assert labels(OFFICE, TUESDAY) == [
        ("Besok", "2026-06-10"),
        ("3 hari kerja", "2026-06-12"),
        ("Senin", "2026-06-15"),
        ("5 hari kerja", "2026-06-16"),
    ]


def test_on_friday_the_next_working_day_is_monday_and_stands_once() -> None:
    friday = TUESDAY + dt.timedelta(days=3)
    assert labels(OFFICE, friday)[0] == ("Hari kerja berikutnya", "2026-06-15")
    days = [day for _, day in labels(OFFICE, friday)]
    assert len(days) == len(set(days))


def test_a_holiday_on_monday_moves_to_the_next_working_day() -> None:
    monday = dt.date(2026, 6, 15)
    office = WorkCalendar(zone=ZONE, hours=WEEK, holidays={monday: "Libur contoh"})
    found = dict(labels(office, TUESDAY))
    assert "Senin" not in found
    assert "2026-06-15" not in found.values()
    assert "2026-06-16" in found.values()


def test_an_office_without_hours_is_taken_to_work_on_weekdays() -> None:
    office = WorkCalendar(zone=ZONE)
    assert labels(office, TUESDAY)[0] == ("Besok", "2026-06-10")
    opens = waiting_dates.opens_on(office, dt.date(2026, 6, 13))  # a Saturday
    assert opens == dt.datetime(2026, 6, 15, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("days", "refused"), [(-1, True), (0, True), (1, False), (90, False), (91, True)]
)
def test_a_day_that_has_begun_or_is_far_is_refused(days: int, refused: bool) -> None:
    day = dt.date(2026, 6, 9) + dt.timedelta(days=days)
    assert bool(waiting_dates.why_not(OFFICE, day, TUESDAY)) == refused


def test_the_office_speaks_while_it_is_open() -> None:
    assert waiting_dates.opening_from(OFFICE, TUESDAY) == TUESDAY
    night = TUESDAY.replace(hour=15)  # 22.00 WIB
    assert waiting_dates.opening_from(OFFICE, night) == dt.datetime(
        2026, 6, 10, 0, 30, tzinfo=dt.UTC
    )


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
@pytest.mark.parametrize("hour", [0, 5, 15, 23])
def test_every_offer_is_a_working_day_to_come(zone: str, hour: int) -> None:
    office = WorkCalendar(zone=ZoneInfo(zone), hours=WEEK)
    for day in range(14):
        now = TUESDAY.replace(hour=hour) + dt.timedelta(days=day)
        for one in waiting_dates.offered(office, now):
            assert not waiting_dates.why_not(office, one.day, now)
            assert office.openings(one.day)
