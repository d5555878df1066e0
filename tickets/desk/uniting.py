"""Puts back together what was split by mistake (docs/decisions/0071)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from services.access import Action
from services.models import Staff
from tickets import states
from tickets.delivery.recalling import recall_message
from tickets.desk.about_staff import mark_as_in
from tickets.desk.anonymity import keep_as_in
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    must_be_able,
    record,
    working_on,
    write,
)
from tickets.desk.ending import end_as_double
from tickets.desk.moving import move, owe, with_marks
from tickets.desk.owing import nothing_owed
from tickets.desk.splitting import chosen
from tickets.desk.telling import tell_split_undone
from tickets.models import Message, Ticket, TicketEvent

UNDO_SPLIT = dt.timedelta(minutes=1)  # so long the ticket that they left offers the way back
# Nothing of these was done about the new matter.
_UNTOUCHED = (
    Verb.OPENED, Verb.SPLIT, Verb.KEPT_ANONYMOUS, Verb.TAKEN, Verb.TAKE_UNDONE, Verb.ASSIGNED,
    Verb.RELEASED, Verb.HANDED_OVER, Verb.SPLIT_UNDONE, Verb.MARKED_ABOUT_STAFF,
)  # fmt: skip
_BEGUN = (State.NEW, State.IN_PROGRESS)


def undo_split(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """Put the messages back, asked on either of the two tickets; returns the one that had them.

    Only while nothing was done about the new matter: taking it is nothing. Its number stays in the
    register, ended as "ganda". A citizen who was told that number is told that it is over. Raises
    Refused.
    """
    new = _new_of(ticket)
    with working_on(new):
        made = _made(new)
        old = Ticket.objects.get(pk=made.data["ticket"])
        with working_on(old):
            must_be_able(by, Action.TRANSFER, old)
            if made.actor_id != by.pk:
                must_be_able(by, Action.TRANSFER, new)
            spoken = chosen(new, set(made.data["messages"]))
            _must_be_untouched(new, made, spoken)
            _must_be_together(new, old)
            is_known = _is_known(new, made)
            _put_back(spoken, out_of=new, into=old, now=now)
            keep_as_in(new, old, by=by, now=now)
            mark_as_in(new, old, by=by, now=now)
            told = _tell_back(new, old, now=now) if is_known else {"told": ""}
            _end(new, old, by=by, now=now)
            data = {"from": new.register_number, "to": old.register_number, **told}
            for one in (old, new):
                record(one, Verb.SPLIT_UNDONE, by=by, now=now, data=data)
    return old


def can_undo_split(
    ticket: Ticket, events: Sequence[TicketEvent], *, by: Staff, now: dt.datetime
) -> bool:
    """Whether the page offers it: on the new ticket while nothing was done, on the other for a
    minute. `events` are the newest lines of the history; the verb looks closer.
    """
    standing = _standing(ticket, events)
    if not standing:
        return False
    last = standing[-1]
    if "to" in last.data:
        return last.actor_id == by.pk and now - last.at <= UNDO_SPLIT
    is_whole = all(one.verb in _UNTOUCHED for one in events)
    many = len(last.data["messages"]) + bool(last.data["notice"])
    return is_whole and ticket.state in _BEGUN and ticket.message_count == many


def _new_of(ticket: Ticket) -> Ticket:
    """The ticket that was split off last: this one, or from this one."""
    lines = ticket.events.filter(verb__in=(Verb.SPLIT, Verb.SPLIT_UNDONE)).order_by("at", "pk")
    splits = [one for one in lines if one.verb == Verb.SPLIT]
    if not splits:
        raise Refused("Tidak ada pemisahan yang dapat dibatalkan di tiket ini.")
    line = (_standing(ticket, lines) or splits)[-1]
    return Ticket.objects.get(pk=line.data["ticket"]) if "to" in line.data else ticket


def _standing(ticket: Ticket, events: Iterable[TicketEvent]) -> list[TicketEvent]:
    """The splits among these lines that were not undone; each is known by the number it made."""
    lines = list(events)
    undone = {one.data["from"] for one in lines if one.verb == Verb.SPLIT_UNDONE}
    splits = [one for one in lines if one.verb == Verb.SPLIT]
    return [one for one in splits if one.data.get("to", ticket.register_number) not in undone]


def _made(new: Ticket) -> TicketEvent:
    """The line that says from where it came; raises Refused once that was undone."""
    made = new.events.filter(verb=Verb.SPLIT, data__has_key="from").first()
    undone = new.events.filter(verb=Verb.SPLIT_UNDONE, data__from=new.register_number)
    if made is None or undone.exists():
        raise Refused("Pemisahan itu sudah dibatalkan.")
    return made


def _must_be_untouched(new: Ticket, made: TicketEvent, spoken: Sequence[Message]) -> None:
    known = [one.pk for one in with_marks(new, spoken)]
    later = new.messages.exclude(pk__in=[*known, made.data["notice"] or 0])
    done = new.events.exclude(verb__in=_UNTOUCHED).exists()
    if done or new.state not in _BEGUN or later.exists():
        raise Refused(
            f"Tiket {new.register_number} sudah dikerjakan atau ada pesan baru di sana, jadi tidak "
            "dapat disatukan kembali. Selesaikan dengan hasil Ganda bila memang tidak perlu."
        )


def _must_be_together(new: Ticket, old: Ticket) -> None:
    if old.conversation_id != new.conversation_id or old.state in states.FINAL:
        raise Refused(f"Tiket {old.register_number} sudah ditutup. Kerjakan urusan ini di sini.")


def _put_back(spoken: Sequence[Message], *, out_of: Ticket, into: Ticket, now: dt.datetime) -> None:
    owed = out_of.unanswered_since is not None
    move(spoken, out_of=out_of, into=into, now=now)
    if owed:
        owe(into, spoken)


def _is_known(new: Ticket, made: TicketEvent) -> bool:
    """Whether the citizen may know the number; the notice that still lies here is not sent, and not
    counted.
    """
    notice = Message.objects.filter(pk=made.data["notice"] or 0).first()
    if notice is None or notice.status == Message.Status.FAILED:
        return False
    if is_recalled := recall_message(notice):
        write(new, message_count=max(new.message_count - 1, 0))
    return not is_recalled


def _tell_back(new: Ticket, old: Ticket, *, now: dt.datetime) -> dict[str, Any]:
    return tell_split_undone(old, register=new.register_number, now=now).data


def _end(new: Ticket, old: Ticket, *, by: Staff, now: dt.datetime) -> None:
    end_as_double(new, note=f"Disatukan kembali dengan {old.register_number}.", by=by, now=now)
    nothing_owed(new, now=now)
