"""Files of many rows: written by a sweep beside everything else, fetched by the person who asked.

The rights are those of that person when the file is written, and are asked again when it is fetched.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone

from services.access import agencies_where
from services.models import Agency, Staff
from siwhapik.dashboard.views import today_at
from siwhapik.periods import days_words
from siwhapik.reports import exporting
from siwhapik.reports.books import Asking, Book, values_of
from siwhapik.reports.catalogue import BOOKS
from siwhapik.reports.files import CSV, csv_lines
from siwhapik.reports.sheets import Value
from siwhapik.reports.workbooks import workbook
from tickets.models import ExportJob, Heartbeat
from tickets.models.export_job import LONGEST_QUERY, ExportJobQuerySet
from tickets.notifications import Kind, tell_of_file
from tickets.words import long_words

log = structlog.get_logger(__name__)

LONG = 20_000  # rows; shorter files are sent at once
MOST_AT_ONCE = 3  # of one person
KEPT = dt.timedelta(hours=24)
FORGOTTEN = dt.timedelta(days=7)
_LOST = dt.timedelta(minutes=3)  # without a sign of life a worker is dead
_TRIES = 3
_BEAT = 2000  # rows between two signs of life
FOLDER, SWEEP = "exports", "siwhapik.write_exports"
State = ExportJob.State


class TooMany(Exception):
    """This person has enough files under way."""


class TooLong(Exception):
    """The address that says which rows are meant is longer than one that is kept."""


class _TakenAway(Exception):
    """Another worker was given the job meanwhile."""


class Wish(NamedTuple):
    """In which form, under which name (without its ending), with how many rows."""

    form: str
    name: str
    rows: int


def ask_for(book: Book, asking: Asking, wish: Wish, *, now: dt.datetime) -> ExportJob:
    """Have the file written; the same one that is under way, where there is one. Raises TooMany, TooLong."""
    staff, query = asking.reader, asking.query.urlencode()
    if len(query) > LONGEST_QUERY:
        raise TooLong
    same = ExportJob.objects.of(staff).unfinished()
    known = same.filter(report=book.code, form=wish.form, query=query).first()
    if known is not None:
        return known
    if same.count() >= MOST_AT_ONCE:
        raise TooMany
    job = ExportJob(
        staff=staff,
        report=book.code,
        form=wish.form,
        query=query,
        asked=exporting.asked_of(asking.query, asking.form.period),
        agencies=[one.pk for one in asking.offices],
        name=f"{wish.name}.{wish.form}",
        rows=wish.rows,
        asked_at=now,
    )
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:  # a second click at the same moment
        return same.get(report=book.code, form=wish.form, query=query)
    return job


def may_fetch(job: ExportJob, staff: Staff) -> bool:
    """Whether the person may still see what the file holds: with other roles or services than when it
    was written, it is asked for anew.
    """
    book = BOOKS.get(job.report)
    if book is None or job.staff_id != staff.pk or job.state != State.READY:
        return False
    if job.rights != _rights_of(staff):
        return False
    allowed = set(agencies_where(staff, book.action).values_list("pk", flat=True))
    return allowed.issuperset(job.agencies)


def is_past(job: ExportJob, *, now: dt.datetime) -> bool:
    """Whether its day is over, also where the sweep has not deleted it yet."""
    return job.ready_at is not None and now >= job.ready_at + KEPT


def until_words(job: ExportJob) -> str:
    """Until when it can be fetched, by the clock of its first office; "" before it is ready."""
    office = Agency.objects.filter(pk__in=job.agencies).order_by("pk").first()
    zone = office.zone if office else timezone.get_default_timezone()
    return long_words(job.ready_at + KEPT, ZoneInfo(str(zone))) if job.ready_at else ""


def told_of(job: ExportJob) -> list[str]:
    """What was asked for: offices, days and what was chosen; nothing that the person may not see any more."""
    book = BOOKS.get(job.report)
    asking = _asking(job, book) if book else None
    if book is None or asking is None or not asking.offices:
        return []
    names = ", ".join(one.short_name for one in asking.offices)
    return [names, days_words(asking.form.period), *book.listed(asking).narrowed]


def _rights_of(staff: Staff) -> str:
    """The same for the same roles at the same offices for the same services."""
    held = sorted(
        f"{one.role}:{one.agency_id}:{sorted(one.service_ids)}" for one in staff.memberships_now()
    )
    return hashlib.sha256("|".join(held).encode()).hexdigest()


def path_of(job: ExportJob) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / job.file


def write_exports(now: dt.datetime) -> int:
    """Write one file that waits; returns how many were settled. A killed worker's is begun anew."""
    _take_up_left(now)
    due = ExportJob.objects.filter(state=State.WAITING).order_by("asked_at", "pk")
    for job in due.select_related("staff")[:1]:
        claimed = ExportJob.objects.filter(pk=job.pk, state=State.WAITING).update(
            state=State.WORKING, seen_at=now, attempts=F("attempts") + 1, written=0
        )
        if claimed:
            job.refresh_from_db(fields=["attempts", "state"])
            return _settle(job)
    return 0


def forget_exports(now: dt.datetime) -> int:
    """Delete files of yesterday, and rows of last week; returns how many."""
    old = ExportJob.objects.filter(state=State.READY, ready_at__lt=now - KEPT)
    for job in old:
        path_of(job).unlink(missing_ok=True)
    gone = old.update(state=State.EXPIRED, file="")
    done = (State.EXPIRED, State.FAILED)
    deleted, _ = ExportJob.objects.filter(state__in=done, asked_at__lt=now - FORGOTTEN).delete()
    return gone + deleted


def _take_up_left(now: dt.datetime) -> None:
    left = ExportJob.objects.left(now - _LOST)
    for job in left.filter(attempts__gte=_TRIES).select_related("staff"):
        _end(job, now=now, state=State.FAILED)
    left.update(state=State.WAITING)


def _settle(job: ExportJob) -> int:
    try:
        file = _written(job)
    except _TakenAway:
        return 0
    except Exception as error:  # one file's fault must not stop the others
        log.exception("export.failed", job=job.pk, error=type(error).__name__)
        _end(job, now=timezone.now(), state=State.FAILED)
        return 1
    now = timezone.now()
    ready = {"file": file, "rights": _rights_of(job.staff), "written": F("rows"), "ready_at": now}
    if not _end(job, now=now, state=State.READY, **ready):
        (Path(settings.MEDIA_ROOT) / file).unlink(missing_ok=True)
    return 1


@transaction.atomic
def _end(job: ExportJob, *, now: dt.datetime, state: State, **values: Any) -> bool:
    """Settle it and tell the person; False where another worker has it meanwhile."""
    mine = ExportJob.objects.filter(pk=job.pk, state=State.WORKING, attempts=job.attempts)
    if not mine.update(state=state, **values):
        return False
    agency = Agency.objects.filter(pk__in=job.agencies).order_by("pk").first()
    if agency is None:
        return True  # of no office that is left
    until = {"until": long_words(now + KEPT, agency.zone)}
    kind = Kind.FILE_READY if state == State.READY else Kind.FILE_FAILED
    tell_of_file(kind, job=job, agency=agency, now=now, **until)
    return True


def _written(job: ExportJob) -> str:
    """Write the file under a name of its own; nobody sees it before it is whole."""
    book = BOOKS[job.report]
    asking = _asking(job, book)
    found = book.listed(asking)
    rows = _counted(job, values_of(book.written(found.rows, reader=job.staff)))
    head = tuple(book.columns)
    relative = f"{FOLDER}/{job.pk}-{secrets.token_urlsafe(12)}.{job.form}"
    target = Path(settings.MEDIA_ROOT) / relative
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    try:
        with open(unfinished, "xb", opener=_private) as file:
            if job.form == CSV:
                for line in csv_lines(head, rows):
                    file.write(line.encode())
            else:
                about = book.about(asking, found, now=timezone.now())
                with workbook([(book.title, head, rows)], about=about) as made:
                    shutil.copyfileobj(made, file)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return relative


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _asking(job: ExportJob, book: Book) -> Asking:
    """As it was asked: the days that were meant then, of the offices that the person still sees."""
    allowed = agencies_where(job.staff, book.action).filter(pk__in=job.agencies)
    offices: list[Agency] = list(allowed)
    query = QueryDict(job.query)
    form = book.asks(query.dict(), agencies=offices, today=today_at(offices, job.asked_at))
    return Asking(job.staff, query, form)


def _counted(job: ExportJob, rows: Iterator[list[Value]]) -> Iterator[list[Value]]:
    """The rows; says now and then how far it is, and stops where the job was given to another worker."""
    mine = ExportJob.objects.filter(pk=job.pk, state=State.WORKING, attempts=job.attempts)
    for number, row in enumerate(rows):
        if number % _BEAT == 0:
            _show_life(mine, number, timezone.now())
        yield row


def _show_life(mine: ExportJobQuerySet, written: int, now: dt.datetime) -> None:
    """To the person who waits, and to /readyz: a long file is no sweep that hangs."""
    if not mine.update(written=written, seen_at=now):
        raise _TakenAway
    Heartbeat.objects.filter(name=SWEEP).update(at=now)
