"""A result that is fetched at the counter: ready, told once, and collected by whom
(docs/decisions/0067).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from services import names
from services.models import Staff
from tickets import collecting, states
from tickets.desk import clock
from tickets.desk.base import (
    Refused,
    Verb,
    because,
    cleaned,
    record,
    working_on,
    write,
)
from tickets.desk.checking import is_checked
from tickets.desk.registering import enter
from tickets.desk.resolving import Resolution, conclude, must_be_ones_to_end, reopen
from tickets.desk.telling import Told, tell_not_ready, tell_ready
from tickets.event_reasons import Why
from tickets.models import Message, Ticket, TicketEvent
from tickets.models.ticket_counter import NOTHING_TO_COLLECT

PLACE = 300
_ABOUT_RESULT = (Verb.READY, Verb.NOT_READY, Verb.COLLECTED, Verb.COLLECTION_UNDONE)
# So a matter ends that has a result; whoever got none has nothing to fetch.
WITH_RESULT = ("", Ticket.Outcome.FULFILLED, Ticket.Outcome.ANSWERED, Ticket.Outcome.REJECTED)


@dataclass(frozen=True, kw_only=True)
class Handover:
    """Who fetched a result: the applicant, or somebody in their place; `note` is for officers."""

    proxy_name: str = ""
    note: str = ""


def places_for(ticket: Ticket, by: Staff) -> list[str] | None:
    """Where this person may say that it is fetched; None: anywhere.

    The citizen reads the place at once, so who is checked names one that is known.
    """
    if not is_checked(ticket, by):
        return None
    known = (ticket.collect_place, ticket.agency.address, ticket.agency.name)
    return [*dict.fromkeys(" ".join(one.split()) for one in known if one.strip())]


def mark_ready(
    ticket: Ticket, *, by: Staff, now: dt.datetime, place: str, until: dt.date
) -> Told | None:
    """Say that the result can be fetched there until that day, and tell the citizen.

    The clock stands still until it is fetched. Another place or day is told again; the same once
    more changes nothing and returns None. Raises Refused.
    """
    place = " ".join(cleaned(place, what="Tempat mengambil", field="place").split())[:PLACE]
    with working_on(ticket):
        must_be_ones_to_end(ticket, by)
        _must_have_result(ticket)
        _must_be_known(ticket, by, place)
        if words := collecting.why_not(until, now, ticket.agency.zone):
            raise Refused(words, field="until")
        ends = collecting.end_of(until, ticket.agency.zone)
        if (ticket.collect_place, ticket.collect_by) == (place, ends):
            return None
        enter(ticket, now=now, by=by)
        write(ticket, collect_place=place, collect_by=ends)
        clock.stand_still_until_collected(ticket, by=by, now=now)
        notice = tell_ready(ticket, now=now)
        data = {"place": place, "until": until.isoformat(), **notice.data}
        record(ticket, Verb.READY, by=by, now=now, data=data)
    return notice.told


def mark_not_ready(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Told | None:
    """Take it back; a citizen who was told is told that too, and comes for nothing otherwise.

    None where there was nobody to tell. Raises Refused.
    """
    with working_on(ticket):
        must_be_ones_to_end(ticket, by)
        _must_be_ready(ticket)
        ready = ticket.events.filter(verb=Verb.READY).order_by("-at", "-pk").first()
        knew = ready is not None and _was_told(ready)
        _clear(ticket)
        if states.of(ticket.state).clock_runs:
            clock.proceed(ticket, by=by, now=now, why=Why.NOT_READY)
        notice = tell_not_ready(ticket, now=now) if knew else None
        record(ticket, Verb.NOT_READY, by=by, now=now, data=notice.data if notice else {})
    return notice.told if notice else None


def collected(ticket: Ticket, *, by: Staff, now: dt.datetime, how: Handover) -> Ticket:
    """The result was fetched: an open matter is resolved by it, else its history says so.

    Raises Refused where nothing is to be fetched (any more).
    """
    proxy = names.shown(" ".join(how.proxy_name.replace("\x00", "").split()))[:200]
    with working_on(ticket):
        must_be_ones_to_end(ticket, by)
        _must_be_ready(ticket)
        was_open = ticket.is_open
        data = {
            "place": ticket.collect_place,
            "ends": ticket.collect_by.isoformat() if ticket.collect_by else "",
            "resolved": was_open,
            **({"is_proxy": True, "proxy_name": proxy} if proxy else {}),
        }
        _clear(ticket)
        if was_open:
            summary = _summary(ticket, proxy, by)
            resolution = Resolution(
                outcome=Ticket.Outcome.FULFILLED, summary=summary, is_approved=True
            )
            conclude(ticket, by=by, now=now, how=resolution)
        note = how.note.replace("\x00", "").strip()
        record(ticket, Verb.COLLECTED, by=by, now=now, reason=note, data=data)
    return ticket


def undo_collected(ticket: Ticket, *, by: Staff, now: dt.datetime) -> Ticket:
    """It was not fetched after all: ready as before, and open again where that had resolved it.

    The citizen, who may have been told of the end, is told the place once more. Raises Refused.
    """
    with working_on(ticket):
        must_be_ones_to_end(ticket, by)
        last = _last_about_result(list(ticket.events.filter(verb__in=_ABOUT_RESULT)))
        if last is None or last.verb != Verb.COLLECTED:
            raise Refused("Tidak ada pengambilan yang dapat dibatalkan di tiket ini.")
        if last.data["resolved"] and not ticket.is_open:
            reopen(ticket, by=by, now=now, why=Why.NOT_COLLECTED)
        ends = dt.datetime.fromisoformat(last.data["ends"])
        write(ticket, collect_place=last.data["place"], collect_by=ends)
        clock.stand_still_until_collected(ticket, by=by, now=now)
        told = tell_ready(ticket, now=now).data if last.data["resolved"] else {}
        data = {**because(Why.NOT_COLLECTED), **told}
        record(ticket, Verb.COLLECTION_UNDONE, by=by, now=now, data=data)
    return ticket


def can_undo_collected(ticket: Ticket, events: Sequence[TicketEvent]) -> bool:
    """Whether the last that is known of the result is that it was fetched; `events` are the newest
    lines of the history.
    """
    last = _last_about_result(events)
    if last is None or last.verb != Verb.COLLECTED:
        return False
    return ticket.state not in states.FINAL or not last.data["resolved"]


def _last_about_result(events: Sequence[TicketEvent]) -> TicketEvent | None:
    return next((one for one in reversed(events) if one.verb in _ABOUT_RESULT), None)


def _summary(ticket: Ticket, proxy: str, by: Staff) -> str:
    """What the citizen reads; a name beside a matter whose citizen is kept unnamed would tell, and one
    typed by whoever is checked would go out unread.
    """
    if not proxy:
        return "Hasilnya sudah diambil."
    is_unsaid = ticket.is_anonymous or is_checked(ticket, by)
    return f"Hasilnya sudah diambil oleh {'yang mewakili' if is_unsaid else proxy}."


def _was_told(ready: TicketEvent) -> bool:
    """Whether the news may have reached the citizen; WhatsApp refuses some of it later."""
    if not Told(ready.data["told"]).is_sent:
        return False
    sent = ready.data.get("message", 0)
    return Message.objects.what_became([sent]).get(sent) != Message.Status.FAILED


def _clear(ticket: Ticket) -> None:
    write(ticket, **NOTHING_TO_COLLECT)


def _must_be_known(ticket: Ticket, by: Staff, place: str) -> None:
    places = places_for(ticket, by)
    if places is not None and place not in places:
        raise Refused(
            "Tulisan Anda kepada pemohon layanan ini diperiksa penyelia dahulu; pilih tempat dari daftar.",
            field="place",
        )


def _must_be_ready(ticket: Ticket) -> None:
    if ticket.collect_by is None:
        raise Refused("Tidak ada hasil yang menunggu diambil di tiket ini.")


def _must_have_result(ticket: Ticket) -> None:
    if ticket.state in states.NOT_BEGUN:
        raise Refused("Ambil tiket ini dahulu, baru hasilnya dapat dinyatakan siap.")
    if ticket.outcome not in WITH_RESULT:
        label = ticket.get_outcome_display().lower()
        raise Refused(f'Tiket ini berakhir dengan "{label}", jadi tidak ada hasil untuk diambil.')
