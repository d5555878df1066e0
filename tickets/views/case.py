"""The right side of a ticket page: what was promised, how it stands, who, and what came before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.safestring import SafeString

from services import access
from services.access import Action
from services.masking import mask_numbers
from services.models import ServiceStandard, Staff
from services.models.service import Kind
from tickets import desk, sla, states
from tickets.desk import explaining, promises
from tickets.identity import Identity
from tickets.models import Ticket, TicketEvent
from tickets.outage_words import since_words
from tickets.received import Location
from tickets.views import offered_verbs, remembered
from tickets.views.escalate import escalation_of
from tickets.views.events import event_words
from tickets.views.joined import joined_of
from tickets.views.links import Links
from tickets.views.message_payload import point_of
from tickets.views.presenting import (
    NO_MATTER,
    Clock,
    clock_html,
    collect_badge,
    due_clock,
    is_unanswered,
    labels_html,
    moment,
    outage_badge,
    paused_clock,
    ticket_clock,
    until_words,
)
from tickets.words import day_words, words

_OTHERS = 10  # other tickets beside a ticket
_VERDICTS = {sla.Reading.KEPT: "Tepat waktu", sla.Reading.MISSED: "Terlambat"}


def head_of(
    ticket: Ticket,
    *,
    staff: Staff,
    now: dt.datetime,
    citizen: Identity,
    events: Sequence[TicketEvent],
) -> dict[str, Any]:
    """Title, state, clock and what this person may do now; `events` are its newest lines."""
    zone, facts = ticket.agency.zone, states.of(ticket.state)
    return {
        "name": citizen.name,
        "is_urgent": ticket.is_urgent,
        # Where the name is hidden, the title says so.
        "is_anonymous": ticket.is_anonymous and not citizen.is_hidden,
        "is_about_staff": ticket.is_about_staff,
        "collect": collect_badge(ticket.collect_by, zone=zone, now=now),
        "outage": _outage(ticket, now=now),
        "labels": labels_html(ticket.labels),
        "look": facts.look,
        "state_label": facts.label,
        "outcome": ticket.get_outcome_display() if ticket.outcome else "",
        "clock": clock_html(ticket_clock(ticket, zone=zone, now=now)),
        "service": ticket.service.name if ticket.service else "Layanan belum dipilih",
        "assignee": str(ticket.assignee) if ticket.assignee else "",
        "is_unanswered": is_unanswered(ticket.state, ticket.unanswered_since),
        "is_held": ticket.approval_asked_at is not None,
        "is_mine": ticket.assignee_id == staff.pk,
        "asked": _asked(ticket, staff=staff, now=now, events=events),
        "escalation": escalation_of(ticket, staff=staff, now=now),
        "joined": joined_of(ticket, staff=staff, now=now),
        "may": offered_verbs.of(ticket, staff=staff, now=now, events=events),
    }


def _outage(ticket: Ticket, *, now: dt.datetime) -> SafeString:
    outage = ticket.outage
    if outage is None:
        return outage_badge("")
    zone = ticket.agency.zone
    said = since_words(outage.kind, outage.name, since=outage.starts_at, zone=zone, now=now)
    return outage_badge(said)


def _asked(
    ticket: Ticket, *, staff: Staff, now: dt.datetime, events: Sequence[TicketEvent]
) -> dict[str, Any] | None:
    """A colleague's request to take it over: whose, why, until when, and who may agree."""
    if not desk.is_asked(ticket, now) or ticket.asked_over_until is None:
        return None
    lines = [one for one in events if one.verb == TicketEvent.Verb.ASKED_OVER]
    return {
        "who": str(ticket.asked_over_by),
        "by_me": ticket.asked_over_by_id == staff.pk,
        "note": mask_numbers(lines[-1].reason) if lines else "",
        "until": words(ticket.asked_over_until, zone=ticket.agency.zone, now=now),
        "may_agree": access.can(staff, Action.HAND_OVER, ticket),
    }


def case_of(
    ticket: Ticket, *, now: dt.datetime, citizen: Identity, unmasked: bool
) -> dict[str, Any]:
    """Facts and both clocks."""
    return {
        "clocks": _both_clocks(ticket, now=now),
        "facts": _facts(ticket, citizen=citizen, show=shower(citizen, unmasked=unmasked)),
        "phone": _phone(citizen, unmasked=unmasked),
        "place": point_of(Location.read(ticket.location)),
    }


def shower(citizen: Identity, *, unmasked: bool) -> Callable[[str], str]:
    """How texts of people are shown on this ticket's page: as they are, with numbers masked, or, where
    the citizen is hidden, by `Identity.text`.
    """
    if citizen.is_hidden:
        return citizen.text
    return str if unmasked else mask_numbers


def standard_of(ticket: Ticket) -> ServiceStandard | None:
    """The version that the ticket was opened under, with its components."""
    standard = ticket.standard
    if standard is None:
        return None
    if ticket.service is not None and standard.service_id == ticket.service_id:
        standard.service = ticket.service
    prefetch_related_objects([standard], "requirements", "steps")
    return standard


def sop_of(ticket: Ticket, *, now: dt.datetime) -> dict[str, str] | None:
    """The office's own procedure for the service, in the version that holds today."""
    if ticket.service_id is None:
        return None
    today = now.astimezone(ticket.agency.zone).date()
    file = remembered.sop_of(ticket.service_id, on=today)
    if file is None:
        return None
    record = file.record
    said = f"{record.values.get('number', '')}, versi {record.values.get('edition', '')}"
    return {
        "title": record.title,
        "said": said,
        "since": day_words(record.day),
        "url": f"/catatan/{record.pk}/berkas/{file.pk}/",
    }


def history_of(
    ticket: Ticket, events: Sequence[TicketEvent], *, show: Callable[[str], str], hidden: bool
) -> list[tuple[str, str, str]]:
    """(sentence, reason or change, when), newest first; `hidden`: the citizen is, to this person."""
    zone = ticket.agency.zone
    told = [
        (event_words(event, zone=zone, hides_citizen=hidden), moment(event.at, zone=zone))
        for event in events
    ]
    return [(show(says), show(note), at) for (says, note), at in reversed(told)]


def _both_clocks(ticket: Ticket, *, now: dt.datetime) -> list[tuple[str, SafeString]]:
    if ticket.registered_at is None:
        return [("Tenggat", clock_html(NO_MATTER))]
    if ticket.is_merged:
        judged = Clock("done", "Digabungkan", "dinilai pada nomor yang melanjutkan")
        return [("Tenggat", clock_html(judged))]
    zone = ticket.agency.zone
    first_due, answered = ticket.first_response_due_at, ticket.first_responded_at
    if verdict := _VERDICTS.get(promises.first_response_reading(ticket, now)):
        at = words(answered, zone=zone, now=now) if answered else "selesai tanpa balasan"
        first = Clock("done", verdict, at)
    else:
        note = f"paling lambat {words(first_due, zone=zone, now=now)}"
        first = due_clock(ticket.received_at, first_due, now=now, note=note)
    if not ticket.is_open and ticket.resolved_at:
        reading = promises.completion_reading(ticket, now)
        at = words(ticket.resolved_at, zone=zone, now=now)
        done = Clock("done", _VERDICTS[reading] if reading else "Selesai", at)
    elif ticket.paused_since is not None:
        since = words(ticket.paused_since, zone=zone, now=now)
        done = paused_clock(
            ticket.due_from,
            ticket.due_at,
            since=ticket.paused_since,
            note=until_words(f"sejak {since},", ticket, zone=zone, now=now).rstrip(","),
        )
    else:
        note = f"paling lambat {words(ticket.due_at, zone=zone, now=now)}"
        start = ticket.due_from or ticket.received_at
        done = due_clock(start, ticket.due_at, now=now, note=note)
    clocks = [("Balasan pertama", first), ("Penyelesaian", done)]
    if ticket.look_due_at and ticket.unanswered_since and ticket.paused_since:
        note = f"paling lambat {words(ticket.look_due_at, zone=zone, now=now)}"
        start = max(ticket.unanswered_since, ticket.paused_since)
        clocks.append(("Kiriman baru", due_clock(start, ticket.look_due_at, now=now, note=note)))
    return [(name, clock_html(clock)) for name, clock in clocks]


def _facts(
    ticket: Ticket, *, citizen: Identity, show: Callable[[str], str]
) -> list[tuple[str, str]]:
    zone = ticket.agency.zone
    origin = ticket.origin_agency_id != ticket.agency_id
    facts = [
        ("Perihal", show(ticket.subject)),
        ("Jenis", ticket.get_kind_display()),
        ("Sumber", ticket.get_source_display()),
        ("Alasan datang", ticket.get_came_because_display()),
        ("Tahu dari", ticket.get_heard_from_display()),
        ("Pemohon", citizen.applicant),
        ("Penyampai", _brought_by(ticket, citizen)),
        ("Diterima", moment(ticket.received_at, zone=zone)),
        ("Kode lacak", ticket.tracking_code),
        ("Petugas", str(ticket.assignee) if ticket.assignee else "Belum diambil"),
        ("Instansi", ticket.agency.short_name),
        ("Asal", "Diteruskan dari instansi lain" if origin else ""),
        ("Nomor kantor", ticket.channel.display_phone_number if ticket.channel else ""),
        ("Hasil siap diambil", explaining.where_to_collect(ticket)),
        ("Hasil", ticket.get_outcome_display() if ticket.outcome else ""),
        ("Ringkasan", show(ticket.outcome_note)),
    ]
    return [(name, value) for name, value in facts if value]


def _brought_by(ticket: Ticket, citizen: Identity) -> str:
    """Where the citizen writes for somebody else, it is the citizen."""
    if citizen.is_hidden:
        return ""
    return ticket.proxy_name or (citizen.name if citizen.applicant else "")


def _phone(citizen: Identity, *, unmasked: bool) -> dict[str, Any]:
    phone = citizen.phone
    shown = bool(phone) and unmasked
    text = phone if shown else citizen.masked_phone
    return {"known": bool(phone), "shown": shown, "text": text, "kept": citizen.is_hidden}


def others_of(ticket: Ticket, *, staff: Staff, now: dt.datetime) -> dict[str, list[dict[str, str]]]:
    """Other tickets that this person may read, newest first: `earlier` of the same citizen, and
    `same_number` of others with the telephone number, from the counter or from WhatsApp. These may
    be one person or a family, so it is a hint and joins nothing (ADR 0012). Not those of which
    this person may not know whose they are, nor those that the page names as put together with it.
    """
    zone = ticket.agency.zone
    citizen = ticket.citizen
    found: dict[str, list[dict[str, str]]] = {"earlier": [], "same_number": []}
    for whose, register, service, kind, state, at in _others(ticket, staff=staff):
        shown = {
            "url": Links(register)["ticket"],
            "register": register,
            "service": service or Kind(kind).label,
            "look": states.of(state).look,
            "state_label": states.of(state).label,
            "at": words(at, zone=zone, now=now),
        }
        if register == ticket.register_number or sum(map(len, found.values())) == _OTHERS:
            continue
        found["earlier" if whose == citizen.pk else "same_number"].append(shown)
    return found


def _others(ticket: Ticket, *, staff: Staff) -> QuerySet[Ticket, tuple[Any, ...]]:
    citizen = ticket.citizen
    visible = Ticket.objects.visible_to(staff).known_to(staff)
    if ticket.leads:
        visible = visible.exclude(leader=ticket.pk)
    if ticket.leader_id is not None:
        visible = visible.exclude(pk=ticket.leader_id)
    if citizen.phone:  # it is the citizen's own number, too
        others = visible.filter(citizen__agency=citizen.agency_id, citizen__phone=citizen.phone)
    else:
        others = visible.filter(citizen=citizen.pk)
    shown = ("citizen_id", "register_number", "service__name", "kind", "state", "received_at")
    return others.order_by("-pk").values_list(*shown)[: _OTHERS + 1]
