"""What people are told of: one table of the kinds, and the one function that tells.

A new kind is a member and a row of `KINDS` here, and a call of `tell` where it happens, inside the
transaction of what happened (docs/adding.md, docs/decisions/0052).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services import access
from services.access import Action
from services.models import Staff
from tickets.coded import said
from tickets.models import (
    Message,
    Notification,
    NotificationChoice,
    QueueVersion,
    Ticket,
    TicketEvent,
)
from tickets.words import long_words

_BATCH = 500
NOBODY = "Sistem"  # who did it, where no person did


class Kind(StrEnum):
    """The first three are due times; people are told of each in several steps."""

    FIRST_RESPONSE = "first_response"
    COMPLETION = "completion"
    LOOK = "look"
    WINDOW = "window"
    URGENT = "urgent"
    WITHDRAWN = "withdrawn"
    ABOUT_STAFF = "about_staff"
    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    MENTIONED = "mentioned"
    CITIZEN_WROTE = "citizen_wrote"
    ANSWERED = "answered"
    NOTED = "noted"
    ARRIVED = "arrived"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    TAKEN_OVER = "taken_over"
    ASKED_OVER = "asked_over"
    DECLINED_OVER = "declined_over"


def holder(ticket: Ticket) -> list[Staff]:
    """The officer who works it."""
    return [ticket.assignee] if ticket.assignee is not None else []


def who_may_take(ticket: Ticket) -> list[Staff]:
    """Whoever may take it from the queue where it is now."""
    return list(access.people_who_can(Action.TAKE, ticket))


def nobody(ticket: Ticket) -> list[Staff]:
    """Only whom the caller names."""
    return []


@dataclass(frozen=True, kw_only=True)
class About:
    """A kind: whom it concerns, the sentence, and what else follows. It is told on screen, unless
    the person chose otherwise.

    {register}: the ticket's number. {at}: the due time or moment. {step}: from the table below.
    {by}: who did it. {count}: how many. All else comes from the row's values.
    """

    label: str  # on the person's own page, and in the mail of the morning
    words: str
    who: Callable[[Ticket], list[Staff]] = nobody
    gathers: bool = False  # what comes before the first was read is counted on its row
    emails_at_once: bool = False  # to whom chose reminders by e-mail
    must_show: bool = False  # nobody switches it off on screen


KINDS: dict[Kind, About] = {
    Kind.FIRST_RESPONSE: About(
        label="Tenggat balasan pertama",
        words="Respons pertama {register}: {step}.",
        emails_at_once=True,
    ),
    Kind.COMPLETION: About(
        label="Tenggat penyelesaian", words="Penyelesaian {register}: {step}.", emails_at_once=True
    ),
    Kind.LOOK: About(
        label="Tenggat memeriksa kiriman baru",
        words="Kiriman baru pemohon {register}: {step}.",
        emails_at_once=True,
    ),
    Kind.WINDOW: About(
        label="Waktu balas WhatsApp hampir habis",
        words="{register}: pemohon belum dibalas. Sesudah {at} hanya templat yang dapat dikirim.",
        emails_at_once=True,
    ),
    Kind.URGENT: About(
        label="Darurat",
        words="{register}: DARURAT. Buka tiket ini dan tangani sekarang.",
        must_show=True,
        emails_at_once=True,
    ),
    Kind.WITHDRAWN: About(
        label="Pemohon membatalkan permohonan",
        words="{register}: pemohon membatalkan permohonan ini.",
        who=holder,
        emails_at_once=True,
    ),
    Kind.ABOUT_STAFF: About(
        label="Pengaduan tentang petugas",
        words="{register}: pengaduan tentang petugas kantor ini.",
        emails_at_once=True,
    ),
    Kind.ASSIGNED: About(
        label="Tiket ditugaskan kepada saya",
        words="{register}: {by} menugaskan tiket ini kepada Anda.",
        who=holder,
    ),
    Kind.HANDED_OVER: About(
        label="Tiket diserahkan kepada saya",
        words="{register}: {by} menyerahkan tiket ini kepada Anda.",
        who=holder,
    ),
    Kind.MENTIONED: About(
        label="Saya disebut di catatan", words="{register}: {by} menyebut Anda di catatan."
    ),
    Kind.CITIZEN_WROTE: About(
        label="Pesan baru pemohon di tiket saya",
        words="{register}: {count} pesan baru dari pemohon.",
        who=holder,
        gathers=True,
    ),
    Kind.ANSWERED: About(
        label="Rekan membalas di tiket saya",
        words="{register}: {by} membalas pemohon di tiket Anda.",
        who=holder,
    ),
    Kind.NOTED: About(
        label="Catatan rekan di tiket saya",
        words="{register}: {by} menulis catatan di tiket Anda.",
        who=holder,
    ),
    Kind.ARRIVED: About(
        label="Tiket diteruskan ke bagian saya",
        words="{register}: {by} meneruskan tiket ini ke bagian Anda.",
        who=who_may_take,
    ),
    Kind.REFUSED: About(
        label="Balasan tidak terkirim",
        words="{register}: balasan petugas tidak terkirim. Buka tiketnya untuk melihat sebabnya.",
        who=holder,
    ),
    Kind.ASKED_OVER: About(
        label="Rekan minta mengambil alih tiket saya",
        words="{register}: {by} minta mengambil alih tiket ini. Buka untuk menyetujui.",
    ),
    Kind.DECLINED_OVER: About(
        label="Permintaan saya mengambil alih tidak disetujui",
        words="{register}: permintaan Anda mengambil alih tiket ini tidak disetujui.",
    ),
    Kind.TAKEN_BACK: About(
        label="Tiket saya kembali ke antrean",
        words="{register}: {by} mengembalikan tiket Anda ke antrean.",
    ),
    Kind.TAKEN_OVER: About(
        label="Tiket saya dialihkan", words="{register}: {by} mengalihkan tiket Anda kepada {to}."
    ),
}
SENTENCES: dict[str, str] = {kind: about.words for kind, about in KINDS.items()}
STEPS = {
    "50%": "separuh waktu sudah berjalan, paling lambat {at}",
    "75%": "tinggal seperempat waktu, paling lambat {at}",
    "due": "tenggatnya tiba, {at}",
}
LATE = "sudah lewat tenggat {days} hari, seharusnya {at}"  # "due+1d", "due+2d" ...


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


def cause_of(row: TicketEvent | Message) -> str:
    """The name of what people are told of: a line of the history, or a message."""
    return f"{row._meta.model_name}:{row.pk}"


def tell(occasion: Occasion, *, ticket: Ticket, now: dt.datetime, by: Staff | None = None) -> None:
    """Tell all whom it concerns, but for `by`, who did it; call it inside the verb's transaction."""
    about = KINDS[occasion.kind]
    people = about.who(ticket) if occasion.people is None else occasion.people
    others = {one.pk: one for one in people if one.is_active and one != by}
    if not others:
        return
    rows = rows_of(occasion, ticket=ticket, people=others.values(), now=now)
    for row in rows:
        row.values = {"by": str(by), **row.values} if by is not None else row.values
    if about.gathers:
        rows = [row for row in rows if not _counted(row)]
    save(rows)
    QueueVersion.bump_after_commit(ticket.agency_id)


def rows_of(
    occasion: Occasion, *, ticket: Ticket, people: Iterable[Staff], now: dt.datetime
) -> list[Notification]:
    """A row for each person, not yet saved; by e-mail too where the person chose it."""
    by_email = KINDS[occasion.kind].emails_at_once and not occasion.is_skipped
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
    return rows


def _is_wanted(row: Notification) -> bool:
    """A skipped step is kept, so that it is not told later."""
    return row.on_screen or row.wants_digest or row.wants_email or row.is_skipped


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


def notification_words(row: Notification) -> str:
    """What a notification says, on screen and by e-mail."""
    if "text" in row.values:  # from before codes, and not known by its kind and step
        return str(row.values["text"])
    at = long_words(row.due_at, row.ticket.agency.zone)
    given = {"register": row.ticket.register_number, "at": at, "by": NOBODY, "count": row.count}
    return said(SENTENCES, row.kind, {**given, **row.values, "step": _step_words(row.step, at)})


def _step_words(step: str, at: str) -> str:
    days = step.removeprefix("due+").removesuffix("d")
    return STEPS.get(step, LATE).format(at=at, days=days)
