"""The day that runs in tests of hours, and the tables that hold its hours."""

import datetime as dt
from typing import Any

from services.models import Agency
from tickets.models import DailyFigure, DailyPeople, DailySpread, DailyWork

TODAY = dt.date(2026, 6, 9)
OF_DAYS: tuple[type[Any], ...] = (DailyFigure, DailySpread, DailyPeople, DailyWork)


def at_hour(agency: Agency, hour: int, minute: int = 0, *, day: dt.date = TODAY) -> dt.datetime:
    """In the office's zone."""
    return dt.datetime.combine(day, dt.time(hour, minute), agency.zone)
