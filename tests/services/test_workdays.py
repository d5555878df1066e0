"""Office time: breaks, Fridays, holidays, Ramadan, zones, and what must hold for any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.workdays import (
    NoOfficeHours,
    WeeklyHours,
    WorkCalendar,
    add_working_days,
    add_working_time,
    is_open,
    next_opening,
    working_time_between,
)

WIB = ZoneInfo("Asia/Jakarta")


WITA = ZoneInfo("Asia/Makassar")


HOUR = timedelta(hours=1)


def week(**validity):
    rows = []
    for weekday in range(5):
        lunch_ends = time(13, 0) if weekday != 4 else time(13, 30)
        lunch_starts = time(12, 0) if weekday != 4 else time(11, 30)
        rows.append(WeeklyHours(weekday, time(7, 30), lunch_starts, **validity))
        rows.append(WeeklyHours(weekday, lunch_ends, time(16, 0), **validity))
    return tuple(rows)


OFFICE = WorkCalendar(
    WIB,
    week(),
    holidays={date(2026, 12, 24): "Cuti bersama Natal", date(2026, 12, 25): "Natal"},
    exceptions={date(2026, 11, 28): ((time(8), time(12)),), date(2026, 11, 30): ()},
)


def at(day, hour, minute=0, zone=WIB, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


# 2026-11-20 is a Friday.


def test_time_left_on_friday_continues_on_monday():
    due = add_working_time(OFFICE, start=at(20, 15, 59), amount=2 * HOUR)
    assert due == at(23, 9, 29)
    assert due.tzinfo is UTC


def test_lunch_and_friday_prayer_do_not_count():
    assert add_working_time(OFFICE, start=at(19, 11, 30), amount=HOUR) == at(19, 13, 30)
    assert add_working_time(OFFICE, start=at(20, 11), amount=HOUR) == at(20, 14)
    assert working_time_between(OFFICE, start=at(20, 7), end=at(20, 18)) == 6.5 * HOUR


def test_time_that_ends_with_the_day_ends_at_the_closing_not_on_monday():
    assert add_working_time(OFFICE, start=at(20, 15), amount=HOUR) == at(20, 16)
    assert add_working_time(OFFICE, start=at(20, 16), amount=timedelta()) == at(20, 16)
    assert add_working_time(OFFICE, start=at(20, 16, 1), amount=timedelta()) == at(23, 7, 30)


def test_holidays_and_collective_leave_are_skipped():
    due = add_working_time(OFFICE, start=at(23, 15, month=12), amount=2 * HOUR)
    assert due == at(28, 8, 30, month=12)


def test_an_exception_opens_a_saturday_and_closes_a_monday():
    assert OFFICE.openings(date(2026, 11, 28))
    assert not OFFICE.openings(date(2026, 11, 30))
    assert is_open(OFFICE, at(28, 9))
    assert next_opening(OFFICE, at(28, 12)) == datetime(2026, 12, 1, 7, 30, tzinfo=WIB)


def test_an_exception_opens_a_holiday():
    calendar = WorkCalendar(
        WIB, week(), {date(2026, 12, 25): "Natal"}, {date(2026, 12, 25): ((time(8), time(10)),)}
    )
    assert is_open(calendar, at(25, 9, month=12))


def test_the_office_is_open_from_its_opening_until_just_before_its_closing():
    assert is_open(OFFICE, at(23, 7, 30))
    assert not is_open(OFFICE, at(23, 7, 29))
    assert not is_open(OFFICE, at(23, 16))
    assert not is_open(OFFICE, at(23, 12, 30))


def test_the_next_opening_is_now_while_the_office_is_open():
    assert next_opening(OFFICE, at(23, 9)) == at(23, 9)
    assert next_opening(OFFICE, at(23, 12, 10)) == at(23, 13)
    assert next_opening(OFFICE, at(20, 16)) == at(23, 7, 30)


def test_days_are_those_of_the_office_not_of_utc():
    kupang = WorkCalendar(WITA, week())
    monday_0730 = at(23, 7, 30, WITA)
    assert monday_0730.astimezone(UTC).date() == date(2026, 11, 22)
    assert is_open(kupang, monday_0730.astimezone(UTC))
    assert not is_open(OFFICE, monday_0730)


def test_ramadan_hours_replace_the_usual_ones_by_date():
    usual = week(valid_until=date(2026, 2, 17)) + week(valid_from=date(2026, 3, 20))
    ramadan = tuple(
        WeeklyHours(d, time(8), time(15), date(2026, 2, 18), date(2026, 3, 19)) for d in range(5)
    )
    calendar = WorkCalendar(WIB, usual + ramadan)
    assert not is_open(calendar, datetime(2026, 2, 18, 7, 45, tzinfo=WIB))
    assert is_open(calendar, datetime(2026, 2, 18, 12, 30, tzinfo=WIB))
    assert is_open(calendar, datetime(2026, 2, 17, 7, 45, tzinfo=WIB))
    assert is_open(calendar, datetime(2026, 3, 20, 7, 45, tzinfo=WIB))


def test_overlapping_rows_count_once_and_touching_rows_are_one():
    calendar = WorkCalendar(
        WIB,
        (
            WeeklyHours(0, time(8), time(12)),
            WeeklyHours(0, time(10), time(14)),
            WeeklyHours(0, time(9), time(10)),
            WeeklyHours(0, time(14), time(16)),
        ),
    )
    assert working_time_between(calendar, start=at(23, 0), end=at(24, 0)) == 8 * HOUR
    assert len(calendar.openings(date(2026, 11, 23))) == 1


def test_a_unit_that_never_closes_works_around_the_clock():
    always = WorkCalendar(WIB, tuple(WeeklyHours(d, time(0), time(0)) for d in range(7)))
    assert add_working_time(always, start=at(20, 15), amount=24 * HOUR) == at(21, 15)
    assert is_open(always, at(22, 23, 59))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (at(20, 15, 59), 1, at(23, 16)),  # Friday afternoon -> Monday
        (at(20, 7), 1, at(23, 16)),  # Friday morning: that day is not counted either
        (at(20, 20), 1, at(23, 16)),
        (at(22, 10), 1, at(23, 16)),  # Sunday -> Monday is the first day
        (at(23, 9), 5, at(28, 12)),  # an open Saturday
        (at(23, 9), 6, at(1, 16, month=12)),  # over an open Saturday and a closed Monday
        (at(23, 9), 0, at(23, 16)),
        (at(23, 17), 0, at(24, 16)),
        (at(23, 9, month=12), 1, at(28, 16, month=12)),  # over Christmas
    ],
)
def test_working_days_end_with_the_last_closing(start, days, due):
    assert add_working_days(OFFICE, start=start, days=days) == due


def test_an_office_without_hours_says_so_and_never_hangs():
    for empty in (
        WorkCalendar(WIB),
        WorkCalendar(WIB, week(valid_until=date(2020, 1, 1))),
        WorkCalendar(WIB, exceptions={date(2026, 12, 1): ()}),
    ):
        with pytest.raises(NoOfficeHours, match="Jam pelayanan belum diatur"):
            add_working_time(empty, start=at(20, 9), amount=HOUR)
        with pytest.raises(NoOfficeHours):
            add_working_days(empty, start=at(20, 9), days=1)
        with pytest.raises(NoOfficeHours):
            next_opening(empty, at(20, 9))
        assert working_time_between(empty, start=at(20, 9), end=at(23, 9)) == timedelta()
        assert not is_open(empty, at(20, 9))


def test_time_that_runs_out_before_the_hours_do_is_said():
    calendar = WorkCalendar(WIB, week(valid_until=date(2026, 11, 24)))
    with pytest.raises(NoOfficeHours):
        add_working_time(calendar, start=at(23, 8), amount=100 * HOUR)
    with pytest.raises(NoOfficeHours):
        add_working_days(calendar, start=at(23, 8), days=3)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: WeeklyHours(7, time(8), time(9)),
        lambda: WeeklyHours(0, time(9), time(9)),
        lambda: WorkCalendar(WIB, exceptions={date(2026, 1, 1): ((time(9), time(8)),)}),
        lambda: add_working_time(OFFICE, start=at(20, 9), amount=-HOUR),
        lambda: add_working_days(OFFICE, start=at(20, 9), days=-1),
        lambda: is_open(OFFICE, datetime(2026, 11, 20, 9)),  # noqa: DTZ001  the very mistake tested
        lambda: working_time_between(OFFICE, start=at(20, 9), end=datetime(2026, 11, 20)),  # noqa: DTZ001
    ],
)
def test_impossible_input_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        wrong()


def test_a_promise_of_ten_years_is_counted_to_the_minute():
    due = add_working_time(WorkCalendar(WIB, week()), start=at(20, 9), amount=20_000 * HOUR)
    assert due.year == 2037
    measured = working_time_between(WorkCalendar(WIB, week()), start=at(20, 9), end=due)
    assert measured == 20_000 * HOUR
