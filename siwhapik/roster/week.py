"""One week of an office's roster as plain values: shifts, gaps, doubles and absences, day by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from services import access
from services.access import Action
from services.calendars import calendar_of
from services.duty import shifts_of
from services.hours_words import DAYS
from services.models import Absence, Agency, DutyShift, Membership, Role, Staff
from services.presence import presence_at
from services.rostering import Span, doubles, gaps, week_of
from tickets.words import short_day_words

_DAY = dt.timedelta(days=1)
_WEEK = 7 * _DAY
# Whoever works tickets can stand in a roster.
ON_ROSTERS = (Role.OPERATOR, Role.SUPERVISOR)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An office's week as it was read: everything that the page shows comes from here."""

    agency: Agency
    days: list[dt.date]
    people: list[Staff]
    shifts: list[DutyShift]
    absences: list[Absence]
    now: dt.datetime

    def away_on(self, day: dt.date) -> dict[int, Absence]:
        """Who is absent that day, by id of the person."""
        return {one.staff_id: one for one in self.absences if one.starts_on <= day <= one.ends_on}


def people_of(agency: Agency) -> list[Staff]:
    """Those who can be put on the roster, by name."""
    rows = Membership.objects.in_force().filter(agency=agency, role__in=ON_ROSTERS)
    people = {row.staff_id: row.staff for row in rows.select_related("staff")}
    return sorted(people.values(), key=str)


def sheet_of(agency: Agency, *, day: dt.date, now: dt.datetime) -> Sheet:
    """The week around a day, in three queries."""
    days, people = week_of(day), people_of(agency)
    here = Absence.objects.filter(staff__in=people, starts_on__lte=days[-1], ends_on__gte=days[0])
    return Sheet(
        agency=agency,
        days=days,
        people=people,
        shifts=list(shifts_of(agency, days)),
        absences=list(here.select_related("staff").order_by("starts_on", "staff__full_name")),
        now=now,
    )


def page_of(sheet: Sheet, *, reader: Staff) -> dict[str, Any]:
    """All that the page shows."""
    calendar = calendar_of(sheet.agency)
    days = [_day(sheet, day, openings=calendar.openings(day)) for day in sheet.days]
    there = presence_at(sheet.agency, sheet.now)
    return {
        "agency": sheet.agency,
        "title": _title(sheet.days),
        "week": sheet.days[0].isoformat(),
        "days": days,
        "gap_count": sum(len(day["gaps"]) for day in days),
        "double_count": sum(len(day["doubles"]) for day in days),
        "people": [_person(sheet, one, on_duty=there.on_duty) for one in sheet.people],
        "absences": [_absence(one) for one in sheet.absences],
        "may_edit": access.keeps_roster(reader, sheet.agency),
        "may_assign": access.can(reader, Action.ASSIGN, sheet.agency),
        "links": {
            "before": address(sheet.agency, sheet.days[0] - _WEEK),
            "after": address(sheet.agency, sheet.days[0] + _WEEK),
            "now": address(sheet.agency, sheet.now.astimezone(sheet.agency.zone).date()),
        },
    }


def address(agency: Agency, day: dt.date) -> str:
    """The page of the week around that day."""
    return f"{reverse('roster:week')}?{urlencode({'instansi': agency.pk, 'minggu': day})}"


def _day(sheet: Sheet, day: dt.date, *, openings: tuple[Span, ...]) -> dict[str, Any]:
    zone, away = sheet.agency.zone, sheet.away_on(day)
    of_day = [one for one in sheet.shifts if one.starts_at.astimezone(zone).date() == day]
    there = [(one.starts_at, one.ends_at) for one in sheet.shifts if one.staff_id not in away]
    alone = [(one.starts_at, one.ends_at) for one in of_day if one.staff_id not in away]
    return {
        "iso": day.isoformat(),
        "name": DAYS[day.weekday()],
        "date": short_day_words(day),
        "is_today": day == sheet.now.astimezone(zone).date(),
        "hours": ", ".join(_hours(span, zone) for span in openings) or "tutup",
        "is_open": bool(openings),
        "gaps": [_gap(span, day=day, zone=zone) for span in gaps(openings, there)],
        "doubles": [_hours(span, zone) for span in doubles(alone)],
        "shifts": [
            {
                "pk": one.pk,
                "name": str(one.staff),
                "hours": one.hours(zone),
                "is_away": one.staff_id in away,
                "is_now": one.starts_at <= sheet.now < one.ends_at,
            }
            for one in of_day
        ],
        "away": [f"{one.staff} ({one.get_kind_display().lower()})" for one in away.values()],
    }


def _gap(span: Span, *, day: dt.date, zone: dt.tzinfo) -> dict[str, str]:
    starts, ends = (f"{at.astimezone(zone):%H.%M}" for at in span)
    filled = urlencode({"hari": day, "mulai": starts, "selesai": ends})
    return {"hours": _hours(span, zone), "query": filled, "starts": starts, "ends": ends}


def _hours(span: Span, zone: dt.tzinfo) -> str:
    return DutyShift(starts_at=span[0], ends_at=span[1]).hours(zone)


def _person(sheet: Sheet, staff: Staff, *, on_duty: frozenset[int]) -> dict[str, Any]:
    mine = [one for one in sheet.shifts if one.staff_id == staff.pk]
    minutes = sum(int((one.ends_at - one.starts_at).total_seconds()) // 60 for one in mine)
    hours = f"{minutes // 60} jam" + (f" {minutes % 60} menit" if minutes % 60 else "")
    return {
        "pk": staff.pk,
        "name": str(staff),
        "hours": hours if mine else "belum ada piket",
        "is_on_duty": staff.pk in on_duty,
    }


def _absence(one: Absence) -> dict[str, Any]:
    same = one.starts_on == one.ends_on
    first, last = short_day_words(one.starts_on), short_day_words(one.ends_on)
    return {
        "pk": one.pk,
        "staff": one.staff_id,
        "name": str(one.staff),
        "kind": one.get_kind_display(),
        "days": first if same else f"{first} sampai {last}",
    }


def _title(days: list[dt.date]) -> str:
    return f"{short_day_words(days[0])} sampai {short_day_words(days[-1])} {days[-1].year}"
