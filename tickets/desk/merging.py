"""A request that came twice goes on under one number: the oldest; the others end as "Ganda" and point
there (docs/decisions/0072).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from services.models import Staff
from tickets.desk.assigning import NOT_ASKED
from tickets.desk.base import Refused, Verb, record, working_on_all, write
from tickets.desk.bringing import bring_all
from tickets.desk.ending import end_as_double
from tickets.desk.giving_back import give_back
from tickets.desk.joining import (
    must_be_able_to_join,
    must_be_able_to_lead,
    must_be_different,
)
from tickets.desk.one_person import are_one_person
from tickets.desk.registering import enter
from tickets.desk.splitting import take_from_bot
from tickets.desk.telling import Notice, tell_merged
from tickets.desk.tying import tie_by_merge
from tickets.event_reasons import Why
from tickets.models import Message, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell

MERGING = (Verb.MERGED, Verb.MERGE_UNDONE)


def oldest(tickets: Iterable[Ticket]) -> Ticket:
    """The one whose promises count from the first word: it goes on."""
    return min(tickets, key=lambda one: (one.received_at, one.pk))


def merge(doubles: Sequence[Ticket], *, into: Ticket, by: Staff, now: dt.datetime) -> Ticket:
    """End these tickets of the same citizen, and go on with all that they have in `into`.

    All of them, or none. The citizen hears once which number goes on, of those that were promised
    something under another one. Repeating it changes nothing. Raises Refused.
    """
    doubles = list({one.pk: one for one in doubles}.values())
    must_be_different(into, doubles)
    with working_on_all([into, *doubles]):
        left = [one for one in doubles if not (one.is_merged and one.leader_id == into.pk)]
        if left:
            must_be_able_to_lead(into, by)
            for one in left:
                _must_be_a_double(one, into, by)
            _go_on_in_their_chat(into, left, by=by, now=now)
            _merge(left, into, by=by, now=now)
    return into


def _must_be_a_double(one: Ticket, into: Ticket, by: Staff) -> None:
    must_be_able_to_join(one, into, by)
    if not are_one_person(one, into):
        raise Refused(
            f"Tiket {one} dari pemohon lain, jadi bukan permintaan ganda. Ikutkan saja pada {into}."
        )
    if oldest([one, into]) is one:
        raise Refused(
            f"Tiket {one} lebih lama daripada {into}. Gabungkan ke {one}, agar tenggatnya dihitung "
            "sejak pesan pertama."
        )


def _go_on_in_their_chat(
    into: Ticket, doubles: Sequence[Ticket], *, by: Staff, now: dt.datetime
) -> None:
    """A matter of the counter goes on in the WhatsApp of its double, and is answered there."""
    found = {one.conversation_id: one.conversation for one in (into, *doubles) if one.conversation}
    if len(found) > 1:
        raise Refused(
            "Tiket-tiket itu dari nomor WhatsApp kantor yang berlainan. Gabungkan yang dari satu nomor "
            "saja.",
            field="others",
        )
    if into.conversation is None:
        for conversation in found.values():
            tie_by_merge(into, conversation, by=by, now=now)


def _merge(doubles: Sequence[Ticket], into: Ticket, *, by: Staff, now: dt.datetime) -> None:
    enter(into, now=now, by=by)
    known = [one for one in doubles if _is_to_be_told(one, into)]
    brought = {one.pk: _brought(one, into, by=by, now=now) for one in doubles}
    notice = tell_merged(into, [one.register_number for one in known], now=now)
    for one in doubles:
        _end(one, into, by=by, now=now)
        told = _told_by(notice, len(known)) if one in known else _told_by(None, 0)
        _record(one, into, {**brought[one.pk], **told}, by=by, now=now)
    write(into, leads=True)


def _told_by(notice: Notice | None, together: int) -> dict[str, Any]:
    """`together`: how many numbers the notice names."""
    message = notice.message if notice is not None else None
    return {
        "told": notice.told if notice is not None else "",
        "notice": message.pk if message is not None else None,
        "together": together,
    }


def _is_to_be_told(one: Ticket, into: Ticket) -> bool:
    """Whether the citizen has that number, with the promise of it, and does not know already that it
    goes on under the other.
    """
    if one.registered_at is None:
        return False
    last = one.events.filter(verb__in=MERGING, data__to=into.register_number).last()
    if last is not None and last.data.get("still_told"):
        return False
    if one.is_from_counter:
        return True  # it stands on the receipt
    gone = (Message.Status.FAILED, Message.Status.RECALLED)
    said = one.messages.filter(direction=Message.Direction.OUT).exclude(status__in=gone)
    return said.filter(text__contains=one.register_number).exists()


def _brought(one: Ticket, into: Ticket, *, by: Staff, now: dt.datetime) -> dict[str, Any]:
    give_back(one, by=by, now=now, why=Why.MERGED_MEANWHILE)
    take_from_bot(one, {*one.messages.values_list("pk", flat=True)})
    return bring_all(one, into=into, by=by, now=now)


def _end(one: Ticket, into: Ticket, *, by: Staff, now: dt.datetime) -> None:
    note = f"Dilanjutkan dengan nomor {into.register_number}."
    end_as_double(one, note=note, by=by, now=now, leader=into, left_by=None, **NOT_ASKED)


def _record(
    one: Ticket, into: Ticket, data: dict[str, Any], *, by: Staff, now: dt.datetime
) -> None:
    """A line in both histories, and whoever holds one of them is told."""
    away = {"to": into.register_number, "ticket": into.pk, **data}
    here = {
        "from": one.register_number,
        "ticket": one.pk,
        "count": len(data["messages"]),
        "told": data["told"],
        "notice": data["notice"],
    }
    for ticket, other, line in ((one, into, away), (into, one, here)):
        event = record(ticket, Verb.MERGED, by=by, now=now, data=line)
        values = {"to": other.register_number}
        told = Occasion(kind=Kind.JOINED, cause=cause_of(event), values=values)
        tell(told, ticket=ticket, by=by, now=now)
