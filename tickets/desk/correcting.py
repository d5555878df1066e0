"""Corrects what a ticket says of its matter: what it is about, its kind, for whom, who brought it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from services import names
from services.access import Action
from services.models import Staff
from services.models.service import Kind
from tickets.desk.base import Refused, Verb, cleaned, must_be_able, record, working_on, write
from tickets.desk.opening import GROUP_OF, SUBJECT
from tickets.models import Ticket
from tickets.models.ticket_counter import WhyAtCounter

MASK = "••••"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is to be written instead; None: it stays as it is."""

    subject: str | None = None
    kind: str | None = None
    applicant_name: str | None = None
    proxy_name: str | None = None
    came_because: str | None = None


def correct(ticket: Ticket, *, to: Correction, by: Staff, now: dt.datetime) -> Ticket:
    """Write these values; the history keeps the old ones, and the figures count the new.

    In any state, since a mistake may be seen late. What promises follow from the service, so no due
    time moves. Repeating it changes nothing. Raises Refused.
    """
    wanted = {name: value for name, value in _checked(to).items() if value is not None}
    with working_on(ticket):
        must_be_able(by, Action.TRANSFER, ticket)
        new = {name: value for name, value in wanted.items() if value != getattr(ticket, name)}
        if not new:
            return ticket
        data = {name: {"from": getattr(ticket, name), "to": value} for name, value in new.items()}
        values: dict[str, Any] = {**new}
        if "kind" in new:
            values["group"] = _group_of(ticket, new["kind"])
        write(ticket, **values)
        record(ticket, Verb.CORRECTED, by=by, now=now, data=data)
    return ticket


def _checked(to: Correction) -> dict[str, str | None]:
    values: dict[str, str | None] = asdict(to)
    if to.subject is not None:
        subject = cleaned(" ".join(to.subject.split()), what="Perihal", field="subject")
        values["subject"] = without_mask(subject, field="subject")[:SUBJECT]
    if to.kind is not None and to.kind not in Kind.values:
        raise Refused("Jenis itu tidak ada. Pilih salah satu dari daftar.", field="kind")
    if to.came_because not in (None, "", *WhyAtCounter.values):
        raise Refused("Alasan itu tidak ada. Pilih dari daftar.", field="came_because")
    for field in ("applicant_name", "proxy_name"):
        if (given := values[field]) is not None:
            name = names.shown(" ".join(given.replace("\x00", "").split()))
            values[field] = without_mask(name, field=field)[:200]
    return values


def without_mask(text: str, *, field: str) -> str:
    """The text. Refuse what was read with a number hidden and written back: the number would be lost."""
    if MASK in text:
        raise Refused(
            "Teks ini masih memuat nomor yang disamarkan (••••). Tulis tanpa nomor itu.",
            field=field,
        )
    return text


def _group_of(ticket: Ticket, kind: str) -> str:
    if ticket.service is not None and ticket.service.kind == kind:
        return ticket.service.group
    return GROUP_OF[Kind(kind)]
