"""The life of a standard: a draft is put in force, what is in force is copied, never edited."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max, Q
from django.utils.formats import date_format

from services.models import Requirement, Service, ServiceStandard, Step

FINISHED = (ServiceStandard.Status.IN_FORCE, ServiceStandard.Status.REVOKED)
_DAY = "j F Y"


class NotPublishable(Exception):
    """The version cannot come into force as it is; the text says what is missing."""


@transaction.atomic
def copy_as_draft(standard: ServiceStandard) -> ServiceStandard:
    """A new version with the same words, requirements and steps, to be changed freely."""
    Service.objects.select_for_update(no_key=True).get(pk=standard.service_id)
    last = standard.service.standards.aggregate(last=Max("version"))["last"]
    requirements, steps = list(standard.requirements.all()), list(standard.steps.all())
    draft = ServiceStandard.objects.get(pk=standard.pk)
    draft.pk, draft.version = None, last + 1
    draft.status = ServiceStandard.Status.DRAFT
    draft.decree_number = draft.decreed_by = ""
    draft.decree_date = draft.valid_from = draft.valid_until = None
    draft._state.adding = True
    draft.save()
    for requirement in requirements:
        requirement.pk, requirement.standard = None, draft
    for step in steps:
        step.pk, step.standard = None, draft
    Requirement.objects.bulk_create(requirements)
    Step.objects.bulk_create(steps)
    return draft


@transaction.atomic
def put_in_force(standard: ServiceStandard, *, today: dt.date) -> None:
    """From today this version holds for new tickets, and the one before is revoked.

    Tickets that are open keep the version they were opened under. Raises NotPublishable.
    """
    Service.objects.select_for_update(no_key=True).get(pk=standard.service_id)
    standard.refresh_from_db()
    if standard.status in FINISHED:
        raise NotPublishable(f"Versi ini sudah {standard.get_status_display().lower()}.")
    if missing := missing_components(standard):
        raise NotPublishable(f"Belum lengkap: {', '.join(missing)}.")
    _must_hold(standard, today)
    before = standard.service.standards.in_force()
    # One that ended before keeps its own last day.
    before.filter(Q(valid_until=None) | Q(valid_until__gt=today)).update(valid_until=today)
    before.update(status=ServiceStandard.Status.REVOKED)
    standard.status = ServiceStandard.Status.IN_FORCE
    standard.valid_from = standard.valid_from or today
    standard.save(update_fields=["status", "valid_from"])


def _must_hold(standard: ServiceStandard, today: dt.date) -> None:
    """Raise NotPublishable unless the dates hold today: no version begins or ends by itself."""
    begins, ends = standard.valid_from, standard.valid_until
    if begins and begins > today:
        raise NotPublishable(
            f"Berlaku sejak {date_format(begins, _DAY)}, hari itu belum tiba. Ubah tanggalnya, atau "
            "tunggu sampai hari itu."
        )
    if ends and ends < today:
        raise NotPublishable(
            f"Berlaku sampai {date_format(ends, _DAY)}, hari itu sudah lewat. Ubah atau kosongkan "
            "tanggalnya."
        )


def why_not_offered(service: Service, *, now: dt.datetime) -> str:
    """Why citizens cannot choose this service now, in words; "" when they can.

    The same rule as `Service.objects.offered`, for one row; reads prefetched rows.
    """
    if not service.is_active:
        return "layanan tidak aktif"
    if not service.agency.is_active:
        return "instansi tidak aktif"
    in_force = [one for one in service.standards.all() if one.status == FINISHED[0]]
    if not in_force:
        return "belum ada standar yang berlaku"
    ends = in_force[0].valid_until
    if ends and ends < now.astimezone(service.agency.zone).date():
        return f"standarnya berakhir {date_format(ends, _DAY)}"
    return ""


def missing_components(standard: ServiceStandard) -> list[str]:
    """Published components that are still empty; a service may ask for no requirement at all."""
    texts = {
        "jangka waktu": standard.turnaround,
        "biaya": standard.fee,
        "produk": standard.product,
        "penanganan pengaduan": standard.complaint_handling,
    }
    missing = [name for name, text in texts.items() if not text.strip()]
    return missing if standard.steps.exists() else ["prosedur", *missing]
