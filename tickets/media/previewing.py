"""Draws previews of stored files, in a step of its own, so that no file waits for its preview."""

import datetime as dt
import time

import structlog
from celery import shared_task
from django.core.files.base import ContentFile
from django.db.models import F, QuerySet
from django.utils import timezone

from tickets import wakeups
from tickets.media import preview
from tickets.models import Attachment, QueueVersion
from tickets.single_flight import PREVIEWS

log = structlog.get_logger(__name__)

# A file that kills a decoder does so again; the second try is for a machine short of memory.
ATTEMPTS = 2
# The lease of one attempt. Longer than the decoder's deadline: its process must be gone.
LEASE = dt.timedelta(seconds=90)
AGAIN_AFTER = dt.timedelta(seconds=10)
PATIENCE_SECONDS = 10.0


def draw_pending(now: dt.datetime, limit: int = 50) -> int:
    """Draw the previews that are due, one at a time; returns how many were finished.

    Stops after a while to write its heartbeat; the next run goes on.
    """
    due = Attachment.objects.to_draw(now).order_by("preview_due_at")
    ended, until = 0, time.monotonic() + PATIENCE_SECONDS
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        ended += draw(pk, now=now)
        if time.monotonic() > until:
            break
    return ended


def draw(attachment_id: int, *, now: dt.datetime) -> bool:
    """Draw one file's preview; True when it is finished, with a preview or without.

    Counts the attempt first, so that an attempt that kills the worker counts too.
    """
    attachment = Attachment.objects.to_draw(now).filter(pk=attachment_id).first()
    if attachment is None:
        return False
    if attachment.preview_attempts >= ATTEMPTS:
        return _end(attachment)
    leased_until = now + LEASE
    claim = Attachment.objects.filter(
        pk=attachment.pk, preview_due_at=attachment.preview_due_at, preview=""
    )
    if not claim.update(preview_due_at=leased_until, preview_attempts=F("preview_attempts") + 1):
        return False
    attachment.preview_due_at = leased_until
    attachment.preview_attempts += 1
    return _attempt(attachment)


def _attempt(attachment: Attachment) -> bool:
    try:
        with attachment.file.open("rb") as file:
            picture = preview.make_preview(file, attachment.mime_type)
    except FileNotFoundError:
        return _end(attachment)
    except preview.DecoderDied as death:
        log.warning("media.decoder_died", attachment=attachment.pk, how=str(death))
        if attachment.preview_attempts >= ATTEMPTS:
            return _end(attachment)
        _held(attachment).update(preview_due_at=timezone.now() + AGAIN_AFTER)
        return False
    return _end(attachment, picture)


def _end(attachment: Attachment, picture: bytes | None = None) -> bool:
    """Store the preview, or that there is none, if the lease is still ours."""
    if picture:
        attachment.preview.save("preview", ContentFile(picture), save=False)
    name = attachment.preview.name or ""
    won = _held(attachment).update(preview_due_at=None, preview=name)
    if picture and not won:
        attachment.preview.delete(save=False)
    if won and attachment.message.channel:
        QueueVersion.bump(attachment.message.channel.agency_id)
    return bool(won)


def _held(attachment: Attachment) -> QuerySet[Attachment]:
    return Attachment.objects.filter(pk=attachment.pk, preview_due_at=attachment.preview_due_at)


def _draw_all_due() -> None:
    while draw_pending(timezone.now()):
        pass


@shared_task(name=wakeups.PREVIEWS)
def previews_task() -> None:
    """Work off what is due, beside the worker's own threads."""
    PREVIEWS.run_soon(wakeups.PREVIEWS, _draw_all_due)
