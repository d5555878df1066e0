"""Aid that is made less is a complaint, and about staff where staff did it; telephones that answer by
themselves ask for nothing; what a card says of a person is no unfinished matter.
"""

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.played import play
from tickets.intake.acts import Act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("bansos saya dipotong pak rt", Act.COMPLAINT),
        ("pkh disunat bu kades 200 ribu", Act.COMPLAINT),
        ("bantuan dikurangi pak rw", Act.COMPLAINT),
        ("sembako dibagi rata sama rt", Act.COMPLAINT),
        ("pendamping pkh di desa saya motong 50rb", Act.COMPLAINT_STAFF),
    ],
)
def test_less_than_is_due_is_a_complaint(text, act):
    found = heard(text, "Si Whapik")
    assert (found.act, key(found.service)) == (act, "aduan-sosial")


@pytest.mark.parametrize("text", ["gaji saya dipotong bpjs", "bansos kapan cair"])
def test_other_cuts_are_none(text):
    assert heard(text, "Si Whapik").act not in (Act.COMPLAINT, Act.COMPLAINT_STAFF)


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih telah menghubungi Toko Contoh. Kami sedang tutup, jam kerja 08.00-17.00.",
        "Terima kasih sudah menghubungi kami. Mohon tunggu, admin akan segera membalas.",
        "Maaf saya sedang menyetir, pesan ini dibalas otomatis",
        "[Auto reply] Sedang di luar kantor",
        "Pesan otomatis: saya sedang tidak dapat membalas pesan",
    ],
)
def test_a_telephone_that_answers_by_itself_asks_nothing(text):
    assert heard(text).act is Act.CHITCHAT
    assert play("SI PATAS", text).effects[1:] == ()


@pytest.mark.parametrize(
    "text",
    [
        "status di ktp masih belum kawin padahal sudah nikah",
        "di ktp tertulis belum kawin padahal sudah menikah",
    ],
)
def test_what_a_card_says_is_to_be_changed(text):
    found = heard(text, "Validasi NIK")
    assert (found.act, key(found.service)) == (Act.APPLY, "ktp")
