"""The mail of the morning: what a person was told and has not read, where they chose that.

It holds register numbers, names of files and kinds, nothing of the matter. Each notification stands in one mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from smtplib import SMTPException
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from services.calendars import calendar_of
from services.models import Agency, Staff
from services.workdays import NoOfficeHours, next_opening
from tickets.emails import TIMEOUT_SECONDS
from tickets.models import Notification
from tickets.notifications import KINDS, Kind

log = structlog.get_logger(__name__)

LEAVES_AT = dt.time(7, 0)  # office time
# While the mail server is away it is tried until then; later, all of it comes the next morning.
TRIED_FOR = dt.timedelta(hours=3)


def send_digests(now: dt.datetime) -> int:
    """Send this morning's mails; returns how many. Each row is claimed before its mail leaves."""
    waiting = Notification.objects.all().for_digest().filter(staff__is_active=True)
    people = Staff.objects.filter(pk__in=waiting.values("staff")).exclude(email="")
    due = [(staff, since) for staff in people.order_by("pk") if (since := morning_of(staff, now))]
    if not due:
        return 0
    connection = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        log.warning("digest.server_away", error=type(error).__name__)
        return 0
    try:
        return sum(_send(staff, before, connection, now) for staff, before in due)
    finally:
        connection.close()


def morning_of(staff: Staff, now: dt.datetime) -> dt.datetime | None:
    """When this morning's mail was due; None outside the morning of a day on which the office works."""
    agency = next((one.agency for one in staff.memberships_now() if one.agency is not None), None)
    zone = agency.zone if agency is not None else ZoneInfo(settings.TIME_ZONE)
    local = now.astimezone(zone)
    due = dt.datetime.combine(local.date(), LEAVES_AT, zone)
    if not due <= local < due + TRIED_FOR:
        return None
    return due if agency is None or _works_on(agency, local.date()) else None


def _works_on(agency: Agency, day: dt.date) -> bool:
    midnight = dt.datetime.combine(day, dt.time.min, agency.zone)
    try:
        return next_opening(calendar_of(agency), midnight).astimezone(agency.zone).date() == day
    except NoOfficeHours:
        return False


def _send(
    staff: Staff, before: dt.datetime, connection: BaseEmailBackend, now: dt.datetime
) -> bool:
    """False where another run has claimed the rows, or nothing was left unread."""
    waiting = Notification.objects.filter(staff=staff, created_at__lt=before).for_digest()
    keys = list(waiting.values_list("pk", flat=True))
    if not Notification.objects.filter(pk__in=keys, digested_at=None).update(digested_at=now):
        return False
    claimed = Notification.objects.filter(pk__in=keys, digested_at=now).select_related(
        "ticket", "export", "agency"
    )
    mail = EmailMessage(
        subject=f"Notifikasi pagi ini: {len(keys)} belum dibaca",
        body=body_of(list(claimed.order_by("created_at"))),
        to=[staff.email],
        connection=connection,
    )
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        # It may have left, so it is not repeated.
        log.warning("digest.not_sent", staff=staff.pk, error=type(error).__name__)
        return False
    return True


def body_of(rows: Sequence[Notification]) -> str:
    """The kinds under each register number, file or office, and where to read them."""
    kinds: dict[str, list[str]] = {}
    for row in rows:
        told = kinds.setdefault(row.name, [])
        if (label := KINDS[Kind(row.kind)].label) not in told:
            told.append(label)
    lines = [f"{name}: {', '.join(told)}" for name, told in kinds.items()]
    return (
        "Yang belum Anda baca:\n\n" + "\n".join(lines) + "\n\n"
        f"Buka: {settings.PUBLIC_BASE_URL}/pemberitahuan/\n"
        f"Atur surat ini: {settings.PUBLIC_BASE_URL}/akun/pemberitahuan/"
    )
