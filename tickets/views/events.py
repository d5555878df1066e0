"""What happened to a ticket, in a sentence that an officer understands."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from tickets.models import Ticket, TicketEvent
from tickets.views.presenting import moment

_BY = {
    "bot": "Jawaban otomatis",
    "citizen": "Pemohon",
    "clock": "Sistem",
    "sweep": "Sistem",
    "system": "Sistem",
}
_SAYS = {
    TicketEvent.Verb.OPENED: "membuka tiket",
    TicketEvent.Verb.SERVICE_CHOSEN: "memilih layanan",
    TicketEvent.Verb.ENQUEUED: "memasukkan ke antrean",
    TicketEvent.Verb.TAKEN: "mengambil tiket",
    TicketEvent.Verb.ASSIGNED: "menugaskan tiket",
    TicketEvent.Verb.RELEASED: "mengembalikan ke antrean",
    TicketEvent.Verb.REPLIED: "membalas",
    TicketEvent.Verb.RETRIED: "mengirim ulang pesan",
    TicketEvent.Verb.NOTED: "menulis catatan",
    TicketEvent.Verb.TRANSFERRED: "meneruskan tiket",
    TicketEvent.Verb.WAITING_CITIZEN: "menunggu pemohon",
    TicketEvent.Verb.WAITING_OTHER: "menunggu pihak lain",
    TicketEvent.Verb.RESUMED: "melanjutkan",
    TicketEvent.Verb.COMPLETED_FILES: "menyatakan berkas lengkap",
    TicketEvent.Verb.DUE_CHANGED: "menghitung ulang tenggat",
    TicketEvent.Verb.RESOLVED: "menyelesaikan tiket",
    TicketEvent.Verb.REOPENED: "membuka kembali tiket",
    TicketEvent.Verb.CLOSED: "menutup tiket",
    TicketEvent.Verb.NUMBER_CHANGED: "nomor pemohon berubah",
    TicketEvent.Verb.SURVEY_INVITED: "mengirim undangan survei",
}


def event_words(event: TicketEvent, *, zone: ZoneInfo) -> tuple[str, str]:
    """The sentence, and the reason or change beside it."""
    data = event.data if isinstance(event.data, dict) else {}
    who = str(event.actor) if event.actor is not None else _BY.get(str(data.get("by")), "Sistem")
    says = _SAYS.get(TicketEvent.Verb(event.verb), event.get_verb_display().lower())
    change = _change(data, zone)
    return f"{who} {says}", " · ".join(filter(None, [change, event.reason]))


def _change(data: dict[str, object], zone: ZoneInfo) -> str:
    before, after = _value(data.get("from"), zone), _value(data.get("to"), zone)
    if before and after:
        return f"dari {before} ke {after}"
    return f"ke {after}" if after else ""


def _value(value: object, zone: ZoneInfo) -> str:
    """States and times in words; bare keys of rows say nothing to a reader and are left out."""
    if not isinstance(value, str) or not value:
        return ""
    if value in Ticket.State.values:
        return Ticket.State(value).label
    if value in Ticket.Outcome.values:
        return Ticket.Outcome(value).label
    try:
        return moment(dt.datetime.fromisoformat(value), zone=zone)
    except ValueError:
        return value
