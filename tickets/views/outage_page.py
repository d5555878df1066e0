"""What the pages of outages show, as plain strings."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk, states
from tickets.models import Outage, OutageChange, Ticket
from tickets.models.outage import spans_that_count
from tickets.views.presenting import moment
from tickets.words import amount_words, long_words

PAGE = 50  # outages, or tickets, on one page
_EXAMPLE = "…"


def row_of(outage: Outage, *, now: dt.datetime) -> dict[str, Any]:
    """One outage in the list."""
    return {
        "outage": outage,
        "state": _state(outage),
        "starts": moment(outage.starts_at, zone=outage.agency.zone),
        "length": _length(outage, now) or "-",
        "services": outage.services_words,
    }


def page_of(
    outage: Outage, *, reader: Staff, now: dt.datetime, before: int | None = None
) -> dict[str, Any]:
    """The page of one; `before`: tickets with a smaller id than that, as its next page asks."""
    zone, may = outage.agency.zone, access.can(reader, Action.RECORD_OUTAGE, outage.agency)
    tickets, next_key = _tickets(outage, reader, before)
    effects = desk.effects_of(outage, tickets, now=now)
    told = _told(outage)
    return {
        "outage": outage,
        "state": _state(outage),
        "facts": [*_facts(outage, now=now), *_told_facts(outage, told)],
        "may": may,
        "effects": [_effect(one, zone) for one in effects],
        "count": spans_that_count(outage.pk).values("ticket").distinct().count(),
        "people": desk.people_to_tell(outage, now=now) if may and outage.goes_on else None,
        "text": desk.outage_text(outage, [_example(outage)], now=now),
        "told": told,
        "changes": _changes(outage, zone),
        "first_url": "?" if before else "",
        "next_url": f"?sesudah={next_key}" if next_key else "",
    }


def _tickets(outage: Outage, reader: Staff, before: int | None) -> tuple[list[Ticket], int | None]:
    """Of those that it holds up or did, the ones that this person reads."""
    found = Ticket.objects.visible_to(reader).filter(desk.held_up_by(outage))
    found = found if before is None else found.filter(pk__lt=before)
    related = found.select_related("agency", "service", "standard")
    rows = list(related.prefetch_related("clock_spans").order_by("-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    return shown, shown[-1].pk if len(rows) > PAGE else None


def _effect(effect: desk.Effect, zone: ZoneInfo) -> dict[str, Any]:
    ticket, before, after = effect.ticket, effect.before, effect.after
    return {
        "ticket": ticket,
        "service": ticket.service.name if ticket.service else "Layanan belum dipilih",
        "state": states.of(ticket.state).label,
        "before": moment(before, zone=zone) if before else "belum berjalan",
        "after": moment(after, zone=zone) if after else "belum berjalan",
        "moved": amount_words(after - before) if before and after and after > before else "",
        "goes_on": effect.goes_on,
    }


def _state(outage: Outage) -> tuple[str, str]:
    """(look of the badge, words)"""
    if outage.withdrawn_at is not None:
        return "plain", "Dicabut"
    return ("warn", "Sedang berlangsung") if outage.ends_at is None else ("ended", "Sudah pulih")


def _ended(outage: Outage, zone: ZoneInfo) -> str:
    """Nobody awaits the end of one that was recorded by mistake."""
    if outage.ends_at is not None:
        return long_words(outage.ends_at, zone)
    return "" if outage.withdrawn_at else "Belum"


def _length(outage: Outage, now: dt.datetime) -> str:
    if outage.ends_at is None and outage.withdrawn_at is not None:
        return ""
    return amount_words((outage.ends_at or now) - outage.starts_at)


def _facts(outage: Outage, *, now: dt.datetime) -> list[tuple[str, str]]:
    zone = outage.agency.zone
    facts = [
        ("Instansi", outage.agency.name),
        ("Mulai", long_words(outage.starts_at, zone)),
        ("Pulih", _ended(outage, zone)),
        ("Lama", _length(outage, now)),
        ("Layanan yang terkena", outage.services_words),
        ("Catatan", outage.note),
        ("Dicatat oleh", str(outage.recorded_by)),
    ]
    return [(name, value) for name, value in facts if value]


def _example(outage: Outage) -> str:
    first = outage.waiting_tickets().order_by("sort_due_at", "pk")
    return first.values_list("register_number", flat=True).first() or _EXAMPLE


def _told(outage: Outage) -> dict[str, int]:
    """How many were told, and how many could not be."""
    counts = dict(outage.notices.order_by().values_list("told").annotate(Count("pk")))
    sent = {told for told in counts if desk.Told(told).is_sent}
    return {
        "sent": sum(counts[told] for told in sent),
        "not_sent": sum(count for told, count in counts.items() if told not in sent),
    }


def _told_facts(outage: Outage, told: dict[str, int]) -> list[tuple[str, str]]:
    """How many were told, once it is over; while it goes on that stands beside the button."""
    if outage.goes_on or not (told["sent"] or told["not_sent"]):
        return []
    words = f"{told['sent']} orang"
    if told["not_sent"]:
        words += f"; {told['not_sent']} tidak dapat dikirimi"
    return [("Pemohon yang diberi tahu", words)]


def _changes(outage: Outage, zone: ZoneInfo) -> list[dict[str, str]]:
    rows = outage.changes.select_related("by")
    return [_change(one, zone) for one in rows]


def _change(line: OutageChange, zone: ZoneInfo) -> dict[str, str]:
    kept = line.before
    times = [
        f"{word} {moment(dt.datetime.fromisoformat(kept[key]), zone=zone)}"
        for key, word in (("starts_at", "mulai"), ("ends_at", "pulih"))
        if kept.get(key)
    ]
    return {
        "when": long_words(line.at, zone),
        "who": str(line.by),
        "does": line.get_verb_display(),
        "why": line.reason or (f"sebelumnya {', '.join(times)}" if times else ""),
    }
