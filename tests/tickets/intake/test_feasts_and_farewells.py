"""Wishes for a feast and talk of gas and quakes are no danger; who takes leave of life is in danger."""

import pytest

from tests.tickets.intake.offices import heard
from tickets.intake.acts import Act

NUMBERS = ["SI PATAS", "Si Whapik", "Validasi NIK"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "text",
    [
        "selamat hari raya idul fitri mohon maaf lahir batin",
        "mohon maaf lahir batin pak",
        "minal aidin wal faizin mohon maaf lahir dan batin",
        "gas 3 kg langka",
        "gempa tadi kerasa ga pak",
        "isu penculikan anak itu bener ga",
        "anak diculik di sinetron semalam",
        "bantuan rumah roboh gempa gimana cairnya",
        "cctv pencurian ada ga",
        "nasib saya digantung orang kelurahan",
        "fotonya buram ga pak?",
        "surat tanah bapak saya hilang",
        "pengen mati rasanya nunggu antrian ini",
        "pusing mau mati rasanya ngurus beginian wkwk",
        "motor bapak saya hilang",
    ],
)
def test_a_wish_for_a_feast_and_talk_of_the_day_raise_no_alarm(number, text):
    assert Act.EMERGENCY not in heard(text, number).acts


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "text",
    [
        "selamat tinggal semuanya, maafkan saya",
        "maafkan semua salah saya, saya pamit dari dunia ini",
        "pengen ngilang selamanya dari dunia ini",
        "air ketuban istri udah pecah",
        "ketuban udah pecah bu",
        "ada penculikan anak",
        "anak saya belum pulang dari kemarin, kalau ada yang lihat mohon kabar",
        "anak saya diculik mohon info",
        "pesawat jatuh",
        "gempa kenceng rumah pada rubuh",
        "bapak saya hilang dari kemarin",
        "sy udah capek hidup bu, utang numpuk, pengen mati aja rasanya",
        "pengen mati aja rasanya",
        "pak enek wong nggantung neng kebon",
    ],
)
def test_danger_told_by_words_together_raises_it(number, text):
    assert Act.EMERGENCY in heard(text, number).acts


def test_a_wish_for_a_feast_is_chat():
    assert heard("selamat hari raya idul fitri mohon maaf lahir batin").act is Act.CHITCHAT


def test_one_grave_word_beside_a_matter_is_still_no_danger():
    text = "gawat, kk saya salah nama padahal besok daftar sekolah"
    assert Act.EMERGENCY not in heard(text, "Validasi NIK").acts
