"""Who is there: on duty at this moment, and absent today. Read anew for each question."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services.models import Absence, Agency, DutyShift


@dataclass(frozen=True, slots=True)
class Presence:
    """The people (by id) who are on duty at an office now, and those who are away today."""

    on_duty: frozenset[int]
    away: frozenset[int]


def presence_at(agency: Agency, now: dt.datetime) -> Presence:
    """Two queries; today is the office's own day. Whoever is away is not on duty."""
    away = away_on(now.astimezone(agency.zone).date())
    shifts = DutyShift.objects.filter(agency=agency).at(now)
    return Presence(frozenset(shifts.values_list("staff_id", flat=True)) - away, away)


def away_on(day: dt.date) -> frozenset[int]:
    """The people who are absent on this day, by id."""
    return frozenset(Absence.objects.on(day).values_list("staff_id", flat=True))
