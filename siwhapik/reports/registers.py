"""The books that an inspection asks for: one row for each matter, as far as the reader may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from services import access
from services.models import Staff
from services.models.service import Kind
from siwhapik.reports.sheets import Value
from tickets import identity, states
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet

Row = Mapping[str, Any]
_FIELDS = (
    "pk", "register_number", "received_at", "source", "kind", "service__name", "subject", "state",
    "outcome", "outcome_note", "assignee__full_name", "first_responded_at", "due_at",
    "resolved_at", "agency__timezone", "is_readable", "location", *identity.FIELDS,
)  # fmt: skip
_CHUNK = 2000
_KINDS, _SOURCES = dict(Kind.choices), dict(Ticket.Source.choices)
_STATES, _OUTCOMES = dict(states.CHOICES), dict(Ticket.Outcome.choices)


@dataclass(frozen=True)
class Register:
    """One book: its name, the kind of matters in it ("": all), and what stands in its columns."""

    code: str
    title: str
    explained: str
    kind: str
    columns: tuple[str, ...]


_ALL = "Semua tiket bernomor register"
_NAMES = (
    "Nama pemohon ditulis penuh hanya pada tiket yang boleh Anda baca; selain itu huruf pertamanya saja, dan "
    "perihalnya kosong."
)
REGISTERS = {
    one.code: one
    for one in (
        Register(
            "buku",
            "Buku register",
            f"{_ALL} dalam rentang ini, menurut hari diterimanya. {_NAMES}",
            "",
            (
                "Nomor", "Diterima", "Pemohon", "Lewat", "Jenis", "Layanan", "Perihal", "Petugas", "Status",
                "Hasil", "Respons pertama", "Tenggat", "Selesai",
            ),
        ),
        Register(
            "pengaduan",
            "Register pengaduan",
            f"{_ALL} berjenis pengaduan dalam rentang ini. {_NAMES}",
            Kind.COMPLAINT,
            (
                "Nomor", "Diterima", "Pemohon", "Lewat", "Perihal", "Tempat", "Layanan", "Petugas", "Status",
                "Hasil", "Penjelasan", "Respons pertama", "Selesai",
            ),
        ),
        Register(
            "informasi",
            "Register permohonan informasi",
            f"{_ALL} berjenis permintaan informasi dalam rentang ini. {_NAMES}",
            Kind.INFORMATION,
            (
                "Nomor", "Diterima", "Pemohon", "Lewat", "Perihal", "Layanan", "Petugas", "Status", "Hasil",
                "Penjelasan", "Respons pertama", "Tenggat", "Selesai",
            ),
        ),
    )
}  # fmt: skip


def written(
    tickets: TicketQuerySet, register: Register, *, reader: Staff
) -> Iterator[tuple[Row, list[Value]]]:
    """The rows of these tickets, in their order, a few thousand at a time."""
    heads = access.offices_headed(reader)
    wanted = [_COLUMNS[name] for name in register.columns]
    for row in tickets.values(*_FIELDS).iterator(chunk_size=_CHUNK):
        yield row, [column(row, heads) for column in wanted]


def page_of(tickets: TicketQuerySet, register: Register, *, reader: Staff) -> list[dict[str, Any]]:
    """The rows of one page: their values and address."""
    return [
        {
            "pk": row["pk"],
            "at": row["received_at"],
            "values": values,
            "url": f"/tiket/{row['register_number']}/" if row["is_readable"] else "",
        }
        for row, values in written(tickets, register, reader=reader)
    ]


def masked(name: str) -> str:
    """The first letter of each word of a name: "S*** C***"."""
    return " ".join(f"{word[0]}***" for word in name.split())


def _applicant(row: Row, heads: Collection[int]) -> str:
    who = identity.in_row(row, heads=heads)
    name = who.applicant or who.name
    return name if who.is_hidden or row["is_readable"] else masked(name)


def _text(name: str) -> Callable[[Row, Collection[int]], str]:
    """What somebody wrote, for those who may read the ticket, without NIK."""

    def column(row: Row, heads: Collection[int]) -> str:
        if not row["is_readable"] or not row[name]:
            return ""
        return identity.in_row(row, heads=heads).text(row[name])

    return column


def _place(row: Row, _: Collection[int]) -> str:
    at = row["location"] if row["is_readable"] else None
    if not at:
        return ""
    return at.get("address") or at.get("name") or f"{at.get('latitude')}, {at.get('longitude')}"


def _plain(name: str) -> Callable[[Row, Collection[int]], str]:
    return lambda row, _: row[name] or ""


def _code(name: str, words: Mapping[str, str]) -> Callable[[Row, Collection[int]], str]:
    return lambda row, _: str(words.get(row[name], ""))


def _moment(name: str) -> Callable[[Row, Collection[int]], Value]:
    """In the office's own time; a file has no other place to say so."""

    def column(row: Row, _: Collection[int]) -> Value:
        at: dt.datetime | None = row[name]
        return at.astimezone(ZoneInfo(row["agency__timezone"])) if at else ""

    return column


_COLUMNS: Mapping[str, Callable[[Row, Collection[int]], Value]] = {
    "Nomor": _plain("register_number"),
    "Diterima": _moment("received_at"),
    "Pemohon": _applicant,
    "Lewat": _code("source", _SOURCES),
    "Jenis": _code("kind", _KINDS),
    "Layanan": _plain("service__name"),
    "Perihal": _text("subject"),
    "Tempat": _place,
    "Petugas": _plain("assignee__full_name"),
    "Status": _code("state", _STATES),
    "Hasil": _code("outcome", _OUTCOMES),
    "Penjelasan": _text("outcome_note"),
    "Respons pertama": _moment("first_responded_at"),
    "Tenggat": _moment("due_at"),
    "Selesai": _moment("resolved_at"),
}


def values_of(rows: Iterable[tuple[Row, list[Value]]]) -> Iterator[list[Value]]:
    """The values alone, for a file."""
    return (values for _, values in rows)
