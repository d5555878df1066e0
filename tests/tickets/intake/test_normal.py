"""Spellings of citizens become the same words."""

import pytest

from tickets.intake.normal import words_of


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("gmn caranya urus Kartu Keluarga yg ilang??", "bagaimana cara urus kk yang hilang"),
        ("sdh jadi blm kaka?", "sudah jadi belum"),
        ("beta pung ktp su rusak, urus karmana e", "saya punya ktp sudah rusak urus bagaimana"),
        ("badhe damel SKTM", "mau bikin sktm"),
        ("terima kasih banyaaaak ya", "terimakasih banyak"),
        ("kok belum jadi2 pak", "belum jadi"),
        ("nyetak e-KTP", "cetak ktp"),
        ("loket 3", "loket #"),
        ("keterangannya sekalian", "keterangan sekalian"),
        ("tanggal lahir, posisi, jantung", "tanggal lahir posisi jantung"),
        ("pukul 8", "jam #"),
        ("kelurga", "keluarga"),
        ("gak jadi, batal", "tidakjadi batal"),
        ("🙏", ""),
        ("m\u200dau\u200b s\u200dktm", "mau sktm"),
        ("\u202emau sktm\u202c", "mau sktm"),
        ("mau\u00a0sk\u00adtm", "mau sktm"),
        ("𝗺𝗮𝘂 𝘀𝗸𝘁𝗺", "mau sktm"),
        ("s\u0336k\u0336t\u0336m\u0336", "sktm"),
    ],
)
def test_a_spelling_becomes_normal_words(written, words):
    assert " ".join(words_of(written)) == words
