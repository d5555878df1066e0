"""Matters that look unlike the others: danger, a hidden name, a complaint about staff, a question."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from siwhapik.demo.ground import Office
from siwhapik.demo.thread import Thread
from tickets import desk
from tickets.event_reasons import Why
from tickets.models import Conversation, Ticket

# What was only asked stays to be seen while somebody tries the product, and is over by the next day.
SHOWN_FOR = dt.timedelta(hours=8)
ANSWERS_AFTER = dt.timedelta(seconds=4)


@dataclass(frozen=True, kw_only=True)
class Delicate:
    """What a citizen wrote so many minutes ago, and what the bot did; `why` it went to the officers,
    None: it did not. `service` is a key of the office's services.
    """

    minutes: int
    words: str
    reply: str
    service: str = ""
    why: Why | None = None
    is_urgent: bool = False
    is_unnamed: bool = False
    is_about_staff: bool = False


RECORDED = "Terima kasih. Pengaduan Bapak/Ibu sudah tercatat (contoh)."
UNNAMED = f"Nama dan nomor Bapak/Ibu kami rahasiakan.\n\n{RECORDED}"
MATTERS: Mapping[str, tuple[Delicate, ...]] = {
    "SOGATEN": (
        Delicate(
            minutes=18,
            words="Tolong pak, ada kebakaran di gang belakang pasar (contoh)!",
            reply="Bila ada bahaya, segera telepon:\n*113* Pemadam kebakaran\n*112* Darurat, apa "
            "saja\n\nPesan ini sudah kami teruskan ke petugas sebagai darurat.",
            why=Why.EMERGENCY,
            is_urgent=True,
        ),
        Delicate(
            minutes=9,
            words="Selamat pagi, besok kantor buka jam berapa ya?",
            reply="Jam layanan: Senin-Kamis 07.30-12.00 dan 13.00-16.00 (contoh).",
        ),
    ),
    "DKKPG": (
        Delicate(
            minutes=95,
            words="Mau lapor, petugas loket (contoh) minta uang rokok 50 ribu supaya cepat. Tolong "
            "nama saya dirahasiakan.",
            reply=UNNAMED,
            service="aduan-dukcapil",
            why=Why.COMPLETE,
            is_unnamed=True,
            is_about_staff=True,
        ),
        Delicate(
            minutes=12,
            words="Selamat siang kakak, mau tanya",
            reply="Selamat datang di layanan WhatsApp Dukcapil Kupang (contoh). Silakan pilih "
            "keperluan Bapak/Ibu, atau tulis saja.",
        ),
    ),
    "DINSOS": (
        Delicate(
            minutes=200,
            words="Petugas di loket bansos (contoh) tadi bicaranya kasar sekali kepada ibu saya.",
            reply=RECORDED,
            service="aduan-sosial",
            why=Why.COMPLETE,
            is_about_staff=True,
        ),
    ),
    "KOBER": (
        Delicate(
            minutes=150,
            words="Tetangga membakar sampah plastik tiap malam di RT 00 (contoh). Jangan sebut nama "
            "saya ya, takut ribut.",
            reply=UNNAMED,
            service="lingkungan",
            why=Why.COMPLETE,
            is_unnamed=True,
        ),
    ),
}


def play_delicate(matter: Delicate, thread: Thread, *, office: Office, now: dt.datetime) -> Ticket:
    """The ticket that the desk made, by the verbs that the bot uses."""
    conversation, at = thread.conversation, now - dt.timedelta(minutes=matter.minutes)
    ticket = desk.open_ticket(
        desk.Opening(
            agency=office.agency,
            citizen=conversation.citizen,
            source=Ticket.Source.WHATSAPP,
            received_at=at,
            channel=conversation.channel,
            conversation=conversation,
            subject=matter.words,
            is_matter=False,
        )
    )
    if matter.is_unnamed:
        desk.keep_anonymous(ticket, now=at)
    if matter.service:
        desk.choose_service(ticket, service=office.services[matter.service], now=at)
    if matter.is_urgent:
        desk.mark_urgent(ticket, now=at)
    if matter.why is not None:
        desk.enqueue(ticket, now=at + ANSWERS_AFTER, why=matter.why)
    if matter.is_about_staff:
        desk.mark_about_staff(ticket, now=at + ANSWERS_AFTER)
    thread.said(matter.words, at)
    thread.bot(matter.reply, at + ANSWERS_AFTER)
    thread.write(ticket)
    if matter.why is None:
        waiting = Conversation.objects.filter(pk=conversation.pk)
        waiting.update(silent_at=now + SHOWN_FOR)
    return ticket
