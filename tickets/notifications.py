"""The one function that tells people; of what, the table in notification_kinds.py says.

It is called where it happens, inside the transaction of what happened (docs/decisions/0052).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from services.models import Agency, Staff
from tickets.coded import said
from tickets.models import (
    ExportJob,
    Notification,
    NotificationChoice,
    QueueVersion,
    Ticket,
)
from tickets.notification_kinds import KINDS as KINDS
from tickets.notification_kinds import LATE, SENTENCES, STEPS
from tickets.notification_kinds import Kind as Kind
from tickets.words import long_words

_BATCH = 500
NOBODY = "Sistem"  # who did it, where no person did


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One thing to be told of a ticket. A person is told once of the same cause, whatever the kind;
    where there is no cause, once of the same kind, time and step.
    """

    kind: Kind
    at: dt.datetime | None = None  # where it is not now
    step: str = ""
    cause: str = ""
    people: Iterable[Staff] | None = None  # where it is not whom the table names
    values: dict[str, Any] = field(default_factory=dict)
    count: int = 1
    is_skipped: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """An office's matter that is no ticket, and the path of its page."""

    agency: Agency
    path: str


def cause_of(row: Model) -> str:
    """The name of what people are told of: a line of the history, a message, or another row."""
    return f"{row._meta.model_name}:{row.pk}"


def tell(occasion: Occasion, *, ticket: Ticket, now: dt.datetime, by: Staff | None = None) -> None:
    """Tell all whom it concerns, but for `by`, who did it; call it inside the verb's transaction."""
    about = KINDS[occasion.kind]
    people = about.who(ticket) if occasion.people is None else occasion.people
    rows = _rows_beside(by, occasion, ticket=ticket, people=people, now=now)
    if not rows:
        return
    if about.gathers:
        rows = [row for row in rows if not _counted(row)]
    save(rows)
    QueueVersion.bump_after_commit(ticket.agency_id)


def tell_of_file(
    kind: Kind, *, job: ExportJob, agency: Agency, now: dt.datetime, **values: str
) -> None:
    """Tell the person who asked for a file what became of it; in the transaction that settles it."""
    row = Notification(
        export=job,
        staff=job.staff,
        kind=kind,
        due_at=now,
        created_at=now,
        values={"zone": agency.zone.key, **values},
        wants_push=KINDS[kind].pushes,
    )
    save([row])
    QueueVersion.bump_after_commit(agency.pk)


def tell_at(place: Place, occasion: Occasion, *, now: dt.datetime, by: Staff | None = None) -> None:
    """As `tell`, of what is no ticket; the occasion names its people and its cause."""
    rows = _rows_beside(by, occasion, ticket=None, people=occasion.people or (), now=now)
    if not rows:
        return
    for row in rows:
        row.agency, row.path = place.agency, place.path
    save(rows)
    QueueVersion.bump_after_commit(place.agency.pk)


def _rows_beside(
    by: Staff | None,
    occasion: Occasion,
    *,
    ticket: Ticket | None,
    people: Iterable[Staff],
    now: dt.datetime,
) -> list[Notification]:
    """A row for each person but `by`, who is named in it."""
    others = {one.pk: one for one in people if one.is_active and one != by}
    rows = rows_of(occasion, ticket=ticket, people=others.values(), now=now)
    for row in rows:
        row.values = {"by": str(by), **row.values} if by is not None else row.values
    return rows


def rows_of(
    occasion: Occasion, *, ticket: Ticket | None, people: Iterable[Staff], now: dt.datetime
) -> list[Notification]:
    """A row for each person, not yet saved; by e-mail too where the person chose it."""
    about = KINDS[occasion.kind]
    by_email = about.emails_at_once and not occasion.is_skipped
    return [
        Notification(
            ticket=ticket,
            staff=staff,
            kind=occasion.kind,
            due_at=occasion.at or now,
            step=occasion.step,
            cause=occasion.cause,
            values=occasion.values,
            count=occasion.count,
            created_at=now,
            is_skipped=occasion.is_skipped,
            wants_email=by_email and staff.email_reminders and bool(staff.email),
            wants_push=about.pushes and not occasion.is_skipped,
        )
        for staff in people
    ]


def save(rows: Sequence[Notification]) -> None:
    """Save the rows as each person chose to be told, but for those that exist already."""
    wanted = [row for row in _as_chosen(rows) if _is_wanted(row)]
    Notification.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=_BATCH)


def _as_chosen(rows: Sequence[Notification]) -> Sequence[Notification]:
    found = NotificationChoice.objects.filter(staff__in={row.staff_id for row in rows})
    chosen = {(one.staff_id, one.kind): one for one in found}
    for row in rows:
        if choice := chosen.get((row.staff_id, row.kind)):
            row.on_screen = choice.on_screen or KINDS[Kind(row.kind)].must_show
            row.wants_digest = choice.in_digest and bool(row.staff.email)
            row.wants_push = choice.by_push and not row.is_skipped
    return rows


def _is_wanted(row: Notification) -> bool:
    """A skipped step is kept, so that it is not told later."""
    return any((row.on_screen, row.wants_digest, row.wants_email, row.wants_push, row.is_skipped))


def _counted(row: Notification) -> bool:
    """Whether the person has an unread one of this kind, which now counts these as well.

    The ticket's conversation is locked, so no other run does the same.
    """
    unread = Notification.objects.filter(
        ticket=row.ticket, staff=row.staff, kind=row.kind
    ).pending()
    return bool(unread.counts_more(row.count, at=row.created_at))


def mark_read(ticket: Ticket, *, by: Staff, now: dt.datetime) -> int:
    """This person has opened the ticket: nothing of it is new to them any more."""
    return Notification.objects.filter(ticket=ticket, staff=by).pending().update(read_at=now)


def mark_file_read(job: ExportJob, *, by: Staff, now: dt.datetime) -> int:
    """This person has looked at what became of the file."""
    return Notification.objects.filter(export=job, staff=by).pending().update(read_at=now)


def mark_page_read(path: str, *, by: Staff, now: dt.datetime) -> int:
    """As `mark_read`, of a page that is no ticket's."""
    return Notification.objects.filter(staff=by, path=path).pending().update(read_at=now)


def notification_words(row: Notification) -> str:
    """What a notification says, on screen and by e-mail."""
    if "text" in row.values:  # from before codes, and not known by its kind and step
        return str(row.values["text"])
    at = long_words(row.due_at, row.zone)
    given = {"register": row.name, "at": at, "by": NOBODY, "count": row.count}
    given["about"] = "hasil survei"  # of rows that do not say it
    return said(SENTENCES, row.kind, {**given, **row.values, "step": _step_words(row.step, at)})


def _step_words(step: str, at: str) -> str:
    days = step.removeprefix("due+").removesuffix("d")
    return STEPS.get(step, LATE).format(at=at, days=days)
