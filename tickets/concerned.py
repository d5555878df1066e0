"""Whom a kind of notification concerns, by the ticket that it is about."""

from __future__ import annotations

from services import access
from services.access import Action
from services.models import Staff
from tickets.models import Ticket


def holder(ticket: Ticket) -> list[Staff]:
    """The officer who works it."""
    return [ticket.assignee] if ticket.assignee is not None else []


def who_may_take(ticket: Ticket) -> list[Staff]:
    """Whoever may take it from the queue where it is now."""
    return list(access.people_who_can(Action.TAKE, ticket))


def who_may_approve(ticket: Ticket) -> list[Staff]:
    """Whoever may let an operator's words go out."""
    return list(access.people_who_can(Action.APPROVE_REPLY, ticket))


def nobody(ticket: Ticket) -> list[Staff]:
    """Only whom the caller names."""
    return []
