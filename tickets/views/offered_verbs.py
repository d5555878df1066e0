"""Which buttons of a ticket page are shown to a person; the verbs themselves check again."""

import datetime as dt
from collections.abc import Sequence

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk, identity, states
from tickets.desk import promises
from tickets.models import Ticket, TicketEvent
from tickets.views.presenting import is_unanswered

_IN_MENU = (
    "reply", "macro", "note", "wait", "wait_day", "correct", "transfer", "assign", "release",
    "keep_anonymous", "lift_anonymity", "mark_about_staff", "unmark_about_staff",
    "ready", "unready", "undo_collected",
)  # fmt: skip


def of(
    ticket: Ticket, *, staff: Staff, now: dt.datetime, events: Sequence[TicketEvent]
) -> dict[str, bool]:
    """By the verb's name; `menu`: whether there are further ones than those always in view.
    `events` are the newest lines of its history.
    """
    shown = _work_of(ticket, staff=staff) | _kept_of(ticket, staff=staff)
    shown |= {"receipt": ticket.is_from_counter}
    shown |= _result_of(ticket, staff=staff, events=events)
    shown |= _split_of(ticket, staff=staff, now=now, events=events)
    shown |= _joined_of(ticket, staff=staff)
    menu = {"menu": any(shown[name] for name in _IN_MENU)}
    return shown | menu | _passing_on(ticket, staff=staff, now=now, events=events)


def _split_of(
    ticket: Ticket, *, staff: Staff, now: dt.datetime, events: Sequence[TicketEvent]
) -> dict[str, bool]:
    """A second matter that gets a ticket of its own; who corrects a ticket says so."""
    may = access.can(staff, Action.TRANSFER, ticket)
    return {
        "split": may and desk.can_split(ticket),
        "undo_split": may and desk.can_undo_split(ticket, events, by=staff, now=now),
    }


def _joined_of(ticket: Ticket, *, staff: Staff) -> dict[str, bool]:
    """What is about the same is put together, and taken apart."""
    may = access.can(staff, Action.TRANSFER, ticket)
    return {
        "untie": may and desk.can_untie(ticket),
        "merge": may and ticket.is_open and ticket.state != states.State.INTAKE,
        "undo_merge": may and ticket.is_merged,
        "let_go": may and ticket.is_following,
    }


def _passing_on(
    ticket: Ticket, *, staff: Staff, now: dt.datetime, events: Sequence[TicketEvent]
) -> dict[str, bool]:
    """From colleague to colleague; supervisors assign instead."""
    held, may_assign = ticket.assignee_id is not None, access.can(staff, Action.ASSIGN, ticket)
    if not (ticket.is_open and held):
        return {}
    given = [one for one in events if one.verb in TicketEvent.GIVING]
    is_mine = ticket.assignee_id == staff.pk
    may_ask = not is_mine and not may_assign and access.can(staff, Action.TAKE, ticket)
    return {
        "hand_over": not may_assign and access.can(staff, Action.HAND_OVER, ticket),
        "ask_over": may_ask and not desk.is_asked(ticket, now),
        "undo_take": bool(given) and desk.can_undo(given[-1], ticket, by=staff, now=now),
    }


def _result_of(ticket: Ticket, *, staff: Staff, events: Sequence[TicketEvent]) -> dict[str, bool]:
    """A result that is fetched at the counter; who ends the matter says so."""
    is_ready = ticket.collect_by is not None
    if not access.can(staff, Action.RESOLVE, ticket):
        return dict.fromkeys(("ready", "unready", "collected", "undo_collected"), False)
    begun = ticket.state not in states.NOT_BEGUN and ticket.state not in states.FINAL
    return {
        "ready": not is_ready and begun and ticket.outcome in desk.WITH_RESULT,
        "unready": is_ready,
        "collected": is_ready,
        "undo_collected": not is_ready and desk.can_undo_collected(ticket, events),
    }


def _kept_of(ticket: Ticket, *, staff: Staff) -> dict[str, bool]:
    """Whose name is kept, and who is told that it is about staff."""

    def may(action: Action) -> bool:
        return access.can(staff, action, ticket)

    about_staff = ticket.is_about_staff
    return {
        "keep_anonymous": not ticket.is_anonymous and may(Action.KEEP_ANONYMOUS),
        "lift_anonymity": ticket.is_anonymous
        and may(Action.LIFT_ANONYMITY)
        and not desk.is_promised(ticket),
        "mark_about_staff": not about_staff and may(Action.MARK_ABOUT_STAFF),
        "unmark_about_staff": about_staff and may(Action.UNMARK_ABOUT_STAFF),
    }


def _work_of(ticket: Ticket, *, staff: Staff) -> dict[str, bool]:
    is_open = ticket.is_open

    def may(action: Action) -> bool:
        return access.can(staff, action, ticket)

    waiting = ticket.state in states.WAITING
    return {
        "take": is_open and ticket.assignee_id is None and may(Action.TAKE),
        "assign": is_open and may(Action.ASSIGN),
        "release": is_open and ticket.assignee_id is not None and may(Action.HAND_BACK),
        "macro": is_open and may(Action.TAKE),
        "reply": is_open and ticket.conversation_id is not None and may(Action.REPLY),
        "note": may(Action.NOTE),
        "wait": is_open
        and not waiting
        and ticket.state != states.State.INTAKE
        and may(Action.WAIT),
        "wait_day": ticket.state in states.WAITING_FOR_CITIZEN and may(Action.WAIT),
        "complete": is_open
        and ticket.completed_files_at is None
        and promises.starts_when_complete(ticket)
        and may(Action.WAIT),
        "resume": waiting and may(Action.WAIT),
        "no_reply": is_unanswered(ticket.state, ticket.unanswered_since) and may(Action.REPLY),
        "resolve": is_open and may(Action.RESOLVE),
        "correct": may(Action.TRANSFER),
        "transfer": is_open and may(Action.TRANSFER),
        "escalate": is_open and ticket.escalated_until is None and may(Action.ESCALATE),
        "reopen": ticket.state in states.ENDED and may(Action.REOPEN),
        "mark_urgent": is_open and not ticket.is_urgent and may(Action.MARK_URGENT),
        "unmark_urgent": is_open and ticket.is_urgent and may(Action.MARK_URGENT),
        "phone": identity.may_unmask(staff, ticket),
    }
