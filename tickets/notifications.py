"""What people are notified of: the kinds, their sentences, and their rows.

A new kind is a member and a sentence here, and a call of `tell` where it happens (docs/adding.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.models import Staff
from tickets.coded import said
from tickets.models import Notification, Ticket
from tickets.words import long_words

_BATCH = 500


class Kind(StrEnum):
    """The first three are due times; people are told of each in several steps."""

    FIRST_RESPONSE = "first_response"
    COMPLETION = "completion"
    LOOK = "look"
    WINDOW = "window"
    URGENT = "urgent"
    WITHDRAWN = "withdrawn"
    ABOUT_STAFF = "about_staff"


# {register}: the ticket's number. {at}: the due time or moment. {step}: from the table below.
SENTENCES: dict[str, str] = {
    Kind.FIRST_RESPONSE: "Respons pertama {register}: {step}.",
    Kind.COMPLETION: "Penyelesaian {register}: {step}.",
    Kind.LOOK: "Kiriman baru pemohon {register}: {step}.",
    Kind.WINDOW: (
        "{register}: pemohon belum dibalas. Sesudah {at} hanya templat yang dapat dikirim."
    ),
    Kind.URGENT: "{register}: DARURAT. Buka tiket ini dan tangani sekarang.",
    Kind.WITHDRAWN: "{register}: pemohon membatalkan permohonan ini.",
    Kind.ABOUT_STAFF: "{register}: pengaduan tentang petugas kantor ini.",
}
STEPS = {
    "50%": "separuh waktu sudah berjalan, paling lambat {at}",
    "75%": "tinggal seperempat waktu, paling lambat {at}",
    "due": "tenggatnya tiba, {at}",
}
LATE = "sudah lewat tenggat {days} hari, seharusnya {at}"  # "due+1d", "due+2d" ...


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One notification about a ticket; a person gets the same kind, time and step once."""

    kind: Kind
    at: dt.datetime
    step: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    is_skipped: bool = False


def rows_of(
    occasion: Occasion, *, ticket: Ticket, people: Iterable[Staff], now: dt.datetime
) -> list[Notification]:
    """A row for each person, not yet saved; by e-mail too where the person chose it."""
    return [
        Notification(
            ticket=ticket,
            staff=staff,
            kind=occasion.kind,
            due_at=occasion.at,
            step=occasion.step,
            values=occasion.values,
            created_at=now,
            is_skipped=occasion.is_skipped,
            wants_email=not occasion.is_skipped and staff.email_reminders and bool(staff.email),
        )
        for staff in people
    ]


def tell(rows: list[Notification]) -> None:
    """Save the rows but for those that exist already."""
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)


def notification_words(row: Notification) -> str:
    """What a notification says, on screen and by e-mail."""
    if "text" in row.values:  # from before codes, and not known by its kind and step
        return str(row.values["text"])
    at = long_words(row.due_at, row.ticket.agency.zone)
    values = {"register": row.ticket.register_number, "at": at, **row.values}
    return said(SENTENCES, row.kind, {**values, "step": _step_words(row.step, at)})


def _step_words(step: str, at: str) -> str:
    days = step.removeprefix("due+").removesuffix("d")
    return STEPS.get(step, LATE).format(at=at, days=days)
