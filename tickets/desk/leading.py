"""Matters of several citizens about one thing: one ticket leads, the others wait for it
(docs/decisions/0072).

A follower stays its citizen's own conversation and promise. What the citizen writes there reaches its
officer as always; when the leader has ended, it ends with the same outcome, or goes on by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q

from services import access
from services.access import Action
from services.models import Staff
from tickets import states
from tickets.desk import clock
from tickets.desk.assigning import begin_work
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    because,
    must_be_able,
    record,
    working_on_all,
    write,
)
from tickets.desk.joining import (
    followers_of,
    must_be_able_to_join,
    must_be_able_to_lead,
    must_be_different,
)
from tickets.desk.one_person import are_one_person
from tickets.desk.registering import enter
from tickets.event_reasons import Why
from tickets.models import BulkItem, Message, Ticket, TicketEvent
from tickets.notifications import Kind, Occasion, cause_of, tell

_BATCH = 200


def follow(followers: Sequence[Ticket], *, leader: Ticket, by: Staff, now: dt.datetime) -> Ticket:
    """Let these tickets wait for `leader`: all of them, or none.

    One that nobody holds goes to who holds the leader. The citizens are told nothing yet. Repeating it
    changes nothing. Raises Refused.
    """
    followers = list({one.pk: one for one in followers}.values())
    must_be_different(leader, followers)
    with working_on_all([leader, *followers]):
        left = [one for one in followers if not (one.is_following and one.leader_id == leader.pk)]
        if not left:
            return leader
        must_be_able_to_lead(leader, by)
        if leader.is_following:
            raise Refused(
                f"Tiket {leader} sendiri mengikuti tiket lain, jadi tidak dapat memimpin."
            )
        enter(leader, now=now, by=by)
        beside = followers_of(leader)
        for one in left:
            _must_be_a_follower(one, leader, beside, by)
            _put_under(one, leader, by=by, now=now)
            beside.append(one)
        write(leader, leads=True)
    return leader


def _must_be_a_follower(one: Ticket, leader: Ticket, beside: Sequence[Ticket], by: Staff) -> None:
    """A citizen is told once: who has two tickets about it has them merged first."""
    must_be_able_to_join(one, leader, by)
    twice = next((each for each in (leader, *beside) if are_one_person(one, each)), None)
    if twice is not None:
        raise Refused(
            f"Tiket {one} dan {twice} dari pemohon yang sama. Gabungkan dahulu keduanya sebagai ganda."
        )
    if one.approval_asked_at is not None:
        raise Refused(f"Tulisan di tiket {one} masih menunggu persetujuan. Tunggu dahulu.")


def _put_under(one: Ticket, leader: Ticket, *, by: Staff, now: dt.datetime) -> None:
    """As waiting for others: its clock runs."""
    clock.proceed(one, by=by, now=now, why=Why.OTHERS_AWAITED)
    if one.assignee is None:
        begin_work(one, _officer_for(one, leader, by), now)
    enter(one, now=now, by=by)
    write(one, leader=leader, state=State.WAITING_OTHER)
    for ticket, line in ((one, {"to": str(leader)}), (leader, {"from": str(one)})):
        event = record(ticket, Verb.FOLLOWED, by=by, now=now, data=line)
        values = {"to": line.get("to") or line["from"]}
        told = Occasion(kind=Kind.JOINED, cause=cause_of(event), values=values)
        tell(told, ticket=ticket, by=by, now=now)


def _officer_for(one: Ticket, leader: Ticket, by: Staff) -> Staff:
    holder = leader.assignee
    able = holder is not None and holder.is_active and access.can(holder, Action.TAKE, one)
    return holder if holder is not None and able else by


def let_go(ticket: Ticket, *, by: Staff | None, now: dt.datetime, why: Why | None = None) -> Ticket:
    """It goes on by itself again; its officer is told. `by` None: the sweep. Repeating it changes
    nothing. Raises Refused.
    """
    leader = ticket.leader
    if leader is None:
        return ticket
    with working_on_all([leader, ticket]):
        if ticket.leader_id != leader.pk or not ticket.is_following:
            return ticket
        must_be_able(by, Action.TRANSFER, ticket)
        waits = ticket.state == State.WAITING_OTHER
        state = states.at_work(is_held=ticket.assignee_id is not None) if waits else ticket.state
        write(ticket, leader=None, state=state, unread_count=max(ticket.unread_count, 1))
        write(leader, leads=Ticket.objects.filter(leader=leader).exists())
        record(leader, Verb.LET_GO, by=by, now=now, data={"from": str(ticket), **because(why)})
        data = {"to": str(leader), **because(why)}
        event = record(ticket, Verb.LET_GO, by=by, now=now, data=data)
        occasion = Occasion(kind=Kind.LET_GO, cause=cause_of(event), values={"to": str(leader)})
        tell(occasion, ticket=ticket, by=by, now=now)
    return ticket


def let_go_left(now: dt.datetime) -> int:
    """Let go of the followers whose leader has ended, or has gone to another office, but for those that
    are still to end with it; returns how many.
    """
    over = ~Q(leader__state__in=states.OPEN) | ~Q(leader__agency=F("agency"))
    left = Ticket.objects.open().filter(over, leader__isnull=False, approval_asked_at=None)
    to_end = BulkItem.objects.filter(ticket=OuterRef("pk"), state=BulkItem.State.WAITING)
    left = left.exclude(Exists(to_end)).order_by("pk")
    gone = list(left.select_related("leader")[:_BATCH])
    for ticket in gone:
        let_go(ticket, by=None, now=now, why=Why.LEADER_ENDED)
    return len(gone)


def wrote_since(follower: Ticket) -> bool:
    """Whether its citizen has written since it follows: an officer reads that first."""
    last = follower.events.filter(verb=TicketEvent.Verb.FOLLOWED, data__has_key="to").last()
    theirs = follower.messages.filter(direction=Message.Direction.IN)
    return last is not None and any(
        one.says_something for one in theirs.filter(received_at__gt=last.at)
    )
