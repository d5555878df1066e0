"""An outage is recorded once for an office, corrected, ended, withdrawn; and who waits is told of it.

These write the outage alone; what it does to tickets follows in the background (desk/standing_still.py), as
does what citizens are told (desk/outage_notices.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from services import access
from services.access import Action
from services.models import Agency, Service, Staff
from tickets.desk.base import Refused, cleaned, tell_queue
from tickets.models import Outage, OutageChange
from tickets.outage_words import since_words

Verb = OutageChange.Verb
# So long an outage may lie back when it is recorded or changed: older figures were reported.
REACHES_BACK = dt.timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class OutagePlan:
    """What is said of an outage; `services` empty: all. `ends_at` None: it goes on.

    `seen_version`: what the person corrects; None where nobody could have changed it meanwhile.
    """

    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    name: str = ""
    services: Sequence[Service] = ()
    note: str = ""
    seen_version: int | None = None


def record_outage(
    agency: Agency, *, plan: OutagePlan, by: Staff, now: dt.datetime, form_key: str
) -> Outage:
    """Record it; a repeated form finds the row of the first. Raises Refused."""
    _must_be_able(by, agency)
    mine = Outage.objects.filter(recorded_by=by, form_key=form_key)
    if (known := mine.first()) is not None:
        return known
    try:
        with transaction.atomic():
            _hold_office(agency)
            values = _values(agency, plan, now, instead_of=None)
            outage = Outage.objects.create(
                agency=agency, recorded_by=by, recorded_at=now, form_key=form_key, **values
            )
            outage.services.set(plan.services)
            _line(outage, Verb.RECORDED, by=by, now=now)
    except IntegrityError:
        if (known := mine.first()) is None:
            raise
        return known
    return outage


def correct_outage(outage: Outage, *, plan: OutagePlan, by: Staff, now: dt.datetime) -> Outage:
    """Replace what was said of it; tickets get the times of now instead of those before. Raises Refused."""
    with transaction.atomic():
        _hold_office(outage.agency)
        held = _changeable(outage, by, now)
        before = _picture(held)
        values = _values(held.agency, plan, now, instead_of=held)
        if plan.seen_version not in (None, held.version):
            _must_say_the_same(held, plan, values)
            return held
        held.services.set(plan.services)
        _change(held, Verb.CORRECTED, by=by, now=now, before=before, **values)
    return held


def end_outage(outage: Outage, *, at: dt.datetime, by: Staff, now: dt.datetime) -> Outage:
    """It works again since `at`; ending twice changes nothing. Raises Refused."""
    with transaction.atomic():
        _hold_office(outage.agency)
        held = _changeable(outage, by, now)
        if held.ends_at is None:
            _must_have_been(held.starts_at, at, now)
            _change(held, Verb.ENDED, by=by, now=now, before=_picture(held), ends_at=at)
    return held


def withdraw_outage(outage: Outage, *, reason: str, by: Staff, now: dt.datetime) -> Outage:
    """It was none: all that it did to tickets is undone. Withdrawing twice changes nothing. Raises Refused."""
    reason = cleaned(reason, what="Alasan mencabut")
    with transaction.atomic():
        _hold_office(outage.agency)
        held = _held(outage, by)
        if held.withdrawn_at is None:
            _must_be_recent(held.ends_at or now, now)
            _change(held, Verb.WITHDRAWN, by=by, now=now, reason=reason, withdrawn_at=now)
    return held


def tell_of_outage(outage: Outage, *, by: Staff, now: dt.datetime, on: bool = True) -> Outage:
    """Begin or stop telling those who wait; each citizen is told once at most. Raises Refused."""
    with transaction.atomic():
        _hold_office(outage.agency)
        held = _held(outage, by)
        if on and not held.goes_on:
            raise Refused("Gangguan ini sudah berakhir, jadi pemohon tidak diberi tahu lagi.")
        if on != (held.told_from is not None):
            verb = Verb.TOLD if on else Verb.UNTOLD
            Outage.objects.filter(pk=held.pk).update(told_from=now if on else None)
            held.told_from = now if on else None
            _line(held, verb, by=by, now=now)
    return held


def _must_be_able(by: Staff, agency: Agency) -> None:
    if not access.can(by, Action.RECORD_OUTAGE, agency):
        raise Refused("Anda tidak berhak mencatat gangguan di instansi ini. Minta penyelia.")


def _hold_office(agency: Agency) -> None:
    """Two people who record the same at once: the second sees what the first has recorded.

    Before the outage itself: the office's row is written after it (`say_anew`).
    """
    list(Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk).values_list("pk"))


def _held(outage: Outage, by: Staff) -> Outage:
    locked = Outage.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = locked.get(pk=outage.pk)
    _must_be_able(by, held.agency)
    return held


def _changeable(outage: Outage, by: Staff, now: dt.datetime) -> Outage:
    held = _held(outage, by)
    if held.withdrawn_at is not None:
        raise Refused("Catatan gangguan ini sudah dicabut. Catat gangguan baru bila perlu.")
    _must_be_recent(held.ends_at or now, now)
    return held


def _must_be_recent(at: dt.datetime, now: dt.datetime) -> None:
    if at < now - REACHES_BACK:
        raise Refused(
            f"Gangguan yang lebih lama dari {REACHES_BACK.days} hari tidak dapat dicatat atau diubah, "
            "karena laporannya sudah dibuat.",
            field="starts_at",
        )


def _must_say_the_same(held: Outage, plan: OutagePlan, values: dict[str, Any]) -> None:
    """A second press is none of a colleague's: what it says stands there already."""
    same = all(getattr(held, name) == value for name, value in values.items())
    if not same or set(held.service_ids()) != {service.pk for service in plan.services}:
        raise Refused(
            "Catatan ini diubah rekan sejak Anda membukanya, jadi isian Anda belum disimpan. "
            "Buka lagi catatannya, lalu perbaiki yang masih perlu."
        )


def _must_have_been(starts: dt.datetime, ends: dt.datetime | None, now: dt.datetime) -> None:
    if starts > now:
        raise Refused("Waktu mulai belum lewat. Catat saat gangguan terjadi.", field="starts_at")
    if ends is not None and ends > now:
        raise Refused(
            "Waktu pulih belum lewat. Kosongkan bila gangguan masih berlangsung.", field="ends_at"
        )
    if ends is not None and ends <= starts:
        raise Refused("Waktu pulih harus sesudah waktu mulai.", field="ends_at")


def _values(
    agency: Agency, plan: OutagePlan, now: dt.datetime, *, instead_of: Outage | None
) -> dict[str, Any]:
    _must_have_been(plan.starts_at, plan.ends_at, now)
    _must_be_recent(plan.ends_at or now, now)
    _must_be_recent(plan.starts_at, now)
    name = plan.name.strip() if plan.kind == Outage.Kind.OTHER else ""
    if plan.kind == Outage.Kind.OTHER and not name:
        raise Refused("Tulis apa yang terganggu.", field="name")
    if any(service.agency_id != agency.pk for service in plan.services):
        raise Refused("Layanan itu bukan milik instansi ini.", field="services")
    _must_be_the_only_one(agency, plan, now, instead_of=instead_of, name=name)
    return {
        "kind": plan.kind,
        "name": name,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "note": plan.note.strip()[:500],
    }


def _must_be_the_only_one(
    agency: Agency, plan: OutagePlan, now: dt.datetime, *, instead_of: Outage | None, name: str
) -> None:
    """The same outage at the same time stands once for an office; others may go on beside it."""
    same = Outage.objects.standing().filter(agency=agency, kind=plan.kind, name__iexact=name)
    if instead_of is not None:
        same = same.exclude(pk=instead_of.pk)
    if plan.ends_at is not None:
        same = same.filter(starts_at__lt=plan.ends_at)
    known = same.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=plan.starts_at)).first()
    if known is not None:
        words = since_words(
            known.kind, known.name, since=known.starts_at, zone=agency.zone, now=now
        )
        raise Refused(f"{words} sudah dicatat. Perbaiki catatan itu, jangan mencatat dua kali.")


def _change(
    outage: Outage, verb: OutageChange.Verb, by: Staff, now: dt.datetime, **values: Any
) -> None:
    """Write these fields as its next version, with a line; `before` and `reason` are the line's."""
    line = {name: values.pop(name) for name in ("before", "reason") if name in values}
    for name, value in {**values, "version": outage.version + 1}.items():
        setattr(outage, name, value)
    outage.save(update_fields=[*values, "version"])
    _line(outage, verb, by=by, now=now, **line)


def _line(
    outage: Outage, verb: OutageChange.Verb, *, by: Staff, now: dt.datetime, **more: Any
) -> None:
    reason = str(more.get("reason", ""))[:300]
    OutageChange.objects.create(
        outage=outage, verb=verb, at=now, by=by, reason=reason, before=more.get("before", {})
    )
    Agency.objects.filter(pk=outage.agency_id).say_anew()
    tell_queue(outage.agency_id)


def _picture(outage: Outage) -> dict[str, Any]:
    """What it was, for the trace: codes and values."""
    return {
        "kind": outage.kind,
        "name": outage.name,
        "services": sorted(outage.services.values_list("pk", flat=True)),
        "starts_at": outage.starts_at.isoformat(),
        "ends_at": outage.ends_at.isoformat() if outage.ends_at else "",
        "note": outage.note,
    }
