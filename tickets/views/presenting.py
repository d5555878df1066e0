"""Plain strings for pages: clocks, names, masks. Templates only place them.

The clock is drawn in Python: the queue's 50 by a template take 1.4 ms, where the smallest page takes
2.1 ms, and a ticket shows the same clock (ADR 0043).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from services.masking import mask_numbers as mask_numbers  # pages take all their words from here
from tickets import collecting, sla, states
from tickets.models import Ticket
from tickets.words import amount_words, hour_words, near_day_words, short_day_words, short_words

HELD = '<span class="badge badge--warn">Diperiksa</span>'
_SOON_SECONDS = int(sla.SOON.total_seconds())


class Clock(NamedTuple):
    """How long is left: `tone` picks the look, the words say it all; percent is what is used up."""

    tone: str
    words: str
    note: str = ""
    percent: int | None = None
    due_iso: str = ""
    from_iso: str = ""


NO_MATTER = Clock("done", "Tanpa tenggat", "belum ada permohonan")


def clock_html(clock: Clock) -> SafeString:
    """A clock ready to be placed; it ticks in the browser (js/clocks.js).

    `data-due` and `data-from`: where its time ends and began; `data-soon`: so many seconds before
    the end it is "segera".
    """
    times = f' data-due="{clock.due_iso}" data-from="{clock.from_iso}" data-soon="{_SOON_SECONDS}"'
    due = times if clock.due_iso else ""
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


class TicketTimes(NamedTuple):
    """The times from which a ticket's clock is made."""

    state: str
    received_at: dt.datetime
    ended_at: dt.datetime | None
    paused_since: dt.datetime | None
    unanswered_since: dt.datetime | None
    sort_due_at: dt.datetime
    first_due_at: dt.datetime | None  # None once it was answered
    look_due_at: dt.datetime | None
    due_at: dt.datetime
    due_from: dt.datetime | None
    is_registered: bool
    waits_until: dt.datetime | None = None
    nudged_at: dt.datetime | None = None
    collect_by: dt.datetime | None = None
    in_outage: bool = False

    def next_due(self) -> tuple[dt.datetime, str]:
        """The start of the due time that the queue sorts by, and what the officer has to do."""
        if self.sort_due_at == self.first_due_at:
            return self.received_at, "balas"
        if self.sort_due_at == self.look_due_at and self.unanswered_since and self.paused_since:
            return max(self.unanswered_since, self.paused_since), "lihat kiriman baru"
        return self.due_from or self.received_at, "selesai"


def ticket_clock(ticket: Ticket, *, zone: ZoneInfo, now: dt.datetime) -> Clock:
    """The clock that the queue sorts by, as the ticket's head shows it."""
    times = TicketTimes(
        state=ticket.state,
        received_at=ticket.received_at,
        ended_at=ticket.resolved_at or ticket.closed_at,
        paused_since=ticket.paused_since,
        unanswered_since=ticket.unanswered_since,
        sort_due_at=ticket.sort_due_at,
        first_due_at=None if ticket.first_responded_at else ticket.first_response_due_at,
        look_due_at=ticket.look_due_at,
        due_at=ticket.due_at,
        due_from=ticket.due_from,
        is_registered=ticket.registered_at is not None,
        waits_until=ticket.waits_until,
        nudged_at=ticket.nudged_at,
        collect_by=ticket.collect_by,
        in_outage=ticket.outage_id is not None,
    )
    return clock_of(times, zone=zone, now=now)


def clock_of(times: TicketTimes, *, zone: ZoneInfo, now: dt.datetime) -> Clock:
    """The time left until the next due time; no running clock for an ended ticket, for a paused
    one that owes no reply, or where nothing has been asked for yet.
    """
    facts = states.of(times.state)
    if not facts.is_open:
        at = times.ended_at
        return Clock("done", "Selesai", short_words(at, zone=zone, now=now) if at else "")
    if not times.is_registered:
        return NO_MATTER
    owes_first = times.in_outage and times.first_due_at is not None  # which is never paused
    if times.paused_since is not None and times.look_due_at is None and not owes_first:
        waits_for = facts.label.lower() if facts.waits_outside else _stands_still(times)
        if facts.waits_for is states.Waits.CITIZEN:
            waits_for = until_words(waits_for, times, zone=zone, now=now)
        return paused_clock(times.due_from, times.due_at, since=times.paused_since, note=waits_for)
    start, what = times.next_due()
    note = f"{what} {short_words(times.sort_due_at, zone=zone, now=now)}"
    return due_clock(start, times.sort_due_at, now=now, note=note)


def _stands_still(times: TicketTimes) -> str:
    if times.collect_by:
        return "menunggu hasil diambil"
    return "karena gangguan" if times.in_outage else "menunggu berkas lengkap"


def outage_badge(words: str) -> SafeString:
    """That an outage holds it up, since when; "" for none."""
    if not words:
        return mark_safe("")
    return mark_safe(f'<span class="badge badge--warn">{escape(words)}</span>')  # noqa: S308  # escaped


def collect_badge(ends: dt.datetime | None, *, zone: ZoneInfo, now: dt.datetime) -> SafeString:
    """That a result waits to be fetched, and whether its last day has passed; "" for none."""
    if ends is None:
        return mark_safe("")
    words, is_over = collecting.badge_words(ends, zone=zone, now=now)
    tone = "warn" if is_over else "plain"
    return mark_safe(f'<span class="badge badge--{tone}">{words}</span>')  # noqa: S308  # our words


def until_words(
    begins: str, wait: TicketTimes | Ticket, *, zone: ZoneInfo, now: dt.datetime
) -> str:
    """What is waited for, and until which day where one was chosen."""
    if wait.waits_until is None:
        return begins
    reminded = " diingatkan," if wait.nudged_at else ""
    return f"{begins}{reminded} sampai {near_day_words(wait.waits_until, zone=zone, now=now)}"


def paused_clock(
    start: dt.datetime | None, due: dt.datetime, *, since: dt.datetime, note: str
) -> Clock:
    """A paused clock with the time used so far; `start` None: it has not begun."""
    used = _used(start, due, since) if start is not None else 0
    return Clock("paused", "Waktu dijeda", note, percent=used)


def due_clock(start: dt.datetime, due: dt.datetime, *, now: dt.datetime, note: str) -> Clock:
    """A running clock between a start and a due time."""
    left, reading = due - now, sla.reading(due, now=now)
    isos = (due.astimezone(dt.UTC).isoformat(), start.astimezone(dt.UTC).isoformat())
    if reading is sla.Reading.OVERDUE:
        return Clock("late", f"Lewat {amount_words(-left)}", note, 100, *isos)
    tone = "soon" if reading is sla.Reading.SOON else "ok"
    return Clock(tone, f"Sisa {amount_words(left)}", note, _used(start, due, now), *isos)


def _used(start: dt.datetime, due: dt.datetime, at: dt.datetime) -> int:
    """The share of the time that was used by then, in per cent; the same in js/clocks.js."""
    whole = max((due - start).total_seconds(), 1)
    return min(100, max(0, round(100 * (at - start).total_seconds() / whole)))


def labels_html(labels: Sequence[Sequence[str]]) -> SafeString:
    """A ticket's labels; their words stand beside their colours."""
    chips = [
        f'<span class="label label--{escape(tone)}">{escape(name)}</span>' for name, tone in labels
    ]
    return mark_safe("".join(chips))  # noqa: S308  # escaped


def is_unanswered(state: str, since: dt.datetime | None) -> bool:
    """The rule of the view "Belum dibalas": not while the bot still asks about the matter."""
    return since is not None and state != states.State.INTAKE


def initials(name: str) -> str:
    """At most two letters of a name, a sign for an empty one."""
    letters = [word[0] for word in name.split() if word[:1].isalpha()]
    return "".join(letters[:2]).upper() or "?"


def hue(name: str) -> int:
    """1 to 6, always the same for the same name."""
    return zlib.crc32(name.encode()) % 6 + 1


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
    day = short_day_words(local)
    return day if local.year == now.year else f"{day} {local.year}"


def moment(at: dt.datetime, *, zone: ZoneInfo) -> str:
    """As "12 Nov 2026 10.32 WIB", for histories."""
    local = at.astimezone(zone)
    return f"{short_day_words(local)} {local.year} {hour_words(at, zone)}"
