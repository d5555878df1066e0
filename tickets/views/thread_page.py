"""Which part of a conversation a ticket page shows: the newest messages, and older ones on demand.

The address says how far back: `?sebelum=<id>` adds a step before that message, `?sejak=<id>` begins
at that message, `?sejak=awal` shows everything. Without either, or with what is no message of the
ticket, the page shows the newest (ADR 0040).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from services.models import Staff
from tickets.models import Attachment, Message, Ticket, TicketEvent
from tickets.views.thread_row import ThreadRow

STEP = 50
ABOVE = 10  # read beside them: what the first that are shown quote stands mostly just above
HISTORY = 20  # lines of a long ticket's history
# What the conversation itself shows.
QUIET_VERBS = (TicketEvent.Verb.REPLIED, TicketEvent.Verb.NOTED)
SINCE, BEFORE, BEGINNING = "sejak", "sebelum", "awal"
_BEGINNING = dt.datetime.fromtimestamp(0, dt.UTC)
_LONGEST_ID = 18  # digits that every database takes as an id


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Messages in the order of their `place`, and whether older ones are left out; what they quote,
    by its id, and their files, by the id of the message.
    """

    messages: list[ThreadRow]
    has_older: bool = False
    quoted: dict[int, ThreadRow] = field(default_factory=dict)
    files: dict[int, list[Attachment]] = field(default_factory=dict)

    @property
    def since(self) -> int | None:
        """The earliest message that is shown: a page that polls asks from there on."""
        first = min(self.messages, key=_said, default=None)
        return first.pk if first else None

    @property
    def begins(self) -> dt.datetime | None:
        """When the shown part begins; None where that is the beginning of the ticket."""
        return min(message.occurred_at for message in self.messages) if self.has_older else None

    @property
    def sent_files(self) -> list[tuple[str, str]] | None:
        """Each file of the citizen: what was written beside it, and its name. None where older
        messages are left out.
        """
        if self.has_older:
            return None
        theirs = [one for one in self.messages if one.direction == Message.Direction.IN]
        return [(one.text, file.filename) for one in theirs for file in self.files.get(one.pk, [])]

    def of_this_part(self, events: list[TicketEvent]) -> list[TicketEvent]:
        """The events that stand between the messages that are shown."""
        begins = self.begins
        return [event for event in events if begins is None or event.at >= begins]

    def newest_of(self, events: list[TicketEvent]) -> list[TicketEvent]:
        """The events that the history shows: the newest, or all with the whole conversation."""
        return events[-HISTORY:] if self.has_older else events

    def last_of(self, origin: Message.Origin, *, ticket: Ticket) -> Message | None:
        """The last message of this origin, also where it is older than what is shown."""
        shown = [message for message in self.messages if message.origin == origin]
        if shown or not self.has_older:
            return shown[-1].message() if shown else None
        return ticket.messages.filter(origin=origin).in_order().last()


def asked_start(ticket: Ticket, asked: QueryDict) -> dt.datetime | None:
    """The time from which the address asks for messages; None where it asks for the newest."""
    if asked.get(SINCE) == BEGINNING:
        return _BEGINNING
    if since := _time_of(ticket, asked.get(SINCE)):
        return since
    before = _time_of(ticket, asked.get(BEFORE))
    if before is None:
        return None
    older = ticket.messages.filter(occurred_at__lt=before).order_by("-occurred_at", "-pk")[:STEP]
    return min(older.values_list("occurred_at", flat=True), default=before)


def page_of(ticket: Ticket, start: dt.datetime | None = None) -> ThreadPage:
    """The newest messages, all from that time on, and late ones that wait for a reply."""
    every = ticket.messages.as_thread_rows()
    read = _rows(every.order_by("-occurred_at", "-pk")[: STEP + ABOVE])
    newest, above = read[:STEP], read[STEP:]
    if not above:
        return _page(newest)
    start = min(filter(None, (start, newest[-1].occurred_at)))
    if ticket.unanswered_since is not None and ticket.unanswered_since < start:
        start = _first_late(ticket, start) or start
    if above[0].occurred_at < start:
        return _page(newest, above=above)
    last = newest[-1]
    earlier = Q(occurred_at__lt=last.occurred_at) | Q(occurred_at=last.occurred_at, pk__lt=last.pk)
    rest = _rows(every.filter(earlier, occurred_at__gte=start))
    has_older = ticket.messages.filter(occurred_at__lt=start).exists()
    return replace(_page([*newest, *rest]), has_older=has_older)


def events_of(ticket: Ticket, page: ThreadPage) -> list[TicketEvent]:
    """Everything that happened; with a long conversation what stands between the messages that are
    shown, and the newest lines of the history.
    """
    events = ticket.events.order_by("at", "pk")
    if page.begins is None:
        return list(events)
    # Mostly one plain read: each of fifty messages that an officer wrote has a line of its own.
    between = list(events.filter(at__gte=page.begins))
    if len(between) >= HISTORY:
        return between
    return list(events.reverse()[:HISTORY])[::-1]


def people_in(
    messages: Sequence[ThreadRow], events: Sequence[TicketEvent], *, known: Iterable[Staff | None]
) -> dict[int | None, Staff]:
    """Who wrote and who acted, by id; the events are given theirs. They are few, and mostly `known`
    already: the ticket's officer, and the person who looks. Joined to each row they would be read
    fifty times.
    """
    people: dict[int | None, Staff] = {one.pk: one for one in known if one is not None}
    ids = {row.author_id for row in messages} | {event.actor_id for event in events}
    ids |= {person for row in messages for person in row.mentions}
    if missing := ids - people.keys() - {None}:
        people |= Staff.objects.in_bulk(missing)
    for event in events:
        if event.actor_id:
            event.actor = people[event.actor_id]
    return people


def _first_late(ticket: Ticket, start: dt.datetime) -> dt.datetime | None:
    """What came after newer messages may lie further back, and an officer has to see it."""
    waiting = ticket.messages.filter(
        received_at__gte=start,
        occurred_at__gte=ticket.unanswered_since,
        occurred_at__lt=start,
    )
    return min(waiting.values_list("occurred_at", flat=True), default=None)


def _time_of(ticket: Ticket, asked: str | None) -> dt.datetime | None:
    """When that message was said; None where the ticket has none with this id."""
    if not asked or not (asked.isascii() and asked.isdigit()) or len(asked) > _LONGEST_ID:
        return None
    found = ticket.messages.filter(pk=int(asked))
    return found.values_list("occurred_at", flat=True).first()


def _said(message: ThreadRow) -> tuple[dt.datetime, int]:
    return message.occurred_at, message.pk


def _rows(found: Iterable[tuple[Any, ...]]) -> list[ThreadRow]:
    return [ThreadRow._make(values) for values in found]


def _page(rows: list[ThreadRow], *, above: Sequence[ThreadRow] = ()) -> ThreadPage:
    """With their quotes and files; `above`: older ones that are not shown. Put in order here: a place
    depends on the quoted message.
    """
    known = {row.pk: row for row in (*rows, *above)}
    # Nearly always a quote is of the same part, where joining it would read it twice.
    quoted = {row.quoted_id for row in rows if row.quoted_id}
    if elsewhere := quoted - known.keys():
        found = Message.objects.filter(pk__in=elsewhere).as_thread_rows()
        known |= {row.pk: row for row in _rows(found)}
    ordered = sorted(rows, key=lambda row: row.place(known.get(row.quoted_id or 0)))
    answered = {pk: known[pk] for pk in quoted if pk in known}
    return ThreadPage(ordered, bool(above), answered, _files_of(rows))


def _files_of(rows: Iterable[ThreadRow]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    if with_files := [row.pk for row in rows if row.may_have_files]:
        for file in Attachment.objects.filter(message__in=with_files).order_by("pk"):
            found.setdefault(file.message_id, []).append(file)
    return found
