"""From where a citizen knows of the office, or why they came to the counter, as they told the bot."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tickets.desk.base import Verb, record, working_on, write
from tickets.desk.owing import nothing_owed
from tickets.models import Ticket
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter

_COLUMNS = {
    "asal": ("heard_from", HeardFrom.values),
    "loket": ("came_because", WhyAtCounter.values),
}


def told_source(
    ticket: Ticket, *, question: str, code: str, owed: dt.datetime | None, now: dt.datetime
) -> None:
    """Write it down where nothing stands yet; "lewati" is no answer. `owed`: since when the office owed
    a reply before these words, which ask for none.
    """
    column, known = _COLUMNS[question]
    with working_on(ticket):
        if owed is None:
            nothing_owed(ticket, now=now)
        if code not in known or getattr(ticket, column):
            return
        values: dict[str, Any] = {column: code}
        write(ticket, **values)
        data = {"by": "citizen", column: {"from": "", "to": code}}
        record(ticket, Verb.CORRECTED, by=None, now=now, data=data)
