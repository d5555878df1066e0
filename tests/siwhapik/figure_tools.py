"""Figures of one office's last days, as the dashboard asks for them."""

import datetime as dt

from services.models import Agency
from tickets.figures.reading import Asked, Figures


def last_days(number: int, agency: Agency, *, now: dt.datetime) -> Figures:
    today = now.astimezone(agency.zone).date()
    first = today - dt.timedelta(days=number - 1)
    return Figures(Asked(agencies=[agency], first=first, last=today), now=now)
