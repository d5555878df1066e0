"""The history reads as sentences, for an officer, the bot and the citizen."""

from typing import Any

import pytest

from services.models import Staff
from tickets.event_reasons import Why, why_words
from tickets.event_verbs import PUBLIC_VERBS, VERBS
from tickets.models import Ticket, TicketEvent
from tickets.views.events import event_words

Verb = TicketEvent.Verb
DUE = {"from": "2026-06-09T03:00:00+00:00", "to": "2026-06-10T03:00:00+00:00"}


def told(
    ticket: Ticket,
    verb: Verb,
    data: dict[str, Any],
    *,
    actor: Staff | None = None,
    reason: str = "",
) -> tuple[str, str]:
    event = TicketEvent(
        ticket=ticket, verb=verb, at=ticket.received_at, actor=actor, reason=reason, data=data
    )
    return event_words(event, zone=ticket.agency.zone)


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        (Verb.OPENED, {"to": "intake", "by": "system"}, "Tiket dibuka dari pesan pemohon"),
        (
            Verb.SERVICE_CHOSEN,
            {"from": "", "to": "Surat Contoh", "by": "bot"},
            "Bot mencatat layanan Surat Contoh",
        ),
        (
            Verb.ENQUEUED,
            {"from": "intake", "to": "new", "by": "bot", "why": "silence"},
            "Bot menyerahkan tiket ke antrean petugas: pemohon tidak melanjutkan selama 10 menit",
        ),
        (
            Verb.ASSIGNED,
            {"to": 7, "to_name": "Rina Petugas", "by": "auto"},
            "Sistem membagikan tiket kepada Rina Petugas",
        ),
        (
            Verb.RESUMED,
            {"from": "waiting_citizen", "to": "in_progress", "by": "citizen"},
            "Pemohon membalas, pengerjaan dilanjutkan",
        ),
        (
            Verb.DUE_CHANGED,
            {**DUE, "why": "pause_ended"},
            "Tenggat berubah dari 9 Jun 2026 10.00 WIB menjadi 10 Jun 2026 10.00 WIB "
            "(jeda berakhir)",
        ),
        (
            Verb.DUE_CHANGED,
            {
                "from": DUE["from"],
                "to": DUE["from"],
                "first_from": DUE["from"],
                "first_to": DUE["to"],
                "why": "service",
                "service": "KIA",
            },
            "Tenggat balasan pertama berubah dari 9 Jun 2026 10.00 WIB menjadi "
            "10 Jun 2026 10.00 WIB (layanan KIA)",
        ),
        (
            Verb.REOPENED,
            {"from": "resolved", "to": "in_progress", "by": "citizen", "why": "unfinished"},
            "Tiket dibuka kembali: pemohon menyatakan belum beres",
        ),
        (
            Verb.CLOSED,
            {"from": "resolved", "to": "closed", "by": "sweep"},
            "Tiket ditutup, tidak ada keberatan dari pemohon",
        ),
        (Verb.SURVEY_INVITED, {"by": "system"}, "Sistem mengirim undangan survei"),
        (
            Verb.UNREACHED,
            {"from": "2026-06-09T03:00:00+00:00", "to": None},
            "Balasan pertama tidak sampai kepada pemohon, jadi waktu balasan pertama berjalan lagi",
        ),
        (
            Verb.UNREACHED,
            {"from": None, "to": "2026-06-09T03:00:00+00:00"},
            "Balasan pertama dihitung ulang: yang pertama tidak ditolak WhatsApp",
        ),
        (
            Verb.UNREACHED,
            {"from": "2026-06-09T03:00:00+00:00", "to": None, "state": "resolved"},
            "Balasan pertama tidak sampai kepada pemohon. Tiket ini sudah selesai: kirim ulang "
            "balasannya, atau buka kembali",
        ),
        (
            Verb.SURVEY_INVITED,
            {"by": "system", "why": "not_a_request"},
            "Undangan survei tidak dikirim: bukan permohonan",
        ),
        (
            Verb.SURVEY_INVITED,
            {"by": "system", "why": "invited_again"},
            "Undangan dikirim sekali lagi, karena jendela 24 jam tutup sebelum terkirim",
        ),
    ],
)
def test_what_nobody_at_the_desk_did_is_one_sentence(
    tiket: Ticket, verb: Verb, data: dict[str, Any], words: str
) -> None:
    assert told(tiket, verb, data) == (words, "")


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        (Verb.OPENED, {"to": "in_progress", "by": ""}, "mencatat permohonan ini"),
        (
            Verb.SERVICE_CHOSEN,
            {"from": "Surat A", "to": "Surat B"},
            "mengganti layanan dari Surat A ke Surat B",
        ),
        (Verb.ENQUEUED, {"from": "intake", "to": "new"}, "menyerahkan tiket ke antrean petugas"),
        (Verb.TAKEN, {"to": 7}, "mengambil tiket"),
        (Verb.ASSIGNED, {"from": None, "to": 7, "to_name": "Budi"}, "menugaskan tiket kepada Budi"),
        (Verb.ASSIGNED, {"from": None, "to": 7}, "menugaskan tiket kepada petugas"),
        (Verb.RELEASED, {"from": 7, "to": None}, "mengembalikan tiket ke antrean"),
        (Verb.REPLIED, {"messages": [1]}, "membalas pemohon"),
        (Verb.RETRIED, {"message": 2, "retry_of": 1}, "mengirim ulang pesan"),
        (Verb.RETRIED, {"attachment": 3}, "mengambil ulang berkas"),
        (Verb.NOTED, {"message": 1}, "menulis catatan"),
        (
            Verb.TRANSFERRED,
            {"from": "Dinsos", "to": "Dukcapil, KIA"},
            "meneruskan tiket dari Dinsos ke Dukcapil, KIA",
        ),
        (Verb.WAITING_CITIZEN, {"from": "in_progress", "to": "x"}, "menunggu jawaban pemohon"),
        (Verb.WAIT_CHANGED, {"until": "2026-06-15"}, "menunggu pemohon sampai 15 Juni 2026"),
        (Verb.WAIT_CHANGED, {"until": ""}, "menunggu pemohon tanpa batas hari"),
        (Verb.WAITING_OTHER, {"from": "in_progress", "to": "x"}, "menunggu pihak lain"),
        (Verb.RESUMED, {"from": "waiting_other", "to": "x"}, "melanjutkan pengerjaan"),
        (Verb.COMPLETED_FILES, {}, "menyatakan berkas lengkap"),
        (
            Verb.RESOLVED,
            {"from": "in_progress", "to": "resolved", "outcome": "fulfilled"},
            "menyelesaikan tiket dengan hasil dipenuhi",
        ),
        (Verb.REOPENED, {"from": "resolved", "to": "in_progress"}, "membuka kembali tiket"),
        (Verb.CLOSED, {}, "menutup tiket"),
    ],
)
def test_what_an_officer_did_stands_beside_their_reason(
    tiket: Ticket, petugas: Staff, verb: Verb, data: dict[str, Any], words: str
) -> None:
    found = told(tiket, verb, data, actor=petugas, reason="Alasan saya")
    assert found == (f"Rina Petugas {words}", "Alasan saya")


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("data", [{}, {"from": 3, "to": None, "by": "x"}, {"from": "x", "to": "y"}])
def test_every_verb_has_words_whatever_the_data(
    tiket: Ticket, petugas: Staff, verb: Verb, data: dict[str, Any]
) -> None:
    for actor in (None, petugas):
        sentence, _ = told(tiket, verb, data, actor=actor)
        assert sentence
        assert sentence[0].isupper()


def test_a_nik_in_a_reason_of_ours_is_masked(tiket: Ticket) -> None:
    data = {"by": "bot", "why": "legacy", "text": "3515 0000 0000 0001"}
    sentence, _ = told(tiket, Verb.ENQUEUED, data)
    assert sentence.endswith(": 35••••••••••0001")


@pytest.mark.parametrize("why", Why)
def test_every_code_has_a_sentence_and_needs_no_values(why: Why) -> None:
    assert why_words(why, {})
    assert "{" not in why_words(why, {"until": "2026-06-15", "from_name": "{0}"}).replace("{0}", "")


def test_each_verb_has_its_words_in_one_table() -> None:
    assert set(VERBS) == set(Verb)
    assert Verb.TAKEN in PUBLIC_VERBS
    assert Verb.NOTED not in PUBLIC_VERBS
