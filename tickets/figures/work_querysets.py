"""What `work_rows` asks of a database that adds up less, row by row; the answers are those of `work_postgresql`."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tickets.figures.acts import happened, of_slice
from tickets.figures.counting import Days, Row
from tickets.models import AccessLog, Attachment, Message, TicketEvent

_OUT, _IN, _NOTE = Message.Direction.OUT, Message.Direction.IN, Message.Direction.NOTE
# What did not leave is no message to the citizen; one that is sent again is a message of its own.
NOT_SENT = (Message.Status.FAILED, Message.Status.RECALLED)
_OF_TICKET = ("agency_id", "service_id", "channel_id", "source", "kind")
HALF = 48
Answer = list[tuple[Any, ...]]


def rows_of(zone: ZoneInfo, where: Sequence[Days], only: Mapping[str, Any]) -> list[Answer]:
    """Lines of histories, messages, files that were sent, files that were opened."""
    parts = (_events, _messages, _sent, _looks)
    return [part(zone, where, only) for part in parts]


def _events(zone: ZoneInfo, where: Sequence[Days], only: Mapping[str, Any]) -> Answer:
    events = TicketEvent.objects.filter(
        _of_matters(where, "at"), of_slice(only, who="actor_id"), actor__isnull=False
    )
    resolved, tickets = Counter[Row](), defaultdict[Row, set[int]](set)
    bits: dict[Row, int] = defaultdict(int)
    asked = _read(events, "at", "actor_id", "verb", "ticket_id")
    for at, own, person, verb, ticket in asked:
        row = _row(at, own, person, zone)
        local = at.astimezone(zone)
        bits[row] |= 1 << (local.hour * 4 + local.minute // 15)
        resolved[row] += verb == TicketEvent.Verb.RESOLVED
        tickets[row].add(ticket)
    low = (1 << HALF) - 1
    return [
        (*row, resolved[row], found & low, found >> HALF, [*tickets[row]])
        for row, found in bits.items()
    ]


def _messages(zone: ZoneInfo, where: Sequence[Days], only: Mapping[str, Any]) -> Answer:
    sent = Q(direction__in=(_OUT, _NOTE), author__isnull=False) & ~Q(status__in=NOT_SENT)
    came = Q(direction=_IN)
    messages = Message.objects.filter(
        _of_matters(where, "occurred_at"),
        of_slice(only, who="author_id", beside=came),
        sent | came,
    )
    counts: dict[Row, Counter[str]] = defaultdict(Counter)
    for at, own, author, direction in _read(messages, "occurred_at", "author_id", "direction"):
        person = None if direction == _IN else author
        counts[_row(at, own, person, zone)][direction] += 1
    return [(*row, found[_IN], found[_OUT], found[_NOTE]) for row, found in counts.items()]


def _sent(zone: ZoneInfo, where: Sequence[Days], only: Mapping[str, Any]) -> Answer:
    files = Attachment.objects.filter(
        _of_matters(where, "message__occurred_at", via="message__ticket"),
        of_slice(only, who="message__author_id", via="message__ticket"),
        message__direction=_OUT,
        message__author__isnull=False,
    ).exclude(message__status__in=NOT_SENT)
    counts = Counter[Row]()
    asked = _read(files, "message__occurred_at", "message__author_id", via="message__ticket")
    for at, own, person in asked:
        counts[_row(at, own, person, zone)] += 1
    return [(*row, number) for row, number in counts.items()]


def _looks(zone: ZoneInfo, where: Sequence[Days], only: Mapping[str, Any]) -> Answer:
    looks = AccessLog.objects.filter(
        _of_matters(where, "at"),
        of_slice(only, who="staff_id"),
        action=AccessLog.Action.FILE,
        attachment__isnull=False,
    )
    files: dict[Row, set[int]] = defaultdict(set)
    for at, own, person, file in _read(looks, "at", "staff_id", "attachment_id"):
        files[_row(at, own, person, zone)].add(file)
    return [(*row, [*found]) for row, found in files.items()]


def _read(
    rows: QuerySet[Any], moment: str, *names: str, via: str = "ticket"
) -> Iterable[tuple[Any, ...]]:
    """The moment, what is said of the ticket, and what else is asked for."""
    own = [f"{via}__{name}" for name in _OF_TICKET]
    for at, *values in rows.order_by().values_list(moment, *own, *names):
        yield (at, values[: len(own)], *values[len(own) :])


def _row(at: dt.datetime, own: list[Any], person: int | None, zone: ZoneInfo) -> Row:
    return (own[0], at.astimezone(zone).date(), *own[1:], person)


def _of_matters(where: Iterable[Days], moment: str, *, via: str = "ticket") -> Q:
    return happened(where, moment, via=via) & Q(**{f"{via}__registered_at__isnull": False})
