"""What all officers of a number see alike and what changes rarely: kept in this process for a moment.

It only decides what a page shows and offers: the verbs read the rows anew. A token is never kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches

from services.models import RecordFile
from tickets.models import Channel, MessageTemplate

HOLDS = 10  # seconds
Row = TypeVar("Row")


def channel_of(pk: int) -> Channel:
    """The number without its token; a row of the caller's own."""
    return _remembered(f"channel:{pk}", lambda: Channel.objects.defer("access_token").get(pk=pk))


def templates_of(channel: int, *, anew: bool = False) -> list[MessageTemplate]:
    """What an officer may choose for a number; `anew` after a refusal, which may be why."""
    return _remembered(
        f"templates:{channel}", lambda: list(MessageTemplate.objects.offered(channel)), anew=anew
    )


def sop_of(service: int, *, on: dt.date) -> RecordFile | None:
    """The file of the SOP that holds for a service on that day, if there is one."""

    def read() -> tuple[RecordFile | None]:
        return (RecordFile.objects.sop_in_force(service, on=on),)

    (file,) = _remembered(f"sop:{service}:{on}", read)
    return file


def _remembered(key: str, read: Callable[[], Row], *, anew: bool = False) -> Row:
    """The cache pickles: what a page does to a row stays with that page."""
    moment = caches["moment"]
    if anew:  # nor is what is found now kept: it may be mended at once
        moment.delete(key)
        return read()
    kept: Row | None = moment.get(key)
    if kept is None:
        kept = read()
        moment.set(key, kept, HOLDS)
    return kept
