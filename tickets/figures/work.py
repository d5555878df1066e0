"""How much work people had with the tickets of some days: what they wrote, sent, opened, and when.

It stands in the rows of their acts, not in the figures of days: a ticket's officer of today need not be who
did the work. Tickets count for the office that has them now, as everywhere (ADR 0063).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, DateField, F, Func, Q, QuerySet
from django.db.models.functions import Cast, TruncDate

from services.workdays import is_open
from tickets.figures.acts import happened, of_slice
from tickets.figures.counting import Days, by_zone
from tickets.figures.reading import Asked
from tickets.figures.spreads import calendars_of
from tickets.models import AccessLog, Attachment, Message, TicketEvent

QUARTER = dt.timedelta(minutes=15)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_OUT, _IN, _NOTE = Message.Direction.OUT, Message.Direction.IN, Message.Direction.NOTE
# What did not leave is no message to the citizen; one that is sent again is a message of its own.
_NOT_SENT = (Message.Status.FAILED, Message.Status.RECALLED)


class _Quarter(Func):
    """Which quarter of an hour since 1970: a number, as reading thousands of moments is slow. Every zone of
    the country is a whole number of hours off, so quarters are the same in all.
    """

    template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 900) AS bigint)"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(CAST(strftime('%%%%s', %(expressions)s) AS integer) / 900)"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass
class Work:
    """What one person did; `quarters` are quarters of an hour in which they did anything."""

    tickets: int = 0
    messages: int = 0
    notes: int = 0
    sent_files: int = 0
    opened_files: int = 0
    resolved: int = 0
    quarters: int = 0
    closed_quarters: int = 0  # of these, those in which the office was closed


@dataclass
class Done:
    """By person (id), and by day how many messages came in and went out."""

    people: dict[int, Work] = field(default_factory=lambda: defaultdict(Work))
    came: Counter[dt.date] = field(default_factory=Counter)
    went: Counter[dt.date] = field(default_factory=Counter)


def work_of(asked: Asked) -> Done:
    """Five queries for each zone. What a slice says of an officer is asked of who did the work."""
    done, in_hours = Done(), dict[tuple[int, int], bool]()
    for zone, where in by_zone(asked.spans).items():
        _add_acts(done, where, asked.only)
        _note_hours(in_hours, where, asked.only)
        _add_messages(done, where, asked.only, zone=zone)
        _add_files(done, where, asked.only)
    for (person, _), is_in_hours in in_hours.items():
        done.people[person].quarters += 1
        done.people[person].closed_quarters += not is_in_hours
    return done


def _add_acts(done: Done, where: list[Days], only: Mapping[str, Any]) -> None:
    rows = _events(where, only).values("actor_id")
    counts = rows.annotate(
        tickets=Count("ticket", distinct=True),
        resolved=Count("pk", filter=Q(verb=TicketEvent.Verb.RESOLVED)),
    )
    for person, tickets, resolved in counts.values_list("actor_id", "tickets", "resolved"):
        done.people[person].tickets += tickets
        done.people[person].resolved += resolved


def _note_hours(
    in_hours: dict[tuple[int, int], bool], where: list[Days], only: Mapping[str, Any]
) -> None:
    """Who did something for two offices in the same quarter, also of two zones, was at work once; it was
    out of hours where none of them was open. By person (id) and quarter.
    """
    offices = calendars_of({agency for span in where for agency in span.agencies})

    @cache
    def is_open_in(agency: int, quarter: int) -> bool:
        return is_open(offices[agency], EPOCH + quarter * QUARTER)

    quarters = _events(where, only).annotate(quarter=_Quarter("at"))
    rows = quarters.values_list("actor_id", "ticket__agency_id", "quarter").distinct()
    for person, agency, quarter in rows:
        was_open = in_hours.get((person, quarter), False)
        in_hours[person, quarter] = was_open or is_open_in(agency, quarter)


def _add_messages(
    done: Done, where: list[Days], only: Mapping[str, Any], *, zone: ZoneInfo
) -> None:
    written = Q(direction__in=(_OUT, _NOTE), author__isnull=False) & ~Q(status__in=_NOT_SENT)
    wanted = of_slice(only, who="author_id", beside=Q(direction=_IN)) & (written | Q(direction=_IN))
    messages = Message.objects.filter(_in_days(where, "occurred_at"), wanted).order_by()
    day = Cast(TruncDate("occurred_at", tzinfo=zone), DateField())
    counts = messages.values("author_id", "direction", day=day).annotate(number=Count("pk"))
    for person, direction, day, number in counts.values_list(
        "author_id", "direction", "day", "number"
    ):
        if direction == _IN:
            done.came[day] += number
        elif direction == _OUT:
            done.went[day] += number
            done.people[person].messages += number
        else:
            done.people[person].notes += number


def _add_files(done: Done, where: list[Days], only: Mapping[str, Any]) -> None:
    sent = Attachment.objects.filter(
        _in_days(where, "message__occurred_at", via="message__ticket"),
        of_slice(only, who="message__author_id", via="message__ticket"),
        message__direction=_OUT,
        message__author__isnull=False,
    ).exclude(message__status__in=_NOT_SENT)
    by_person = sent.order_by().values(person=F("message__author_id")).annotate(n=Count("pk"))
    for person, number in by_person.values_list("person", "n"):
        done.people[person].sent_files += number
    looks = AccessLog.objects.filter(
        _in_days(where, "at"),
        of_slice(only, who="staff_id"),
        action=AccessLog.Action.FILE,
        attachment__isnull=False,
    )
    opened = looks.order_by().values("staff_id").annotate(n=Count("attachment", distinct=True))
    for person, number in opened.values_list("staff_id", "n"):
        done.people[person].opened_files += number


def _in_days(where: list[Days], moment: str, *, via: str = "ticket") -> Q:
    """What happened with matters in these days."""
    return happened(where, moment, via=via) & Q(**{f"{via}__registered_at__isnull": False})


def _events(where: list[Days], only: Mapping[str, Any]) -> QuerySet[TicketEvent]:
    wanted = _in_days(where, "at") & of_slice(only, who="actor_id")
    return TicketEvent.objects.filter(wanted, actor__isnull=False).order_by()
