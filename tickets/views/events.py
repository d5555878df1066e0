"""The history of a ticket in sentences for officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tickets import states
from tickets.event_reasons import Why, event_why
from tickets.models import Ticket, TicketEvent
from tickets.views.presenting import mask_numbers, moment

Verb = TicketEvent.Verb
Data = Mapping[str, Any]

_BY = {
    "bot": "Jawaban otomatis",
    "citizen": "Pemohon",
    "phone": "Petugas di aplikasi WhatsApp Business",
}
_SAYS = {
    Verb.TAKEN: "mengambil tiket",
    Verb.RELEASED: "mengembalikan tiket ke antrean",
    Verb.REPLIED: "membalas pemohon",
    Verb.NO_REPLY_NEEDED: "menandai pesan pemohon tidak perlu dibalas",
    Verb.NOTED: "menulis catatan",
    Verb.WAITING_CITIZEN: "menunggu jawaban pemohon",
    Verb.WAITING_OTHER: "menunggu pihak lain",
    Verb.COMPLETED_FILES: "menyatakan berkas lengkap",
    Verb.SURVEY_INVITED: "mengirim undangan survei",
}


def event_words(event: TicketEvent, *, zone: ZoneInfo) -> tuple[str, str]:
    """The sentence, and beside it the reason that a person gave."""
    data = event.data if isinstance(event.data, dict) else {}
    verb = TicketEvent.Verb(event.verb)
    if verb is Verb.DUE_CHANGED:
        return _due_changed(data, zone), ""
    if verb is Verb.UNREACHED:
        return _unreached(data), ""
    if verb is Verb.SURVEY_INVITED and "why" in data:
        return _survey(data), ""
    who = str(event.actor) if event.actor is not None else _BY.get(str(data.get("by")), "Sistem")
    sentence = _sentence(verb, who, data, by_staff=event.actor is not None)
    # Without a person the reason is our own text, and part of the sentence.
    return (
        (sentence, event.reason)
        if event.actor
        else (_with(sentence, event_why(data) or event.reason), "")
    )


def _sentence(verb: TicketEvent.Verb, who: str, data: Data, *, by_staff: bool) -> str:
    if not by_staff and verb in _UNASKED:
        return _UNASKED[verb]
    if verb in _SAYS:
        return f"{who} {_SAYS[verb]}"
    if verb in _TELLS:
        return f"{who} {_TELLS[verb](data)}"
    return verb.label


def _with(sentence: str, reason: str) -> str:
    if not reason:
        return sentence
    reason = mask_numbers(reason)
    return f"{sentence}: {reason[:1].lower()}{reason[1:]}"


def _chosen(data: Data) -> str:
    before, after = _name(data, "from"), _name(data, "to")
    if before:
        return f"mengganti layanan dari {before} ke {after}"
    return f"mencatat layanan {after}" if after else "mencatat layanan"


def _transferred(data: Data) -> str:
    before, after = _name(data, "from"), _name(data, "to")
    return f"meneruskan tiket dari {before} ke {after}" if before and after else "meneruskan tiket"


def _assigned(data: Data) -> str:
    verb = "membagikan" if data.get("by") == "auto" else "menugaskan"
    return f"{verb} tiket kepada {_name(data, 'to_name') or 'petugas'}"


def _resolved(data: Data) -> str:
    outcome = data.get("outcome")
    if outcome not in Ticket.Outcome.values:
        return "menyelesaikan tiket"
    told = _TOLD.get(str(data.get("told")), "")
    return f"menyelesaikan tiket dengan hasil {Ticket.Outcome(outcome).label.lower()}{told}"


_TOLD = {
    "text": " dan memberi tahu pemohon",
    "template": " dan memberi tahu pemohon dengan templat",
    "number_off": "; pemohon belum diberi tahu, nomor kantor tidak aktif",
    "no_template": "; pemohon belum diberi tahu, belum ada templat kabar",
}


def _retried(data: Data) -> str:
    return "mengambil ulang berkas" if "attachment" in data else "mengirim ulang pesan"


def _unreached(data: Data) -> str:
    if "owed_since" in data:
        owed = "Balasan terakhir tidak sampai, jadi pemohon masih menunggu balasan"
        return owed if data["owed_since"] else "Balasan yang semula ditolak ternyata sampai"
    if data.get("to"):
        return "Balasan pertama dihitung ulang: yang pertama tidak ditolak WhatsApp"
    lost = "Balasan pertama tidak sampai kepada pemohon"
    if data.get("state") in states.ENDED:
        return f"{lost}. Tiket ini sudah selesai: kirim ulang balasannya, atau buka kembali"
    if data.get("state") in states.WAITING_FOR_CITIZEN:
        return f"{lost}, jadi tiket tidak lagi menunggu pemohon dan waktu balasan berjalan lagi"
    return f"{lost}, jadi waktu balasan pertama berjalan lagi"


_TELLS: dict[TicketEvent.Verb, Callable[[Data], str]] = {
    Verb.OPENED: lambda _: "mencatat permohonan ini",
    Verb.SERVICE_CHOSEN: _chosen,
    Verb.ENQUEUED: lambda _: "menyerahkan tiket ke antrean petugas",
    Verb.ASSIGNED: _assigned,
    Verb.RETRIED: _retried,
    Verb.TRANSFERRED: _transferred,
    Verb.RESUMED: lambda _: "melanjutkan pengerjaan",
    Verb.RESOLVED: _resolved,
    Verb.REOPENED: lambda _: "membuka kembali tiket",
    Verb.CLOSED: lambda _: "menutup tiket",
}
# Verbs that no officer asked for.
_UNASKED = {
    Verb.OPENED: "Tiket dibuka dari pesan pemohon",
    Verb.RESUMED: "Pemohon membalas, pengerjaan dilanjutkan",
    Verb.REOPENED: "Tiket dibuka kembali",
    Verb.CLOSED: "Tiket ditutup, tidak ada keberatan dari pemohon",
}


def _survey(data: Data) -> str:
    """The verb is also that of invitations that were not sent; the code tells them apart."""
    if data["why"] == Why.INVITED_AGAIN:
        return event_why(data)
    return _with("Undangan survei tidak dikirim", event_why(data))


def _due_changed(data: Data, zone: ZoneInfo) -> str:
    reason = event_why(data)
    because = f" ({reason[:1].lower()}{reason[1:]})" if reason else ""
    told = [
        f"{what} berubah dari {before} menjadi {after}"
        for what, key in (("Tenggat balasan pertama", "first_"), ("Tenggat", ""))
        if (before := _moment(data.get(f"{key}from"), zone))
        and (after := _moment(data.get(f"{key}to"), zone))
        and before != after
    ]
    return f"{'. '.join(told) or 'Tenggat dihitung ulang'}{because}"


def _name(data: Data, key: str) -> str:
    """A name in the data; "" for bare keys of rows, which tell a reader nothing."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _moment(value: object, zone: ZoneInfo) -> str:
    try:
        return moment(dt.datetime.fromisoformat(str(value)), zone=zone)
    except ValueError:
        return ""
