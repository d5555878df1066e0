"""What keeps a roster: shifts are put down, moved, removed and copied, absences written down.

Each is refused whole or done whole, and leaves a RosterChange.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from services.models import Absence, Agency, DutyShift, RosterChange, Staff
from services.presence import away_on
from services.rostering import Span, overlaps, week_of

# The days that a roster is kept for.
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2200, 1, 1)
_DAY = dt.timedelta(days=1)
Kind = RosterChange.Kind


class RosterRefused(Exception):
    """Nothing has changed; the text is for the person, `field` the form's field that it is about."""

    def __init__(self, text: str, *, field: str = "") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A shift as a person writes it: local hours of a day; until 00.00 is the end of that day."""

    staff: Staff
    day: dt.date
    starts: dt.time
    ends: dt.time

    def span(self, agency: Agency) -> Span:
        """Begin and end in UTC."""
        last = self.day + _DAY if self.ends == dt.time.min else self.day
        begins = dt.datetime.combine(self.day, self.starts, agency.zone)
        ends = dt.datetime.combine(last, self.ends, agency.zone)
        return begins.astimezone(dt.UTC), ends.astimezone(dt.UTC)


def put_down(
    agency: Agency, plan: Plan, *, by: Staff, instead_of: DutyShift | None = None
) -> DutyShift:
    """Put a shift down, or change one. Raises RosterRefused."""
    begins, ends = plan.span(agency)
    if ends <= begins:
        raise RosterRefused("Jam selesai harus sesudah jam mulai.", field="ends")
    with transaction.atomic():
        _hold(agency)
        if plan.staff.pk in away_on(plan.day):
            raise RosterRefused(f"{plan.staff} sedang tidak bertugas hari itu.", field="staff")
        others = DutyShift.objects.filter(agency=agency, staff=plan.staff).touching(begins, ends)
        if instead_of is not None:
            others = others.exclude(pk=instead_of.pk)
        if (other := others.first()) is not None:
            raise RosterRefused(
                f"{plan.staff} sudah piket {other.hours(agency.zone)} hari itu.", field="staff"
            )
        shift = instead_of or DutyShift(agency=agency)
        shift.staff, shift.starts_at, shift.ends_at = plan.staff, begins, ends
        _store(shift, by=by)
    return shift


def write_shift(shift: DutyShift, *, by: Staff) -> None:
    """Store a shift as it stands, with what it was before; nothing where nothing has changed."""
    with transaction.atomic():
        _hold(shift.agency)
        _store(shift, by=by)


def remove(shift: DutyShift, *, by: Staff) -> None:
    """Take a shift off the roster; once, whoever asks twice."""
    with transaction.atomic():
        _hold(shift.agency)
        gone, _ = DutyShift.objects.filter(pk=shift.pk).delete()
        if gone:
            values = {"before": _shift_values(shift)}
            _record(shift.agency, Kind.REMOVED, by=by, staff=shift.staff, values=values)


def write_away(absence: Absence, *, by: Staff) -> None:
    """Write an absence down, or what has changed of one."""
    with transaction.atomic():
        absence.save()
        _record_absence(absence, Kind.AWAY, by=by)


def write_back(absence: Absence, *, by: Staff) -> None:
    """The person is there after all: the absence is removed; once, whoever asks twice."""
    with transaction.atomic():
        gone, _ = Absence.objects.filter(pk=absence.pk).delete()
        if gone:
            _record_absence(absence, Kind.BACK, by=by)


def move(shift: DutyShift, *, by: Staff, to_day: dt.date) -> DutyShift:
    """Move it to another day, at the same hours. Raises RosterRefused."""
    zone = shift.agency.zone
    starts, ends = (at.astimezone(zone).time() for at in (shift.starts_at, shift.ends_at))
    plan = Plan(staff=shift.staff, day=to_day, starts=starts, ends=ends)
    return put_down(shift.agency, plan, by=by, instead_of=shift)


def copy_last_week(agency: Agency, week: dt.date, *, by: Staff) -> tuple[int, int]:
    """Copy the shifts of the week before into this one; (how many, how many were left out).

    Left out is who is away that day, or has a shift then already.
    """
    days = week_of(week)
    with transaction.atomic():
        _hold(agency)
        before = list(shifts_of(agency, [day - 7 * _DAY for day in days]))
        there = [(one.staff_id, (one.starts_at, one.ends_at)) for one in shifts_of(agency, days)]
        absences = list(Absence.objects.filter(starts_on__lte=days[-1], ends_on__gte=days[0]))
        fresh = [_a_week_later(one, agency) for one in before]
        kept = [
            one for one in fresh if not _is_away(one, absences, agency) and _is_free(one, there)
        ]
        DutyShift.objects.bulk_create(kept)
        if kept:
            values = {"week": days[0].isoformat(), "kept": len(kept)}
            _record(agency, Kind.COPIED, by=by, staff=None, values=values)
    return len(kept), len(fresh) - len(kept)


def shifts_of(agency: Agency, days: list[dt.date]) -> Iterable[DutyShift]:
    """The office's shifts that begin on these days (a run of days), with their people, in order."""
    first = dt.datetime.combine(days[0], dt.time.min, agency.zone)
    end = dt.datetime.combine(days[-1] + _DAY, dt.time.min, agency.zone)
    rows = DutyShift.objects.filter(agency=agency, starts_at__gte=first, starts_at__lt=end)
    return rows.select_related("staff").order_by("starts_at", "staff__full_name", "pk")


def _a_week_later(shift: DutyShift, agency: Agency) -> DutyShift:
    """By the clock on the wall, which is what a roster means."""
    starts, ends = (
        (at.astimezone(agency.zone) + 7 * _DAY).astimezone(dt.UTC)
        for at in (shift.starts_at, shift.ends_at)
    )
    return DutyShift(agency=agency, staff=shift.staff, starts_at=starts, ends_at=ends)


def _is_away(shift: DutyShift, absences: Iterable[Absence], agency: Agency) -> bool:
    day = shift.starts_at.astimezone(agency.zone).date()
    return any(
        one.staff_id == shift.staff_id and one.starts_on <= day <= one.ends_on for one in absences
    )


def _is_free(shift: DutyShift, there: Iterable[tuple[int, Span]]) -> bool:
    span = (shift.starts_at, shift.ends_at)
    return not any(staff == shift.staff_id and overlaps(span, other) for staff, other in there)


def _hold(agency: Agency) -> None:
    """One change of an office's roster at a time, so that nobody stands in it twice."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def _store(shift: DutyShift, *, by: Staff) -> None:
    """The office's roster is held."""
    there = DutyShift.objects.select_related("staff").filter(pk=shift.pk).first()
    before, after = _shift_values(there) if there else None, _shift_values(shift)
    if before == after:
        return
    shift.save()
    kind = Kind.CHANGED if before else Kind.ADDED
    values = {"before": before, "after": after}
    _record(shift.agency, kind, by=by, staff=shift.staff, values=values)


def _record(
    agency: Agency,
    kind: RosterChange.Kind,
    *,
    by: Staff,
    staff: Staff | None,
    values: dict[str, Any],
) -> None:
    RosterChange.objects.create(agency=agency, kind=kind, by=by, staff=staff, values=values)


def _record_absence(absence: Absence, kind: RosterChange.Kind, *, by: Staff) -> None:
    """In each office that the person works at: an absence is missed in all of them."""
    first, last = absence.starts_on.isoformat(), absence.ends_on.isoformat()
    values = {"kind": absence.kind, "first": first, "last": last}
    offices = Agency.objects.filter(
        memberships__staff=absence.staff, memberships__is_active=True
    ).distinct()
    for agency in offices:
        _record(agency, kind, by=by, staff=absence.staff, values=values)


def _shift_values(shift: DutyShift) -> dict[str, str]:
    starts, ends = (at.astimezone(dt.UTC).isoformat() for at in (shift.starts_at, shift.ends_at))
    return {"staff": str(shift.staff), "starts": starts, "ends": ends}
