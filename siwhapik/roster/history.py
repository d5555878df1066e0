"""/piket/kantor/.../riwayat/: who changed the roster of an office, when and how."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from services import access
from services.models import DutyShift, Leave, RosterChange
from siwhapik.roster.week import address
from tickets.coded import said
from tickets.views.guard import page_number, staff_of, staff_page
from tickets.words import day_words, long_words, weekday_words

# Changes on one page.
AT_ONCE = 50
Kind = RosterChange.Kind
_SENTENCES: dict[str, str] = {
    Kind.ADDED: "menambahkan piket {after}",
    Kind.CHANGED: "mengubah piket {before} menjadi {after}",
    Kind.REMOVED: "menghapus piket {before}",
    Kind.COPIED: "menyalin {kept} piket ke minggu yang mulai {week}",
    Kind.AWAY: "mencatat {who} tidak bertugas ({kind}) {days}",
    Kind.BACK: "menghapus catatan tidak bertugas {who} ({kind}) {days}",
}


@staff_page
@require_GET
def changes(request: HttpRequest, agency: str) -> HttpResponse:
    """For those who keep the roster; the newest changes, older ones page by page."""
    staff, now = staff_of(request), timezone.now()
    office = get_object_or_404(access.rosters_of(staff), pk=page_number(agency))
    if not access.keeps_roster(staff, office):
        raise PermissionDenied
    rows = RosterChange.objects.history(office)
    before = request.GET.get("sebelum", "")
    if before:
        rows = rows.filter(pk__lt=page_number(before))
    found = list(rows[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    context = {
        "agency": office,
        "rows": [_row(one, zone=office.zone) for one in shown],
        "back": address(office, now.astimezone(office.zone).date()),
        "first_url": "?" if before else "",
        "next_url": f"?sebelum={shown[-1].pk}" if len(found) > AT_ONCE else "",
    }
    return render(request, "roster/history.html", context)


def _row(change: RosterChange, *, zone: ZoneInfo) -> dict[str, str]:
    return {
        "when": long_words(change.at, zone),
        "who": str(change.by or "Pengguna yang sudah dihapus"),
        "does": said(_SENTENCES, change.kind, _values(change, zone)),
    }


def _values(change: RosterChange, zone: ZoneInfo) -> dict[str, Any]:
    """What the sentence of this change names, in words and in the office's hours."""
    values = dict(change.values)
    for name in ("before", "after"):
        if values.get(name):
            values[name] = _shift(values[name], zone)
    if "week" in values:
        values["week"] = day_words(dt.date.fromisoformat(values["week"]))
    if "first" in values:
        first, last = (dt.date.fromisoformat(values[name]) for name in ("first", "last"))
        values["days"] = day_words(first)
        if last != first:
            values["days"] += f" sampai {day_words(last)}"
        values["kind"] = Leave(values["kind"]).label.lower()
    return values | {"who": str(change.staff)}


def _shift(values: dict[str, str], zone: ZoneInfo) -> str:
    starts, ends = (dt.datetime.fromisoformat(values[name]) for name in ("starts", "ends"))
    hours = DutyShift(starts_at=starts, ends_at=ends).hours(zone)
    return f"{values['staff']}, {weekday_words(starts.astimezone(zone).date())}, {hours}"
