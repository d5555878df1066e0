"""Tickets that ended long ago, written in a few statements: the verbs would take minutes."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from services.models import Staff
from services.workdays import WorkCalendar, next_opening
from siwhapik.demo.files import SampleFiles
from siwhapik.demo.ground import Office
from siwhapik.demo.kinds import Story
from siwhapik.demo.somebody import somebody
from siwhapik.demo.thread import Thread
from tickets import last_message
from tickets.desk import clock, register
from tickets.desk.promises import starts_when_complete
from tickets.models import (
    Channel,
    Citizen,
    CitizenIdentity,
    Conversation,
    Message,
    Ticket,
    TicketEvent,
)
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter

Verb, State, Source = TicketEvent.Verb, Ticket.State, Ticket.Source
MINUTE = dt.timedelta(minutes=1)
WELCOME = "Selamat datang, Bapak/Ibu. Sedang saya periksa. (contoh)"
WEEK = dt.timedelta(days=7)
WINDOW = dt.timedelta(hours=24)
# The rest have no answer to "how do you know of us", or were not asked.
ASKED = 0.6


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody came with something; `who` counts the people of the office, `slow`: beside what is usual."""

    at: dt.datetime
    key: str
    story: Story
    who: int
    source: Ticket.Source
    officer: Staff
    slow: float
    chance: random.Random


@dataclass
class _Matter:
    visit: Visit
    ticket: Ticket
    messages: list[Message] = field(default_factory=list)


class PastRows:
    """Writes an office's visits with their people, threads and histories."""

    def __init__(self, office: Office, *, calendar: WorkCalendar, now: dt.datetime) -> None:
        self._office, self._calendar, self._now = office, calendar, now
        services = office.services.values()
        self._standards = {one.pk: one.standards.get() for one in services}

    def write(self, visits: Sequence[Visit]) -> list[Ticket]:
        """The tickets, in the order of the visits; needs a transaction."""
        people, conversations = self._people(visits)
        matters = [self._matter(one, people[one.who], conversations.get(one.who)) for one in visits]
        Ticket.objects.bulk_create([one.ticket for one in matters])
        Message.objects.bulk_create([message for one in matters for message in one.messages])
        TicketEvent.objects.bulk_create([event for one in matters for event in _history(one)])
        return [one.ticket for one in matters]

    def _people(
        self, visits: Sequence[Visit]
    ) -> tuple[dict[int, Citizen], dict[int, Conversation]]:
        agency = self._office.agency
        lasts = {visit.who: visit.at for visit in visits}
        people: dict[int, Citizen] = {}
        identities, conversations = [], {}
        for visit in visits:
            if visit.who in people:
                continue
            citizen, address = somebody(agency)
            people[visit.who] = citizen
            if visit.source is not Source.WHATSAPP:
                citizen.name, citizen.profile_name, citizen.phone = citizen.profile_name, "", ""
                continue
            kind = CitizenIdentity.Kind.WA_ID
            known = {"agency": agency, "citizen": citizen, "kind": kind, "valid_from": visit.at}
            identities.append(CitizenIdentity(value=address, **known))
            conversations[visit.who] = Conversation(
                channel=self._channel(visit.key),
                citizen=citizen,
                address=address,
                last_inbound_at=(last := lasts[visit.who]),
                window_expires_at=last + WINDOW,
                worked_until=last + MINUTE,
            )
        Citizen.objects.bulk_create(people.values())
        CitizenIdentity.objects.bulk_create(identities)
        Conversation.objects.bulk_create(conversations.values())
        return people, conversations

    def _channel(self, key: str) -> Channel:
        lines = zip(self._office.channels, self._office.data.lines, strict=True)
        found = (channel for channel, line in lines if key in line.services)
        return next(found, self._office.channels[0])

    def _matter(self, visit: Visit, citizen: Citizen, conversation: Conversation | None) -> _Matter:
        agency, service = self._office.agency, self._office.services[visit.key]
        ticket = Ticket(
            agency=agency,
            origin_agency=agency,
            citizen=citizen,
            conversation=conversation,
            channel=conversation.channel if conversation else None,
            window_expires_at=conversation.window_expires_at if conversation else None,
            service=service,
            standard=self._standards[service.pk],
            kind=service.kind,
            group=service.group,
            source=visit.source,
            subject=visit.story.opening,
            proxy_name="Ketua RT (contoh)" if visit.source is Source.PROXY else "",
            state=State.RESOLVED,
            outcome=visit.story.outcome,
            outcome_note=visit.story.summary,
            assignee=visit.officer,
            resolved_by=visit.officer,
            received_at=visit.at,
            registered_at=visit.at,
            queued_at=visit.at,
            tracking_code=register.new_tracking_code(),
            register_number=register.next_register_number(agency, received_at=visit.at),
        )
        self._run(ticket, visit)
        _ask(ticket, visit)
        matter = _Matter(visit, ticket)
        matter.messages = [_told(matter)] if conversation is None else _said(matter, conversation)
        ticket.message_count = len(matter.messages)
        for name, value in last_message.copy_of(matter.messages[-1]).items():
            setattr(ticket, name, value)
        return matter

    def _run(self, ticket: Ticket, visit: Visit) -> None:
        """Its times: answered in office hours, done within what was promised, or in some cases later."""
        chance = visit.chance
        first = visit.at
        if visit.source is Source.WHATSAPP:
            first += chance.randint(4, 150) * visit.slow * MINUTE
            first = self._in_office_hours(first, chance)
        ticket.first_responded_at = ticket.answered_at = first
        if starts_when_complete(ticket):
            ticket.completed_files_at = first + MINUTE
        clock.set_due_times(ticket, calendar=self._calendar)
        part = chance.uniform(1.1, 1.5) if chance.random() < 0.1 * visit.slow else None
        part = part or min(chance.uniform(0.1, 0.6) * visit.slow, 0.97)
        done = visit.at + (ticket.due_at - visit.at) * part
        done = self._in_office_hours(max(done, first + 10 * MINUTE), chance)
        ticket.resolved_at = min(done, self._now - 10 * MINUTE)
        ticket.answered_at = ticket.resolved_at - 5 * MINUTE
        ticket.sort_due_at, ticket.next_reminder_at = ticket.due_at, None
        if ticket.resolved_at + WEEK < self._now - WEEK:  # the others are closed by the sweep
            ticket.state, ticket.closed_at = State.CLOSED, ticket.resolved_at + WEEK

    def _in_office_hours(self, at: dt.datetime, chance: random.Random) -> dt.datetime:
        opened = next_opening(self._calendar, at)
        late = chance.randint(1, 40) * MINUTE if opened > at else dt.timedelta()
        return (opened + late).replace(second=0, microsecond=0)


def _history(matter: _Matter) -> list[TicketEvent]:
    ticket, by = matter.ticket, matter.visit.officer
    online = matter.visit.source is Source.WHATSAPP
    came, first = ticket.received_at, ticket.first_responded_at
    started = {"to": State.INTAKE if online else State.IN_PROGRESS, "by": "system"}
    rows: list[tuple[str, dt.datetime | None, Staff | None, dict[str, Any]]]
    rows = [(Verb.OPENED, came, None if online else by, started)]
    if online:
        moved = {"from": State.INTAKE, "to": State.NEW, "by": "bot"}
        rows.append((Verb.ENQUEUED, came, None, moved))
    rows.append((Verb.TAKEN, first, by, {"to": by.pk}))
    if ticket.completed_files_at:
        rows.append((Verb.COMPLETED_FILES, ticket.completed_files_at, by, {}))
    for reply in matter.messages:
        if reply.direction == Message.Direction.OUT:
            rows.append((Verb.REPLIED, reply.occurred_at, by, {"messages": [reply.pk]}))
    ended = {"from": State.IN_PROGRESS, "to": State.RESOLVED, "outcome": ticket.outcome}
    rows.append((Verb.RESOLVED, ticket.resolved_at, by, ended))
    if ticket.closed_at:
        closed = {"from": State.RESOLVED, "to": State.CLOSED, "by": "sweep"}
        rows.append((Verb.CLOSED, ticket.closed_at, None, closed))
    return [
        TicketEvent(ticket=ticket, verb=verb, at=at, actor=actor, data=data)
        for verb, at, actor, data in rows
        if at is not None
    ]


def _ask(ticket: Ticket, visit: Visit) -> None:
    """From where they know of the office, and why they came: as the counter and the bot ask."""
    if visit.chance.random() < ASKED:
        ticket.heard_from = visit.chance.choice(HeardFrom.values)
        if visit.source is not Source.WHATSAPP:
            ticket.came_because = visit.chance.choice(WhyAtCounter.values)


def _said(matter: _Matter, conversation: Conversation) -> list[Message]:
    ticket, story, by = matter.ticket, matter.visit.story, matter.visit.officer
    first, last = ticket.first_responded_at, ticket.answered_at
    if first is None or last is None:  # nobody has answered yet
        return []
    thread = Thread(conversation, SampleFiles())
    thread.said(story.opening, ticket.received_at)
    thread.answered(WELCOME, first, by=by)
    thread.answered(story.answer, last, by=by)
    for message in thread.messages:
        message.ticket = ticket
    return thread.messages


def _told(matter: _Matter) -> Message:
    at = matter.ticket.received_at
    return Message(
        ticket=matter.ticket,
        direction=Message.Direction.IN,
        origin=Message.Origin.CITIZEN,
        author=matter.visit.officer,
        type="text",
        text=matter.visit.story.opening,
        occurred_at=at,
        received_at=at,
        worked_at=at,
        status=Message.Status.RECEIVED,
    )
