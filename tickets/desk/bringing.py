"""Brings all that a ticket has to the ticket that goes on with it, and back (docs/decisions/0072). Call it
inside `working_on_all` of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from services.models import Staff
from tickets import last_message, states
from tickets.delivery import has_trouble
from tickets.desk import clock
from tickets.desk.about_staff import mark_as_in
from tickets.desk.base import Refused, write
from tickets.desk.drafting import bring_drafts
from tickets.desk.escalating import bring_escalation, give_escalation_back
from tickets.desk.moving import still_waits, with_marks
from tickets.desk.owing import at_of, iso, owes_as, owes_by_itself
from tickets.desk.urgency import mark_urgent
from tickets.desk.waiting import resume
from tickets.models import Message, Ticket

_AT_ONCE = 500
# What the ticket that goes on gets where it has none.
_FACTS = ("applicant_name", "proxy_name", "location")


def bring_all(one: Ticket, *, into: Ticket, by: Staff, now: dt.datetime) -> dict[str, Any]:
    """Everything said, in and out, with files and notes; what is owed, what was answered, drafts, and
    the marks that more people must know of. Returns what `give_all_back` needs, as JSON.
    """
    keys = list(one.messages.order_by("pk").values_list("pk", flat=True))
    facts = {name: getattr(one, name) for name in _FACTS if not getattr(into, name)}
    data: dict[str, Any] = {
        "messages": keys,
        "count": one.message_count,
        "unread": one.unread_count,
        "owed_since": iso(one.unanswered_since),
        "answered_at": [iso(one.answered_at), iso(into.answered_at)],
        "first_at": [iso(one.first_responded_at), iso(into.first_responded_at)],
        "facts": {name: value for name, value in facts.items() if value},
        "escalation": bring_escalation(one, into=into),
    }
    _put(keys, into, now=now)
    write(into, add={"message_count": one.message_count, "unread_count": one.unread_count})
    write(into, **last_message.after_leaving(into), **data["facts"])
    _owe_together(one, into, by=by, now=now)
    bring_drafts(one, into, now=now)
    if one.is_urgent:
        mark_urgent(into, by=by, now=now)
    mark_as_in(one, into, by=by, now=now)
    write(one, message_count=0, **last_message.after_leaving(one))
    _refresh_trouble(one, into)
    return data


def _owe_together(one: Ticket, into: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """An answer to one of them answered the citizen; a reply is owed as long as one of them owes it."""
    waits = one.unanswered_since is not None and into.state in states.WAITING_FOR_CITIZEN
    first = min(filter(None, (one.first_responded_at, into.first_responded_at)), default=None)
    if first != into.first_responded_at:
        into.first_responded_at = first
        clock.first_response_was(into, by=by, now=now)
    owes_as(into, one)
    if waits:  # the citizen has written, as was awaited
        resume(into, by=None, now=now)


def must_be_together(one: Ticket, into: Ticket, data: Mapping[str, Any]) -> None:
    """Refuse where a part of what was brought has gone on to a third ticket."""
    if into.messages.filter(pk__in=data["messages"]).count() != len(data["messages"]):
        raise Refused(
            f"Sebagian pesan {one} sudah dipindahkan lagi dari {into}. Batalkan itu dahulu."
        )


def give_all_back(
    one: Ticket, *, out_of: Ticket, data: Mapping[str, Any], by: Staff, now: dt.datetime
) -> None:
    """Put back what was brought; what came since stays where it came, but for marks on what goes."""
    give_escalation_back(one, out_of=out_of, key=data.get("escalation"))
    owed = out_of.unanswered_since
    keys = data["messages"]
    spoken = list(out_of.messages.filter(pk__in=keys))
    _put([message.pk for message in with_marks(out_of, spoken)], one, now=now)
    write(
        out_of,
        message_count=max(out_of.message_count - data["count"], 0),
        unread_count=max(out_of.unread_count - data["unread"], 0),
        **last_message.after_leaving(out_of),
        **_without(data["facts"], of=out_of),
    )
    _answered_apart(out_of, data, by=by, now=now)
    since = at_of(data["owed_since"])
    still = since if owed is not None and since is not None and owed <= since else None
    owes_by_itself(one, answered_at=one.answered_at, still=still)
    write(
        one,
        message_count=data["count"],
        unread_count=0 if one.assignee_id == by.pk else max(data["unread"], 1),
        **last_message.after_leaving(one),
    )
    _refresh_trouble(one, out_of)


def _without(facts: Mapping[str, Any], *, of: Ticket) -> dict[str, Any]:
    """What was brought and stands there still goes again."""
    there = (name for name, value in facts.items() if getattr(of, name) == value)
    return {name: None if name == "location" else "" for name in there}


def _answered_apart(
    ticket: Ticket, data: Mapping[str, Any], *, by: Staff, now: dt.datetime
) -> None:
    """What remains of the answers, once those of the other are not its own any more."""
    mine = ticket.messages.answers().exclude(status=Message.Status.FAILED)
    times = sorted(mine.values_list("occurred_at", flat=True))
    theirs, before = map(at_of, data["first_at"])
    if theirs is not None and ticket.first_responded_at == theirs != before:
        ticket.first_responded_at = before or next(iter(times), None)
        if ticket.first_responded_at is None:
            clock.first_response_is_owed(ticket, now=now)
        else:
            clock.first_response_was(ticket, by=by, now=now)
    theirs, before = map(at_of, data["answered_at"])
    at = ticket.answered_at
    if theirs is not None and at == theirs != before:
        at = max(filter(None, (before, *times)), default=None)
    owes_by_itself(ticket, answered_at=at, still=still_waits(ticket, answered_at=at))


def _put(keys: Sequence[int], ticket: Ticket, *, now: dt.datetime) -> None:
    for start in range(0, len(keys), _AT_ONCE):
        part = Message.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        Message.objects.put_into(ticket, list(part), now=now)


def _refresh_trouble(*tickets: Ticket) -> None:
    for ticket in tickets:
        has_trouble.refresh(ticket.pk)
