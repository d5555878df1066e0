"""The promise: due times over weekends and pauses, how they stand, and how they are told."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.workdays import NoOfficeHours, WeeklyHours, WorkCalendar
from tickets.sla import (
    Basis,
    Pause,
    Reading,
    Target,
    due_at,
    explain,
    reading,
    reminder_steps,
    target_words,
)
from tickets.words import words

WIB = ZoneInfo("Asia/Jakarta")
HOUR = timedelta(hours=1)
OFFICE = WorkCalendar(
    WIB,
    tuple(
        WeeklyHours(d, opens, closes)
        for d in range(5)
        for opens, closes in ((time(8), time(12)), (time(13), time(16)))
    ),
    {date(2026, 12, 24): "Cuti bersama Natal", date(2026, 12, 25): "Hari Raya Natal"},
)
ONE_DAY = Target(Basis.CALENDAR_HOURS, 24)
FOUR_HOURS = Target(Basis.OFFICE_HOURS, 4)
TWO_DAYS = Target(Basis.WORKING_DAYS, 2)


def at(day, hour, minute=0, month=11, zone=WIB):
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


FRIDAY = at(20, 15, 59)


def test_one_day_is_24_hours_on_the_clock_also_over_a_weekend():
    due = due_at(FRIDAY, target=ONE_DAY, calendar=OFFICE)
    assert due == at(21, 15, 59)
    assert due.tzinfo is UTC


def test_office_hours_and_working_days_skip_the_weekend():
    assert due_at(FRIDAY, target=FOUR_HOURS, calendar=OFFICE) == at(23, 11, 59)
    assert due_at(FRIDAY, target=TWO_DAYS, calendar=OFFICE) == at(24, 16)


def test_a_pause_moves_the_due_time_by_its_length_in_the_promises_own_time():
    pause = [Pause(at(20, 16), at(23, 9, 30))]
    assert due_at(FRIDAY, target=ONE_DAY, calendar=OFFICE, pauses=pause) == at(24, 9, 29)
    assert due_at(FRIDAY, target=FOUR_HOURS, calendar=OFFICE, pauses=pause) == at(23, 14, 29)
    assert due_at(FRIDAY, target=TWO_DAYS, calendar=OFFICE, pauses=pause) == at(25, 9, 30)


def test_pauses_that_overlap_or_began_before_the_clock_count_once():
    pauses = [
        Pause(at(20, 18), at(20, 20)),
        Pause(at(20, 17), at(20, 19)),
        Pause(at(20, 17), at(20, 18)),
        Pause(at(20, 10), at(20, 16, 9)),
        Pause(at(20, 9), at(20, 10)),
    ]
    due = due_at(FRIDAY, target=ONE_DAY, calendar=OFFICE, pauses=pauses)
    assert due == at(21, 15, 59) + 3 * HOUR + timedelta(minutes=10)


def test_a_pause_after_the_promise_was_broken_does_not_mend_it():
    late = [Pause(at(21, 16), at(25, 16))]
    assert due_at(FRIDAY, target=ONE_DAY, calendar=OFFICE, pauses=late) == at(21, 15, 59)


def test_a_pause_may_start_in_time_that_an_earlier_pause_won():
    pauses = [Pause(at(21, 10), at(21, 12)), Pause(at(21, 17), at(21, 18))]
    assert due_at(FRIDAY, target=ONE_DAY, calendar=OFFICE, pauses=pauses) == at(21, 18, 59)


def test_a_pause_still_running_moves_nothing_yet():
    running = [Pause(at(20, 18), None), Pause(at(20, 19), at(20, 20))]
    assert due_at(FRIDAY, target=ONE_DAY, calendar=OFFICE, pauses=running) == at(21, 15, 59)


def test_an_office_without_hours_keeps_clock_promises_and_refuses_the_others():
    empty = WorkCalendar(WIB)
    assert due_at(FRIDAY, target=ONE_DAY, calendar=empty) == at(21, 15, 59)
    with pytest.raises(NoOfficeHours):
        due_at(FRIDAY, target=FOUR_HOURS, calendar=empty)
    with pytest.raises(ValueError, match="never negative"):
        Target(Basis.WORKING_DAYS, -1)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (at(21, 11, 59), Reading.ON_TRACK),
        (at(21, 12), Reading.SOON),
        (at(21, 15, 59), Reading.SOON),
        (at(21, 16), Reading.OVERDUE),
    ],
)
def test_a_promise_is_read_against_now(now, found):
    assert reading(at(21, 15, 59), now=now) is found
    assert reading(at(21, 15, 59), now=now, paused=True) is Reading.PAUSED


def test_what_has_ended_was_kept_or_missed_for_good():
    due = at(21, 15, 59)
    assert reading(due, now=at(30, 9), ended_at=due) is Reading.KEPT
    assert reading(due, now=at(30, 9), paused=True, ended_at=at(21, 16)) is Reading.MISSED


def keys(now, calendar=None, due=None):
    steps = reminder_steps(start=FRIDAY, due=due or at(21, 15, 59), now=now, calendar=calendar)
    return [step.key for step in steps]


def test_reminder_steps_come_one_after_another_and_daily_when_late():
    assert keys(at(21, 3, 58)) == []
    assert keys(at(21, 3, 59)) == ["50%"]
    assert keys(at(21, 9, 59)) == ["50%", "75%"]
    assert keys(at(21, 15, 59)) == ["50%", "75%", "due"]
    assert keys(at(22, 15, 58)) == ["50%", "75%", "due"]
    assert keys(at(24, 16)) == ["50%", "75%", "due", "due+1d", "due+2d", "due+3d"]


def test_reminder_steps_of_office_time_do_not_fall_into_the_weekend():
    due = due_at(FRIDAY, target=FOUR_HOURS, calendar=OFFICE)
    assert keys(at(22, 23), OFFICE, due) == []
    assert keys(at(23, 9, 59), OFFICE, due) == ["50%"]
    assert keys(at(23, 11), OFFICE, due) == ["50%", "75%"]


def test_reminder_steps_survive_office_hours_that_were_taken_away():
    assert keys(at(21, 3, 59), WorkCalendar(WIB)) == ["50%"]


def test_the_explanation_tells_every_step():
    told = explain(
        FRIDAY,
        target=ONE_DAY,
        calendar=OFFICE,
        pauses=[Pause(at(20, 17), at(20, 19, 10), "menunggu pemohon")],
    )
    assert told.sentences == (
        "Diterima Jumat, 20 November 2026 15.59 WIB",
        "Standar: 1x24 jam sejak diterima",
        "Jeda 2 jam 10 menit menunggu pemohon",
        "Paling lambat Sabtu, 21 November 2026 18.09 WIB",
    )
    assert told.due == at(21, 18, 9)


def test_the_explanation_names_closed_hours_holidays_and_a_running_pause():
    told = explain(
        at(23, 17, month=12),
        target=FOUR_HOURS,
        calendar=OFFICE,
        pauses=[
            Pause(at(28, 8, 30, month=12), at(28, 9, 30, month=12)),
            Pause(at(28, 10, month=12), None),
        ],
        starts_with="Berkas lengkap",
    )
    assert told.sentences == (
        "Berkas lengkap Rabu, 23 Desember 2026 17.00 WIB",
        "Standar: 4 jam kerja sejak berkas lengkap",
        "Di luar jam kerja, dihitung mulai Senin, 28 Desember 2026 08.00 WIB",
        "Tidak dihitung: Cuti bersama Natal, Hari Raya Natal",
        "Jeda 1 jam (jam kerja)",
        "Dijeda sejak Senin, 28 Desember 2026 10.00 WIB",
        "Paling lambat Senin, 28 Desember 2026 14.00 WIB",
    )


def test_the_explanation_says_how_working_days_are_counted():
    told = explain(at(23, 9), target=TWO_DAYS, calendar=OFFICE)
    assert told.sentences[2].startswith("Hari penerimaan tidak dihitung")
    assert told.sentences[-1] == "Paling lambat Rabu, 25 November 2026 16.00 WIB"
    assert len(explain(at(23, 9), target=FOUR_HOURS, calendar=OFFICE).sentences) == 3


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (ONE_DAY, "1x24 jam"),
        (Target(Basis.CALENDAR_HOURS, 72), "3x24 jam"),
        (Target(Basis.CALENDAR_HOURS, 36), "36 jam"),
        (Target(Basis.CALENDAR_HOURS, 2), "2 jam"),
        (FOUR_HOURS, "4 jam kerja"),
        (Target(Basis.WORKING_DAYS, 14), "14 hari kerja"),
    ],
)
def test_a_promise_in_words(target, said):
    assert target_words(target) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(20, 16), "hari ini 16.00 WIB"),
        (at(21, 14), "besok 14.00 WIB"),
        (at(19, 14), "kemarin 14.00 WIB"),
        (at(23, 14), "Senin 14.00 WIB"),
        (at(26, 14), "Kamis 14.00 WIB"),
        (at(27, 14), "Jumat, 27 November 2026 14.00 WIB"),
        (at(18, 14), "Rabu, 18 November 2026 14.00 WIB"),
    ],
)
def test_a_moment_is_named_as_near_as_it_is(moment, said):
    assert words(moment, zone=WIB, now=FRIDAY) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Pontianak", "hari ini 15.59 WIB"),
        ("Asia/Makassar", "hari ini 16.59 WITA"),
        ("Asia/Jayapura", "hari ini 17.59 WIT"),
        ("UTC", "hari ini 08.59 (UTC)"),
    ],
)
def test_each_zone_has_its_indonesian_name(zone, said):
    assert words(FRIDAY, zone=ZoneInfo(zone), now=FRIDAY) == said


moments = st.integers(0, 30 * 24 * 60).map(lambda m: at(10, 0) + timedelta(minutes=m))
targets = st.builds(Target, st.sampled_from(Basis), st.integers(0, 40))
spans = st.lists(
    st.tuples(moments, st.integers(0, 3000)).map(
        lambda p: Pause(p[0], p[0] + timedelta(minutes=p[1]))
    ),
    max_size=4,
)


@given(moments, targets, spans)
@settings(max_examples=100, deadline=None)
def test_pauses_only_ever_move_a_due_time_later_by_no_more_than_they_lasted(start, target, pauses):
    plain = due_at(start, target=target, calendar=OFFICE)
    moved = due_at(start, target=target, calendar=OFFICE, pauses=pauses)
    assert plain <= moved
    assert moved == due_at(start, target=target, calendar=OFFICE, pauses=[*pauses, *pauses])
    if target.basis is Basis.CALENDAR_HOURS:
        assert moved - plain <= sum((p.end - p.start for p in pauses), timedelta())
    assert explain(start, target=target, calendar=OFFICE, pauses=pauses).due == moved


@given(moments, targets, moments)
@settings(max_examples=100, deadline=None)
def test_reminder_steps_are_in_order_and_never_in_the_future(start, target, now):
    due = due_at(start, target=target, calendar=OFFICE)
    steps = reminder_steps(start=start, due=due, now=now, calendar=OFFICE)
    times = [step.at for step in steps]
    assert times == sorted(times)
    assert all(time <= now for time in times)
    assert ("due" in {step.key for step in steps}) == (now >= due)
