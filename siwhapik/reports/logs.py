"""What people of the office did with files and tickets, and what they were told: newest first."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from services import access
from services.access import Action
from services.masking import mask_contacts
from services.number_words import size_words
from siwhapik.reports.books import (
    Asking,
    Book,
    Column,
    Listed,
    Row,
    applicant,
    coded,
    moment,
    plain,
)
from tickets import identity
from tickets.figures.acts import happened, of_slice
from tickets.figures.asked import Asked
from tickets.models import AccessLog, Attachment, Escalation, Message, Notification, Ticket
from tickets.notification_kinds import KINDS

_STEPS = {
    "50%": "Separuh waktu berjalan",
    "75%": "Tinggal seperempat waktu",
    "due": "Tenggat tiba",
}
# As people choose it for themselves, told of somebody else.
_ABOUT = {kind.value: about.label.replace(" saya", " penerima") for kind, about in KINDS.items()}
_NOTHING = "Tidak ada catatan yang cocok dalam rentang ini."
_WATCHED = "Siapa membuka halaman ini dan mengambil berkasnya juga dicatat."


def _listed(asking: Asking, *, rows: QuerySet[Any], at: str, who: str, via: str) -> Listed:
    """The rows of the days and of the slice that are asked for, of the reader's offices."""
    form = asking.form
    asked = Asked(agencies=asking.offices, first=form.period.first, last=form.period.last)
    wanted = happened(asked.spans, at, via=via) & of_slice(form.only, who=who, via=via)
    readable = Ticket.objects.visible_to(asking.reader).filter(pk=OuterRef(f"{via}_id"))
    return Listed(rows.filter(wanted).annotate(is_readable=Exists(readable)), form.told)


def _file(pk: str, name: str) -> Column:
    """As it was named, for those who may read the ticket, unless that may tell whose identity is kept."""

    def column(row: Row, _: Collection[int]) -> str:
        if row[pk] is None:
            return ""
        is_told = row["is_readable"] and not row["is_anonymous"]
        given = mask_contacts(row[name]) if is_told else ""
        return given or f"berkas {row[pk]}"

    return column


def _reason(row: Row, heads: Collection[int]) -> str:
    return identity.in_row(row, heads=heads).text(row["reason"])


def _size(row: Row, _: Collection[int]) -> str:
    return size_words(row["size"]) if row["size"] else ""


def _step(row: Row, _: Collection[int]) -> str:
    days = row["step"].removeprefix("due+").removesuffix("d")
    late = f"Lewat {days} hari" if days != row["step"] else ""
    return _STEPS.get(row["step"], late)


def _ways(row: Row, _: Collection[int]) -> str:
    ways = {
        "layar": row["on_screen"],
        "e-mail": row["emailed_at"] or row["digested_at"],
        "peramban": row["push_claimed_at"],
    }
    return ", ".join(name for name, was_used in ways.items() if was_used)


def _log(rows: QuerySet[Any], *, at: str, who: str, via: str = "ticket", **more: Any) -> Book:
    listed = more.pop("listed", _listed)
    return Book(
        listed=partial(listed, rows=rows, at=at, who=f"{who}_id", via=via),
        at=at,
        via=via,
        nothing=_NOTHING,
        action=Action.SEE_LOGS,
        newest_first=True,
        is_drawn_anew=True,
        **more,
    )


_ACCESS = _log(
    AccessLog.objects.all(),
    at="at",
    who="staff",
    code="akses",
    title="Siapa melihat berkas",
    tells="Siapa membuka berkas, pratinjau, nomor, atau tiket, kapan, dan dengan alasan apa.",
    explained="Dihitung dari setiap pembukaan berkas, pratinjau, nomor telepon, dan tiket yang dibuka dengan "
    f"alasan. {_WATCHED} Waktu menurut zona kantor.",
    columns={
        "Tiket": plain("register_number"),
        "Waktu": moment("at"),
        "Petugas": plain("staff__full_name"),
        "Tindakan": coded("action", dict(AccessLog.Action.choices)),
        "Berkas": _file("attachment_id", "attachment__filename"),
        "Alasan": _reason,
        "Instansi": plain("agency__short_name"),
    },
    fields=("staff__full_name", "action", "attachment_id", "attachment__filename", "reason"),
    is_watched=True,
)
_SENT = _log(
    Attachment.objects.filter(
        message__direction=Message.Direction.OUT, message__author__isnull=False
    ),
    at="message__occurred_at",
    who="message__author",
    via="message__ticket",
    code="kiriman",
    title="Siapa mengirim berkas",
    tells="Siapa mengirim berkas apa kepada siapa, dan apakah sampai.",
    explained="Dihitung dari setiap berkas yang dikirim petugas kepada pemohon, juga yang gagal. SHA-256: "
    f"sidik berkas yang dikirim. {_WATCHED} Waktu menurut zona kantor.",
    columns={
        "Tiket": plain("register_number"),
        "Waktu": moment("message__occurred_at"),
        "Petugas": plain("message__author__full_name"),
        "Berkas": _file("pk", "filename"),
        "Ukuran": _size,
        "Kepada": applicant,
        "Status": coded("message__status", dict(Message.Status.choices)),
        "SHA-256": plain("sha256"),
    },
    fields=("message__author__full_name", "filename", "size", "message__status", "sha256"),
    is_watched=True,
)
_TOLD = _log(
    Notification.objects.filter(is_skipped=False, ticket__isnull=False),
    at="created_at",
    who="staff",
    code="pengingat",
    title="Pengingat dan pemberitahuan",
    tells="Siapa diberi tahu tentang tiket mana, kapan, dan kapan membacanya.",
    explained="Dihitung dari setiap pemberitahuan kepada petugas tentang tiket. Dibaca: saat petugas membuka "
    "tiketnya atau menandainya. Waktu menurut zona kantor.",
    columns={
        "Tiket": plain("register_number"),
        "Waktu": moment("created_at"),
        "Kepada": plain("staff__full_name"),
        "Tentang": coded("kind", _ABOUT),
        "Langkah": _step,
        "Tenggat atau waktu": moment("due_at"),
        "Lewat": _ways,
        "Dibaca": moment("read_at"),
    },
    fields=(
        "staff__full_name", "kind", "step", "due_at", "read_at", "on_screen", "emailed_at", "digested_at",
        "push_claimed_at",
    ),
)  # fmt: skip


def _listed_for_head(asking: Asking, **more: Any) -> Listed:
    """As above; the head of the office reads what they are asked about, and goes to it."""
    found = _listed(asking, **more)
    mine = Ticket.objects.visible_to(asking.reader).filter(pk=OuterRef("ticket_id"))
    opened = Ticket.objects.openable_by(asking.reader).filter(
        pk=OuterRef("ticket_id"), agency_id__in=access.offices_headed(asking.reader)
    )
    readable = Exists(mine) | Exists(opened)
    return Listed(found.rows.annotate(is_readable=readable), found.narrowed)


def _for_head(name: str) -> Column:
    """What was written to the head, or by the head: for both offices' own readers of the ticket."""

    def column(row: Row, heads: Collection[int]) -> str:
        may_read = row["is_readable"] or row["agency_id"] in heads
        return identity.in_row(row, heads=heads).text(row[name]) if may_read else ""

    return column


def _answered(row: Row, _: Collection[int]) -> str:
    if row["is_void"]:
        return "Gugur, tiket diteruskan"
    if row["answered_at"] is None:
        return "Belum dijawab"
    return "Tepat waktu" if row["answered_at"] <= row["due_at"] else "Terlambat"


_ASKED = _log(
    Escalation.objects.all(),
    listed=_listed_for_head,
    at="asked_at",
    who="asked_by",
    code="eskalasi",
    title="Permintaan jawaban pimpinan",
    tells="Apa yang ditanyakan kepada kepala kantor, sampai kapan, dan jawabannya.",
    explained="Dihitung dari setiap permintaan petugas kepada kepala kantor, menurut hari dimintanya. Gugur: "
    "tiketnya diteruskan ke instansi lain sebelum dijawab. Waktu menurut zona kantor.",
    columns={
        "Tiket": plain("register_number"),
        "Diminta": moment("asked_at"),
        "Oleh": plain("asked_by__full_name"),
        "Yang perlu diputuskan": _for_head("reason"),
        "Paling lambat": moment("due_at"),
        "Dijawab": moment("answered_at"),
        "Pimpinan": plain("answered_by__full_name"),
        "Jawaban": _for_head("answer"),
        "Keadaan": _answered,
    },
    fields=(
        "asked_by__full_name", "reason", "due_at", "answered_at", "answered_by__full_name", "answer", "is_void",
    ),
)  # fmt: skip
LOGS = {one.code: one for one in (_ASKED, _ACCESS, _SENT, _TOLD)}
