"""Plain strings for pages: clocks, names, masks. Templates only place them."""

from __future__ import annotations

import datetime as dt
import zlib
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from services.masking import mask_numbers as mask_numbers  # pages take all their words from here
from services.masking import mask_phone as mask_phone
from tickets.filters import SOON
from tickets.models import OPEN_STATES, Ticket
from tickets.words import MONTHS, amount_words, hour_words, short_words

_WAITS_FOR = {
    Ticket.State.WAITING_CITIZEN.value: "menunggu pemohon",
    Ticket.State.WAITING_OTHER.value: "menunggu pihak lain",
}


class Clock(NamedTuple):
    """How long is left: `tone` picks the look, the words say it all; percent is what is used up."""

    tone: str
    words: str
    note: str = ""
    percent: int | None = None
    due_iso: str = ""


def clock_html(clock: Clock) -> SafeString:
    """A clock ready to be placed; it ticks in the browser by data-due."""
    due = f' data-due="{clock.due_iso}"' if clock.due_iso else ""
    bar = (
        '<svg class="clock__bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{clock.percent}" height="5"/></svg>'
    )
    note = f'<span class="clock__note">{escape(clock.note)}</span>' if clock.note else ""
    return mark_safe(  # noqa: S308  # words and note are escaped, the rest is ours
        f'<span class="clock clock--{clock.tone}"{due}>'
        f'<span class="clock__words">{escape(clock.words)}</span>'
        f"{'' if clock.percent is None else bar}{note}</span>"
    )


class Standing(NamedTuple):
    """What the clock of a ticket is read from."""

    state: str
    received_at: dt.datetime
    ended_at: dt.datetime | None
    paused_since: dt.datetime | None
    due_at: dt.datetime
    is_first: bool  # what is due is the first answer


def ticket_clock(ticket: Ticket, *, zone: ZoneInfo, now: dt.datetime) -> Clock:
    """The clock that the queue sorts by, as the ticket's head shows it."""
    due = ticket.sort_due_at
    standing = Standing(
        state=ticket.state,
        received_at=ticket.received_at,
        ended_at=ticket.resolved_at or ticket.closed_at,
        paused_since=ticket.paused_since,
        due_at=due,
        is_first=ticket.first_responded_at is None and due == ticket.first_response_due_at,
    )
    return standing_clock(standing, zone=zone, now=now)


def standing_clock(standing: Standing, *, zone: ZoneInfo, now: dt.datetime) -> Clock:
    """How long is left until what is due next; done and paused tickets have no time left."""
    if standing.state not in OPEN_STATES:
        at = standing.ended_at
        return Clock("done", "Selesai", short_words(at, zone=zone, now=now) if at else "")
    if standing.paused_since is not None:
        waits_for = _WAITS_FOR.get(standing.state, "menunggu berkas lengkap")
        return Clock("paused", "Waktu dijeda", waits_for, percent=0)
    due = short_words(standing.due_at, zone=zone, now=now)
    note = f"{'balas' if standing.is_first else 'selesai'} {due}"
    return due_clock(standing.received_at, standing.due_at, now=now, note=note)


def due_clock(start: dt.datetime, due: dt.datetime, *, now: dt.datetime, note: str) -> Clock:
    """A running clock between a start and a due time."""
    left = due - now
    whole = max((due - start).total_seconds(), 1)
    used = min(100, max(0, round(100 * (now - start).total_seconds() / whole)))
    iso = due.astimezone(dt.UTC).isoformat()
    if left < dt.timedelta():
        return Clock("late", f"Lewat {amount_words(-left)}", note, 100, iso)
    tone = "soon" if left < SOON else "ok"
    return Clock(tone, f"Sisa {amount_words(left)}", note, used, iso)


def is_unanswered(state: str, since: dt.datetime | None) -> bool:
    """As the view "Belum dibalas" has it: what the bot still asks about is left to it."""
    return since is not None and state != Ticket.State.INTAKE


def initials(name: str) -> str:
    """At most two letters of a name, a sign where it has none."""
    letters = [word[0] for word in name.split() if word[:1].isalpha()]
    return "".join(letters[:2]).upper() or "?"


def hue(name: str) -> int:
    """1 to 6, always the same for the same name."""
    return zlib.crc32(name.encode()) % 6 + 1


def citizen_name(ticket: Ticket) -> str:
    """A name to show in lists; a bare telephone number is masked."""
    citizen = ticket.citizen
    name = citizen.name or citizen.profile_name or citizen.username
    return name or mask_phone(citizen.phone) or "Tanpa nama"


def short_moment(at: dt.datetime | None, *, zone: ZoneInfo, now: dt.datetime) -> str:
    """As "10.32" today, "kemarin", else "12 Nov"."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    days = (now.astimezone(zone).date() - local.date()).days
    if days == 0:
        return f"{local:%H.%M}"
    if days == 1:
        return "kemarin"
    day = f"{local.day} {MONTHS[local.month - 1][:3]}"
    return day if local.year == now.year else f"{day} {local.year}"


def moment(at: dt.datetime, *, zone: ZoneInfo) -> str:
    """As "12 Nov 2026 10.32 WIB", for histories."""
    local = at.astimezone(zone)
    return f"{local.day} {MONTHS[local.month - 1][:3]} {local.year} {hour_words(at, zone)}"
