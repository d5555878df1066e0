"""Figures of one office's last days, as the dashboard asks for them."""

import datetime as dt
from typing import Any

from services.models import Agency
from siwhapik.dashboard import figures
from siwhapik.dashboard.open_tickets import open_tickets
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures


def last_days(number: int, agency: Agency, *, now: dt.datetime) -> Figures:
    today = now.astimezone(agency.zone).date()
    first = today - dt.timedelta(days=number - 1)
    return Figures(Asked(agencies=[agency], first=first, last=today), now=now)


def open_now(*, now: dt.datetime) -> dict[str, Any]:
    """What the tiles say of all open tickets."""
    every = Agency.objects.values_list("pk", flat=True)
    return figures.open_now(open_tickets(every, now=now))
