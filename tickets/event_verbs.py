"""The lines of a ticket's history: what each verb is called, by officers and by the citizen.

`VERBS` is the only place of these words; pages add who did it, when and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.models.service import Kind
from tickets import event_pairs
from tickets.event_pairs import Data, name_in
from tickets.event_reasons import Why, event_day
from tickets.models import Ticket, TicketEvent
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter
from tickets.outage_words import held_up, held_up_no_more
from tickets.told_words import LOST, told_words

Verb = TicketEvent.Verb


@dataclass(frozen=True, kw_only=True)
class VerbWords:
    """`does` follows the name of who did it; `unasked` stands alone where no officer asked for it.

    `citizen` is the line of the tracking page, which leaves out verbs without one.
    """

    does: str | Callable[[Data], str] = ""
    unasked: str | Callable[[Data], str] = ""
    citizen: str = ""


def _chosen(data: Data) -> str:
    before, after = name_in(data, "from"), name_in(data, "to")
    if before:
        return f"mengganti layanan dari {before} ke {after}"
    return f"mencatat layanan {after}" if after else "mencatat layanan"


def _transferred(data: Data) -> str:
    before, after = name_in(data, "from"), name_in(data, "to")
    if not (before and after):
        return "meneruskan tiket"
    why = ", karena bukan wewenangnya" if data.get("why") == Why.NOT_OURS else ""
    told = told_words(data)
    return f"meneruskan tiket dari {before} ke {after}{why}{told}"


def _assigned(data: Data) -> str:
    verb = "membagikan" if data.get("by") == "auto" else "menugaskan"
    return f"{verb} tiket kepada {name_in(data, 'to_name') or 'petugas'}"


def _handed_over(data: Data) -> str:
    to = name_in(data, "to_name") or "petugas"
    return (
        f"menyetujui {to} mengambil alih tiket"
        if data.get("asked")
        else f"menyerahkan tiket kepada {to}"
    )


def _declined_over(data: Data) -> str:
    return f"tidak menyetujui permintaan {name_in(data, 'asker_name') or 'petugas'} mengambil alih tiket"


def _used_draft(data: Data) -> str:
    return f"memakai draf balasan {name_in(data, 'of_name') or 'rekan'}"


def _author(data: Data) -> str:
    return name_in(data, "author_name") or "petugas"


def _waits(data: Data) -> str:
    until = event_day(data)
    return f"menunggu jawaban pemohon{f' sampai {until}' if until else ''}"


def _wait_changed(data: Data) -> str:
    until = event_day(data)
    return f"menunggu pemohon sampai {until}" if until else "menunggu pemohon tanpa batas hari"


def _labelled(data: Data) -> str:
    added, removed = (", ".join(map(str, data.get(key, ()))) for key in ("added", "removed"))
    said = [
        f"memberi label {added}" if added else "",
        f"melepas label {removed}" if removed else "",
    ]
    return " dan ".join(filter(None, said))


def _changes(data: Data) -> str:
    return ", ".join(_correction(key, data[key]) for key in _CORRECTED if key in data)


def _correction(what: str, change: Mapping[str, str]) -> str:
    name, words = _CORRECTED[what], _CODES.get(what, {})
    before, after = (words.get(change[key], change[key]) for key in ("from", "to"))
    if not before:
        return f'{name} menjadi "{after}"'
    return f'{name} dari "{before}" menjadi "{after}"' if after else f'{name}: "{before}" dihapus'


_CORRECTED = {
    "subject": "perihal", "kind": "jenis", "applicant_name": "pemohon", "proxy_name": "penyampai", "came_because": "alasan datang",
    "heard_from": "tahu dari mana",
}  # fmt: skip
_CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: kind.label for kind in Kind},
    "came_because": {why.value: why.label for why in WhyAtCounter},
    "heard_from": {one.value: one.label for one in HeardFrom},
}


def _nudged(data: Data) -> str:
    how = " dengan templat" if data.get("told") == "template" else ""
    lost = LOST.get(str(data.get("became")), "")
    return f"Pemohon diingatkan{how} dan ditunggu sampai {event_day(data)}{lost}"


def _resumed(data: Data) -> str:
    if data.get("by") == "citizen":
        return "Pemohon membalas, pengerjaan dilanjutkan"
    return "Masa tunggu berakhir, tiket kembali kepada petugas"


def _resolved(data: Data) -> str:
    outcome = data.get("outcome")
    if outcome not in Ticket.Outcome.values:
        return "menyelesaikan tiket"
    told = told_words(data)
    return f"menyelesaikan tiket dengan hasil {Ticket.Outcome(outcome).label.lower()}{told}"


def _ready(data: Data) -> str:
    told = told_words(data, otherwise="; pemohon belum diberi tahu lewat WhatsApp")
    return f"menyatakan hasil siap diambil di {data.get('place')} sampai {event_day(data)}{told}"


def _not_ready(data: Data) -> str:
    told = told_words(data)
    return f"membatalkan pernyataan hasil siap diambil{told}"


def _collected(data: Data) -> str:
    proxy = name_in(data, "proxy_name") or ("yang mewakili" if data.get("is_proxy") else "")
    return f"mencatat hasil sudah diambil {f'oleh {proxy}' if proxy else 'pemohon'}"


def _retried(data: Data) -> str:
    return "mengambil ulang berkas" if "attachment" in data else "mengirim ulang pesan"


def _ended(data: Data) -> str:
    answered = data.get("outcome") == Ticket.Outcome.ANSWERED
    return "Pertanyaan sudah dijawab, tiket ditutup" if answered else "Ditutup: bukan permohonan"


VERBS: Mapping[Verb, VerbWords] = {
    Verb.OPENED: VerbWords(
        does="mencatat permohonan ini",
        unasked="Tiket dibuka dari pesan pemohon",
        citizen="Pesan Anda diterima",
    ),
    Verb.SERVICE_CHOSEN: VerbWords(does=_chosen),
    Verb.ENQUEUED: VerbWords(
        does="menyerahkan tiket ke antrean petugas", citizen="Menunggu petugas"
    ),
    Verb.TAKEN: VerbWords(does="mengambil tiket", citizen="Petugas mulai mengerjakan"),
    Verb.ASSIGNED: VerbWords(does=_assigned, citizen="Petugas mulai mengerjakan"),
    Verb.RELEASED: VerbWords(does="mengembalikan tiket ke antrean"),
    Verb.HANDED_OVER: VerbWords(does=_handed_over),
    Verb.ASKED_OVER: VerbWords(does="minta mengambil alih tiket"),
    Verb.DECLINED_OVER: VerbWords(does=_declined_over),
    Verb.TAKE_UNDONE: VerbWords(does="membatalkan pengambilan tiket"),
    Verb.REPLIED: VerbWords(does="membalas pemohon"),
    Verb.REPLY_HELD: VerbWords(does="minta persetujuan atas tulisannya kepada pemohon"),
    Verb.REPLY_APPROVED: VerbWords(does=lambda data: f"menyetujui tulisan {_author(data)}"),
    Verb.REPLY_RETURNED: VerbWords(
        does=lambda data: f"mengembalikan tulisan {_author(data)}, belum dikirim",
        unasked=lambda data: f"Tulisan {_author(data)} dikembalikan, belum dikirim",
    ),
    Verb.REPLY_TAKEN_BACK: VerbWords(does="menarik kembali balasan yang belum disetujui"),
    Verb.RETRIED: VerbWords(does=_retried),
    Verb.UNREACHED: VerbWords(),
    Verb.NO_REPLY_NEEDED: VerbWords(does="menandai pesan pemohon tidak perlu dibalas"),
    Verb.NOTED: VerbWords(does="menulis catatan"),
    Verb.TRANSFERRED: VerbWords(does=_transferred, citizen="Diteruskan ke bagian yang berwenang"),
    Verb.WAITING_CITIZEN: VerbWords(
        does=_waits,
        citizen="Petugas menunggu jawaban atau berkas dari Anda",
    ),
    Verb.WAIT_CHANGED: VerbWords(does=_wait_changed),
    Verb.WAITING_OTHER: VerbWords(does="menunggu pihak lain", citizen="Menunggu pihak lain"),
    Verb.DRAFT_USED: VerbWords(does=_used_draft),
    Verb.LABELLED: VerbWords(does=_labelled),
    Verb.CORRECTED: VerbWords(
        does=lambda data: f"memperbaiki {_changes(data) or 'data tiket'}",
        unasked=lambda data: f"Pemohon menjawab bot: {_changes(data)}",
    ),
    Verb.NUDGED: VerbWords(unasked=_nudged),
    Verb.RESUMED: VerbWords(
        does="melanjutkan pengerjaan",
        unasked=_resumed,
        citizen="Dikerjakan kembali",
    ),
    Verb.COMPLETED_FILES: VerbWords(does="menyatakan berkas lengkap"),
    Verb.DUE_CHANGED: VerbWords(),
    Verb.RESOLVED: VerbWords(does=_resolved, citizen="Selesai"),
    Verb.READY: VerbWords(does=_ready, citizen="Hasil siap diambil"),
    Verb.NOT_READY: VerbWords(does=_not_ready, citizen="Hasil belum dapat diambil"),
    Verb.COLLECTED: VerbWords(does=_collected, citizen="Hasil sudah diambil"),
    Verb.COLLECTION_UNDONE: VerbWords(does="membatalkan catatan hasil sudah diambil"),
    Verb.TIED: VerbWords(
        does="menghubungkan tiket ini dengan WhatsApp pemohon",
        unasked="Pemohon menghubungkan tiket ini dengan WhatsApp",
        citizen="Terhubung dengan WhatsApp Anda",
    ),
    Verb.UNTIED: VerbWords(
        does="melepas tiket ini dari WhatsApp", citizen="Tidak lagi terhubung dengan WhatsApp"
    ),
    Verb.SPLIT: VerbWords(
        does=event_pairs.split, citizen="Urusan lain dicatat dengan nomor tersendiri"
    ),
    Verb.SPLIT_UNDONE: VerbWords(does=event_pairs.split_undone, citizen="Urusan disatukan kembali"),
    Verb.MERGED: VerbWords(
        does=event_pairs.merged, citizen="Disatukan dengan permintaan Anda yang sama"
    ),
    Verb.MERGE_UNDONE: VerbWords(
        does=event_pairs.merge_undone, citizen="Dikerjakan tersendiri lagi"
    ),
    Verb.FOLLOWED: VerbWords(
        does=event_pairs.followed, citizen="Dikerjakan bersama laporan lain yang sama"
    ),
    Verb.LET_GO: VerbWords(
        does=event_pairs.let_go,
        unasked=event_pairs.let_go_by_itself,
        citizen="Dikerjakan tersendiri lagi",
    ),
    Verb.REOPENED: VerbWords(
        does="membuka kembali tiket", unasked="Tiket dibuka kembali", citizen="Dibuka kembali"
    ),
    Verb.CLOSED: VerbWords(
        does="menutup tiket",
        unasked="Tiket ditutup, tidak ada keberatan dari pemohon",
        citizen="Ditutup",
    ),
    Verb.SURVEY_INVITED: VerbWords(does="mengirim undangan survei"),
    Verb.REGISTERED: VerbWords(
        does="mendaftarkan permohonan ini",
        unasked="Permohonan didaftarkan",
        citizen="Permohonan Anda didaftarkan",
    ),
    Verb.ENDED: VerbWords(unasked=_ended, citizen="Ditutup"),
    Verb.WITHDRAWN: VerbWords(
        unasked="Pemohon membatalkan permohonan ini", citizen="Anda membatalkan permohonan ini"
    ),
    Verb.MARKED_URGENT: VerbWords(does="menandai darurat", unasked="Ditandai darurat"),
    Verb.UNMARKED_URGENT: VerbWords(does="melepas tanda darurat"),
    Verb.KEPT_ANONYMOUS: VerbWords(
        does="merahasiakan identitas pemohon",
        unasked=lambda data: (
            "Identitas pemohon tetap dirahasiakan"  # an officer kept it where the words were
            if data.get("by") == "bot"
            else "Pemohon minta identitasnya dirahasiakan"
        ),
        citizen="Identitas Anda dirahasiakan",
    ),
    Verb.LIFTED_ANONYMITY: VerbWords(
        does="mencabut kerahasiaan identitas pemohon",
        citizen="Identitas Anda tidak lagi dirahasiakan",
    ),
    Verb.MARKED_ABOUT_STAFF: VerbWords(
        does="menandai pengaduan tentang petugas",
        unasked="Pengaduan tentang petugas: penyelia dan kepala kantor diberi tahu",
    ),
    Verb.UNMARKED_ABOUT_STAFF: VerbWords(does="melepas tanda pengaduan tentang petugas"),
    Verb.ESCALATED: VerbWords(does="minta jawaban pimpinan"),
    Verb.ESCALATION_ANSWERED: VerbWords(does="menjawab sebagai pimpinan"),
    Verb.OUTAGE: VerbWords(unasked=held_up, citizen="Tertunda karena gangguan sistem"),
    Verb.OUTAGE_WITHDRAWN: VerbWords(unasked=held_up_no_more),
}
PUBLIC_VERBS = tuple(verb for verb, words in VERBS.items() if words.citizen)


def verb_words(verb: Verb, data: Data, *, who: str, by_staff: bool) -> str:
    """The sentence of a verb without its reason, for example "Rina mengambil tiket"."""
    words = VERBS[verb]
    if words.unasked and not by_staff:
        return _said(words.unasked, data)
    does = _said(words.does, data)
    return f"{who} {does}" if does else verb.label


def _said(words: str | Callable[[Data], str], data: Data) -> str:
    return words if isinstance(words, str) else words(data)
