"""Citizens' files from WhatsApp to our disk: pending -> ready | failed, never half."""

import datetime as dt
import hashlib
import tempfile
import time
from pathlib import Path
from typing import IO

import structlog
from celery import shared_task
from django.conf import settings
from django.core.files import File
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from tickets import wakeups
from tickets.faults import Error, Fault, error, refusal
from tickets.media import checking, leftovers
from tickets.media.preview import FORMS
from tickets.models import Attachment, QueueVersion
from tickets.single_flight import MEDIA, SideBySide
from tickets.transports.deadline import Deadline
from tickets.transports.protocol import (
    Client,
    Forbidden,
    Rejected,
    TooLarge,
    TransportError,
    UnusableChannel,
)
from tickets.transports.registry import transport_of

log = structlog.get_logger(__name__)

# A download that goes on renews its claim; after so long without renewal its worker has died.
STALE_CLAIM = dt.timedelta(minutes=3)
RENEW_SECONDS = 30.0
# WhatsApp keeps the file of a webhook for seven days (Meta's page "Media").
AT_WHATSAPP = dt.timedelta(days=7)
FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(hours=6)
# So long one sweep begins downloads; those under way go on without it.
PATIENCE_SECONDS = 5.0
MEGABYTE = 1024 * 1024


class Hopeless(Exception):
    """Trying again gives nothing; `why` as the row keeps it."""

    def __init__(self, why: Error) -> None:
        super().__init__(why)
        self.why = why


class Later(Hopeless):
    """It did not work now."""


def fetch_pending(now: dt.datetime, limit: int = 100) -> int:
    """Fetch the files that are due, a few side by side; returns how many came to an end.

    Those that were not tried yet come first: what failed before may well be slow again.
    """

    def due() -> list[int]:
        at = max(now, timezone.now())
        rows = Attachment.objects.to_fetch(at).filter(_unclaimed(at))
        return list(
            rows.order_by("attempts", "next_attempt_at").values_list("pk", flat=True)[:limit]
        )

    return _downloads.run(due, size=settings.MEDIA_PARALLEL, seconds=PATIENCE_SECONDS)


def fetch(attachment_id: int, *, now: dt.datetime | None = None) -> bool:
    """Fetch one file; False when another worker has it or it has to be tried again."""
    now = now or timezone.now()
    due = Attachment.objects.to_fetch(now).filter(_unclaimed(now), pk=attachment_id)
    if not due.update(claimed_at=now, attempts=F("attempts") + 1):
        return False
    attachment = Attachment.objects.select_related("message__channel").get(pk=attachment_id)
    try:
        _bring(attachment)
    except Later as problem:
        return _again(attachment, problem.why, now=now)
    except Hopeless as problem:
        _end(attachment, state=Attachment.State.FAILED, error=problem.why)
    except DatabaseError:
        raise  # nothing can be recorded; the claim is taken over later
    except Exception:  # one file's fault must not keep the others waiting
        log.exception("media.stumbled", attachment=attachment.pk)
        return _again(attachment, error(Fault.NOT_STORED), now=now)
    return True


def retry(attachment: Attachment, *, now: dt.datetime) -> bool:
    """Try a failed file again by hand; False when it is not failed (any more)."""
    won = Attachment.objects.filter(pk=attachment.pk, state=Attachment.State.FAILED).exclude(
        media_id=""
    )
    moved = won.update(
        state=Attachment.State.PENDING,
        attempts=0,
        next_attempt_at=now,
        claimed_at=None,
        error={},
    )
    if moved:
        transaction.on_commit(lambda: wakeups.wake(wakeups.MEDIA), robust=True)
    return bool(moved)


def _unclaimed(now: dt.datetime) -> Q:
    """No worker has it, or the one that had it died."""
    return Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - STALE_CLAIM)


def _bring(attachment: Attachment) -> None:
    """Bytes to a file beside the storage, checks, storage, and only then the row."""
    channel = attachment.message.channel
    if channel is None or not attachment.media_id:
        raise Hopeless(error(Fault.NOTHING_TO_FETCH))
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root, prefix=leftovers.PREFIX) as part:
        try:
            client = transport_of(channel.kind).client(channel)
            digest, size = _download_in_time(attachment, client, part)
        except UnusableChannel as problem:
            raise Later(error(problem.fault)) from problem
        except TooLarge as problem:
            limit = settings.ATTACHMENT_MAX_BYTES // MEGABYTE
            raise Hopeless(error(Fault.TOO_LARGE, limit=limit)) from problem
        except Forbidden as problem:
            raise Hopeless(error(Fault.UNTRUSTED)) from problem
        except Rejected as problem:
            raise _refusal(problem, attachment) from problem
        except TransportError as problem:
            raise Later(error(Fault.NOT_REACHED)) from problem
        _keep(attachment, Path(part.name), digest=digest, size=size)


def _download_in_time(attachment: Attachment, client: Client, part: IO[bytes]) -> tuple[str, int]:
    """Read as long as bytes keep coming, and not longer."""
    slowest = settings.MEDIA_SLOWEST
    with Deadline(settings.MEDIA_PATIENCE_SECONDS, slowest=slowest) as deadline:
        try:
            found = _download(attachment, client, part, deadline)
        except TransportError as problem:
            if deadline.passed:
                raise Later(error(Fault.SLOW)) from problem
            raise
    if deadline.passed:  # cut off, which may look like the end of the file
        raise Later(error(Fault.SLOW))
    digest, size, declared = found
    if not size or not checking.same_hash(digest, attachment.declared_sha256, declared):
        raise Later(error(Fault.CUT_SHORT))
    return digest, size


def _download(
    attachment: Attachment, client: Client, part: IO[bytes], deadline: Deadline
) -> tuple[str, int, str]:
    """Two steps: a fresh address each time (it lives five minutes), then the bytes."""
    info = client.locate(attachment.media_id, deadline=deadline)
    if not attachment.mime_type:
        attachment.mime_type = info.mime_type[:120]
    sha256, size = hashlib.sha256(), 0
    renew_at = time.monotonic() + RENEW_SECONDS
    most = settings.ATTACHMENT_MAX_BYTES
    for chunk in client.download(info.url, max_bytes=most, deadline=deadline):
        part.write(chunk)
        sha256.update(chunk)
        size += len(chunk)
        if time.monotonic() > renew_at:
            _renew(attachment)
            renew_at = time.monotonic() + RENEW_SECONDS
    part.flush()
    return sha256.hexdigest(), size, info.sha256


def _renew(attachment: Attachment) -> None:
    now = timezone.now()
    claim = Attachment.objects.filter(pk=attachment.pk, claimed_at=attachment.claimed_at)
    if not claim.update(claimed_at=now):
        raise Later({})  # another process has it: nothing of ours is written any more
    attachment.claimed_at = now


def _refusal(problem: Rejected, attachment: Attachment) -> Exception:
    rule = problem.rule
    if rule.action == "tell" and problem.code is not None and attachment.attempts >= 4:
        return Hopeless(error(Fault.GONE))
    if rule.action == "stop_channel":
        return Later(refusal(problem.code, action=rule.action))
    return Later(error(Fault.LATER))


def _keep(attachment: Attachment, path: Path, *, digest: str, size: int) -> None:
    mime_type = checking.real_type(path, attachment.mime_type)
    with path.open("rb") as file:
        attachment.file.save("file", File(file), save=False)
    won = _end(
        attachment,
        state=Attachment.State.READY,
        file=attachment.file.name,
        preview_due_at=timezone.now() if mime_type in FORMS else None,
        mime_type=mime_type,
        sha256=digest,
        size=size,
        error={},
    )
    if not won:  # it took too long and another worker took over
        attachment.file.delete(save=False)
    elif mime_type in FORMS:
        wakeups.wake(wakeups.PREVIEWS)


def _end(attachment: Attachment, **values: object) -> bool:
    """Write the end of this attempt, if the claim is still ours."""
    claim = Attachment.objects.filter(
        pk=attachment.pk, state=Attachment.State.PENDING, claimed_at=attachment.claimed_at
    )
    moved = claim.update(claimed_at=None, **values)
    if moved and attachment.message.channel:
        QueueVersion.bump(attachment.message.channel.agency_id)
    return bool(moved)


def _again(attachment: Attachment, why: Error, *, now: dt.datetime) -> bool:
    wait = min(FIRST_WAIT * 4 ** min(attachment.attempts - 1, 10), LONGEST_WAIT)
    if now + wait > attachment.created_at + AT_WHATSAPP:
        return _end(attachment, state=Attachment.State.FAILED, error=error(Fault.EXPIRED))
    _end(attachment, next_attempt_at=now + wait, error=why)
    return False


def _fetch_all_due() -> None:
    while fetch_pending(timezone.now()):
        pass


_downloads = SideBySide(fetch, name="download", keeps_connection=False)


@shared_task(name=wakeups.MEDIA)
def media_task() -> None:
    """Work off what is due, beside the worker's own threads: no download may hold up a message."""
    MEDIA.run_soon(wakeups.MEDIA, _fetch_all_due)
