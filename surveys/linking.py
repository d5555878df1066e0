"""Makes and ends the links of the open survey, and counts how often each is used."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from services import access
from services.access import Action
from services.models import Agency, Service, Staff
from surveys.models import LinkUse, SurveyLink
from surveys.ways import Way
from tickets.desk.base import Refused

# Without letters and digits that look alike: people type the address from a poster.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


def address_of(link: SurveyLink) -> str:
    """Where anybody answers: what the QR code says."""
    return f"{settings.PUBLIC_BASE_URL}/s/{link.code}/"


@transaction.atomic
def make(
    agency: Agency, *, service: Service | None, way: Way, by: Staff, now: dt.datetime
) -> SurveyLink:
    """Make a link. Raises Refused without the right, and where one of that kind runs already."""
    list(Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk))
    _must_run_periods(agency, by)
    if service is not None and service.agency_id != agency.pk:
        raise Refused(
            "Layanan itu milik instansi lain. Pilih layanan instansi ini.", field="service"
        )
    running = SurveyLink.objects.running().filter(agency=agency, service=service, way=way)
    if running.exists():
        raise Refused("Yang seperti itu sudah ada dan masih berlaku. Pakai yang ada di daftar.")
    return SurveyLink.objects.create(
        agency=agency,
        service=service,
        way=way,
        code="".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)),
        created_at=now,
        created_by=by,
    )


@transaction.atomic
def end(link: SurveyLink, *, by: Staff, now: dt.datetime) -> None:
    """End it: its posters lead to a polite page from now on. Raises Refused; ending twice is one."""
    locked = SurveyLink.objects.select_for_update(of=("self",), no_key=True)
    found = locked.select_related("agency").get(pk=link.pk)
    _must_run_periods(found.agency, by)
    if found.ended_at is None:
        found.ended_at, found.ended_by = now, by
        found.save(update_fields=["ended_at", "ended_by"])


def note_opened(link: SurveyLink, *, now: dt.datetime) -> None:
    """Count one showing of the form."""
    _count(link, "opened", now)


def note_begun(link: SurveyLink, *, now: dt.datetime) -> None:
    """Count one form in which a first answer was chosen."""
    _count(link, "begun", now)


def _count(link: SurveyLink, what: str, now: dt.datetime) -> None:
    day = now.astimezone(link.agency.zone).date()
    row = LinkUse.objects.filter(link=link, on=day)
    if row.update(**{what: F(what) + 1}):
        return
    try:
        with transaction.atomic():
            LinkUse.objects.create(link=link, on=day, **{what: 1})
    except IntegrityError:  # another visitor was the first of the day at the same moment
        row.update(**{what: F(what) + 1})


def _must_run_periods(agency: Agency, by: Staff) -> None:
    if not access.can(by, Action.RUN_PERIODS, agency):
        raise Refused("Anda tidak berhak melakukan ini. Minta admin instansi.")
