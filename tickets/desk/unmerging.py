"""The way back from a merge: the number goes on by itself again, with all that it had
(docs/decisions/0072).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from services.access import Action
from services.models import Staff
from tickets import states
from tickets.delivery.recalling import recall_message
from tickets.desk import clock
from tickets.desk.about_staff import mark_as_in
from tickets.desk.anonymity import keep_as_in
from tickets.desk.base import Refused, Verb, must_be_able, record, working_on_all, write
from tickets.desk.bringing import give_all_back, must_be_together
from tickets.desk.resolving import count_out
from tickets.desk.telling import tell_merge_undone
from tickets.desk.untying import let_go_of_chat
from tickets.event_reasons import Why
from tickets.models import Message, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell

_OVER = "Penggabungan itu sudah dibatalkan."


def undo_merge(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """Open the ticket that ended as a double again, and give back what it had; returns it.

    A citizen who was told hears, within the window, that the number is worked by itself again; a
    notice that still lies in the outbox is not sent. A matter of the counter that went on in the chat of the
    other by this merge alone leaves it, unless something was said there since. Raises Refused.
    """
    if ticket.leader is None or not ticket.is_merged:
        raise Refused(_OVER)
    into = ticket.leader
    with working_on_all([ticket, into]):
        if not ticket.is_merged or ticket.leader_id != into.pk:
            raise Refused(_OVER)
        must_be_able(by, Action.TRANSFER, into)
        must_be_able(by, Action.TRANSFER, ticket)
        if into.state in states.FINAL:
            raise Refused(f"Tiket {into} sudah ditutup, jadi tidak dapat dipisahkan lagi.")
        merged = ticket.events.filter(verb=Verb.MERGED, data__ticket=into.pk).latest("at", "pk")
        must_be_together(ticket, into, merged.data)
        told = _taken_back(ticket, into, merged.data, now=now)
        give_all_back(ticket, out_of=into, data=merged.data, by=by, now=now)
        _open(ticket, by=by, now=now)
        keep_as_in(into, ticket, by=by, now=now)
        mark_as_in(into, ticket, by=by, now=now)
        write(into, leads=Ticket.objects.filter(leader=into).exists())
        let_go_of_chat(into, by=by, now=now)
        _record(ticket, into, told, by=by, now=now)
    return ticket


def _open(ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """As reopening does it; a wait for the citizen does not begin again by itself."""
    count_out(ticket, by=by, now=now, why=Why.MERGE_UNDONE)
    write(
        ticket,
        leader=None,
        state=states.at_work(is_held=ticket.assignee_id is not None),
        outcome="",
        outcome_note="",
        resolved_at=None,
        resolved_by=None,
        closed_at=None,
    )
    clock.restart(ticket, by=by, now=now, why=Why.MERGE_UNDONE)
    clock.stand_still_without_files(ticket, by=by, now=now)


def _taken_back(
    ticket: Ticket, into: Ticket, merged: dict[str, Any], *, now: dt.datetime
) -> dict[str, Any]:
    """What the citizen knows of it now. `still_told`: that it goes on under the other number, since
    nothing was said of the undoing; so that is not said again when they are merged once more.
    """
    notice = Message.objects.filter(pk=merged["notice"] or 0).first()
    became = Message.objects.what_became([notice.pk]) if notice is not None else {}
    if notice is None or became.get(notice.pk) == Message.Status.FAILED:
        return {"told": "", "still_told": False}
    if merged["together"] == 1 and recall_message(notice):
        write(into, message_count=max(into.message_count - 1, 0))
        return {"told": "", "still_told": False}
    back = tell_merge_undone(into, register=ticket.register_number, now=now)
    return {**back.data, "still_told": not back.told.is_sent}


def _record(
    ticket: Ticket, into: Ticket, told: dict[str, Any], *, by: Staff, now: dt.datetime
) -> None:
    data = {"from": ticket.register_number, "to": into.register_number, **told}
    record(into, Verb.MERGE_UNDONE, by=by, now=now, data=data)
    event = record(ticket, Verb.MERGE_UNDONE, by=by, now=now, data=data)
    occasion = Occasion(
        kind=Kind.LET_GO, cause=cause_of(event), values={"to": into.register_number}
    )
    tell(occasion, ticket=ticket, by=by, now=now)
