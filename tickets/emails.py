"""Reminders by e-mail, for those who chose it; each at most once."""

import datetime as dt
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from tickets.models import Notification
from tickets.notifications import Kind, notification_words

log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = 10
# What a subject begins with where it is no reminder of a time.
_SUBJECTS: dict[str, str] = {Kind.URGENT: "DARURAT", Kind.WITHDRAWN: "Dibatalkan"}
# An e-mail this late is of no use any more; the reminder was on screen all the time.
TOO_OLD = dt.timedelta(days=1)


def subject_words(kind: str) -> str:
    """What comes first where a kind must stand out; "" for all others."""
    return _SUBJECTS.get(kind, "")


def send_emails(now: dt.datetime, limit: int = 50) -> int:
    """Send the e-mails that wait; a row is claimed before its mail leaves, so a killed run repeats none.

    While the mail server is away this claims no row, and the next run tries again.
    """
    waiting = Notification.objects.filter(
        wants_email=True, email_claimed_at__isnull=True, created_at__gt=now - TOO_OLD
    )
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    connection = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        log.warning("email.server_away", error=type(error).__name__)
        return 0
    try:
        return sum(_send(key, connection, now) for key in keys)
    finally:
        connection.close()


def _send(key: int, connection: BaseEmailBackend, now: dt.datetime) -> bool:
    claim = Notification.objects.filter(pk=key, email_claimed_at__isnull=True)
    if not claim.update(email_claimed_at=now):
        return False
    row = Notification.objects.select_related("ticket__agency", "export", "agency", "staff").get(
        pk=key
    )
    mail = EmailMessage(
        subject=f"{subject_words(row.kind) or 'Pengingat'}: {row.name}",
        body=(
            f"{notification_words(row)}\n\nBuka: {settings.PUBLIC_BASE_URL}{row.get_absolute_url()}\n\n"
            "Anda menerima surat ini karena memilih pengingat lewat e-mail di Si Whapik."
        ),
        to=[row.staff.email],
        connection=connection,
    )
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        # The mail may have left: it is not repeated, as the reminder is on screen too.
        log.warning("email.not_sent", notification=key, error=type(error).__name__)
        return False
    Notification.objects.filter(pk=key).update(emailed_at=now)
    return True
