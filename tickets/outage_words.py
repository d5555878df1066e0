"""Times of an outage, in words; what is out of order is a code of event_reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tickets.event_reasons import outage_in, outage_words
from tickets.words import short_day_words, short_words


def since_words(
    kind: str, name: str, *, since: dt.datetime, zone: ZoneInfo, now: dt.datetime
) -> str:
    """ "Gangguan SIAK sejak 09.10 WIB", with the day where that is not today."""
    at = short_words(since, zone=zone, now=now).removeprefix("hari ini ")
    return f"{outage_words(kind, name)} sejak {at}"


def held_up(data: Mapping[str, Any]) -> str:
    """The line of a history that says from when until when an outage holds a ticket up."""
    what, since, until = outage_in(data), _moment_in(data, "since"), _moment_in(data, "until")
    if until:
        return f"Waktu {what}, {since} sampai {until}, tidak dihitung"
    return f"Waktu dijeda sejak {since} karena {what}"


def held_up_no_more(data: Mapping[str, Any]) -> str:
    """The line that says that what was recorded does not count here any more."""
    return f"Catatan {outage_in(data)} tidak berlaku lagi untuk tiket ini"


def _moment_in(data: Mapping[str, Any], key: str) -> str:
    """A moment that a history row keeps in the office's own time, in words; "" for none."""
    try:
        at = dt.datetime.fromisoformat(str(data.get(key, "")))
    except ValueError:
        return ""
    return f"{short_day_words(at)} {at:%H.%M}"
