"""Why the product did something to a ticket: codes in history, pauses and invitations.

A history row has the code in `data["why"]` with its values beside it; what a person typed stands
in `reason`. All pages get their sentences here (docs/decisions/0041).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tickets.coded import said
from tickets.intake.memory import SILENCE
from tickets.words import amount_words, day_words, in_sentence


class Why(StrEnum):
    """The codes; SENTENCES has the text of each."""

    # The bot hands over to the officers, or a citizen goes on with a resolved matter.
    COMPLETE = "complete"
    OFFICER_ASKED = "petugas"
    QUESTION = "question"
    SILENCE = "silence"
    CONFUSED = "confused"
    VOICE = "voice"
    OLD = "old"
    LIMIT = "limit"
    OTHER_MATTER = "other_matter"
    UNFINISHED = "unfinished"
    FOLLOW_UP = "follow_up"
    UNANSWERED = "unanswered"
    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    LANGUAGE = "language"
    RESUMED = "resumed"
    FAULT = "fault"
    ANSWERED_ON_PHONE = "answered_on_phone"
    # A ticket goes back to the queue.
    LEFT = "left"
    ABSENT = "absent"
    # Due times are computed again, or the clock is paused.
    SERVICE = "service"
    TRANSFERRED = "transferred"
    NOT_OURS = "not_ours"
    REOPENED = "reopened"
    FILES_COMPLETE = "files_complete"
    FILES_MISSING = "files_missing"
    CITIZEN_AWAITED = "citizen_awaited"
    OTHERS_AWAITED = "others_awaited"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"
    NOT_REMINDED = "not_reminded"
    WROTE_LATE = "wrote_late"
    PAUSE_ENDED = "pause_ended"
    PAUSE_ENDED_BY_RESOLVING = "pause_ended_by_resolving"
    OUTAGE = "outage"
    OUTAGE_SIAK = "outage_siak"
    OUTAGE_INTERNET = "outage_internet"
    OUTAGE_POWER = "outage_power"
    OUTAGE_SERVER = "outage_server"
    OUTAGE_OTHER = "outage_other"
    OUTAGE_WITHDRAWN = "outage_withdrawn"
    READY = "ready"
    NOT_READY = "not_ready"
    NOT_COLLECTED = "not_collected"
    # A matter of the counter goes on in WhatsApp.
    TIED_BY_CODE = "tied_by_code"
    TIED_BY_NUMBER = "tied_by_number"
    TIED_ELSEWHERE = "tied_elsewhere"
    TIED_BY_MERGE = "tied_by_merge"
    FIRST_ANSWER_LOST = "first_answer_lost"
    # Words that were not approved go back, for the matter went on without them.
    RESOLVED_MEANWHILE = "resolved_meanwhile"
    MOVED_MEANWHILE = "moved_meanwhile"
    MERGED_MEANWHILE = "merged_meanwhile"
    # Tickets that were together are apart again.
    MERGE_UNDONE = "merge_undone"
    LEADER_ENDED = "leader_ended"
    # A resolution is not asked about, or once more.
    NO_CHAT = "no_chat"
    NOT_A_REQUEST = "not_a_request"
    WITHDRAWN = "withdrawn"
    NO_MORE_MESSAGES = "no_more_messages"
    REOPENED_FIRST = "reopened_first"
    LATER_RESOLUTION = "later_resolution"
    NUMBER_OFF = "number_off"
    WINDOW_CLOSED = "window_closed"
    INCOMPLETE = "incomplete"
    TEMPLATE_UNUSABLE = "template_unusable"
    SURVEY_BY_RECEIPT = "survey_by_receipt"
    INVITED_AGAIN = "invited_again"
    INVITED_ON_WRITING = "invited_on_writing"


SENTENCES: dict[str, str] = {
    Why.COMPLETE: "Layanan dan keperluan sudah diketahui",
    Why.OFFICER_ASKED: "Pemohon meminta petugas",
    Why.QUESTION: "Pemohon bertanya",
    Why.SILENCE: f"Pemohon tidak melanjutkan selama {amount_words(SILENCE)}",
    Why.CONFUSED: "Bot dua kali tidak memahami pesan pemohon",
    Why.VOICE: "Pemohon mengirim pesan suara",
    Why.OLD: "Pesan lama baru sampai",
    Why.LIMIT: "Batas balasan otomatis tercapai",
    Why.OTHER_MATTER: "Pemohon memulai urusan lain",
    Why.UNFINISHED: "Pemohon menyatakan belum beres",
    Why.FOLLOW_UP: "Pemohon melanjutkan urusan ini",
    Why.UNANSWERED: "Pemohon menulis lagi dan belum menjawab: lanjutan atau permohonan baru",
    Why.EMERGENCY: "Pemohon mengabarkan keadaan darurat",
    Why.COMPLAINT: "Pemohon mengadu, dan tidak ada layanan pengaduan di nomor ini",
    Why.LANGUAGE: "Pemohon menulis dalam bahasa lain",
    Why.RESUMED: "Pemohon tidak jadi membatalkan",
    Why.FAULT: "Pesan tidak dapat diolah otomatis",
    Why.ANSWERED_ON_PHONE: "Kantor membalas dari aplikasi WhatsApp Business",
    Why.LEFT: "Petugas {from_name} tidak lagi bertugas di sini",
    Why.ABSENT: "Petugas {from_name} tidak bertugas sampai {until}",
    Why.SERVICE: "Layanan {service}",
    Why.TRANSFERRED: "Diteruskan",
    Why.NOT_OURS: "Bukan wewenang {from}",
    Why.REOPENED: "Dibuka kembali",
    Why.FILES_COMPLETE: "Berkas lengkap",
    Why.FILES_MISSING: "Berkas belum lengkap",
    Why.CITIZEN_AWAITED: "Sekarang pemohon yang ditunggu",
    Why.OTHERS_AWAITED: "Bukan pemohon lagi yang ditunggu",
    Why.NO_ANSWER: "Pemohon belum menjawab",
    Why.NOT_ASKED: "Pesan terakhir petugas belum sampai kepada pemohon",
    Why.NOT_REMINDED: "Pemohon belum menjawab dan tidak dapat diingatkan lewat WhatsApp",
    Why.WROTE_LATE: "Kiriman pemohon belum dibaca",
    Why.PAUSE_ENDED: "Jeda berakhir",
    Why.PAUSE_ENDED_BY_RESOLVING: "Jeda berakhir karena tiket selesai",
    Why.OUTAGE: "Waktu {outage} tidak dihitung",
    Why.OUTAGE_SIAK: "Gangguan SIAK",
    Why.OUTAGE_INTERNET: "Gangguan internet",
    Why.OUTAGE_POWER: "Gangguan listrik",
    Why.OUTAGE_SERVER: "Gangguan server",
    Why.OUTAGE_OTHER: "Gangguan {name}",
    Why.OUTAGE_WITHDRAWN: "Catatan {outage} dicabut",
    Why.READY: "Hasil siap diambil pemohon",
    Why.NOT_READY: "Hasil belum dapat diambil",
    Why.NOT_COLLECTED: "Hasil belum diambil",
    Why.TIED_BY_CODE: "Dengan kode dari tanda terima",
    Why.TIED_BY_NUMBER: "Dengan nomor register, dari nomor telepon yang tercatat",
    Why.TIED_ELSEWHERE: "Dengan kode dari tanda terima, dari nomor lain daripada yang tercatat",
    Why.TIED_BY_MERGE: "Digabungkan dengan tiket dari nomor telepon yang tercatat",
    Why.FIRST_ANSWER_LOST: "Balasan pertama tidak sampai",
    Why.NO_CHAT: "Tidak ada percakapan WhatsApp",
    Why.NOT_A_REQUEST: "Bukan permohonan",
    Why.RESOLVED_MEANWHILE: "Tiket sudah diselesaikan",
    Why.MOVED_MEANWHILE: "Tiket diteruskan ke instansi lain",
    Why.MERGED_MEANWHILE: "Tiket digabungkan dengan tiket lain",
    Why.MERGE_UNDONE: "Penggabungan dibatalkan",
    Why.LEADER_ENDED: "Tiket yang memimpin tidak dikerjakan lagi di sini",
    Why.WITHDRAWN: "Pemohon mencabut permohonannya",
    Why.NO_MORE_MESSAGES: "Pemohon minta tidak dikirimi pesan lagi",
    Why.REOPENED_FIRST: "Tiket dibuka kembali sebelum undangan dikirim",
    Why.LATER_RESOLUTION: "Ada penyelesaian yang lebih baru",
    Why.NUMBER_OFF: "Nomor WhatsApp tidak aktif",
    Why.WINDOW_CLOSED: (
        "Jendela 24 jam sudah tutup dan belum ada templat survei; "
        "ditawarkan bila pemohon menulis lagi"
    ),
    Why.INCOMPLETE: "Kuesioner belum lengkap",
    Why.TEMPLATE_UNUSABLE: "Templat survei tidak dapat dipakai",
    Why.SURVEY_BY_RECEIPT: "Pemohon membuka survei dengan kode dari tanda terima",
    Why.INVITED_AGAIN: (
        "Undangan dikirim sekali lagi, karena jendela 24 jam tutup sebelum terkirim"
    ),
    Why.INVITED_ON_WRITING: "Undangan dikirim ketika pemohon menulis lagi",
}


def why_words(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a code, without a full stop; "" where there is no code."""
    until = values.get("until")
    told = {"until": _day(until), "outage": outage_in(values)}
    return said(SENTENCES, code, {**values, **told}) if code else ""


def outage_why(kind: str) -> Why:
    """The code of an outage of this kind; its sentence takes `name`, which others than ours have."""
    return Why(f"outage_{kind}")


def outage_words(kind: str, name: str = "") -> str:
    """ "Gangguan SIAK"; of another kind with the name that the office gave it."""
    return why_words(outage_why(kind), {"name": name})


def outage_in(data: Mapping[str, Any]) -> str:
    """The outage that a history row is about, in words within a sentence; "" for none."""
    kind = str(data.get("outage_kind", ""))
    words = said(SENTENCES, outage_why(kind), {"name": data.get("outage_name", "")}) if kind else ""
    return in_sentence(words)


def event_why(data: Mapping[str, Any]) -> str:
    """The sentence for the code in a history row's data."""
    return why_words(str(data.get("why", "")), data)


def event_day(data: Mapping[str, Any]) -> str:
    """The day in a history row's data until which something holds; "" for none."""
    return _day(data.get("until"))


def _day(iso: object) -> str:
    try:
        return day_words(dt.date.fromisoformat(str(iso)))
    except ValueError:
        return ""
