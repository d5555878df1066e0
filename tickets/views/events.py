"""The history of a ticket in sentences for officers."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from tickets import states
from tickets.event_pairs import Data
from tickets.event_reasons import Why, event_why
from tickets.event_verbs import Verb, verb_words
from tickets.models import TicketEvent
from tickets.views.presenting import mask_numbers, moment
from tickets.words import in_sentence

_BY = {
    "bot": "Bot",
    "citizen": "Pemohon",
    "phone": "Petugas di aplikasi WhatsApp Business",
}


_NAMING = ("applicant_name", "proxy_name")  # of who stands behind a matter


def event_words(
    event: TicketEvent, *, zone: ZoneInfo, hides_citizen: bool = False
) -> tuple[str, str]:
    """The sentence, and beside it the reason that a person gave.

    `hides_citizen`: without the names of those who brought the matter, which the page does not show.
    """
    data = event.data if isinstance(event.data, dict) else {}
    if hides_citizen:
        data = {key: value for key, value in data.items() if key not in _NAMING}
    verb = Verb(event.verb)
    if verb is Verb.DUE_CHANGED:
        return _due_changed(data, zone), ""
    if verb is Verb.UNREACHED:
        return _unreached(data), ""
    if verb is Verb.SURVEY_INVITED and "why" in data:
        return _survey(data), ""
    who = str(event.actor) if event.actor is not None else _BY.get(str(data.get("by")), "Sistem")
    sentence = verb_words(verb, data, who=who, by_staff=event.actor is not None)
    if name := data.get("macro"):
        sentence += f" (makro {name})"
    if event.actor is not None:
        own = event_why(data) if verb is Verb.REPLY_RETURNED else ""
        return sentence, event.reason or own
    # Without a person the reason is our own text, and part of the sentence.
    return _with(sentence, event_why(data) or event.reason), ""


def _with(sentence: str, reason: str) -> str:
    if not reason:
        return sentence
    reason = mask_numbers(reason)
    return f"{sentence}: {in_sentence(reason)}"


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


def _survey(data: Data) -> str:
    """The verb is also that of invitations that were not sent; the code tells them apart."""
    if data["why"] in (Why.INVITED_AGAIN, Why.INVITED_ON_WRITING, Why.SURVEY_BY_RECEIPT):
        return event_why(data)
    return _with("Undangan survei tidak dikirim", event_why(data))


def _due_changed(data: Data, zone: ZoneInfo) -> str:
    reason = event_why(data)
    because = f" ({in_sentence(reason)})" if reason else ""
    told = [
        f"{what} berubah dari {before} menjadi {after}"
        for what, key in (("Tenggat balasan pertama", "first_"), ("Tenggat", ""))
        if (before := _moment(data.get(f"{key}from"), zone))
        and (after := _moment(data.get(f"{key}to"), zone))
        and before != after
    ]
    return f"{'. '.join(told) or 'Tenggat dihitung ulang'}{because}"


def _moment(value: object, zone: ZoneInfo) -> str:
    try:
        return moment(dt.datetime.fromisoformat(str(value)), zone=zone)
    except ValueError:
        return ""
